"""Paths → the files to read: folders are searched, what is not a document inside them is counted and left alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

# Names only decide what a folder search picks up; the bytes decide how a file is read.
_DOCUMENTS = frozenset({".txt", ".pdf"})


@dataclass(frozen=True, slots=True)
class Discovery:
    """``files`` in a stable order without repeats; ``skipped`` counts other files met inside folders."""

    files: tuple[Path, ...]
    skipped: int


def discover(paths: Iterable[Path]) -> Discovery:
    """A path given by name is always read, whatever it is called, so that its failure is reported."""
    files: dict[Path, None] = {}
    skipped = 0
    for path in paths:
        if not path.is_dir():
            files[path] = None
            continue
        for found in _below(path):
            if found.suffix.lower() in _DOCUMENTS:
                files[found] = None
            else:
                skipped += 1
    return Discovery(tuple(files), skipped)


def _below(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if not hidden and path.is_file():
            yield path
