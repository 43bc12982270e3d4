"""Days and stretches of the calendar as printed, with or without their year: found first, placed later.

A :class:`Moment` holds what is printed. :func:`bounds` places it with the help of the document's own date: a year that
is not printed is the document's, or the next one if that day had passed.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from pipeline.values.numbers import parse_small

YEAR: Final = r"(?:19|20)[0-9][0-9](?=[0-9]?\b)"  # a raised footnote mark often sticks to the year: 20/9/20235
_OF_YEAR: Final = rf"(?:\s?[/-]\s?|\s*,?\s*năm\s+|\s+)(?P<{{}}>{YEAR})"
_TO: Final = r"\s?(?:[-–,]|và|đến)\s?"
_MONTH: Final = r"(?:1[0-2]|0?[1-9])(?![0-9%])"
_QUARTER: Final = r"(?:iv|i{1,3}|[1-4])\b"
_CLOSED: Final = r"(?=\s*(?:[,.;:)]|\Z))"

# The patterns run on small letters and begin with what is rare, so that most of a text is skipped at once.
# ngày 15/12/2024; 15-12-2024; ngày 15/12; 05 tháng 6 năm 2025; ngày 05 tháng 6
_DAY: Final = re.compile(
    rf"""
    (?P<d>[0-9](?<![\w/.,:-][0-9])(?<!tuần\ [0-9])(?<!thứ\ [0-9])[0-9]?)
    (?: \s?(?P<sep>[/.-])\s?(?P<m>[01]?\d)\s?(?P=sep)\s?(?P<y>{YEAR})
      | \s?/\s?(?P<m2>[01]?\d)(?:\s+năm\s+(?P<y2>{YEAR}))?(?![\d/%]|[.,]\d|\s?[a-zđ]?/)
      | (?:\s+|/)tháng\s+(?P<m3>[01]?\d)(?!\d)(?:{_OF_YEAR.format("y3")})?
    )""",
    re.VERBOSE,
)
_DAY_WORD: Final = re.compile(r"\bngày[\s*]+\Z")

# tháng 12/2025; tháng 9 - 10/2025; quý III năm 2025; 6 tháng đầu năm 2025; năm 2025; giai đoạn 2026 - 2030; năm nay
_STRETCH: Final = re.compile(
    rf"""
    (?: tháng\s+(?:{_MONTH}{_TO}(?:tháng\s+)?){{0,3}}(?P<month>{_MONTH})(?![.,]\d)
            (?:{_OF_YEAR.format("my")}|(?!\s?[/-]\s?\d))
      | tháng\s+(?P<side>đầu|cuối)(?:\s+của)?\s+năm(?:\s+(?P<hy>{YEAR})|(?!\s+(?:học|tài)))
      | qu[ýí]\s+(?:{_QUARTER}{_TO}(?:qu[ýí]\s+)?){{0,3}}(?P<quarter>{_QUARTER})
            (?:{_OF_YEAR.format("qy")}|(?!\s?[/-]\s?\d))
      | năm\s+học\s+{YEAR}\s?[-–]\s?(?P<school>{YEAR})
      | năm\s+(?:{YEAR}{_TO}(?:năm\s+)?){{0,3}}(?P<year>{YEAR})
      | giai\s+đoạn\s+(?:từ\s+)?(?:năm\s+)?{YEAR}\s?(?:[-–]|đến)\s?(?:năm\s+)?(?P<phase>{YEAR})
      | (?P<this>hôm|tuần|tháng|quý|năm)\s+(?:nay|này)\b
      | (?:hết|cuối)\s+(?P<whole>tháng|quý|năm){_CLOSED}
    )""",
    re.VERBOSE,
)
_COUNT: Final = re.compile(r"\b(?P<n>0?3|0?6|0?9|ba|sáu|chín)\s+\Z")
_REST: Final = re.compile(r"\b(?:các|những)\s+(?:tháng\s+(?:còn\s+lại\s+(?:của\s+|trong\s+)?)?)?\Z")
_PART: Final = re.compile(r"\b(?:(?P<part>đầu|giữa|cuối)|tuần\s+(?:lễ\s+)?(?:thứ\s+)?(?P<week>[1-4]|nhất|hai|ba|tư)(?:\s+của)?)\s+\Z")
_WEEKS: Final = {"nhất": 1}


@dataclass(frozen=True, slots=True)
class Moment:
    """A day or a stretch as printed. ``unit``: day, week, month, quarter, half, year; ``month`` is the stretch's last.

    Without ``month`` it is the stretch that holds the document's own date (``trong tháng này``).
    """

    unit: str
    year: int | None = None
    month: int | None = None
    day: int | None = None

    @property
    def dated(self) -> bool:
        """Whether the year is printed."""
        return self.year is not None


_MONTHS: Final = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_PART_DAY: Final = {"đầu": 10, "giữa": 20}  # thượng tuần, trung tuần


def parse_issued(issued: str | None) -> date | None:
    """The document's date, the first day of what is printed (``2024-10`` is 2024-10-01); None where there is none."""
    if not issued or not re.fullmatch(r"\d{4}(-\d\d){0,2}", issued):
        return None
    parts = [int(part) for part in issued.split("-")]
    return _day(*[*parts, 1, 1][:3])


def day_moment(match: re.Match[str]) -> Moment | None:
    """The day of a match of :data:`DAY`; None where the calendar has no such day."""
    g = match.groupdict()
    month = int(g["m"] or g["m2"] or g["m3"])
    year = int(y) if (y := g["y"] or g["y2"] or g["y3"]) else None
    moment = Moment("day", year, month, int(g["d"]))
    return moment if _day(year or 2024, month, int(g["d"])) else None


def stretch_moment(match: re.Match[str]) -> Moment | None:
    """The stretch of a match of :data:`STRETCH`; None where the calendar has no such month."""
    g = match.groupdict()
    if g["this"]:
        units = {"tuần": "week", "tháng": "month", "quý": "quarter", "năm": "year"}
        return Moment(units.get(g["this"].lower(), "day"))
    year = int(y) if (y := g["my"] or g["qy"] or g["hy"] or g["year"]) else None
    part = (g["part"] or "").lower()
    if g["month"]:
        month = int(g["month"])
        return Moment("month", year, month, _PART_DAY.get(part)) if 1 <= month <= 12 else None
    if g["quarter"]:
        quarter = parse_small(g["quarter"]) or 0
        return (
            Moment("quarter", year, 3 * quarter) if not _PART_DAY.get(part) else Moment("month", year, 3 * quarter - 2)
        )
    if g["half"]:
        return Moment("half", year, (parse_small(g["half"]) or 6) if g["side"].lower() == "đầu" else 12)
    return Moment(*{"đầu": ("quarter", year, 3), "giữa": ("half", year, 6)}.get(part, ("year", year, 12)))


def bounds(moment: Moment, issued: date | None) -> tuple[date, date] | None:
    """The first and the last day of a moment; None where that can't be known without the document's date."""
    if moment.month is None:
        return _around(moment.unit, issued) if issued else None
    if moment.year is not None:
        return _bounds(moment, moment.year)
    if issued is None:
        return None
    found = _bounds(moment, issued.year)
    return found if found and found[1] >= issued else _bounds(moment, issued.year + 1)


def _bounds(moment: Moment, year: int) -> tuple[date, date] | None:
    month = moment.month or 12
    if moment.unit == "day":
        day = _day(year, month, moment.day or 1)
        return (day, day) if day else None
    first = date(year, max(month - _MONTHS[moment.unit] + 1, 1), 1)
    return first, date(year, month, moment.day or calendar.monthrange(year, month)[1])


def _around(unit: str, issued: date) -> tuple[date, date] | None:
    if unit == "day":
        return issued, issued
    if unit == "week":
        monday = issued - timedelta(days=issued.weekday())
        return monday, monday + timedelta(days=6)
    size = _MONTHS[unit]
    return _bounds(Moment(unit, issued.year, -(-issued.month // size) * size), issued.year)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
