"""How far each value is to be trusted that was read from a scan: no more than the lines that it stands on.

Pure: a text that came with its file has lines of confidence 1 and leaves every value as it was.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any, TypeVar

from pipeline.types import Citation, Deadline, Dispatch, DocumentText, Found, Header, Recipient, Span, Target, Task

__all__ = ["weigh"]

# Recognised lines of clean print have 0.93 to 0.97; what is above counts as sure.
_SURE = 0.9

Weight = Callable[[Span | None], float]
Value = TypeVar("Value", Found[str], Deadline, Target, Citation, Task)


def weigh(dispatch: Dispatch) -> Dispatch:
    """``dispatch`` with the confidence of every value lowered by that of the lines its span touches."""
    if all(line.confidence >= _SURE for line in dispatch.text.lines):
        return dispatch
    weight = _weights(dispatch.text)
    return replace(
        dispatch,
        header=_header(dispatch.header, weight),
        tasks=tuple(_task(task, weight) for task in dispatch.tasks),
        citations=tuple(_scaled(citation, weight) for citation in dispatch.citations),
    )


def _weights(text: DocumentText) -> Weight:
    lines = sorted(text.lines, key=lambda line: line.span.start)
    starts = [line.span.start for line in lines]

    def weight(span: Span | None) -> float:
        if span is None:
            return 1.0
        first = max(bisect_right(starts, span.start) - 1, 0)
        touched = lines[first : bisect_right(starts, max(span.end - 1, span.start))]
        letters = [(min(line.span.end, span.end) - max(line.span.start, span.start), line) for line in touched]
        length = sum(max(n, 0) for n, _ in letters)
        sure = sum(max(n, 0) * min(line.confidence / _SURE, 1.0) for n, line in letters)
        return sure / length if length else 1.0

    return weight


def _header(header: Header, weight: Weight) -> Header:
    changed: dict[str, Any] = {}
    for field in fields(header):
        value = getattr(header, field.name)
        if isinstance(value, Found):
            changed[field.name] = _scaled(value, weight)
        elif isinstance(value, tuple):
            changed[field.name] = tuple(_member(member, weight) for member in value)
    return replace(header, **changed)


def _member(member: Found[str] | Recipient, weight: Weight) -> Found[str] | Recipient:
    if isinstance(member, Recipient):
        return replace(member, name=_scaled(member.name, weight))
    return _scaled(member, weight)


def _task(task: Task, weight: Weight) -> Task:
    return replace(
        _scaled(task, weight),
        lead=tuple(_scaled(found, weight) for found in task.lead),
        coordinate=tuple(_scaled(found, weight) for found in task.coordinate),
        deadlines=tuple(_scaled(deadline, weight) for deadline in task.deadlines),
        targets=tuple(_scaled(target, weight) for target in task.targets),
    )


def _scaled(value: Value, weight: Weight) -> Value:
    return replace(value, confidence=round(value.confidence * weight(value.span), 4))
