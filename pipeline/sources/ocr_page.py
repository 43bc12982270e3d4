"""One page: turned upright, straightened, read part by part, and read again only where the first reading is poor."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

import numpy as np

from pipeline.sources.ocr_engine import BLOCK, COLUMNS, LINE, PAGE_SECONDS, Word, quarter_turns, read_words
from pipeline.sources.ocr_picture import INK, Gray, cleaned, enlarged, skew, straighten, turn_quarters, weight
from pipeline.sources.ocr_regions import Region, regions

POOR = 0.7  # confidence below which a word or a page is not to be trusted
_LEVEL = 0.3  # degrees that do no harm
_ENLARGE = 1.5
_BOLD = 1.22  # strokes so much thicker than those of most lines
_MARGIN = 12  # pixels around a line that is read again
_MOST_LINES = 8  # lines read again on a page


class Upright(NamedTuple):
    """How a picture was turned: quarters clockwise, then degrees about the middle; ``width``, ``height`` before that."""

    quarters: int
    angle: float
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Reading:
    """The words of a page, in pixels of the upright picture, and the picture that they stand on."""

    words: tuple[Word, ...]
    picture: Gray
    turned: Upright

    @property
    def confidence(self) -> float:
        return mean(self.words)


def mean(words: Iterable[Word]) -> float:
    """Confidence by the letter; 0 where there is none."""
    letters = [(len(word.text), word.confidence) for word in words]
    return sum(n * sure for n, sure in letters) / sum(n for n, _ in letters) if letters else 0.0


def read_picture(picture: Gray, seconds: float = PAGE_SECONDS) -> Reading:
    """The best reading of ``picture``; raises :class:`pipeline.sources.ocr_engine.TooSlow`."""
    clock = _Clock(seconds)
    best = _read(picture, 0, clock)
    if _is_poor(best):
        quarters = quarter_turns(picture, clock.left()) if int((picture < INK).sum()) > 5_000 else 0
        if quarters:
            best = max(best, _read(turn_quarters(picture, quarters), quarters, clock), key=_worth)
    if _is_poor(best) and best.words:
        clean = cleaned(turn_quarters(picture, best.turned.quarters))
        best = max(best, _read(clean, best.turned.quarters, clock), key=_worth)
    return Reading(tuple(_weighed(_second_look(best, clock), best.picture)), best.picture, best.turned)


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
    words: list[Word] = []
    for region in regions(picture):
        words += _numbered(_read_region(picture, region, clock), words)
    return Reading(tuple(words), picture, Upright(quarters, angle, width, height))


def _read_region(picture: Gray, region: Region, clock: _Clock) -> list[Word]:
    part = np.ascontiguousarray(picture[region.top : region.bottom, region.x0 : region.x1])
    words = read_words(part, COLUMNS, clock.left())
    side = region.x1 - region.x0 < picture.shape[1]
    if side and mean(words) < POOR:  # a seal across a signature is taken for a drawing
        words = max(words, read_words(part, BLOCK, clock.left()), key=_sure_letters)
    return [_moved(word, region.x0, region.top) for word in words]


def _moved(word: Word, x: float, y: float) -> Word:
    return word._replace(x0=word.x0 + x, x1=word.x1 + x, top=word.top + y, bottom=word.bottom + y, base=word.base + y)


def _numbered(words: Iterable[Word], before: Sequence[Word]) -> list[Word]:
    """``words`` with line numbers that go on after those of ``before``."""
    first = before[-1].line + 1 if before else 0
    return [word._replace(line=word.line + first) for word in words]


def _is_poor(reading: Reading) -> bool:
    return reading.confidence < POOR


def _worth(reading: Reading) -> float:
    return _sure_letters(reading.words)


def _sure_letters(words: Iterable[Word]) -> float:
    """How much was read with some certainty, doubtful words counting against."""
    return sum(sum(map(str.isalnum, word.text)) * (word.confidence - 0.5) for word in words)


def _second_look(reading: Reading, clock: _Clock) -> list[Word]:
    """The words, those of doubtful lines read again on their own, enlarged; a word is replaced by a surer one."""
    words: list[Word] = []
    looked = 0
    for _, group in groupby(reading.words, key=lambda word: word.line):
        line = list(group)
        if looked < _MOST_LINES and _is_doubtful(line):
            looked += 1
            line = _surer(line, _read_line(line, reading.picture, clock))
        words += line
    return words


def _is_doubtful(line: Sequence[Word]) -> bool:
    """A line of words of which some are doubtful, but not what is hardly writing at all."""
    doubtful = [word for word in line if word.confidence < POOR and any(map(str.isalpha, word.text))]
    return bool(doubtful) and mean(line) > POOR and len(line) > 2


def _read_line(line: Sequence[Word], picture: Gray, clock: _Clock) -> list[Word]:
    x0, x1 = min(w.x0 for w in line) - _MARGIN, max(w.x1 for w in line) + _MARGIN
    top, bottom = min(w.top for w in line) - _MARGIN, max(w.bottom for w in line) + _MARGIN
    left, up = max(int(x0), 0), max(int(top), 0)
    strip = enlarged(picture[up : int(bottom), left : int(x1)], _ENLARGE)
    again = read_words(np.pad(strip, 2 * _MARGIN, constant_values=255), LINE, clock.left())
    back = [_moved(word, -2 * _MARGIN, -2 * _MARGIN) for word in again]
    return [w._replace(x0=w.x0 / _ENLARGE + left, x1=w.x1 / _ENLARGE + left) for w in back]


def _surer(line: Sequence[Word], again: Sequence[Word]) -> list[Word]:
    return [_replaced(word, again) for word in line]


def _replaced(word: Word, again: Sequence[Word]) -> Word:
    """Only letters are corrected so: a figure that two readings see differently is not known."""
    if word.confidence >= POOR or any(map(str.isdigit, word.text)):
        return word
    same = [other for other in again if _same_place(word, other)]
    if len(same) != 1 or any(map(str.isdigit, same[0].text)) or same[0].confidence <= word.confidence:
        return word
    return word._replace(text=same[0].text, confidence=same[0].confidence)


def _same_place(word: Word, other: Word) -> bool:
    common = min(word.x1, other.x1) - max(word.x0, other.x0)
    return common > 0.7 * max(word.x1 - word.x0, other.x1 - other.x0)


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
