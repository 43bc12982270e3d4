"""The times by which assigned work must be done: found in a text first, placed in the calendar afterwards.

A day or a stretch counts only behind a word that sets a limit (``trước``, ``chậm nhất``, ``đến hết``, ``trong``,
``hoàn thành``) or behind a label (``Thời hạn:``); dates of cited documents, of meetings held, of figures and in the
names of plans don't.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from functools import lru_cache
from operator import attrgetter
from typing import Final

from pipeline.types import Deadline, Span
from pipeline.values.dates import Mention, find_days, find_stretches
from pipeline.values.durations import end_of, find_durations
from pipeline.values.events import find_events
from pipeline.values.expressions import TimeExpression, before, folded
from pipeline.values.limits import is_bracketed, is_excluded, is_set_for, opens_sentence, relation_of
from pipeline.values.moments import Moment, bounds, parse_issued
from pipeline.values.recurrence import find_month_days, find_quarter_days, find_recurring
from pipeline.values.shared_years import with_shared_years

_DIGIT: Final = re.compile(r"\d")
_CALENDAR: Final = ("tháng", "quý", "quí", "năm", "tuần", "hôm", "mai", "đoạn", "kỳ")
_AND: Final = re.compile(r"\s*(?:,|;|và|,\s*và)\s*", re.IGNORECASE)
_LATER_YEARS: Final = re.compile(r"\s+và\s+(?:các\s+|những\s+)?năm\s+(?:tiếp\s+theo|sau|kế\s+tiếp)", re.IGNORECASE)

_RANGE: Final = re.compile(r"\s*[-–]\s*(?:tháng|qu[ýí]|năm)\s", re.IGNORECASE)

_FIRM: Final = frozenset({"before", "latest", "label"})
_CLOSING: Final = frozenset({"before", "latest", "until"})
_NEAR: Final = 60  # how much of what follows a time is looked at
_GRACE: Final = timedelta(days=31)  # conclusions are often sent out after the first of their own deadlines
_AHEAD: Final = timedelta(days=183)  # a day without its year and without a limit may be of last year when it is farther
_CONFIDENCE: Final = {
    "before": 0.97,
    "latest": 0.97,
    "label": 0.97,
    "until": 0.93,
    "done": 0.9,
    "in": 0.85,
    "bare": 0.7,
}


def find_deadlines(text: str) -> list[TimeExpression]:
    """Every time that limits work in ``text``, in its order, not yet placed: no year is guessed here."""
    return list(_found_in(text))


def resolve_deadlines(found: Iterable[TimeExpression], issued: str | None, *, overdue: bool = False) -> list[Deadline]:
    """The deadlines of what was found, given the document's date (``2024-10-25``, ``2024-10`` or None).

    A time behind ``trong``, ``vào`` or ``đến`` that had passed when the document was issued is no deadline: it tells of
    something done; ``overdue`` keeps it. A day that can't be known stays None.
    """
    found = list(found)
    if not found:
        return []
    day = parse_issued(issued)
    precise = bool(issued and len(issued) == 10)
    return [d for e in found if (d := _resolve(e, day, precise, overdue)) is not None]


def read_deadlines(text: str, issued: str | None = None) -> list[Deadline]:
    """The deadlines of a text at once.

    >>> [str(d.due) for d in read_deadlines("Hoàn thành trước ngày 15/12.", "2024-10-25")]
    ['2024-12-15']
    """
    return resolve_deadlines(find_deadlines(text), issued)


def _find_days(text: str, small: str) -> Iterator[TimeExpression]:
    if not _DIGIT.search(text):
        return
    earlier = TimeExpression("", "date", 0, 0, "")
    for place in find_days(small):
        left = before(small, place.start)
        right = small[place.end : place.end + _NEAR]
        name, length = _limit_of_day(left, right, place, earlier, text)
        if not name or (place.form == "pair" and name not in _FIRM):
            continue
        if is_excluded(left[: len(left) - length], right, name, "day"):
            continue
        earlier = _expression(text, "date", place.start - length, place.end, name, place.moment)
        yield earlier


def _limit_of_day(left: str, right: str, place: Mention, earlier: TimeExpression, text: str) -> tuple[str, int]:
    """The name and the length of what limits a day; "" for none. Of days joined by "và", the first is limited."""
    if limit := relation_of(left):
        return limit
    if earlier.end and _AND.fullmatch(text, earlier.end, place.start):
        return earlier.relation, 0
    if place.form == "range" and left.endswith("từ "):
        return "until", len("từ ")
    return ("bare" if place.form != "pair" and is_set_for(left, right) else ""), 0


def _find_stretches(text: str, small: str) -> Iterator[TimeExpression]:
    if not any(word in small for word in _CALENDAR):
        return
    for place in find_stretches(small):
        moment, right = place.moment, small[place.end : place.end + _NEAR]
        if _RANGE.match(text, place.end):
            continue
        left = before(small, place.start)
        limit = relation_of(left)
        later = _LATER_YEARS.match(text, place.end)
        name, length = limit or ("bare", 0)
        if limit is None and not (later and left.endswith("từ ")) and not _stands_alone(left, right, moment):
            continue
        if (name == "done" and (place.form == "run" or not moment.dated)) or (
            place.form == "open" and name not in _CLOSING
        ):
            continue
        unit = "run" if place.form == "run" else moment.unit
        if unit == "year" and left.endswith("hết "):
            unit = "end of the year"  # a plan's name holds years, never their end
        if is_excluded(left[: len(left) - length], right, name, unit):
            continue
        end = later.end() if later else place.end
        name = "latest" if place.form == "end" and name == "before" else name
        kind = "date" if unit == "day" else "period"
        yield _expression(text, kind, place.start - length, end, name, moment)


def _stands_alone(left: str, right: str, moment: Moment) -> bool:
    """Whether a stretch limits work without a word before it: first in its sentence, or in brackets behind the work."""
    bracketed = moment.dated and moment.unit in ("month", "quarter") and is_bracketed(left, right)
    return bracketed or opens_sentence(left, right, moment.dated)


_FINDERS: Final[tuple[Callable[[str, str], Iterator[TimeExpression]], ...]] = (
    find_month_days,
    find_recurring,
    find_quarter_days,
    find_durations,
    _find_days,
    _find_stretches,
    find_events,
)
"""In the order of their right: what an earlier one has found, a later one doesn't find again.

Each is given the text and the text in small letters.
"""


def _expression(text: str, kind: str, start: int, end: int, relation: str, moment: Moment) -> TimeExpression:
    end += text.startswith(")", end) and text.count("(", start, end) > text.count(")", start, end)
    return TimeExpression(text[start:end], kind, start, end, f"{kind}-{relation}", relation, moment=moment)


@lru_cache(maxsize=512)  # a paragraph is asked for its clauses, for its tasks and for what is left unread
def _found_in(text: str) -> tuple[TimeExpression, ...]:
    small = folded(text)
    return tuple(with_shared_years(text, _disjoint(find(text, small) for find in _FINDERS)))


def _disjoint(found: Iterable[Iterable[TimeExpression]]) -> list[TimeExpression]:
    kept: list[TimeExpression] = []
    for expressions in found:
        starts = [e.start for e in kept]
        free = []
        for e in expressions:
            at = bisect_left(starts, e.end)
            if at == 0 or kept[at - 1].end <= e.start:
                free.append(e)
        if free:
            kept = sorted([*kept, *free], key=attrgetter("start"))
    return kept


def _resolve(found: TimeExpression, issued: date | None, precise: bool, overdue: bool) -> Deadline | None:
    due = None
    if found.lapse and found.moment:
        counted_from = bounds(found.moment, issued)
        due = end_of(found.lapse, counted_from[1]) if counted_from else None
        if due and issued and not overdue and due < issued - _GRACE:
            return None
    elif found.moment:
        placed = bounds(found.moment, issued)
        if placed and issued and not overdue and _is_past(placed[1], issued, found):
            return None
        if placed:
            due = placed[0] - timedelta(days=1) if found.relation == "before" and found.kind == "period" else placed[1]
    elif found.lapse and found.lapse.start == "issue" and issued and precise:
        due = end_of(found.lapse, issued)
    confidence = _CONFIDENCE[found.relation] if found.kind in ("date", "period") else 0.85
    span = Span(found.start, found.end)
    return Deadline(found.text, found.kind, due, found.rrule, span, found.rule, confidence, found.lapse)


def _is_past(last: date, issued: date, found: TimeExpression) -> bool:
    if found.kind == "date" and found.relation == "bare":  # the day of what has been, unless it lies ahead
        return not issued < last < issued + _AHEAD
    if found.moment is None or not found.moment.dated:
        return False
    if found.relation in _FIRM:
        return last < issued - _GRACE
    return last < issued or (last == issued and found.relation == "until" and found.kind == "date")
