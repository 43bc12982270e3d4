"""Files of which there is no document: what stopped reading them, until they are read. Nothing of their text."""

from __future__ import annotations

import sqlite3

from pipeline.store.files import Stamp

__all__ = ["clear_failures", "failed_paths", "failure_of", "move_failures", "record_failure"]

_RECORD = """INSERT OR REPLACE INTO failures (path, stage, reason, run, added_by, size, modified)
    VALUES (?, ?, ?, ?, ?, ?, ?)"""


def record_failure(
    conn: sqlite3.Connection,
    path: str,
    stage: str,
    reason: str,
    run: str,
    by: str | None = None,
    stamp: Stamp | None = None,
) -> None:
    """Remember that ``path`` was not read in the run that began at ``run``; one row a path, the last one.

    ``stamp`` is what the file was then, where that is known.
    ``by`` sent the file from a browser: it is kept nowhere, and ``path`` is only what to call it.
    Inside the caller's transaction. Not for secret documents: of these not even the name is kept.
    """
    size, modified = (stamp.size, stamp.modified) if stamp else (None, None)
    conn.execute(_RECORD, [path, stage, reason, run, by, size, modified])


def clear_failures(conn: sqlite3.Connection, path: str) -> None:
    """Forget what stopped reading ``path`` and the files in it, whose paths go on behind a stroke."""
    conn.execute("DELETE FROM failures WHERE path = ?1 OR (path > ?1 || '/' AND path < ?1 || '0')", [path])


def move_failures(conn: sqlite3.Connection, old: str, new: str) -> None:
    """Call what was not read by its new place, with the files in it; inside the caller's transaction."""
    clear_failures(conn, new)
    conn.execute(
        "UPDATE failures SET path = ?2 || substr(path, length(?1) + 1)"
        " WHERE path = ?1 OR (path > ?1 || '/' AND path < ?1 || '0')",
        [old, new],
    )


def failure_of(conn: sqlite3.Connection, path: str, stage: str, stamp: Stamp) -> str | None:
    """Why ``path`` was not read as it is now, where it was in this stage that reading stopped."""
    sql = "SELECT reason FROM failures WHERE path = ? AND stage = ? AND size = ? AND modified = ?"
    found = conn.execute(sql, [path, stage, stamp.size, stamp.modified]).fetchone()
    return str(found[0]) if found else None


def failed_paths(conn: sqlite3.Connection) -> list[str]:
    """The paths that were not read and can be read again, in their order; inside an archive with their place there."""
    sql = "SELECT path FROM failures WHERE added_by IS NULL ORDER BY path"
    return [row[0] for row in conn.execute(sql).fetchall()]
