"""What a person types for a time → deadlines: the grammar of the dispatches first, dateparser behind it.

The grammar finds times inside sentences; here it must account for all that was typed, or the next reader is asked:
of ``thứ sáu tuần sau`` it would take ``sáu tuần``. What is relative counts from the day of the document.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from pipeline.clock import vietnam_today
from pipeline.errors import EditRefused
from pipeline.review.edits import PEOPLE
from pipeline.review.repeats import describe_repeat
from pipeline.types import Deadline, Lapse, Span
from pipeline.values import find_time_label, resolve_deadlines
from pipeline.values.dates import find_days, find_impossible_days
from pipeline.values.durations import end_of
from pipeline.values.expressions import TimeExpression, folded
from pipeline.values.moments import bounds, parse_issued
from pipeline.values.recurrence_points import DAYS, WEEKDAY

_LONGEST: Final = 200  # characters of one deadline
# what says nothing of the time itself
_FILLER: Final = re.compile(
    r"(?:hoàn\s+thành|xong|thời\s+hạn|hạn(?:\s+chót|\s+cuối)?|báo\s+cáo|gửi|thực\s+hiện|trước|chậm\s+nhất|ngày|là|và|vào"
    r"|đến|trong|từ|hết|\d{1,2}\s?(?:h|giờ)(?:\s?[0-5]\d)?(?:\s?phút)?)\b"
)
_WEEK: Final = re.compile(rf"(?:vào\s+|trước\s+)?{WEEKDAY}\s+(?:của\s+)?tuần\s+(?P<week>này|sau|tới|kế\s+tiếp)")
_AHEAD: Final = re.compile(
    r"(?:sau\s+)?(?P<n>\d{1,3})\s+(?P<unit>ngày|tuần|tháng|năm)(?P<work>\s+làm\s+việc)?\s+(?:nữa|sau|tới)"
)
_UNITS: Final = {"ngày": "day", "tuần": "week", "tháng": "month", "năm": "year"}
_WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_MONTH: Final = re.compile(r"(?:tháng\s+)?(?P<month>1[0-2]|0?[1-9])\s*(?:[/-]|\s+năm\s+)\s*(?P<year>(?:19|20)\d\d)")
_ISO: Final = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_NAMES: Final = ("thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật")
_STARTS: Final = {
    "receipt": "tính khi biết ngày nhận văn bản",
    "issue": "tính từ ngày ban hành, chưa rõ ngày ấy",
    "other": "chưa rõ kể từ ngày nào, nên không có ngày hạn",
}
_NOT_READ: Final = "Không hiểu thời hạn “{}”; viết như 30/9, quý III/2026, hằng tháng, trong 10 ngày kể từ ngày ký."
_NO_DAY: Final = "Lịch không có ngày “{}”."
_NO_DATE: Final = "Không hiểu ngày “{}”; viết như 15/12/2025, hoặc 12/2025 nếu văn bản không ghi ngày."


def read_typed_time(typed: str, issued: str | None, today: date | None = None) -> list[Deadline]:
    """The deadlines that one typed line means, nearly always one; ``issued`` is the document's date as ISO, or None.

    Raises EditRefused, with a sentence under "deadlines", for what nobody understands.

    >>> [str(one.due) for one in read_typed_time("thứ sáu tuần sau", "2025-03-03")]
    ['2025-03-14']
    """
    typed = " ".join(typed.split())[:_LONGEST]
    small = folded(typed)
    if next(find_impossible_days(small if "ngày" in small else f"ngày {small}"), None):
        raise EditRefused({"deadlines": _NO_DAY.format(typed)})
    base = parse_issued(issued) or today or vietnam_today()
    for read in (_by_grammar, _by_week, _by_count, _by_dateparser):
        if found := read(typed, small, issued, base):
            return [_of_person(one) for one in found]
    raise EditRefused({"deadlines": _NOT_READ.format(typed)})


def read_typed_date(typed: str) -> str | None:
    """The date of a document as ISO with the precision that was typed; None for nothing.

    Raises EditRefused, with a sentence under "date", for what is no date.

    >>> read_typed_date("5/3/2025"), read_typed_date("tháng 3/2025"), read_typed_date(" ")
    ('2025-03-05', '2025-03', None)
    """
    small = folded(" ".join(typed.split()))
    if not small:
        return None
    if _ISO.fullmatch(small) and parse_issued(small):
        return small
    days = [day for day in find_days(small) if day.moment.dated]
    if len(days) == 1 and (placed := bounds(days[0].moment, None)):
        return placed[0].isoformat()
    if found := _MONTH.fullmatch(small):
        return f"{found['year']}-{int(found['month']):02}"
    if re.search(r"\d", small) and (parsed := _parsed(typed, vietnam_today(), "past", ["day", "month", "year"])):
        return parsed.isoformat()
    raise EditRefused({"date": _NO_DATE.format(typed.strip())})


def describe(deadline: Deadline) -> str:
    """How a deadline was understood, as one Vietnamese line."""
    if deadline.rrule:
        return describe_repeat(deadline.rrule)
    if deadline.due:
        return describe_day(deadline.due)
    if deadline.lapse:
        return _STARTS[deadline.lapse.start]
    return (
        "khi việc ấy xảy ra, không có ngày hạn" if deadline.kind == "event" else "không rõ năm, nên không có ngày hạn"
    )


def describe_day(day: date) -> str:
    """A day with its weekday, by which who typed it sees whether it was understood.

    >>> describe_day(date(2026, 12, 5))
    'thứ bảy, 05/12/2026'
    """
    return f"{_NAMES[day.weekday()]}, {day:%d/%m/%Y}"


def _by_grammar(typed: str, small: str, issued: str | None, base: date) -> Sequence[Deadline]:
    found = find_time_label(typed)
    return resolve_deadlines(found, issued or base.isoformat(), overdue=True) if _covers(small, found) else ()


def _covers(small: str, found: Sequence[TimeExpression]) -> bool:
    """Whether nothing but fillers is left of what was typed."""
    for one in found:
        small = small[: one.start] + " " * (one.end - one.start) + small[one.end :]
    return bool(found) and not re.search(r"\w", _FILLER.sub(" ", small))


def _by_week(typed: str, small: str, issued: str | None, base: date) -> Sequence[Deadline]:
    """``thứ sáu tuần sau``: weeks begin on Monday."""
    if not (found := _WEEK.fullmatch(small)):
        return ()
    day = DAYS.get(found["weekday"].split()[-1], "SU")
    monday = base - timedelta(days=base.weekday()) + timedelta(weeks=found["week"] != "này")
    return (_deadline(typed, monday + timedelta(days=_WEEKDAYS.index(day))),)


def _by_count(typed: str, small: str, issued: str | None, base: date) -> Sequence[Deadline]:
    """``10 ngày nữa``, ``3 ngày làm việc tới``."""
    if not (found := _AHEAD.fullmatch(small)):
        return ()
    unit = "working-day" if found["work"] else _UNITS[found["unit"]]
    due = end_of(Lapse(int(found["n"]), unit), base)
    return (_deadline(typed, due),) if due else ()


def _by_dateparser(typed: str, small: str, issued: str | None, base: date) -> Sequence[Deadline]:
    found = _parsed(typed, base, "future")
    return (_deadline(typed, found),) if found else ()


def _parsed(typed: str, base: date, side: str, parts: Sequence[str] = ()) -> date | None:
    """What dateparser makes of it: Vietnamese only, day before month, on that side (future, past) of ``base``."""
    import dateparser  # half a second, where everything else did not understand

    settings = {
        "DATE_ORDER": "DMY",
        "PREFER_DATES_FROM": side,
        "RELATIVE_BASE": datetime.combine(base, time()),
        "REQUIRE_PARTS": list(parts),
        "RETURN_AS_TIMEZONE_AWARE": False,
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        found = dateparser.parse(typed, languages=["vi"], settings=settings)
    return found.date() if found else None


def _deadline(text: str, due: date) -> Deadline:
    return Deadline(text, "date", due, None, Span(0, 0), PEOPLE)


def _of_person(one: Deadline) -> Deadline:
    return Deadline(one.text, one.kind, one.due, one.rrule, one.span, PEOPLE, 1.0, one.lapse)
