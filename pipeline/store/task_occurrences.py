"""The occurrences of repeated work around a day, each with its own state."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pipeline.clock import vietnam_today
from pipeline.follow import Status, status_at
from pipeline.store.units import units_of

BEFORE, AHEAD = 8, 3
"""How many occurrences are shown that are due by the day, and how many later ones."""

_AROUND = """
    SELECT * FROM (SELECT DISTINCT o.due FROM deadlines d CROSS JOIN occurrences o ON o.deadline_id = d.id
        WHERE d.task_id = ?1 AND o.due <= ?2 ORDER BY o.due DESC LIMIT ?3)
    UNION SELECT * FROM (SELECT DISTINCT o.due FROM deadlines d CROSS JOIN occurrences o ON o.deadline_id = d.id
        WHERE d.task_id = ?1 AND o.due > ?2 ORDER BY o.due LIMIT ?4)
    ORDER BY 1"""
_RECORDED = "SELECT DISTINCT occurrence_due FROM task_events WHERE task_id = ? AND occurrence_due IS NOT NULL"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time that repeated work is due.

    ``status`` and ``now``: of the part that is looked at, as of the day and as of today; None where it is none's.
    ``reported`` of ``parts`` have said that they are done.
    """

    due: date
    status: Status | None
    now: Status | None
    reported: int
    parts: int


def read_occurrences(
    conn: sqlite3.Connection, task_id: int, day: date, assignment_id: int | None = None
) -> tuple[Occurrence, ...]:
    """The occurrences of a task around a day, and every one on which somebody recorded something, in their order.

    ``assignment_id``: whose status is looked at; None for the task's own where one or nobody leads it.
    """
    around = conn.execute(_AROUND, [task_id, day.isoformat(), BEFORE, AHEAD]).fetchall()
    recorded = conn.execute(_RECORDED, [task_id]).fetchall()
    return tuple(_occurrences(conn, task_id, day, assignment_id, sorted({row[0] for row in [*around, *recorded]})))


def is_occurrence(conn: sqlite3.Connection, task_id: int, due: date) -> bool:
    """Whether work is due on that day once more."""
    sql = """SELECT EXISTS (SELECT 1 FROM deadlines d JOIN occurrences o ON o.deadline_id = d.id
        WHERE d.task_id = ? AND o.due = ?)"""
    return bool(conn.execute(sql, [task_id, due.isoformat()]).fetchone()[0])


def _occurrences(
    conn: sqlite3.Connection, task_id: int, day: date, assignment_id: int | None, dues: Iterable[str]
) -> Iterable[Occurrence]:
    for due in map(date.fromisoformat, dues):
        units = units_of(conn, [task_id], due)
        statuses = [status_at(unit.history, day) for unit in units]
        mine = [unit for unit in units if unit.assignment_id == assignment_id] or units[: len(units) == 1]
        done = sum(status is not None and status.done is not None for status in statuses)
        own = [status_at(unit.history, when) for unit in mine for when in (day, vietnam_today())] or [None, None]
        yield Occurrence(due, own[0], own[1], done, len(units))
