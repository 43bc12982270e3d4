"""Files of which there is no document: what stopped reading them, until they are read. Nothing of their text."""

from __future__ import annotations

from sqlite_utils import Database

from pipeline.store.database import writing

__all__ = ["clear_failures", "record_failure"]


def record_failure(db: Database, path: str, stage: str, reason: str, run: str) -> None:
    """Remember that ``path`` was not read in the run that began at ``run``; one row a path, the last one.

    Not for secret documents: of these not even the name is kept.
    """
    sql = "INSERT OR REPLACE INTO failures (path, stage, reason, run) VALUES (?, ?, ?, ?)"
    with writing(db) as conn:
        conn.execute(sql, [path, stage, reason, run])


def clear_failures(db: Database, path: str) -> None:
    """Forget what stopped reading ``path`` and the files in it."""
    condition = "path = ?1 OR substr(path, 1, length(?1) + 1) = ?1 || '/'"
    if db.conn.execute(f"SELECT 1 FROM failures WHERE {condition} LIMIT 1", [path]).fetchone():  # noqa: S608 - own text
        with writing(db) as conn:
            conn.execute(f"DELETE FROM failures WHERE {condition}", [path])  # noqa: S608 - own text
