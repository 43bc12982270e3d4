"""How one file is told from others: what the store calls it, what the file system says of it, and its content."""

from __future__ import annotations

from hashlib import file_digest
from pathlib import Path, PurePosixPath

from pipeline.batch.discover import FoundFile
from pipeline.store import Stamp
from pipeline.text.file_names import printable_name

__all__ = ["digest_of", "file_key", "key_inside", "path_key", "stamp_of"]


def file_key(file: FoundFile) -> str:
    """What the store calls a file: its whole path, or what it is to be known as."""
    return file.known_as or path_key(file.path)


def key_inside(file: FoundFile, source: str) -> str:
    """What the store calls a file inside ``file``; ``source`` begins with the name of the file itself."""
    if file.known_as is not None:
        return printable_name(PurePosixPath(file.known_as).parent / source)
    return path_key(file.path.parent / source)


def path_key(path: Path) -> str:
    """A path as the store keeps it."""
    return printable_name(path.absolute())


def stamp_of(path: Path) -> Stamp | None:
    """None where there is nothing to be told of: the file can't be read, which the reader will say."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return Stamp(found.st_size, getattr(found, "st_mtime_ns", 0) or int(found.st_mtime * 1e9))


def digest_of(path: Path) -> str | None:
    """The SHA-256 of the content; None where it can't be read."""
    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError):
        return None
