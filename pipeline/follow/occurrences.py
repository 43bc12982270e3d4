"""The due days of work that comes back: an RFC 5545 rule, months counted out by ``dateutil.rrule``.

A rule as read from a dispatch says how often, not from when; the day of the dispatch decides. Offices report for the
calendar's own stretches, so a rule without a day of its own falls due on the last day of each: Sunday, the end of the
month, of the quarter (``INTERVAL=3``), of the half year (``INTERVAL=6``), of the year. A rule of several months that
names a day but no month means the last month of each stretch (``ngày 15 tháng cuối quý``). Other intervals are counted
from the dispatch: every 15 days is due 15 days after it, then every 15 days.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, Final, NamedTuple

from dateutil.rrule import FR, MO, MONTHLY, SA, SU, TH, TU, WE, rrule, rruleset

__all__ = ["occurrences"]

_SHORTEST_MONTH: Final = 28
_YEAR: Final = 12  # months
_NINE: Final = 9  # "3 tháng, 6 tháng, 9 tháng, năm": the report on January to September, not every ninth month
_WEEKDAYS: Final = {"MO": MO, "TU": TU, "WE": WE, "TH": TH, "FR": FR, "SA": SA, "SU": SU}
_WEEKDAY: Final = re.compile(r"([+-]?\d)?(MO|TU|WE|TH|FR|SA|SU)")
_KEYS: Final = frozenset({"FREQ", "INTERVAL", "BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS", "BYHOUR"})


class _Rule(NamedTuple):
    """The parts of a rule; ``weekdays`` are those of dateutil, ``position`` picks one of them in each month."""

    freq: str
    interval: int
    months: tuple[int, ...]
    days: tuple[int, ...]
    weekdays: tuple[Any, ...]
    position: int | None


def occurrences(rule: str, start: date, until: date) -> list[date]:
    """The due days from ``start``, the day of the dispatch, to ``until``, both included, each once, in order.

    Day 29 to 31 is the last day of a month that is shorter. Hours are left out: a day with two hours is one day.
    Raises ValueError for what is no rule that is read from dispatches.

    >>> [f"{day:%d/%m}" for day in occurrences("FREQ=MONTHLY;BYMONTHDAY=31", date(2025, 1, 20), date(2025, 4, 30))]
    ['31/01', '28/02', '31/03', '30/04']
    >>> [f"{day:%d/%m}" for day in occurrences("FREQ=MONTHLY;INTERVAL=3", date(2025, 2, 3), date(2025, 12, 30))]
    ['31/03', '30/06', '30/09']
    """
    parts = _parse(rule)
    if parts.freq in ("DAILY", "WEEKLY"):
        return list(_spaced(parts, start, until))
    found = rruleset()
    for one in _counted(parts, start, datetime.combine(until, time())):
        found.rrule(one)
    return sorted({moment.date() for moment in found if moment.date() >= start})


def _spaced(parts: _Rule, start: date, until: date) -> Iterator[date]:
    """Days and weeks, which are all of one length: counted here, as ``rrule`` takes longer than storing them."""
    if parts.freq == "DAILY":
        step, begin, offsets = parts.interval, start + timedelta(days=parts.interval if parts.interval > 1 else 0), [0]
    else:
        monday = start - timedelta(days=start.weekday())
        step, begin = 7 * parts.interval, monday + timedelta(weeks=parts.interval - 1)
        offsets = sorted({day.weekday for day in parts.weekdays or (SU,)})
    for first in range(begin.toordinal(), until.toordinal() + 1, step):
        days = (date.fromordinal(first + offset) for offset in offsets)
        yield from (day for day in days if start <= day <= until)


def _parse(rule: str) -> _Rule:
    parts = dict(part.partition("=")[::2] for part in rule.split(";"))
    if not set(parts) <= _KEYS or parts.get("FREQ") not in ("DAILY", "WEEKLY", "MONTHLY", "YEARLY"):
        raise ValueError(f"no rule of recurrence: {rule}")
    weekdays = [_WEEKDAY.fullmatch(day) for day in parts.get("BYDAY", "").split(",") if day]
    return _Rule(
        parts["FREQ"],
        int(parts.get("INTERVAL", 1)),
        _numbers(parts.get("BYMONTH", "")),
        _numbers(parts.get("BYMONTHDAY", "")),
        tuple(_WEEKDAYS[day[2]](int(day[1])) if day[1] else _WEEKDAYS[day[2]] for day in weekdays if day),
        int(parts["BYSETPOS"]) if "BYSETPOS" in parts else None,
    )


def _numbers(listed: str) -> tuple[int, ...]:
    return tuple(int(number) for number in listed.split(",") if number)


def _counted(parts: _Rule, start: date, until: datetime) -> Iterator[rrule]:
    """The rules of dateutil, each with its first day, that together are a rule of months as an office means it."""
    if parts.freq == "YEARLY":
        for year in range(start.year + parts.interval - 1, until.year + 1, parts.interval):
            end = min(until, datetime(year, _YEAR, 31))
            yield from _in_months(parts, datetime(year, 1, 1), end, parts.months or (_YEAR,))
    elif months := parts.months or _aligned(parts.interval):
        yield from _in_months(parts, datetime(start.year, start.month, 1), until, months)
    else:
        years, month = divmod(start.month + parts.interval - 2, _YEAR)
        yield from _in_months(parts, datetime(start.year + years, month + 1, 1), until, None, parts.interval)


def _aligned(interval: int) -> tuple[int, ...]:
    """The last months of the stretches of the year that have so many months; none where the year has no such."""
    if interval == _NINE:
        return (_NINE,)
    return tuple(range(interval, _YEAR + 1, interval)) if _YEAR % interval == 0 else ()


def _in_months(
    parts: _Rule, first: datetime, until: datetime, months: tuple[int, ...] | None, interval: int = 1
) -> Iterator[rrule]:
    """A rule for each day of the month, in the months given or in every so many months from ``first``."""
    frame = {"dtstart": first, "until": until, "interval": interval, "bymonth": months}
    if parts.weekdays:
        yield rrule(MONTHLY, byweekday=parts.weekdays, bysetpos=parts.position, **frame)
        return
    for day in parts.days or (-1,):
        if day > _SHORTEST_MONTH:
            yield rrule(MONTHLY, bymonthday=range(_SHORTEST_MONTH, day + 1), bysetpos=-1, **frame)
        else:
            yield rrule(MONTHLY, bymonthday=day, **frame)
