"""Days whose weekday does not fit: ``thứ Hai, ngày 12/5/2026`` is a Tuesday, so one of the two is a slip."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from pipeline.types import Finding, Found, Header, Kind, Outline

_NAMES: Final = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_WORDS: Final = {
    **{"hai": 0, "2": 0, "ba": 1, "3": 1, "tư": 2, "4": 2, "năm": 3, "5": 3, "sáu": 4, "6": 4},
    **{"bảy": 5, "bẩy": 5, "7": 5},
}
_WEEKDAY: Final = r"(?P<name>chủ\s+nhật|thứ\s+(?P<word>hai|ba|tư|năm|sáu|bảy|bẩy|[2-7])(?!\w))"
_DAY: Final = (
    r"(?P<d>[0-3]?\d)(?:\s?[/.-]\s?(?P<m>[01]?\d)(?:\s?[/.-]\s?(?P<y>20\d\d)(?!\d)|(?![\d/.-]))"
    r"|\s+tháng\s+(?P<m2>[01]?\d)(?:\s+năm\s+(?P<y2>20\d\d))?(?!\d))"
)
# thứ Hai, ngày 12/5/2025 | Chủ nhật (ngày 18 tháng 5 năm 2025) | ngày 12/5/2025 (thứ Hai)
_BEFORE: Final = re.compile(rf"\b{_WEEKDAY}\s{{0,3}}[,(-]?\s{{0,3}}ngày\s+{_DAY}", re.IGNORECASE)
_BEHIND: Final = re.compile(
    rf"\bngày\s+{_DAY}\s{{0,3}},?\s{{0,3}}\(\s{{0,3}}(?:nhằm\s+)?(?:ngày\s+)?{_WEEKDAY}\s*\)", re.IGNORECASE
)
_HINT: Final = re.compile(r"h(?:ứ |ủ [nN]hật)")
# phiên họp thứ hai ngày 12/5/2025 counts the meetings
_COUNTED: Final = re.compile(
    r"\b(?:họp|lần|kỳ|phiên|kho[áa]|khóa|đợt|quý|tuần|năm|vòng|cuộc|nghị|hội|cấp|bước|mũi|liều|việc|người|trẻ|con|bản)\s+\Z",
    re.IGNORECASE,
)


def on_weekdays(outline: Outline, header: Header) -> Iterator[Finding]:
    """Every day of the text with a weekday that is not its own; a day without its year is the one nearest to issue."""
    issued = _issued(header.date)
    for block in outline.blocks:
        if block.kind is Kind.FURNITURE or not _HINT.search(block.text):
            continue
        for pattern in (_BEFORE, _BEHIND):
            for match in pattern.finditer(block.text):
                day = _day(match, issued)
                if day is None or _COUNTED.search(block.text[max(0, match.start() - 12) : match.start()]):
                    continue
                if day.weekday() != (_WORDS[match["word"].lower()] if match["word"] else 6):
                    yield Finding(
                        "weekday-mismatch",
                        "warning",
                        f"Ngày {day:%d/%m/%Y} là {_NAMES[day.weekday()]}, văn bản ghi “{match['name']}”.",
                        block.locate(match.start(), match.end()),
                    )


def _issued(found: Found[str] | None) -> date | None:
    try:
        return date.fromisoformat(found.value) if found else None
    except ValueError:
        return None  # only the month or the year is printed


def _day(match: re.Match[str], issued: date | None) -> date | None:
    month, year = match["m"] or match["m2"], match["y"] or match["y2"]
    years = [int(year)] if year else [issued.year + k for k in (-1, 0, 1)] if issued else []
    days = [found for one in years if (found := _valid(one, int(month), int(match["d"]))) is not None]
    return min(days, key=lambda found: abs((found - issued).days) if issued else 0, default=None)


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
