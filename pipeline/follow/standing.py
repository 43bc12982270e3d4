"""Histories as runs of days in which nothing happens to the work: what is stored, so that any day is one look-up.

Nothing here depends on today. The same runs come out in a year, because events are only ever added.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from operator import attrgetter

from pipeline.follow.history import Event, History
from pipeline.follow.workflow import workflow

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Standing:
    """How an assignment stands from ``since`` to ``until``, both included: its state and the deadline in force.

    ``done``: the day on which the agency said that it had done its part, in the states in which that counts.
    """

    since: date
    until: date
    state: str
    due: date | None
    done: date | None = None


def standings(history: History) -> tuple[Standing, ...]:
    """The runs of a history, without a gap from the day it was given to the end of time.

    Events count in the order of their days, those of one day in the order of recording, and a day's last word is how
    the work stands on that day. What the workflow does not allow in the state reached is passed over. What happened
    before the work was given counts from its first day on.

    >>> asked, done = Event("extend", date(2025, 3, 12), date(2025, 4, 1)), Event("report", date(2025, 3, 20))
    >>> [(run.since.day, run.state, run.due.day) for run in standings(
    ...     History(date(2025, 3, 3), date(2025, 3, 10), (asked, done)))]
    [(3, 'assigned', 10), (12, 'assigned', 1), (20, 'reported', 1)]
    """
    begin = history.given or date.min
    runs = [Standing(begin, date.max, workflow().first, history.due)]
    for day, events in groupby(in_order(history.events), key=attrgetter("day")):
        last = after = runs[-1]
        for event in events:
            after = after_event(after, event) or after
        if after == last:
            continue
        runs[-1:] = [replace(last, until=day - _DAY)] if day > last.since else []
        runs.append(replace(after, since=max(day, begin)))
    return tuple(runs)


def standing_at(history: History, day: date) -> Standing | None:
    """The run in which ``day`` falls; None before the work was given."""
    return next((run for run in standings(history) if run.since <= day <= run.until), None)


def in_order(events: Sequence[Event]) -> list[Event]:
    """Events as they count: by day, those of one day as they were recorded."""
    return sorted(events, key=attrgetter("day"))


def taken(history: History) -> Iterator[tuple[Event, Standing | None]]:
    """Each event in the order in which it counts, with what it led to; None for one that is passed over."""
    now = Standing(history.given or date.min, date.max, workflow().first, history.due)
    for event in in_order(history.events):
        after = after_event(now, event)
        yield event, after
        now = after or now


def after_event(now: Standing, event: Event) -> Standing | None:
    """``now`` after an event, its days untouched; None where the workflow does not allow the event."""
    rules = workflow()
    row = rules.transitions.get((now.state, event.kind))
    if row is None:
        return None
    state = row.after or now.state
    moved = rules.events[event.kind].moves_due and event.new_due is not None
    done = (now.done or event.day) if rules.states[state].done else None
    return Standing(now.since, now.until, state, event.new_due if moved else now.due, done)
