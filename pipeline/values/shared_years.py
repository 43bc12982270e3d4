"""Days whose year is printed once, behind the last of them: ``trước ngày 15/6 và ngày 15/12/2026``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pipeline.values.expressions import TimeExpression
from pipeline.values.moments import Moment

__all__ = ["with_shared_years"]

_AND: Final = re.compile(r"\s*(?:,|;|và|,\s*và)\s*(?:(?:chậm\s+nhất|trước|vào)\s+(?:là\s+)?)?", re.IGNORECASE)


def with_shared_years(text: str, found: Sequence[TimeExpression]) -> list[TimeExpression]:
    """The times of ``text``, in its order, each day without a year with that of the later day that it is joined to.

    A day that lies behind the later one in the year has the year before: ``20/12 và 15/01/2026``.
    """
    shared = list(found)
    for k in range(len(shared) - 2, -1, -1):
        day, later = shared[k].moment, shared[k + 1].moment
        joined = _AND.fullmatch(text, shared[k].end, shared[k + 1].start)
        if joined and day and later and later.year and _is_open(day) and later.unit == "day":
            year = later.year - (_in_order(day) > _in_order(later))
            shared[k] = replace(shared[k], moment=replace(day, year=year))
    return shared


def _is_open(day: Moment) -> bool:
    """Whether a moment is a day of a month whose year nothing tells."""
    return day.unit == "day" and day.month is not None and not day.dated and not day.ahead


def _in_order(day: Moment) -> tuple[int, int]:
    return day.month or 0, day.day or 0
