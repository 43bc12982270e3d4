"""Paths → the files to read: folders are searched, what is not a document inside them is counted and left alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

# Names only decide what a folder search picks up; the bytes decide how a file is read.
_DOCUMENTS = frozenset(
    {".txt", ".pdf", ".docx", ".doc", ".rtf", ".odt", ".html", ".htm", ".eml", ".zip"}
    | {".jpg", ".jpeg", ".png", ".tif", ".tiff"}
)


@dataclass(frozen=True, slots=True)
class Discovery:
    """``files`` in a stable order without repeats; ``skipped`` counts other files met inside folders."""

    files: tuple[Path, ...]
    skipped: int


def discover(paths: Iterable[Path], aside: Path | None = None) -> Discovery:
    """A path given by name is always read, whatever it is called, so that its failure is reported.

    ``aside`` is a folder that a search passes by: the stored originals, where the database lies among the documents.
    """
    passed_by = aside.resolve() if aside else None
    files: dict[Path, None] = {}
    skipped = 0
    for path in paths:
        if not path.is_dir():
            files[path] = None
            continue
        for found in _below(path, passed_by):
            if found.suffix.lower() in _DOCUMENTS:
                files[found] = None
            else:
                skipped += 1
    return Discovery(tuple(files), skipped)


def _below(folder: Path, passed_by: Path | None) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        stored = passed_by is not None and passed_by in path.resolve().parents
        if not hidden and not stored and path.is_file():
            yield path
