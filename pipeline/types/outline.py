"""The paragraphs of a dispatch as a tree, as :mod:`pipeline.outline` builds it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pipeline.types.places import Span


class Kind(StrEnum):
    """What a block of the outline is."""

    HEAD = "head"  # letterhead, number, title, addressees
    POINT = "point"  # a numbered or lettered point, a bullet, or an unmarked paragraph of the body
    TAIL = "tail"  # recipients and signature
    ROW = "row"  # a table row
    FOOTNOTE = "footnote"
    FURNITURE = "furniture"  # page numbers, running heads
    ANNEX = "annex"  # everything after the signature that assigns nothing


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph joined from its lines, without its list marker and its footnote marks.

    ``pieces`` tells which characters of the document each part of ``text`` comes from:
    ``(offset in text, offset in document, length)``, in order.
    """

    kind: Kind
    text: str
    pieces: tuple[tuple[int, int, int], ...]
    page: int
    marker: str = ""
    style: str = ""  # the marker's style: "roman", "arabic", "decimal", "letter", "dash", "plus" …; "" for none
    level: int = 0
    parent: int | None = None  # index into Outline.blocks
    path: str = ""
    cells: tuple[Span, ...] = ()  # of a row: the cells as spans of ``text``

    def locate(self, start: int, end: int) -> Span:
        """The span of the document that holds ``text[start:end]``."""
        return Span(self._offset(start), self._offset(max(end - 1, start)) + (1 if end > start else 0))

    def _offset(self, at: int) -> int:
        for mine, theirs, length in reversed(self.pieces):
            if at >= mine:
                return theirs + (at - mine if at - mine < length else max(length - 1, 0))
        return self.pieces[0][1] if self.pieces else 0


@dataclass(frozen=True, slots=True)
class Outline:
    """The blocks of a document in reading order; a block's parent stands before it."""

    blocks: tuple[Block, ...]
