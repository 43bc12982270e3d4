"""Days and stretches of the calendar as printed, with or without their year, and where they lie for a document.

A year that is not printed is the document's, or the next one if that day had passed; a stretch without a number
(``trong tháng này``, ``tuần sau``) is counted from the document's date.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

_ISO: Final = re.compile(r"\d{4}(-\d\d){0,2}")
_MONTHS: Final = {"month": 1, "quarter": 3, "half": 6, "year": 12}


@dataclass(frozen=True, slots=True)
class Moment:
    """A day or a stretch as printed. ``unit``: day, week, month, quarter, half, year; ``month`` is the stretch's last.

    Without ``month`` it is the stretch that holds the document's own date (``trong tháng này``), or the one that is
    ``ahead`` of it by so many of its unit (``tháng sau``: 1); a ``day`` is then the day of that month. With ``month``,
    ``ahead`` counts years (``15/12 năm sau``).
    """

    unit: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    ahead: int = 0

    @property
    def dated(self) -> bool:
        """Whether the year is printed."""
        return self.year is not None


def parse_issued(issued: str | None) -> date | None:
    """The document's date, the first day of what is printed (``2024-10`` is 2024-10-01); None where there is none."""
    if not issued or not _ISO.fullmatch(issued):
        return None
    parts = [int(part) for part in issued.split("-")]
    return calendar_day(*[*parts, 1, 1][:3])


def bounds(moment: Moment, issued: date | None) -> tuple[date, date] | None:
    """The first and the last day of a moment; None where that can't be known without the document's date."""
    if moment.month is None:
        return _around(moment, issued) if issued else None
    if moment.year is not None:
        return _bounds(moment, moment.year)
    if issued is None:
        return None
    if moment.ahead:
        return _bounds(moment, issued.year + moment.ahead)
    found = _bounds(moment, issued.year)
    return found if found and found[1] >= issued else _bounds(moment, issued.year + 1)


def calendar_day(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar doesn't have it (31 June)."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _bounds(moment: Moment, year: int) -> tuple[date, date] | None:
    month = moment.month or 12
    if moment.unit == "day":
        day = calendar_day(year, month, moment.day or 1)
        return (day, day) if day else None
    first = date(year, max(month - _MONTHS[moment.unit] + 1, 1), 1)
    return first, date(year, month, moment.day or calendar.monthrange(year, month)[1])


def _around(moment: Moment, issued: date) -> tuple[date, date] | None:
    if moment.unit == "day" and moment.day is None:
        day = issued + timedelta(days=moment.ahead)
        return day, day
    if moment.unit == "week":
        monday = issued - timedelta(days=issued.weekday()) + timedelta(weeks=moment.ahead)
        return monday, monday + timedelta(days=6)
    size = 1 if moment.day else _MONTHS[moment.unit]
    years, month = divmod((-(-issued.month // size) + moment.ahead) * size - 1, 12)
    return _bounds(Moment(moment.unit, None, month + 1, moment.day), issued.year + years)
