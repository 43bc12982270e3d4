"""Days and stretches of the calendar as printed, with or without their year: found first, placed later.

A :class:`Mention` tells what is printed and where. :func:`bounds` places it with the help of the document's own date:
a year that is not printed is the document's, or the next one if that day had passed.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, NamedTuple

from pipeline.values.numbers import parse_small

YEAR: Final = r"(?:19|20)[0-9][0-9](?=[0-9]?\b)"  # a raised footnote mark often sticks to the year: 20/9/20235
_OF_YEAR: Final = rf"(?:\s?[/-]\s?|\s*,?\s*năm\s+|\s+)(?P<{{}}>{YEAR})"
_TO: Final = r"\s?(?:[-–,]|và)\s?"
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
_PART: Final = re.compile(
    r"""\b(?: (?:tuần\s+(?:lễ\s+)?)?(?P<part>đầu|giữa|cuối)(?:\s+(?:tiên|cùng))?(?:\s+của)?
          | tuần\s+(?:lễ\s+)?(?:thứ\s+)?(?P<week>[1-4]|nhất|hai|ba|tư)(?:\s+của)? )\s+\Z""",
    re.VERBOSE,
)
_ISO: Final = re.compile(r"\d{4}(-\d\d){0,2}")
_REACH: Final = 40  # how far the words before a stretch that belong to it may begin


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


class Mention(NamedTuple):
    """A moment and its place in a text.

    ``form`` tells how it is printed: ``plain``; ``pair`` for two small numbers that may be anything (``3/4``); ``end``
    for the last part of a stretch; ``run`` for several years; ``open`` for a stretch without a number (``hết năm``).
    """

    start: int
    end: int
    moment: Moment
    form: str


_UNITS: Final = {"tuần": "week", "tháng": "month", "quý": "quarter", "năm": "year"}
_MONTHS: Final = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_PART_DAY: Final = {"đầu": 10, "giữa": 20}  # thượng tuần, trung tuần


def parse_issued(issued: str | None) -> date | None:
    """The document's date, the first day of what is printed (``2024-10`` is 2024-10-01); None where there is none."""
    if not issued or not _ISO.fullmatch(issued):
        return None
    parts = [int(part) for part in issued.split("-")]
    return _day(*[*parts, 1, 1][:3])


def find_days(folded: str) -> Iterator[Mention]:
    """Every printed day of a text in small letters; days that the calendar doesn't have are left out."""
    for match in _DAY.finditer(folded):
        g = match.groupdict()
        month, day = int(g["m"] or g["m2"] or g["m3"]), int(g["d"])
        year = int(y) if (y := g["y"] or g["y2"] or g["y3"]) else None
        if not _day(year or 2024, month, day):
            continue
        word = _DAY_WORD.search(folded, max(0, match.start() - 12), match.start())
        form = "plain" if word or year or g["m3"] or day > 12 else "pair"
        start = word.start() if word else match.start()
        yield Mention(start, match.end(), Moment("day", year, month, day), form)


def find_stretches(folded: str) -> Iterator[Mention]:
    """Every printed month, quarter, part of a year, year or run of years of a text in small letters."""
    for match in _STRETCH.finditer(folded):
        g, start, form = match.groupdict(), match.start(), "plain"
        left = folded[max(0, start - _REACH) : start]
        if g["month"] and left[-2:-1].isdigit() and not _PART.search(left):
            continue  # ngày 23 tháng 6 năm 2023 is a day
        year = int(y) if (y := g["my"] or g["qy"] or g["hy"] or g["year"]) else None
        if g["this"] or g["whole"]:
            start = match.start("whole") if g["whole"] and folded[start] == "h" else start
            start -= 5 if g["this"] == "hôm" and left.endswith("ngày ") else 0
            form = "open" if g["whole"] else form
            moment = Moment(_UNITS.get(g["this"] or g["whole"], "day"))
        elif g["school"] or g["phase"]:
            form = "run"
            # the school year ends with May
            moment = Moment("year", int(g["school"]), 5) if g["school"] else Moment("year", int(g["phase"]), 12)
        elif g["side"] and (count := _COUNT.search(left)):
            start -= len(left) - count.start()
            moment = Moment("half", year, (parse_small(count["n"]) or 6) if g["side"] == "đầu" else 12)
        else:
            moment, start, form = _part(match, left, year)
        if rest := _REST.search(folded, max(0, start - _REACH), start):
            start = rest.start()
        yield Mention(start, match.end(), moment, form)


def _part(match: re.Match[str], left: str, year: int | None) -> tuple[Moment, int, str]:
    """A month, a quarter or a year, or the part of it that the words before it name."""
    start = match.start("side") if match["side"] else match.start()
    found = None if match["side"] else _PART.search(left)
    part = match["side"] or (found["part"] if found else None)
    if found:
        start -= len(left) - found.start()
    form = "end" if part == "cuối" else "plain"
    if match["month"]:
        week = 7 * (parse_small(found["week"]) or 1) if found and found["week"] else None
        return Moment("month", year, int(match["month"]), week or _PART_DAY.get(part or "")), start, form
    if match["quarter"]:
        last = 3 * (parse_small(match["quarter"]) or 1)
        return (Moment("month", year, last - 2) if part in _PART_DAY else Moment("quarter", year, last)), start, form
    unit, month = {"đầu": ("quarter", 3), "giữa": ("half", 6)}.get(part or "", ("year", 12))
    return Moment(unit, year, month), start, form


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
