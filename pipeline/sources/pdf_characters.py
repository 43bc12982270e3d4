"""Codes and boxes of all characters of a PDF page, fetched from pdfium in bulk.

Most of the time of reading a PDF goes into these calls, several a character; so they bypass the typed pointers of
ctypes and run inside of ``map``.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import deque
from collections.abc import Callable, Sequence
from itertools import repeat
from typing import Any, NamedTuple

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw

__all__ = [
    "HYPHEN", "Boxes", "Setting", "Settings", "Turn", "boxes_of", "characters_of", "font_of", "handle_of",
    "inked_places", "object_at", "paths_of",
]  # fmt: skip

HYPHEN = "\ufffe"  # a hyphen at the end of a line, as pdfium's own text has it; repair makes it plain
_LINE_END_HYPHEN = "\x02"  # the same, as pdfium gives it character by character
_BLANK = re.compile(r"[^\S ]|\0")  # but a plain space
# For codes that no text may hold: halves of pairs, and what lies beyond Unicode.
_BROKEN = "\N{REPLACEMENT CHARACTER}"

Turn = Callable[[Any, Any], tuple[Any, Any]]
"""From coordinates of the file, numbers or arrays of them, to those of the page as it is shown."""


def _direct(function: object, *types: type) -> Callable[..., Any]:
    """``function`` of pdfium with handles and buffers as plain addresses: three times as fast as by typed pointers.

    Such are called several times a character, and nothing else costs as much. The first of ``types`` is the result's.
    """
    address = ctypes.cast(function, ctypes.c_void_p).value  # type: ignore[arg-type]  # any foreign function will do
    prototype = ctypes.PYFUNCTYPE(*types)
    return prototype(address)  # type: ignore[arg-type]  # None only for a function that is not there


_PLACE = (ctypes.c_void_p, ctypes.c_int)  # a text page and the index of a character, or a page and that of an object
_code_at = _direct(raw.FPDFText_GetUnicode, ctypes.c_uint, *_PLACE)
object_at = _direct(raw.FPDFText_GetTextObject, ctypes.c_void_p, *_PLACE)
_box_at = _direct(raw.FPDFText_GetLooseCharBox, ctypes.c_int, *_PLACE, ctypes.c_void_p)
_matrix_at = _direct(raw.FPDFText_GetMatrix, ctypes.c_int, *_PLACE, ctypes.c_void_p)
_origin_at = _direct(raw.FPDFText_GetCharOrigin, ctypes.c_int, *_PLACE, ctypes.c_void_p, ctypes.c_void_p)
_size_at = _direct(raw.FPDFText_GetFontSize, ctypes.c_double, *_PLACE)
font_of = _direct(raw.FPDFTextObj_GetFont, ctypes.c_void_p, ctypes.c_void_p)
_drawn_at = _direct(raw.FPDFPage_GetObject, ctypes.c_void_p, *_PLACE)
_kind_of = _direct(raw.FPDFPageObj_GetType, ctypes.c_int, ctypes.c_void_p)


class Boxes(NamedTuple):
    """The edges of characters' boxes on the page as it is shown."""

    x0: list[float]
    top: list[float]
    x1: list[float]
    bottom: list[float]


Setting = tuple[float, float, float, float]
"""How a character is set: the angle of its line in radians, its size in points, x and y of its origin in the file."""


def handle_of(opened: pdfium.PdfTextPage | pdfium.PdfPage) -> int | None:
    """The address by which pdfium knows a page or its text."""
    return ctypes.cast(opened.raw, ctypes.c_void_p).value


def paths_of(page: pdfium.PdfPage, count: int) -> list[int]:
    """Which of the first ``count`` objects of a page are drawn lines and shapes."""
    drawn = map(_drawn_at, repeat(handle_of(page)), range(count))
    return [index for index, kind in enumerate(map(_kind_of, drawn)) if kind == raw.FPDF_PAGEOBJ_PATH]


def characters_of(textpage: pdfium.PdfTextPage, count: int) -> str:
    """Every character, a space for every blank, by one call where pdfium's text of the page has one for each."""
    text = str(textpage.get_text_range()) if count else ""
    if len(text) != count:
        text = "".join(map(_character, map(_code_at, repeat(handle_of(textpage)), range(count))))
    return _BLANK.sub(" ", text).replace(_LINE_END_HYPHEN, HYPHEN)


def _character(code: int | None) -> str:
    valid = code is not None and code < 0x110000 and not 0xD800 <= code < 0xE000
    return chr(code) if code is not None and valid else _BROKEN


def inked_places(text: str) -> list[int]:
    """Where in ``text`` the characters stand that are no space."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    places: list[int] = np.flatnonzero(codes != ord(" ")).tolist()
    return places


def boxes_of(textpage: pdfium.PdfTextPage, indexes: Sequence[int], turn: Turn) -> Boxes:
    """The boxes of the characters at ``indexes``, with the height of the font and what reaches beyond it."""
    if not indexes:
        return Boxes([], [], [], [])
    found = np.zeros((len(indexes), 4), np.float32)  # an FS_RECTF each: left, top, right, bottom
    start = found.ctypes.data
    places = range(start, start + found.nbytes, ctypes.sizeof(raw.FS_RECTF))
    deque(map(_box_at, repeat(handle_of(textpage)), indexes, places), maxlen=0)
    left, top, right, bottom = found.T.astype(np.float64)
    (xa, ya), (xb, yb) = turn(left, top), turn(right, bottom)
    edges = np.minimum(xa, xb), np.minimum(ya, yb), np.maximum(xa, xb), np.maximum(ya, yb)
    return Boxes(*(edge.tolist() for edge in edges))


class Settings:
    """How the characters are set on the page that pdfium knows by ``handle``."""

    def __init__(self, handle: int | None) -> None:
        self._handle = handle
        self._matrix, self._x, self._y = raw.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
        self._places = tuple(map(ctypes.addressof, (self._matrix, self._x, self._y)))

    def at(self, index: int) -> Setting:
        """How the character at ``index`` is set."""
        matrix, (to_matrix, to_x, to_y) = self._matrix, self._places
        _matrix_at(self._handle, index, to_matrix)
        _origin_at(self._handle, index, to_x, to_y)
        size: float = _size_at(self._handle, index) * math.hypot(matrix.c, matrix.d)
        return math.atan2(matrix.b, matrix.a), size, self._x.value, self._y.value
