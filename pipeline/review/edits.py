"""What a person changes: edits made in one act, kept as old and new value, and taken back by a further act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

PEOPLE = "người sửa"
"""The rule of a value that a person gave; its confidence is 1."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who acts: the account, the person's name and the role in which they act."""

    id: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Edit:
    """A field set to a value; ``task_id`` None is the document itself, or a task to be made where the field is "task".

    ``value``: as the store keeps it (JSON), None where there is none any more.
    """

    field: str
    value: Any
    task_id: int | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """One step of the record: the edits that were made together, each with its old value, and the act it takes back."""

    revision: int
    edits: tuple[tuple[Edit, Any], ...]
    undoes: int | None = None


def last_act(acts: Sequence[Act]) -> Act | None:
    """The act that undoing takes back: the last one that was not taken back, and that is no undoing itself."""
    gone = {act.undoes for act in acts}
    return next((act for act in reversed(acts) if act.undoes is None and act.revision not in gone), None)


def inverse(act: Act, acts: Sequence[Act] = ()) -> tuple[Edit, ...]:
    """The edits that take an act back, the last of it first; tasks by the ids that they came to have in ``acts``."""
    now = _renamed(acts)
    return tuple(Edit(edit.field, old, _id_now(edit.task_id, now)) for edit, old in reversed(act.edits))


def _renamed(acts: Sequence[Act]) -> dict[int, int]:
    """Of tasks whose deletion was undone when another one had their id already: the id that they had, and the new one.

    Registers of earlier versions have such tasks.
    """
    by_revision = {act.revision: act for act in acts}
    undone = [(by_revision[act.undoes], act) for act in acts if act.undoes in by_revision]
    return {
        asked.task_id: made.task_id
        for meant, undoing in undone
        for (asked, _), (made, _) in zip(reversed(meant.edits), undoing.edits, strict=False)
        if asked.task_id is not None and made.task_id is not None and asked.task_id != made.task_id
    }


def _id_now(task_id: int | None, now: Mapping[int, int]) -> int | None:
    while task_id is not None and task_id in now:
        task_id = now[task_id]
    return task_id
