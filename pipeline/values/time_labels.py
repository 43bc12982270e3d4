"""Times where the whole string is known to be one: a cell under ``Thời hạn``, the words after ``Thời gian:``."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from pipeline.types import Deadline
from pipeline.values.dates import YEAR, find_days, find_stretches
from pipeline.values.deadlines import find_deadlines, resolve_deadlines
from pipeline.values.durations import find_plain_durations
from pipeline.values.expressions import TimeExpression, folded
from pipeline.values.moments import Moment
from pipeline.values.numbers import parse_small
from pipeline.values.recurrence import find_plain_recurring
from pipeline.values.shared_years import with_shared_years

_FLAGS: Final = re.IGNORECASE | re.VERBOSE
# 2026; 2026 - 2030; giai đoạn 2026-2030; 12/2025
_YEARS: Final = re.compile(
    rf"(?<![\d/])(?:(?P<month>[01]?\d)\s?/\s?|(?:19|20)\d\d\s*(?:[-–,]|đến|và)\s*(?:năm\s+)?)?(?P<year>{YEAR})", _FLAGS
)
_JOINED: Final = re.compile(
    r"\s*(?:[-–]|đến(?:\s+hết)?|tới)\s*(?:ngày\s*|hết\s*)?\Z|\s*(?:,|và)\s*(?:tháng\s*|quý\s*)?\Z", re.IGNORECASE
)
_ONWARD: Final = re.compile(r"\s*(?:và|,)?\s*(?:các|những)?\s*năm\s+(?:tiếp\s+theo|sau|kế\s+tiếp)", re.IGNORECASE)
_RANGE: Final = re.compile(rf"[-–]|\bđến\b|{_ONWARD.pattern}", re.IGNORECASE)  # not a mere start: it has an end
_QUARTER: Final = re.compile(rf"\bQ\.?\s?(?P<quarter>IV|I{{1,3}}|[1-4])\s?[/.-]\s?(?P<year>{YEAR})", re.IGNORECASE)
_START_ONLY: Final = re.compile(
    r"\s*(?:(?:liên\s+tục|thường\s+xuyên|hằng\s+năm|hàng\s+năm)\s*,?\s+)?"
    r"(?:kể\s+)?(?:từ|bắt\s+đầu\s+từ)\s+(?:ngày\s+|tháng\s+|năm\s+|quý\s+)?\Z",
    re.IGNORECASE,
)


def read_time_label(text: str, issued: str | None = None) -> list[Deadline]:
    """The deadlines of a string that is wholly a time; empty for ``Thường xuyên`` and for a mere start.

    One that had passed when the document was issued stays: tables of what is late are made of them.

    >>> [str(d.due) for d in read_time_label("Quý II/2026")]
    ['2026-06-30']
    """
    return resolve_deadlines(find_time_label(text), issued, overdue=True)


def find_time_label(text: str) -> list[TimeExpression]:
    """What :func:`read_time_label` resolves, not yet placed; of a range, the end."""
    found = [
        replace(e, relation="label") if e.relation in ("until", "in", "done", "bare") else e
        for e in find_deadlines(text)
        if e.rule != "period-bare"
    ]
    covered = [(e.start, e.end) for e in found]
    bare = [e for e in _bare(text) if not any(a < e.end and e.start < b for a, b in covered)]
    found = with_shared_years(text, sorted([*found, *bare], key=lambda e: e.start))
    return found or list(find_plain_recurring(text)) or list(find_plain_durations(text))


def _bare(text: str) -> list[TimeExpression]:
    found: list[TimeExpression] = []
    for start, end, moment in _moments(text):
        if found and start < found[-1].end:
            continue
        if found and _JOINED.search(text[found[-1].end : start]) and _same_work(text, found[-1], start):
            start = found.pop().start
        kind = "date" if moment.unit == "day" else "period"
        onward = _ONWARD.match(text, end)
        end = onward.end() if onward else end
        found.append(TimeExpression(text[start:end], kind, start, end, f"{kind}-label", "label", moment=moment))
    return [e for e in found if not _START_ONLY.match(text[: e.start]) or len(found) > 1 or _RANGE.search(e.text)]


def _moments(text: str) -> list[tuple[int, int, Moment]]:
    small = folded(text)
    found = [(place.start, place.end, place.moment) for place in (*find_days(small), *find_stretches(small))]
    for match in _QUARTER.finditer(text):  # QIII/2026, as cells are short of room
        last = 3 * (parse_small(match["quarter"]) or 1)
        found.append((*match.span(), Moment("quarter", int(match["year"]), last)))
    for match in _YEARS.finditer(text):
        moment = _year(match)
        if moment and not any(start < match.end() and match.start() < end for start, end, _ in found):
            found.append((match.start(), match.end(), moment))
    return sorted(found, key=lambda f: f[0])


def _year(match: re.Match[str]) -> Moment | None:
    month = int(match["month"]) if match["month"] else None
    if month is not None:
        return Moment("month", int(match["year"]), month) if 1 <= month <= 12 else None
    return Moment("year", int(match["year"]), 12)


def _same_work(text: str, earlier: TimeExpression, start: int) -> bool:
    """Whether two neighbouring times are one: a dash or ``đến`` joins any two, a comma or ``và`` years and stretches
    without a year, never days."""
    between = text[earlier.end : start]
    moment = earlier.moment
    if moment is None or not re.search(r"[,]|\bvà\b", between):
        return True
    return moment.unit == "year" or not (moment.dated or moment.unit == "day")
