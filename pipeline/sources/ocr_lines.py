"""Lines of a page read once more where the first reading doubts some of their words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

import numpy as np

from pipeline.sources.ocr_engine import PAGE_SECONDS, Word, read_strip
from pipeline.sources.ocr_picture import Gray, enlarged

POOR = 0.7  # confidence below which a word or a page is not to be trusted
_DOUBTFUL = 0.5
_ENLARGE = 1.5
_MARGIN = 12  # pixels around a line that is read again
_MOST_LINES = 2  # lines read again on a page


def mean(words: Iterable[Word]) -> float:
    """Confidence by the letter; 0 where there is none."""
    letters = [(len(word.text), word.confidence) for word in words]
    return sum(n * sure for n, sure in letters) / sum(n for n, _ in letters) if letters else 0.0


def second_look(read: Sequence[Word], picture: Gray, seconds_left: Callable[[], float]) -> list[Word]:
    """The words ``read``, those of doubtful lines once more by themselves, enlarged; surer ones take their places."""
    words: list[Word] = []
    looked = 0
    for _, group in groupby(read, key=lambda word: word.line):
        line = list(group)
        if looked < _MOST_LINES and _is_doubtful(line):
            looked += 1
            line = _surer(line, read_line(line, picture, seconds_left()))
        words += line
    return words


def _is_doubtful(line: Sequence[Word]) -> bool:
    """A line of words of which some are doubtful, but not what is hardly writing at all."""
    doubtful = [word for word in line if word.confidence < _DOUBTFUL and any(map(str.isalpha, word.text))]
    return bool(doubtful) and mean(line) > POOR and len(line) > 2


def read_line(line: Sequence[Word], picture: Gray, seconds: float = PAGE_SECONDS) -> list[Word]:
    """The words of one line, read again by themselves and enlarged."""
    x0, x1 = min(w.x0 for w in line) - _MARGIN, max(w.x1 for w in line) + _MARGIN
    top, bottom = min(w.top for w in line) - _MARGIN, max(w.bottom for w in line) + _MARGIN
    left, up = max(int(x0), 0), max(int(top), 0)
    strip = enlarged(picture[up : int(bottom), left : int(x1)], _ENLARGE)
    again = read_strip(np.pad(strip, 2 * _MARGIN, constant_values=255), seconds)
    back = [word.moved(-2 * _MARGIN, -2 * _MARGIN) for word in again]
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
