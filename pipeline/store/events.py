"""Recording what happens to tasks. Events are added and read, never changed: the database refuses anything else."""

from __future__ import annotations

import sqlite3
from datetime import date

import sqlite_utils

from pipeline.errors import StoreError
from pipeline.follow import Event
from pipeline.store.database import writing


def record_event(
    db: sqlite_utils.Database, task_id: int, event: Event, actor: str | None = None, note: str | None = None
) -> int:
    """Add an event to a task and return its id. Raises StoreError for an unknown task or an extension without a day."""
    row = [task_id, event.kind, event.day.isoformat(), event.new_due and event.new_due.isoformat(), actor, note]
    sql = "INSERT INTO task_events (task_id, kind, on_day, new_due, actor, note) VALUES (?, ?, ?, ?, ?, ?)"
    try:
        with writing(db) as conn:
            return int(conn.execute(sql, row).lastrowid or 0)
    except sqlite3.IntegrityError as error:
        raise StoreError(f"Không ghi được sự kiện “{event.kind}” cho việc số {task_id}: {error}.") from error


def events_of(db: sqlite_utils.Database, task_id: int) -> list[Event]:
    """The events of a task in the order in which they were recorded."""
    found = db.conn.execute("SELECT kind, on_day, new_due FROM task_events WHERE task_id = ? ORDER BY id", [task_id])
    return [
        Event(kind, date.fromisoformat(day), date.fromisoformat(new_due) if new_due else None)
        for kind, day, new_due in found.fetchall()
    ]
