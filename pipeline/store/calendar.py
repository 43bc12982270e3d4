"""What falls due when, as of a day: counts for each day of a stretch, and the tasks of one day.

Open work counts on the day of its deadline; repeated work that is open on each of its occurrences. Work of several
leads counts once, for one agency with the deadline that this agency has.

Daily and weekly reports are mostly asked for while something lasts, a storm or a campaign, and nobody says when it is
over. Where nothing was recorded of such work for :data:`QUIET_DAYS`, its occurrences would fill every day of every
month: they are told apart, as one line (:func:`quiet_tasks`).
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from pipeline.follow.timing import RECURRING

Row = dict[str, Any]

QUIET_DAYS = 30
"""For so long nothing happens to daily or weekly work before it is told apart."""

_OF_ALL = """
    SELECT due, task_id FROM standings
    WHERE timing IS NULL AND is_task = 1 AND due BETWEEN :first AND :last AND :day BETWEEN since AND until"""
_OF_AGENCY = """
    SELECT due, task_id FROM standings
    WHERE timing IS NULL AND is_unit = 1 AND agency_id = :agency AND due BETWEEN :first AND :last
        AND :day BETWEEN since AND until"""
# Which reports of repeated work were made isn't looked at: past occurrences are neither done nor late. What is open is
# said as the index on it says it.
_OPEN = f"s.is_task = 1 AND coalesce(s.timing, '{RECURRING}') = '{RECURRING}' AND :day BETWEEN s.since AND s.until"
_QUIET = """(h.rrule GLOB '*FREQ=DAILY*' OR h.rrule GLOB '*FREQ=WEEKLY*') AND s.since < :quiet
    AND NOT EXISTS (SELECT 1 FROM task_events e WHERE e.task_id = h.task_id AND e.on_day BETWEEN :quiet AND :day)"""
_OF_EVERYBODY = f"""
    SELECT o.due, h.task_id FROM occurrences o
    CROSS JOIN deadlines h INDEXED BY deadlines_repeated ON h.id = o.deadline_id AND h.rrule IS NOT NULL
    CROSS JOIN standings s INDEXED BY standings_open ON s.task_id = h.task_id AND {_OPEN}
    WHERE o.due BETWEEN :first AND :last"""  # noqa: S608 - own words
_OF_ONE_LEAD = f"""
    SELECT o.due, h.task_id FROM assignments p
    CROSS JOIN deadlines h ON h.task_id = p.task_id AND h.rrule IS NOT NULL
    CROSS JOIN occurrences o ON o.deadline_id = h.id AND o.due BETWEEN :first AND :last
    CROSS JOIN standings s INDEXED BY standings_open ON s.task_id = h.task_id AND {_OPEN}
    WHERE p.agency_id = :agency AND p.role = 'lead' AND NOT p.withdrawn"""  # noqa: S608 - own words
_OCCURRENCES = f"{_OF_EVERYBODY} AND NOT ({_QUIET})"
_OCCURRENCES_OF_AGENCY = f"{_OF_ONE_LEAD} AND NOT ({_QUIET})"
_QUIET_TASKS = """
    WITH found AS MATERIALIZED (
        SELECT task_id, count(*) AS occurrences FROM ({quiet}) GROUP BY task_id ORDER BY 2 DESC, 1
    )
    SELECT v.id, v.text, v.lead, v.document, v.document_id, v.deadline_texts, f.occurrences
    FROM found f CROSS JOIN task_sheet v ON v.id = f.task_id ORDER BY f.occurrences DESC, v.id"""
_ROWS = """
    SELECT v.id, v.text, v.lead, v.coordinate, v.document, v.document_id, f.repeated,
        iif(f.repeated, coalesce(s.timing, open_timing(s.due, :day)), open_timing(f.due, :day)) AS timing,
        state_label(s.state) AS state
    FROM found f CROSS JOIN task_sheet v ON v.id = f.task_id
    CROSS JOIN standings s ON s.task_id = v.id AND s.is_task = 1 AND :day BETWEEN s.since AND s.until"""


@dataclass(frozen=True, slots=True)
class Due:
    """A day with the number of open tasks that are due on it, and of occurrences of repeated work."""

    day: date
    tasks: int
    occurrences: int


def due_days(
    conn: sqlite3.Connection, first: date, last: date, as_of: date, agency: int | None = None
) -> tuple[Due, ...]:
    """Every day from ``first`` to ``last``, as things stand on ``as_of``; of one agency where it is given."""
    said = _said(first, last, as_of, agency)
    tasks, occurrences = (
        dict(conn.execute(f"SELECT due, count(*) FROM ({sql}) GROUP BY due", said).fetchall())  # noqa: S608 - own words
        for sql in _sources(agency)
    )
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return tuple(Due(day, tasks.get(day.isoformat(), 0), occurrences.get(day.isoformat(), 0)) for day in days)


def due_on(conn: sqlite3.Connection, day: date, as_of: date, agency: int | None, most: int) -> tuple[Row, ...]:
    """The tasks that :func:`due_days` counts on a day, at most ``most``: those with a deadline first."""
    tasks, occurrences = _sources(agency)
    sql = f"""WITH found AS MATERIALIZED (
        SELECT task_id, due, 0 AS repeated FROM ({tasks}) UNION ALL SELECT task_id, due, 1 FROM ({occurrences})
        ORDER BY repeated, task_id LIMIT :most
    ) {_ROWS} ORDER BY f.repeated, v.id"""  # noqa: S608 - own words
    cursor = conn.execute(sql, {**_said(day, day, as_of, agency), "most": most})
    names = [column[0] for column in cursor.description]
    return tuple(dict(zip(names, row, strict=True)) for row in cursor.fetchall())


def quiet_tasks(
    conn: sqlite3.Connection, first: date, last: date, as_of: date, agency: int | None = None
) -> tuple[Row, ...]:
    """Daily and weekly work to which nothing has happened for long, with how often it is due in the stretch."""
    occurrences = f"{_OF_EVERYBODY if agency is None else _OF_ONE_LEAD} AND {_QUIET}"
    cursor = conn.execute(_QUIET_TASKS.format(quiet=occurrences), _said(first, last, as_of, agency))
    names = [column[0] for column in cursor.description]
    return tuple(dict(zip(names, row, strict=True)) for row in cursor.fetchall())


def _sources(agency: int | None) -> tuple[str, str]:
    return (_OF_ALL, _OCCURRENCES) if agency is None else (_OF_AGENCY, _OCCURRENCES_OF_AGENCY)


def _said(first: date, last: date, as_of: date, agency: int | None) -> dict[str, str | int | None]:
    quiet = as_of - min(timedelta(days=QUIET_DAYS), as_of - date.min)
    days = {"first": first, "last": last, "day": as_of, "quiet": quiet}
    return {**{name: day.isoformat() for name, day in days.items()}, "agency": agency}
