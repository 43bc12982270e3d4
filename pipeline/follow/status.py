"""The status of an assignment as of a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pipeline.follow.history import History
from pipeline.follow.standing import standing_at
from pipeline.follow.timing import timing


@dataclass(frozen=True, slots=True)
class Status:
    """State, deadline in force, the day it was done if it was, and how it stands for the deadline."""

    state: str
    due: date | None
    done: date | None
    timing: str


def status_at(history: History, day: date) -> Status | None:
    """The status at the end of ``day``, as it could be known that day; None before the work was given.

    An extension counts from the day on which it was granted: work that was overdue until then was overdue. A pause
    moves no deadline; who lets the work go on may name a new one.

    >>> from pipeline.follow.history import Event
    >>> late = History(date(2025, 3, 3), date(2025, 3, 10), (Event("report", date(2025, 3, 12)),))
    >>> [status_at(late, date(2025, 3, day)).timing for day in (10, 11, 12)]
    ['đến hạn hôm nay', 'quá hạn', 'đã báo cáo quá hạn']
    """
    run = standing_at(history, day)
    return Status(run.state, run.due, run.done, timing(run, day, history.recurring)) if run else None
