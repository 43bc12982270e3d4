"""Writing dispatches: each document in a transaction of its own, once per content, whatever the file is called.

Reading the same file again with better rules replaces what was extracted. Tasks keep their ids, so that what people
recorded on them stays; a task with such records that is no longer read is kept and marked, never deleted. A document
that people corrected or confirmed stays as they have it: the new reading is kept beside it, and differences are told.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal, NamedTuple

from sqlite_utils import Database

from pipeline.contract import contract
from pipeline.errors import SecretDocument, StoreError
from pipeline.shipped import reader_version
from pipeline.store.adding import New, add_documents, insert_all, insertion, is_plain
from pipeline.store.agency_rows import AgencyRows, agency_named
from pipeline.store.ahead import Ahead, look_ahead, looked_up
from pipeline.store.assignments import agencies_of, assign, assign_if_stale
from pipeline.store.database import writing
from pipeline.store.layouts import PackedLayout, keep_layout, pack_layout
from pipeline.store.matching import TaskText, match_tasks
from pipeline.store.occurrences import fill_occurrences
from pipeline.store.own_directory import OwnDirectory, load_register, register_version
from pipeline.store.readings import is_of_people, keep_reading, keep_stored_reading, tell_differences
from pipeline.store.receipts import keep_stamp
from pipeline.store.review_points import count_points
from pipeline.store.rows import DispatchRows, Row, TaskRows, rows_of
from pipeline.store.search_rows import index_document, index_tasks
from pipeline.store.task_snapshots import drop_task, free_key
from pipeline.types import Dispatch

_OF_DOCUMENT = ("header_values", "recipients", "citations", "findings", "signatures")
_MOST_REMEMBERED = 50_000  # rows of agencies
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
    ahead: Ahead

    @property
    def tasks(self) -> int:
        """How many tasks it gives."""
        return len(self.rows.tasks)


def prepare(dispatch: Dispatch, directory: OwnDirectory | None = None, today: date | None = None) -> Prepared:
    """Make a dispatch ready to be written, wherever it was read; ``directory`` and ``today`` as in ``look_ahead``.

    Raises SecretDocument as the last guard of what earlier stages refuse already (Law 117/2025/QH15, article 5).
    """
    if dispatch.header.secrecy is not None:
        raise SecretDocument("Văn bản mang dấu mật: không được lưu.")
    rows = rows_of(dispatch)
    reading = json.dumps(contract(dispatch), ensure_ascii=False)
    return Prepared(rows, pack_layout(dispatch.text), reading, look_ahead(rows, directory, today))


def save(db: Database, dispatch: Dispatch) -> SaveResult:
    """Write a dispatch, all of it or nothing.

    Raises StoreError where the database can't be written, and SecretDocument as :func:`prepare` does.
    """
    prepared = prepare(dispatch)
    with writing(db):
        (saved,) = Writer(db).save([prepared])
        if isinstance(saved, Exception):
            raise saved
        return saved


class Writer:
    """Writes portion after portion, each inside the caller's transaction, which can go on whatever happens.

    It remembers the rows of agencies from one portion to the next, until somebody else writes to the database.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self._agencies: AgencyRows | None = None
        self._seen: tuple[int, str] | None = None

    def save(self, portion: Sequence[Prepared]) -> list[SaveResult | Exception]:
        """What became of each; of one that can't be written, why, and nothing of it is stored.

        Raises sqlite3.OperationalError and StoreError: then no other one could be written either.
        """
        saved: list[SaveResult | Exception] = []
        new: dict[str, Prepared] = {}
        for prepared in portion:
            sha256 = prepared.rows.document["sha256"]
            if sha256 not in new and is_plain(prepared.rows) and known(self._db, sha256) is None:
                new[sha256] = prepared
                continue
            saved += [*self._add(list(new.values())), self._save_alone(prepared)]
            new = {}
        return saved + self._add(list(new.values()))

    def _add(self, new: Sequence[Prepared]) -> list[SaveResult | Exception]:
        """Write new ones together; each by itself where that fails, so that the one at fault is found."""
        if not new:
            return []
        try:
            with _part(self._db.conn):
                ids = add_documents(self._db.conn, *self._ready(new))
                for id_, one in zip(ids, new, strict=True):
                    _link(self._db, id_, one.rows.parent)
        except (sqlite3.OperationalError, StoreError):
            raise
        except Exception as error:
            self._agencies = None
            return [error] if len(new) == 1 else [result for one in new for result in self._add([one])]
        return [SaveResult("added", id_) for id_ in ids]

    def _ready(self, new: Sequence[Prepared]) -> tuple[list[New], AgencyRows]:
        register, version = load_register(self._db), register_version(self._db)
        seen = int(self._db.conn.execute("PRAGMA data_version").fetchone()[0]), version
        if self._agencies is None or self._seen != seen or len(self._agencies) > _MOST_REMEMBERED:
            self._agencies, self._seen = AgencyRows(self._db.conn, register), seen
        ready = []
        for rows, layout, reading, ahead in ((one.rows, one.layout, one.reading, one.ahead) for one in new):
            # Read elsewhere, or with a directory that is another one by now.
            meanings = ahead.meanings if ahead.version == version else looked_up(rows, register)
            ready.append(New(rows, ahead, layout, reading, version, meanings))
        return ready, self._agencies

    def _save_alone(self, prepared: Prepared) -> SaveResult | Exception:
        self._agencies = None
        try:
            with _part(self._db.conn):
                return _save(self._db, prepared)
        except (sqlite3.OperationalError, StoreError):
            raise
        except Exception as error:
            return error


@contextmanager
def _part(conn: sqlite3.Connection) -> Iterator[None]:
    """Part of a transaction: all of it is written or nothing, and the transaction can go on then."""
    conn.execute("SAVEPOINT part")
    try:
        yield
    except BaseException:
        conn.execute("ROLLBACK TO part")
        raise
    finally:
        conn.execute("RELEASE part")


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
        insert_all(db.conn, table, [{"document_id": document_id, **row} for row in getattr(rows, table)])
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
    if parent is None:
        return
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
    insert_all(db.conn, "task_agencies", [{"task_id": id_, **row} for id_, row in agencies])
    insert_all(db.conn, "deadlines", [{"task_id": id_, **row} for id_, rows in both for row in rows.deadlines])
    insert_all(db.conn, "targets", [{"task_id": id_, **row} for id_, rows in both for row in rows.targets])
    insert_all(db.conn, "doubts", [{"task_id": id_, **row} for id_, rows in both for row in rows.doubts])
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
    return int(db.conn.execute(insertion(table, tuple(row)), list(row.values())).lastrowid or 0)


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
