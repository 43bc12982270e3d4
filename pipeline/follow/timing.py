"""How work stands for its deadline on a day: the words of the supervisor's report.

Completed in time or late, open in time or late, and apart from these four the work without a deadline, which must never
pass for work that is in time or overdue; what waits for somebody's decision has words of its own.
"""

from __future__ import annotations

from datetime import date, timedelta

from pipeline.follow.standing import Standing
from pipeline.follow.workflow import workflow

OVERDUE = "quá hạn"
TODAY = "đến hạn hôm nay"
SOON = "sắp đến hạn"
IN_TIME = "trong hạn"
RECURRING = "định kỳ"
NO_DEADLINE = "không có hạn"

SOON_WITHIN = timedelta(days=5)


def timings() -> tuple[str, ...]:
    """Every answer of :func:`timing`: those of open work first, the most urgent before the others."""
    closed = [word for state in workflow().states.values() for word in (state.timing, state.late) if word]
    return (OVERDUE, TODAY, SOON, IN_TIME, RECURRING, NO_DEADLINE, *closed)


def timing(run: Standing, day: date, recurring: bool = False) -> str:
    """One of :func:`timings`, for a day of the run."""
    return settled_timing(run, recurring) or open_timing(run.due or date.max, day)


def settled_timing(run: Standing, recurring: bool = False) -> str | None:
    """The timing where every day of the run has the same; None for open work with a deadline.

    Work without a deadline that was done counts as done in time: there was nothing to be late for. What counts is the
    day on which the agency said so, however long the confirmation took, against the deadline then in force.
    """
    state = workflow().states[run.state]
    if not state.open:
        late = run.due is not None and run.done is not None and run.done > run.due
        return state.late if late else state.timing
    if run.due is None:
        return RECURRING if recurring else NO_DEADLINE
    return None


def open_timing(due: date, day: date) -> str:
    """How open work with a deadline stands on a day.

    >>> [open_timing(date(2025, 3, 10), date(2025, 3, day)) for day in (4, 5, 10, 11)]
    ['trong hạn', 'sắp đến hạn', 'đến hạn hôm nay', 'quá hạn']
    """
    if due < day:
        return OVERDUE
    if due == day:
        return TODAY
    return SOON if due - day <= SOON_WITHIN else IN_TIME
