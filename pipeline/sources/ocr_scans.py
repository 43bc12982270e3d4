"""Which pages of a PDF are pictures, and the picture of such a page.

A page goes to recognition if it shows a picture and has no text of its own, or a hidden text that some scanner's
program made without knowing Vietnamese.
"""

from __future__ import annotations

import re
from operator import itemgetter
from typing import Any

import numpy.typing as npt
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from pipeline.sources.ocr_engine import DPI
from pipeline.sources.ocr_picture import grey, has_colour
from pipeline.sources.pdf_glyphs import Glyph, PageInk

MAX_PIXELS = 25_000_000  # A3 at 300 dpi has 17 million
_FEW_LETTERS = 30  # a scan with a stamped number has a few
_STAMPED_LETTERS = 300  # the box of a digital signature has more
_BEGINNING = 400  # characters
_PICTURE = 0.5  # share of the page that a scan covers, white margins cut away by some
_WHOLE = 0.8
_OUTLINES = 400  # drawn objects of a page whose letters are shapes
_LEAST_SHARE = 0.08  # of Vietnamese letters among all: 0.18 to 0.28 in real dispatches
_UNMAPPED_SHARE = 0.1
_VIETNAMESE = re.compile("[ĂÂĐÊÔƠƯăâđêôơưẠ-ỹ]")
_UNMAPPED = re.compile("[\N{REPLACEMENT CHARACTER}\ue000-\uf8ff\x00-\x08\x0e-\x1f]")


def needs_recognition(page: pdfium.PdfPage, ink: PageInk) -> bool:
    """Whether the text of ``page``, whose characters are ``ink``, is missing or of no use."""
    text = "".join(map(itemgetter(0), ink.glyphs))
    vietnamese = len(_VIETNAMESE.findall(text))
    if vietnamese >= _LEAST_SHARE * len(text) and _is_plain(text):
        return False
    letters = sum(map(str.isalpha, text))
    if letters >= _FEW_LETTERS and len(_UNMAPPED.findall(text)) > _UNMAPPED_SHARE * len(text):
        return True
    if letters >= _STAMPED_LETTERS and vietnamese >= _LEAST_SHARE * letters:
        return False
    covered = _covered(page)
    if letters < _FEW_LETTERS:
        return covered > 0.2 or raw.FPDFPage_CountObjects(page) > _OUTLINES
    if letters < _STAMPED_LETTERS:
        return covered > _WHOLE
    return covered > _PICTURE


def _is_plain(text: str) -> bool:
    """Whether the beginning of a text has letters enough for a page and the whole nothing unmapped, as most have."""
    return sum(map(str.isalpha, text[:_BEGINNING])) >= _STAMPED_LETTERS and not _UNMAPPED.search(text)


def picture_of(page: pdfium.PdfPage) -> tuple[npt.NDArray[Any], float]:
    """The page at 300 dpi, coarser if it is very large, and its points over 72/300 points a pixel."""
    width, height = page.get_size()
    scale = min(DPI / 72, (MAX_PIXELS / max(width * height, 1)) ** 0.5)
    try:
        bitmap = page.render(scale=scale, draw_annots=False, may_draw_forms=False)
        try:
            pixels = bitmap.to_numpy()
            return pixels.copy() if has_colour(pixels) else grey(pixels), DPI / 72 / scale
        finally:
            bitmap.close()
    finally:
        page.close()


def stamped_ink(ink: PageInk) -> tuple[Glyph, ...]:
    """The characters that were stamped onto a scan; none of a hidden text, which stands for the whole page."""
    letters = sum(glyph.text.isalpha() for glyph in ink.glyphs)
    return ink.glyphs if letters < _STAMPED_LETTERS else ()


def _covered(page: pdfium.PdfPage) -> float:
    """The share of the page under pictures; strips of one scan add up."""
    width, height = page.get_size()
    area = 0.0
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = item.get_bounds()
        area += max(min(right - left, 2 * width), 0) * max(min(top - bottom, 2 * height), 0)
    return float(area / max(width * height, 1))
