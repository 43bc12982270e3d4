"""The numbers that Word prints before paragraphs and keeps out of their text (ISO/IEC 29500-1, 17.9).

Counters belong to an abstract list, so that two lists of one kind go on with each other's numbers, unless a list starts
its levels anew; a level starts anew when a higher one has moved on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from pipeline.sources.docx_package import Element, W, flag, value
from pipeline.sources.docx_styles import ListPlace, Look, look_of

_PLACE = re.compile(r"%([1-9])")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
# Signs of Symbol and Wingdings, where each font has its own picture for a code.
_BULLETS = {0xB7: "•", 0xA7: "▪", 0xD8: "➢", 0xFC: "✓", 0xA8: "□", 0x76: "▪", 0x6C: "●", 0x6E: "■",
            0x2D: "-", 0xF0: "➢"}  # fmt: skip
_KEPT_BULLETS = "-–—+*•●○◦▪■□►▶➢➤✓✔·"


class Level(NamedTuple):
    """One level of a list."""

    start: int
    form: str
    text: str
    follow: str
    restart: int | None
    legal: bool
    style: str
    look: Look


class Label(NamedTuple):
    """What is printed before a paragraph, with the space behind it, and how it looks."""

    text: str
    look: Look


@dataclass(slots=True)
class _List:
    """One abstract list: its levels and how far each has counted."""

    levels: dict[int, Level]
    link: str = ""  # the list style that this list borrows its levels from
    counts: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class Numbering:
    """The lists of a document. It counts: ask once for every paragraph, in reading order."""

    _lists: dict[str, _List] = field(default_factory=dict)
    _numbers: dict[str, tuple[str, dict[int, int], dict[int, Level]]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def label(self, place: ListPlace | None, style: str) -> Label | None:
        """The label of the next paragraph, None where it has none."""
        if place is None or place.number not in self._numbers:
            return None
        abstract, starts, levels = self._numbers[place.number]
        own = self._lists.get(abstract)
        if own is None:
            return None
        known = own.levels | levels
        depth = place.level if place.level is not None else _linked(known, style)
        level = known.get(depth)
        if level is None:
            return None
        self._count(own, place.number, depth, known, starts)
        if level.form == "none" and not level.text:
            return None
        text = _bullet(level.text) if level.form == "bullet" else _filled(level, known, own.counts)
        return Label(text + ("" if level.follow == "nothing" or not text else " "), level.look)

    def _count(self, own: _List, number: str, depth: int, known: dict[int, Level], starts: dict[int, int]) -> None:
        if depth in starts and (number, depth) not in self._begun:
            own.counts[depth] = starts[depth]
        elif depth in own.counts:
            own.counts[depth] += 1
        else:
            own.counts[depth] = starts.get(depth, known[depth].start)
        self._begun.add((number, depth))
        for lower in [k for k in own.counts if k > depth]:
            restart = known[lower].restart if lower in known else None
            if restart is None or depth < restart:
                del own.counts[lower]
        for higher in range(depth):
            if higher in known and higher not in own.counts:
                own.counts[higher] = starts.get(higher, known[higher].start)


def read_numbering(root: Element | None) -> Numbering:
    """The lists of ``word/numbering.xml``."""
    if root is None:
        return Numbering()
    lists: dict[str, _List] = {}
    by_style: dict[str, str] = {}
    for element in root.iterchildren(W + "abstractNum"):
        key = element.get(W + "abstractNumId", "")
        lists[key] = _List(dict(_levels(element)), value(element, "numStyleLink") or "")
        if link := value(element, "styleLink"):
            by_style[link] = key
    numbers = {}
    for element in root.iterchildren(W + "num"):
        abstract = value(element, "abstractNumId") or ""
        if abstract in lists and lists[abstract].link in by_style:
            abstract = by_style[lists[abstract].link]
        numbers[element.get(W + "numId", "")] = (abstract, *_overrides(element))
    return Numbering(lists, numbers)


def _levels(parent: Element) -> Iterator[tuple[int, Level]]:
    for element in parent.iterchildren(W + "lvl"):
        restart = value(element, "lvlRestart")
        yield (
            _number(element.get(W + "ilvl"), 0),
            Level(
                start=_number(value(element, "start"), 1),
                form=value(element, "numFmt") or "decimal",
                text=value(element, "lvlText") or "",
                follow=value(element, "suff") or "tab",
                restart=None if restart is None else _number(restart, 0),
                legal=bool(flag(element, "isLgl")),
                style=value(element, "pStyle") or "",
                look=look_of(element.find(W + "rPr")),
            ),
        )


def _overrides(num: Element) -> tuple[dict[int, int], dict[int, Level]]:
    starts: dict[int, int] = {}
    levels: dict[int, Level] = {}
    for override in num.iterchildren(W + "lvlOverride"):
        depth = _number(override.get(W + "ilvl"), 0)
        if (start := value(override, "startOverride")) is not None:
            starts[depth] = _number(start, 1)
        levels |= dict(_levels(override))
    return starts, levels


def _linked(levels: dict[int, Level], style: str) -> int:
    """The level that a style without a level of its own belongs to."""
    return next((depth for depth, level in levels.items() if level.style and level.style == style), 0)


def _filled(level: Level, known: dict[int, Level], counts: dict[int, int]) -> str:
    def number(found: re.Match[str]) -> str:
        depth = int(found[1]) - 1
        if depth not in known:
            return ""
        form = "decimal" if level.legal else known[depth].form
        return in_form(counts.get(depth, known[depth].start), form)

    return _PLACE.sub(number, level.text)


def in_form(number: int, form: str) -> str:
    """``number`` as Word prints it: letters have no đ and are doubled after z.

    >>> in_form(4, "lowerLetter"), in_form(28, "upperLetter"), in_form(9, "upperRoman"), in_form(7, "decimalZero")
    ('d', 'BB', 'IX', '07')
    """
    if form.endswith("Letter") and number > 0:
        letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters.upper() if form == "upperLetter" else letters
    if form.endswith("Roman") and 0 < number < 4000:
        return _roman(number).upper() if form == "upperRoman" else _roman(number)
    if form == "none":
        return ""
    return f"{number:02}" if form == "decimalZero" else str(number)


def _roman(number: int) -> str:
    letters = ""
    for amount, sign in _ROMAN:
        letters += sign * (number // amount)
        number %= amount
    return letters


def _bullet(text: str) -> str:
    sign = text.strip()
    if len(sign) == 1 and 0xF000 <= ord(sign) <= 0xF0FF:
        return _BULLETS.get(ord(sign) - 0xF000, "•")
    if sign == "o":
        return "◦"
    return sign if sign and (sign in _KEPT_BULLETS or sign.isascii()) else "•" if sign else ""


def _number(text: str | None, default: int) -> int:
    return int(text) if text is not None and text.isdecimal() and len(text) < 7 else default
