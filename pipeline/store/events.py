"""Recording what happens to tasks. Events are added and read, never changed: the database refuses anything else."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from sqlite_utils import Database

from pipeline.clock import vietnam_today
from pipeline.errors import RecordOutdated, RecordRefused
from pipeline.follow import GIVEN_BACK, Event, check_shown, check_whole, status_at, workflow
from pipeline.store.assignments import agency_of_name
from pipeline.store.database import writing
from pipeline.store.event_chain import append_event
from pipeline.store.originals import keep_original
from pipeline.store.standings import refresh
from pipeline.store.units import Unit, units_of
from pipeline.types import SourceFile

_OTHER_LEAD = "SELECT id FROM assignments WHERE task_id = ? AND agency_id = ? AND role = 'lead'"
_LAST = """SELECT coalesce(max(id), 0) FROM task_events
    WHERE task_id = ?1 AND (?2 IS NULL OR assignment_id IS NULL OR assignment_id = ?2)"""
_NEW_LEAD = """INSERT INTO assignments (task_id, agency_id, role, rule, confidence, given_by)
    VALUES (?, ?, 'lead', 'reassign', 1.0, ?)"""


def record_event(
    db: Database,
    task_id: int,
    event: Event,
    assignment_id: int | None = None,
    files: Sequence[SourceFile] = (),
    seen: int | None = None,
) -> int:
    """Add an event to one assignment of a task, or to the task as a whole, and return its id; all of it or nothing.

    An event of the whole task counts for those of its assignments in which it may happen. ``files`` prove it and are
    kept beside the database; that none of them is a state secret is seen to by who read them. ``seen``: the last event
    (:func:`last_event`) that was there when the person looked. Raises RecordOutdated where there is another one by now,
    RecordRefused where there is no such task or the workflow says no, and StoreError where the database can't be
    written.
    """
    with writing(db) as conn:
        units = units_of(conn, [task_id], event.occurrence_due)
        meant = [unit for unit in units if assignment_id in (None, unit.assignment_id)]
        if not meant:
            which = f"việc số {task_id}" if not units else f"phân công số {assignment_id} của việc số {task_id}"
            raise RecordRefused(f"Không có {which} trong sổ.")
        if seen is not None and seen != last_event(conn, task_id, assignment_id):
            raise RecordOutdated("Trong lúc nhập, người khác đã ghi vào việc này: hãy xem lại rồi ghi.")
        check_shown(event, bool(files))
        check_whole([unit.history for unit in meant], event, vietnam_today())
        id_ = _hand_over(db, meant, event, files) if event.to_agency else _append(conn, meant, event, files)
        refresh(conn, [task_id])
        for file in files:
            keep_original(_folder(conn), file)
        return id_


def last_event(conn: sqlite3.Connection, task_id: int, assignment_id: int | None = None) -> int:
    """The number of the last event of an assignment, or of anything in its task where none is given; 0 for none."""
    return int(conn.execute(_LAST, [task_id, assignment_id]).fetchone()[0])


def _append(
    conn: sqlite3.Connection,
    units: Sequence[Unit],
    event: Event,
    files: Sequence[SourceFile] = (),
    to_agency_id: int | None = None,
) -> int:
    one = units[0] if len(units) == 1 else None
    row = {
        "task_id": units[0].task_id,
        "assignment_id": one and one.assignment_id,
        "agency": one and one.agency,
        "to_agency_id": to_agency_id,
        **{name: day and day.isoformat() for name, day in _days(event).items()},
        **{name: getattr(event, name) for name in ("kind", "percent", "note", "actor", "role")},
    }
    return append_event(conn, row, files)


def _days(event: Event) -> dict[str, date | None]:
    return {"on_day": event.day, "new_due": event.new_due, "occurrence_due": event.occurrence_due}


def _hand_over(db: Database, units: Sequence[Unit], event: Event, files: Sequence[SourceFile]) -> int:
    """Give the work to another agency, with the deadline in force unless a new one is named."""
    if len(units) > 1:
        raise RecordRefused("Việc có nhiều cơ quan chủ trì: hãy chỉ rõ giao lại phần việc của cơ quan nào.")
    unit, conn = units[0], db.conn
    agency_id = agency_of_name(db, unit.task_id, event.to_agency or "")
    now = status_at(unit.history, event.day)
    event = replace(event, new_due=event.new_due or (now.due if now else None))
    lead = conn.execute(_OTHER_LEAD, [unit.task_id, agency_id]).fetchone()
    if lead is not None and lead[0] == unit.assignment_id:
        raise RecordRefused(f"“{event.to_agency}” đang chủ trì việc này.", "to_agency")
    id_ = _append(conn, units, event, files, agency_id)
    if lead is None:
        conn.execute(_NEW_LEAD, [unit.task_id, agency_id, id_])
    else:
        _give_back(conn, unit.task_id, lead[0], event)
    return id_


def _give_back(conn: sqlite3.Connection, task_id: int, assignment_id: int, event: Event) -> None:
    """Let a lead have the work again that was given to another one before."""
    conn.execute("UPDATE assignments SET withdrawn = 0 WHERE id = ?", [assignment_id])
    unit = next(unit for unit in units_of(conn, [task_id]) if unit.assignment_id == assignment_id)
    now = status_at(unit.history, event.day)
    if now is None or (now.state, GIVEN_BACK) not in workflow().transitions:
        raise RecordRefused(f"“{unit.agency}” đang chủ trì việc này.", "to_agency")
    _append(conn, [unit], replace(event, kind=GIVEN_BACK, to_agency=None))


def _folder(conn: sqlite3.Connection) -> Path:
    """The folder in which the database lies."""
    return Path(conn.execute("PRAGMA database_list").fetchone()[2]).parent
