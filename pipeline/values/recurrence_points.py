"""The day, the weekday or the hour of work that comes back: ``trước ngày 25``, ``thứ Sáu``, ``ngày 15 tháng cuối quý``.

Each is read as the parts of an RFC 5545 rule that narrow its frequency. A day of a quarter's first month names its
months (``BYMONTH=1,4,7,10``); without them a rule of several months falls due in the last one of each stretch.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from pipeline.values.expressions import sentence_after
from pipeline.values.numbers import parse_small

_FLAGS: Final = re.IGNORECASE | re.VERBOSE
_CLOCK: Final = r"\d{1,2}\s*(?:giờ|h|g)(?:\s*\d{2})?(?:\s*phút)?[’'′]?"
_LIMIT: Final = (
    r"(?:(?:chậm\s+nhất|muộn\s+nhất|trước|vào|hạn\s+(?:cuối|chót)|đến)(?:\s+(?:là|vào|trước|lúc|ngày))*\s+)?"
)
_WEEKDAY: Final = r"(?:thứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ\s+nhật)"
WEEKDAY: Final = rf"(?P<weekday>{_WEEKDAY})"
_FOLLOWING: Final = r"(?:sau|kế\s+tiếp|tiếp\s+theo|liền\s+kề)"
# (trước) ngày 25 | ngày 15 tháng 12 | ngày 15/12 | thứ Sáu | 16 giờ, standing before "hằng …" or in brackets after it
_PRINTED: Final = rf"""
    {_LIMIT}(?:(?P<clocks>{_CLOCK}(?:\s+và\s+{_CLOCK})?)(?:\s*,?\s*(?:vào\s+)?)?)?
    (?: (?:ngày\s+)?(?P<weekdays>(?:{_WEEKDAY}\s*(?:,|;|và|,\s*và)\s*){{1,4}})?{WEEKDAY}
      | (?:(?:các\s+)?ngày\s+(?P<days>(?:[0-3]?\d\s*(?:,|;|và|,\s*và)\s*(?:ngày\s+)?){{1,6}}))?
        (?:ngày\s+)?(?P<day>[0-3]?\d)
        (?:\s*/\s*(?P<month>[01]?\d)\b|\s+(?:của\s+)?tháng\s+(?P<month2>[01]?\d)\b)?(?![\d%/])
      (?:\s+(?:của\s+)?tháng\s+{_FOLLOWING})?
      (?:\s+(?:của\s+)?tháng\s+(?P<side>đầu|cuối)(?:\s+(?:tiên|cùng|của|mỗi|h[àằ]ng))*\s+quý(?:\s+{_FOLLOWING})?)?
    )?
"""
_POINT_BEFORE: Final = re.compile(rf"\b{_PRINTED}\s*,?\s*(?:của\s+)?\Z", _FLAGS)
_POINT_AFTER: Final = re.compile(
    rf"\s*(?:\(\s*|,?\s*(?=trước|chậm|muộn|vào\s+(?:ngày|thứ)))(?!\d+\s+(?:ngày|tuần|tháng|quý|năm)\b){_PRINTED}(?![/\d])",
    _FLAGS,
)
_POINT: Final = re.compile(rf"{_PRINTED}(?![/\d])", _FLAGS)
_LATER_CUE: Final = re.compile(r"\b(?:trước|chậm\s+nhất|muộn\s+nhất|vào|hạn\s+(?:cuối|chót))\s", re.IGNORECASE)
# what may not stand between a recurrence and its day: another clause, another time
_OTHER_TIME: Final = re.compile(
    r"[;:]|\d\s*/\s*\d|\bngày\s+\d|\bh[àằ]ng\s|\bmỗi\s|\bđịnh\s+kỳ|\btrong\s+(?:vòng|tháng|quý|năm)", re.IGNORECASE
)
_NEXT_POINT: Final = re.compile(r"\s*(?:,|;|và|,\s*và)\s*(?:(?:báo\s+cáo|cả)\s+năm\s+)?\(?", re.IGNORECASE)
_QUARTERS_BEFORE: Final = re.compile(
    r"\b(?P<quarters>qu[ýí]\s+(?:IV|I{1,3}|[1-4])(?:\s*(?:,|và|,\s*và)\s*(?:qu[ýí]\s+)?(?:IV|I{1,3}|[1-4]))*)\s*(?:của\s+)?\Z",
    re.IGNORECASE,
)
_QUARTER: Final = re.compile(r"\b(?:IV|I{1,3}|[1-4])\b", re.IGNORECASE)
_MONTHS_BEFORE: Final = re.compile(
    r"\btháng\s+(?P<months>[01]?\d(?:\s*(?:,|và|,\s*và)\s*(?:tháng\s+)?[01]?\d)*)\s*(?:của\s+)?\Z", re.IGNORECASE
)
_CLOCK_LATER: Final = re.compile(rf"\btrước\s+(?P<clock>{_CLOCK})", re.IGNORECASE)
_WIDTH: Final = 60  # how far before a recurrence its day may begin
DAYS: Final = {"hai": "MO", "ba": "TU", "tư": "WE", "năm": "TH", "sáu": "FR", "bảy": "SA", "2": "MO", "3": "TU",
                "4": "WE", "5": "TH", "6": "FR", "7": "SA"}  # fmt: skip


class Point(NamedTuple):
    """A day, weekday or hour of a recurrence: where it begins and ends, and the parts of a rule that it adds."""

    start: int
    end: int
    by: str


def points_before(text: str, start: int, rrule: str) -> Point | None:
    """What stands directly before a recurrence that begins at ``start``: ``trước ngày 25 | hằng tháng``."""
    left = text[max(0, start - _WIDTH) : start]
    if (point := _POINT_BEFORE.search(left)) and (by := _by(point, rrule)):
        return Point(start - len(left) + point.start(), start, by)
    if rrule == "FREQ=YEARLY" and (months := _months_before(left)):
        return Point(start - len(left) + months[0], start, months[1])
    return None


def points_after(text: str, end: int, rrule: str, *, later: bool) -> list[Point]:
    """What stands directly behind a recurrence, in brackets or after a comma; if ``later``, also in its clause."""
    rest = sentence_after(text, end)
    directly = list(_chain(rest, end, _POINT_AFTER.match(rest), rrule))
    if directly or not later:
        return directly
    if rrule == "FREQ=DAILY":
        clock = _CLOCK_LATER.search(rest)
        return [Point(end, end + clock.end(), f";BYHOUR={_hours(clock['clock'])}")] if clock else []
    cue = _LATER_CUE.search(rest)
    if cue is None or _OTHER_TIME.search(rest, 0, cue.start()):
        return []
    return [point for point in _chain(rest, end, _POINT.match(rest, cue.start()), rrule) if "DAY" in point.by]


def _chain(rest: str, end: int, match: re.Match[str] | None, rrule: str) -> Iterator[Point]:
    """The points that stand one behind the other from ``match`` on: ``15/3, 15/6, 15/9``."""
    while match and (by := _by(match, rrule)):
        closed = match.end() + rest.startswith(")", match.end())
        yield Point(end + match.start(), end + closed, by)
        following = _NEXT_POINT.match(rest, closed)
        match = _POINT.match(rest, following.end()) if following else None


def _months_before(left: str) -> tuple[int, str] | None:
    """The months or quarters directly before ``hằng năm``: a quarter stands for its last month."""
    if months := _MONTHS_BEFORE.search(left):
        named = [int(month) for month in re.findall(r"\d+", months["months"])]
        return months.start(), ";BYMONTH=" + ",".join(map(str, named))
    if quarters := _QUARTERS_BEFORE.search(left):
        named = [3 * (parse_small(quarter) or 1) for quarter in _QUARTER.findall(quarters["quarters"])]
        return quarters.start(), ";BYMONTH=" + ",".join(map(str, named))
    return None


def _by(point: re.Match[str], rrule: str) -> str:
    """What a point adds to a rule; "" where the two don't go together (a day of the month in a rule of weeks)."""
    out = ""
    month = point["month"] or point["month2"]
    by_month = rrule.startswith("FREQ=MONTHLY")
    if point["weekday"]:
        if rrule != "FREQ=WEEKLY":
            return ""
        named = re.findall(_WEEKDAY, (point["weekdays"] or "") + point["weekday"], re.IGNORECASE)
        out = ";BYDAY=" + ",".join(DAYS.get(day.split()[-1].lower(), "SU") for day in named)
    elif point["day"] and month and rrule != "FREQ=MONTHLY" and (by_month or rrule == "FREQ=YEARLY"):
        out = f";BYMONTH={int(month)};BYMONTHDAY={int(point['day'])}"
    elif point["day"] and not month and by_month:
        days = [*re.findall(r"\d+", point["days"] or ""), point["day"]]
        side = (point["side"] or "").lower()
        out = FIRST_MONTHS if side == "đầu" and rrule.endswith("INTERVAL=3") else ""
        out += ";BYMONTHDAY=" + ",".join(str(int(day)) for day in days)
    return out + (f";BYHOUR={_hours(point['clocks'])}" if point["clocks"] else "")


FIRST_MONTHS: Final = ";BYMONTH=1,4,7,10"
"""What makes a rule of three months fall in the first month of each quarter."""


def merged(points: Sequence[Point]) -> str:
    """What several points add to one rule: the same day of several months; nothing where their days differ."""
    if len(points) < 2:
        return points[0].by if points else ""
    parts = [dict(part.split("=") for part in point.by.split(";")[1:]) for point in points]
    months = [part.pop("BYMONTH", "") for part in parts]
    if any(part != parts[0] for part in parts):
        return ""
    by = [f"BYMONTH={','.join(months)}"] if all(months) else []
    return "".join(f";{part}" for part in (*by, *(f"{key}={value}" for key, value in parts[0].items())))


def _hours(clocks: str) -> str:
    return ",".join(str(int(hour)) for hour in re.findall(r"(\d{1,2})\s*(?:giờ|h|g)", clocks, re.IGNORECASE))
