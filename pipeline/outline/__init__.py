"""DocumentText → Outline: headings, points and paragraphs as a tree; footnotes and page furniture aside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from pipeline.outline.markers import NO_MARKER, Marker, read_marker
from pipeline.outline.paragraphs import Paragraph, paragraphs
from pipeline.outline.rows import BETWEEN, PARTING, goes_on, joined
from pipeline.types import Block, DocumentText, Kind, Outline, Span, Zones
from pipeline.values.names import is_names

__all__ = ["build_outline"]

_NOTE_MARK = re.compile(r"\s?[¹²³⁰⁴-⁹]{1,3}|\[\d{1,3}\]")
_NOTE_SIGN = re.compile(r"[¹²³⁰⁴-⁹\[]")  # what every mark holds: found or missed many times faster
_LONGEST_TITLE, _FEWEST_LETTERS = 200, 4
_OPENING = 40  # characters, whose small letters are nearly always too many for a title already
_TITLE = "title"  # the style of an unmarked heading in capitals, told apart only while the tree is built
_SEPARATE = {"part": 0, "article": 1, "roman": 1, "capital": 1}


def build_outline(text: DocumentText, zones: Zones) -> Outline:
    """The blocks of head, body, tail and annexes, those of the body and of annexes nested by their markers.

    A block's text has neither its marker nor footnote marks; :meth:`Block.locate` leads back to the document.
    """
    blocks: list[Block] = []
    for kind, zone in _zones(zones):
        builder = _Builder(text, kind, len(blocks))
        for paragraph in paragraphs(text, zone):
            builder.add(paragraph)
        blocks += builder.blocks
    return Outline(tuple(blocks))


def _zones(zones: Zones) -> Iterator[tuple[Kind, Span]]:
    yield Kind.HEAD, zones.head
    yield Kind.POINT, zones.body
    yield Kind.TAIL, zones.tail
    for annex in zones.annexes:
        yield Kind.ANNEX, annex


@dataclass(frozen=True, slots=True)
class _Open:
    """A point that can still take children: its index, marker style, sign and depth."""

    index: int
    style: str
    path: str
    announces: bool


class _Builder:
    """Nests the paragraphs of one zone."""

    def __init__(self, text: DocumentText, kind: Kind, offset: int) -> None:
        self.blocks: list[Block] = []
        self._text, self._kind, self._offset = text, kind, offset
        self._stack: list[_Open] = []
        self._row: tuple[int, int] | None = None  # the last row of a table that may go on: its index and its last page

    def add(self, paragraph: Paragraph) -> None:
        """Append ``paragraph`` as a block, below the point it belongs to."""
        kind, text, pieces, cells, marker = _content(self._text, paragraph, self._kind)
        sign, style = marker.sign, marker.style
        if kind is Kind.ROW:
            self._add_row(Block(kind, text, pieces, paragraph.page, cells=cells))
            return
        if kind not in (Kind.FURNITURE, Kind.FOOTNOTE):
            self._row = None
        if kind not in (Kind.POINT, Kind.ANNEX):
            self.blocks.append(Block(kind, text, pieces, paragraph.page, sign, style))
            return
        if not style and _is_title(text):
            style = _TITLE
        self._close(style, sign)
        parent = self._stack[-1] if self._stack else None
        level, path = len(self._stack), _path(parent.path if parent else "", sign)
        index = self._offset + len(self.blocks)
        above = parent.index if parent else None
        self.blocks.append(Block(kind, text, pieces, paragraph.page, sign, marker.style, level, above, path))
        if style:
            self._stack.append(_Open(index, style, path, style == _TITLE or text.rstrip().endswith(":")))

    def _add_row(self, row: Block) -> None:
        """Append a row, or put it together with the one that the end of a page cut; heads are repeated between."""
        index, page = self._row or (0, row.page)
        if page == row.page - 1 and goes_on(self.blocks[index], row):
            self.blocks[index] = joined(self.blocks[index], row)
            self._row = index, row.page
            return
        self.blocks.append(row)
        if page != row.page - 1 or all(other.text != row.text for other in self.blocks[:index]):
            self._row = len(self.blocks) - 1, row.page

    def _close(self, style: str, sign: str) -> None:
        """Drop from the stack the points that a block of that style does not belong to."""
        if not style:
            return
        if style == _TITLE:
            self._stack = [o for o in self._stack if o.style in _SEPARATE]
            return
        if style in _SEPARATE:
            keep = [o for o in self._stack if o.style in _SEPARATE and _SEPARATE[o.style] < _SEPARATE[style]]
            same = next((k for k, o in enumerate(self._stack) if o.style == style), None)
            self._stack = self._stack[:same] if same is not None else keep or self._stack[:0]
            return
        if self._stack and self._stack[-1].announces and self._stack[-1].style != style and self._is_last():
            return
        for depth in range(len(self._stack) - 1, -1, -1):
            if self._stack[depth].style == style and _same_depth(self._stack[depth].path, style, sign):
                self._stack = self._stack[:depth]
                return

    def _is_last(self) -> bool:
        """Whether the innermost open point is the block just before."""
        return self._stack[-1].index == self._offset + len(self.blocks) - 1


def _same_depth(path: str, style: str, sign: str) -> bool:
    """Whether decimal markers have as many parts: "1.1." is no sibling of "1.1.1."."""
    if style != "decimal":
        return True
    return path.split("|")[-1].strip(".):/").count(".") == sign.strip(".):/").count(".")


def _is_title(text: str) -> bool:
    if len(text) >= _LONGEST_TITLE or sum(map(str.islower, text[:_OPENING])) > 0.1 * len(text):
        return False
    letters = sum(map(str.isalpha, text))
    return letters >= _FEWEST_LETTERS and sum(map(str.isupper, text)) > 0.9 * letters


def _path(parent: str, sign: str) -> str:
    return f"{parent}|{sign}" if parent and sign else parent or sign


class _Content(NamedTuple):
    """What a paragraph holds by itself: the fields of its block that do not hang on the blocks around it."""

    kind: Kind
    text: str
    pieces: tuple[tuple[int, int, int], ...]
    cells: tuple[Span, ...] = ()
    marker: Marker = NO_MARKER


def _content(text: DocumentText, paragraph: Paragraph, kind: Kind) -> _Content:
    if paragraph.cells:
        return _Content(Kind.ROW, *_join_cells(text.text, paragraph.cells))
    joined, pieces = _join(text.text, paragraph.spans)
    if paragraph.role != "text":
        kind = Kind.FOOTNOTE if paragraph.role == "footnote" else Kind.FURNITURE
    elif cells := _cells(joined):
        return _Content(Kind.ROW, joined, pieces, cells)
    marker = read_marker(joined) if kind in (Kind.POINT, Kind.ANNEX) else NO_MARKER
    return _Content(kind, *_without_notes(joined, pieces, marker), marker=marker)


def _join(text: str, spans: tuple[Span, ...]) -> tuple[str, tuple[tuple[int, int, int], ...]]:
    """The lines put together with a space, without it where a word was cut at a hyphen inside a symbol."""
    out: list[str] = []
    pieces: list[tuple[int, int, int]] = []
    length = 0
    for span in spans:
        piece = text[span.start : span.end]
        if out and not (out[-1].endswith("-") and len(out[-1]) > 1 and out[-1][-2].isalnum() and piece[:1].isalnum()):
            out.append(" ")
            length += 1
        out.append(piece)
        pieces.append((length, span.start, len(piece)))
        length += len(piece)
    return "".join(out), tuple(pieces)


def _join_cells(
    text: str, cells: tuple[tuple[Span, ...], ...]
) -> tuple[str, tuple[tuple[int, int, int], ...], tuple[Span, ...]]:
    """A row without bars as if it had them: its text, the map back to the document, its cells."""
    row = ""
    found: list[Span] = []
    pieces: list[tuple[int, int, int]] = []
    for spans in cells:
        row += BETWEEN if found else ""
        start = len(row)
        for part in _parts(text, spans):
            row += PARTING if len(row) > start else ""
            said, places = _join(text, part)
            pieces += [(len(row) + mine, theirs, length) for mine, theirs, length in places]
            row += said
        found.append(Span(start, len(row)))
    return row, tuple(pieces), tuple(found)


def _parts(text: str, spans: tuple[Span, ...]) -> Iterator[tuple[Span, ...]]:
    """The lines of a cell that belong together: names that stand each on a line of its own are apart."""
    begin = 0
    for k, (above, below) in enumerate(pairwise(spans), 1):
        if is_names(text[slice(*above)]) and is_names(text[slice(*below)]) and text[below.start].isupper():
            yield spans[begin:k]
            begin = k
    yield spans[begin:]


def _cells(joined: str) -> tuple[Span, ...]:
    if " | " not in joined and not joined.startswith("|") and not joined.endswith(" |"):
        return ()
    parts = joined.split("|")
    framed = joined.startswith("|") and joined.endswith("|")  # "| a | b |" has two cells, "| b | c" three
    cells: list[Span] = []
    start = 0
    for k, part in enumerate(parts):
        body = part.strip()
        begin = start + len(part) - len(part.lstrip())
        if not (framed and k in (0, len(parts) - 1)):
            cells.append(Span(begin, begin + len(body)))
        start += len(part) + 1
    return tuple(cells)


def _without_notes(
    joined: str, pieces: tuple[tuple[int, int, int], ...], marker: Marker
) -> tuple[str, tuple[tuple[int, int, int], ...]]:
    """Drop the marker and the footnote marks, and keep the map back to the document right."""
    cuts = [(0, marker.length)] if marker.length else []
    if _NOTE_SIGN.search(joined):
        cuts += [m.span() for m in _NOTE_MARK.finditer(joined) if m.start() > marker.length]
    if not cuts:
        return joined, pieces
    out: list[str] = []
    kept: list[tuple[int, int, int]] = []
    length = at = 0
    for start, end in [*cuts, (len(joined), len(joined))]:
        if start > at:
            out.append(joined[at:start])
            kept += [
                (length + max(a, at) - at, theirs + max(a, at) - a, min(a + n, start) - max(a, at))
                for a, theirs, n in pieces
                if max(a, at) < min(a + n, start)
            ]
            length += start - at
        at = end
    return "".join(out), tuple(kept)
