"""Roman numerals, which recognition takes for letters: told by their strokes on the picture, not by their reading.

Only where a numeral has to stand: before a heading in capitals and behind ``quý``. A stroke that is not seen is never
taken away: ``II`` does not become ``I``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

import numpy as np

from pipeline.sources.ocr_engine import Word
from pipeline.sources.ocr_picture import INK, Gray

_PITCH = 0.45  # of the height of a line: from one stroke of a numeral to the next
_CORE = (0.25, 0.75)  # share of a word's height in which an upright stroke is unbroken and a slanting one is not
_SURE = 0.9
_LEAST_CAPITALS = 4
_STROKES = {"I": 1, "l": 1, "1": 1, "|": 1, "H": 2, "L": 1}
_HEADING = re.compile(r"([IlH|1L]{1,4})[.,]?$")
_FIVE = {"TV": "IV", "IY": "IV", "1V": "IV", "lV": "IV", "|V": "IV"}
_QUARTER = re.compile("([IlH|1T]{1,4}[VY]?)(?=[/\N{FRACTION SLASH}.,;:)]|$)")
_SLASHES = re.compile("[/\N{FRACTION SLASH}]+")
_QUARTER_WORD = frozenset({"quý", "quí"})
_NEXT = {"I": "II", "II": "III"}
_BARE = re.compile(r"(VI{0,3}|IV|I?X)[.,]?$")


def repair_numerals(words: Sequence[Word], picture: Gray) -> list[Word]:
    """``words`` of a page with the numerals of headings and quarters as ``picture`` shows them."""
    result: list[Word] = []
    before = ""
    for _, group in groupby(words, key=lambda word: word.line):
        line = _quarters(list(group), picture)
        if _is_heading(line):
            first = _numeral(line[0], picture, before)
            before = first.text.rstrip(".")
            line = [first, *line[1:]]
        result += line
    return result


def _is_heading(line: Sequence[Word]) -> bool:
    """Capitals alone behind the first word, which may be a numeral."""
    text = "".join(word.text for word in line[1:])
    found = _HEADING.match(line[0].text) or _BARE.match(line[0].text) or line[0].text.rstrip(".") in _FIVE
    return bool(found) and text.isupper() and sum(map(str.isalpha, text)) >= _LEAST_CAPITALS


def _numeral(word: Word, picture: Gray, before: str) -> Word:
    bare = word.text.rstrip(".,")
    if bare in _FIVE or _BARE.match(word.text):
        return word._replace(text=f"{_FIVE.get(bare, bare)}.")
    if bare.isdigit():
        return word
    # The foot of an L is a dot that touches the last stroke: ``IL`` for ``II.``.
    told = sum(_STROKES[char] for char in bare)
    seen = strokes(word, picture)
    roman = "I" * (seen if told <= seen <= 3 or told > 3 >= seen > 0 else min(told, 3))
    if roman == before and word.confidence < _SURE:
        roman = _NEXT.get(roman, roman)
    return word._replace(text=f"{roman}.")


def _quarters(line: list[Word], picture: Gray) -> list[Word]:
    for at in range(1, len(line)):
        word, found = line[at], _QUARTER.match(line[at].text)
        if found and line[at - 1].text.lower().lstrip('(“"') in _QUARTER_WORD:
            line[at] = word._replace(
                text=_quarter(found[1], word, picture) + _SLASHES.sub("/", word.text[found.end() :])
            )
    return line


def _quarter(text: str, word: Word, picture: Gray) -> str:
    if text[-1] in "VY":
        return "IV"
    if text.isdigit() and len(text) == 1:
        return text
    told = sum(_STROKES.get(char, 1) for char in text)
    seen = strokes(word, picture)
    return "I" * (seen if told <= seen <= 3 or (told > 3 and seen) else min(told, 3))


def strokes(word: Word, picture: Gray) -> int:
    """How many upright strokes stand at the beginning of ``word`` as close together as those of ``III``."""
    height = word.bottom - word.top
    top, bottom = (int(word.top + share * height) for share in _CORE)
    part = picture[top : max(bottom, top + 1), max(int(word.x0) - 3, 0) : int(word.x1) + 3] < INK
    full = part.mean(axis=0) > 0.9 if part.size else np.zeros(0, dtype=bool)
    edges = np.flatnonzero(np.diff(np.concatenate(([False], full, [False])).astype(np.int8)))
    starts, ends = edges[::2], edges[1::2]
    count = 0
    for n, (start, end) in enumerate(zip(starts, ends, strict=True)):
        thick = end - start > 0.3 * word.size
        if thick or (n and start - starts[n - 1] > _PITCH * word.size):
            break
        count += 1
    return count
