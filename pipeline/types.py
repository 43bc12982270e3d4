"""Every record that passes between the stages: frozen, without behaviour beyond looking up a place.

Spans are half-open character offsets into :attr:`DocumentText.text`. Boxes are ``(x0, top, x1, bottom)`` in PDF points
from the top left corner of the page. Pages count from 1. Dates are ISO 8601, with the precision that is printed.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")

Box = tuple[float, float, float, float]


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
class Zones:
    """The parts of a dispatch: head, body, recipients and signature, then what is attached. Any may be empty."""

    head: Span
    body: Span
    tail: Span
    annexes: tuple[Span, ...] = ()


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
                return theirs + min(at - mine, max(length - 1, 0))
        return self.pieces[0][1] if self.pieces else 0


@dataclass(frozen=True, slots=True)
class Outline:
    """The blocks of a document in reading order; a block's parent stands before it."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Recipient:
    """One line after ``Nơi nhận``: the name and the note in brackets (``b/c``), if any."""

    name: Found[str]
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Header:
    """The components of Decree 30/2020/NĐ-CP, article 8, that tell what a document is; None where absent."""

    type: Found[str]
    number: Found[str] | None = None
    symbol: Found[str] | None = None
    date: Found[str] | None = None
    place: Found[str] | None = None
    issuer: Found[str] | None = None
    subject: Found[str] | None = None
    addressees: tuple[Found[str], ...] = ()
    recipients: tuple[Recipient, ...] = ()
    archive: Found[str] | None = None
    signer: Found[str] | None = None
    signer_title: Found[str] | None = None
    signer_capacity: Found[str] | None = None
    urgency: Found[str] | None = None
    secrecy: Found[str] | None = None


@dataclass(frozen=True, slots=True)
class Lapse:
    """A length of time: ``amount`` of ``unit`` (hour, day, working-day, week, month, year) from ``start``.

    ``start``: ``issue``, the day of the document itself (``kể từ ngày ký``), ``receipt``, the day on which it came in
    (``kể từ ngày nhận được văn bản này``), or ``other``.
    """

    amount: int
    unit: str
    start: str = "other"


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a task is due. ``kind``: date, period, recurring, duration or event; ``rrule`` follows RFC 5545.

    ``lapse`` is that of a duration, so that it can be counted once the day on which it starts is known.
    """

    text: str
    kind: str
    due: date | None
    rrule: str | None
    span: Span
    rule: str
    confidence: float = 1.0
    lapse: Lapse | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """A level to be reached. ``value`` is None for a target against a benchmark (above the national average)."""

    text: str
    comparator: str
    value: Decimal | None
    unit: str | None
    span: Span
    rule: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Citation:
    """Another document cited by number: ``number`` is number and symbol as in ``766/QĐ-TTg``.

    ``relation`` is what the citing document is worded to do with it: can_cu, thay_the, sua_doi, bai_bo, thuc_hien or
    tra_loi; None where it is only mentioned.
    """

    number: str
    type: str | None
    date: str | None
    issuer: str | None
    span: Span
    rule: str
    confidence: float = 1.0
    title: str | None = None
    relation: str | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """One piece of assigned work: who must do what, by when, to what measure."""

    path: str
    text: str
    span: Span
    page: int
    lead: tuple[Found[str], ...]
    coordinate: tuple[Found[str], ...]
    deadlines: tuple[Deadline, ...]
    targets: tuple[Target, ...]
    rule: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a person should look at. ``severity``: info, warning or error; ``message`` is Vietnamese."""

    code: str
    severity: str
    message: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Signature:
    """A digital signature of a PDF: who, from the certificate, when, by the signer's own clock, and what holds.

    ``intact`` is False where the signed bytes do not fit the signature; ``altered`` is True where something was changed
    after signing that signing does not allow, or where they do not fit. None: it can't be told.
    """

    signer: str | None
    organisation: str | None
    signed_at: str | None
    intact: bool | None
    altered: bool | None


@dataclass(frozen=True, slots=True)
class Dispatch:
    """A document read: what :func:`pipeline.process` returns and the store writes."""

    source: SourceFile
    text: DocumentText
    header: Header
    tasks: tuple[Task, ...]
    citations: tuple[Citation, ...]
    findings: tuple[Finding, ...] = ()
    signatures: tuple[Signature, ...] = ()
