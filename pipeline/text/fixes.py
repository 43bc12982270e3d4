"""The fixes of :func:`pipeline.text.repair`, in the order in which they run.

A fix says which characters call for it, so that a text without them costs nothing, and turns a text into the repaired
text and the map back. It knows nothing about dispatches. What is never touched: where the tone mark of ``oa``, ``oe``
and ``uy`` stands (``Uỷ ban`` and ``Ủy ban`` are both right and both in use), case, quotes and dashes between words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

from pipeline.text.offsets import IDENTITY, Edit, splice
from pipeline.types import OffsetMap

Repaired = tuple[str, OffsetMap]

# Word puts a vertical tab for a line break within a paragraph; the others are Unicode's own line ends.
_LINE_ENDS = "\r\v\N{NEXT LINE}\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}"
_SPACES = (
    "\t\N{NO-BREAK SPACE}\N{OGHAM SPACE MARK}\N{NARROW NO-BREAK SPACE}\N{MEDIUM MATHEMATICAL SPACE}"
    "\N{IDEOGRAPHIC SPACE}" + "".join(map(chr, range(0x2000, 0x200B)))
)
_INVISIBLE = (
    "\N{SOFT HYPHEN}\N{ZERO WIDTH SPACE}\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}\N{WORD JOINER}"
    "\N{ZERO WIDTH NO-BREAK SPACE}\N{LEFT-TO-RIGHT MARK}\N{RIGHT-TO-LEFT MARK}"
    + "".join(map(chr, (*range(0x202A, 0x202F), *range(0x2061, 0x2065), *range(0x2066, 0x206A))))
    + "".join(map(chr, (*range(0, 9), *range(14, 32), *range(127, 133), *range(134, 160))))
)
# pdfium gives U+FFFE for a hyphen at the end of a line.
_HYPHENS = (
    "\ufffe\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{MINUS SIGN}\N{HYPHEN BULLET}\N{MODIFIER LETTER MINUS SIGN}"
    "\N{SMALL HYPHEN-MINUS}"
)
# Letters, digits and signs as wide as Chinese ones, and the strokes of fractions, which stand in symbols for a slash.
_WIDE = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | dict.fromkeys(
    "\N{DIVISION SLASH}\N{FRACTION SLASH}", "/"
)
_ETHS = {"\N{LATIN CAPITAL LETTER ETH}": "Đ", "\N{LATIN CAPITAL LETTER AFRICAN D}": "Đ"} | {
    "\N{LATIN SMALL LETTER ETH}": "đ", "\N{LATIN SMALL LETTER D WITH TAIL}": "đ"
}  # fmt: skip
_CYRILLIC = ("АВЕЅІЈКМНОРСТУХаеорсухіјѕһԁ", "ABESIJKMHOPCTYXaeopcyxijshd")
_GREEK = ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEZHIKMNOPTYXo")
_LOOK_ALIKES = str.maketrans("".join((_CYRILLIC[0], _GREEK[0])), "".join((_CYRILLIC[1], _GREEK[1])))

# A word, or a symbol such as 12/BTC-PTHT without its number.
_WORD = re.compile(r"[^\W\d_]+(?:[-/&][^\W\d_]+)*")
_CYRILLIC_LETTER = re.compile("[\u0400-\u052f]")
_TO_LATIN = str.maketrans(*_CYRILLIC)
_LINE_END = re.compile(rf"\r\n|[{_LINE_ENDS}]")
_PAGE_BREAK = re.compile(r"\n?\f")
_STARS = re.compile(r"\*+|\n[ ]*\n")


class Fix(NamedTuple):
    """A repair: ``calls`` are the characters without which it has nothing to do; empty means it checks by itself."""

    name: str
    calls: frozenset[str]
    apply: Callable[[str], Repaired]


def _swap(name: str, table: dict[str, str]) -> Fix:
    """One character for another: no offset moves."""
    codes = str.maketrans(table)
    return Fix(name, frozenset(table), lambda text: (text.translate(codes), IDENTITY))


def _replace(name: str, calls: str, pattern: re.Pattern[str], new: str) -> Fix:
    def apply(text: str) -> Repaired:
        return splice(text, (Edit(m.start(), m.end(), new) for m in pattern.finditer(text)))

    return Fix(name, frozenset(calls), apply)


def _compose_marks(text: str) -> Repaired:
    """NFC. A cluster is a character with all that may join it, so that each can be composed apart."""
    if unicodedata.is_normalized("NFC", text):
        return text, IDENTITY
    chars = set(text)
    joining = "".join(re.escape(c) for c in chars if _joins(c))
    changing = "".join(re.escape(c) for c in chars if unicodedata.normalize("NFC", c) != c)
    clusters = [rf"[^{joining}]?[{joining}]+"] * bool(joining) + [rf"[{changing}]"] * bool(changing)
    edits = (Edit(m.start(), m.end(), unicodedata.normalize("NFC", m[0]))
             for m in re.finditer("|".join(clusters), text, re.DOTALL))  # fmt: skip
    return splice(text, (edit for edit in edits if text[edit.start : edit.end] != edit.new))


def _joins(char: str) -> bool:
    first = unicodedata.normalize("NFD", char)[0]
    return unicodedata.combining(first) != 0 or first in _second_halves()


@cache
def _second_halves() -> frozenset[str]:
    """The characters that are the second half of a composed one, even if their combining class is 0 (jamo)."""
    halves = (unicodedata.decomposition(chr(code)).split() for code in range(0xA0, 0x12000))
    jamo = (*range(0x1161, 0x1176), *range(0x11A8, 0x11C3))
    return frozenset(chr(int(h[1], 16)) for h in halves if len(h) == 2 and h[0][0] != "<") | {*map(chr, jamo)}


def _latin_words(text: str) -> Repaired:
    """Cyrillic and Greek letters that look Latin, in a word or a symbol whose other letters are Latin.

    Foreign words stay. A text that has Cyrillic letters and none that Latin lacks holds no foreign word in Cyrillic.
    """
    if all(ord(letter) in _TO_LATIN for letter in set(_CYRILLIC_LETTER.findall(text))):
        text = text.translate(_TO_LATIN)
    return _WORD.sub(lambda m: _as_latin(m[0]), text), IDENTITY


def _as_latin(word: str) -> str:
    if word.isascii():
        return word
    latin = word.translate(_LOOK_ALIKES)
    if latin == word or not all("LATIN" in unicodedata.name(c, "") for c in latin if c.isalpha()):
        return word
    return latin if any("LATIN" in unicodedata.name(c, "") for c in word) else word


def _plain_emphasis(text: str) -> Repaired:
    """``**x**`` and ``*x*`` of Markdown; a star that stands for itself (a bullet, a note, a product) stays."""
    return splice(text, (Edit(start, end, "") for start, end in sorted(_paired_stars(text))))


def _paired_stars(text: str) -> Iterator[tuple[int, int]]:
    opened: list[tuple[int, int]] = []
    for match in _STARS.finditer(text):
        start, end = match.span()
        if text[start] == "\n":
            opened.clear()
            continue
        before, after = text[start - 1 : start] or " ", text[end : end + 1] or " "
        if opened and not before.isspace() and not after.isalnum() and end - start == opened[-1][1] - opened[-1][0]:
            yield opened.pop()
            yield start, end
        elif end - start <= 3 and not after.isspace() and not before.isalnum():
            opened.append((start, end))


FIXES: tuple[Fix, ...] = (
    Fix("composed", frozenset(), _compose_marks),
    _replace("line-ends", _LINE_ENDS, _LINE_END, "\n"),
    _replace("page-breaks", "\f", _PAGE_BREAK, "\n"),
    _swap("spaces", dict.fromkeys(_SPACES, " ")),
    _replace("invisible", _INVISIBLE, re.compile(f"[{re.escape(_INVISIBLE)}]+"), ""),
    _swap("hyphens", dict.fromkeys(_HYPHENS, "-")),
    _swap("wide", _WIDE),
    _swap("eths", _ETHS),
    Fix("look-alikes", frozenset(map(chr, _LOOK_ALIKES)), _latin_words),
    Fix("emphasis", frozenset("*"), _plain_emphasis),
)
_CALLS = re.compile("[" + re.escape("".join(sorted(frozenset().union(*(fix.calls for fix in FIXES))))) + "]")


def called_for(text: str) -> set[str]:
    """The characters of ``text`` that call for a fix: few or none, so that most fixes cost nothing."""
    return set(_CALLS.findall(text))
