"""A page of a stored original as a picture for the screen: bounded in size, whatever the file asks for."""

from __future__ import annotations

import io
import threading
import warnings

import pypdfium2 as pdfium
from PIL import Image, ImageOps, ImageSequence

from pipeline.errors import UnreadableFile
from pipeline.sources.limits import check_page, open_pdf
from pipeline.sources.media import JPEG, PDF, PNG, TIFF
from pipeline.types import SourceFile

__all__ = ["PICTURED", "page_image"]

PICTURED = frozenset({PDF, JPEG, PNG, TIFF})
"""The media types whose pages can be shown."""
WIDTH = 1400
"""Pixels across: a page at the width of half an office screen, sharp when it is made larger once."""

_HIGHEST = 4 * WIDTH  # a strip of a scan is not a page
_MOST_PIXELS = 200_000_000
_QUALITY = 80
_FORMATS = ("JPEG", "PNG", "TIFF")
_PDFIUM = threading.Lock()  # the library must not be entered twice


def page_image(source: SourceFile, number: int) -> bytes:
    """Page ``number`` (from 1) of ``source`` as JPEG. Raises UnreadableFile where there is no such page to show."""
    if source.media_type not in PICTURED:
        raise UnreadableFile(f"{source.name}: định dạng này không có trang để hiện.")
    try:
        picture = _of_pdf(source, number) if source.media_type == PDF else _of_image(source, number)
    except (pdfium.PdfiumError, OSError, SyntaxError, ValueError, EOFError, MemoryError, Image.DecompressionBombError):
        raise UnreadableFile(f"{source.name}: không hiện được trang {number}.") from None
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()


def _of_pdf(source: SourceFile, number: int) -> Image.Image:
    with _PDFIUM:
        document = open_pdf(source)
        try:
            if not 1 <= number <= len(document):
                raise _no_page(source, number)
            page = document[number - 1]
            check_page(source.name, number, page)
            width, height = page.get_size()
            scale = min(WIDTH / max(width, 1), _HIGHEST / max(height, 1))
            picture: Image.Image = page.render(scale=scale).to_pil().convert("RGB")
            return picture
        finally:
            document.close()


def _of_image(source: SourceFile, number: int) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        with Image.open(io.BytesIO(source.data), formats=_FORMATS) as image:
            for at, frame in enumerate(ImageSequence.Iterator(image), 1):
                if at == number:
                    return _shrunk(source, number, frame)
    raise _no_page(source, number)


def _shrunk(source: SourceFile, number: int, frame: Image.Image) -> Image.Image:
    if frame.width * frame.height > _MOST_PIXELS:
        raise UnreadableFile(f"{source.name}: trang {number} quá lớn để hiện.")
    frame.draft("RGB", (WIDTH, _HIGHEST))  # a JPEG is unpacked coarser
    picture = ImageOps.exif_transpose(frame)
    if picture.mode not in ("L", "RGB"):
        paper = Image.new("RGB", picture.size, "white")
        clear = picture.convert("RGBA")
        paper.paste(clear, mask=clear.getchannel("A"))
        picture = paper
    picture.thumbnail((WIDTH, _HIGHEST))
    return picture


def _no_page(source: SourceFile, number: int) -> UnreadableFile:
    return UnreadableFile(f"{source.name}: không có trang {number}.")
