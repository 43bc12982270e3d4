"""Ruled tables of a PDF page: a row becomes one line, its cells parted by `` | `` as in plain texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.sources.pdf_glyphs import HYPHEN, Glyph
from pipeline.sources.pdf_rows import Printed, print_line, rows_of, runs_of
from pipeline.sources.ruled_grid import Grid, Slot, grids_of
from pipeline.types import Box

CELL_BREAK = " |"
_MIDDLE = 0.3  # font sizes from the baseline up to the middle of a small letter


@dataclass(frozen=True, slots=True)
class Table:
    """A table: where it stands and its rows as printed lines."""

    box: Box
    rows: tuple[Printed, ...]


def take_tables(glyphs: Sequence[Glyph], rules: Sequence[Box]) -> tuple[list[Table], list[Glyph]]:
    """The tables that ``rules`` draw, from top to bottom, and the characters that stand outside of them."""
    rest = list(glyphs)
    tables: list[Table] = []
    for grid in grids_of(rules):
        cells, rest = _by_cell(rest, grid)
        if cells:
            tables.append(Table(grid.box, tuple(_rows(cells, grid))))
    return tables, rest


def _by_cell(glyphs: Iterable[Glyph], grid: Grid) -> tuple[dict[Slot, list[Glyph]], list[Glyph]]:
    """The characters in each cell of ``grid``, told by their middle, and those outside of it."""
    left, top, right, bottom = grid.box
    cells: dict[Slot, list[Glyph]] = {}
    outside: list[Glyph] = []
    for glyph in glyphs:
        _, x0, _, x1, _, base, style, _ = glyph
        x, y = (x0 + x1) / 2, base - _MIDDLE * style.size
        if left < x < right and top < y < bottom:
            cells.setdefault(grid.cell_at(x, y), []).append(glyph)
        else:
            outside.append(glyph)
    return cells, outside


def _rows(cells: Mapping[Slot, Sequence[Glyph]], grid: Grid) -> list[Printed]:
    """One line a row of the grid; a cell over several rows is said in each of them, as in Word's tables."""
    printed = {owner: [print_line(row.runs) for row in rows_of(runs_of(cell))] for owner, cell in cells.items()}
    rows: list[Printed] = []
    for row, slots in enumerate(grid.owners):
        owners = [owner for column, owner in enumerate(slots) if owner[1] == column]
        own = [line for owner in owners if owner[0] == row for line in printed.get(owner, ())]
        if own:
            rows.append(_row([_joined(printed.get(owner, ())) for owner in owners], own))
    return rows


def _row(texts: Sequence[str], lines: Sequence[Printed]) -> Printed:
    """The ``texts`` of a row's cells, of which ``lines`` begin in this row, as one line."""
    box = (
        min(line.box[0] for line in lines), min(line.box[1] for line in lines),
        max(line.box[2] for line in lines), max(line.box[3] for line in lines),
    )  # fmt: skip
    first = lines[0]
    bold, italic = all(line.bold for line in lines), all(line.italic for line in lines)
    text = CELL_BREAK.join(f" {text}" if text else "" for text in texts).strip()
    if not texts[0] and not texts[-1]:  # else its outer bars were taken for those of a framed row
        text = f"| {text} |"
    return Printed(text, box, first.base, first.size, bold, italic, first.first_word, first.hang)


def _joined(lines: Sequence[Printed]) -> str:
    """The lines of a cell as one; a word broken at its hyphen is joined, a dash between words keeps its spaces."""
    text = " ".join(line.text for line in lines)
    return text.replace(f" {HYPHEN} ", " - ").replace(f"{HYPHEN} ", "-")
