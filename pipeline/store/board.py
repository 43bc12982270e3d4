"""The figures of the dashboard as of a day, beside the four-cell report: ages, coming days, months, what waits."""

from __future__ import annotations

import sqlite3
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from dateutil.relativedelta import relativedelta

from pipeline.follow.timing import OVERDUE
from pipeline.follow.workflow import workflow
from pipeline.store.calendar import Due, due_days
from pipeline.store.removal_schema import IN_FORCE

AGES = (30, 90, 120)
"""The last day of each age of overdue work but the oldest, which has none."""

AHEAD = 14  # days, with the day itself
MONTHS = 12
MOST_WAITING = 10_000
"""Where more documents wait, nobody needs to know how many."""

Changes = Counter[tuple[str, str]]
"""How many more or fewer stand so since a month: by month (``2026-06``) and timing."""

_DAY = timedelta(days=1)

_LATE = """
    SELECT count(*) FROM standings
    WHERE timing IS NULL AND is_task = 1 AND due < until AND due BETWEEN :first AND :last
        AND :day BETWEEN since AND until"""
_MONTHS = "SELECT month, timing, change FROM month_tallies WHERE agency_id = 0 AND month < :month"
# Day after day, because the tallies of a month hold those of all agencies.
_DAYS = """
    WITH RECURSIVE days (day) AS (
        SELECT :month || '-01' UNION ALL SELECT date(day, '+1 day') FROM days WHERE day < :day
    )
    SELECT :month, c.timing, c.change FROM days CROSS JOIN day_tallies c ON c.day = days.day AND c.agency_id = 0"""
_WAITING = f"""
    SELECT count(*) FROM (
        SELECT 1 FROM documents d INDEXED BY documents_waiting WHERE confirmed_at IS NULL
            AND {IN_FORCE.format("d.id")} LIMIT :most
    )"""  # noqa: S608 - own words


@dataclass(frozen=True, slots=True)
class Age:
    """Overdue since ``least`` to ``most`` days (None: and longer), and how many tasks are."""

    least: int
    most: int | None
    count: int


@dataclass(frozen=True, slots=True)
class Month:
    """What a month (``2026-06``) brought, up to ``day``, and how many were overdue then."""

    month: str
    day: date
    given: int
    completed: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Board:
    """``waiting``: documents that nobody has confirmed yet, :data:`MOST_WAITING` + 1 where there are more."""

    ages: tuple[Age, ...]
    coming: tuple[Due, ...]
    months: tuple[Month, ...]
    waiting: int


def read_board(conn: sqlite3.Connection, day: date) -> Board:
    """The figures as of ``day``."""
    changes = _changes(conn, day)
    overdue = sum(change for (_, timing), change in changes.items() if timing == OVERDUE)
    return Board(
        _ages(conn, day, overdue),
        due_days(conn, day, day + (AHEAD - 1) * _DAY, day),
        _months(changes, day),
        conn.execute(_WAITING, {"most": MOST_WAITING + 1}).fetchone()[0],
    )


def _changes(conn: sqlite3.Connection, day: date) -> Changes:
    now = f"{day:%Y-%m}"
    rows = conn.execute(_MONTHS, {"month": now}).fetchall()
    rows += conn.execute(_DAYS, {"month": now, "day": day.isoformat()}).fetchall()
    changes: Changes = Counter()
    for month, timing, change in rows:
        changes[month, timing] += change
    return changes


def _months(changes: Changes, day: date) -> tuple[Month, ...]:
    """The months up to that of ``day``, which counts as far as it has got; none before the register begins."""
    states = workflow().states
    completed = {states["completed"].timing, states["completed"].late}
    late = {OVERDUE, states["reported"].late}
    begun = min((month for month, _ in changes), default="")
    wanted = [f"{day + relativedelta(months=-back):%Y-%m}" for back in reversed(range(MONTHS))]
    return tuple(
        Month(
            month,
            min(day, date.fromisoformat(f"{month}-01") + relativedelta(months=1) - _DAY),
            # What a task turns from and into in a month weigh each other up: what is left has just been given.
            sum(change for (when, _), change in changes.items() if when == month),
            sum(change for (when, timing), change in changes.items() if when == month and timing in completed),
            sum(change for (when, timing), change in changes.items() if when <= month and timing in late),
        )
        for month in wanted
        if month >= begun
    )


def _ages(conn: sqlite3.Connection, day: date, overdue: int) -> tuple[Age, ...]:
    """The recent ages are counted; the oldest, of which there may be many, is what is left."""
    recent = []
    for before, most in pairwise((0, *AGES)):
        said = {"first": (day - most * _DAY).isoformat(), "last": (day - (before + 1) * _DAY).isoformat()}
        count = conn.execute(_LATE, {**said, "day": day.isoformat()}).fetchone()[0]
        recent.append(Age(before + 1, most, count))
    return (*recent, Age(AGES[-1] + 1, None, max(overdue - sum(age.count for age in recent), 0)))
