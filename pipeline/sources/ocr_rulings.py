"""The lines of ruled tables on a scanned page, a little aslant, bent or broken as scanners leave them.

:mod:`pipeline.sources.ocr_rules` finds straight lines of any kind; here long ones that cross each other are looked for.
A line is followed in cells of eight pixels along its direction, each a byte of packed bits, which makes it cheap.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pipeline.sources.ocr_picture import Gray, Mask

WIDE = 600  # pixels from the first upright line of a table to the last: 5 cm, wider than a seal

_CELL = 8  # pixels along a line: the bits of a byte
_INKED = 6  # of them, in one of two neighbouring rows
_LEAST = 12  # cells of a line: 8 mm
_GAP = 3  # cells: a break of 2 mm
_PIECE = 5  # cells: what is shorter is a stroke of a letter
_BREAK = 15  # cells: pieces of one line may be as far apart, over a row in which it does not part two cells
_FULL = 0.75  # of the cells of a line that are inked
_THICK = 12  # pixels: thicker is a bar or a picture
_STEEP = 0.06
_NEAR = 14  # pixels by which a line may fail to reach another
_ONE_LINE = 6  # pixels between two pieces of a broken line
_FAINT = 0.72  # of the brightness of the paper: thin lines are grey
_MANY = 2_000  # runs: more is a picture
_STEP = 16  # every such row is looked at
_SAMPLES = 8  # of them one under another: 11 mm
_APART = 30  # pixels between two upright lines
_BITS = np.array([value.bit_count() for value in range(256)], dtype=np.uint8)

Numbers = npt.NDArray[np.intp]


class Ruling(NamedTuple):
    """A line: from where to where it goes, its place across at its middle, how many pixels it falls in one pixel.

    ``rows`` and ``cells`` tell what it inks, ``stretches`` where it parts what lies on its sides: not in a merged cell.
    All is in pixels of the picture, or of the turned picture if upright.
    """

    start: int
    end: int
    place: float
    slope: float
    rows: Numbers
    cells: Numbers
    stretches: tuple[tuple[float, float], ...] = ()

    @property
    def middle(self) -> float:
        return (self.start + self.end) / 2


class Rulings(NamedTuple):
    """Level lines, and upright ones with the axes changed."""

    level: list[Ruling]
    upright: list[Ruling]


def may_be_ruled(picture: Gray) -> bool:
    """Whether there may be a table: a quick look, in about a millisecond, at every sixteenth row."""
    dark = picture[::_STEP] < _FAINT * _paper(picture)
    if len(dark) < _SAMPLES:
        return False
    near = dark.copy()
    near[:, 1:] |= dark[:, :-1]
    near[:, :-1] |= dark[:, 1:]
    unbroken = near[: len(near) - _SAMPLES + 1].copy()
    for shift in range(1, _SAMPLES):
        unbroken &= near[shift : shift + len(unbroken)]
    columns = np.flatnonzero(unbroken.any(axis=0))
    return len(columns) > 2 and columns[-1] - columns[0] >= WIDE and int((np.diff(columns) > _APART).sum()) >= 2


def find_rulings(picture: Gray) -> Rulings:
    """The lines of ``picture`` that cross at least two others each."""
    dark = picture < _FAINT * _paper(picture)
    return _crossing(_joined(_lines(dark)), _joined(_lines(np.ascontiguousarray(dark.T))))


def slope_of(lines: Sequence[Ruling]) -> float:
    """The slope of most of the length of ``lines``."""
    ordered = sorted(lines, key=lambda line: line.slope)
    lengths = np.cumsum([line.end - line.start for line in ordered])
    return ordered[int(np.searchsorted(lengths, lengths[-1] / 2))].slope


def without_rulings(picture: Gray, rulings: Rulings) -> Gray:
    """``picture`` with white in place of the lines themselves: letters that touch them are left."""
    clean = picture.copy()
    for side, lines in ((clean, rulings.level), (clean.T, rulings.upright)):
        for line in lines:
            for shift in (-2, -1, 0, 1, 2, 3):  # a mark is two rows high, and its edges are grey
                rows = np.clip(line.rows + shift, 0, len(side) - 1)
                for pixel in range(_CELL):
                    side[rows, np.minimum(line.cells * _CELL + pixel, side.shape[1] - 1)] = 255
    return clean


def _paper(picture: Gray) -> float:
    return float(np.percentile(picture[::_CELL, ::_CELL], 90))


def _lines(dark: Mask) -> Iterator[Ruling]:
    """Level lines of ``dark``: runs of inked cells that lie on each other."""
    packed = np.packbits(dark, axis=1)
    marks = np.zeros(packed.shape, dtype=bool)
    marks[:-1] = _BITS[packed[:-1] | packed[1:]] >= _INKED
    for runs in _stacks(_runs(marks)):
        line = _line(marks, runs)
        if line is not None:
            yield line


def _runs(marks: Mask) -> list[tuple[int, int, int]]:
    """Row, start and end of each stretch of cells that are inked in this row or one beside it, short gaps included."""
    beside = marks.copy()
    beside[1:] |= marks[:-1]
    beside[:-1] |= marks[1:]
    numbers = np.flatnonzero(beside.sum(axis=1) >= _FULL * _LEAST)
    edge = np.diff(np.pad(beside[numbers], ((0, 0), (1, 1))).astype(np.int8), axis=1)
    rows, starts = np.nonzero(edge == 1)
    _, ends = np.nonzero(edge == -1)
    if not len(rows):
        return []
    begins = np.concatenate(([True], (rows[1:] != rows[:-1]) | (starts[1:] - ends[:-1] > _GAP)))
    first = np.flatnonzero(begins)
    last = np.append(first[1:], len(rows)) - 1
    inked = np.concatenate(([0], np.cumsum(ends - starts)))
    lengths = ends[last] - starts[first]
    kept = (lengths >= _LEAST) & (inked[last + 1] - inked[first] >= _FULL * lengths)
    whole = zip(numbers[rows[first]][kept], starts[first][kept], ends[last][kept], strict=True)
    return [(int(row), int(start), int(end)) for row, start, end in whole] if kept.sum() <= _MANY else []


def _stacks(runs: Sequence[tuple[int, int, int]]) -> list[list[tuple[int, int, int]]]:
    """The runs, which come row by row, put together where they lie on each other in neighbouring rows."""
    closed: list[list[tuple[int, int, int]]] = []
    open_: list[list[tuple[int, int, int]]] = []
    for run in runs:
        closed += [stack for stack in open_ if run[0] - stack[-1][0] > 2]
        open_ = [stack for stack in open_ if run[0] - stack[-1][0] <= 2]
        met = [stack for stack in open_ if any(_lie_on(run, other) for other in stack[-_LEAST:])]
        open_ = [stack for stack in open_ if not any(stack is other for other in met)]
        open_.append(sorted([run, *(other for stack in met for other in stack)]))
    return closed + open_


def _lie_on(run: tuple[int, int, int], above: tuple[int, int, int]) -> bool:
    return run[0] - above[0] <= 2 and run[1] <= above[2] + _GAP and run[2] >= above[1] - _GAP


def _line(marks: Mask, runs: Sequence[tuple[int, int, int]]) -> Ruling | None:
    """The line that ``runs`` make, if they are thin, long and nearly level."""
    top, left, right = runs[0][0], min(run[1] for run in runs), max(run[2] for run in runs)
    if right - left < _LEAST:
        return None
    inside = np.zeros((runs[-1][0] + 1 - top, right - left), dtype=bool)
    for row, start, end in runs:
        inside[row - top, start - left : end - left] = True
    rows, cells = np.nonzero(inside & marks[top : runs[-1][0] + 1, left:right])
    return _fitted(rows + top, cells + left)


def _fitted(rows: Numbers, cells: Numbers) -> Ruling | None:
    """A line through the middles of what is inked; None where that is thick or steep."""
    pieces = [part for part in _pieces(cells) if len(part) >= _PIECE]
    inked = np.concatenate(pieces) if pieces else cells[:0]
    if len(inked) < _FULL * _LEAST or len(rows) > _THICK * len(inked):
        return None
    held = np.isin(cells, inked)
    rows, cells = rows[held], cells[held]
    start, end = int(inked[0]) * _CELL, (int(inked[-1]) + 1) * _CELL
    slope, base = np.polyfit((cells + 0.5) * _CELL, rows + 1.0, 1)
    if abs(slope) > _STEEP:
        return None
    return Ruling(start, end, float(base + slope * (start + end) / 2), float(slope), rows, cells)


def _pieces(cells: Numbers) -> list[Numbers]:
    """The cells of a line in order, parted where two or more are not inked."""
    inked = np.unique(cells)
    return np.split(inked, np.flatnonzero(np.diff(inked) > 2) + 1)


def _joined(lines: Iterator[Ruling]) -> list[Ruling]:
    """``lines`` with the pieces of a broken one put together."""
    whole: list[Ruling] = []
    for line in sorted(lines, key=lambda line: line.start):
        before = next((other for other in reversed(whole) if _goes_on(other, line)), None)
        both = before and _fitted(np.concatenate((before.rows, line.rows)), np.concatenate((before.cells, line.cells)))
        if before is None or both is None:
            whole.append(line)
        else:
            whole = [both if other is before else other for other in whole]
    return whole


def _goes_on(before: Ruling, line: Ruling) -> bool:
    gap = line.start - before.end
    return abs(gap) <= _BREAK * _CELL and abs(_at(before, before.end) - _at(line, line.start)) <= _ONE_LINE


def _at(line: Ruling, along: float) -> float:
    return line.place + line.slope * (along - line.middle)


def _crossing(level: list[Ruling], upright: list[Ruling]) -> Rulings:
    """The lines that meet two others at least, once all the others have been left out."""
    while True:
        kept = [line for line in level if sum(_meet(line, other) for other in upright) > 1]
        kept_upright = [line for line in upright if sum(_meet(other, line) for other in kept) > 1]
        if len(kept) == len(level) and len(kept_upright) == len(upright):
            break
        level, upright = kept, kept_upright
    return Rulings(
        [_parting(line, [other for other in upright if _meet(line, other)]) for line in level],
        [_parting(line, [other for other in level if _meet(other, line)]) for line in upright],
    )


def _parting(line: Ruling, others: Sequence[Ruling]) -> Ruling:
    """``line`` where it inks most of what lies between two of ``others``: a letter of a merged cell may stand on it."""
    inked = (np.unique(line.cells) + 0.5) * _CELL
    stretches: list[tuple[float, float]] = []
    for start, end in pairwise([line.start, *sorted(_at(other, line.place) for other in others), line.end]):
        if end - start < _CELL or ((inked > start) & (inked < end)).sum() * _CELL < _FULL * (end - start - _CELL):
            continue
        before = stretches.pop() if stretches and stretches[-1][1] == start else (start, start)
        stretches.append((before[0], end))
    along = (line.cells + 0.5) * _CELL
    held = np.any([(along > start - _CELL) & (along < end + _CELL) for start, end in stretches], axis=0)
    return line._replace(rows=line.rows[held], cells=line.cells[held], stretches=tuple(stretches))


def _meet(level: Ruling, upright: Ruling) -> bool:
    across = level.start - _NEAR <= _at(upright, level.place) <= level.end + _NEAR
    return across and upright.start - _NEAR <= _at(level, upright.place) <= upright.end + _NEAR
