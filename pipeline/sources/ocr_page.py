"""One page: turned upright, straightened, read part by part, and read again only where the first reading is poor."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import NamedTuple

import numpy as np

from pipeline.sources.ocr_engine import BLOCK, PAGE_SECONDS, Word, quarter_turns, read_parts, read_words
from pipeline.sources.ocr_lines import POOR, mean, second_look
from pipeline.sources.ocr_picture import INK, Gray, cleaned, darkened, enlarged, skew, straighten, turn_quarters, weight
from pipeline.sources.ocr_regions import Region, regions
from pipeline.sources.ocr_rules import find_rules, without_rules
from pipeline.sources.ocr_tables import find_tables, read_tables, without_tables
from pipeline.types import Box

_LEVEL = 0.3  # degrees that do no harm
_BOLD = 1.22  # strokes so much thicker than those of most lines
_FEW = 100  # letters
_MUCH, _MOST = 0.3, 0.5  # shares of ink
_INKED = 5_000
_DUST = 1_500  # dark pixels


class Upright(NamedTuple):
    """How a picture was turned: quarters clockwise, then degrees about the middle; width and height before that.

    ``lean``: how far aslant level and upright lines still were then, see :class:`pipeline.sources.ocr_tables.Ruled`.
    """

    quarters: int
    angle: float
    width: int
    height: int
    lean: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Reading:
    """The words, rules and tables of a page, in pixels of the upright picture, and the picture that they stand on."""

    words: tuple[Word, ...]
    picture: Gray
    turned: Upright
    rules: tuple[Box, ...] = ()
    tables: tuple[Box, ...] = ()

    @property
    def confidence(self) -> float:
        return mean(self.words)


def read_picture(picture: Gray, seconds: float = PAGE_SECONDS) -> Reading:
    """The best reading of ``picture``; raises :class:`pipeline.sources.ocr_engine.TooSlow`."""
    clock = _Clock(seconds)
    best = _read(picture, 0, clock)
    if _is_poor(best):
        quarters = _quarters(picture, best, clock) if int((picture < INK).sum()) > _INKED else 0
        if quarters:
            best = max(best, _read(turn_quarters(picture, quarters), quarters, clock), key=_worth)
    if _is_poor(best) and best.words:
        clean = cleaned(turn_quarters(picture, best.turned.quarters))
        best = max(best, _read(clean, best.turned.quarters, clock), key=_worth)
    return replace(best, words=tuple(_weighed(second_look(best.words, best.picture, clock.left), best.picture)))


def _quarters(picture: Gray, best: Reading, clock: _Clock) -> int:
    """By how many quarters to turn: as the program tells, or, for a few lines, as most can be read at half the size."""
    told = quarter_turns(picture, clock.left())
    if told:
        return told
    small = enlarged(picture, 0.5)
    tried = {n: _sure_letters(read_words(turn_quarters(small, n), seconds=clock.left())) for n in (1, 2, 3)}
    most = max(tried, key=lambda n: tried[n])
    return most if tried[most] > max(_worth(best), 0) else 0


class _Clock:
    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        return max(self._end - time.monotonic(), 0.05)


def _read(picture: Gray, quarters: int, clock: _Clock) -> Reading:
    height, width = picture.shape
    if quarters % 2:
        height, width = width, height
    angle = skew(picture)
    if abs(angle) > _LEVEL:
        picture = straighten(picture, angle)
    else:
        angle = 0.0
    ruled = find_tables(picture)
    rules = find_rules(ruled.picture)
    picture = darkened(without_rules(ruled.picture, rules) if rules else ruled.picture)
    words = read_tables(picture, ruled.grids, clock.left())
    words += _numbered(_read_regions(without_tables(picture, ruled.grids), clock), words)
    words.sort(key=lambda word: sum(table[1] < word.base for table in ruled.tables))
    turned = Upright(quarters, angle, width, height, ruled.lean)
    return Reading(tuple(words), picture, turned, (*rules, *ruled.rules), ruled.tables)


def _read_regions(picture: Gray, clock: _Clock) -> list[Word]:
    """The words of a page without tables, part by part, all parts read in one go."""
    parts = [(region, _part(picture, region)) for region in regions(picture)]
    words: list[Word] = []
    for (region, part), read in zip(parts, read_parts([part for _, part in parts], seconds=clock.left()), strict=True):
        if region.x1 - region.x0 < picture.shape[1]:
            read = _side(read, part, clock)
        words += _numbered([word.moved(region.x0, region.top) for word in read], words)
    return words


def _part(picture: Gray, region: Region) -> Gray:
    return np.ascontiguousarray(picture[region.top : region.bottom, region.x0 : region.x1])


def _side(words: list[Word], part: Gray, clock: _Clock) -> list[Word]:
    """The ``words`` of one side of a page, and more where a seal that touches a title or a name hides it."""
    if _unread(words, part) > _MUCH:
        return _joined(words, read_words(part, BLOCK, clock.left()))
    return words


def _unread(words: Sequence[Word], picture: Gray) -> float:
    """The share of the ink that stands outside of all words."""
    ink = picture < INK
    whole = int(ink.sum())
    for word in words:
        ink[max(int(word.top) - 4, 0) : int(word.bottom) + 4, max(int(word.x0) - 4, 0) : int(word.x1) + 4] = False
    return int(ink.sum()) / whole if whole > _DUST else 0.0


def _joined(words: Sequence[Word], others: Sequence[Word]) -> list[Word]:
    """``words`` with those lines of ``others`` that say more with certainty than what ``words`` has in their place."""
    result = list(words)
    for _, group in groupby(others, key=lambda word: word.line):
        line = list(group)
        top, bottom = min(w.top for w in line), max(w.bottom for w in line)
        there = [w for w in result if min(w.bottom, bottom) - max(w.top, top) > 0.5 * (w.bottom - w.top)]
        if mean(line) >= POOR and sum(len(w.text) for w in line) > 3 and _sure_letters(line) > _sure_letters(there):
            result = [w for w in result if w not in there]
            result += _numbered(line, result)
    return result


def _numbered(words: Sequence[Word], before: Sequence[Word]) -> list[Word]:
    """``words`` with line numbers that go on after those of ``before``."""
    first = max((word.line for word in before), default=-1) + 1
    offset = first - min((word.line for word in words), default=0)
    return [word._replace(line=word.line + offset) for word in words]


def _is_poor(reading: Reading) -> bool:
    """Doubtful words, or hardly any where there is much ink."""
    letters = sum(len(word.text) for word in reading.words)
    return reading.confidence < POOR or (letters < _FEW and _unread(reading.words, reading.picture) > _MOST)


def _worth(reading: Reading) -> float:
    return _sure_letters(reading.words)


def _sure_letters(words: Iterable[Word]) -> float:
    """How much was read with some certainty, doubtful words counting against."""
    return sum(sum(map(str.isalnum, word.text)) * (word.confidence - 0.5) for word in words)


def _weighed(words: Sequence[Word], picture: Gray) -> list[Word]:
    """The words with the lines told whose strokes are thicker than those of most."""
    heavy = [_heaviness(word, picture) for word in words]
    known = [value for value in heavy if value]
    usual = float(np.median(known)) if known else 1.0
    weighed: list[Word] = []
    for _, group in groupby(zip(words, heavy, strict=True), key=lambda pair: pair[0].line):
        pairs = list(group)
        bold = float(np.median([value for _, value in pairs if value] or [0.0])) > _BOLD * usual
        weighed += [word._replace(bold=bold) for word, _ in pairs]
    return weighed


def _heaviness(word: Word, picture: Gray) -> float:
    if len(word.text) < 2 or word.size <= 0:
        return 0.0
    ink = picture[int(word.top) : math.ceil(word.bottom), int(word.x0) : math.ceil(word.x1)] < INK
    return weight(ink) / word.size
