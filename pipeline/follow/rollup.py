"""A task with several leads as one: it stands as that of its assignments stands which needs attention first."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, timedelta

from pipeline.follow.standing import Standing
from pipeline.follow.timing import settled_timing
from pipeline.follow.workflow import workflow

_Key = tuple[int, bool, int, int]


def roll_up(members: Sequence[Sequence[Standing]]) -> tuple[Standing, ...]:
    """The runs of a task from those of its assignments, which may begin on different days.

    Open work comes before all other, the earliest deadline first; then the states in their order, late before in time.
    A task is therefore completed when all are, and late when one was. What was given to another agency or called off
    counts only where there is nothing else.
    """
    begins = [[run.since for run in runs] for runs in members]
    days = sorted({day for each in begins for day in each})
    ends = [day - timedelta(days=1) for day in days[1:]] + [date.max]
    rolled: list[Standing] = []
    for since, until in zip(days, ends, strict=True):
        reached = [bisect_right(each, since) - 1 for each in begins]
        first = min((runs[at] for runs, at in zip(members, reached, strict=True) if at >= 0), key=_urgency)
        same = rolled and (rolled[-1].state, rolled[-1].due, rolled[-1].done) == (first.state, first.due, first.done)
        begin = rolled.pop().since if same else since
        rolled.append(Standing(begin, until, first.state, first.due, first.done))
    return tuple(rolled)


def _urgency(run: Standing) -> _Key:
    states = workflow().states
    state = states[run.state]
    late = bool(state.late) and settled_timing(run) == state.late
    rank = 0 if state.open else list(states).index(run.state)
    return rank, not late, (run.due or date.max).toordinal(), -(run.done or date.min).toordinal()
