"""Printed lines as cells: what stands between wide gaps, tabs or table bars, with its place in the document.

The two columns of a letterhead or of a signature block often arrive on one line (``Nơi nhận:   KT. CHỦ TỊCH``);
everything that reads the head or the tail of a dispatch reads cells, never lines.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from pipeline.types import Cell, Span

_LETTERS = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"
_PLAIN = {"đ": "d"} | {c: unicodedata.normalize("NFD", c)[0] for c in _LETTERS if c != "đ"}
# Every usual character is in it, most as themselves: translating one that is missing takes three times as long.
_FOLD = (
    {code: chr(code) for code in range(0x20, 0x180)}
    | {ord(c): p for c, p in _PLAIN.items()}
    | {ord(c.upper()): p for c, p in _PLAIN.items()}
    | {c: chr(c + 32) for c in range(65, 91)}
    | {ord(c): "-" for c in "\N{EN DASH}\N{EM DASH}\N{NON-BREAKING HYPHEN}\N{MINUS SIGN}\N{HYPHEN}"}
    | {ord(c): "'" for c in "\N{RIGHT SINGLE QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}"}
    | {ord(c): "/" for c in "\N{DIVISION SLASH}\N{FRACTION SLASH}\N{FULLWIDTH SOLIDUS}"}
    | {0xA0: " ", 0x09: " "}
)

# A gap inside `Số:     /KH-UBND` or `ngày     tháng 4` is a blank to be filled in, not a column.
_GAP = re.compile(
    r"""\s*\|\s* | \t+
      | (?<!ngay)(?<!thang)(?<!nam)(?<!so)(?<!so:)(?<!so[ ]:)(?<![ ])[ ]{3,}+(?![/\d.…]|thang\b|nam\b)""",
    re.VERBOSE,
)
_LONGEST = 1_500
_FEW_SMALL = 0.12  # share of the capitals


@lru_cache(maxsize=512)  # the lines of a head or a tail are cut into cells more than once
def fold(text: str) -> str:
    """Small letters without diacritics, character for character, so that offsets stay.

    >>> fold("Ủy ban Đắk R’lấp")
    "uy ban dak r'lap"
    """
    return text.translate(_FOLD)


def is_upper(text: str) -> bool:
    """Whether nearly all letters are capitals: a scan or a slip of the hand may leave one small.

    >>> is_upper("PHÓ CHỦ TỊCH"), is_upper("Số: 12/QĐ-UBND"), is_upper("---")
    (True, False, False)
    """
    lower = sum(map(str.islower, text))
    if lower > len(text) * _FEW_SMALL:
        return False
    upper = sum(map(str.isupper, text))
    return upper > 0 and lower <= upper * _FEW_SMALL


def cells(text: str, start: int, end: int, most: int = 400) -> Iterator[Cell]:
    """The cells of ``text[start:end]`` in reading order, empty ones left out, at most ``most`` lines with text."""
    at, number = start, 0
    while at < end and number < most:
        stop = text.find("\n", at, end)
        stop = end if stop < 0 else stop
        if text[at : min(stop, at + _LONGEST)].strip():
            number += 1
            yield from _split(text, at, stop, number)
        at = stop + 1


def _split(text: str, start: int, end: int, number: int) -> Iterator[Cell]:
    line = text[start:end]
    short = line.strip()
    if "   " not in short and "|" not in short and "\t" not in short:
        at = start + line.find(short)
        key = fold(short[:_LONGEST]) + short[_LONGEST:]
        yield Cell(Span(at, at + len(short)), short, key, number)
        return
    whole = Cell(Span(start, end), line, fold(line[:_LONGEST]) + line[_LONGEST:], number)
    begin = 0
    for gap in _GAP.finditer(whole.key[:_LONGEST].rstrip()):
        if whole.key[begin : gap.start()].strip():
            yield whole.part(begin, gap.start())
        begin = gap.end()
    if whole.key[begin:].strip():
        yield whole.part(begin)
