"""What stands on a page beside its words: the ink of signatures, footnote marks taken for signs, spaces not seen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby, pairwise

from pipeline.sources.ocr_engine import Word
from pipeline.text.syllables import is_syllable

_RIGHT = 0.4  # share of the width from which signatures stand
_BELOW = 9  # heights of a line between the signer's title and his name
_SURE = 0.8
_MOST_LETTERS = 16
_FOOT = 0.6  # share of the height below which footnotes begin
_SMALL = 0.85  # of the height of most lines
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SIGNS = frozenset("!?'*°’‘")
_RAISED = re.compile(r"([^\W\d_]{2,}|\d[\d.,]*%?)([!?'*°’])([;,.:)]*)$")
_YEAR = re.compile(r"([^\W\d_]{2,})((?:19|20)\d\d)([^\W\d_]*)$")
_QUARTER = re.compile(r"([Qq]uý)([IVl1-4]{1,3}(?:/.*)?)$")


def without_signatures(words: Sequence[Word], width: int) -> list[Word]:
    """``words`` without the lines of ink between a signer's title and name, and the specks beside these."""
    kept: list[Word] = []
    title: Word | None = None
    for _, group in groupby(words, key=lambda word: word.line):
        line = list(group)
        under = title is not None and line[0].x0 > _RIGHT * width and _is_under(title, line)
        if under and _is_ink(line):
            continue
        if under and len(line) > 2 and line[0].text in {"-", "–", "—", ":", "."} and _is_name(line[1:]):
            line = line[1:]
        if line[0].x0 > _RIGHT * width and _is_title(line):
            title = line[0]._replace(x1=line[-1].x1)
        kept += line
    return kept


def _is_title(line: Sequence[Word]) -> bool:
    text = " ".join(word.text for word in line)
    return text.isupper() and len(line) > 1 and sum(map(_is_word, line)) > 1


def _is_under(title: Word, line: Sequence[Word]) -> bool:
    below = 0 <= line[0].top - title.top < _BELOW * title.size
    return below and line[0].x0 < title.x1 + title.size and line[-1].x1 > title.x0 - title.size


def _is_ink(line: Sequence[Word]) -> bool:
    letters = sum(len(word.text) for word in line)
    good = sum(len(word.text) for word in line if _is_word(word))
    sure = sum(len(word.text) * word.confidence for word in line) / letters
    digits = any(map(str.isdigit, "".join(word.text for word in line))) and sure >= 0.5
    return letters <= _MOST_LETTERS and 2 * good < letters and sure < _SURE and not digits


def _is_name(line: Sequence[Word]) -> bool:
    return 2 <= len(line) <= 5 and all(word.text[:1].isupper() and word.text.isalpha() for word in line)


def _is_word(word: Word) -> bool:
    text = word.text.strip(".,:;")
    return len(text) > 1 and (is_syllable(text.lower()) or text in {"TM", "KT", "TL", "TUQ", "QL"})


def raised_marks(words: Sequence[Word], height: int) -> list[Word]:
    """``words`` with the marks of footnotes, which are read as signs, as raised figures, in the notes and in the text.

    A note is a line of small print at the foot of the page; its number is the next one.
    """
    usual = sorted(word.size for word in words for _ in word.text)
    if not usual:
        return list(words)
    small = _SMALL * usual[len(usual) // 2]
    notes: dict[int, int] = {}
    for before, word in pairwise([words[0]._replace(line=-1), *words]):
        if word.line != before.line and word.top > _FOOT * height and word.size < small:
            number = int(word.text) if word.text.isdigit() and len(word.text) < 3 else 0
            if number or word.text in _SIGNS:
                notes[word.line] = number or max(notes.values(), default=0) + 1
    return _with_marks(words, notes)


def _with_marks(words: Sequence[Word], notes: dict[int, int]) -> list[Word]:
    numbers = iter(notes.values())
    result: list[Word] = []
    line = -1
    for word in words:
        begins, line = word.line != line, word.line
        if begins and word.line in notes:
            word = word._replace(text=_raised(notes[word.line]))
        elif found := _RAISED.match(word.text) if word.line not in notes else None:
            number = next(numbers, 0)
            word = word._replace(text=found[1] + _raised(number) + found[3]) if number else word
        result.append(word)
    return result


def _raised(number: int) -> str:
    return str(number).translate(_SUPERSCRIPTS)


def parted_words(words: Sequence[Word]) -> list[Word]:
    """``words`` with those that are several glued together, as in the narrow cells of a table, one by one."""
    return [piece for word in words for piece in _pieces(word)]


def _pieces(word: Word) -> list[Word]:
    texts = _texts(word.text)
    if len(texts) < 2:
        return [word]
    step = (word.x1 - word.x0) / len(word.text)
    edges = [0]
    for text in texts:
        edges.append(edges[-1] + len(text))
    return [
        word._replace(text=text, x0=word.x0 + a * step, x1=word.x0 + b * step, letters=())
        for text, (a, b) in zip(texts, pairwise(edges), strict=True)
    ]


def _texts(text: str) -> list[str]:
    if found := _YEAR.match(text) or _QUARTER.match(text):
        return [part for part in found.groups() if part]
    letters = text.rstrip(".,;:)")
    if len(letters) < 5 or letters.isascii() or not letters.isalpha() or is_syllable(letters.lower()):
        return [text]
    parts = _syllables(letters.lower(), 4)
    if len(parts) < 2:
        return [text]
    edges = [0]
    for part in parts:
        edges.append(edges[-1] + len(part))
    pieces = [letters[a:b] for a, b in pairwise(edges)]
    if any(not piece[1:].islower() and not letters.isupper() for piece in pieces):
        return [text]
    return [*pieces[:-1], pieces[-1] + text[len(letters) :]]


def _syllables(text: str, most: int) -> list[str]:
    """``text`` as the fewest syllables, ``most`` at most, of two letters or more, the first as short as can be."""
    if is_syllable(text):
        return [text]
    if most < 2:
        return []
    ends = (end for end in range(2, len(text) - 1) if is_syllable(text[:end]))
    ways = [[text[:end], *rest] for end in ends if (rest := _syllables(text[end:], most - 1))]
    return min(ways, key=len, default=[])
