"""The chain of events in the database: adding a link, and reading it to be checked."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence

from pipeline.follow.chain import Content, Link, link_hash
from pipeline.store.clock import now
from pipeline.types import SourceFile

Value = str | int | None

RECORDED = (
    "id", "task_id", "assignment_id", "occurrence_due", "kind", "on_day", "new_due", "percent", "agency",
    "to_agency_id", "note", "actor", "role", "recorded_at",
)  # fmt: skip
"""The columns of an event that its link covers, with the hashes of its files."""

_NEXT = "SELECT coalesce(max(seq), 0) + 1 FROM sqlite_sequence WHERE name = 'task_events'"
_LAST = "SELECT hash FROM task_events ORDER BY id DESC LIMIT 1"


def append_event(conn: sqlite3.Connection, event: Mapping[str, Value], files: Sequence[SourceFile] = ()) -> int:
    """Add an event behind the last one, inside the caller's transaction; its id.

    ``event`` gives columns of :data:`RECORDED`; id and time are those of now where it doesn't. Nothing is checked.
    """
    given = {"id": conn.execute(_NEXT).fetchone()[0], "recorded_at": now(), **event}
    row: dict[str, Value] = {name: given.get(name) for name in RECORDED}
    last = conn.execute(_LAST).fetchone()
    previous = last and last[0]
    row |= {"previous": previous, "hash": link_hash(previous, _content(row, [file.sha256 for file in files]))}
    names, marks = ", ".join(row), ", ".join("?" * len(row))
    conn.execute(f"INSERT INTO task_events ({names}) VALUES ({marks})", list(row.values()))  # noqa: S608 - own names
    id_ = int(str(row["id"]))
    conn.executemany(
        "INSERT INTO event_files (event_id, position, name, sha256, media_type) VALUES (?, ?, ?, ?, ?)",
        [(id_, at, file.name, file.sha256, file.media_type) for at, file in enumerate(files)],
    )
    return id_


def read_chain(conn: sqlite3.Connection) -> Iterator[Link]:
    """Every event as a link of the chain, in the order of recording."""
    files: dict[int, list[str]] = {}
    for event_id, sha256 in conn.execute("SELECT event_id, sha256 FROM event_files ORDER BY event_id, position"):
        files.setdefault(event_id, []).append(sha256)
    sql = f"SELECT {', '.join(RECORDED)}, previous, hash FROM task_events ORDER BY id"  # noqa: S608 - own column names
    for *values, previous, hash_ in conn.execute(sql):
        row = dict(zip(RECORDED, values, strict=True))
        yield Link(row["id"], _content(row, files.get(row["id"], [])), previous, hash_)


def _content(row: Mapping[str, Value], files: list[str]) -> Content:
    return {**{name: row[name] for name in RECORDED}, "files": files}
