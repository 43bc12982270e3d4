"""Rows of tables → what they assign: a table's head tells which cell is the work, who leads, who helps, by when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.tasks.actors import found_names
from pipeline.tasks.cell_names import cell_names, parted_names
from pipeline.tasks.drafts import whole_draft
from pipeline.tasks.rows import Table, assigns, cell_of, read_table, row_cells
from pipeline.tasks.work import Work
from pipeline.types import Block, Deadline, Kind, Span
from pipeline.values.names import whole_names
from pipeline.values.time_labels import read_time_label

__all__ = ["Rows", "times_in"]

_DASH = re.compile(r"[-–+•*]\s+")  # of the first of several points in a cell


class Rows:
    """Reads rows in order, remembering the head of the table that they belong to; ``issued``: the document's day."""

    def __init__(self, issued: str | None) -> None:
        self._issued = issued
        self._table: Table | None = None
        self._cut = False  # whether the last row has fewer cells than the head of its table

    def end(self) -> None:
        """What stands between two rows ends their table."""
        self._table = None

    def goes_on_in_cell(self, block: Block, below: Sequence[Block]) -> bool:
        """Whether an unmarked line between two rows is the rest of a cell: the row above it is short of cells."""
        if self._table is None or not self._cut or block.style or block.text.isupper():
            return False
        return any(other.kind is Kind.ROW for other in below)

    def read(self, i: int, block: Block, told: str) -> Work | None:
        """The work of block ``i``, a row; None for a head, a group, and where the table only tells (``told``)."""
        table = read_table(block, self._table)
        if table is not self._table:
            self._table = None if told else table
            return None
        if table is None:
            return None
        cells = row_cells(block, table)
        self._cut = len(cells) < table.width
        return self._work(i, block, table, cells) if assigns(block.text, cells, table) else None

    def _work(self, i: int, block: Block, table: Table, cells: Sequence[Span]) -> Work:
        content, lead = cells[table.columns["content"]], cells[table.columns["lead"]]
        dash = _DASH.match(block.text, *content)
        work = Work(whole_draft(i, block.text, dash.end() if dash else content.start, content.end, "row"))
        charged, helping = cell_names(block.text, lead)
        work.lead = found_names(block, charged, "row.lead", 0.95)
        work.coordinate = found_names(block, helping, "row.lead.along", 0.9)
        if (along := cell_of(table, cells, "coordinate")) is not None:
            names = whole_names(parted_names(block.text), *along)
            work.coordinate += found_names(block, names, "row.coordinate", 0.9)
        if (when := cell_of(table, cells, "deadline")) is not None:
            work.deadlines = times_in(block, when, self._issued)
        return work


def times_in(block: Block, cell: Span, issued: str | None) -> tuple[Deadline, ...]:
    """The times of a cell or of a label's value, which holds nothing else."""
    found = read_time_label(block.text[cell.start : cell.end], issued)
    return tuple(replace(d, span=block.locate(d.span.start + cell.start, d.span.end + cell.start)) for d in found)
