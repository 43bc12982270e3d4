"""Place and date of issue, as ISO 8601 with the precision that is printed.

``ngày     tháng 4 năm 2024``, the day left blank for the pen, is ``2024-04``.
"""

from __future__ import annotations

import re

from pipeline.types import Cell, Found, Piece, Role, Span, TailPiece, TailRole
from pipeline.zones.cells import fold

_WORDS = re.compile(r"ngay(?P<day>[\d\s.…_]*)thang(?P<month>[\d\s.…_]*)nam(?P<year>[\d\s.…_]*)", re.VERBOSE)
# Hôm nay, ngày 02 tháng 10 năm 2025, tại …; Hồi 09 giờ 10 phút, ngày 17/4/2025, …
_TOLD = re.compile(
    r"\b(?:hôm\s+nay\s*,?\s*(?:vào\s+)?|(?:hồi|vào\s+lúc)\s+)(?:\d{1,2}\s*(?:giờ|h)\s*\d{0,2}(?:\s*phút)?\s*,?\s*)?"
    r"(?P<date>ngày\s+\d{1,2}(?:\s+tháng\s+\d{1,2}\s+năm\s+\d{4}|\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}))",
    re.I,
)
_FIRST_WORDS = 2_000  # characters of the body in which an agreement says when it was made
_FIGURES = re.compile(r"(?:ngay\s*)?(?P<day>\d{1,2})\s*[/.-]\s*(?P<month>\d{1,2})\s*[/.-]\s*(?P<year>\d{4})")


def iso_date(text: str) -> str | None:
    """The date that the text states, as far as it states it.

    >>> iso_date("ngày 24 tháng11 năm 2025"), iso_date("ngày    tháng 4 năm 2024"), iso_date("ngày    tháng    năm")
    ('2025-11-24', '2024-04', None)
    """
    key = fold(text if text.lower().startswith(("ngày", "ngay")) or "/" in text else "ngày " + text)
    match = _WORDS.search(key) or _FIGURES.search(key)
    if match is None:
        return None
    day, month, year = (re.sub(r"\D", "", match[name]) for name in ("day", "month", "year"))
    if len(year) != 4 or not "1900" < year < "2200":
        return None
    if not month or not 1 <= int(month) <= 12:
        return year
    if not day or not 1 <= int(day) <= 31:
        return f"{year}-{int(month):02d}"
    return f"{year}-{int(month):02d}-{int(day):02d}"


def find_date(head: tuple[Piece, ...], tail: tuple[TailPiece, ...]) -> tuple[Found[str] | None, Found[str] | None]:
    """Date and place, from the head or, as minutes and some reports print them, from above the signature."""
    lines = [(p.cell, "head:date", 1.0) for p in head if p.role is Role.DATE]
    lines += [(p.cell, "tail:date", 0.8) for p in tail if p.role is TailRole.DATE]
    date = place = None
    for cell, rule, confidence in lines:
        at = cell.key.find("ngay")
        value = iso_date(cell.text[at:])
        if date is None and value:
            raw = cell.text[at:].rstrip(" .;")
            date = Found(value, Span(cell.span.start + at, cell.span.start + at + len(raw)), rule, confidence, raw)
        place = place or _place(cell, at, rule, confidence)
    return date, place


def date_told(body: str, start: int) -> Found[str] | None:
    """The date with which minutes and agreements begin, where none is printed in the head or above the signature."""
    match = _TOLD.search(body[:_FIRST_WORDS])
    value = iso_date(match["date"]) if match else None
    if match is None or value is None:
        return None
    return Found(value, Span(start + match.start("date"), start + match.end("date")), "body:date", 0.8, match["date"])


def _place(cell: Cell, at: int, rule: str, confidence: float) -> Found[str] | None:
    raw = cell.text[:at].rstrip(" ,")
    if not raw or not raw[0].isalpha():
        return None
    return Found(" ".join(raw.split()), Span(cell.span.start, cell.span.start + len(raw)), rule, confidence, raw)
