"""TCVN 5712:1993, third set ("TCVN3", the ABC fonts): one code above ASCII for each small Vietnamese letter.

The set has no capitals with a tone: a second font (``.VnTimeH``) draws the small letters as capitals.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.text.offsets import Edit

# Codes 0xA1 to 0xFF. The five tone marks at 0xB0 join the letter before them.
_LETTERS = (
    "ĂÂÊÔƠƯĐăâêôơưđẶ\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịò"
    "ỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ"
)
# The same codes as other programs hand them on: by glyph names in PDF, by Greek letters where a program changed case,
# by a hyphen where one took ư (0xAD, the soft hyphen of Latin-1) for its own.
_ALIASES = {
    0xAD: "\N{MINUS SIGN}\N{HYPHEN}\N{NON-BREAKING HYPHEN}",
    0xB7: "\N{BULLET OPERATOR}\N{DOT OPERATOR}\N{GREEK ANO TELEIA}",
    0xB5: "\N{GREEK SMALL LETTER MU}\N{GREEK CAPITAL LETTER MU}",
    0xAF: "\N{MODIFIER LETTER MACRON}",
    0xA5: "\N{FULLWIDTH YEN SIGN}",
}
TABLE = dict(zip(range(0xA1, 0x100), _LETTERS, strict=True))
TABLE |= {ord(char): TABLE[code] for code, chars in _ALIASES.items() for char in chars}
# Symbol fonts put the codes into the private use area.
TABLE |= {0xF000 + code: letter for code, letter in TABLE.items() if code < 0x100}
TABLE |= {0xF000 + code: chr(code) for code in range(0x20, 0x7F)}


def edits(text: str) -> Iterator[Edit]:
    """The change, of equal length, that turns TCVN3 codes, read as Latin-1, into letters.

    >>> list(edits("Bé tr\\xadëng"))
    [Edit(start=0, end=9, new='Bộ trưởng')]
    """
    new = text.translate(TABLE)
    if new != text:
        yield Edit(0, len(text), new)
