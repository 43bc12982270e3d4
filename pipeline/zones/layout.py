"""What the printed page tells of a head: where the first justified paragraph stands, and which lines are wrapped.

Decree 30/2020, Appendix I: the subject is centred, the body is justified, its paragraphs indented. Plain text has no
layout, and nothing is told of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from pipeline.types import Box, DocumentText, Line
from pipeline.zones import cues
from pipeline.zones.cells import fold, is_upper

_MOST_LINES = 70
_INDENT = 12.0
_SLACK = 8.0
_LEFT_HALF = 0.42  # of the width of the lines: no justified paragraph begins to the right of it


@dataclass(frozen=True, slots=True)
class Layout:
    """``body``: where the first justified paragraph begins, None where none is seen; ``wrapped``: starts of lines."""

    body: int | None = None
    wrapped: frozenset[int] = frozenset()


def read_layout(text: DocumentText) -> Layout:
    """The layout of the first lines of the document."""
    placed = [(line, line.box) for line in text.lines[:_MOST_LINES] if line.box is not None]
    wrapped = frozenset(line.span.start for line, _ in placed if line.starts_paragraph is False)
    if not placed:
        return Layout()
    right = max(box[2] for _, box in placed)
    left = min(box[0] for _, box in placed)
    for (line, box), (after, below) in pairwise(placed):
        if line.page != after.page or after.starts_paragraph or not _is_justified(box, below, left, right):
            continue
        if _is_running(line, text.text):
            return Layout(line.span.start, wrapped)
    return Layout(None, wrapped)


def _is_justified(box: Box, below: Box, left: float, right: float) -> bool:
    """Whether a line is indented, full, and goes on at the left margin under it."""
    return (
        box[2] >= right - _SLACK
        and box[0] <= left + (right - left) * _LEFT_HALF
        and below[0] <= box[0] - _INDENT
        and below[0] <= left + 2 * _INDENT
        and below[1] > box[1]
    )


def _is_running(line: Line, text: str) -> bool:
    """Whether the words are those of a paragraph, not of a letterhead, a title or the list of addressees."""
    printed = text[slice(*line.span)].strip()
    key = fold(printed)
    if not printed or line.bold or is_upper(printed):
        return False
    if cues.wire(printed, key) or any(cue.match(key) for cue in (cues.TO, cues.ABOUT, cues.NUMBER, cues.NATION)):
        return False
    bullet = cues.BULLET.match(key)
    return cues.DATE.search(key) is None and (bullet is None or key[0].isdigit())
