"""A task of a list with all that its order and its facets need, and its place in that order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from pipeline.follow import open_timing, timings
from pipeline.store.task_filter import NEWEST, TaskFilter

COLUMNS = "s.task_id, s.due, s.since, s.state, s.timing, d.type, d.signer, d.id, d.given_on"
"""The columns of :class:`Hit` up to the assignment, of a standing ``s`` and a document ``d``."""

JOINED = """CROSS JOIN tasks t INDEXED BY tasks_documents ON t.id = s.task_id
    CROSS JOIN documents d INDEXED BY documents_facets ON d.id = t.document_id"""
"""The task and the document of a standing, read from indexes: their own rows are long, and all over the file."""


class Hit(NamedTuple):
    """A task of a list: how it stands on the day, its document, and whose part of it is meant, if an agency's.

    ``running``: open work with a deadline, whose timing every day may change. ``waiting``: the states of members of a
    group in which somebody has to decide, known where a small set is gathered.
    """

    task_id: int
    due: str | None
    since: str
    state: str
    timing: str
    type: str
    signer: str | None
    document_id: int
    given_on: str | None
    assignment_id: int | None
    role: str
    running: bool
    waiting: frozenset[str] = frozenset()

    @property
    def part(self) -> int | None:
        """The assignment that is meant where an agency leads; None where the task as a whole is."""
        return self.assignment_id if self.role == "lead" else None


class Place(NamedTuple):
    """Where a task stands in a list: places compare as their tasks are listed."""

    rank: int
    at: int
    document: int
    task: int

    def __str__(self) -> str:
        return ".".join(map(str, self))


def read_place(typed: str) -> Place | None:
    """A place as an address carries it; None for what is none.

    >>> read_place(str(Place(0, 739000, 0, 17)))
    Place(rank=0, at=739000, document=0, task=17)
    """
    parts = typed.split(".")
    if len(parts) != len(Place._fields) or not all(part.removeprefix("-").isdecimal() for part in parts):
        return None
    place = Place(*(int(part[:15]) for part in parts))
    return place if abs(place.at) <= date.max.toordinal() and 0 <= place.rank < len(timings()) else None


def hit_of(row: Sequence[Any], day: date) -> Hit:
    """A row of :data:`COLUMNS`, with or without an assignment and its role."""
    task_id, due, since, state, timing, type_, signer, document_id, given_on = row[:9]
    assignment_id, role = row[9:] or (None, "")
    word = timing or open_timing(date.fromisoformat(due), day)
    return Hit(
        task_id, due, since, state, word, type_, signer, document_id, given_on, assignment_id, role, timing is None
    )


def place_of(hit: Hit, asked: TaskFilter) -> Place:
    """Where a task stands in the list asked for.

    By deadline: open work with one, the earliest first; then the other timings in their order, the newest change first.
    """
    if asked.sort == NEWEST:
        return Place(int(hit.given_on is None), -_ordinal(hit.given_on), -hit.document_id, hit.task_id)
    if hit.running:
        return Place(0, _ordinal(hit.due), 0, hit.task_id)
    return Place(timings().index(hit.timing), -_ordinal(hit.since), 0, -hit.task_id)


def _ordinal(day: str | None) -> int:
    return date.fromisoformat(day).toordinal() if day else 0
