"""How a task stands for its deadline as of a day: computed from its events each time, never stored.

The same answer comes out today and in a year for any past day, because events are only ever added. The words are those
of the supervisor's report: completed in time or late, open in time or late, and apart from these four the tasks without
a deadline, which must never pass for tasks that are in time or overdue.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

DONE_IN_TIME = "hoàn thành đúng hạn"
DONE_LATE = "hoàn thành quá hạn"
IN_TIME = "trong hạn"
SOON = "sắp đến hạn"
TODAY = "đến hạn hôm nay"
OVERDUE = "quá hạn"
RECURRING = "định kỳ"
NO_DEADLINE = "không có hạn"
CANCELLED = "đã hủy"

TIMINGS = (OVERDUE, TODAY, SOON, IN_TIME, RECURRING, NO_DEADLINE, DONE_IN_TIME, DONE_LATE, CANCELLED)
"""Every answer of :func:`timing`, the most urgent first."""

SOON_WITHIN = timedelta(days=5)


class EventKind(StrEnum):
    """What can happen to a task. A later workflow adds kinds; unknown kinds change nothing here."""

    COMPLETED = "hoan_thanh"
    EXTENDED = "gia_han"
    REOPENED = "lam_lai"
    CANCELLED = "huy"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a task on ``day``. ``new_due`` is the extended deadline, of ``gia_han`` only."""

    kind: str
    day: date
    new_due: date | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a task stands after its events: the deadline in force, and the day it was completed or called off."""

    due: date | None
    completed: date | None = None
    cancelled: bool = False


def standing(due: date | None, events: Iterable[Event], as_of: date) -> Standing:
    """The deadline in force and the state of a task at the end of the day ``as_of``.

    Events count in the order of their days; those of one day in the order given (the order of recording). A transition
    that does not fit the state is passed over: only open work is completed, extended or called off, only closed work
    is reopened. An extension therefore cannot turn late work into work in time after it was completed.

    >>> history = [Event("gia_han", date(2025, 3, 1), date(2025, 4, 1)), Event("hoan_thanh", date(2025, 3, 20))]
    >>> standing(date(2025, 3, 10), history, date(2025, 3, 5)).due
    datetime.date(2025, 4, 1)
    >>> standing(date(2025, 3, 10), history, date(2025, 2, 1)).due
    datetime.date(2025, 3, 10)
    """
    state = Standing(due)
    for event in sorted((event for event in events if event.day <= as_of), key=lambda event: event.day):
        state = _after(state, event)
    return state


def timing(due: date | None, events: Iterable[Event], as_of: date, recurring: bool = False) -> str:
    """One of :data:`TIMINGS`. ``due`` is the deadline in the dispatch, the earliest one where there are several.

    Work without a deadline that was completed counts as completed in time: there was nothing to be late for.
    ``recurring`` tells that the only deadline is a repeated one (``hằng tháng``), which has no single due day.

    >>> timing(date(2025, 3, 10), [], date(2025, 3, 10)), timing(date(2025, 3, 10), [], date(2025, 3, 11))
    ('đến hạn hôm nay', 'quá hạn')
    >>> timing(None, [], date(2025, 3, 10))
    'không có hạn'
    """
    state = standing(due, events, as_of)
    if state.cancelled:
        return CANCELLED
    if state.completed is not None:
        return DONE_LATE if state.due is not None and state.completed > state.due else DONE_IN_TIME
    return _open_timing(state.due, as_of, recurring)


def _open_timing(due: date | None, as_of: date, recurring: bool) -> str:
    if due is None:
        return RECURRING if recurring else NO_DEADLINE
    if due < as_of:
        return OVERDUE
    if due == as_of:
        return TODAY
    return SOON if due - as_of <= SOON_WITHIN else IN_TIME


def _after(state: Standing, event: Event) -> Standing:
    is_open = state.completed is None and not state.cancelled
    if event.kind == EventKind.COMPLETED and is_open:
        return Standing(state.due, completed=event.day)
    if event.kind == EventKind.EXTENDED and is_open and event.new_due is not None:
        return Standing(event.new_due)
    if event.kind == EventKind.CANCELLED and is_open:
        return Standing(state.due, cancelled=True)
    if event.kind == EventKind.REOPENED and not is_open:
        return Standing(state.due)
    return state
