"""Writing dispatches: each document in a transaction of its own, once per content, whatever the file is called.

Reading the same file again with better rules replaces what was extracted. Tasks keep their ids, so that what people
recorded on them stays; a task with such records that is no longer read is kept and marked, never deleted. A document
that people corrected or confirmed stays as they have it: the new reading is kept beside it, and differences are told.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Literal, NamedTuple

from sqlite_utils import Database

from pipeline.contract import contract
from pipeline.errors import SecretDocument
from pipeline.shipped import reader_version
from pipeline.store.agency_rows import agency_named
from pipeline.store.assignments import agencies_of, assign, assign_if_stale
from pipeline.store.database import writing
from pipeline.store.layouts import PackedLayout, keep_layout, pack_layout
from pipeline.store.matching import TaskText, match_tasks
from pipeline.store.occurrences import fill_occurrences
from pipeline.store.readings import is_of_people, keep_reading, keep_stored_reading, tell_differences
from pipeline.store.receipts import keep_stamp
from pipeline.store.review_points import count_points
from pipeline.store.rows import DispatchRows, Row, TaskRows, rows_of
from pipeline.store.search_rows import index_document, index_tasks
from pipeline.store.task_snapshots import drop_task, free_key
from pipeline.types import Dispatch

_OF_DOCUMENT = ("header_values", "recipients", "citations", "findings", "signatures")
_OF_TASK = ("task_agencies", "deadlines", "targets", "doubts")


class SaveResult(NamedTuple):
    """What saving did, and the document's id; a document that people corrected is ``kept`` as they have it."""

    outcome: Literal["added", "unchanged", "updated", "kept"]
    document_id: int


@dataclass(frozen=True, slots=True)
class Prepared:
    """A dispatch ready to be written: everything that can be worked out without the database."""

    rows: DispatchRows
    layout: PackedLayout
    reading: str  # the contract as JSON

    @property
    def tasks(self) -> int:
        """How many tasks it gives."""
        return len(self.rows.tasks)


def prepare(dispatch: Dispatch) -> Prepared:
    """Make a dispatch ready to be written, wherever it was read.

    Raises SecretDocument as the last guard of what earlier stages refuse already (Law 117/2025/QH15, article 5).
    """
    if dispatch.header.secrecy is not None:
        raise SecretDocument("Văn bản mang dấu mật: không được lưu.")
    return Prepared(rows_of(dispatch), pack_layout(dispatch.text), json.dumps(contract(dispatch), ensure_ascii=False))


def save(db: Database, dispatch: Dispatch) -> SaveResult:
    """Write a dispatch, all of it or nothing.

    Raises StoreError where the database can't be written, and SecretDocument as :func:`prepare` does.
    """
    prepared = prepare(dispatch)
    with writing(db):
        return _save(db, prepared)


def save_within(db: Database, prepared: Prepared) -> SaveResult:
    """Write what was prepared inside the caller's transaction, all of it or nothing; the transaction can go on then."""
    db.conn.execute("SAVEPOINT dispatch")
    try:
        return _save(db, prepared)
    except BaseException:
        db.conn.execute("ROLLBACK TO dispatch")
        raise
    finally:
        db.conn.execute("RELEASE dispatch")


def save_all(db: Database, dispatches: Iterable[Dispatch]) -> list[SaveResult]:
    """Write dispatches one after another, each in its own transaction: a failure leaves those before it saved."""
    return [save(db, dispatch) for dispatch in dispatches]


def known(db: Database, sha256: str) -> int | None:
    """The id of the document with this content, if it is stored."""
    found = db.conn.execute("SELECT id FROM documents WHERE sha256 = ?", [sha256]).fetchone()
    return int(found[0]) if found else None


def note_adder(conn: sqlite3.Connection, document_id: int, who: str) -> None:
    """Remember who brought a document in, inside the caller's transaction."""
    conn.execute("UPDATE documents SET added_by = ? WHERE id = ?", [who, document_id])


def _save(db: Database, prepared: Prepared) -> SaveResult:
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
        _link(db, int(stored[0]), rows.parent)
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
        db.table("documents").update(document_id, {**document, "updated_at": _now()})
        for table in _OF_DOCUMENT:
            db.table(table).delete_where("document_id = ?", [document_id])
    else:
        document_id = _insert(db, "documents", document)
    _link(db, document_id, rows.parent)
    for table in _OF_DOCUMENT:
        _insert_all(db, table, [{"document_id": document_id, **row} for row in getattr(rows, table)])
    former = agencies_of(db, document_id)
    _save_tasks(db, document_id, sha256, rows.tasks)
    keep_stamp(db.conn, document_id, rows.arrival)
    fill_occurrences(db.conn, document_id)
    assign(db, document_id, former)
    index_document(db.conn, document_id)
    count_points(db.conn, document_id)
    return SaveResult("updated" if stored else "added", document_id)


def _link(db: Database, document_id: int, parent: str | None) -> None:
    """Tell what a document came with; one that came by itself before keeps its place, as does one in two letters."""
    db.conn.execute(
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
    _insert_all(db, "task_agencies", [{"task_id": id_, **row} for id_, row in agencies])
    _insert_all(db, "deadlines", [{"task_id": id_, **row} for id_, rows in both for row in rows.deadlines])
    _insert_all(db, "targets", [{"task_id": id_, **row} for id_, rows in both for row in rows.targets])
    _insert_all(db, "doubts", [{"task_id": id_, **row} for id_, rows in both for row in rows.doubts])
    index_tasks(db.conn, ids)


def _save_task(db: Database, document_id: int, sha256: str, task: Row, id_: int | None) -> int:
    if id_ is None:
        key = free_key(db.conn, sha256, task["text"])
        return _insert(db, "tasks", {"document_id": document_id, "key": key, **task})
    db.table("tasks").update(id_, {**task, "withdrawn": 0})
    for table in _OF_TASK:
        db.table(table).delete_where("task_id = ?", [id_])
    return id_


def _with_agency_id(db: Database, row: Row) -> Row:
    return {**row, "agency_id": agency_named(db.conn, row["as_written"])}


def _insert(db: Database, table: str, row: Row) -> int:
    return int(db.conn.execute(_insertion(table, tuple(row)), list(row.values())).lastrowid or 0)


def _insert_all(db: Database, table: str, rows: Sequence[Row]) -> None:
    """Rows of the same columns in the same order."""
    if rows:
        db.conn.executemany(_insertion(table, tuple(rows[0])), [list(row.values()) for row in rows])


@cache
def _insertion(table: str, columns: tuple[str, ...]) -> str:
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608 - own names


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
