"""What a PDF may be: opened with its password if it has one, whole, and of a size that a dispatch can have.

Everything is checked before a page is read, so that a hostile file costs a sentence and not an hour.
"""

from __future__ import annotations

import os
import re

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from pipeline.errors import UnreadableFile
from pipeline.types import SourceFile

__all__ = ["MAX_DRAWN", "MAX_OBJECTS", "MAX_PAGES", "check_page", "open_pdf"]

MAX_PAGES = 3_000
"""Pages of a file; ``GIAOVIEC_MAX_PAGES`` sets another number. A decree with all its annexes has a thousand."""
MAX_OBJECTS = 500_000
"""Objects of a file: fonts, pages, pictures and their parts. A tagged report of 500 pages has about 100,000."""
MAX_DRAWN = 200_000
"""Things drawn on one page; a detailed map has 50,000."""

_TAIL = 4_096
_XREF = 8_192  # of a cross-reference stream, how far its dictionary may reach
_START = re.compile(rb"startxref\s+(\d{1,12})")
_NO_PAGES = re.compile(rb"/Count\s+0\b[^>]{0,200}/Type\s*/Pages\b|/Type\s*/Pages\b[^>]{0,200}/Count\s+0\b")
_SIZE = re.compile(rb"/Size\s+(\d{1,12})")


def open_pdf(source: SourceFile) -> pdfium.PdfDocument:
    """``source`` opened with its password; raises :class:`UnreadableFile` for what is locked, cut off or too large."""
    _check_whole(source)
    _check_objects(source)
    try:
        document = pdfium.PdfDocument(source.data, password=source.password)
    except pdfium.PdfiumError as error:
        raise UnreadableFile(f"{source.name}: {_why(source, str(error).lower())}.") from None
    pages, most = len(document), max_pages()
    if 0 < pages <= most:
        return document
    document.close()
    if pages == 0:
        raise UnreadableFile(f"{source.name}: PDF không có trang nào.")
    raise UnreadableFile(
        f"{source.name}: PDF có {pages} trang, quá giới hạn {most} trang; đặt GIAOVIEC_MAX_PAGES để đổi giới hạn."
    )


def check_page(name: str, number: int, page: pdfium.PdfPage) -> None:
    """Raise :class:`UnreadableFile` where more is drawn on a page than can be looked at."""
    if raw.FPDFPage_CountObjects(page) > MAX_DRAWN:
        raise UnreadableFile(f"{name}: trang {number} có hơn {MAX_DRAWN} đối tượng đồ họa nên không được đọc.")


def max_pages() -> int:
    """The limit in force."""
    given = os.environ.get("GIAOVIEC_MAX_PAGES", "")
    return int(given) if given.isdecimal() and int(given) > 0 else MAX_PAGES


def _check_whole(source: SourceFile) -> None:
    """A file that was cut off has lost its end, where the way to all other parts stands (ISO 32000-1, 7.5.5)."""
    tail = source.data[-_TAIL:].rstrip(b"\0\r\n\t ") or source.data.rstrip(b"\0\r\n\t ")[-_TAIL:]
    if b"%%EOF" not in tail and b"startxref" not in tail:
        raise UnreadableFile(f"{source.name}: PDF hỏng hoặc không đầy đủ (bị cắt cụt), không mở được.")


def _check_objects(source: SourceFile) -> None:
    count = max(_declared(source.data), source.data.count(b" obj"))
    if count > MAX_OBJECTS:
        raise UnreadableFile(f"{source.name}: PDF có {count} đối tượng, quá giới hạn {MAX_OBJECTS} nên không được đọc.")


def _declared(data: bytes) -> int:
    """How many objects the last cross-reference table or stream says there are; 0 where none is found."""
    starts = _START.findall(data[-_TAIL:])
    at = int(starts[-1]) if starts else len(data)
    if data[at : at + 4] == b"xref":
        at = data.find(b"trailer", at)
    found = _SIZE.search(data, at, at + _XREF) if 0 <= at < len(data) else None
    return int(found[1]) if found else 0


def _why(source: SourceFile, error: str) -> str:
    # Where it gives no reason of its own, pdfium gives that of the file before.
    if "password" not in error or b"/Encrypt" not in source.data:
        if _NO_PAGES.search(source.data):
            return "PDF không có trang nào"
        return "PDF hỏng hoặc không đầy đủ, không mở được"
    if source.password is None:
        return "PDF có mật khẩu, không mở được: hãy thêm --password"
    return "mật khẩu không đúng, không mở được PDF"
