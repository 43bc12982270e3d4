"""Numbers that jump from one point to the next of the same list (1, 2, 4; a, c): a page or a point may be missing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from pipeline.types import Block, DocumentText, Finding, Kind, Outline

# Offices count with or without "đ", and some with the letters that Vietnamese does not have.
_ALPHABETS: Final = ("abcdđeghiklmnopqrstuvxy", "abcdefghijklmnopqrstuvwxyz")
_ROMAN: Final = {"I": 1, "V": 5, "X": 10}
_STYLES: Final = frozenset(("arabic", "decimal", "letter", "roman", "paren", "article"))
_FARTHEST: Final = 6  # a longer leap is a number that was read wrong, or another list


def on_numbering(text: DocumentText, outline: Outline) -> Iterator[Finding]:
    """A point that does not follow the one before it in its list, where what lies between is nowhere in the text.

    Not for recognised text, in which "c)" comes out as "œ)" more often than a page is missing.
    """
    if text.confidence < 1:
        return
    last: dict[tuple[object, ...], tuple[Block, tuple[int, ...]]] = {}
    for block in outline.blocks:
        if block.kind is not Kind.POINT or block.style not in _STYLES:
            continue
        stem, place = _place(block)
        key = (block.parent, block.style, stem)
        earlier, last[key] = last.get(key), (block, place)
        if earlier is None or not place:
            continue
        before, was = earlier
        if _jumps(was, place) and not _stands(text, before, block):
            yield Finding(
                "outline-gap",
                "warning",
                f"Sau mục “{before.marker}” là “{block.marker}”: có thể thiếu trang hoặc thiếu mục.",
                block.locate(0, len(block.text)),
            )


def _place(block: Block) -> tuple[str, tuple[int, ...]]:
    """What the markers of one list share, and the place of this one in it, in each alphabet for a letter."""
    sign = block.marker.strip(" .):/(-–")
    if block.style == "article":
        sign = sign.split()[-1]
    if block.style == "decimal":
        stem, _, sign = sign.rpartition(".")
        return stem, (int(sign),) if sign.isdecimal() else ()
    if sign.isdecimal():
        return "", (int(sign),)
    if block.style == "roman":
        return "", (_roman(sign),)
    if len(sign) == 1:
        return "a", tuple(alphabet.find(sign) for alphabet in _ALPHABETS)
    return "", ()


def _roman(sign: str) -> int:
    values = [_ROMAN.get(letter, 0) for letter in sign]
    return sum(-v if v < following else v for v, following in zip(values, [*values[1:], 0], strict=True))


def _jumps(before: Sequence[int], now: Sequence[int]) -> bool:
    steps = [b - a for a, b in zip(before, now, strict=False) if a >= 0 and b >= 0]
    return bool(steps) and all(1 < step <= _FARTHEST for step in steps)


def _stands(text: DocumentText, before: Block, block: Block) -> bool:
    """Whether a number between the two stands somewhere between them, only not where a point is told by it."""
    stem, places = _place(before)
    between = text.text[before.locate(0, 0).start : block.locate(0, 0).start].rstrip().removesuffix(block.marker)
    if block.style == "letter":
        signs = [letter for letter in _ALPHABETS[0] if places[0] < _ALPHABETS[0].find(letter) < _place(block)[1][0]]
    elif block.style == "roman":
        signs = ["[IVX]+"]
    else:
        signs = [str(n) for n in range(places[0] + 1, _place(block)[1][0])]
    prefix = re.escape(stem + ".") if stem and block.style == "decimal" else ""
    ends = r"[a-zđ]?\s*[.):/–-]" if block.style != "article" else r"\b"
    return any(re.search(rf"(?<![\w/.,]){prefix}{sign}{ends}", between) for sign in signs)
