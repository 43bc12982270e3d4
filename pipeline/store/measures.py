"""Values measured of targets over time. A value is never changed: a later one of the same day takes its place."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlite_utils import Database

from pipeline.clock import vietnam_today
from pipeline.errors import RecordRefused
from pipeline.store.clock import now
from pipeline.store.database import writing
from pipeline.store.folding import fold
from pipeline.store.units import units_of

_TARGETS = "SELECT raw FROM targets WHERE task_id = ? ORDER BY position"
_INSERT = """INSERT INTO target_measures (task_id, assignment_id, target, value, on_day, source, actor, recorded_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)"""
_DISTANCE = "SELECT reached, distance, unit FROM measure_sheet WHERE id = ?"


@dataclass(frozen=True, slots=True)
class Measure:
    """What was measured: ``value`` in the unit of the target, on a day, told by ``source``, entered by ``actor``."""

    value: Decimal
    day: date
    actor: str
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Distance:
    """How far a value is from its target, None where the target has no value; ``target`` in its own words."""

    target: str
    reached: bool | None
    distance: float | None
    unit: str | None


def record_measure(
    db: Database, task_id: int, measure: Measure, target: str = "", assignment_id: int | None = None
) -> Distance:
    """Add a value to the target of a task whose words hold ``target`` and return how far from it that is.

    Raises RecordRefused where it can't be told which target is meant, or what is measured has not happened yet.
    """
    if measure.day > vietnam_today():
        raise RecordRefused(f"Ngày {measure.day:%d/%m/%Y} chưa tới: chỉ ghi giá trị đã đo.", "day")
    if not measure.actor.strip():
        raise RecordRefused("Thiếu tên người ghi giá trị.")
    value = int(measure.value) if measure.value == measure.value.to_integral_value() else float(measure.value)
    with writing(db) as conn:
        if (task_id, assignment_id) not in _followed(conn, task_id):
            raise RecordRefused(f"Không có việc số {task_id}, hoặc việc ấy không giao cho cơ quan này.")
        raw = _meant(conn, task_id, target)
        row = [task_id, assignment_id, raw, value, measure.day.isoformat(), measure.source, measure.actor, now()]
        id_ = conn.execute(_INSERT, row).lastrowid
        reached, distance, unit = conn.execute(_DISTANCE, [id_]).fetchone()
    return Distance(raw, None if reached is None else bool(reached), distance, unit)


def _followed(conn: sqlite3.Connection, task_id: int) -> set[tuple[int, int | None]]:
    """The task as a whole and each of its assignments."""
    units = units_of(conn, [task_id])
    return {(task_id, one) for unit in units for one in (None, unit.assignment_id)}


def _meant(conn: sqlite3.Connection, task_id: int, target: str) -> str:
    """The words of the target meant: just these, else those that hold them; one may be part of another one's."""
    found = [str(row[0]) for row in conn.execute(_TARGETS, [task_id]).fetchall()]
    if not found:
        raise RecordRefused(f"Việc số {task_id} không có chỉ tiêu nào.")
    words = target.strip()
    meant = (
        [raw for raw in found if raw.strip() == words]
        or [raw for raw in found if fold(raw.strip()) == fold(words)]
        or [raw for raw in found if fold(words) in fold(raw)]
    )
    if len(set(meant)) != 1:
        listed = "; ".join(f"“{raw}”" for raw in found)
        raise RecordRefused(f"Hãy chỉ rõ một chỉ tiêu của việc số {task_id}: {listed}.")
    return meant[0]
