"""Repair of raw text: ``str`` to ``str`` with the way back, without any knowledge of dispatches."""

from __future__ import annotations

from pipeline.text.fixes import FIXES, called_for
from pipeline.text.offsets import IDENTITY, compose, from_raw
from pipeline.types import OffsetMap

__all__ = ["from_raw", "repair"]

# A fix may call for another (a letter that became Latin composes with its accent); three rounds are rare.
_ROUNDS = 8


def repair(raw: str) -> tuple[str, OffsetMap]:
    """``raw`` with every fix of :data:`pipeline.text.fixes.FIXES` applied, and the map back to ``raw``.

    Composed and decomposed input give the same text, and a repaired text is left as it is.

    >>> repair("Số:\\N{NO-BREAK SPACE}12/UBND\\r\\nÐiều 1.")[0]
    'Số: 12/UBND\\nĐiều 1.'
    """
    text, offsets = raw, IDENTITY
    for _ in range(_ROUNDS):
        before = text
        text, offsets = _round(text, offsets)
        if text == before:
            break
    return text, offsets


def _round(text: str, offsets: OffsetMap) -> tuple[str, OffsetMap]:
    calling = called_for(text)
    for fix in FIXES:
        if fix.calls and fix.calls.isdisjoint(calling):
            continue
        repaired, moved = fix.apply(text)
        if repaired != text:
            text, offsets, calling = repaired, compose(moved, offsets), called_for(repaired)
    return text, offsets
