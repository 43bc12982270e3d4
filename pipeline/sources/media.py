"""What a file is, told from its first bytes."""

from __future__ import annotations

import codecs
import re

from pipeline.errors import UnreadableFile

TEXT = "text/plain"
PDF = "application/pdf"

SUPPORTED = "chỉ đọc được văn bản thuần (.txt, mã UTF-8) và PDF có lớp chữ"

# Readers find the mark of a PDF within the first 1,024 bytes (ISO 32000-1, annex H, note 13).
_PDF_HEAD = 1024

# Formats that are recognised to be refused by name.
_REFUSED: tuple[tuple[re.Pattern[bytes], str], ...] = tuple(
    (re.compile(pattern, re.DOTALL | re.IGNORECASE), name)
    for pattern, name in (
        (rb"PK\x03\x04.{0,4000}?word/", "Word (.docx)"),
        (rb"PK\x03\x04.{0,4000}?xl/", "Excel (.xlsx)"),
        (rb"PK(\x03\x04|\x05\x06|\x07\x08)", "tệp nén hoặc tệp Office (.zip, .docx, .xlsx, .odt)"),
        (rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Word, Excel đời cũ (.doc, .xls)"),
        (rb"\s*\{\\rtf", "RTF"),
        (rb"(\xef\xbb\xbf)?\s*(<!doctype html|<html|<\?xml|<!--)", "HTML hoặc XML"),
        (rb"\x89PNG\r\n|\xff\xd8\xff|GIF8[79]a|II\*\x00|MM\x00\*|BM.{4}\x00{4}|RIFF.{4}WEBP", "ảnh"),
        (rb"Rar!\x1a\x07|7z\xbc\xaf\x27\x1c|\x1f\x8b\x08", "tệp nén"),
        (rb"%!PS", "PostScript"),
    )
)
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def media_type(name: str, data: bytes) -> str:
    """The media type of ``data``; raises :class:`UnreadableFile`, with ``name`` in its sentence, for all others."""
    if b"%PDF-" in data[:_PDF_HEAD]:
        return PDF
    for pattern, format_name in _REFUSED:
        if pattern.match(data[: _PDF_HEAD * 8]):
            raise UnreadableFile(f"{name}: định dạng {format_name} chưa được hỗ trợ; {SUPPORTED}.")
    decode(name, data)
    return TEXT


def decode(name: str, data: bytes) -> str:
    """The characters of a text file: UTF-8 with or without a byte order mark, or UTF-16 with one."""
    if data.startswith(_UTF16):
        encoding = "utf-16"
    elif b"\0" in data:
        raise UnreadableFile(f"{name}: {_zeros(data)}; {SUPPORTED}.")
    else:
        encoding = "utf-8"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise UnreadableFile(f"{name}: không phải văn bản mã UTF-8; {SUPPORTED}.") from None
    if not text.strip("\ufeff \t\r\n\f"):
        raise UnreadableFile(f"{name}: tệp rỗng.")
    return text


def _zeros(data: bytes) -> str:
    """Why a text can't hold bytes of zero: it is UTF-16 without its mark, or no text at all."""
    sample = data[: 1 << 16]
    if not sample.strip(b"\0"):
        return "tệp hỏng, chỉ gồm các byte 0"
    letters = max(sample[0::2].count(0), sample[1::2].count(0))
    # Of a Vietnamese letter in two bytes, the high one is 0 for ASCII, 1 for ă, đ, ơ, ư and 0x1E for most others.
    if letters * 4 > len(sample) / 2 and min(sample[0::2].count(0), sample[1::2].count(0)) * 20 < letters:
        return "văn bản mã UTF-16 thiếu dấu BOM, hãy lưu lại bằng mã UTF-8"
    return "tệp nhị phân không rõ định dạng"
