"""What is followed: each assignment to a lead, or the task itself where nobody leads, with its history."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from pipeline.follow import Event, History

DUE_KINDS = ("date", "period", "duration")
"""The deadlines of which the earliest is that of the task; of the others there is no single day."""

# ?1 is a JSON array of the ids of tasks.
_TASKS = "SELECT id, given_on, due, recurring FROM task_sheet WHERE id IN (SELECT value FROM json_each(?1))"
_LEADS = """
    SELECT p.task_id, p.id, p.agency_id, a.name, p.withdrawn, p.given_by, e.on_day, e.new_due
    FROM assignments p JOIN agencies a ON a.id = p.agency_id LEFT JOIN task_events e ON e.id = p.given_by
    WHERE p.role = 'lead' AND p.task_id IN (SELECT value FROM json_each(?1)) ORDER BY p.id"""
_EVENTS = """
    SELECT task_id, id, assignment_id, kind, on_day, new_due, percent, note, actor, role, occurrence_due
    FROM task_events WHERE task_id IN (SELECT value FROM json_each(?1)) ORDER BY id"""


@dataclass(frozen=True, slots=True)
class Unit:
    """Something to follow. ``assignment_id``, ``agency_id`` and ``agency`` are None where nobody leads the task."""

    task_id: int
    history: History
    assignment_id: int | None = None
    agency_id: int | None = None
    agency: str | None = None


class _Recorded(NamedTuple):
    """An event as stored: its row, and the assignment that it is about, None for all of the task."""

    row: int
    assignment_id: int | None
    event: Event


class _Lead(NamedTuple):
    """An assignment as stored; ``given_by`` is the event that gave it, on a day and with a deadline of its own."""

    id: int
    agency_id: int
    agency: str
    withdrawn: int
    given_by: int | None
    on_day: str | None
    due: str | None


def units_of(conn: sqlite3.Connection, task_ids: Iterable[int], occurrence_due: date | None = None) -> list[Unit]:
    """The units of tasks, task after task; of those that are not stored there are none.

    ``occurrence_due``: that occurrence of repeated work, due on its own day, instead of the work as such.
    """
    ids = json.dumps(list(task_ids))
    leads, events = _grouped(conn, _LEADS, ids, _Lead._make), _grouped(conn, _EVENTS, ids, _recorded)
    units: list[Unit] = []
    for id_, given_on, due, recurring in conn.execute(_TASKS, [ids]).fetchall():
        repeated = bool(recurring) and occurrence_due is None
        history = History(_day(given_on), occurrence_due or _day(due), recurring=repeated)
        meant = [one for one in events[id_] if one.event.occurrence_due == occurrence_due]
        units += _units(id_, history, leads[id_], meant)
    return units


def _units(task_id: int, task: History, leads: Sequence[_Lead], events: Sequence[_Recorded]) -> list[Unit]:
    """What people recorded on an assignment that is read no more counts only where no other one is left."""
    if not leads:
        return [Unit(task_id, _with(task, events, None))]
    return [
        Unit(task_id, _with(task, events, lead), lead.id, lead.agency_id, lead.agency)
        for lead in [lead for lead in leads if not lead.withdrawn] or leads
    ]


def _with(task: History, events: Sequence[_Recorded], lead: _Lead | None) -> History:
    """The history of one lead: events of its own and of the whole task, from the one that gave it the work."""
    id_, first = (lead.id, lead.given_by) if lead else (None, None)
    mine = tuple(one.event for one in events if one.assignment_id in (None, id_) and one.row >= (first or 0))
    if lead is None or first is None:
        return History(task.given, task.due, mine, task.recurring)
    return History(_day(lead.on_day), _day(lead.due), mine, task.recurring)


def _recorded(row: Sequence[Any]) -> _Recorded:
    id_, assignment_id, kind, on_day, new_due, percent, note, actor, role, occurrence = row
    event = Event(
        kind, date.fromisoformat(on_day), _day(new_due), percent, note, actor, role, occurrence_due=_day(occurrence)
    )
    return _Recorded(id_, assignment_id, event)


def _grouped(conn: sqlite3.Connection, sql: str, ids: str, make: Any) -> Mapping[int, list[Any]]:
    rows: defaultdict[int, list[Any]] = defaultdict(list)
    for task_id, *row in conn.execute(sql, [ids]):
        rows[task_id].append(make(row))
    return rows


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None
