"""The values that marks carry, and the gold that is read out of a marked document.

The shape is that of ``corpus/van-ban/*.gold.json``. A task's own lead, named inside it, goes before the one that is
given from outside (a heading, a label, the opening command).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .marks import AGENCY, CITATION, DEADLINE, TARGET, TASK, Mark, Piece

LEAD, COORDINATE, PARTY = "lead", "coordinate", "party"


@dataclass(frozen=True, slots=True)
class Actor:
    """What an AGENCY mark says: the names of the agencies and whether they lead, work along or are addressed."""

    role: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Deadline:
    """What a DEADLINE mark says; ``due`` is an ISO date, ``rrule`` RFC 5545."""

    kind: str
    due: str | None = None
    rrule: str | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """What a TARGET mark says; ``value`` is None against a benchmark."""

    comparator: str
    value: float | int | None
    unit: str
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """What a TASK mark says: what the task has from outside its own text."""

    lead: tuple[str, ...] = ()
    coordinate: tuple[str, ...] = ()
    deadlines: tuple[tuple[str, Deadline], ...] = ()
    optional: bool = False


def deadline_gold(text: str, value: Deadline) -> dict[str, Any]:
    """A deadline as gold JSON."""
    return {"text": text, "kind": value.kind, "due": value.due, "rrule": value.rrule}


def _target_gold(text: str, value: Target) -> dict[str, Any]:
    gold = {"text": text, "comparator": value.comparator, "value": value.value, "unit": value.unit}
    return gold | {"optional": True} if value.optional else gold


def _names(inside: Sequence[Mark], role: str) -> list[str]:
    names = [name for m in inside if m.label == AGENCY and m.value.role == role for name in m.value.names]
    return list(dict.fromkeys(names))


def _task_gold(text: str, task: Mark, inside: Sequence[Mark]) -> dict[str, Any]:
    given: Given = task.value
    deadlines = [deadline_gold(text[m.start : m.end], m.value) for m in inside if m.label == DEADLINE]
    gold: dict[str, Any] = {
        "text": text[task.start : task.end],
        "lead": _names(inside, LEAD) or list(given.lead),
        "coordinate": list(dict.fromkeys((*_names(inside, COORDINATE), *given.coordinate))),
        "deadlines": deadlines + [deadline_gold(words, value) for words, value in given.deadlines],
        "targets": [_target_gold(text[m.start : m.end], m.value) for m in inside if m.label == TARGET],
    }
    return gold | {"optional": True} if given.optional else gold


def gold_of(document: Piece, header: Mapping[str, Any]) -> dict[str, Any]:
    """The gold of a whole document whose head says ``header``."""
    marks = sorted(document.marks, key=lambda m: (m.start, -m.end))
    tasks = [m for m in marks if m.label == TASK]
    own = f"{header['number']}/{header['symbol']}"
    cited = dict.fromkeys(m.value for m in marks if m.label == CITATION)
    inside: dict[int, list[Mark]] = {task.start: [] for task in tasks}
    for m in marks:
        home = next((task for task in tasks if task.start <= m.start and m.end <= task.end), None)
        if home is not None and m.label != TASK:
            inside[home.start].append(m)
    return {
        "header": dict(header),
        "references": [number for number in cited if number != own],
        "tasks": [_task_gold(document.text, task, inside[task.start]) for task in tasks],
    }
