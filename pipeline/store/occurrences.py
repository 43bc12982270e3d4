"""The due days of repeated work in the database, up to a horizon that moves on with the calendar."""

from __future__ import annotations

import sqlite3
from datetime import date

from dateutil.relativedelta import relativedelta

from pipeline.follow import occurrences

AHEAD = 12  # months that are filled, from the dispatch at first, from the day of extending later
LEFT = 1  # months ahead that must always be there

_RULES = """
    SELECT d.id, d.rrule, (SELECT max(due) FROM deadlines e
        WHERE e.task_id = d.task_id AND e.rule IN ('date-until', 'period-until')) AS ends
    FROM deadlines d JOIN tasks t ON t.id = d.task_id
    WHERE t.document_id = ? AND d.rrule IS NOT NULL"""


def fill_occurrences(conn: sqlite3.Connection, document_id: int, until: date | None = None) -> None:
    """Write the due days of a document's repeated deadlines, inside the caller's transaction; again changes nothing.

    They begin with the document's day and go to ``until``, at least to the horizon that was reached before, which at
    first is 12 months from the document's day. Without that day there are none. Work that is repeated up to a day
    (``hằng tuần … đến hết ngày 31/12``) ends with it.
    """
    sql = "SELECT given_on, occurrences_until FROM documents WHERE id = ?"
    given_on, reached = conn.execute(sql, [document_id]).fetchone()
    rules = conn.execute(_RULES, [document_id]).fetchall()
    if given_on is None or not rules:
        return
    start = date.fromisoformat(given_on)
    horizon = max(filter(None, (months_later(start, AHEAD), reached and date.fromisoformat(reached), until)))
    for deadline_id, rule, ends in rules:
        conn.executemany(
            "INSERT OR IGNORE INTO occurrences (deadline_id, due) VALUES (?, ?)",
            [(deadline_id, day) for day in due_days(rule, start, horizon, ends)],
        )
    conn.execute("UPDATE documents SET occurrences_until = ? WHERE id = ?", [horizon.isoformat(), document_id])


def due_days(rule: str, start: date, horizon: date, ends: str | None) -> tuple[str, ...]:
    """The due days of one repeated deadline; ``ends`` is the day up to which the work is repeated."""
    last = min(horizon, date.fromisoformat(ends)) if ends else horizon
    return tuple(day.isoformat() for day in occurrences(rule, start, last))


def first_horizon(start: date, today: date | None) -> date:
    """How far the days of a new document go: 12 months from its day, from ``today`` where that day is long past."""
    first = months_later(start, AHEAD)
    return months_later(today, AHEAD) if today and first < months_later(today, LEFT) else first


def months_later(day: date, months: int) -> date:
    """The same day so many months later, the last of a month that is shorter."""
    later: date = day + relativedelta(months=months)
    return later
