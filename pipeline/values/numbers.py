"""Numbers as Vietnamese offices print them: a dot groups thousands, a comma starts the decimals.

``9.198`` is 9198 and ``36,74`` is 36.74; a dot before anything but three digits is a decimal point (``36.74``).
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

NUMBER: Final = r"(?:\d{1,3}(?:\.\d{3})+(?!\d)(?:,\d{1,4})?|\d{1,12}(?:[.,]\d{1,4})?)"
"""Pattern of one number, without groups; what stands before and after it is the caller's business."""

_GROUPED: Final = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_ROMAN: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_WORDS: Final = {
    "một": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
    "mười": 10, "mười lăm": 15, "hai mươi": 20, "ba mươi": 30,
}  # fmt: skip

NUMBER_WORDS: Final = tuple(sorted(_WORDS, key=len, reverse=True))
NUMBER_WORD: Final = "(?:" + "|".join(word.replace(" ", r"\s+") for word in NUMBER_WORDS) + ")"


def parse_number(text: str) -> Decimal:
    """The value of a printed number; raises :class:`decimal.InvalidOperation` on what :data:`NUMBER` doesn't match.

    >>> parse_number("9.198"), parse_number("36,74"), parse_number("05")
    (Decimal('9198'), Decimal('36.74'), Decimal('5'))
    """
    if _GROUPED.fullmatch(text):
        text = text.replace(".", "")
    return Decimal(text.replace(",", "."))


def print_number(value: float | int | Decimal) -> str:
    """A number as offices print it.

    >>> print_number(1234567), print_number(36.74), print_number(80.0)
    ('1.234.567', '36,74', '80')
    """
    return f"{value:,.6f}".rstrip("0").rstrip(".").translate({ord(","): ".", ord("."): ","})


def parse_small(text: str) -> int | None:
    """A whole number in digits, as a Roman quarter or as a word; None for anything else.

    >>> parse_small("05"), parse_small("III"), parse_small("mười lăm"), parse_small("nhiều")
    (5, 3, 15, None)
    """
    key = " ".join(text.lower().split())
    return int(key) if key.isascii() and key.isdigit() else _ROMAN.get(key) or _WORDS.get(key)
