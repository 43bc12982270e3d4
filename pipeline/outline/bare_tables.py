"""Tables without bars that assign work, found among the lines of a document: one cell a line, or columns by gaps."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.outline.columns import counts_rows
from pipeline.outline.flat_tables import read_flat_table
from pipeline.outline.spaced_tables import Cells, read_spaced_table
from pipeline.types import DocumentText, Line, Span

__all__ = ["BareTable", "find_bare_tables"]

_FIRST_HEADING = re.compile(r"\s*(?:stt|tt|số\s+(?:tt|thứ\s+tự))\b", re.I)


class BareTable(NamedTuple):
    """A table from line ``start`` up to line ``end``; the first row is its head, a group's title has a single cell."""

    start: int
    end: int
    rows: tuple[Cells, ...]


def find_bare_tables(text: DocumentText, lines: Sequence[Line]) -> Iterator[BareTable]:
    """The tables in ``lines`` whose head begins with the column of numbers."""
    done = 0
    said: list[str] = []
    for at, line in enumerate(lines):
        if at < done or not _FIRST_HEADING.match(text.text, *line.span):
            continue
        said = said or [text.text[one.span.start : one.span.end].strip() for one in lines]
        table = _read(text, lines, said, at)
        if table is not None:
            yield table
            done = table.end


def _read(text: DocumentText, lines: Sequence[Line], said: Sequence[str], at: int) -> BareTable | None:
    if not counts_rows(said[at]):
        spaced = read_spaced_table(text, lines, at)
        return BareTable(at, *spaced) if spaced else None
    flat = read_flat_table(said, at)
    if flat is None:
        return None
    rows = tuple(tuple(tuple(_stretch(text.text, lines[k]) for k in cell) for cell in row) for row in flat.rows)
    return BareTable(at, flat.end, rows)


def _stretch(text: str, line: Line) -> Span:
    """A line without the blanks around it."""
    said = text[line.span.start : line.span.end]
    start = line.span.start + len(said) - len(said.lstrip())
    return Span(start, start + len(said.strip()))
