"""The inked characters of a PDF page with place and style, and its ruled lines, through the raw API of pdfium.

Coordinates are those of :data:`pipeline.types.Box`: points from the top left corner of the page as it is shown, so that
a turned page reads like any other. Text that stands aslant (watermarks, margins written upwards) is left out.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from pipeline.sources.pdf_characters import (
    HYPHEN,
    Settings,
    Turn,
    boxes_of,
    characters_of,
    font_of,
    handle_of,
    inked_places,
    object_at,
    paths_of,
)
from pipeline.types import Box

__all__ = ["HYPHEN", "Glyph", "PageInk", "Style", "read_page"]

# More drawing than this on one page is a map, not a form; its lines are not looked at.
_MAX_OBJECTS = 20_000
_MAX_SEGMENTS = 2_000
_THIN = 3.0  # points: a filled box this thin is a line
_MAX_ASLANT = math.radians(10)
_BOLD = ("bold", "black", "heavy", "-bd")
_ITALIC = ("italic", "oblique", "-it")
_BOLD_WEIGHT = 600


class Style(NamedTuple):
    """Of a run of characters: size in points as shown, weight and slope, and the name of the font as the file has it.

    Equal styles of a page are one object, so that a change of style is told without comparing.
    """

    size: float
    bold: bool
    italic: bool
    font: str = ""


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


def read_page(page: pdfium.PdfPage) -> PageInk:
    """The ink of ``page``, annotations not included: flatten them first."""
    width, height = page.get_size()
    turn = _turn(page)
    textpage = page.get_textpage()
    try:
        glyphs = tuple(_glyphs(textpage, turn, _quarters(page)))
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


def _glyphs(textpage: pdfium.PdfTextPage, turn: Turn, quarters: int) -> list[Glyph]:
    """The text object is asked for once a word, and where a word leaves its baseline (a footnote's mark)."""
    text = characters_of(textpage, textpage.count_chars())
    inked = inked_places(text)
    handle = handle_of(textpage)
    objects = _Objects(handle, turn, math.radians(90 * quarters))
    new = tuple.__new__  # a third of the time of Glyph(...)
    glyphs: list[Glyph] = []
    found: tuple[Style, float] | None = None
    style, base, low = Style(0.0, False, False), 0.0, math.nan
    spaced, last = False, -1
    chars = zip(inked, text.replace(" ", ""), *boxes_of(textpage, inked, turn), strict=True)
    for index, char, x0, top, x1, bottom in chars:
        fresh = index > last + 1
        last = index
        # Marks above a letter reach beyond the height of the font, so that tops differ within a word.
        if fresh or bottom != low:
            found = objects.of(index, object_at(handle, index))
            spaced, low = spaced or fresh, bottom
            if found is not None:
                style, base = found
        if found is not None:
            glyphs.append(new(Glyph, (char, x0, top, x1, bottom, base, style, spaced)))
            spaced = False
    return glyphs


class _Objects:
    """Style and baseline of each character, looked up once a text object, and the font's part once a font."""

    def __init__(self, handle: int | None, turn: Turn, angle: float) -> None:
        self._settings = Settings(handle)
        self._turn = turn
        self._angle = angle
        self._objects: dict[int, tuple[Style, float] | None] = {}
        self._fonts: dict[int | None, tuple[bool, bool, str]] = {None: (False, False, "")}
        self._styles: dict[Style, Style] = {}

    def of(self, index: int, owner: int | None) -> tuple[Style, float] | None:
        """For the character at ``index`` in the text object at ``owner``; None for characters that stand aslant."""
        key = -index if owner is None else owner
        if key not in self._objects:
            self._objects[key] = self._look_up(index, owner)
        return self._objects[key]

    def _look_up(self, index: int, owner: int | None) -> tuple[Style, float] | None:
        angle, size, x, y = self._settings.at(index)
        if abs(math.remainder(angle - self._angle, math.tau)) > _MAX_ASLANT:
            return None
        font: int | None = font_of(owner) if owner else None
        if font is not None and font not in self._fonts:
            self._fonts[font] = _font(ctypes.cast(font, raw.FPDF_FONT))
        style = Style(round(size, 2), *self._fonts[font])
        return self._styles.setdefault(style, style), self._turn(x, y)[1]


def _font(font: object) -> tuple[bool, bool, str]:
    """Bold, italic and the name of a font; weight and slope by its name first, as most subsets carry none."""
    buffer = ctypes.create_string_buffer(256)
    raw.FPDFFont_GetBaseFontName(font, buffer, 256)
    name = buffer.value.decode("latin-1")
    lower = name.lower()
    slope = ctypes.c_int()
    sloped = bool(raw.FPDFFont_GetItalicAngle(font, slope)) and slope.value != 0
    bold = any(mark in lower for mark in _BOLD) or raw.FPDFFont_GetWeight(font) >= _BOLD_WEIGHT
    return bold, sloped or any(mark in lower for mark in _ITALIC), name


def _rules(page: pdfium.PdfPage, turn: Turn) -> Iterator[Box]:
    """Thin filled boxes and strokes, of table grids and above footnotes."""
    count = raw.FPDFPage_CountObjects(page)
    if count > _MAX_OBJECTS:
        return
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    for index in paths_of(page, count):
        item = raw.FPDFPage_GetObject(page, index)
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
