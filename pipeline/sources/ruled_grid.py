"""The cells between ruled lines, whether these were drawn in a PDF or seen on the picture of a page.

Only full grids count: rules that cross each other and make two columns or more. A frame around a stamp is no table.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import compress, pairwise

import numpy as np
import numpy.typing as npt

from pipeline.types import Box

Slot = tuple[int, int]  # row and column

_THIN = 3.0  # points, as are all lengths here
_TOUCH = 3.0
_SHORTEST = 6.0
_OPEN = 12.0  # the height of a line
_MAX_RULES = 2_000  # more is a drawing
_COVERED = 0.5  # share of the side of a cell that a rule covers, broken as it may be


@dataclass(frozen=True, slots=True)
class Grid:
    """The places of upright and level rules that hang together; ``owners[row][column]``: the cell of each slot.

    A cell is named by its first row and column. Where no rule parts two slots they are one cell.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    owners: tuple[tuple[Slot, ...], ...]

    @property
    def box(self) -> Box:
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def cell_at(self, x: float, y: float) -> Slot:
        """The cell of a point inside."""
        return self.owners[bisect_right(self.ys, y) - 1][bisect_right(self.xs, x) - 1]

    def cells(self) -> dict[Slot, Box]:
        """Every cell with its box, row by row."""
        boxes: dict[Slot, Box] = {}
        for row, owners in enumerate(self.owners):
            for column, owner in enumerate(owners):
                x0, top, x1, bottom = boxes.get(owner, (self.xs[column], self.ys[row], 0.0, 0.0))
                boxes[owner] = x0, top, max(x1, self.xs[column + 1]), max(bottom, self.ys[row + 1])
        return dict(sorted(boxes.items()))


@dataclass(slots=True)
class _Group:
    """Rules that hang together."""

    upright: list[Box] = field(default_factory=list)
    level: list[Box] = field(default_factory=list)


def grids_of(rules: Sequence[Box]) -> list[Grid]:
    """The grids that ``rules``, thin boxes in points, draw, from top to bottom."""
    found: list[Grid] = []
    for group in _groups(rules):
        xs = _places([(rule[0] + rule[2]) / 2 for rule in group.upright])
        ys = _places([(rule[1] + rule[3]) / 2 for rule in group.level])
        if len(xs) >= 3 and len(ys) >= 2:
            ys = _with_open_rows(group.upright, xs, ys)
            found.append(Grid(tuple(xs), tuple(ys), _owners(group, xs, ys)))
    return sorted(found, key=lambda grid: grid.ys[0])


def _groups(rules: Sequence[Box]) -> list[_Group]:
    """Groups of rules in which every one crosses or touches another of its group, at right angles."""
    upright = [r for r in rules if r[2] - r[0] < _THIN and r[3] - r[1] >= _SHORTEST]
    level = [r for r in rules if r[3] - r[1] < _THIN and r[2] - r[0] >= _SHORTEST]
    if len(upright) < 3 or len(level) < 2 or len(upright) + len(level) > _MAX_RULES:
        return []
    groups: list[_Group] = []
    meet = _meet(np.array(upright), np.array(level))
    free, waiting = np.ones(len(upright), np.bool_), np.ones(len(level), np.bool_)
    while waiting.any():
        group, frontier = _Group(), np.arange(len(level)) == np.flatnonzero(waiting)[-1]
        while frontier.any():
            group.level += compress(level, frontier)
            waiting &= ~frontier
            met = free & meet[:, frontier].any(axis=1)
            group.upright += compress(upright, met)
            free &= ~met
            frontier = waiting & meet[met].any(axis=0)
        groups.append(group)
    return groups


def _meet(upright: npt.NDArray[np.float64], level: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """Which of the ``upright`` rules, one a row, cross or touch which of the ``level`` ones."""
    left, top, right, bottom = (edge[:, np.newaxis] for edge in upright.T)
    x0, y0, x1, y1 = level.T
    across = (x0 - _TOUCH <= right) & (left <= x1 + _TOUCH)
    met: npt.NDArray[np.bool_] = across & (top - _TOUCH <= y1) & (y0 <= bottom + _TOUCH)
    return met


def _places(values: Sequence[float]) -> list[float]:
    """Distinct places, those within a few points taken as one."""
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > _TOUCH:
            places.append(value)
    return places


def _with_open_rows(upright: Sequence[Box], xs: Sequence[float], ys: Sequence[float]) -> list[float]:
    """``ys`` with the ends of a table that no level rule closes where a page cuts it: both sides reach further."""
    left, right = (_stretches(upright, x, axis=0) for x in (xs[0], xs[-1]))
    top = max(left[0][0], right[0][0])
    bottom = min(max(end for _, end in left), max(end for _, end in right))
    first = [top] if ys[0] - top > _OPEN else []
    return [*first, *ys, *([bottom] if bottom - ys[-1] > _OPEN else [])]


def _owners(group: _Group, xs: Sequence[float], ys: Sequence[float]) -> tuple[tuple[Slot, ...], ...]:
    left = [_parted(_stretches(group.upright, x, axis=0), ys) for x in xs]
    above = [_parted(_stretches(group.level, y, axis=1), xs) for y in ys]

    def owner(row: int, column: int) -> Slot:
        while column > 0 and not left[column][row]:
            column -= 1
        while row > 0 and not above[row][column]:
            row -= 1
        return row, column

    return tuple(tuple(owner(row, column) for column in range(len(xs) - 1)) for row in range(len(ys) - 1))


def _stretches(rules: Sequence[Box], place: float, axis: int) -> list[tuple[float, float]]:
    """From where to where ``rules`` at ``place`` along ``axis`` reach along the other, in order."""
    near = (rule for rule in rules if abs((rule[axis] + rule[axis + 2]) / 2 - place) <= _TOUCH)
    return sorted((rule[1 - axis], rule[3 - axis]) for rule in near)


def _parted(stretches: Sequence[tuple[float, float]], places: Sequence[float]) -> list[bool]:
    """For each two neighbouring ``places``: whether the ``stretches``, in order, cover most of what lies between."""
    parted: list[bool] = []
    for start, end in pairwise(places):
        covered, reached = 0.0, start
        for low, high in stretches:
            if low >= end:
                break
            covered += max(min(high, end) - max(low, reached), 0.0)
            reached = max(reached, high)
        parted.append(covered >= _COVERED * (end - start))
    return parted
