"""A dispatch as a scanner of an office gives it: 200 dpi or finer, a little askew, grainy, images only.

Some carry the round red seal and a signature over the signer's name, some the box of the office that received them
(Decree 30/2020/NĐ-CP, article 22, asks for it); what is written there is no part of the dispatch.
"""

from __future__ import annotations

import math
from io import BytesIO
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pypdfium2 as pdfium
from PIL import Image, ImageChops, ImageFilter
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from typeset.fonts import BOLD, REGULAR, register_fonts

from render.document import Document

_DPI = 200
_TILT = 0.7  # degrees to either side
_BLUR, _GRAIN, _QUALITY = 0.4, 0.16, 60
_PAPER = (250, 249, 246)
_RED, _INK = (0.8, 0.15, 0.2), (0.15, 0.2, 0.55)
_SEAL_RADIUS = 51  # points: 36 mm across


def write_scan(document: Document, source: Path, path: Path, dpi: int = _DPI) -> None:
    """Scan ``source``, the PDF of ``document``, to ``path``."""
    chance = Random(f"scan {document.name}")
    sealed, received = chance.random() < 0.5, chance.random() < 0.4
    canvas = Canvas(str(path), pagesize=A4, invariant=1, pageCompression=1)
    with TemporaryDirectory() as work, pdfium.PdfDocument(source) as pdf:
        for at, page in enumerate(pdf):
            image = page.render(scale=dpi / 72).to_pil().convert("RGB")
            signed = _signer_place(page, document.parts.signer) if sealed else None
            if signed or (received and at == 0):
                image = ImageChops.multiply(image, _ink(signed, received and at == 0, chance, dpi / 72))
            file = Path(work) / f"{at}.jpg"
            _scanned(image, chance).save(file, "JPEG", quality=_QUALITY, dpi=(dpi, dpi))
            canvas.drawImage(str(file), 0, 0, *A4)
            canvas.showPage()
        canvas.save()


def _scanned(image: Image.Image, chance: Random) -> Image.Image:
    """Paper, tilt, soft optics and grain."""
    image = ImageChops.multiply(image, Image.new("RGB", image.size, _PAPER))
    image = image.rotate(chance.uniform(-_TILT, _TILT), Image.Resampling.BICUBIC, fillcolor=_PAPER)
    image = image.filter(ImageFilter.GaussianBlur(_BLUR))
    grain = [Image.frombytes("L", image.size, chance.randbytes(image.width * image.height)) for _ in range(2)]
    mixed = Image.blend(grain[0], grain[1], 0.5).point(lambda value: round(128 + (value - 128) * _GRAIN))
    return ImageChops.add(image, Image.merge("RGB", (mixed,) * 3), scale=1, offset=-128)


def _signer_place(page: pdfium.PdfPage, signer: str) -> tuple[float, float] | None:
    """Where the signer's name begins, if it stands on this page."""
    text = page.get_textpage()
    found = text.search(signer).get_next() if signer else None
    if not found:
        return None
    left, bottom, _, _ = text.get_charbox(found[0])
    return left, bottom


def _ink(signed: tuple[float, float] | None, received: bool, chance: Random, scale: float) -> Image.Image:
    """What was put on the paper after printing, on white; ``scale`` is of pixels a point."""
    register_fonts()
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1, initialFontName=REGULAR)
    if signed:
        _seal(canvas, signed[0] + chance.uniform(-14, 2), signed[1] + 46 + chance.uniform(-4, 4))
    if received:
        _received(canvas, chance.uniform(60, 110), A4[1] - 54, chance)
    canvas.save()
    with pdfium.PdfDocument(buffer.getvalue()) as pdf:
        return pdf[0].render(scale=scale).to_pil().convert("RGB")


def _seal(canvas: Canvas, x: float, y: float) -> None:
    """A round seal about ``x, y`` and, to its right, a signature in blue ink: the seal covers its left third."""
    canvas.setStrokeColorRGB(*_RED)
    for inset, width in ((0, 2.2), (5, 0.7), (20, 1.0)):
        canvas.setLineWidth(width)
        canvas.circle(x, y, _SEAL_RADIUS - inset)
    star = canvas.beginPath()
    for at in range(11):
        angle, radius = math.radians(at * 36 + 90), 7 if at % 2 else 16
        (star.lineTo if at else star.moveTo)(x + radius * math.cos(angle), y + radius * math.sin(angle))
    canvas.drawPath(star)
    canvas.setStrokeColorRGB(*_INK)
    hand = canvas.beginPath()
    hand.moveTo(x + 24, y - 12)
    for at in range(5):
        left = x + 24 + at * 16
        hand.curveTo(left + 4, y + 28 - at * 3, left + 10, y - 26 + at * 4, left + 16, y - 8 + at * 2)
    canvas.drawPath(hand)


def _received(canvas: Canvas, x: float, y: float, chance: Random) -> None:
    """The red box of the office that received it: number and day of arrival."""
    canvas.setStrokeColorRGB(*_RED)
    canvas.setFillColorRGB(*_RED)
    canvas.setLineWidth(1.4)
    canvas.rect(x, y, 140, 42)
    day = f"{chance.randrange(1, 28):02}/{chance.randrange(1, 12):02}/{chance.randrange(2023, 2026)}"
    lines = ("CÔNG VĂN ĐẾN", f"Số: {chance.randrange(100, 9000)}", f"Ngày: {day}")
    for at, line in enumerate(lines):
        canvas.setFont(REGULAR if at else BOLD, 10)
        canvas.drawString(x + 8, y + 30 - 12.5 * at, line)
