"""Ruled tables as offices set them, drawn in a PDF, and scans of its pages: aslant, grainy, sealed, turned."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
from PIL import Image, ImageChops, ImageDraw
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

ABOVE, LEFT = "^", "<"  # a cell that is one with that above it, or with that on its left
_FACE = "Regular"
_MARGIN, _FOOT = 50, 130
_LEFT_SET = 30  # characters: longer cells are not centred
_SEAL, _RADIUS = (205, 40, 50), 51


@dataclass(frozen=True, slots=True)
class Scanner:
    """How a page is scanned: degrees aslant, how far upright lines lean in a pixel, and what else befalls it."""

    dpi: int = 200
    tilt: float = 0.0
    lean: float = 0.0
    grain: float = 12.0
    two_tone: bool = False
    sealed: bool = False  # with a round red seal over the corner of the table
    sideways: bool = False


def draw(title: Sequence[str], rows: Sequence[Sequence[str]], shares: Sequence[float], upright: bool = False) -> bytes:
    """A PDF with a title and a table, its columns by their ``shares`` of the width; rows break with the page."""
    size = A4 if upright else landscape(A4)
    width = (size[0] - 2 * _MARGIN) / sum(shares)
    cells = [[_cell(text) for text in row] for row in rows]
    rules = ("GRID", (0, 0), (-1, -1), 0.5, "black")
    padding = [(f"{side}PADDING", (0, 0), (-1, -1), 4) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")]
    table = Table(cells, colWidths=[width * share for share in shares], splitInRow=1)
    table.setStyle(TableStyle([rules, *padding, ("VALIGN", (0, 0), (-1, -1), "TOP"), *_spans(rows)]))
    buffer = BytesIO()
    template = SimpleDocTemplate(buffer, pagesize=size, leftMargin=_MARGIN, rightMargin=_MARGIN, bottomMargin=_FOOT)
    heading = ParagraphStyle("title", fontName="Bold", fontSize=14, leading=20, alignment=TA_CENTER)
    template.build([*(Paragraph(line, heading) for line in title), table])
    return buffer.getvalue()


def scanned(pdf: bytes, path: Path, scanner: Scanner) -> Path:
    """A PDF at ``path`` of nothing but pictures of the pages of ``pdf``."""
    canvas = Canvas(str(path))
    with pdfium.PdfDocument(pdf) as document:
        for number, page in enumerate(document):
            image = picture(page.render(scale=scanner.dpi / 72).to_pil(), scanner, number)
            size = (image.width * 72 / scanner.dpi, image.height * 72 / scanner.dpi)
            canvas.setPageSize(size)
            canvas.drawImage(ImageReader(image), 0, 0, *size)
            canvas.showPage()
    canvas.save()
    return path


def picture(page: Image.Image, scanner: Scanner, seed: int = 0) -> Image.Image:
    """``page`` as the scanner gives it."""
    image = page.convert("RGB")
    if scanner.sealed:
        image = ImageChops.multiply(image, _seal(image.size, scanner.dpi))
    image = image.transform(
        image.size, Image.Transform.AFFINE, _aslant(image.size, scanner), Image.Resampling.BICUBIC, fillcolor="white"
    )
    noise = np.random.default_rng(seed).normal(-3, scanner.grain, (image.height, image.width, 1))
    pixels = np.clip(np.asarray(image, dtype=np.float32) + noise, 0, 255)
    if scanner.two_tone:
        pixels = np.where(pixels.max(axis=2, keepdims=True) > 128, 255, 0) + np.zeros(3)
    image = Image.fromarray(pixels.astype(np.uint8))
    return image.transpose(Image.Transpose.ROTATE_90) if scanner.sideways else image


def _cell(text: str) -> Paragraph | str:
    if text in (ABOVE, LEFT):
        return ""
    align = TA_CENTER if len(text) < _LEFT_SET else 0
    style = ParagraphStyle("cell", fontName=_FACE, fontSize=13, leading=16, alignment=align)
    return Paragraph(re.sub("\n", "<br/>", text), style)


def _spans(rows: Sequence[Sequence[str]]) -> Iterator[tuple[str, tuple[int, int], tuple[int, int]]]:
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            if text in (ABOVE, LEFT):
                continue
            right, low = column, at
            while right + 1 < len(row) and row[right + 1] == LEFT:
                right += 1
            while low + 1 < len(rows) and rows[low + 1][column] == ABOVE:
                low += 1
            if (right, low) != (column, at):
                yield "SPAN", (column, at), (right, low)


def _aslant(size: tuple[int, int], scanner: Scanner) -> tuple[float, ...]:
    """The way from the scan back to the page: a turn and a lean about the middle."""
    cos, sin = math.cos(math.radians(scanner.tilt)), math.sin(math.radians(scanner.tilt))
    turn = np.array([[cos, -sin], [sin, cos]]) @ np.array([[1, scanner.lean], [0, 1]])
    middle = np.array(size) / 2
    shift = middle - turn @ middle
    return (turn[0, 0], turn[0, 1], shift[0], turn[1, 0], turn[1, 1], shift[1])


def _seal(size: tuple[int, int], dpi: int) -> Image.Image:
    """A round red seal over the top right corner of the table, on white."""
    paper = Image.new("RGB", size, "white")
    ink = ImageDraw.Draw(paper)
    x, y = size[0] - 70 * dpi / 72, 120 * dpi / 72
    for inset, width in ((0, 6), (5, 2), (20, 3)):
        radius = (_RADIUS - inset) * dpi / 72
        ink.ellipse((x - radius, y - radius, x + radius, y + radius), outline=_SEAL, width=width)
    return paper
