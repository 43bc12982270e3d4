"""A place in the text, and a value with its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")

Box = tuple[float, float, float, float]
"""``(x0, top, x1, bottom)`` in PDF points from the top left corner of the page."""


class Span(NamedTuple):
    """A half-open range of characters of :attr:`DocumentText.text`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A value, the place it was read from and the rule that read it.

    ``raw`` is the text as it stands at ``span``; ``span`` is None only for what was inferred (an issuer from a symbol).
    """

    value: T
    span: Span | None
    rule: str
    confidence: float = 1.0
    raw: str = ""
