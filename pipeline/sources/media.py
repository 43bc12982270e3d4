"""What a file is, told from its first bytes."""

from __future__ import annotations

import codecs
import re
from pathlib import PurePath

from pipeline.errors import UnreadableFile
from pipeline.sources.signatures import office_type
from pipeline.text.encodings import from_one_byte, guess

TEXT = "text/plain"
PDF = "application/pdf"
JPEG = "image/jpeg"
PNG = "image/png"
TIFF = "image/tiff"
ZIP = "application/zip"
EML = "message/rfc822"

_TEXTS = frozenset({".txt", ".pdf", ".docx", ".doc", ".odt", ".rtf", ".html", ".htm", ".eml", ".zip"})
DOCUMENT_ENDINGS = _TEXTS | {".jpg", ".jpeg", ".png", ".tif", ".tiff"}
"""What the names of files that are documents end with."""

SUPPORTED = "đọc được văn bản thuần (.txt), Word (.docx, .doc), RTF, ODT, HTML, PDF và ảnh (.jpg, .png, .tif)"

# Readers find the mark of a PDF within the first 1,024 bytes (ISO 32000-1, annex H, note 13).
_PDF_HEAD = 1024
_MAIL_HEAD = 1 << 16

_IMAGES = ((b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n", PNG), (b"II*\0", TIFF), (b"MM\0*", TIFF))

# Formats that are recognised to be refused by name.
_REFUSED: tuple[tuple[re.Pattern[bytes], str], ...] = tuple(
    (re.compile(pattern, re.DOTALL | re.IGNORECASE), name)
    for pattern, name in (
        (rb"PK\x03\x04.{0,4000}?xl/", "Excel (.xlsx)"),
        (rb"PK\x03\x04.{0,4000}?ppt/", "PowerPoint (.pptx)"),
        (rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Excel hoặc tệp Office đời cũ khác (.xls, .ppt, .doc hỏng)"),
        (rb"(\xef\xbb\xbf)?\s*(<\?xml|<!--)", "XML"),
        (rb"GIF8[79]a|BM.{4}\x00{4}|RIFF.{4}WEBP", "ảnh GIF, BMP, WEBP"),
        (rb"Rar!\x1a\x07|7z\xbc\xaf\x27\x1c|\x1f\x8b\x08", "tệp nén"),
        (rb"%!PS", "PostScript"),
    )
)
_ZIP = re.compile(rb"PK(?:\x03\x04|\x05\x06|\x07\x08)")
# An e-mail opens with its headers, one of which says so; a dispatch may well have a line that begins with `To:`.
_HEADER = rb"[\w-]{2,40}:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n"
_MAIL = re.compile(
    rb"(?:From [^\r\n]*\r?\n)?(?:%b){0,200}?(?:MIME-Version|Message-ID|Received|Return-Path|Delivered-To):" % _HEADER,
    re.IGNORECASE,
)
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def media_type(name: str, data: bytes) -> str:
    """The media type of ``data``; raises :class:`UnreadableFile`, with ``name`` in its sentence, for all others."""
    # An archive whose first file is a PDF, packed as it is, has that mark near its beginning too.
    if b"%PDF-" in data[:_PDF_HEAD] and not _ZIP.match(data):
        return PDF
    for mark, image in _IMAGES:
        if data.startswith(mark):
            return image
    if (found := office_type(data)) is not None:
        return found
    for pattern, format_name in _REFUSED:
        if pattern.match(data[: _PDF_HEAD * 8]):
            raise UnreadableFile(f"{name}: định dạng {format_name} chưa được hỗ trợ; {SUPPORTED}.")
    if _ZIP.match(data):
        return ZIP
    if _MAIL.match(data[:_MAIL_HEAD]):
        return EML
    decode(name, data)
    return TEXT


def is_named_as_document(name: str) -> bool:
    """Whether a plain text of that name could be a dispatch: its bytes tell nothing against a program or a log.

    >>> [is_named_as_document(name) for name in ("cv-12.txt", "CV-12.DOC", "goi.zip/công văn", "may.log", "chay.py")]
    [True, True, True, False, False]
    """
    ending = PurePath(name).suffix.lower()
    return not ending or ending in DOCUMENT_ENDINGS


def decode(name: str, data: bytes) -> str:
    """The characters of a text file: UTF-8 with or without a byte order mark, UTF-16 with one, or the codes of a text
    in TCVN3, VNI or Windows-1258 as Windows-1252 shows them."""
    if data.startswith(_UTF16):
        encoding = "utf-16"
    elif b"\0" in data:
        raise UnreadableFile(f"{name}: {_zeros(data)}; {SUPPORTED}.")
    else:
        encoding = "utf-8"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = from_one_byte(data)
        if encoding != "utf-8" or guess(text) is None:
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
