"""Ruled tables of a PDF page: a row becomes one line, its cells parted by `` | `` as in plain texts.

Only full grids count: rules that cross each other and make two columns or more. A frame around a stamp is no table.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.sources.pdf_glyphs import HYPHEN, Glyph
from pipeline.sources.pdf_rows import Printed, print_line, rows_of, runs_of
from pipeline.types import Box

CELL_BREAK = " |"
_THIN = 3.0
_TOUCH = 3.0
_SHORTEST = 6.0
_MAX_RULES = 2_000  # more is a drawing


@dataclass(frozen=True, slots=True)
class Table:
    """A table: where it stands and its rows as printed lines."""

    box: Box
    rows: tuple[Printed, ...]


@dataclass(slots=True)
class _Grid:
    """Rules that hang together, as (place, from, to)."""

    upright: list[Box] = field(default_factory=list)
    level: list[Box] = field(default_factory=list)


def take_tables(glyphs: Sequence[Glyph], rules: Sequence[Box]) -> tuple[list[Table], list[Glyph]]:
    """The tables that ``rules`` draw, from top to bottom, and the characters that stand outside of them."""
    rest = list(glyphs)
    tables: list[Table] = []
    for grid in _grids(rules):
        xs = _places([(rule[0] + rule[2]) / 2 for rule in grid.upright])
        ys = _places([(rule[1] + rule[3]) / 2 for rule in grid.level])
        if len(xs) < 3 or len(ys) < 2:
            continue
        inside = [g for g in rest if xs[0] < _x(g) < xs[-1] and ys[0] < _y(g) < ys[-1]]
        if inside:
            taken = set(map(id, inside))
            rest = [g for g in rest if id(g) not in taken]
            tables.append(Table((xs[0], ys[0], xs[-1], ys[-1]), tuple(_rows(inside, grid, xs, ys))))
    return sorted(tables, key=lambda table: table.box[1]), rest


def _grids(rules: Sequence[Box]) -> list[_Grid]:
    """Groups of rules in which every one crosses or touches another of its group, at right angles."""
    upright = [r for r in rules if r[2] - r[0] < _THIN and r[3] - r[1] >= _SHORTEST]
    level = [r for r in rules if r[3] - r[1] < _THIN and r[2] - r[0] >= _SHORTEST]
    if len(upright) < 3 or len(level) < 2 or len(upright) + len(level) > _MAX_RULES:
        return []
    grids: list[_Grid] = []
    waiting = list(level)
    free = list(upright)
    while waiting:
        grid, frontier = _Grid(), [waiting.pop()]
        while frontier:
            grid.level += frontier
            met = {v for v in free if any(_meet(v, h) for h in frontier)}
            grid.upright += [v for v in free if v in met]
            free = [v for v in free if v not in met]
            reached = {h for h in waiting if any(_meet(v, h) for v in met)}
            frontier = [h for h in waiting if h in reached]
            waiting = [h for h in waiting if h not in reached]
        grids.append(grid)
    return grids


def _meet(upright: Box, level: Box) -> bool:
    across = level[0] - _TOUCH <= upright[2] and upright[0] <= level[2] + _TOUCH
    return across and upright[1] - _TOUCH <= level[3] and level[1] <= upright[3] + _TOUCH


def _places(values: Sequence[float]) -> list[float]:
    """Distinct places, those within a few points taken as one."""
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > _TOUCH:
            places.append(value)
    return places


def _rows(glyphs: Sequence[Glyph], grid: _Grid, xs: Sequence[float], ys: Sequence[float]) -> list[Printed]:
    """One line a row of the grid; a cell over several rows is printed in the first and left blank in the others.

    All ``glyphs`` stand inside of the grid.
    """
    owners = [[_owner(r, c, grid, xs, ys) for c in range(len(xs) - 1)] for r in range(len(ys) - 1)]
    cells: dict[tuple[int, int], list[Glyph]] = {}
    for glyph in glyphs:
        owner = owners[bisect_right(ys, _y(glyph)) - 1][bisect_right(xs, _x(glyph)) - 1]
        cells.setdefault(owner, []).append(glyph)
    rows: list[Printed] = []
    for row, slots in enumerate(owners):
        texts = [cells.get(o, []) if o == (row, c) else [] for c, o in enumerate(slots) if o[1] == c]
        if any(texts):
            rows.append(_row(texts))
    return rows


def _owner(row: int, column: int, grid: _Grid, xs: Sequence[float], ys: Sequence[float]) -> tuple[int, int]:
    """The first row and column of the cell that this slot of the grid belongs to."""
    while column > 0 and not _parts(grid.upright, xs[column], (ys[row] + ys[row + 1]) / 2, axis=0):
        column -= 1
    while row > 0 and not _parts(grid.level, ys[row], (xs[column] + xs[column + 1]) / 2, axis=1):
        row -= 1
    return row, column


def _parts(rules: Sequence[Box], place: float, at: float, axis: int) -> bool:
    """Whether one of ``rules`` at ``place`` along ``axis`` covers ``at`` along the other axis."""
    other = 1 - axis
    return any(
        abs((rule[axis] + rule[axis + 2]) / 2 - place) <= _TOUCH and rule[other] - 1 <= at <= rule[other + 2] + 1
        for rule in rules
    )


def _row(cells: Sequence[Sequence[Glyph]]) -> Printed:
    printed = [[print_line(row.runs) for row in rows_of(runs_of(cell))] for cell in cells]
    texts = [_joined(lines) for lines in printed]
    lines = [line for cell in printed for line in cell]
    box = (
        min(line.box[0] for line in lines), min(line.box[1] for line in lines),
        max(line.box[2] for line in lines), max(line.box[3] for line in lines),
    )  # fmt: skip
    first = lines[0]
    bold, italic = all(line.bold for line in lines), all(line.italic for line in lines)
    text = CELL_BREAK.join(f" {text}" if text else "" for text in texts).strip()
    return Printed(text, box, first.base, first.size, bold, italic, first.first_word, first.hang)


def _joined(lines: Sequence[Printed]) -> str:
    """The lines of a cell as one; a word broken at its hyphen is joined, a dash between words keeps its spaces."""
    text = " ".join(line.text for line in lines)
    return text.replace(f" {HYPHEN} ", " - ").replace(f"{HYPHEN} ", "-")


def _x(glyph: Glyph) -> float:
    return (glyph.x0 + glyph.x1) / 2


def _y(glyph: Glyph) -> float:
    return glyph.base - 0.3 * glyph.style.size
