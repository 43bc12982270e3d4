"""Accents that recognition confuses, put right by the word beside: ``tố chức`` is no word, ``tổ chức`` is.

The hook and the acute over a vowel differ by a pixel or two. The pairs are data: ``rules/scan_words.toml``.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise, product

from pipeline.sources.ocr_engine import Word
from pipeline.sources.ocr_vocabulary import scan_words

_HOOK_TO_ACUTE = str.maketrans("ảẳẩẻểỉỏổởủửỷ", "áắấéếíóốớúứý")


@cache
def _wrong() -> dict[tuple[str, str], tuple[str, str]]:
    """Every pair with an acute in place of the hook of its one word, the other or both."""
    known: dict[tuple[str, str], tuple[str, str]] = {}
    for phrase in scan_words("pair"):
        first, second = phrase.split()
        for pair in product((first, first.translate(_HOOK_TO_ACUTE)), (second, second.translate(_HOOK_TO_ACUTE))):
            if pair != (first, second):
                known[pair] = (first, second)
    return known


def repair_pairs(words: Sequence[Word]) -> list[Word]:
    """``words`` with the accents of such pairs put right, also where a pair goes over the end of a line."""
    result = list(words)
    for at, (word, after) in enumerate(pairwise(words)):
        one, other = word.text.lstrip("(“\"'"), after.text.rstrip(".,;:)”\"'")
        meant = _wrong().get((one.lower(), other.lower()))
        if meant is not None:
            result[at] = word._replace(text=word.text.replace(one, _cased(meant[0], one)))
            result[at + 1] = after._replace(text=after.text.replace(other, _cased(meant[1], other)))
    return result


def _cased(text: str, like: str) -> str:
    if like.isupper():
        return text.upper()
    return text.capitalize() if like[:1].isupper() else text
