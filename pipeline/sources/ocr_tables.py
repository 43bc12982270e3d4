"""Ruled tables of a scanned page: its cells are set one under another and read as one column of text.

Read as a page, a table is jumbled, for its lines go on in the next column. With the rules gone and the cells apart,
each line belongs to one cell; its words then go back to where they stand.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from PIL import Image

from pipeline.sources.ocr_engine import BLOCK, DPI, PAGE_SECONDS, Word, read_words
from pipeline.sources.ocr_picture import INK, Gray
from pipeline.sources.ocr_rulings import WIDE, Rulings, find_rulings, may_be_ruled, slope_of, without_rulings
from pipeline.sources.ruled_grid import Grid, grids_of
from pipeline.types import Box

_POINT = 72 / DPI
_LEANING = 0.001  # pixels a pixel: less does no harm
_EDGE = 12.0  # pixels: places of lines that are as near are one
_INSIDE = 3  # pixels of a cell along its rules that are not looked at
_WRITING = 40  # dark pixels: less is dust
_SURE, _SPECK = 0.6, 0.2  # of a sign: its confidence, and its longer side over the height of its line
_AROUND = 4  # pixels of paper around what is written in a cell
_BETWEEN = 40  # and between two cells, as between two paragraphs
_MARGIN = 30


class Ruled(NamedTuple):
    """A page and its tables: the picture without their rules, the rules in pixels and the grids in points.

    ``lean`` tells what was done to make the rules straight: how far level ones fell, and upright ones went to the
    right, in one pixel.
    """

    picture: Gray
    lean: tuple[float, float] = (0.0, 0.0)
    rules: tuple[Box, ...] = ()
    grids: tuple[Grid, ...] = ()

    @property
    def tables(self) -> tuple[Box, ...]:
        """Where the tables stand, in pixels."""
        return tuple(_scaled(grid.box, 1 / _POINT) for grid in self.grids)


class _Strip(NamedTuple):
    """What is written in a cell, and from where on it stands in the column of cells."""

    x0: int
    top: int
    x1: int
    bottom: int
    at: int


def find_tables(picture: Gray) -> Ruled:
    """The page that stands upright, with its tables if it has any."""
    if not may_be_ruled(picture):
        return Ruled(picture)
    rulings, grids = _tables(picture)
    if not grids:
        return Ruled(picture)
    lean = slope_of(rulings.level), slope_of(rulings.upright)
    if max(map(abs, lean)) > _LEANING:
        picture = _levelled(picture, *lean)
        rulings, grids = _tables(picture)
    else:
        lean = 0.0, 0.0
    return Ruled(without_rulings(picture, rulings), lean, tuple(_boxes(rulings)), grids)


def read_tables(picture: Gray, grids: Sequence[Grid], seconds: float = PAGE_SECONDS) -> list[Word]:
    """The words in the cells of ``grids``; each line is of one cell. Raises as :func:`read_words` does."""
    strips: list[_Strip] = []
    at = _BETWEEN
    for box in (box for grid in grids for box in grid.cells().values()):
        written = _written(picture, box)
        if written is not None:
            strips.append(_Strip(*written, at))
            at += written[3] - written[1] + _BETWEEN
    if not strips:
        return []
    column = np.full((at, max(strip.x1 - strip.x0 for strip in strips) + 2 * _MARGIN), 255, dtype=np.uint8)
    for x0, top, x1, bottom, at in strips:
        column[at : at + bottom - top, _MARGIN : _MARGIN + x1 - x0] = picture[top:bottom, x0:x1]
    return [_placed(word, strips) for word in read_words(column, BLOCK, seconds) if not _is_speck(word)]


def without_tables(picture: Gray, grids: Sequence[Grid]) -> Gray:
    """``picture`` with white in place of the tables."""
    rest = picture.copy() if grids else picture
    for grid in grids:
        x0, top, x1, bottom = _pixels(grid.box)
        rest[top:bottom, x0:x1] = 255
    return rest


def _levelled(picture: Gray, falls: float, leans: float) -> Gray:
    """``picture`` with level lines that fell and upright ones that leaned as they should be, its middle in place."""
    height, width = picture.shape
    back = (1, leans, -leans * height / 2, falls, 1, -falls * width / 2)
    turned = Image.fromarray(picture).transform(
        (width, height), Image.Transform.AFFINE, back, Image.Resampling.BILINEAR, fillcolor=255
    )
    return np.asarray(turned, dtype=np.uint8)


def _tables(picture: Gray) -> tuple[Rulings, tuple[Grid, ...]]:
    """The grids of a page, in points, and the lines that draw them."""
    rulings = find_rulings(picture)
    grids = grids_of([_scaled(rule, _POINT) for rule in _boxes(rulings)])
    wide = tuple(grid for grid in grids if grid.box[2] - grid.box[0] >= WIDE * _POINT)
    areas = [_scaled(grid.box, 1 / _POINT) for grid in wide]
    level = [line for line in rulings.level if any(_holds(area, line.middle, line.place) for area in areas)]
    upright = [line for line in rulings.upright if any(_holds(area, line.place, line.middle) for area in areas)]
    return Rulings(level, upright), wide


def _holds(area: Box, x: float, y: float) -> bool:
    return area[0] - _EDGE < x < area[2] + _EDGE and area[1] - _EDGE < y < area[3] + _EDGE


def _boxes(rulings: Rulings) -> Iterator[Box]:
    """The lines as boxes without thickness, in pixels."""
    for line in rulings.level:
        yield from ((start, line.place, end, line.place) for start, end in line.stretches)
    for line in rulings.upright:
        yield from ((line.place, start, line.place, end) for start, end in line.stretches)


def _scaled(box: Box, factor: float) -> Box:
    x0, top, x1, bottom = box
    return x0 * factor, top * factor, x1 * factor, bottom * factor


def _pixels(box: Box) -> tuple[int, int, int, int]:
    x0, top, x1, bottom = map(round, _scaled(box, 1 / _POINT))
    return x0, top, x1, bottom


def _written(picture: Gray, box: Box) -> tuple[int, int, int, int] | None:
    """What is written in the cell, with a little paper around it; None where there is nothing."""
    x0, top, x1, bottom = _pixels(box)
    x0, top = x0 + _INSIDE, top + _INSIDE
    ink = picture[top : bottom - _INSIDE, x0 : x1 - _INSIDE] < INK
    rows, columns = np.flatnonzero(ink.sum(axis=1) > 1), np.flatnonzero(ink.sum(axis=0) > 1)
    if int(ink.sum()) < _WRITING or not len(rows) or not len(columns):
        return None
    return (
        x0 + max(int(columns[0]) - _AROUND, 0), top + max(int(rows[0]) - _AROUND, 0),
        x0 + min(int(columns[-1]) + 1 + _AROUND, ink.shape[1]), top + min(int(rows[-1]) + 1 + _AROUND, ink.shape[0]),
    )  # fmt: skip


def _is_speck(word: Word) -> bool:
    """Whether a sign that stands alone is dust: the dash of a point is surer and longer."""
    if any(map(str.isalnum, word.text)):
        return False
    return word.confidence < _SURE or max(word.x1 - word.x0, word.bottom - word.top) < _SPECK * word.size


def _placed(word: Word, strips: Sequence[_Strip]) -> Word:
    """``word`` of the column of cells where it stands on the page."""
    middle = (word.top + word.bottom) / 2 + _BETWEEN / 2
    strip = strips[max(bisect_right([strip.at for strip in strips], middle) - 1, 0)]
    return word.moved(strip.x0 - _MARGIN, strip.top - strip.at)
