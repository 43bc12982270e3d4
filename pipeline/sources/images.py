"""Pictures of dispatches: JPEG, PNG and TIFF, of one page or several, upright as the camera says.

A picture's header tells its size before anything of it is unpacked: one that would fill the memory is refused by it.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps, ImageSequence

from pipeline.errors import UnreadableFile
from pipeline.sources.ocr import Recogniser
from pipeline.sources.ocr_engine import DPI
from pipeline.sources.ocr_scans import MAX_PIXELS
from pipeline.sources.pdf import document_of
from pipeline.types import DocumentText, SourceFile

# A2 at 300 dpi has 35 million, a good camera 60 million; Pillow warns from 89 million on.
LIMIT = 89_000_000
_FORMATS = ("JPEG", "PNG", "TIFF")
_MOST_PAGES = 1_000
_A4 = 8.27  # inches: the shorter side, where the file does not tell
_TOLD = (100, 1_200)  # dots per inch that are to be believed


def read(source: SourceFile) -> DocumentText:
    """The text on ``source``; raises :class:`UnreadableFile` when it is damaged, too large or blank."""
    with warnings.catch_warnings(), Recogniser(source.name) as recogniser:
        try:
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(source.data), formats=_FORMATS) as image:
                pages = [recogniser.add(pixels, scale) for pixels, scale in _pages(source.name, image)]
        except UnreadableFile:
            raise
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise _too_large(source.name) from None
        except (OSError, SyntaxError, ValueError, EOFError, MemoryError):
            raise UnreadableFile(f"{source.name}: ảnh hỏng hoặc không đầy đủ, không mở được.") from None
        return document_of(source.name, [page.result() for page in pages])


def _pages(name: str, image: Image.Image) -> Iterator[tuple[npt.NDArray[Any], float]]:
    for number, frame in enumerate(ImageSequence.Iterator(image), 1):
        if number > _MOST_PAGES:
            raise UnreadableFile(f"{name}: ảnh có hơn {_MOST_PAGES} trang nên không được đọc.")
        if frame.width * frame.height > LIMIT:
            raise _too_large(name)
        yield _picture(frame)


def _picture(frame: Image.Image) -> tuple[npt.NDArray[Any], float]:
    """The page at 300 dpi, coarser if it is very large, and its points over 72/300 points a pixel."""
    dots = _dots(frame)
    points = frame.width * frame.height
    factor = min(DPI / dots, (MAX_PIXELS / max(points, 1)) ** 0.5)
    if factor < 1:
        frame.draft(None, (round(frame.width * factor), round(frame.height * factor)))  # a JPEG is unpacked coarser
    image = _on_white(ImageOps.exif_transpose(frame))
    left = factor * (points / (image.width * image.height)) ** 0.5
    size = (max(1, round(image.width * left)), max(1, round(image.height * left)))
    resized = image.resize(size, Image.Resampling.LANCZOS) if size != image.size else image
    return np.asarray(resized), DPI / dots / factor


def _dots(frame: Image.Image) -> float:
    """Dots per inch as told, or those of a sheet of A4, which a photograph shows."""
    told = float(frame.info.get("dpi", (0, 0))[0] or 0)
    usual = min(frame.width, frame.height) / _A4
    return told if _TOLD[0] <= told <= _TOLD[1] and 0.5 * usual < told < 2 * usual else max(usual, 1.0)


def _on_white(image: Image.Image) -> Image.Image:
    """In grey or in colours, on white paper where it is transparent."""
    if image.mode in ("1", "L", "I;16", "I", "F"):
        return image.convert("L")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        clear = image.convert("RGBA")
        paper = Image.new("RGBA", clear.size, "white")
        paper.alpha_composite(clear)
        return paper.convert("RGB")
    return image.convert("RGB")


def _too_large(name: str) -> UnreadableFile:
    return UnreadableFile(f"{name}: ảnh lớn quá {LIMIT // 1_000_000} triệu điểm ảnh nên không được đọc.")
