"""Paths → the files to read, one at a time: folders are searched, what is not a document inside them is counted.

Nothing is collected, so that an archive of millions of files costs no more memory than one folder of it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.sources.media import DOCUMENT_ENDINGS

# Names only decide what a folder search picks up; the bytes decide how a file is read.
_PICTURES = frozenset({".jpg", ".jpeg", ".png", ".tif", ".tiff"})
_FOR_OFFICE = frozenset({".doc", ".rtf", ".odt"})


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to read; ``name`` is what it was called where its path says something else.

    ``known_as`` is how the store speaks of a file whose path will not last: one that was sent from a browser.
    """

    path: Path
    name: str | None = None
    known_as: str | None = None

    @property
    def is_for_office(self) -> bool:
        """Whether LibreOffice is to convert it, by its name."""
        return self._suffix in _FOR_OFFICE

    @property
    def is_slow(self) -> bool:
        """Whether it needs another program, by its name: character recognition, or LibreOffice."""
        return self._suffix in _PICTURES | _FOR_OFFICE

    @property
    def _suffix(self) -> str:
        return Path(self.name or self.path.name).suffix.lower()


@dataclass(frozen=True, slots=True)
class Unlisted:
    """A folder that could not be searched, and why."""

    path: Path
    reason: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """What a search met that is no document."""

    path: Path


@dataclass(frozen=True, slots=True)
class Discovery:
    """``files`` in a stable order without repeats; ``skipped`` counts other files met inside folders."""

    files: tuple[Path, ...]
    skipped: int


def discover(paths: Iterable[Path], aside: Path | None = None) -> Discovery:
    """All of :func:`walk` at once, for a few paths; folders that can't be searched are left out."""
    found = list(walk(paths, aside))
    files = dict.fromkeys(item.path for item in found if isinstance(item, FoundFile))
    return Discovery(tuple(files), sum(isinstance(item, Skipped) for item in found))


def walk(paths: Iterable[Path], aside: Path | None = None) -> Iterator[FoundFile | Skipped | Unlisted]:
    """Every file at ``paths``, folder by folder in the order of names.

    A path given by name is always a file to read, whatever it is called, so that its failure is reported. Links are
    followed, and a folder is searched once whatever leads to it. ``aside`` is a folder that a search passes by: the
    stored originals, where the database lies among the documents.
    """
    seen: set[tuple[int, int]] = set()
    if aside is not None and aside.is_dir():
        seen.add(_identity(aside))
    for path in paths:
        try:
            is_folder = path.is_dir()
        except OSError:  # whoever reads it will say why
            is_folder = False
        if is_folder:
            yield from _below(path, seen)
        else:
            yield FoundFile(path)


def _below(top: Path, seen: set[tuple[int, int]]) -> Iterator[FoundFile | Skipped | Unlisted]:
    waiting = [top]
    while waiting:
        folder = waiting.pop()
        try:
            if not _first_time(folder, seen):
                continue
            named = sorted(folder.iterdir(), key=lambda path: path.name)
            entries = [(path, _is_folder(path)) for path in named if not path.name.startswith(".")]
        except OSError as error:
            yield Unlisted(folder, f"không mở được thư mục ({os.strerror(error.errno or 0)})")
            continue
        folders = []
        for path, is_folder in entries:
            if is_folder:
                folders.append(path)
            else:
                yield _entry(path)
        waiting += reversed(folders)


def _is_folder(path: Path) -> bool:
    """Raises OSError where the folder around it may be listed and not entered; not for a link that leads nowhere."""
    try:
        return path.is_dir()
    except OSError:
        if path.is_symlink():
            return False
        raise


def _entry(path: Path) -> FoundFile | Skipped:
    """A file by its name; a link that leads nowhere is a file that can't be read, a pipe or a device is none at all."""
    is_document = path.suffix.lower() in DOCUMENT_ENDINGS
    return FoundFile(path) if is_document and (path.is_symlink() or path.is_file()) else Skipped(path)


def _first_time(folder: Path, seen: set[tuple[int, int]]) -> bool:
    here = _identity(folder)
    if here == (0, 0):  # storage that knows no links has no identities either
        return True
    if here in seen:
        return False
    seen.add(here)
    return True


def _identity(folder: Path) -> tuple[int, int]:
    found = folder.stat()
    return found.st_dev, found.st_ino
