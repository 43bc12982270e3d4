"""What a person changes: edits made in one act, kept as old and new value, and taken back by a further act."""

from __future__ import annotations

from collections.abc import Sequence
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


def inverse(act: Act) -> tuple[Edit, ...]:
    """The edits that take an act back, the last of it first."""
    return tuple(_back(edit, old) for edit, old in reversed(act.edits))


def _back(edit: Edit, old: Any) -> Edit:
    return Edit(edit.field, old, edit.task_id)
