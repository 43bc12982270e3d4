"""Days and stretches of the calendar as printed, with or without their year: found here, placed by ``bounds``.

A :class:`Mention` tells what is printed and where; see :mod:`pipeline.values.moments` for what it means.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from pipeline.values.moments import Moment, calendar_day
from pipeline.values.numbers import NUMBER_WORD, parse_small

YEAR: Final = r"(?:19|20)[0-9][0-9](?=[0-9]?\b)"  # a raised footnote mark often sticks to the year: 20/9/20235
_OF_YEAR: Final = rf"(?:\s?[/-]\s?|\s*,?\s*năm\s+|\s+)(?P<{{}}>{YEAR})"
_TO: Final = r"\s?(?:[-–,]|và)\s?"
_MONTH: Final = r"(?:1[0-2]|0?[1-9])(?![0-9%])"
_QUARTER: Final = r"(?:iv|i{1,3}|[1-4])\b"
_CLOSED: Final = r"(?=\s*(?:[,.;:)]|\Z|(?:phải|đạt|hoàn\s+thành)\b))"

# The patterns run on small letters and begin with what is rare, so that most of a text is skipped at once.
# ngày 15/12/2024; 15-12-2024; ngày 15/12; 05 tháng 6 năm 2025; ngày 05 tháng 6; ngày 15 tháng sau; ngày 10 và 11/12
_DAY: Final = re.compile(
    rf"""
    (?P<d>[0-9](?:(?<![\w/.,:–-][0-9])|(?<=/[0-9][–-][0-9])|(?<=/[0-9][0-9][–-][0-9]))
           (?<!tuần\ [0-9])(?<!thứ\ [0-9])[0-9]?)
    (?P<more>(?:\s?(?:[-–,]|và\b)\s?(?:ngày\s+)?[0-3]?[0-9](?![0-9])){{0,9}})
    (?: \s?(?P<sep>[/.-])\s?(?P<m>[01]?\d)\s?(?P=sep)\s?(?P<y>{YEAR})
      | \s?/\s?(?P<m2>[01]?\d)(?:\s+năm\s+(?P<y2>{YEAR}))?(?![\d/%]|[.,]\d|\s?[a-zđ]?/)
            (?:\s+(?:của\s+)?năm\s+(?P<year>sau|tới)\b)?
      | (?:\s+|/)tháng\s+(?P<m3>[01]?\d)(?!\d)(?:{_OF_YEAR.format("y3")})?
      | (?:\s+của)?\s+tháng\s+(?P<near>này|sau|tới)\b
    )""",
    re.VERBOSE,
)
_DAY_WORD: Final = re.compile(r"\b(?:(?:(?:các|những|hai|ba|0?[2-9])\s+)?ngày(?:\s+m[ùồ]ng)?|m[ùồ]ng)[\s*]+\Z")
_DAY_WORD_WIDTH: Final = 18
_NUMBER: Final = re.compile(r"[0-9]+")
_LEAP_YEAR: Final = 2024
_DASH: Final = re.compile(r"\s?[-–]\s?")

# tháng 12/2025; tháng 9 - 10/2025; quý III năm 2025; 6 tháng đầu năm 2025; năm 2025; giai đoạn 2026 - 2030; năm nay
_STRETCH: Final = re.compile(
    rf"""
    (?: tháng\s+(?:{_MONTH}{_TO}(?:tháng\s+)?){{0,3}}(?P<month>{_MONTH})(?![.,]\d)
            (?:{_OF_YEAR.format("my")}|(?!\s?[/-]\s?\d))
      | tháng\s+(?P<side>đầu|cuối)(?:\s+(?:tiên|cùng))?(?:\s+của)?\s+năm(?:\s+(?P<hy>{YEAR})|(?!\s+(?:học|tài)))
      | qu[ýí]\s+(?:{_QUARTER}{_TO}(?:qu[ýí]\s+)?){{0,3}}(?P<quarter>{_QUARTER})
            (?:{_OF_YEAR.format("qy")}|(?!\s?[/-]\s?\d))
      | năm\s+học\s+{YEAR}\s?[-–]\s?(?P<school>{YEAR})
      | năm\s+(?:{YEAR}{_TO}(?:năm\s+)?){{0,3}}(?P<year>{YEAR})
      | (?:giai\s+đoạn|nhiệm\s+kỳ)\s+(?:từ\s+)?(?:năm\s+)?{YEAR}\s?(?:[-–]|đến)\s?(?:năm\s+)?(?P<phase>{YEAR})
      | (?P<this>hôm|tuần|tháng|quý|năm)\s+(?:nay|này)\b
      | (?P<next>tuần|tháng|quý|năm)\s+(?:sau|tới|kế\s+tiếp)\b(?!\s+(?:khi|ngày|đó))
      | (?P<morrow>ngày)\s+mai\b
      | (?:hết|cuối)\s+(?P<whole>tháng|quý|năm){_CLOSED}
    )""",
    re.VERBOSE,
)
_COUNT: Final = re.compile(rf"\b(?P<n>0?[1-9]|1[01]|{NUMBER_WORD})\s+\Z")
_REST: Final = re.compile(r"\b(?:các|những)\s+(?:tháng\s+(?:còn\s+lại\s+(?:của\s+|trong\s+)?)?)?\Z")
_PART: Final = re.compile(
    r"""\b(?: (?:tuần\s+(?:lễ\s+)?|(?P<half>nửa)\s+|(?:(?P<days>[0-3]?\d)\s+)?ngày\s+)?
            (?P<part>đầu|giữa|cuối)(?:\s+(?:tiên|cùng))?(?:\s+của)?
          | tuần\s+(?:lễ\s+)?(?:thứ\s+)?(?P<week>[1-4]|nhất|hai|ba|tư)(?:\s+của)? )\s+\Z""",
    re.VERBOSE,
)
_SEVERAL: Final = re.compile(rf"\b(?:các|những|mọi|\d+|{NUMBER_WORD})\s+\Z")
_REACH: Final = 40  # how far the words before a stretch that belong to it may begin


class Mention(NamedTuple):
    """A moment and its place in a text.

    ``form`` tells how it is printed: ``plain``; ``pair`` for two small numbers that may be anything (``3/4``);
    ``range`` for a day behind another and a dash; ``end`` for the last part of a stretch; ``run`` for several years;
    ``open`` for a stretch without a number (``hết năm``).
    """

    start: int
    end: int
    moment: Moment
    form: str


_UNITS: Final = {"tuần": "week", "tháng": "month", "quý": "quarter", "năm": "year"}
_PART_DAY: Final = {"đầu": 10, "giữa": 20, "nửa đầu": 15}  # thượng tuần, trung tuần
_PART_MONTH: Final = {"đầu": ("quarter", 3), "giữa": ("half", 6), "nửa đầu": ("half", 6)}


def find_days(folded: str) -> Iterator[Mention]:
    """Every printed day of a text in small letters; days that the calendar doesn't have are left out.

    Days that share their month are several (``ngày 10 và 11/12``), a range is one that ends on its last (``20-25/11``).
    """
    for match, start, days in _printed_days(folded):
        if not _is_possible(match, days):
            continue
        g = match.groupdict()
        year, month = _year_of(match), None if g["near"] else int(g["m"] or g["m2"] or g["m3"])
        ahead = 1 if g["year"] or (g["near"] and g["near"] != "này") else 0
        named = start < match.start() or year or g["m3"] or g["near"]
        for at, day in enumerate(days):
            end = match.end() if at + 1 == len(days) else day.end()
            joined = at + 1 < len(days) and _DASH.fullmatch(folded, day.end(), days[at + 1].start())
            if joined:
                continue
            ranged = at > 0 and _DASH.fullmatch(folded, days[at - 1].end(), day.start())
            sure = named or (int(day[0]) > 12 and match[0] != "24/7")  # all day, every day
            form = "range" if ranged else "plain" if sure else "pair"
            yield Mention(start, end, Moment("day", year, month, int(day[0]), ahead), form)
            start = days[at + 1].start() if at + 1 < len(days) else end


def find_impossible_days(folded: str) -> Iterator[tuple[int, int]]:
    """The places of days that are printed as such and that the calendar doesn't have (``ngày 31/6``)."""
    for match, start, days in _printed_days(folded):
        if not _is_possible(match, days) and (start < match.start() or _year_of(match)):
            yield start, match.end()


def _printed_days(folded: str) -> Iterator[tuple[re.Match[str], int, list[re.Match[str]]]]:
    """Every day or list of days: its match, where it begins with its ``ngày``, and the number of each day."""
    for match in _DAY.finditer(folded):
        word = _DAY_WORD.search(folded, max(0, match.start() - _DAY_WORD_WIDTH), match.start())
        days = list(_NUMBER.finditer(folded, match.start("d"), match.end("more")))
        if word or len(days) == 1 or (_year_of(match) and "," not in match["more"] and "v" not in match["more"]):
            yield match, word.start() if word else match.start(), days
        else:
            yield match, days[-1].start(), days[-1:]


def _year_of(match: re.Match[str]) -> int | None:
    year = match["y"] or match["y2"] or match["y3"]
    return int(year) if year else None


def _is_possible(match: re.Match[str], days: Iterable[re.Match[str]]) -> bool:
    """Whether the calendar has every one of the days; 29 February is none of a year that is not printed."""
    if match["near"]:
        return all(1 <= int(day[0]) <= 31 for day in days)
    month = int(match["m"] or match["m2"] or match["m3"])
    return all(calendar_day(_year_of(match) or _LEAP_YEAR, month, int(day[0])) for day in days)


def find_stretches(folded: str) -> Iterator[Mention]:
    """Every printed month, quarter, part of a year, year or run of years of a text in small letters."""
    for match in _STRETCH.finditer(folded):
        left = folded[max(0, match.start() - _REACH) : match.start()]
        if match["month"] and left[-2:-1].isdigit() and not _PART.search(left):
            continue  # ngày 23 tháng 6 năm 2023 is a day
        if match["next"] and _SEVERAL.search(left):
            continue  # các năm tới, 5 năm tới
        moment, start, form = _stretch(match, left)
        if rest := _REST.search(folded, max(0, start - _REACH), start):
            start = rest.start()
        yield Mention(start, match.end(), moment, form)


def _stretch(match: re.Match[str], left: str) -> tuple[Moment, int, str]:
    """What a match means with the words before it, where it begins, and its form."""
    start = match.start()
    if near := match["this"] or match["next"] or match["morrow"]:
        start -= 5 if near == "hôm" and left.endswith("ngày ") else 0
        return Moment(_UNITS.get(near, "day"), ahead=0 if match["this"] else 1), start, "plain"
    if match["whole"]:
        start = match.start("whole") if match[0].startswith("h") else start
        return Moment(_UNITS[match["whole"]]), start, "open"
    if match["school"]:
        return Moment("year", int(match["school"]), 5), start, "run"  # the school year ends with May
    if match["phase"]:
        return Moment("year", int(match["phase"]), 12), start, "run"
    printed = match["my"] or match["qy"] or match["hy"] or match["year"]
    year = int(printed) if printed else None
    if match["side"] and (count := _COUNT.search(left)):
        month = (parse_small(count["n"]) or 6) if match["side"] == "đầu" else 12
        return Moment("half", year, month), start - len(left) + count.start(), "plain"
    return _part(match, left, year)


def _part(match: re.Match[str], left: str, year: int | None) -> tuple[Moment, int, str]:
    """A month, a quarter or a year, or the part of it that the words before it name."""
    found = None if match["side"] else _PART.search(left)
    part = match["side"] or (found["part"] if found else None) or ""
    start = match.start() - (len(left) - found.start() if found else 0)
    form = "end" if part == "cuối" else "plain"
    half = found is not None and found["half"] is not None
    if match["month"]:
        day = _PART_DAY.get("nửa " + part if half else part)
        if found and found["week"]:
            day = 7 * (parse_small(found["week"]) or 1)
        elif found and found["days"] and part == "đầu":
            day = int(found["days"])
        return Moment("month", year, int(match["month"]), day), start, form
    if match["quarter"]:
        last = 3 * (parse_small(match["quarter"]) or 1)
        return (Moment("month", year, last - 2) if part in _PART_DAY else Moment("quarter", year, last)), start, form
    unit, month = _PART_MONTH.get("nửa " + part if half else part, ("year", 12))
    return Moment(unit, year, month), start, form
