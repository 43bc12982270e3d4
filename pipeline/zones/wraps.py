"""Which line goes on with the wrapped subject above it: by its words, or by the layout of the page."""

from __future__ import annotations

from pipeline.types import Cell
from pipeline.zones import cues

__all__ = ["continues", "follows"]


def continues(before: Cell, cell: Cell) -> bool:
    """Whether a line goes on with the wrapped subject that ``before`` is the last line of."""
    first = cell.text[0]
    if first.islower():
        return True
    opens = cues.opens_body(cell.text, cell.key)
    if cell.text.startswith("Căn cứ "):
        return False
    if cues.BULLET.match(cell.key) or (opens and not cues.JOINED_END.search(before.key)):
        return False
    if cues.OPEN_END.search(before.key):
        return len(cell.text) <= 160
    if before.text[-1] in ".:;!?" or cues.TO.match(cell.key):
        return False
    return len(cell.text) <= 75 and 25 <= len(before.text) <= 110 and cell.text[-1] not in ".:;,"


def follows(before: Cell, cell: Cell, wrapped: frozenset[int]) -> bool:
    """As :func:`continues`, or by the layout of the page."""
    return continues(before, cell) or (cell.span.start in wrapped and before.text[-1] not in ".:;")
