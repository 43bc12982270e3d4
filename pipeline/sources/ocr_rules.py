"""Ruled lines of a scanned page: told from the picture, and taken out of it before letters are looked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from pipeline.sources.ocr_picture import INK, Gray, Mask, halved
from pipeline.types import Box

_HALF = 2  # rules are looked for on the halved picture
_LONG = 75  # pixels of it: 13 mm
_UPRIGHT = 40  # rows of a table may be as low
_THICK = 9  # pixels of it
_SAME_END = 40  # pixels
_MANY = 600


def find_rules(picture: Gray) -> list[Box]:
    """The level and upright lines of ``picture``, in its pixels, as thin boxes."""
    ink = halved(picture) < INK
    level = list(_merged(_runs(ink, _LONG)))
    upright = [(y0, x0, y1, x1) for x0, y0, x1, y1 in _merged(_runs(np.ascontiguousarray(ink.T), _UPRIGHT))]
    long_ = [box for box in upright if box[3] - box[1] >= _UPRIGHT]
    if len(level) + len(long_) > _MANY:
        return []
    return [tuple(float(_HALF * side) for side in box) for box in (*level, *long_)]  # type: ignore[misc]


def without_rules(picture: Gray, rules: Sequence[Box]) -> Gray:
    """``picture`` with white in place of ``rules``."""
    clean = picture.copy()
    for x0, top, x1, bottom in rules:
        clean[max(int(top) - 2, 0) : int(bottom) + 3, max(int(x0) - 2, 0) : int(x1) + 3] = 255
    return clean


def frames_of(rules: Sequence[Box]) -> list[Box]:
    """Boxes between two level or two upright lines with about the same ends, as around a stamp."""
    level = [rule for rule in rules if rule[2] - rule[0] > rule[3] - rule[1]]
    upright = [_turned(rule) for rule in rules if rule[3] - rule[1] > rule[2] - rule[0]]
    return [*_between(level, (100, 700)), *(_turned(frame) for frame in _between(upright, (200, 950)))]


def _between(lines: Sequence[Box], apart: tuple[int, int]) -> list[Box]:
    ordered = sorted(lines, key=lambda line: line[1])
    return [
        (min(upper[0], lower[0]), upper[1], max(upper[2], lower[2]), lower[3])
        for n, upper in enumerate(ordered)
        for lower in ordered[n + 1 :]
        if abs(upper[0] - lower[0]) < _SAME_END and abs(upper[2] - lower[2]) < _SAME_END
        and apart[0] < lower[1] - upper[1] < apart[1]
    ]  # fmt: skip


def _turned(box: Box) -> Box:
    return box[1], box[0], box[3], box[2]


def _runs(ink: Mask, least: int) -> Iterator[tuple[int, int, int]]:
    """Row, start and end of each unbroken run of ink of ``least`` pixels or more."""
    framed: npt.NDArray[np.int8] = np.pad(ink, ((0, 0), (1, 1))).astype(np.int8)
    edge = framed[:, 1:] - framed[:, :-1]
    rows, starts = np.nonzero(edge == 1)
    _, ends = np.nonzero(edge == -1)
    long_ = ends - starts >= least
    yield from zip(rows[long_].tolist(), starts[long_].tolist(), ends[long_].tolist(), strict=True)


def _merged(runs: Iterator[tuple[int, int, int]]) -> Iterator[tuple[int, int, int, int]]:
    """Boxes of runs that lie on each other in neighbouring rows; thick ones are no lines."""
    open_: list[list[int]] = []
    for row, start, end in runs:
        closed = [box for box in open_ if row - box[3] > 2]
        open_ = [box for box in open_ if row - box[3] <= 2]
        yield from (_box(box) for box in closed if _is_thin(box))
        for box in open_:
            if start < box[2] + 4 and end > box[0] - 4:
                box[0], box[2], box[3] = min(box[0], start), max(box[2], end), row
                break
        else:
            open_.append([start, row, end, row])
    yield from (_box(box) for box in open_ if _is_thin(box))


def _is_thin(box: Sequence[int]) -> bool:
    return box[3] - box[1] <= _THICK


def _box(box: Sequence[int]) -> tuple[int, int, int, int]:
    return box[0], box[1], box[2], box[3] + 1
