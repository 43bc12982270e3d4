"""A scan made of a clean PDF: pictures of its pages and nothing else."""

from __future__ import annotations

from pathlib import Path

import pypdfium2 as pdfium

_DPI = 200


def scan_of(pdf: Path, place: Path) -> Path:
    """The file at ``place``, which has no text of its own."""
    document = pdfium.PdfDocument(pdf)
    try:
        pages = [page.render(scale=_DPI / 72).to_pil().convert("L") for page in document]
    finally:
        document.close()
    pages[0].save(place, save_all=True, append_images=pages[1:], resolution=_DPI)
    return place
