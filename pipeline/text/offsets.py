"""Edits of a text and the map of offsets they leave behind."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from pipeline.types import OffsetMap

IDENTITY = OffsetMap()


class Edit(NamedTuple):
    """Replace ``text[start:end]`` by ``new``."""

    start: int
    end: int
    new: str


def splice(text: str, edits: Iterable[Edit]) -> tuple[str, OffsetMap]:
    """The text after all ``edits``, which come in order and don't overlap, and the map back to ``text``.

    >>> splice("a\\r\\nb", [Edit(1, 3, "\\n")])
    ('a\\nb', OffsetMap(starts=(0, 2), raw_starts=(0, 3)))
    """
    pieces: list[str] = []
    runs = _Runs()
    done = at = 0
    for start, end, new in edits:
        pieces += (text[done:start], new)
        at += start - done
        for extra in range(end - start, len(new)):  # a longer replacement stays on the last character it replaces
            runs.add(at + extra, max(start, end - 1))
        at += len(new)
        runs.add(at, end)
        done = end
    pieces.append(text[done:])
    return "".join(pieces), runs.map()


def compose(outer: OffsetMap, inner: OffsetMap) -> OffsetMap:
    """First back through ``outer``, the later change, then through ``inner``."""
    if inner == IDENTITY:
        return outer
    if outer == IDENTITY:
        return inner
    runs = _Runs()
    ends = (*outer.starts[1:], None)
    for start, end, middle in zip(outer.starts, ends, outer.raw_starts, strict=True):
        runs.add(start, inner.raw(middle))
        shift = start - middle
        for k in range(bisect_right(inner.starts, middle), len(inner.starts)):
            if end is not None and inner.starts[k] + shift >= end:
                break
            runs.add(inner.starts[k] + shift, inner.raw_starts[k])
    return runs.map()


def from_raw(offsets: OffsetMap, raw: int, length: int) -> int:
    """The first offset of a repaired text of ``length`` characters that comes from ``raw`` or later."""
    return bisect_left(range(length), raw, key=offsets.raw)


class _Runs:
    """Collects runs of equal shift, leaving out the starts that change nothing."""

    def __init__(self) -> None:
        self._starts = [0]
        self._raws = [0]

    def add(self, start: int, raw: int) -> None:
        if start == self._starts[-1]:
            self._raws[-1] = raw
        elif raw - start != self._raws[-1] - self._starts[-1]:
            self._starts.append(start)
            self._raws.append(raw)

    def map(self) -> OffsetMap:
        return OffsetMap(tuple(self._starts), tuple(self._raws))
