"""A serif family with Vietnamese letters for the corpus PDFs, looked up on this machine and made lean.

Decree 30/2020/NĐ-CP asks for Times New Roman. Liberation Serif 2 and Tinos have its metrics; DejaVu Serif is wider, so
pages break elsewhere. Liberation Serif 1 lacks most Vietnamese letters, hence the look into each file.
"""

from __future__ import annotations

import hashlib
import os
import zlib
from functools import cache
from io import BytesIO
from pathlib import Path
from struct import pack, unpack_from

import reportlab
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont, TTFontFile, TTFontMaker

REGULAR, BOLD, ITALIC, BOLD_ITALIC = "Regular", "Bold", "Italic", "BoldItalic"

_FAMILIES = {
    "LiberationSerif": "LiberationSerif-{}.ttf",
    "Tinos": "Tinos-{}.ttf",
    "DejaVuSerif": "DejaVuSerif-{}.ttf",
}
_ROOTS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "/Library/Fonts", "C:/Windows/Fonts")
_VIETNAMESE = "ăâđêôơưĂÂĐÊÔƠƯạảãấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹẤẦẬẮẠẢẾỀỆỐỒỘỚỜỢỨỪỰỤỦỊỈ"
_KEPT = ("OS/2", "cmap", "head", "hhea", "hmtx", "maxp", "name", "post")


class NoFont(Exception):
    """No serif face with Vietnamese letters is installed."""


@cache
def register_fonts() -> str:
    """Register the four faces of the first family found; return what the bytes of a PDF depend on.

    That is the fonts, reportlab and zlib. Raises :class:`NoFont` where no family is complete.
    """
    for family, pattern in _FAMILIES.items():
        files = _complete(pattern)
        if files:
            for face, file in files.items():
                registerFont(TTFont(face, BytesIO(_without_hinting(file)), asciiReadable=False))
            digest = hashlib.sha256(b"".join(file.read_bytes() for file in files.values())).hexdigest()
            return f"{family} {digest[:16]}; reportlab {reportlab.__version__}; zlib {zlib.ZLIB_RUNTIME_VERSION}"
    raise NoFont(
        "Không tìm thấy phông chữ có dấu tiếng Việt: cài gói fonts-liberation2 (hoặc fonts-croscore, fonts-dejavu)."
    )


def _complete(pattern: str) -> dict[str, Path]:
    """The files of a family by face, or nothing where a face or a letter is missing."""
    names = {face: pattern.format(face) for face in (REGULAR, BOLD, ITALIC, BOLD_ITALIC)}
    names = {face: name.replace("DejaVuSerif-Regular", "DejaVuSerif") for face, name in names.items()}
    for folder in _folders():
        files = {face: folder / name for face, name in names.items()}
        if all(file.is_file() and _has_letters(file) for file in files.values()):
            return files
    return {}


@cache
def _folders() -> tuple[Path, ...]:
    roots = (Path(root).expanduser() for root in _ROOTS)
    return tuple(Path(folder) for root in roots for folder, _, _ in sorted(os.walk(root)))


def _has_letters(file: Path) -> bool:
    known = TTFontFile(str(file)).charToGlyph
    return all(ord(letter) in known for letter in _VIETNAMESE)


def _without_hinting(file: Path) -> bytes:
    """The font without its instructions for low-resolution screens, two fifths of a small embedded subset."""
    font = TTFontFile(str(file))
    maker = TTFontMaker()
    for tag in _KEPT:
        maker.add(tag, font.get_table(tag))
    glyphs = font.get_table("glyf")
    lean: list[bytes] = []
    starts = [0]
    for begin, end in zip(font.glyphPos, font.glyphPos[1:], strict=False):
        lean.append(_lean_glyph(glyphs[begin:end]))
        starts.append(starts[-1] + len(lean[-1]))
    maker.add("glyf", b"".join(lean))
    maker.add("loca", pack(f">{len(starts)}L", *starts))
    head = font.get_table("head")
    maker.add("head", head[:50] + pack(">H", 1) + head[52:])
    stream: bytes = maker.makeStream()
    return stream


def _lean_glyph(glyph: bytes) -> bytes:
    """One outline of a ``glyf`` table without its instructions, padded to four bytes (OpenType, table glyf)."""
    if not glyph:
        return glyph
    contours = unpack_from(">h", glyph)[0]
    lean = _lean_composite(glyph) if contours < 0 else _lean_simple(glyph, contours)
    return lean + b"\0" * (-len(lean) % 4)


def _lean_simple(glyph: bytes, contours: int) -> bytes:
    at = 10 + 2 * contours
    length = unpack_from(">H", glyph, at)[0]
    return glyph[:at] + b"\0\0" + glyph[at + 2 + length :]


def _lean_composite(glyph: bytes) -> bytes:
    words, scale, more, scale_xy, matrix, instructions = 0x1, 0x8, 0x20, 0x40, 0x80, 0x100
    lean = bytearray(glyph)
    at, flags = 10, more
    while flags & more:
        flags = unpack_from(">H", glyph, at)[0]
        lean[at : at + 2] = pack(">H", flags & ~instructions)
        at += 8 if flags & words else 6
        at += 2 * bool(flags & scale) + 4 * bool(flags & scale_xy) + 8 * bool(flags & matrix)
    return bytes(lean[:at])
