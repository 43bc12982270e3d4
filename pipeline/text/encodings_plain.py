"""Windows-1258 and VIQR: the old encodings that come without a font, in plain texts and web pages.

Windows-1258 has the letters and five tone marks that join the letter before them; read as Windows-1252, each of its
codes that differs shows as another letter. VIQR (RFC 1456) writes marks as ASCII signs behind the letter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from pipeline.text.offsets import Edit

_FROM_1252 = {
    bytes([code]).decode("cp1252"): bytes([code]).decode("cp1258")
    for code in range(0xA1, 0x100)
    if bytes([code]).decode("cp1252") != bytes([code]).decode("cp1258")
}
_CODES_1258 = re.compile(rf"\w?[{''.join(_FROM_1252)}]+")
_TO_1258 = str.maketrans(_FROM_1252)

_ESCAPED = re.compile(r"\\([\^'`?~.(+dD\\])")
_VIQR_MARKS = {"^": "\u0302", "(": "\u0306", "+": "\u031b"}
_VIQR_TONES = {"`": "\u0300", "'": "\u0301", "?": "\u0309", "~": "\u0303", ".": "\u0323"}
_VIQR = re.compile(
    r"""\\[\^'`?~.(+dD\\]                                    # an escaped sign stands for itself
      | [dD][dD]                                             # đ
      | [aA](?:[\^(][`'?~.]?|[`'?~.]) | [eEoO](?:\^[`'?~.]?) # â, ă, ê, ô
      | [oOuU](?:[+*][`'?~.]?|[`'?~.]) | [eEiIyY][`'?~.]     # ơ, ư, tones
    """,
    re.VERBOSE,
)


def windows_1258(text: str) -> Iterator[Edit]:
    """The changes for Windows-1258 that was read as Windows-1252.

    >>> [edit.new for edit in windows_1258("ðiê\\xf2n")]
    ['đ', 'ệ']
    """
    for found in _CODES_1258.finditer(text):
        new = unicodedata.normalize("NFC", found[0].translate(_TO_1258))
        start = found.start() + (found[0][0] == new[0] and len(new) > 1)
        yield Edit(start, found.end(), new[start - found.start() :])


def viqr(text: str) -> Iterator[Edit]:
    """The changes for VIQR. By the RFC a stop behind a vowel is a tone; at a paragraph's end it is a stop.

    >>> [edit.new for edit in viqr("U?y ban nha^n da^n ti?nh DDo^`ng To^.")]
    ['Ủ', 'â', 'â', 'ỉ', 'Đ', 'ồ', 'ô']
    """
    for found in _VIQR.finditer(text):
        code = found[0]
        if code[0] == "\\":
            yield Edit(found.start(), found.end(), code[1])
            continue
        if code[0] in "dD":
            yield Edit(found.start(), found.end(), "Đ" if code[0] == "D" else "đ")
            continue
        end = found.end()
        if code[-1] in ".?" and _ends_paragraph(text, end):
            code, end = code[:-1], end - 1
        if len(code) > 1:
            yield Edit(found.start(), end, _composed(code))


def _ends_paragraph(text: str, end: int) -> bool:
    return text[end : end + 2] in ("", "\n", "\n\n")


def _composed(code: str) -> str:
    marks = "".join((_VIQR_MARKS | {"*": "\u031b"} | _VIQR_TONES)[sign] for sign in code[1:])
    return unicodedata.normalize("NFC", code[0] + marks)
