"""Codes and boxes of all characters of a PDF page, fetched from pdfium in bulk.

Most of the time of reading a PDF goes into these calls, several a character; so they bypass the typed pointers of
ctypes and run inside of ``map``.
"""

from __future__ import annotations

import ctypes
import re
from array import array
from collections import deque
from collections.abc import Callable
from itertools import repeat
from operator import gt
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

__all__ = ["HYPHEN", "Boxes", "Turn", "boxes_of", "characters_of", "direct", "handle_of", "object_at"]

HYPHEN = "\ufffe"  # a hyphen at the end of a line, as pdfium's own text has it; repair makes it plain
_LINE_END_HYPHEN = "\x02"  # the same, as pdfium gives it character by character
_BLANK = re.compile(r"[\s\0]")
# For codes that no text may hold: halves of pairs, and what lies beyond Unicode.
_BROKEN = "\N{REPLACEMENT CHARACTER}"

Turn = Callable[[float, float], tuple[float, float]]
"""From coordinates of the file to those of the page as it is shown."""


def direct(function: object, *types: type) -> Callable[..., int | None]:
    """``function`` of pdfium with handles and buffers as plain addresses: three times as fast as by typed pointers.

    It is called several times a character, and nothing else costs as much. The first of ``types`` is the result's.
    """
    address = ctypes.cast(function, ctypes.c_void_p).value  # type: ignore[arg-type]  # any foreign function will do
    prototype = ctypes.PYFUNCTYPE(*types)
    return prototype(address)  # type: ignore[arg-type]  # None only for a function that is not there


_PLACE = (ctypes.c_void_p, ctypes.c_int)  # a text page and the index of a character
_code_at = direct(raw.FPDFText_GetUnicode, ctypes.c_uint, *_PLACE)
object_at = direct(raw.FPDFText_GetTextObject, ctypes.c_void_p, *_PLACE)
_box_at = direct(raw.FPDFText_GetLooseCharBox, ctypes.c_int, *_PLACE, ctypes.c_void_p)


class Boxes(NamedTuple):
    """The edges of every character's box on the page as it is shown."""

    x0: list[float]
    top: list[float]
    x1: list[float]
    bottom: list[float]


def handle_of(textpage: pdfium.PdfTextPage) -> int | None:
    """The address by which pdfium knows the text of a page."""
    return ctypes.cast(textpage.raw, ctypes.c_void_p).value


def characters_of(textpage: pdfium.PdfTextPage, count: int) -> str:
    """Every character, a space for every blank, by one call where pdfium's text of the page has one for each."""
    text = str(textpage.get_text_range()) if count else ""
    if len(text) != count:
        text = "".join(map(_character, map(_code_at, repeat(handle_of(textpage)), range(count))))
    return _BLANK.sub(" ", text).replace(_LINE_END_HYPHEN, HYPHEN)


def _character(code: int | None) -> str:
    valid = code is not None and code < 0x110000 and not 0xD800 <= code < 0xE000
    return chr(code) if code is not None and valid else _BROKEN


def boxes_of(textpage: pdfium.PdfTextPage, count: int, turn: Turn, quarters: int) -> Boxes:
    """The box of every character, with the height of its font and what reaches beyond it."""
    size = ctypes.sizeof(raw.FS_RECTF)  # left, top, right, bottom
    floats = array("f", bytes(size * count))
    start, _ = floats.buffer_info()
    deque(map(_box_at, repeat(handle_of(textpage)), range(count), range(start, start + size * count, size)), maxlen=0)
    left, top, right, bottom = (floats[edge::4].tolist() for edge in range(4))
    if quarters == 0:
        x, y = turn(0.0, 0.0)
        if x:
            left, right = [v + x for v in left], [v + x for v in right]
        found = Boxes(left, [y - v for v in top], right, [y - v for v in bottom])
    else:
        corners = [(*turn(a, b), *turn(c, d)) for a, b, c, d in zip(left, top, right, bottom, strict=True)]
        found = Boxes(*(list(edge) for edge in zip(*corners, strict=True))) if corners else Boxes([], [], [], [])
    return _ordered(found)


def _ordered(boxes: Boxes) -> Boxes:
    """``boxes`` with the lesser edge first, as nearly all have it."""
    x0, top, x1, bottom = boxes
    if any(map(gt, x0, x1)):
        x0, x1 = list(map(min, x0, x1)), list(map(max, x0, x1))
    if any(map(gt, top, bottom)):
        top, bottom = list(map(min, top, bottom)), list(map(max, top, bottom))
    return Boxes(x0, top, x1, bottom)
