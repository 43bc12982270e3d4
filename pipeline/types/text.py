"""A file and its text, as :mod:`pipeline.sources` reads it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from pipeline.types.findings import Finding
from pipeline.types.places import Box, Span


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file as it was received: its bytes decide its media type, never its name.

    ``parent`` is the hash of what it came in: the e-mail, the letter it is attached to, or the file of which it is a
    further document; ``data`` is then empty, as the file has it.
    """

    name: str
    sha256: str
    media_type: str
    data: bytes = field(repr=False)
    parent: str | None = None
    password: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line. ``starts_paragraph`` is what the layout says (indent, gap); None where there is no layout."""

    span: Span
    page: int
    box: Box | None = None
    size: float | None = None
    bold: bool = False
    italic: bool = False
    starts_paragraph: bool | None = None
    confidence: float = 1.0  # of a recognised line: that of its words; 1 where the text came with the file


@dataclass(frozen=True, slots=True)
class Page:
    """A page and its part of the text; width and height in points, 0 where the format has no layout."""

    number: int
    span: Span
    width: float = 0.0
    height: float = 0.0


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """From offsets of the repaired text to offsets of the raw text: runs of equal shift, sorted by their start."""

    starts: tuple[int, ...] = (0,)
    raw_starts: tuple[int, ...] = (0,)

    def raw(self, offset: int) -> int:
        """The offset in the raw text of the character at ``offset`` of the repaired text."""
        run = bisect_right(self.starts, offset) - 1
        return self.raw_starts[run] + (offset - self.starts[run])


@dataclass(frozen=True, slots=True)
class Arrival:
    """What the receiving office stamped on the dispatch: its register number and ISO date; None if unread."""

    number: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True)
class DocumentText:
    """The text of a document after repair (NFC, plain spaces), with its pages and lines; ``raw`` is kept as it came."""

    text: str
    raw: str
    offsets: OffsetMap
    pages: tuple[Page, ...]
    lines: tuple[Line, ...]
    confidence: float = 1.0
    arrival: Arrival | None = None
    findings: tuple[Finding, ...] = ()  # on the reading itself: what a scan leaves open

    def page_at(self, offset: int) -> int:
        """The number of the page on which the character at ``offset`` stands."""
        starts = [page.span.start for page in self.pages]
        return self.pages[max(bisect_right(starts, offset) - 1, 0)].number
