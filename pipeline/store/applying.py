"""Edits written into the tables that reports read, and everything drawn from these brought up to date."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlite_utils import Database

from pipeline.errors import RecordRefused
from pipeline.review import HEADER_FIELDS, Author, Edit
from pipeline.store.assignments import agencies_of, assign
from pipeline.store.clock import now
from pipeline.store.header_snapshots import header_value, write_header
from pipeline.store.occurrences import fill_occurrences
from pipeline.store.receipts import count_from_receipt
from pipeline.store.review_findings import find_anew
from pipeline.store.review_points import count_points
from pipeline.store.search_rows import index_document, index_tasks
from pipeline.store.task_snapshots import (
    FOUND,
    LISTS,
    add_task,
    drop_task,
    field_value,
    list_of,
    replace_task,
    snapshot_of,
    write_list,
)  # fmt: skip

_HEADER = frozenset(field.id for field in HEADER_FIELDS)
_WORKLESS = frozenset({"reviewed", "confirmed"})  # edits that change nothing that reports show
_CONFIRMED = "SELECT confirmed_at, confirmed_by FROM documents WHERE id = ?"

Applied = tuple[Edit, Any]
"""An edit as it was written (with the id of a task that it made), and the value before it."""


def current_value(db: Database, document_id: int, task_id: int | None, field: str) -> Any:
    """The value in force; None where there is none, or no such task."""
    if field == "confirmed":
        at, by = db.conn.execute(_CONFIRMED, [document_id]).fetchone()
        return {"at": at, "by": by} if at else None
    if field in _HEADER and task_id is None:
        return header_value(db.conn, document_id, field)
    if task_id is None:
        return None
    snapshot = snapshot_of(db.conn, task_id, document_id)
    return snapshot if field == "task" else field_value(snapshot, field)


def apply(db: Database, document_id: int, edits: Sequence[Edit], author: Author) -> list[Applied]:
    """Write edits one after another, inside the caller's transaction, and bring up to date what hangs on them."""
    former = agencies_of(db, document_id)
    done = [_apply(db, document_id, edit, author) for edit in edits]
    if any(edit.field not in _WORKLESS for edit, _ in done):
        fill_occurrences(db.conn, document_id)
        count_from_receipt(db.conn, document_id)
        assign(db, document_id, former)
        find_anew(db.conn, document_id)
        index_document(db.conn, document_id)
        index_tasks(db.conn, sorted({edit.task_id for edit, _ in done if edit.task_id is not None}))
    count_points(db.conn, document_id)
    return done


def _apply(db: Database, document_id: int, edit: Edit, author: Author) -> Applied:
    old = current_value(db, document_id, edit.task_id, edit.field)
    if edit.field == "confirmed":
        at, by = (now(), author.name) if edit.value else (None, None)
        db.conn.execute("UPDATE documents SET confirmed_at = ?, confirmed_by = ? WHERE id = ?", [at, by, document_id])
        return Edit("confirmed", at and {"at": at, "by": by}), old
    if edit.field == "task":
        return _whole(db, document_id, edit, old), old
    if edit.field in _HEADER:
        write_header(db.conn, document_id, edit.field, edit.value)
    elif edit.task_id is None or snapshot_of(db.conn, edit.task_id, document_id) is None:
        raise RecordRefused("Việc này không còn trong văn bản.")
    elif edit.field in LISTS:
        write_list(db.conn, edit.task_id, edit.field, edit.value)
    elif edit.field == "text":
        columns = {"text": edit.value["value"], **{name: edit.value.get(name) for name in FOUND}}
        db.table("tasks").update(edit.task_id, columns)
    else:
        db.table("tasks").update(edit.task_id, {edit.field: edit.value})
    return edit, old


def _whole(db: Database, document_id: int, edit: Edit, old: Any) -> Edit:
    if edit.value is None:
        if edit.task_id is None or old is None:
            raise RecordRefused("Việc này không còn trong văn bản.")
        drop_task(db.conn, edit.task_id)
        return edit
    if edit.task_id is not None and old is not None:
        replace_task(db.conn, edit.task_id, edit.value)
        return edit
    id_ = add_task(db.conn, document_id, edit.value, edit.task_id)
    made = snapshot_of(db.conn, id_, document_id)
    return Edit("task", made, id_)


def deadlines_by_task(db: Database, document_id: int) -> list[tuple[int, list[dict[str, Any]]]]:
    """The deadlines of every task in force, by its id."""
    sql = "SELECT id FROM tasks WHERE document_id = ? AND NOT withdrawn ORDER BY position, id"
    ids = [row[0] for row in db.conn.execute(sql, [document_id]).fetchall()]
    return [(id_, list_of(db.conn, id_, "deadlines")) for id_ in ids]
