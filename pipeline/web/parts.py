"""The parts of a task as its page shows them: which one is open, what may be recorded on it now, and by whom."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.clock import vietnam_today
from pipeline.follow import Status, timings, workflow
from pipeline.follow.workflow import EventKind, Transition
from pipeline.store.folding import fold
from pipeline.store.task_history import Happening
from pipeline.store.task_occurrences import Occurrence
from pipeline.store.task_page import Part, TaskPage
from pipeline.web.access import Actor, signature

MEMBERS = 40
"""How many members of a group are listed before one asks for more."""


@dataclass(frozen=True, slots=True)
class Recordable:
    """What may be recorded: on a part (0: where nobody leads), an occurrence of it, or (whole) on all parts at once.

    ``seen`` is the last event that the page shows, to be sent along.
    """

    part: int
    whole: bool
    occurrence: date | None
    seen: int
    kinds: tuple[EventKind, ...]


def acts_for(actor: Actor | None, part: Part, own: Collection[int] | None) -> bool:
    """Whether somebody may record on a part at all: an agency's account only on the part of its own agency."""
    return actor is not None and (own is None or part.unit.agency_id in own)


def recordable(
    actor: Actor | None, page: TaskPage, part: Part, own: Collection[int] | None, occurrence: Occurrence | None = None
) -> Recordable | None:
    """What somebody may record now on a part, or on one occurrence of it; None for nothing."""
    status = occurrence.now if occurrence else part.now
    if actor is None or not acts_for(actor, part, own) or page.day != vietnam_today() or status is None:
        return None
    kinds = _kinds(actor, [(status, _told(page, part, occurrence))])
    return Recordable(part.id, False, occurrence.due if occurrence else None, part.seen, kinds) if kinds else None


def recordable_whole(actor: Actor | None, page: TaskPage, own: Collection[int] | None) -> Recordable | None:
    """What somebody may record now on all parts of a task with several; None for nothing."""
    if actor is None or own is not None or len(page.parts) < 2 or page.day != vietnam_today():
        return None
    kinds = _kinds(actor, [(part.now, part.events) for part in page.parts if part.now])
    return Recordable(0, True, None, page.seen, tuple(kind for kind in kinds if "to_agency" not in kind.needs))


def open_part(page: TaskPage, asked: str, own: Collection[int] | None) -> Part | None:
    """The part that is shown in full: the one asked for, the only one there is, or that of the account's agency."""
    if asked.isdecimal():
        return next((part for part in page.parts if part.id == int(asked)), None)
    if len(page.parts) == 1:
        return page.parts[0]
    return next((part for part in page.parts if own is not None and part.unit.agency_id in own), None)


def members(page: TaskPage, typed: Mapping[str, str]) -> tuple[Part, ...]:
    """The parts whose agency has a name like the one typed, and that stand as was asked for; the urgent ones first."""
    name, timing = fold(typed.get("ten") or ""), typed.get("nhom") or ""
    shown = [
        (part, part.status.timing if part.status else "")
        for part in page.parts
        if name.strip() in fold(part.unit.agency or "") and timing in ("", part.status.timing if part.status else "")
    ]
    urgency = {word: rank for rank, word in enumerate(timings())}
    return tuple(part for part, word in sorted(shown, key=lambda one: urgency.get(one[1], len(urgency))))


def timings_of(page: TaskPage) -> dict[str, int]:
    """How many parts stand how."""
    counted: dict[str, int] = {}
    for part in page.parts:
        if part.status:
            counted[part.status.timing] = counted.get(part.status.timing, 0) + 1
    return counted


def days_left(status: Status | None, day: date) -> int | None:
    """The days until the deadline of open work, less than none where it is over; None where there is no such."""
    if status is None or status.due is None or not workflow().states[status.state].open:
        return None
    return (status.due - day).days


def _told(page: TaskPage, part: Part, occurrence: Occurrence | None) -> Sequence[Happening]:
    """What was recorded on a part, or on one occurrence of it, the last first."""
    if occurrence is None:
        return part.events
    due, whose = occurrence.due.isoformat(), (None, part.unit.assignment_id)
    return [one for one in page.events if one.occurrence_due == due and one.assignment_id in whose]


def _kinds(actor: Actor, parts: Sequence[tuple[Status, Sequence[Happening]]]) -> tuple[EventKind, ...]:
    """What may be recorded on any of these; what only its maker takes back is there for the maker alone."""
    rules, me = workflow(), signature(actor)

    def is_theirs(row: Transition, events: Sequence[Happening]) -> bool:
        return not row.same_as or next((one.actor for one in events if one.kind == row.same_as), None) == me

    possible = {
        kind
        for status, events in parts
        for kind in rules.possible(status.state, actor["role"])
        if is_theirs(rules.transitions[status.state, kind], events)
    }
    return tuple(kind for kind in rules.events.values() if kind.id in possible)
