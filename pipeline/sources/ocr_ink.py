"""Recognised words as the ink of a page: columns, tables, footnotes and paragraphs are told as in a born-digital PDF.

A word's letters are spread evenly over its box: what matters is where words stand, not where letters do.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

import numpy as np

from pipeline.sources.ocr_engine import DPI, Word
from pipeline.sources.ocr_page import Upright
from pipeline.sources.pdf_glyphs import Glyph, PageInk, Style
from pipeline.types import Box

POINT = 72 / DPI  # of a pixel
_SPACE = 0.22  # font sizes that stay free between two words, whatever their boxes say
_SAME = (0.87, 1.3)  # a line's height as told, over that of most lines, within which both are the same
_FROM_HEIGHT = 0.93  # from the height of a line's letters, descenders included, to the size of its font


class Frame(NamedTuple):
    """From points of the upright page to those of the page as shown: ``x = a·x + c·y + e``, ``y = b·x + d·y + f``."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def box(self, box: Box) -> Box:
        """The box that holds ``box`` on the page as it is shown."""
        x0, top, x1, bottom = box
        corners = [(x, y) for x in (x0, x1) for y in (top, bottom)]
        xs = [self.a * x + self.c * y + self.e for x, y in corners]
        ys = [self.b * x + self.d * y + self.f for x, y in corners]
        return min(xs), min(ys), max(xs), max(ys)

    def scaled(self, factor: float) -> Frame:
        return Frame(*(factor * part for part in self))


def frame_of(turned: Upright) -> Frame:
    """The way back from the upright picture: first its lean and the small angle about the middle, then the quarters."""
    width, height = turned.width * POINT, turned.height * POINT
    across, down = (height, width) if turned.quarters % 2 else (width, height)
    angle = math.radians(turned.angle)
    cos, sin = math.cos(angle), math.sin(angle)
    x, y = across / 2, down / 2
    falls, leans = turned.lean
    straight = Frame(1, falls, leans, 1, -leans * y, -falls * x)
    level = Frame(cos, sin, -sin, cos, x - cos * x + sin * y, y - sin * x - cos * y)
    quarter = (
        Frame(),
        Frame(0, -1, 1, 0, 0, height),
        Frame(-1, 0, 0, -1, width, height),
        Frame(0, 1, -1, 0, width, 0),
    )[turned.quarters]
    return _then(_then(straight, level), quarter)


def page_ink(words: Sequence[Word], rules: Iterable[Box], width: int, height: int) -> PageInk:
    """The ink of an upright picture of ``width`` by ``height`` pixels, in points, ``rules`` already in points."""
    words = _straight(words)
    sizes = _sizes(words)
    glyphs: list[Glyph] = []
    for _, group in groupby(words, key=lambda word: word.line):
        line = list(group)
        glyphs += _glyphs(line, sizes.get(line[0].line, line[0].size))
    return PageInk(tuple(glyphs), tuple(rules), width * POINT, height * POINT)


def word_box(word: Word) -> Box:
    """In points of the upright page."""
    return word.x0 * POINT, word.top * POINT, word.x1 * POINT, word.bottom * POINT


def _straight(words: Sequence[Word]) -> list[Word]:
    """The words with one baseline a line, as if what is left of the page's skew were none."""
    slopes = [word.slope for word in words]
    slope = float(np.median(slopes)) if slopes else 0.0
    level = [word._replace(base=word.base - slope * (word.x0 + word.x1) / 2) for word in words]
    return [
        word._replace(base=base)
        for _, group in groupby(level, key=lambda word: word.line)
        for line in (list(group),)
        for base in (float(np.median([word.base for word in line])),)
        for word in line
    ]


def _sizes(words: Sequence[Word]) -> dict[int, float]:
    """The height of each line's letters; those near that of most letters are the same."""
    heights = np.array([word.size for word in words for _ in word.text])
    if not len(heights):
        return {}
    usual = float(np.percentile(heights, 40))
    low, high = _SAME
    return {w.line: usual if low * usual <= w.size <= high * usual else w.size for w in words}


def _glyphs(line: Sequence[Word], height: float) -> Iterator[Glyph]:
    size = round(_FROM_HEIGHT * height * POINT * 2) / 2 or 1.0
    style = Style(size, line[0].bold, False)
    for at, word in enumerate(line):
        after = line[at + 1].x0 * POINT - _SPACE * size if at + 1 < len(line) else math.inf
        x0, top, x1, bottom = word_box(word)
        x1 = max(min(x1, after), x0 + 0.5)
        step = (x1 - x0) / len(word.text)
        for n, char in enumerate(word.text):
            left = x0 + n * step
            yield Glyph(char, left, top, left + step, bottom, word.base * POINT, style, n == 0)


def _then(first: Frame, second: Frame) -> Frame:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return Frame(g * a + i * b, h * a + j * b, g * c + i * d, h * c + j * d, g * e + i * f + k, h * e + j * f + m)
