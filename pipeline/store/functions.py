"""SQL functions that the views and queries use. Every connection that reads the store needs them.

``as_of`` is a day as ``2025-12-31`` or ``31/12/2025``; NULL and ``''`` mean today. A day that is not one gives NULL all
the way, so that a mistyped day shows an empty answer instead of a wrong one.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable
from datetime import date

from pipeline.follow import Event, standing, timing
from pipeline.store.citing import cites
from pipeline.store.folding import excerpt, fold, match_query
from pipeline.store.labels import relation_label, type_label

_VIETNAMESE_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


def register_functions(conn: sqlite3.Connection) -> None:
    """Make the functions known on ``conn``: fold, match_query, excerpt, as_of_date, given, timing …"""
    conn.create_function("fold", 1, _null_safe(fold), deterministic=True)
    conn.create_function("match_query", 1, _null_safe(match_query), deterministic=True)
    conn.create_function("excerpt", 2, _null_safe(excerpt), deterministic=True)
    conn.create_function("type_label", 1, _null_safe(type_label), deterministic=True)
    conn.create_function("relation_label", 1, _null_safe(relation_label), deterministic=True)
    conn.create_function("cites", 6, cites, deterministic=True)
    conn.create_function("as_of_date", 1, _as_of_date)
    conn.create_function("given", 2, _given)
    conn.create_function("timing", 4, _timing)
    conn.create_function("current_due", 3, _current_due)
    conn.create_function("completed_on", 3, _completed_on)


def read_day(typed: object) -> date | None:
    """The day meant by ``typed``: today for nothing, None for what is no day.

    >>> read_day("31/12/2025"), read_day("2025-02-30")
    (datetime.date(2025, 12, 31), None)
    """
    text = str(typed).strip() if typed is not None else ""
    if not text:
        return date.today()
    if found := _VIETNAMESE_DAY.fullmatch(text):
        text = f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}"
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _as_of_date(as_of: object) -> str | None:
    return _iso(read_day(as_of))


def _given(given_on: str | None, as_of: object) -> bool:
    """Whether work from a document of that day was there as of a day; a document without a day always was."""
    day = read_day(as_of)
    return day is not None and (given_on is None or given_on <= day.isoformat())


def _timing(due: str | None, recurring: int, events: str | None, as_of: object) -> str | None:
    day = read_day(as_of)
    return None if day is None else timing(_day(due), _events(events), day, bool(recurring))


def _current_due(due: str | None, events: str | None, as_of: object) -> str | None:
    day = read_day(as_of)
    return None if day is None else _iso(standing(_day(due), _events(events), day).due)


def _completed_on(due: str | None, events: str | None, as_of: object) -> str | None:
    day = read_day(as_of)
    return None if day is None else _iso(standing(_day(due), _events(events), day).completed)


def _events(stored: str | None) -> list[Event]:
    if not stored:
        return []
    return [Event(kind, date.fromisoformat(day), _day(new_due)) for kind, day, new_due in json.loads(stored)]


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _null_safe(function: Callable[..., str]) -> Callable[..., str | None]:
    return lambda *values: None if None in values else function(*map(str, values))
