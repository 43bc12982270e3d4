"""Times that can't be: days that no calendar has, limits that were seen in a task and not understood."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Final

from pipeline.types import Block, Finding, Kind, Outline, Span, Task
from pipeline.values.dates import find_impossible_days
from pipeline.values.expressions import folded
from pipeline.values.unread import find_unread

_DIGIT: Final = re.compile("[0-9]")
_TIME_LINE: Final = re.compile(r"(?:thời\s+(?:gian|hạn)|tiến\s+độ|hoàn\s+thành)\b[^:]{0,30}:", re.IGNORECASE)


def on_times(outline: Outline, tasks: Sequence[Task]) -> Iterator[Finding]:
    """Every day that the calendar doesn't have (``ngày 31/6``), every limit of a task that could not be read."""
    spans = sorted(task.span for task in tasks)
    for block in outline.blocks:
        if block.kind is Kind.FURNITURE:
            continue
        impossible = list(find_impossible_days(folded(block.text))) if _DIGIT.search(block.text) else []
        for start, end in impossible:
            message = f"“{block.text[start:end]}” không có trong lịch."
            yield Finding("impossible-date", "warning", message, block.locate(start, end))
        if not _of_task(block, 0, len(block.text), spans) and not _TIME_LINE.match(block.text):
            continue
        for start, end in find_unread(block.text):
            if _limits_task(block, start, end, spans) and not any(a < end and start < b for a, b in impossible):
                message = f"Chưa hiểu thời hạn “{block.text[start:end]}”; nhiệm vụ có thể thiếu hạn."
                yield Finding("time-unread", "warning", message, block.locate(start, end))
    for task in tasks:
        for deadline in task.deadlines:
            if deadline.due is None and deadline.kind in ("date", "period"):
                message = f"Không quy được “{deadline.text}” ra ngày cụ thể."
                yield Finding("time-unread", "warning", message, deadline.span)


def _limits_task(block: Block, start: int, end: int, tasks: Sequence[Span]) -> bool:
    """Whether a place of a block belongs to a task: inside its text, in its row of a table, in a line of its time."""
    return bool(block.kind is Kind.ROW or _TIME_LINE.match(block.text)) or _of_task(block, start, end, tasks)


def _of_task(block: Block, start: int, end: int, tasks: Sequence[Span]) -> bool:
    """Whether a part of a block touches the text of a task."""
    span = block.locate(start, end)
    at = bisect_right(tasks, Span(span.end, 0)) - 1
    return at >= 0 and tasks[at].start < span.end and span.start < tasks[at].end
