"""Vietnamese letters as the fonts of the 1990s held them: TCVN3 (ABC fonts) and VNI, beside Unicode.

Written from the published tables, apart from the product's decoder, so that an error in either shows. TCVN3 follows
TCVN 5712:1993, table VN3: one byte a letter, no capitals with tones; those are small letters in a capitals font
(``.VnTimeH``). VNI sets a base letter and then a byte with its diacritics. Both were shown through windows-1252, which
is how word processors store them today.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby

TIMES = "Times New Roman"

# First code and the letters that follow it.
_VN3 = (
    (0xA1, "ĂÂÊÔƠƯĐăâêôơưđ"),
    (0xB5, "àảãáạ"),
    (0xBB, "ằẳẵắ"),
    (0xC6, "ặầẩẫấậè"),
    (0xCE, "ẻẽéẹềểễếệìỉ"),
    (0xDC, "ĩíịò"),
    (0xE1, "ỏõóọồổỗốộờởỡớợù"),
    (0xF1, "ủũúụừửữứựỳỷỹýỵ"),
)
_TCVN3 = {letter: chr(first + at) for first, letters in _VN3 for at, letter in enumerate(letters)}

_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT = "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"
_CIRCUMFLEX, _BREVE, _HORN = "\u0302", "\u0306", "\u031b"
_TONES = dict(zip((_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT), range(1, 6), strict=True))
# No tone, sắc, huyền, hỏi, ngã, nặng.
_VNI_MARKS = {"": " ùøûõï", _CIRCUMFLEX: "âáàåãä", _BREVE: "êéèúüë"}
_VNI_ALONE = {"í": "í", "ì": "ì", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î", "đ": "ñ"}
_VNI_HORNED = {"o": "ô", "u": "ö"}

# Quotation marks, dashes, the ellipsis: typed by Word itself, in whatever font.
_PUNCTUATION = frozenset("“”‘’–—…\u00a0\u2011")


@dataclass(frozen=True, slots=True)
class Lettering:
    """How letters become characters: ``font`` for most, and a function from a text to (characters, font) runs."""

    name: str
    font: str
    runs: Callable[[str], list[tuple[str, str]]]


def lettering(name: str, lower_capitals: bool = False) -> Lettering:
    """``unicode``, ``tcvn3`` or ``vni``; ``lower_capitals``: the typist held no shift key in a capitals font."""
    if name == "unicode":
        return Lettering(name, TIMES, lambda text: [(text, TIMES)])
    if name == "vni":
        return Lettering(name, "VNI-Times", _vni)
    return Lettering(name, ".VnTime", lambda text: _tcvn3(text, lower_capitals))


def _tcvn3(text: str, lower_capitals: bool) -> list[tuple[str, str]]:
    """Titles in capitals stand in the capitals font; elsewhere only a capital with a tone does."""
    letters = [character for character in text if character.isalpha()]
    if len(letters) > 1 and all(character.isupper() for character in letters) and not text.isascii():
        text = text.lower() if lower_capitals else "".join(map(_small_toned, text))
        return _joined((_TCVN3.get(one, one), ".VnTimeH" if _known(one, _TCVN3) else TIMES) for one in text)
    return _joined(map(_tcvn3_letter, text))


def _small_toned(letter: str) -> str:
    return letter if letter.isascii() or letter in _TCVN3 else letter.lower()


def _tcvn3_letter(letter: str) -> tuple[str, str]:
    if letter.isupper() and not letter.isascii() and letter not in _TCVN3 and letter.lower() in _TCVN3:
        return _TCVN3[letter.lower()], ".VnTimeH"
    return _TCVN3.get(letter, letter), ".VnTime" if _known(letter, _TCVN3) else TIMES


def _vni(text: str) -> list[tuple[str, str]]:
    return _joined(map(_vni_letter, text))


def _vni_letter(letter: str) -> tuple[str, str]:
    if letter.isascii() or letter in _PUNCTUATION:
        return letter, "VNI-Times"
    small = letter.lower()
    code = _VNI_ALONE.get(small) or _vni_pair(small)
    if not code:
        return letter, TIMES
    return code.upper() if letter.isupper() else code, "VNI-Times"


def _vni_pair(letter: str) -> str:
    base, *marks = unicodedata.normalize("NFD", letter)
    if not marks or not base.isascii():
        return ""
    tone = next((_TONES[mark] for mark in marks if mark in _TONES), 0)
    shape = next((mark for mark in marks if mark in (_CIRCUMFLEX, _BREVE)), "")
    if _HORN in marks:
        base = _VNI_HORNED[base]
    return (base + _VNI_MARKS[shape][tone]).strip()


def _known(letter: str, table: dict[str, str]) -> bool:
    return letter.isascii() or letter in table or letter in _PUNCTUATION


def _joined(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Neighbours of one font as one run."""
    grouped = groupby(pairs, key=lambda pair: pair[1])
    return [("".join(characters for characters, _ in group), font) for font, group in grouped]
