"""What the finders of times return, and how they look at the words before a place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pipeline.types import Lapse
from pipeline.values.moments import Moment

_REACH: Final = 130
_CLAUSE: Final = re.compile(r"[.;!?][\s”\"]+(?=\S)|[;:]\s*(?=\S)|\n\s*\n")
_SENTENCE: Final = re.compile(r"[.!?;]\s+(?=\S)|\n\s*\n")


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time found in a text, not yet placed in the calendar; ``start`` and ``end`` are offsets into that text.

    ``kind``: date, period, recurring, duration or event. ``relation`` is the word before it, as one of ``before``,
    ``latest``, ``until``, ``in``, ``done``, ``label`` and ``bare``. Exactly the field of its kind is filled; a duration
    also has the ``moment`` from which it is counted where that is a printed day.
    """

    text: str
    kind: str
    start: int
    end: int
    rule: str
    relation: str = "bare"
    moment: Moment | None = None
    rrule: str | None = None
    lapse: Lapse | None = None


@lru_cache(maxsize=256)  # a paragraph is asked for its deadlines, its targets and for what is left unread
def folded(text: str) -> str:
    """``text`` in small letters, every character at its place: patterns without flags skip through it faster."""
    small = text.lower()
    return small if len(small) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def before(text: str, start: int) -> str:
    """The words before ``start`` in its clause, at most 130 characters."""
    window = text[max(0, start - _REACH) : start]
    cuts = [m.end() for m in _CLAUSE.finditer(window)]
    return window[cuts[-1] :] if cuts else window


def sentence_after(text: str, end: int, reach: int = _REACH) -> str:
    """The words from ``end`` to the end of the sentence, at most ``reach`` characters."""
    window = text[end : end + reach]
    cut = _SENTENCE.search(window)
    return window[: cut.start()] if cut else window
