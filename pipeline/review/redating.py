"""Deadlines that hang on the document's date (``trước ngày 30/9``), placed anew when a person corrects that date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.review.edits import PEOPLE
from pipeline.types import Deadline
from pipeline.values import find_time_label, resolve_deadlines

Value = Mapping[str, Any]


def redated(deadlines: Sequence[Value], before: str | None, now: str | None) -> list[Value]:
    """The stored deadlines of a task with their due days counted from ``now``; equal where nothing hangs on it.

    Only what the program itself had placed by the former date is placed again, never what a person gave.
    """
    return [_redated(one, before, now) for one in deadlines]


def _redated(one: Value, before: str | None, now: str | None) -> Value:
    if one["rule"] == PEOPLE or one["rrule"] or one["counted_from"] == "receipt":
        return one
    was, will_be = _only(one["raw"], before), _only(one["raw"], now)
    if was is None or will_be is None or _due(was) != one["due"]:
        return one
    return {**one, "due": _due(will_be)}


def _only(raw: str, issued: str | None) -> Deadline | None:
    found = resolve_deadlines(find_time_label(raw), issued, overdue=True)
    return found[0] if len(found) == 1 else None


def _due(found: Deadline) -> str | None:
    return found.due.isoformat() if found.due else None
