"""The parts of a page that are recognised on their own: the two sides of a letterhead and of a signature.

Read together, a small line of recipients and a large one of the signer's title spoil each other; read apart, each is
clean. Only free corridors are cut, never ink, so that a wrong guess costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pipeline.sources.ocr_picture import INK, Gray, Mask

_CELL = 8  # pixels
_SPECK = 3  # dark pixels of a cell that are dust
_CORRIDOR = 4  # cells: wider than the spaces of a justified line
_HEAD_CORRIDOR = 2  # a long issuer comes close to Quốc hiệu
_HEAD = 0.2  # share of the height
_MIDDLE = (0.25, 0.7)  # of the width, as for columns of a born-digital page
_LEAST = 13  # rows of cells with ink on either side: more than two lines
_LETTERHEAD = 0.06  # share of the height above which only letterheads stand in columns
_REACH = 7  # cells of a full line beyond where it meets the corridor
_SPACE = 5  # cells: narrower is the space of two words
_FILLED = 0.5  # share of a side, margin included, that a line of prose fills
_APART = 10  # cells between the sides in most rows
_MOST = 3  # letterhead, signature and perhaps a second signature


class Region(NamedTuple):
    """In pixels."""

    x0: int
    top: int
    x1: int
    bottom: int


class _Cut(NamedTuple):
    """A corridor in cells: its middle, first and last row (exclusive) and how much ink stands on its poorer side."""

    x: int
    top: int
    bottom: int
    worth: int


def regions(picture: Gray) -> list[Region]:
    """The page from top to bottom, a left side before its right side; the whole page where nothing parts it."""
    height, width = picture.shape
    grid = _grid(picture)
    cuts = sorted(_cuts(grid), key=lambda cut: cut.top)
    found: list[Region] = []
    done = 0
    for cut in cuts:
        top, bottom, x = cut.top * _CELL, cut.bottom * _CELL, cut.x * _CELL
        if top > done:
            found.append(Region(0, done, width, top))
        found += [Region(0, top, x, bottom), Region(x, top, width, bottom)]
        done = bottom
    if done < height:
        found.append(Region(0, done, width, height))
    return [region for region in found if _inked(grid, region)]


def _grid(picture: Gray) -> Mask:
    rows, columns = (side // _CELL for side in picture.shape)
    dark = (picture[: rows * _CELL, : columns * _CELL] < INK).view(np.uint8)
    bands = dark.reshape(rows, _CELL, columns * _CELL).sum(axis=1, dtype=np.uint8)
    counted = bands.reshape(rows, columns, _CELL).sum(axis=2, dtype=np.uint8)
    return np.asarray(counted > _SPECK)


def _cuts(grid: Mask) -> Iterator[_Cut]:
    """The best corridors that do not overlap, the best first."""
    free = np.ones(grid.shape[0], dtype=bool)
    for _ in range(_MOST):
        ranked = sorted(_candidates(grid, free), key=lambda cut: (-cut.worth, cut.x))
        best = next((cut for cut in ranked if _parts(grid, cut)), None)
        if best is None:
            return
        free[best.top : best.bottom] = False
        yield best


def _candidates(grid: Mask, free: Mask) -> Iterator[_Cut]:
    rows, columns = grid.shape
    inked = grid.sum(axis=1)
    first = np.where(inked > 0, grid.argmax(axis=1), columns)
    last = np.where(inked > 0, columns - 1 - grid[:, ::-1].argmax(axis=1), -1)
    for wide, lowest in ((_CORRIDOR, rows), (_HEAD_CORRIDOR, int(rows * _HEAD))):
        for x in range(int(columns * _MIDDLE[0]), int(columns * _MIDDLE[1])):
            open_ = free & ~grid[:, x : x + wide].any(axis=1)
            open_[lowest:] = False
            sides = first < x, last >= x + wide
            for run in _runs(open_):
                if _poorer(sides, *run) < _LEAST:  # nearly all of them: between the words of a few lines
                    continue
                top, bottom = _without_prose(grid, x, *_between_lines(inked, *run))
                worth = _poorer(sides, top, bottom)
                if worth >= _LEAST:
                    yield _Cut(x + wide // 2, top, bottom, worth)


def _poorer(sides: tuple[Mask, Mask], top: int, bottom: int) -> int:
    """How many rows have ink on the side that has it in fewer."""
    return min(int(side[top:bottom].sum()) for side in sides)


def _between_lines(inked: npt.NDArray[np.int64], top: int, bottom: int) -> tuple[int, int]:
    """The run without what the full lines above and below it reach into it, by descenders and accents."""
    if top > 0:
        top += int(inked[top : top + _REACH].argmin())
    if bottom < len(inked):
        bottom -= int(inked[max(bottom - _REACH, 0) : bottom][::-1].argmin())
    return top, bottom


def _without_prose(grid: Mask, x: int, top: int, bottom: int) -> tuple[int, int]:
    """The run without the lines of prose at its ends, the spaces of which lie above the corridor by chance."""
    rows = np.flatnonzero(grid[top:bottom, :x].any(axis=1) & grid[top:bottom, x:].any(axis=1)) + top
    lines = [line for line in np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1) if line.size]
    while lines and _is_close(grid[lines[0]], x):
        top = int(lines.pop(0)[-1]) + 1
    while lines and _is_close(grid[lines[-1]], x) and _is_full(grid[lines[-1]], x):
        bottom = int(lines.pop()[0])
    return top, bottom


def _is_close(line: Mask, x: int) -> bool:
    """Whether the rows of a line have but the space of two words at ``x``."""
    inked: Mask = np.asarray(line.any(axis=0))
    return x - int(np.flatnonzero(inked[:x])[-1]) + int(np.flatnonzero(inked[x:])[0]) <= _SPACE


def _is_full(line: Mask, x: int) -> bool:
    """Whether the rows of a line fill a side; a signer's name does not."""
    inked: Mask = np.asarray(line.any(axis=0))
    return bool(inked[:x].sum() > _FILLED * x or inked[x:].sum() > _FILLED * (len(inked) - x))


def _parts(grid: Mask, cut: _Cut) -> bool:
    """Whether the sides stand well apart: the spaces of a few justified lines may lie above each other by chance."""
    left, right = grid[cut.top : cut.bottom, : cut.x], grid[cut.top : cut.bottom, cut.x :]
    both = left.any(axis=1) & right.any(axis=1)
    if int(both.sum()) < 3 or cut.top < _LETTERHEAD * len(grid):
        return True
    gaps = left[both, ::-1].argmax(axis=1) + right[both].argmax(axis=1)
    return float(np.median(gaps)) >= _APART


def _runs(flags: Mask) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([False], flags, [False])).astype(np.int8)))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _inked(grid: Mask, region: Region) -> bool:
    x0, top, x1, bottom = (side // _CELL for side in region)
    return int(grid[top : max(bottom, top + 1), x0 : max(x1, x0 + 1)].sum()) > 2
