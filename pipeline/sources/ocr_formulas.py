"""The words that every dispatch and its headings are made of, with their own accents: ``rules/scan_words.toml``."""

from __future__ import annotations

import unicodedata
from difflib import SequenceMatcher
from functools import cache
from typing import NamedTuple

from pipeline.sources.ocr_engine import Word
from pipeline.sources.ocr_vocabulary import scan_words

_ALIKE = 0.84
_LONG = 4  # words: shorter ones must agree in every letter
_LETTERS = 3  # more or fewer that a long one may have
_PLAIN = str.maketrans({"đ": "d", "ð": "d"})


class _Formula(NamedTuple):
    words: tuple[str, ...]
    text: str
    plain: str
    upper: bool


@cache
def _formulas() -> tuple[_Formula, ...]:
    return tuple(_Formula(tuple(text.split()), text, plain(text), text.isupper()) for text in scan_words("formula"))


def repair_formulas(line: list[Word]) -> list[Word]:
    """``CỌNG HOÀ XÃ HỌI CHỦ NGHĨA VIỆT NAM`` and the like with their own accents."""
    result = list(line)
    for formula in _formulas():
        size = len(formula.words)
        for start in range(len(result) - size + 1):
            window = result[start : start + size]
            if _is_misread(" ".join([word.text for word in window]), formula):
                right = zip(window, formula.words, strict=True)
                result[start : start + size] = [word._replace(text=text) for word, text in right]
    return result


def plain(text: str) -> str:
    """Small letters without accents."""
    decomposed = unicodedata.normalize("NFD", text.lower())
    return "".join(char for char in decomposed if not unicodedata.combining(char)).translate(_PLAIN)


def _is_misread(read: str, formula: _Formula) -> bool:
    if read == formula.text or read.isupper() != formula.upper:
        return False
    one, other = plain(read), formula.plain
    if len(formula.words) < _LONG:
        return one == other
    if abs(len(one) - len(other)) > _LETTERS:
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE
