"""A task with all that hangs on it as one JSON value, and back into its rows: what the record of changes keeps."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.store.agency_rows import agency_named
from pipeline.store.matching import task_key
from pipeline.store.search_rows import index_tasks
from pipeline.store.standings import forget

Row = dict[str, Any]

PLACE = ("span_start", "span_end", "page", "boxes", "paragraph")
FOUND = ("raw", *PLACE, "rule", "confidence")
LISTS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "lead": ("task_agencies", ("as_written", *FOUND)),
    "coordinate": ("task_agencies", ("as_written", *FOUND)),
    "deadlines": ("deadlines", ("kind", "due", "rrule", "amount", "amount_unit", "counted_from", *FOUND)),
    "targets": ("targets", ("comparator", "value", "unit", *FOUND)),
    "doubts": ("doubts", ("field", "rules", "model")),
}
"""What hangs on a task: the table of each list, and the columns of its values."""
TASK = ("key", "position", "path", "text", *FOUND, "needs_review", "reviewed", "withdrawn")

_NEXT = """
    SELECT max((SELECT coalesce(max(id), 0) FROM tasks), (SELECT coalesce(max(task_id), 0) FROM corrections)) + 1"""
_RECORDED = "SELECT 1 FROM task_events WHERE task_id = ?1 UNION ALL SELECT 1 FROM target_measures WHERE task_id = ?1"


def snapshot_of(conn: sqlite3.Connection, task_id: int, document_id: int) -> Row | None:
    """The task of that document, None where there is none."""
    sql = f"SELECT {', '.join(TASK)} FROM tasks WHERE id = ? AND document_id = ?"  # noqa: S608 - own column names
    found = conn.execute(sql, [task_id, document_id]).fetchone()
    if found is None:
        return None
    return {**dict(zip(TASK, found, strict=True)), **{name: list_of(conn, task_id, name) for name in LISTS}}


def list_of(conn: sqlite3.Connection, task_id: int, name: str) -> list[Row]:
    """One of the lists of a task, in its order."""
    table, columns = LISTS[name]
    role = f" AND role = '{name}'" if table == "task_agencies" else ""
    sql = f"SELECT {', '.join(columns)} FROM {table} WHERE task_id = ?{role} ORDER BY position"  # noqa: S608 - own names
    return [dict(zip(columns, row, strict=True)) for row in conn.execute(sql, [task_id]).fetchall()]


def field_value(snapshot: Mapping[str, Any] | None, field: str) -> Any:
    """One field of a task as an edit of that field has it."""
    if snapshot is None:
        return None
    if field == "text":
        return {"value": snapshot["text"], **{column: snapshot[column] for column in FOUND}}
    return snapshot.get(field)


def write_list(conn: sqlite3.Connection, task_id: int, name: str, values: Sequence[Mapping[str, Any]]) -> None:
    """Put ``values`` in the place of one of the lists of a task."""
    table, columns = LISTS[name]
    agencies = table == "task_agencies"
    role = f" AND role = '{name}'" if agencies else ""
    conn.execute(f"DELETE FROM {table} WHERE task_id = ?{role}", [task_id])  # noqa: S608 - own names
    for position, value in enumerate(values):
        row: Row = {"task_id": task_id, "position": position, **{column: value.get(column) for column in columns}}
        if agencies:
            row |= {"role": name, "agency_id": agency_named(conn, value["as_written"])}
        _insert(conn, table, row)


def next_task_id(conn: sqlite3.Connection) -> int:
    """The id of the next task: above all that are and all that were corrected, as the record of changes speaks of them.

    An id is never given a second time: a deleted task comes back under its own when its deletion is undone.
    """
    return int(conn.execute(_NEXT).fetchone()[0])


def add_task(conn: sqlite3.Connection, document_id: int, snapshot: Mapping[str, Any], id_: int | None = None) -> int:
    """Insert a task behind those that stand before it in the document; its id, which is ``id_`` where that is free."""
    taken = id_ is None or conn.execute("SELECT 1 FROM tasks WHERE id = ?", [id_]).fetchone()
    new = next_task_id(conn) if taken else id_
    conn.execute(
        "UPDATE tasks SET position = position + 1 WHERE document_id = ? AND position >= ?",
        [document_id, snapshot["position"]],
    )
    row = {column: snapshot.get(column) for column in TASK}
    _insert(conn, "tasks", {**row, "id": new, "document_id": document_id, "key": _key(conn, document_id, snapshot)})
    for name in LISTS:
        write_list(conn, int(new or 0), name, snapshot.get(name) or ())
    return int(new or 0)


def replace_task(conn: sqlite3.Connection, task_id: int, snapshot: Mapping[str, Any]) -> None:
    """Give a stored task all that the snapshot has, but for its key and its place among the others."""
    own = [column for column in TASK if column not in ("key", "position")]
    changed = ", ".join(f"{column} = ?" for column in own)
    sql = f"UPDATE tasks SET {changed} WHERE id = ?"  # noqa: S608 - own column names
    conn.execute(sql, [*(snapshot.get(column) for column in own), task_id])
    for name in LISTS:
        write_list(conn, task_id, name, snapshot.get(name) or ())


def drop_task(conn: sqlite3.Connection, task_id: int) -> None:
    """Delete a task, or mark it where people recorded something on it."""
    if conn.execute(_RECORDED, [task_id]).fetchone():
        conn.execute("UPDATE tasks SET withdrawn = 1 WHERE id = ?", [task_id])
        return
    forget(conn, [task_id])
    conn.execute("DELETE FROM tasks WHERE id = ?", [task_id])
    index_tasks(conn, [task_id])


def free_key(conn: sqlite3.Connection, sha256: str, text: str) -> str:
    """A lasting key for a task with these words: two tasks of a document may have the same."""
    stem = task_key(sha256, text)
    taken = {row[0] for row in conn.execute("SELECT key FROM tasks WHERE key GLOB ?", [f"{stem}-*"])}
    return next(key for number in range(1, len(taken) + 2) if (key := f"{stem}-{number}") not in taken)


def _key(conn: sqlite3.Connection, document_id: int, snapshot: Mapping[str, Any]) -> str:
    """The key that the task had, or a new one."""
    had = snapshot.get("key")
    if had and not conn.execute("SELECT 1 FROM tasks WHERE key = ?", [had]).fetchone():
        return str(had)
    sha256 = conn.execute("SELECT sha256 FROM documents WHERE id = ?", [document_id]).fetchone()[0]
    return free_key(conn, sha256, snapshot["text"])


def _insert(conn: sqlite3.Connection, table: str, row: Row) -> None:
    names, marks = ", ".join(row), ", ".join("?" * len(row))
    conn.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(row.values()))  # noqa: S608 - own names
