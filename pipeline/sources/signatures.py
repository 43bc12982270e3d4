"""Word processors' files and web pages, told by their bytes: a .doc from a legal portal is often a web page."""

from __future__ import annotations

import codecs
import re
from io import BytesIO
from lzma import LZMAError
from struct import error as StructError
from zipfile import BadZipFile, LargeZipFile, ZipFile
from zlib import error as ZlibError

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DOC = "application/msword"
RTF = "application/rtf"
ODT = "application/vnd.oasis.opendocument.text"
WORD_XML = "application/vnd.ms-word.xml"
HTML = "text/html"

BROKEN = (
    BadZipFile, LargeZipFile, ZlibError, LZMAError, StructError, EOFError, OSError, RuntimeError, ValueError,
    OverflowError,
)  # fmt: skip
"""What the standard library raises on a damaged ZIP."""

_HEAD = 8192
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORD_STREAM = "WordDocument".encode("utf-16-le")
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_WORD_BLOCK = re.compile(rb"\xec\xa5(?=.{10})", re.DOTALL)
_XML = re.compile(rb"\s*<\?xml\b")
_WORD_2003 = re.compile(rb"<\?mso-application\s+progid=.Word\.Document|<w:wordDocument\b|<pkg:package\b")
_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*+"
    rb"<(?:!doctype\s+html|html|head|body|meta|title|style|div|p|table|center|font|span)[\s>]",
    re.IGNORECASE | re.DOTALL,
)


def office_type(data: bytes) -> str | None:
    """The media type of a text document or a web page; None for anything else, spreadsheets included."""
    head = data[:_HEAD]
    if head.startswith(b"PK\x03\x04"):
        return _packed(data, head)
    if head.startswith(_OLE):
        return DOC if _WORD_STREAM in data or _ENCRYPTED_STREAM in data else None
    if head.lstrip().startswith(b"{\\rtf"):
        return RTF
    plain = _as_ascii(head)
    if _XML.match(plain) and _WORD_2003.search(plain):
        return WORD_XML
    return HTML if _PAGE.match(plain) else None


def is_encrypted(data: bytes) -> bool:
    """Whether an OLE file is a .docx with a password, or a .doc that says so in the first block of its text stream."""
    if _ENCRYPTED_STREAM in data:
        return True
    # File information block: magic number, version, then flags of which bit 8 means "encrypted" ([MS-DOC] 2.5.2).
    blocks = (found.start() for found in _WORD_BLOCK.finditer(data) if found.start() % 512 == 0)
    first = next(blocks, None)
    return first is not None and bool(data[first + 11] & 0x01)


def _packed(data: bytes, head: bytes) -> str | None:
    try:
        with ZipFile(BytesIO(data)) as archive:
            names = archive.NameToInfo
            kind = archive.read("mimetype")[:200] if "mimetype" in names and names["mimetype"].file_size < 200 else b""
    except BROKEN:
        return DOCX if b"word/" in head else None
    if kind.strip() in (ODT.encode(), ODT.encode() + b"-template"):
        return ODT
    if "[Content_Types].xml" in names and any(name.startswith("word/") for name in names):
        return DOCX
    return None


def _as_ascii(head: bytes) -> bytes:
    """The head without a byte order mark, and of UTF-16 every other byte."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head[2:].replace(b"\0", b"")
    return head.removeprefix(codecs.BOM_UTF8)
