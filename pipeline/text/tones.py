"""Where the tone mark stands in an open syllable of oa, oe or uy is a matter of taste: hòa and hoà, ủy and uỷ."""

from __future__ import annotations

import re

_OLD = ("òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy")
_NEW = ("oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ")
_OTHER = dict(zip((*_OLD, *_NEW), (*_NEW, *_OLD), strict=True))
_OPEN = re.compile(rf"(?<![qQ])(?:{'|'.join(_OTHER)})(?!\w)", re.IGNORECASE)


def other_placement(text: str) -> str:
    """``text`` with the tone marks of such syllables in their other place; as it is where it has none.

    >>> other_placement("ủy quyền, hoà giải"), other_placement("Thủy lợi"), other_placement("quý")
    ('uỷ quyền, hòa giải', 'Thuỷ lợi', 'quý')
    """
    return _OPEN.sub(lambda found: _in_case_of(found[0], _OTHER[found[0].lower()]), text)


def _in_case_of(written: str, other: str) -> str:
    return "".join(b.upper() if a.isupper() else b for a, b in zip(written, other, strict=True))
