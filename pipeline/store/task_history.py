"""What was recorded on a task, for people: each event with its files, and whether it counted."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from pipeline.follow.standing import taken
from pipeline.store.labels import event_label, role_label
from pipeline.store.units import Unit

_EVENTS = """
    SELECT e.id, e.assignment_id, e.occurrence_due, e.kind, e.on_day, e.new_due, e.percent, e.agency, a.name, e.note,
        e.actor, e.role, e.recorded_at
    FROM task_events e LEFT JOIN agencies a ON a.id = e.to_agency_id WHERE e.task_id = ? AND e.on_day <= ?
    ORDER BY e.on_day DESC, e.id DESC"""
_FILES = """
    SELECT f.event_id, f.id, f.name, f.media_type, f.sha256 FROM event_files f JOIN task_events e ON e.id = f.event_id
    WHERE e.task_id = ? ORDER BY f.event_id, f.position"""
_FILE = """
    SELECT e.task_id, e.assignment_id, f.name, f.media_type, f.sha256
    FROM event_files f JOIN task_events e ON e.id = f.event_id WHERE f.id = ?"""


class EventFile(NamedTuple):
    """A file that proves an event, by the number of its row."""

    id: int
    name: str
    media_type: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Happening:
    """A recorded event in words. ``assignment_id`` and ``agency`` are None where it is about the task as a whole."""

    id: int
    assignment_id: int | None
    occurrence_due: str | None
    kind: str
    label: str
    day: str
    new_due: str | None
    percent: int | None
    agency: str | None
    to_agency: str | None
    note: str | None
    actor: str | None
    role: str
    recorded_at: str
    files: tuple[EventFile, ...]


def happenings(
    conn: sqlite3.Connection, task_id: int, until: date, assignments: Iterable[int] | None = None
) -> tuple[Happening, ...]:
    """What had happened to a task by the end of a day, the last first.

    ``assignments``: only what concerns these, or the task as a whole; None for everything.
    """
    files: dict[int, list[EventFile]] = {}
    for event_id, *file in conn.execute(_FILES, [task_id]):
        files.setdefault(event_id, []).append(EventFile(*file))
    shown = None if assignments is None else {None, *assignments}
    rows = conn.execute(_EVENTS, [task_id, until.isoformat()]).fetchall()
    return tuple(_happening(row, files.get(row[0], ())) for row in rows if shown is None or row[1] in shown)


def passed_over(unit: Unit, events: Sequence[Happening]) -> set[int]:
    """The numbers of those of a unit's events that changed nothing, as the workflow did not allow them when they came.

    ``events`` are those of the unit's history, in any order.
    """
    numbers = sorted(event.id for event in events)
    known = {id(event): number for event, number in zip(unit.history.events, numbers, strict=True)}
    return {known[id(event)] for event, after in taken(unit.history) if after is None}


def read_file(conn: sqlite3.Connection, file_id: int) -> tuple[int, int | None, EventFile] | None:
    """A file with the task and the assignment that its event is about, or None where there is no such file."""
    row = conn.execute(_FILE, [file_id]).fetchone()
    return (row[0], row[1], EventFile(file_id, *row[2:])) if row else None


def _happening(row: Sequence[Any], files: Iterable[EventFile]) -> Happening:
    id_, assignment_id, occurrence, kind, day, new_due, percent, agency, to_agency, note, actor, role, recorded = row
    label, acts = event_label(kind), role_label(role) if role else ""
    return Happening(
        id_, assignment_id, occurrence, kind, label, day, new_due, percent, agency, to_agency, note, actor, acts,
        recorded, tuple(files),
    )  # fmt: skip
