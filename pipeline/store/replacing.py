"""A document written by itself, in the place of what is stored of it where something is: tasks keep their ids.

What people recorded on a task stays; a task with such records that is no longer read is kept and marked, never deleted.
A document that people corrected or confirmed stays as they have it: the new reading is kept beside it, and differences
are told.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from sqlite_utils import Database

from pipeline.shipped import reader_version
from pipeline.store.adding import OF_DOCUMENT, insert_all, insertion
from pipeline.store.agency_rows import agency_named
from pipeline.store.assignments import agencies_of, assign, assign_if_stale
from pipeline.store.clock import now
from pipeline.store.layouts import keep_layout
from pipeline.store.matching import TaskText, match_tasks
from pipeline.store.occurrences import fill_occurrences
from pipeline.store.prepared import Prepared, SaveResult
from pipeline.store.readings import is_of_people, keep_reading, keep_stored_reading, tell_differences
from pipeline.store.receipts import keep_stamp
from pipeline.store.review_points import count_points
from pipeline.store.rows import DispatchRows, Row, TaskRows
from pipeline.store.search_rows import index_document, index_tasks
from pipeline.store.task_snapshots import drop_task, free_key, next_task_id

_OF_TASK = ("task_agencies", "deadlines", "targets", "doubts")


def write_document(db: Database, prepared: Prepared) -> SaveResult:
    """Write a document, stored or not, inside the caller's transaction."""
    saved = _save_rows(db, prepared.rows)
    keep_layout(db.conn, saved.document_id, prepared.layout)
    keep_reading(db.conn, saved.document_id, prepared.rows.fingerprint, prepared.reading)
    if saved.outcome == "kept":
        tell_differences(db.conn, saved.document_id, json.loads(prepared.reading))
    return saved


def _save_rows(db: Database, rows: DispatchRows) -> SaveResult:
    sha256 = rows.document["sha256"]
    stored = db.conn.execute("SELECT id, fingerprint FROM documents WHERE sha256 = ?", [sha256]).fetchone()
    if stored and stored[1] == rows.fingerprint:
        link(db.conn, int(stored[0]), rows.parent)
        assign_if_stale(db, int(stored[0]))
        db.conn.execute("UPDATE documents SET read_with = ? WHERE id = ?", [reader_version(), stored[0]])
        return SaveResult("unchanged", stored[0])
    if stored and is_of_people(db.conn, int(stored[0])):
        kept = {"fingerprint": rows.fingerprint, "read_with": reader_version()}
        db.table("documents").update(int(stored[0]), kept)
        return SaveResult("kept", int(stored[0]))
    document = {**rows.document, "fingerprint": rows.fingerprint, "read_with": reader_version()}
    if stored:
        document_id = int(stored[0])
        keep_stored_reading(db.conn, document_id)
        db.table("documents").update(document_id, {**document, "updated_at": now()})
        for table in OF_DOCUMENT:
            db.table(table).delete_where("document_id = ?", [document_id])
    else:
        document_id = _insert(db, "documents", document)
    link(db.conn, document_id, rows.parent)
    for table in OF_DOCUMENT:
        insert_all(db.conn, table, [{"document_id": document_id, **row} for row in getattr(rows, table)])
    former = agencies_of(db, document_id)
    _save_tasks(db, document_id, sha256, rows.tasks)
    keep_stamp(db.conn, document_id, rows.arrival)
    fill_occurrences(db.conn, document_id)
    assign(db, document_id, former)
    index_document(db.conn, document_id)
    count_points(db.conn, document_id)
    return SaveResult("updated" if stored else "added", document_id)


def link(conn: sqlite3.Connection, document_id: int, parent: str | None) -> None:
    """Tell what a document came with; one that came by itself before keeps its place, as does one in two letters."""
    if parent is None:
        return
    conn.execute(
        "UPDATE documents SET parent_id = (SELECT id FROM documents WHERE sha256 = ?2 AND id <> ?1)"
        " WHERE id = ?1 AND parent_id IS NULL AND EXISTS (SELECT 1 FROM documents WHERE sha256 = ?2 AND id <> ?1)",
        [document_id, parent],
    )


def _save_tasks(db: Database, document_id: int, sha256: str, tasks: Sequence[TaskRows]) -> None:
    found = db.conn.execute("SELECT text, path, id FROM tasks WHERE document_id = ? ORDER BY position", [document_id])
    stored = [TaskText(*row) for row in found.fetchall()]
    matches = match_tasks(stored, [TaskText(rows.task["text"], rows.task["path"]) for rows in tasks])
    kept = set(matches.values())
    for task in stored:
        if task.id is not None and task.id not in kept:
            drop_task(db.conn, task.id)
    ids = [_save_task(db, document_id, sha256, rows.task, matches.get(at)) for at, rows in enumerate(tasks)]
    both = list(zip(ids, tasks, strict=True))
    agencies = [(id_, _with_agency_id(db, row)) for id_, rows in both for row in rows.agencies]
    insert_all(db.conn, "task_agencies", [{"task_id": id_, **row} for id_, row in agencies])
    insert_all(db.conn, "deadlines", [{"task_id": id_, **row} for id_, rows in both for row in rows.deadlines])
    insert_all(db.conn, "targets", [{"task_id": id_, **row} for id_, rows in both for row in rows.targets])
    insert_all(db.conn, "doubts", [{"task_id": id_, **row} for id_, rows in both for row in rows.doubts])
    index_tasks(db.conn, ids)


def _save_task(db: Database, document_id: int, sha256: str, task: Row, id_: int | None) -> int:
    if id_ is None:
        key = free_key(db.conn, sha256, task["text"])
        row = {"id": next_task_id(db.conn), "document_id": document_id, "key": key, **task}
        return _insert(db, "tasks", row)
    db.table("tasks").update(id_, {**task, "withdrawn": 0})
    for table in _OF_TASK:
        db.table(table).delete_where("task_id = ?", [id_])
    return id_


def _with_agency_id(db: Database, row: Row) -> Row:
    return {**row, "agency_id": agency_named(db.conn, row["as_written"])}


def _insert(db: Database, table: str, row: Row) -> int:
    return int(db.conn.execute(insertion(table, tuple(row)), list(row.values())).lastrowid or 0)
