"""Lines of inked runs → :class:`DocumentText`: what Word documents and web pages have in common.

Text in an old encoding is decoded here, run by run; ``raw`` keeps its codes and the offsets lead back to them.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import NamedTuple

from pipeline.text import repair
from pipeline.text.encodings import Run, decode_runs, edits_of
from pipeline.text.offsets import compose, splice
from pipeline.types import DocumentText, Line, Page, Span

CELL_BREAK = " |"

# Line ends of Unicode inside a run would tear a line in two; a tab parts columns, which wide gaps do as well.
_ONE_LINE = str.maketrans({"\t": "    "} | dict.fromkeys("\n\r\v\f\x85\u2028\u2029", " "))

_MARKED = re.compile(r"(?:[-–+*•]\s|\(?\d{1,2}(?:\.\d{1,2})*[.)]\s|[a-zđ]\)\s|[IVX]+\.\s)")
_ENDED = re.compile(r"[.;:!?]['\"”’)]*\s*\Z")


class Ink(NamedTuple):
    """Characters of one look; ``capitals`` are set by a style over small letters."""

    text: str
    font: str = ""
    size: float | None = None
    bold: bool = False
    italic: bool = False
    capitals: bool = False


@dataclass(frozen=True, slots=True)
class FlowLine:
    """A line on its page; ``starts`` tells whether it begins a paragraph; ``notes`` are the footnotes it refers to."""

    inks: tuple[Ink, ...]
    page: int = 1
    starts: bool = True
    notes: tuple[FlowLine, ...] = ()

    @property
    def text(self) -> str:
        return "".join(ink.text for ink in self.inks)


def line_of(inks: Sequence[Ink], page: int = 1, starts: bool = True, notes: Sequence[FlowLine] = ()) -> FlowLine | None:
    """A line without the blanks around it; None where nothing is left."""
    kept = [ink._replace(text=ink.text.translate(_ONE_LINE)) for ink in inks if ink.text]
    while kept and not kept[0].text.strip():
        del kept[0]
    while kept and not kept[-1].text.strip():
        del kept[-1]
    if not kept:
        return None
    kept[0] = kept[0]._replace(text=kept[0].text.lstrip())
    kept[-1] = kept[-1]._replace(text=kept[-1].text.rstrip())
    return FlowLine(tuple(kept), page, starts, tuple(notes))


def begins(above: str, below: str) -> bool:
    """Whether a line behind a soft break begins something of its own, or goes on with the sentence above."""
    text = below.strip()
    return bool(_MARKED.match(text)) or (bool(_ENDED.search(above)) and text[:1].isupper())


def row_of(cells: Sequence[Sequence[Ink]], page: int, notes: Sequence[FlowLine] = ()) -> FlowLine | None:
    """A table row as one line, its cells parted by bars; None where all are blank."""
    if not any(ink.text.strip() for cell in cells for ink in cell):
        return None
    inks: list[Ink] = []
    for number, cell in enumerate(cells):
        if number:
            inks.append(Ink(CELL_BREAK))
        line = line_of(cell)
        if line is not None:
            inks += [Ink(" "), *line.inks] if number else line.inks
    if line_of(cells[0]) is None and line_of(cells[-1]) is None:  # else its outer bars were taken for those of a frame
        inks = [Ink("|"), *inks, Ink(CELL_BREAK)]
    return FlowLine(tuple(inks), page, True, tuple(notes))


def plain_text(line: FlowLine) -> str:
    """The letters of one line by itself, decoded and composed, to look for words before the document is whole."""
    return unicodedata.normalize("NFC", "".join(decode_runs((ink.text, ink.font) for ink in line.inks)))


def with_notes(lines: Sequence[FlowLine]) -> Iterator[FlowLine]:
    """``lines`` with the notes of each page behind its last line."""
    for _, group in groupby(lines, key=lambda line: line.page):
        page = list(group)
        yield from page
        for line in page:
            yield from (replace(note, page=line.page) for note in line.notes)


def document(lines: Sequence[FlowLine], width: float = 0.0, height: float = 0.0) -> DocumentText:
    """The text of ``lines``, repaired, with its pages."""
    runs = [run for number, line in enumerate(lines) for run in _runs(line, number)]
    raw = "".join(run.text for run in runs)
    decoded, coded = splice(raw, edits_of(runs))
    text, offsets = repair(decoded)
    found: list[Line] = []
    start = 0
    for line in lines:
        end = text.index("\n", start)
        bold, italic, size = _style(line)
        found.append(Line(Span(start, end), line.page, None, size, bold, italic, line.starts))
        start = end + 1
    pages = tuple(_pages(found, len(text), width, height))
    return DocumentText(text, raw, compose(offsets, coded), pages, tuple(found))


def _runs(line: FlowLine, number: int) -> Iterator[Run]:
    yield from (Run(ink.text, ink.font, number, ink.capitals) for ink in line.inks)
    yield Run("\n", "", number)


def _style(line: FlowLine) -> tuple[bool, bool, float | None]:
    """What most characters of the line are."""
    letters = sum(len(ink.text) for ink in line.inks)
    sizes: Counter[float | None] = Counter()
    for ink in line.inks:
        sizes[ink.size] += len(ink.text)
    bold = sum(len(ink.text) for ink in line.inks if ink.bold)
    italic = sum(len(ink.text) for ink in line.inks if ink.italic)
    return 2 * bold > letters, 2 * italic > letters, sizes.most_common(1)[0][0] if sizes else None


def _pages(lines: Sequence[Line], length: int, width: float, height: float) -> Iterator[Page]:
    starts = {line.page: line.span.start for line in reversed(lines)}
    last = max(starts, default=1)
    begins = [0]
    for number in range(2, last + 1):
        begins.append(starts.get(number, begins[-1]))
    for number, (begin, end) in enumerate(zip(begins, [*begins[1:], length], strict=True), 1):
        yield Page(number, Span(begin, end), width, height)
