"""What to read again: stored originals, after the rules have changed; and files that could not be read."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.batch.discover import FoundFile
from pipeline.shipped import reader_version
from pipeline.store import kept_file, original_path, stored_sources

__all__ = ["failed_files", "originals"]


def originals(conn: sqlite3.Connection, folder: Path, changed: bool) -> Iterator[FoundFile]:
    """The originals of the stored documents, or of those only that another version of the rules has read.

    Further documents of one file come with it. An original that is no longer there is told by its missing.
    """
    for sha256, name in stored_sources(conn, reader_version() if changed else None):
        yield FoundFile(kept_file(folder, sha256) or original_path(folder, sha256, name), name)


def failed_files(paths: Iterable[str]) -> Iterator[FoundFile]:
    """The files of failures, each once: of one inside an archive, the archive; of a folder, what is in it now."""
    seen: set[Path] = set()
    for path in paths:
        file = next((place for place in (Path(path), *Path(path).parents) if place.is_file()), Path(path))
        if file not in seen:
            seen.add(file)
            yield FoundFile(file)
