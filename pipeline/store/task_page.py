"""What the page of one task shows: its words and place, each agency's part with its state, what was measured."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipeline.clock import vietnam_today
from pipeline.follow import Status, status_at
from pipeline.store.events import last_event
from pipeline.store.task_history import Happening, happenings, passed_over
from pipeline.store.units import Unit, units_of

Row = dict[str, Any]

_TASK = """
    SELECT v.*, t.span_start, t.span_end, t.needs_review, type_label(v.type) AS type_label, d.subject, d.signer,
        d.signer_title, d.date AS issued, d.arrival_number, d.arrival_date
    FROM task_sheet v JOIN tasks t ON t.id = v.id JOIN documents d ON d.id = v.document_id WHERE v.id = ?"""
_STANDING = """
    SELECT s.state, s.due, s.timing IS NULL AS running, coalesce(s.timing, open_timing(s.due, ?2)) AS timing, s.done_on
    FROM standings s WHERE s.task_id = ?1 AND s.is_task = 1 AND ?2 BETWEEN s.since AND s.until"""
_AGENCIES = """
    SELECT p.id, p.agency_id, a.name, p.role, p.via_id, n.name AS via, p.withdrawn
    FROM assignments p JOIN agencies a ON a.id = p.agency_id LEFT JOIN agencies n ON n.id = p.via_id
    WHERE p.task_id = ? ORDER BY p.role = 'coordinate', p.id"""
_DEADLINES = "SELECT kind, due, rrule, raw, page FROM deadlines WHERE task_id = ? ORDER BY position"
_TARGETS = "SELECT id, raw, comparator, value, unit FROM targets WHERE task_id = ? ORDER BY position"
_MEASURES = """
    SELECT m.target_id, m.id, m.on_day, m.value, m.source, m.actor, m.reached, m.distance, m.assignment_id, a.name
        AS agency
    FROM measure_sheet m LEFT JOIN assignments p ON p.id = m.assignment_id LEFT JOIN agencies a ON a.id = p.agency_id
    WHERE m.task_id = ? AND m.on_day <= ? ORDER BY m.on_day, m.id"""


@dataclass(frozen=True, slots=True)
class Part:
    """The part of a task that one lead has, or the task itself where nobody leads it.

    ``status``: as of the day of the page, None before it was given; ``now``: as of today, which says what may be
    recorded. ``seen``: the last event, to be sent along with what is recorded. ``idle``: events that changed nothing.
    """

    unit: Unit
    via: str | None
    status: Status | None
    now: Status | None
    percent: int | None
    seen: int
    events: tuple[Happening, ...]
    idle: frozenset[int]

    @property
    def id(self) -> int:
        """The number of the assignment; 0 where there is none."""
        return self.unit.assignment_id or 0


@dataclass(frozen=True, slots=True)
class TaskPage:
    """A task as of a day; rows are as the queries above give them. ``standing``: of the task as a whole."""

    task: Row
    day: date
    standing: Row | None
    agencies: tuple[Row, ...]
    deadlines: tuple[Row, ...]
    targets: tuple[Row, ...]
    parts: tuple[Part, ...]
    events: tuple[Happening, ...]
    seen: int

    @property
    def reported(self) -> int:
        """How many of those who lead have said that they are done."""
        return sum(part.status is not None and part.status.done is not None for part in self.parts)


def read_task_page(
    conn: sqlite3.Connection, task_id: int, day: date, viewers: Collection[int] | None = None
) -> TaskPage | None:
    """The page of a task as of a day, or None where there is none.

    ``viewers``: the agencies for which somebody looks, who sees how every part stands, but of what was recorded and
    measured only what concerns their own parts, or the task as a whole; None for who sees everything.
    """
    task = _one(conn, _TASK, task_id)
    if task is None:
        return None
    agencies = _rows(conn, _AGENCIES, task_id)
    own = None if viewers is None else {row["id"] for row in agencies if row["agency_id"] in viewers}
    events = happenings(conn, task_id, day, own)
    via = {row["id"]: row["via"] for row in agencies}
    units = units_of(conn, [task_id])
    return TaskPage(
        task, day, _one(conn, _STANDING, task_id, day.isoformat()), agencies, _rows(conn, _DEADLINES, task_id),
        _targets(conn, task_id, day, own), tuple(_part(conn, unit, day, via, events) for unit in units), events,
        last_event(conn, task_id),
    )  # fmt: skip


def _part(
    conn: sqlite3.Connection, unit: Unit, day: date, via: dict[int, str | None], events: Sequence[Happening]
) -> Part:
    mine = tuple(one for one in events if one.assignment_id in (None, unit.assignment_id) and not one.occurrence_due)
    percents = (one.percent for one in unit.history.events[::-1] if one.day <= day and one.percent is not None)
    whole = len(mine) == len(unit.history.events)
    return Part(
        unit, via.get(unit.assignment_id or 0), status_at(unit.history, day), status_at(unit.history, vietnam_today()),
        next(percents, None), last_event(conn, unit.task_id, unit.assignment_id), mine,
        frozenset(passed_over(unit, mine) if whole else ()),
    )  # fmt: skip


def _targets(conn: sqlite3.Connection, task_id: int, day: date, own: set[int] | None) -> tuple[Row, ...]:
    """The targets of a task, each with the values measured of it, the first day first."""
    measures = [
        row
        for row in _rows(conn, _MEASURES, task_id, day.isoformat())
        if own is None or row["assignment_id"] is None or row["assignment_id"] in own
    ]
    return tuple(
        {**target, "measures": tuple(one for one in measures if one["target_id"] == target["id"])}
        for target in _rows(conn, _TARGETS, task_id)
    )


def _one(conn: sqlite3.Connection, sql: str, *values: object) -> Row | None:
    return next(iter(_rows(conn, sql, *values)), None)


def _rows(conn: sqlite3.Connection, sql: str, *values: object) -> tuple[Row, ...]:
    cursor = conn.execute(sql, values)
    names = [column[0] for column in cursor.description]
    return tuple(dict(zip(names, row, strict=True)) for row in cursor.fetchall())
