"""Accents that recognition confuses, put right by the word beside: ``tố chức`` is no word, ``tổ chức`` is.

The hook and the acute over a vowel differ by a pixel or two. Only pairs are listed of which the wrong one says nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipeline.sources.ocr_engine import Word

_MEANT = """
tổ chức, tổ quốc, tổng hợp, tổng kết, tổng số, tổng thể, tổng cục, thẩm định, thẩm quyền, thẩm tra,
tối thiểu, bổ sung, bổ nhiệm, kể từ, phổ biến, kiểm tra, kiểm soát,
kiểm định, kiểm lâm, kiểm điểm, kiểm toán, kiểm dịch, kiểm kê, phát triển, triển khai,
cổng dịch, thể chế
"""
_HOOK_TO_ACUTE = str.maketrans("ảẳẩẻểỉỏổởủửỷ", "áắấéếíóốớúứý")


def _wrong() -> dict[tuple[str, str], tuple[str, str]]:
    """Every pair with an acute in place of the hook of its one word, the other or both."""
    known: dict[tuple[str, str], tuple[str, str]] = {}
    for phrase in _MEANT.replace("\n", " ").split(","):
        first, second = phrase.split()
        for one in (first, first.translate(_HOOK_TO_ACUTE)):
            for other in (second, second.translate(_HOOK_TO_ACUTE)):
                if (one, other) != (first, second):
                    known[one, other] = (first, second)
    return known


_WRONG = _wrong()


def repair_pairs(words: Sequence[Word]) -> list[Word]:
    """``words`` with the accents of such pairs put right, also where a pair goes over the end of a line."""
    result = list(words)
    for at, (word, after) in enumerate(pairwise(words)):
        one, other = word.text.lstrip("(“\"'"), after.text.rstrip(".,;:)”\"'")
        meant = _WRONG.get((one.lower(), other.lower()))
        if meant is not None:
            result[at] = word._replace(text=word.text.replace(one, _cased(meant[0], one)))
            result[at + 1] = after._replace(text=after.text.replace(other, _cased(meant[1], other)))
    return result


def _cased(text: str, like: str) -> str:
    if like.isupper():
        return text.upper()
    return text.capitalize() if like[:1].isupper() else text
