"""The files as received, kept beside the database under their content hash: ``originals/ab/abcdef….pdf``."""

from __future__ import annotations

import os
import re
import sqlite3
import tempfile
from collections.abc import Iterator
from hashlib import sha256 as hashed
from pathlib import Path

from pipeline.errors import StoreError
from pipeline.types import SourceFile

_EXTENSION = re.compile(r"\.[a-z0-9]{1,8}")
_FURTHER = re.compile(r"#(\d+)$")
_SOURCE = """SELECT d.sha256, iif(d.source_name GLOB '*#[0-9]*', p.sha256, NULL)
    FROM documents d LEFT JOIN documents p ON p.id = d.parent_id WHERE d.id = ?"""


def original_path(folder: Path, sha256: str, name: str) -> Path:
    """Where the file with this hash lies below ``folder``; of its name only a plain extension is kept.

    What stands behind the last stop of a name may be a whole sentence, longer than names of files may be, or hold
    letters that Windows refuses in them.
    """
    suffix = Path(name).suffix.lower()
    return folder / "originals" / sha256[:2] / (sha256 + (suffix if _EXTENSION.fullmatch(suffix) else ""))


def keep_original(folder: Path, source: SourceFile) -> Path:
    """Copy a file below ``folder`` (where the database lies), once per content, and return its place.

    The copy appears whole or not at all, also where the machine stops midway. Secret documents never come here: they
    are refused while they are read. Raises StoreError where the folder can't be written.
    """
    place = original_path(folder, source.sha256, source.name)
    try:
        if kept := kept_file(folder, source.sha256):
            return kept
        place.parent.mkdir(parents=True, exist_ok=True)
        _write_whole(place, source.data)
    except OSError as error:
        raise StoreError(f"Không lưu được bản gốc vào {place.parent}: {error.strerror}.") from error
    return place


def find_original(conn: sqlite3.Connection, folder: Path, document_id: int) -> Path | None:
    """The file in which a document came; None where it is kept no more.

    A further document of a file (``thư.pdf#2``) lies in the file of its parent.
    """
    found = conn.execute(_SOURCE, [document_id]).fetchone()
    if found is None:
        return None
    digest, parent = found
    for sha256 in (digest, parent):
        if sha256 and (kept := kept_file(folder, sha256)):
            return kept
    return None


def source_of(conn: sqlite3.Connection, document_id: int) -> tuple[str, str] | None:
    """The name of the file in which a document came, without the way to it inside an archive, and its media type."""
    sql = "SELECT source_name, media_type FROM documents WHERE id = ?"
    found = conn.execute(sql, [document_id]).fetchone()
    return (_FURTHER.sub("", found[0]).rpartition("/")[2], found[1]) if found else None


def kept_file(folder: Path, sha256: str) -> Path | None:
    """The file with this content below ``folder``, whatever it was called when it was first kept; None where it is not.

    By names alone, as an archive has thousands in a folder.
    """
    place = original_path(folder, sha256, "")
    try:
        with os.scandir(place.parent) as entries:
            names = [entry.name for entry in entries if entry.name.startswith(sha256)]
    except FileNotFoundError:
        return None
    return place.with_name(min(names)) if names else None


def _write_whole(place: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=".part-", dir=place.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(place)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def stored_sources(conn: sqlite3.Connection, but: str | None = None) -> Iterator[tuple[str, str]]:
    """Hash and name of every file of which there are documents; without those that the version ``but`` has read."""
    sql = """SELECT d.id, d.sha256, d.source_name, p.sha256
        FROM documents d LEFT JOIN documents p ON p.id = d.parent_id
        WHERE d.id > ?1 AND (?2 IS NULL OR d.read_with IS NOT ?2) ORDER BY d.id LIMIT 500"""
    last = 0
    while rows := conn.execute(sql, [last, but]).fetchall():
        yield from ((sha256, name) for _, sha256, name, parent in rows if not is_further(sha256, name, parent))
        last = rows[-1][0]


def is_further(digest: str, name: str, parent: str | None) -> bool:
    """Whether it is a further document of the file of its parent, which alone has the file."""
    found = _FURTHER.search(name)
    return bool(found and parent and digest == hashed(f"{parent}#{found[1]}".encode()).hexdigest())
