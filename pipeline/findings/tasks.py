"""Tasks that can't be followed up as they stand: nobody in charge, due too early, given twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from pipeline.types import Deadline, Finding, Header, Task

_WORD: Final = re.compile(r"\w+")
_FEWEST_WORDS: Final = 6  # shorter tasks ("Báo cáo kết quả.") are repeated on purpose


CODES: Final = ("lead-missing", "same-task-twice", "deadline-before-issue", "deadline-past-at-receipt")
"""What :func:`on_tasks` may find."""


def on_tasks(header: Header, tasks: Sequence[Task], arrived: str | None) -> Iterator[Finding]:
    """The findings on each task in turn; ``arrived`` is the ISO day of receipt, if it is known."""
    issued = header.date.value if header.date else ""
    seen: set[object] = set()
    for number, task in enumerate(tasks, 1):
        if not task.lead:
            # a plan states its aims without anybody in charge
            severity = "info" if task.targets else "warning"
            yield Finding("lead-missing", severity, f"Nhiệm vụ {number} chưa rõ cơ quan chủ trì.", task.span)
        for deadline in task.deadlines:
            yield from _on_deadline(deadline, issued, arrived or "")
        words = _words(task)
        if words in seen:
            yield Finding(
                "same-task-twice", "warning", "Nhiệm vụ này đã được giao ở trên, cùng nội dung, cơ quan.", task.span
            )
        if task.lead and task.text.count(" ") + 1 >= _FEWEST_WORDS:
            seen.add(words)


def _on_deadline(deadline: Deadline, issued: str, arrived: str) -> Iterator[Finding]:
    if deadline.due is None:
        return
    due = deadline.due.isoformat()
    if issued and due[: len(issued)] < issued:
        yield Finding("deadline-before-issue", "warning", "Thời hạn trước ngày ban hành văn bản.", deadline.span)
    elif arrived and due < arrived:
        late = (date.fromisoformat(arrived) - deadline.due).days
        yield Finding(
            "deadline-past-at-receipt",
            "warning",
            f"Thời hạn đã qua {late} ngày khi nhận được văn bản.",
            deadline.span,
        )


def _words(task: Task) -> tuple[object, ...]:
    """What makes two tasks one: words, agencies and times, whatever the case and punctuation."""
    words = tuple(_WORD.findall(task.text.casefold()))
    leads = frozenset(found.value.casefold() for found in task.lead)
    return words, leads, tuple((deadline.due, deadline.rrule) for deadline in task.deadlines)
