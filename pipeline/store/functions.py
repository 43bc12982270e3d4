"""SQL functions that the views and queries use. Every connection that reads the store needs them.

``as_of`` is a day as ``2025-12-31`` or ``31/12/2025``; NULL and ``''`` mean today. A day that is not one gives NULL all
the way, so that a mistyped day shows an empty answer instead of a wrong one.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from datetime import date

from pipeline.clock import vietnam_today
from pipeline.follow import open_timing
from pipeline.follow.fields import field_of
from pipeline.store.citing import cites
from pipeline.store.folding import excerpt, fold, match_query
from pipeline.store.labels import event_label, relation_label, role_label, state_label, type_label

YEARS = range(1900, 2200)
"""Of days that somebody types: at the ends of the calendar no month comes before or after."""

_VIETNAMESE_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


def register_functions(conn: sqlite3.Connection) -> None:
    """Make the functions known on ``conn``: fold, match_query, excerpt, as_of_date, open_timing, labels …"""
    conn.create_function("fold", 1, _null_safe(fold), deterministic=True)
    conn.create_function("match_query", 1, _null_safe(match_query), deterministic=True)
    conn.create_function("excerpt", 2, _null_safe(excerpt), deterministic=True)
    conn.create_function("type_label", 1, _null_safe(type_label), deterministic=True)
    conn.create_function("relation_label", 1, _null_safe(relation_label), deterministic=True)
    conn.create_function("state_label", 1, _null_safe(state_label), deterministic=True)
    conn.create_function("event_label", 1, _null_safe(event_label), deterministic=True)
    conn.create_function("role_label", 1, _null_safe(role_label), deterministic=True)
    conn.create_function("field_id", 1, _field_id, deterministic=True)
    conn.create_function("cites", 6, cites, deterministic=True)
    conn.create_function("as_of_date", 1, _as_of_date)
    conn.create_function("open_timing", 2, _open_timing, deterministic=True)


def read_day(typed: object) -> date | None:
    """The day meant by ``typed``: today for nothing, None for what is no day, or none of :data:`YEARS`.

    >>> read_day("31/12/2025"), read_day("2025-02-30"), read_day("9999-12-31")
    (datetime.date(2025, 12, 31), None, None)
    """
    text = str(typed).strip() if typed is not None else ""
    if not text:
        return vietnam_today()
    if found := _VIETNAMESE_DAY.fullmatch(text):
        text = f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}"
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year in YEARS else None


def _as_of_date(as_of: object) -> str | None:
    return _iso(read_day(as_of))


def _open_timing(due: str | None, day: str | None) -> str | None:
    return open_timing(date.fromisoformat(due), date.fromisoformat(day)) if due and day else None


def _field_id(agency: str | None) -> str | None:
    field = field_of(agency) if agency else None
    return field.id if field else None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _null_safe(function: Callable[..., str]) -> Callable[..., str | None]:
    return lambda *values: None if None in values else function(*map(str, values))
