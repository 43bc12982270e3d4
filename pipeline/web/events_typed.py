"""What is typed into the forms that record: read into an event, or refused beside the field that is wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from pipeline.clock import vietnam_today
from pipeline.errors import RecordRefused
from pipeline.follow import Event, workflow
from pipeline.review.times import read_typed_time
from pipeline.store import Measure
from pipeline.store.functions import YEARS, read_day
from pipeline.values.numbers import parse_number
from pipeline.web.access import Actor, signature

_LONGEST_NOTE = 4_000  # letters
_DAY_OF_MONTH = re.compile(r"\A(\d{1,2})\s?[./-]\s?(\d{1,2})\Z")


def read_event(typed: Mapping[str, str], actor: Actor, occurrence: date | None = None) -> Event:
    """The event that a form tells, with who records it. Raises RecordRefused with the field that can't be read."""
    kind = typed.get("kind", "")
    if kind not in workflow().events:
        raise RecordRefused("Hãy chọn điều cần ghi.", "kind")
    note = typed.get("note", "").strip()
    if len(note) > _LONGEST_NOTE:
        raise RecordRefused(f"Ghi chú dài quá {_LONGEST_NOTE} chữ.", "note")
    return Event(
        kind,
        _day(typed, "day") or vietnam_today(),
        new_due=read_new_due(typed.get("new_due", "")),
        percent=_percent(typed.get("percent", "")),
        note=note or None,
        actor=signature(actor),
        role=actor["role"],
        to_agency=typed.get("to_agency", "").strip() or None,
        occurrence_due=occurrence,
    )


def read_measure(typed: Mapping[str, str], actor: Actor) -> Measure:
    """The measured value that a form tells. Raises RecordRefused with the field that can't be read."""
    value = typed.get("value", "").strip().removesuffix("%").strip()
    try:
        number = parse_number(value)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise RecordRefused("Giá trị phải là số, viết như 36,74 hay 1.200.", "value")
    source = typed.get("source", "").strip()[:_LONGEST_NOTE]
    return Measure(number, _day(typed, "day") or vietnam_today(), signature(actor), source or None)


def read_new_due(typed: str, today: date | None = None) -> date | None:
    """The day to which work is extended, None for nothing; a day without its year is the next one to come.

    Raises RecordRefused for what is no day, or can only be understood as one that is over.

    >>> read_new_due("5/12", date(2026, 11, 21)), read_new_due("5.1", date(2026, 11, 21))
    (datetime.date(2026, 12, 5), datetime.date(2027, 1, 5))
    """
    written, today = typed.strip(), today or vietnam_today()
    if not written or (day := read_day(written)):
        return day if written else None
    try:
        found = read_typed_time(_DAY_OF_MONTH.sub(r"\1/\2", written), None, today)
    except RecordRefused:
        found = []
    due = found[0].due if len(found) == 1 and not found[0].rrule else None
    if due is None or due < today or due.year not in YEARS:
        raise RecordRefused(
            f"“{written}” không phải là ngày sắp tới: viết như 31/12/{today.year}, hoặc 31/12.", "new_due"
        )
    return due


def read_number(typed: str) -> int:
    """A number that a form carries along, 0 for none. Raises RecordRefused for anything else."""
    if not typed.isascii() or not (typed or "0").isdigit() or len(typed) > 15:
        raise RecordRefused("Biểu mẫu không còn đúng: hãy mở lại trang rồi ghi.")
    return int(typed or 0)


def _day(typed: Mapping[str, str], name: str) -> date | None:
    written = typed.get(name, "").strip()
    if not written:
        return None
    day = read_day(written)
    if day is None:
        raise RecordRefused(f"“{written}” không phải là ngày: viết như 31/12/2025.", name)
    return day


def _percent(typed: str) -> int | None:
    written = typed.strip().removesuffix("%").strip()
    if not written:
        return None
    if not (written.isascii() and written.isdigit() and len(written) <= 3):
        raise RecordRefused("Phần trăm là số nguyên từ 0 đến 100.", "percent")
    return int(written)
