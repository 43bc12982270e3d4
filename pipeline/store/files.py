"""Files that were read: by path, size and time, and by content, so that none is read twice."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

__all__ = ["Stamp", "known_content", "known_file", "note_file"]


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a file system says of a file: bytes, and when it was last written, in nanoseconds."""

    size: int
    modified: int


def known_file(conn: sqlite3.Connection, path: str, stamp: Stamp) -> int | None:
    """How many documents the file at ``path`` held when it was read as it is now, None where it was not."""
    sql = "SELECT documents FROM files WHERE path = ? AND size = ? AND modified = ?"
    found = conn.execute(sql, [path, stamp.size, stamp.modified]).fetchone()
    return int(found[0]) if found else None


def known_content(conn: sqlite3.Connection, sha256: str) -> int | None:
    """How many documents a file with this content held, whatever it was called, None where none was read."""
    sql = """SELECT coalesce((SELECT documents FROM files WHERE sha256 = ?1 LIMIT 1),
        (SELECT 1 FROM documents WHERE sha256 = ?1))"""
    found = conn.execute(sql, [sha256]).fetchone()[0]
    return None if found is None else int(found)


def note_file(conn: sqlite3.Connection, path: str, sha256: str, stamp: Stamp, documents: int, run: int) -> None:
    """Remember that ``path`` was read, inside the caller's transaction."""
    sql = "INSERT OR REPLACE INTO files (path, sha256, size, modified, documents, run_id) VALUES (?, ?, ?, ?, ?, ?)"
    conn.execute(sql, [path, sha256, stamp.size, stamp.modified, documents, run])
