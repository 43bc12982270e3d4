"""Runs: when files were read, by which version, and what became of them. The figures of a run add up."""

from __future__ import annotations

import sqlite3
from dataclasses import asdict, dataclass, fields

from pipeline.store.clock import now

__all__ = ["Tally", "begin_run", "end_run", "update_run"]


@dataclass(slots=True)
class Tally:
    """What a run met. ``files`` = ``known`` + ``read`` + ``failed`` + ``secret``; the last five count documents.

    ``known`` were read before and are unchanged, ``skipped`` are no documents and count for no file. ``kept``
    are documents that people have corrected: they stay as these have them.
    """

    files: int = 0
    known: int = 0
    read: int = 0
    failed: int = 0
    secret: int = 0
    skipped: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    kept: int = 0
    tasks: int = 0


_SET = ", ".join(f"{field.name} = :{field.name}" for field in fields(Tally))


def begin_run(conn: sqlite3.Connection, version: str, command: str) -> int:
    """Add the row of a run and return its id; inside the caller's transaction."""
    sql = "INSERT INTO runs (started_at, version, command) VALUES (?, ?, ?) RETURNING id"
    return int(conn.execute(sql, [now(), version, command]).fetchone()[0])


def update_run(conn: sqlite3.Connection, run: int, tally: Tally) -> None:
    """Write what a run has met so far; inside the caller's transaction."""
    conn.execute(f"UPDATE runs SET {_SET} WHERE id = :run", {**asdict(tally), "run": run})  # noqa: S608 - own names


def end_run(conn: sqlite3.Connection, run: int, tally: Tally) -> None:
    """Mark a run that came to its end."""
    update_run(conn, run, tally)
    conn.execute("UPDATE runs SET finished_at = ? WHERE id = ?", [now(), run])
