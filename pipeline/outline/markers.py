"""List markers of dispatches: "I.", "1.", "1.1.", "a)", "(1)", "-", "+", "Điều 1.", "Thứ nhất,".

Decree 30/2020/NĐ-CP, appendix I, part II names phần, chương, mục, điều, khoản, điểm; offices add bullets of their own.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.text.letters import UPPER

_LETTERS = "a-zđăâêôơư"
# In the order of their right; sample text stands above each.
_STYLES = {
    # Phần thứ nhất | Phần I. | Chương II | Mục 1.
    "part": rf"(?:Phần\s+(?:thứ\s+\w+|[IVX\d]+)|PHẦN\s+(?:THỨ\s+\w+|[IVX\d]+)|Chương\s+[IVX\d]+|CHƯƠNG\s+[IVX\d]+"
    rf"|Mục\s+\d+)\s*[.:]?\s*(?=[{UPPER}]|$)",
    # Điều 1. | Điều 2:
    "article": r"(?:Điều|ĐIỀU)\s+\d{1,3}[a-zđ]?\s*[.:]\s*",
    # I. | II/ | III - | IV)
    "roman": rf"(?:X{{0,3}})(?:IX|IV|V?I{{1,3}}|V|X)\s*(?:[./)\-–:]\s*)(?=[{UPPER}“\"])",
    # A. | B/
    "capital": rf"[A-H]\s*[./)]\s+(?=[{UPPER}])",
    # 1.1. | 2.3.1 | 1.1)
    "decimal": r"\d{1,2}(?:\.\d{1,2}){1,4}(?:[.):/]|(?=\s))\s*(?=[^\d\s])",
    # 1- Giao | 1.- Giao; 1. | 12) | 3/ | 4: | 1.Giao
    "arabic": rf"\d{{1,2}}\s*\.?\s*[-–]\s+(?=[{UPPER}])"
    rf"|\d{{1,2}}(?:\.(?=\D)|[):](?=\D)|/(?=\s*[{UPPER}]))\s*(?=\S)|\d{{1,2}}\s*\.\s+(?=[{UPPER}])",
    # (1) | (a)
    "paren": rf"\((?:\d{{1,2}}|[{_LETTERS}]|i{{1,3}}|iv|v)\)\s*",
    # ii) | iv); a) | đ. | b/ | 1a)
    "letter": r"(?:i{2,3}|iv|vi{1,3}|ix)\s*[)/]\s*(?=\S)"
    rf"|[{_LETTERS}]\d?\s*[)/]\s*(?=\S)|[{_LETTERS}]\.\s+(?=[{UPPER}])",
    # Thứ nhất, | Một là, | Hai là:
    "ordinal": r"(?:Thứ\s+(?:nhất|hai|ba|tư|bốn|năm|sáu|bảy|tám|chín|mười)"
    r"|(?:Một|Hai|Ba|Bốn|Năm|Sáu|Bảy|Tám|Chín|Mười)\s+là)\s*[,:]\s*",
    # - | – | — | ‑
    "dash": r"[-–—−‑]{1,2}\s*(?=[^\s\-–—])",
    # + Giao
    "plus": r"\+\s*(?=\S)",
    # • | * | o Giao
    "bullet": rf"[*•●○◦▪■□►▶➢➤✓✔·]\s*(?=\S)|o\s+(?=[{UPPER}])",
}
# One pattern of all: most lines have none, and are told by a single look at their first character.
_MARKER = re.compile("|".join(f"(?P<{style}>{pattern})" for style, pattern in _STYLES.items()))


class Marker(NamedTuple):
    """A marker at the start of a paragraph: its style, its sign ("1.", "a)", "-") and how many characters it takes."""

    style: str
    sign: str
    length: int


NO_MARKER = Marker("", "", 0)


def read_marker(text: str) -> Marker:
    """The list marker with which ``text`` begins.

    >>> read_marker("đ) Giao Sở Mẫu")
    Marker(style='letter', sign='đ)', length=3)
    >>> read_marker("1.504 hồ sơ"), read_marker("Sở Mẫu")
    (Marker(style='', sign='', length=0), Marker(style='', sign='', length=0))
    """
    match = _MARKER.match(text)
    return Marker(match.lastgroup or "", match[0].strip(), match.end()) if match else NO_MARKER
