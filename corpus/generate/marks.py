"""Text that knows what stands where: pieces are put together with their marks, so no span is ever searched for.

A :class:`Mark` is a half-open range of its piece's text with a label and the gold value that the range says. Joining,
filling a template and taking a capital letter keep every mark on its characters.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from string import Formatter
from typing import Any, NamedTuple

AGENCY, DEADLINE, TARGET, CITATION, TASK = "AGENCY", "DEADLINE", "TARGET", "CITATION", "TASK"


class Mark(NamedTuple):
    """``text[start:end]`` of a piece says ``value``; labels are the five constants of this module."""

    start: int
    end: int
    label: str
    value: Any


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text and its marks, in the order in which they were set."""

    text: str
    marks: tuple[Mark, ...] = ()


Part = str | Piece


def piece(part: Part) -> Piece:
    """``part`` as a piece."""
    return part if isinstance(part, Piece) else Piece(part)


def join(parts: Iterable[Part], between: str = "") -> Piece:
    """The parts one after the other."""
    texts: list[str] = []
    marks: list[Mark] = []
    at = 0
    for number, part in enumerate(parts):
        if number and between:
            texts.append(between)
            at += len(between)
        if isinstance(part, Piece):
            marks += [Mark(m.start + at, m.end + at, m.label, m.value) for m in part.marks] if at else part.marks
            part = part.text
        texts.append(part)
        at += len(part)
    return Piece("".join(texts), tuple(marks))


@cache
def _parts_of(template: str) -> tuple[tuple[str, str | None], ...]:
    return tuple((literal, slot) for literal, slot, _, _ in Formatter().parse(template))


def fill(template: str, **slots: Part) -> Piece:
    """``template`` with each ``{slot}`` replaced; a slot that is not given raises ``KeyError``.

    >>> fill("giao {who} {what}", who=mark("Sở Mẫu", AGENCY, 1), what="rà soát").marks[0][:2]
    (5, 11)
    """
    parts: list[Part] = []
    for literal, slot in _parts_of(template):
        parts.append(literal)
        if slot is not None:
            parts.append(slots[slot])
    return join(parts)


def slots_of(template: str) -> frozenset[str]:
    """The names of the slots in ``template``."""
    return frozenset(slot for _, slot in _parts_of(template) if slot is not None)


def mark(part: Part, label: str, value: Any) -> Piece:
    """``part`` with one more mark, over all of it."""
    inner = piece(part)
    return Piece(inner.text, (*inner.marks, Mark(0, len(inner.text), label, value)))


def capital(part: Part) -> Piece:
    """``part`` with its first letter in upper case."""
    inner = piece(part)
    return Piece(inner.text[:1].upper() + inner.text[1:], inner.marks)
