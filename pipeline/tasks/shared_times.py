"""Times that are stated once for several tasks before any of them: in a heading, in the opening command.

Guideline "When": a time on its own line after several bullets is each bullet's. A heading says the same beforehand:
``2. Tập huấn (quý II/2025)``, ``Tháng 4/2025:``, ``… hoàn thành các nội dung sau trước ngày 30/4:``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pipeline.values.deadlines import find_deadlines
from pipeline.values.expressions import TimeExpression
from pipeline.values.time_labels import find_time_label

_NEAR: Final = 90  # how far before its time the list that is due is named
_WORD: Final = re.compile(r"[^\W\d_]+")
# what may stand around a time in a heading that says nothing else, and in brackets behind one
_FRAME: Final = re.compile(r"từ|đến|hết|trong|ngày|tháng|quý|năm|giai|đoạn|đợt|bước|số|kể|nay|trước")
_FILLERS: Final = re.compile(
    rf"{_FRAME.pattern}|các|những|tất|cả|toàn|bộ|nội|dung|nhiệm|vụ|công|việc|trên|này|nêu|đã|nói|tại|mục|điểm|khoản|phải|cần"
    r"|cơ|bản|phấn|đấu|hoàn|thành|xong|dứt|được|thực|hiện|thời|gian|hạn|tiến|độ|và|yêu|cầu|đảm|bảo|chậm|nhất"
)
_LAST_BRACKET: Final = re.compile(r"\(([^()]{4,80})\)\s*:?\s*\Z")
# mục tiêu đến năm 2030: the year by which each of the points below is to be reached
_AIMS: Final = re.compile(r"(?:các\s+)?(?:mục\s+tiêu|chỉ\s+tiêu)\b", re.IGNORECASE)
# hoàn thành các nội dung sau trước ngày …: the list itself is due, not an aim that it serves
_LISTED: Final = re.compile(
    r"\b(?:các|những|một\s+số)\s+(?:nội\s+dung|nhiệm\s+vụ|công\s+việc|việc|phần\s+việc|hạng\s+mục|yêu\s+cầu|báo\s+cáo|thông\s+tin|tài\s+liệu)\b"
    r"[^.;:]{0,60}\Z",
    re.IGNORECASE,
)
# khắc phục các bất cập, hoàn thành trong tháng 11, cụ thể: the work as a whole, which the points below divide
_DONE: Final = re.compile(r"[,;]\s*(?:phải\s+|yêu\s+cầu\s+)?hoàn\s+thành\s+(?:xong\s+)?\Z", re.IGNORECASE)
_REST: Final = re.compile(r"[^.;]{0,60}:\s*\Z")


def heading_times(text: str) -> tuple[TimeExpression, ...]:
    """The times that a heading sets for what stands below it; none for the years in the name of a matter.

    >>> [e.text for e in heading_times("2. Tập huấn (quý II/2025)")], heading_times("Nhiệm vụ năm 2025")
    (['quý II/2025'], ())
    """
    text = text.rstrip()
    if bracket := _LAST_BRACKET.search(text):
        inside = find_time_label(bracket[1])
        if inside and _nothing_else(bracket[1], inside, _FILLERS):
            return tuple(_moved(inside, bracket.start(1)))
    whole = find_time_label(text)
    if whole and _nothing_else(text, whole, _FRAME):
        return tuple(whole)
    found = find_deadlines(text)
    if _AIMS.match(text):
        return tuple(e for e in found if e.relation in ("until", "in") and not text[e.end :].strip(" :"))
    return _of_list(text, found)


def opening_times(text: str, at: int) -> tuple[TimeExpression, ...]:
    """The times that an opening command sets for the list that it opens: those behind the names, from ``at`` on."""
    return _of_list(text, [e for e in find_deadlines(text) if e.start >= at])


def _of_list(text: str, found: Sequence[TimeExpression]) -> tuple[TimeExpression, ...]:
    """Those of the times by which a list that the text opens, or the work that it divides, is due as a whole."""

    def is_of_all(time: TimeExpression) -> bool:
        before = max(0, time.start - _NEAR), time.start
        return any(pattern.search(text, *before) for pattern in (_LISTED, _DONE)) and bool(_REST.match(text, time.end))

    return tuple(time for time in found if is_of_all(time))


def _nothing_else(text: str, times: Sequence[TimeExpression], words: re.Pattern[str]) -> bool:
    """Whether nothing is said beside the times but in ``words``."""
    for time in sorted(times, key=lambda e: -e.start):
        text = text[: time.start] + " " * (time.end - time.start) + text[time.end :]
    return all(words.fullmatch(word) for word in _WORD.findall(text.lower()))


def _moved(times: Sequence[TimeExpression], by: int) -> list[TimeExpression]:
    return [replace(e, start=e.start + by, end=e.end + by) for e in times]
