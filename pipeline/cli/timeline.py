"""A task as lines for people: each of its assignments with its status as of a day, what happened and what may."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from pipeline.follow import Event, status_at, workflow
from pipeline.store.units import Unit


def timeline(task: dict[str, Any], units: Sequence[Unit], day: date) -> Iterator[str]:
    """Lines about a task, those of each assignment under a line of its own."""
    yield f"Việc số {task['id']}: {task['text']}"
    yield f"{task['document']}; tính đến {day:%d/%m/%Y}"
    for unit in units:
        yield from _unit(unit, day)


def _unit(unit: Unit, day: date) -> Iterator[str]:
    rules = workflow()
    name = unit.agency or "(chưa rõ chủ trì)"
    now = status_at(unit.history, day)
    if now is None:
        yield f"{name}: chưa giao"
        return
    due = f", hạn {now.due:%d/%m/%Y}" if now.due else ""
    yield f"{name}: {rules.states[now.state].label}; {now.timing}{due}"
    for event in unit.history.events:
        if event.day <= day:
            yield f"  {_event(event)}"
    possible = (f"{kind} ({rules.events[kind].label})" for kind in rules.possible(now.state))
    yield f"  ghi được: {', '.join(possible)}"


def _event(event: Event) -> str:
    rules = workflow()
    kind, role = rules.events.get(event.kind), rules.roles.get(event.role or "")
    said = (
        f"{event.percent}%" if event.percent is not None else "",
        f"hạn {event.new_due:%d/%m/%Y}" if event.new_due else "",
        event.note or "",
        " – ".join(part for part in (event.actor, role and role.label) if part),
    )
    return "; ".join([f"{event.day:%d/%m/%Y} {kind.label if kind else event.kind}", *filter(None, said)])
