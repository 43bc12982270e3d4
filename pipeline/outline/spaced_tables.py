"""Tables whose columns arrive between wide gaps or tabs, as they are printed: the place of a word tells its column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.outline.cell_fit import MOST, cell_cost
from pipeline.outline.columns import assigning_roles
from pipeline.types import DocumentText, Line, Span

__all__ = ["Cells", "read_spaced_table"]

Cells = tuple[tuple[Span, ...], ...]
"""The cells of a row, each with its stretches of text, one a line."""

_GAP = re.compile(r"[ ]{3,}|[ ]*\t[ ]*")
_NUMBER = re.compile(r"(\d{1,3})\s*[.)]?\Z")
_GROUP = re.compile(r"(?:[IVX]{1,5}|[A-H])\s*[.)]?\Z")
_LONGEST_HEAD = 4  # lines of a head
_FEWEST_COLUMNS = 4
_SLACK = 2  # characters by which a word may stand before its column


@dataclass(frozen=True, slots=True)
class _Chunk:
    """What stands between two gaps of a line: its text, its place in the document and in the line.

    ``tabbed``: the gaps of the line are tabs, so that a chunk without text is an empty cell.
    """

    text: str
    span: Span
    at: int
    tabbed: bool

    @property
    def end(self) -> int:
        return self.at + len(self.text)


def read_spaced_table(text: DocumentText, lines: Sequence[Line], start: int) -> tuple[int, tuple[Cells, ...]] | None:
    """The table whose head is at line ``start``: the number of the line behind it, and its rows, the head first.

    None where the line is no head of a table that assigns work, or one of its rows has something else in a column.
    """
    head = _chunks(text, lines[start])
    if len(head) < _FEWEST_COLUMNS:
        return None
    rows: list[list[list[_Chunk]]] = [[[chunk] for chunk in head]]
    edges = [chunk.at for chunk in head]
    at = start + 1
    while at < len(lines):
        chunks = _chunks(text, lines[at])
        numbered = chunks[0].tabbed or chunks[0].at < edges[1] - _SLACK
        number = _NUMBER.match(chunks[0].text) if numbered else None
        if number and int(number[1]) == sum(len(row) > 1 for row in rows):
            if len(chunks) == len(head):
                edges = [chunk.at for chunk in chunks]
            rows.append(_placed(chunks, edges))
        elif numbered and _GROUP.match(chunks[0].text):
            rows.append([chunks])
        elif len(rows) == 1 and at - start >= _LONGEST_HEAD:
            return None
        elif len(rows[-1]) == 1 or not _goes_on(chunks, edges):
            break
        else:
            for cell, more in zip(rows[-1], _placed(chunks, edges), strict=True):
                cell += more
        at += 1
    return (at, tuple(map(_spans, rows))) if _is_sure(rows) else None


def _chunks(text: DocumentText, line: Line) -> list[_Chunk]:
    """What stands between the gaps of a line; between two tabs also nothing."""
    said = _with_tabs(text, line.span)
    bare = said.strip(" ")
    start = said.find(bare)
    chunks, begin = [], start
    for gap in _GAP.finditer(said, start, start + len(bare)):
        chunks.append(_chunk(said, line, begin, gap.start()))
        begin = gap.end()
    return [*chunks, _chunk(said, line, begin, start + len(bare))]


def _chunk(said: str, line: Line, start: int, end: int) -> _Chunk:
    return _Chunk(said[start:end], Span(line.span.start + start, line.span.start + end), start, "\t" in said)


def _with_tabs(text: DocumentText, span: Span) -> str:
    """A line with the tabs that the repair of the text made blanks."""
    said = text.text[span.start : span.end]
    if "\t" not in text.raw:
        return said
    tabs = (text.raw[text.offsets.raw(span.start + k)] == "\t" for k in range(len(said)))
    return "".join("\t" if tab else char for char, tab in zip(said, tabs, strict=True))


def _placed(chunks: Sequence[_Chunk], edges: Sequence[int]) -> list[list[_Chunk]]:
    """The chunks of a line under the columns that begin at ``edges``: by their order where tabs part them or where
    there are as many, else each under the nearest."""
    cells: list[list[_Chunk]] = [[] for _ in edges]
    in_order = len(chunks) == len(edges) or (chunks[0].tabbed and len(chunks) < len(edges))
    for k, chunk in enumerate(chunks):
        cells[k if in_order else min(range(len(edges)), key=lambda n: abs(edges[n] - chunk.at))].append(chunk)
    return cells


def _goes_on(chunks: Sequence[_Chunk], edges: Sequence[int]) -> bool:
    """Whether a line without a number is the rest of a row: nothing under the numbers, nothing across two columns."""
    if chunks[0].tabbed or chunks[0].at < edges[1] - _SLACK:
        return False
    return not any(chunk.at < edge - _SLACK and chunk.end > edge + _SLACK for chunk in chunks for edge in edges)


def _is_sure(rows: Sequence[Sequence[Sequence[_Chunk]]]) -> bool:
    """Whether the head assigns work and what stands in every row is what its columns are for."""
    said = [[[chunk.text for chunk in cell] for cell in row] for row in rows]
    roles = assigning_roles([" ".join(cell) for cell in said[0]])
    found = [row for row in said[1:] if len(row) > 1]
    if roles is None or not found:
        return False
    costs = (
        sum(cell_cost([one for one in cell if one], role) for cell, role in zip(row[1:], roles, strict=True))
        for row in found
    )
    return all(cost < MOST for cost in costs)


def _spans(row: Sequence[Sequence[_Chunk]]) -> Cells:
    return tuple(tuple(chunk.span for chunk in cell if chunk.text) for cell in row)
