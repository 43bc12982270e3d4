"""New documents of a portion, written table by table: a row costs little where many are written at once.

Nobody can have recorded anything on them, so nothing has to be matched or kept. The rows are those that
:mod:`pipeline.store.replacing` writes, with ids that are counted here as SQLite counts them.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from itertools import count
from typing import Any, NamedTuple

from pipeline.follow import History
from pipeline.shipped import reader_version
from pipeline.store.agency_rows import AgencyRows
from pipeline.store.ahead import Ahead
from pipeline.store.assignment_rows import Given, given_to, wanted_of
from pipeline.store.clock import now
from pipeline.store.layouts import PackedLayout
from pipeline.store.meaning import UNKNOWN, Meaning, unknown_leads
from pipeline.store.rows import DispatchRows, Row, TaskRows
from pipeline.store.standings import COLUMNS, rows_of
from pipeline.store.tallies import count_in
from pipeline.store.task_snapshots import next_task_id
from pipeline.store.units import DUE_KINDS, Unit

OF_DOCUMENT = ("header_values", "recipients", "citations", "findings", "signatures")
"""Tables whose rows are of a document, not of one of its tasks."""
_COUNTED = ("documents", "deadlines", "assignments")
_ASSIGNMENT = ("id", *Given._fields)
_FTS = {"documents_fts": ("rowid", "code", "subject", "issuer", "text"), "tasks_fts": ("rowid", "text", "agencies")}
_ORDER = (
    "documents", *OF_DOCUMENT, "tasks", "task_agencies", "deadlines", "targets", "doubts", "occurrences",
    "assignments", "standings", "layouts", "readings", *_FTS,
)  # fmt: skip
_PLAIN = {
    "assignments": _ASSIGNMENT, "standings": COLUMNS, "occurrences": ("deadline_id", "due"),
    "layouts": ("document_id", "pages", "lines"), "readings": ("document_id", "fingerprint", "read_at", "reading"),
    **_FTS,
}  # fmt: skip
"""The columns of the tables whose rows come as tuples."""


class New(NamedTuple):
    """A document that is not stored; ``meanings`` by the register of ``version``, one for every name on its tasks."""

    rows: DispatchRows
    ahead: Ahead
    layout: PackedLayout
    reading: str
    version: str
    meanings: Sequence[Meaning]


def is_plain(rows: DispatchRows) -> bool:
    """Whether nothing of a document depends on more than its own rows: a received-stamp moves deadlines."""
    return not any(rows.arrival.values())


def add_documents(conn: sqlite3.Connection, new: Sequence[New], agencies: AgencyRows) -> list[int]:
    """Write documents inside the caller's transaction; their ids."""
    portion = _Portion(conn, agencies)
    ids = [portion.take(one) for one in new]
    for table in _ORDER:
        insert_all(conn, table, portion.rows[table], _PLAIN.get(table))
    count_in(conn, portion.tasks)
    return ids


def insert_all(
    conn: sqlite3.Connection, table: str, rows: Sequence[Any], columns: tuple[str, ...] | None = None
) -> None:
    """Rows of the same columns in the same order: tuples where ``columns`` are given, else by the names of columns."""
    if not rows:
        return
    values: Iterable[Any] = rows if columns else [tuple(row.values()) for row in rows]
    conn.executemany(insertion(table, columns or tuple(rows[0])), values)


@cache
def insertion(table: str, columns: tuple[str, ...]) -> str:
    """The statement that inserts a row of these columns."""
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608 - own names


class _Portion:
    """The rows of a few documents, gathered by table."""

    def __init__(self, conn: sqlite3.Connection, agencies: AgencyRows) -> None:
        self.rows: defaultdict[str, list[Any]] = defaultdict(list)
        self.tasks: list[int] = []
        self._agencies = agencies
        self._ids = {table: count(_last_id(conn, table) + 1) for table in _COUNTED}
        self._ids["tasks"] = count(next_task_id(conn))

    def take(self, new: New) -> int:
        """Gather the rows of a document; its id."""
        rows, ahead = new.rows, new.ahead
        id_ = next(self._ids["documents"])
        versions = {"fingerprint": rows.fingerprint, "read_with": reader_version(), "resolved_with": new.version}
        self.rows["documents"].append({"id": id_, **rows.document, **versions, **ahead.document})
        for table in OF_DOCUMENT:
            self.rows[table] += [{"document_id": id_, **row} for row in getattr(rows, table)]
        tasks = [self._task(id_, task, ahead, at) for at, task in enumerate(rows.tasks)]
        self.tasks += tasks
        self._assign(id_, tasks, new)
        self.rows["layouts"].append((id_, new.layout.pages, new.layout.lines))
        self.rows["readings"].append((id_, rows.fingerprint, now(), new.reading))
        self.rows["documents_fts"].append((id_, *ahead.search))
        return id_

    def _task(self, document_id: int, task: TaskRows, ahead: Ahead, at: int) -> int:
        id_ = next(self._ids["tasks"])
        self.rows["tasks"].append({"id": id_, "document_id": document_id, "key": ahead.keys[at], **task.task})
        for row, days in zip(task.deadlines, ahead.days[at], strict=True):
            deadline = next(self._ids["deadlines"])
            self.rows["deadlines"].append({"id": deadline, "task_id": id_, **row, "due": _due(row)})
            self.rows["occurrences"] += [(deadline, day) for day in days]
        self.rows["targets"] += [{"task_id": id_, **row} for row in task.targets]
        self.rows["doubts"] += [{"task_id": id_, **row} for row in task.doubts]
        self.rows["tasks_fts"].append((id_, *ahead.task_search[at]))
        return id_

    def _assign(self, document_id: int, tasks: Sequence[int], new: New) -> None:
        given: list[Given] = []
        leads: list[tuple[Row, Meaning]] = []
        meanings = iter(new.meanings)
        for task_id, task in zip(tasks, new.rows.tasks, strict=True):
            for row, meaning in zip(task.agencies, meanings, strict=False):
                agency_id = self._agencies.of(meaning)
                self.rows["task_agencies"].append({"task_id": task_id, **row, "agency_id": agency_id})
                given += given_to(self._agencies, task_id, row["role"], meaning, agency_id)
                if row["role"] == "lead":
                    leads.append((row, meaning))
        written = [(next(self._ids["assignments"]), *one) for one in wanted_of(given).values()]
        self.rows["assignments"] += written
        self.rows["standings"] += rows_of(_units(tasks, new.rows, written))
        for position, (message, row) in enumerate(unknown_leads(leads), start=len(new.rows.findings)):
            place = {name: row[name] for name in ("span_start", "span_end", "page")}
            finding = {"position": position, "code": UNKNOWN, "severity": "info", "message": message, **place}
            self.rows["findings"].append({"document_id": document_id, **finding, "boxes": None, "paragraph": None})


def _units(tasks: Sequence[int], rows: DispatchRows, assignments: Iterable[tuple[Any, ...]]) -> Iterator[Unit]:
    """What :func:`pipeline.store.units.units_of` finds once these rows are stored."""
    leads: defaultdict[int, list[tuple[int | None, int | None]]] = defaultdict(list)
    for id_, task_id, agency_id, role, *_ in assignments:
        if role == "lead":
            leads[task_id].append((id_, agency_id))
    given = _day(rows.document["given_on"])
    for task_id, task in zip(tasks, rows.tasks, strict=True):
        due = min((day for one in task.deadlines if one["kind"] in DUE_KINDS and (day := _due(one))), default=None)
        recurring = any(one["kind"] == "recurring" for one in task.deadlines)
        history = History(given, _day(due), (), recurring)
        for assignment_id, agency_id in leads[task_id] or [(None, None)]:
            yield Unit(task_id, history, assignment_id, agency_id)


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None


def _due(deadline: Row) -> str | None:
    """None for what is counted from the receipt, as nobody knows when that was."""
    return None if deadline["counted_from"] == "receipt" else deadline["due"]


def _last_id(conn: sqlite3.Connection, table: str) -> int:
    return int(conn.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()[0])  # noqa: S608 - own names
