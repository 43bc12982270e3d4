"""Where a value stands in the original: the page and its boxes, or the paragraph where the format has no pages to show.

Derived from the lines of the text, so that nothing has to carry boxes along: a value that takes a part of a line takes
that share of its box, measured by the widths that letters have in the fonts that dispatches are set in.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from pipeline.types import Box, DocumentText, Line, Span

__all__ = ["Place", "Places"]

# In the proportions of Times (Decree 30/2020/NĐ-CP, appendix I, asks for Times New Roman), to the size of the font.
_NARROW, _WIDE, _CAPITAL, _PLAIN = 0.3, 0.85, 0.7, 0.48


class _Widths(dict[str, float]):
    """The width of a character, worked out when it is first met."""

    def __missing__(self, char: str) -> float:
        self[char] = _CAPITAL if char.isupper() else _PLAIN
        return self[char]


_WIDTHS = _Widths(dict.fromkeys("ijltIíìỉĩị.,;:'’‘|!()[]/- ", _NARROW) | dict.fromkeys("mwMWĐ%—@…", _WIDE))
_CELL = " | "  # the cells of a row are set one below the other as often as side by side


class Place(NamedTuple):
    """A part of a page: ``box`` in points from its top left corner, or ``paragraph`` where there is no layout."""

    page: int
    box: Box | None = None
    paragraph: int | None = None


class Places:
    """Where the spans of one text stand."""

    def __init__(self, text: DocumentText) -> None:
        self._text = text
        self._starts = [line.span.start for line in text.lines]
        self._paragraphs = list(accumulate((line.starts_paragraph is not False for line in text.lines), initial=0))

    def of(self, span: Span) -> tuple[Place, ...]:
        """The places of ``span``, one a line where there are boxes, else the paragraphs; empty for an empty span."""
        if span.end <= span.start:
            return ()
        return tuple(_distinct(self._place(at, span) for at in self._lines_at(span)))

    def paragraph(self, at: int) -> int:
        """The number of the paragraph, from 1, that the line with index ``at`` belongs to."""
        return max(self._paragraphs[at + 1], 1)

    def _lines_at(self, span: Span) -> Iterator[int]:
        lines = self._text.lines
        first = max(bisect_right(self._starts, span.start) - 1, 0)
        for at in range(first, bisect_left(self._starts, span.end, lo=first)):
            if lines[at].span.end > span.start:
                yield at

    def _place(self, at: int, span: Span) -> Place:
        line = self._text.lines[at]
        if line.box is None:
            return Place(line.page, paragraph=self.paragraph(at))
        return Place(line.page, _part(self._text.text, line, line.box, span))


def _part(text: str, line: Line, box: Box, span: Span) -> Box:
    """The share of ``box`` that ``span`` takes of the line."""
    start, end = max(span.start, line.span.start), min(span.end, line.span.end)
    printed = text[line.span.start : line.span.end]
    x0, top, x1, bottom = box
    if (start, end) == line.span or _CELL in printed:
        return box
    widths, total = _widths(printed)
    before = sum(widths[: start - line.span.start])
    inside = sum(widths[start - line.span.start : end - line.span.start])
    scale = (x1 - x0) / total
    left = x0 + before * scale
    return round(left, 2), top, round(left + inside * scale, 2), bottom


@lru_cache(maxsize=64)  # the values of a task stand on the same few lines
def _widths(printed: str) -> tuple[tuple[float, ...], float]:
    """The width of every character of a line, and of all together."""
    widths = tuple(map(_WIDTHS.__getitem__, printed))
    return widths, sum(widths)


def _distinct(found: Iterator[Place]) -> Iterator[Place]:
    last: Place | None = None
    for place in found:
        if place != last:
            yield place
        last = place
