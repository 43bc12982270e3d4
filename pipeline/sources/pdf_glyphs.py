"""The inked characters of a PDF page with place and style, and its ruled lines, through the raw API of pdfium.

Coordinates are those of :data:`pipeline.types.Box`: points from the top left corner of the page as it is shown, so that
a turned page reads like any other. Text that stands aslant (watermarks, margins written upwards) is left out.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from pipeline.types import Box

# More drawing than this on one page is a map, not a form; its lines are not looked at.
_MAX_OBJECTS = 20_000
_MAX_SEGMENTS = 2_000
_THIN = 3.0  # points: a filled box this thin is a line
HYPHEN = "\ufffe"  # a hyphen at the end of a line, as pdfium's own text has it; repair makes it plain
_LINE_END_HYPHEN = "\x02"  # the same, as pdfium gives it character by character
_MAX_ASLANT = math.radians(10)
_BOLD = ("bold", "black", "heavy", "-bd")
_ITALIC = ("italic", "oblique", "-it")
_BOLD_WEIGHT = 600


class Style(NamedTuple):
    """Of a run of characters: size in points as shown, weight and slope."""

    size: float
    bold: bool
    italic: bool


class Glyph(NamedTuple):
    """An inked character. ``base`` is its baseline; ``spaced`` tells that blank characters stand before it."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    base: float
    style: Style
    spaced: bool


class PageInk(NamedTuple):
    """What is on a page: characters in the order of the file, ruled lines (thin boxes), width and height in points."""

    glyphs: tuple[Glyph, ...]
    rules: tuple[Box, ...]
    width: float
    height: float


Turn = Callable[[float, float], tuple[float, float]]


def read_page(page: pdfium.PdfPage) -> PageInk:
    """The ink of ``page``, annotations not included: flatten them first."""
    width, height = page.get_size()
    turn = _turn(page)
    textpage = page.get_textpage()
    try:
        glyphs = tuple(_glyphs(textpage, turn, math.radians(90 * _quarters(page))))
    finally:
        textpage.close()
    return PageInk(glyphs, tuple(_rules(page, turn)), width, height)


def _quarters(page: pdfium.PdfPage) -> int:
    return int(raw.FPDFPage_GetRotation(page)) % 4


def _turn(page: pdfium.PdfPage) -> Turn:
    """From the coordinates of the file (up from the bottom, before turning) to those of the page as it is shown."""
    box = raw.FS_RECTF()
    raw.FPDF_GetPageBoundingBox(page, box)
    left, right, bottom, top = box.left, box.right, box.bottom, box.top
    turns: tuple[Turn, ...] = (
        lambda x, y: (x - left, top - y),
        lambda x, y: (y - bottom, x - left),
        lambda x, y: (right - x, y - bottom),
        lambda x, y: (top - y, right - x),
    )
    return turns[_quarters(page)]


def _glyphs(textpage: pdfium.PdfTextPage, turn: Turn, angle: float) -> Iterator[Glyph]:
    handle = textpage.raw
    objects = _Objects(handle, turn, angle)
    box = raw.FS_RECTF()
    spaced = False
    for index in range(textpage.count_chars()):
        char = chr(raw.FPDFText_GetUnicode(handle, index))
        if char.isspace() or char == "\0":
            spaced = True
            continue
        if char == _LINE_END_HYPHEN:
            char = HYPHEN
        found = objects.of(index)
        if found is None:
            continue
        style, base = found
        raw.FPDFText_GetLooseCharBox(handle, index, box)
        xa, ya = turn(box.left, box.top)
        xb, yb = turn(box.right, box.bottom)
        if xa > xb:
            xa, xb = xb, xa
        if ya > yb:
            ya, yb = yb, ya
        yield Glyph(char, xa, ya, xb, yb, base, style, spaced)
        spaced = False


class _Objects:
    """Style and baseline of each character, looked up once a text object, and weight and slope once a font."""

    def __init__(self, textpage: object, turn: Turn, angle: float) -> None:
        self._textpage = textpage
        self._turn = turn
        self._angle = angle
        self._objects: dict[int, tuple[Style, float] | None] = {}
        self._fonts: dict[int, tuple[bool, bool]] = {}
        self._matrix = raw.FS_MATRIX()

    def of(self, index: int) -> tuple[Style, float] | None:
        """None for characters that stand aslant."""
        pointer = raw.FPDFText_GetTextObject(self._textpage, index)
        key = ctypes.addressof(pointer.contents) if pointer else -index
        if key not in self._objects:
            self._objects[key] = self._look_up(index, pointer)
        return self._objects[key]

    def _look_up(self, index: int, pointer: object) -> tuple[Style, float] | None:
        matrix = self._matrix
        raw.FPDFText_GetMatrix(self._textpage, index, matrix)
        aslant = math.remainder(math.atan2(matrix.b, matrix.a) - self._angle, math.tau)
        if abs(aslant) > _MAX_ASLANT:
            return None
        x, y = ctypes.c_double(), ctypes.c_double()
        raw.FPDFText_GetCharOrigin(self._textpage, index, x, y)
        size = raw.FPDFText_GetFontSize(self._textpage, index) * math.hypot(matrix.c, matrix.d)
        return Style(round(size, 2), *self._weight(pointer)), self._turn(x.value, y.value)[1]

    def _weight(self, pointer: object) -> tuple[bool, bool]:
        font = raw.FPDFTextObj_GetFont(pointer) if pointer else None
        key = ctypes.addressof(font.contents) if font else 0
        if key not in self._fonts:
            self._fonts[key] = _weight(font) if font else (False, False)
        return self._fonts[key]


def _weight(font: object) -> tuple[bool, bool]:
    """Bold and italic, by the font's name first: most subsets carry no weight."""
    buffer = ctypes.create_string_buffer(256)
    raw.FPDFFont_GetBaseFontName(font, buffer, 256)
    name = buffer.value.decode("latin-1").lower()
    slope = ctypes.c_int()
    sloped = bool(raw.FPDFFont_GetItalicAngle(font, slope)) and slope.value != 0
    bold = any(mark in name for mark in _BOLD) or raw.FPDFFont_GetWeight(font) >= _BOLD_WEIGHT
    return bold, sloped or any(mark in name for mark in _ITALIC)


def _rules(page: pdfium.PdfPage, turn: Turn) -> Iterator[Box]:
    """Thin filled boxes and strokes, of table grids and above footnotes."""
    count = raw.FPDFPage_CountObjects(page)
    if count > _MAX_OBJECTS:
        return
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    for index in range(count):
        item = raw.FPDFPage_GetObject(page, index)
        if raw.FPDFPageObj_GetType(item) != raw.FPDF_PAGEOBJ_PATH:
            continue
        raw.FPDFPageObj_GetBounds(item, left, bottom, right, top)
        box = _box(turn(left.value, top.value), turn(right.value, bottom.value))
        if min(box[2] - box[0], box[3] - box[1]) < _THIN:
            yield box
        else:
            yield from _edges(item, turn)


def _edges(path: object, turn: Turn) -> Iterator[Box]:
    """The upright and level edges of a path that draws several at once, as a whole grid is often drawn."""
    matrix, x, y = raw.FS_MATRIX(), ctypes.c_float(), ctypes.c_float()
    raw.FPDFPageObj_GetMatrix(path, matrix)
    last: tuple[float, float] | None = None
    for index in range(min(raw.FPDFPath_CountSegments(path), _MAX_SEGMENTS)):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        across = matrix.a * x.value + matrix.c * y.value + matrix.e
        point = turn(across, matrix.b * x.value + matrix.d * y.value + matrix.f)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_LINETO and last is not None:
            edge = _box(last, point)
            if min(edge[2] - edge[0], edge[3] - edge[1]) < 0.5:
                yield edge
        last = point


def _box(one: tuple[float, float], other: tuple[float, float]) -> Box:
    (xa, ya), (xb, yb) = one, other
    return min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb)
