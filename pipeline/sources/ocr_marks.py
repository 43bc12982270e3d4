"""What is stamped in colour on the head of a page: the marks of urgency and secrecy, and the received-stamp.

Colours are taken out before the print is read, so that seals and pens don't disturb it; these marks must not be lost
with them, the marks of secrecy least of all (Law 117/2025/QH15).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.sources.arrival import take_arrival
from pipeline.sources.ocr_engine import SPARSE, Word, read_words
from pipeline.sources.ocr_formulas import plain
from pipeline.sources.ocr_page import Upright
from pipeline.sources.ocr_picture import coloured, has_colour, straighten, turn_quarters
from pipeline.sources.ocr_rules import find_rules, frames_of, without_rules
from pipeline.types import Arrival

_HEAD = 0.45  # share of the height: seals of signatures lie below
_MARK = re.compile(r"(?:toi |tuyet )?mat|hoa toc(?: hen gio)?|(?:thuong )?khan")
_EDGES = " .,:;|[](){}_-—–'`\"*!/\\"
_SURE = 0.3


def stamped_words(
    words: Sequence[Word], pixels: npt.NDArray[Any], turned: Upright
) -> tuple[list[Word], Arrival | None]:
    """``words`` with the marks stamped in colour at their end, and what a received-stamp in colour tells."""
    if pixels.ndim != 3:
        return list(words), None
    upright = np.rot90(pixels, -turned.quarters)
    head = upright[: int(_HEAD * upright.shape[0])]
    if not has_colour(head):
        return list(words), None
    ink = turn_quarters(coloured(head), 0)
    if turned.angle:
        ink = straighten(ink, turned.angle)
    rules = find_rules(ink)
    stamped = read_words(without_rules(ink, rules), SPARSE)
    rest, arrival = take_arrival(stamped, frames_of(rules), 2 * ink.shape[0])
    first = max((word.line for word in words), default=-1) + 1
    marks = [word._replace(line=word.line + first) for word in _marks(rest)]
    return [*words, *marks], arrival


def _marks(words: Sequence[Word]) -> list[Word]:
    """The words of the lines that are nothing but a mark."""
    lines: dict[int, list[Word]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    return [word for line in lines.values() if _is_mark(line) for word in line]


def _is_mark(line: Sequence[Word]) -> bool:
    text = plain(" ".join(part for word in line if (part := word.text.strip(_EDGES))))
    upper = "".join(word.text for word in line).upper() == "".join(word.text for word in line)
    return upper and bool(_MARK.fullmatch(text)) and max(word.confidence for word in line) >= _SURE
