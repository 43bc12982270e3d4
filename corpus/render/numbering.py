"""List markers as automatic numbering: a multilevel list whose labels Word works out, so that no text holds them.

A level is used only where Word's count gives the marker that the text has; a list that begins elsewhere gets its own
start. ``đ)`` has no automatic form, clerks type it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

# The nine levels of one list: pattern in the text, number format, label.
_LEVELS = (
    (r"([A-H])\.", "upperLetter", "%1."),
    (r"([IVX]+)\.", "upperRoman", "%2."),
    (r"Điều (\d+)\.", "decimal", "Điều %3."),
    (r"(\d+)\.", "decimal", "%4."),
    (r"(\d+)\.(\d+)\.", "decimal", "%4.%5."),
    (r"(\d+)\.(\d+)\.(\d+)\.", "decimal", "%4.%5.%6."),
    (r"([a-z])\)", "lowerLetter", "%7)"),
    (r"([-–])", "bullet", "-"),
    (r"(\+)", "bullet", "+"),
)
ARTICLE, DASH = 2, 7
_PATTERNS = tuple(re.compile(rf"^{pattern}\s+(?=\S)") for pattern, _, _ in _LEVELS)
_ROMAN = {"I": 1, "V": 5, "X": 10}


class Numbered(NamedTuple):
    """A paragraph's place in a list (0 where its marker is typed) and the text that is left to type."""

    num: int
    level: int
    text: str


class Numbering:
    """The lists of one document under construction; counts as Word does, per list and over all of them."""

    def __init__(self, typed: frozenset[int] = frozenset()) -> None:
        self._typed = typed  # levels whose markers this clerk types
        self._starts: list[dict[int, int]] = [{}]  # of list 1, 2 …: where a level was made to start
        self._own: list[dict[int, int]] = [{}]
        self._shared: dict[int, int] = {}

    def number(self, line: str) -> Numbered:
        """Take ``line`` into a list if its marker can be automatic."""
        for level, pattern in enumerate(_PATTERNS):
            found = pattern.match(line)
            if found and level not in self._typed:
                values = _values(level, found.groups())
                rest = line[found.end() :]
                if level >= DASH:
                    return Numbered(1, level, rest) if line[0] in "-+" else Numbered(0, level, line)
                num = self._list_for(level, values)
                return Numbered(num, level, rest) if num else Numbered(0, level, line)
        return Numbered(0, 0, line)

    def _list_for(self, level: int, values: tuple[int, ...]) -> int:
        above = range(3, level) if level in (4, 5) else ()
        agree = all(counts.get(at) == value for at, value in zip(above, values, strict=False) for counts in self._now())
        if not agree:
            return 0
        if any(counts.get(level, 0) + 1 != values[-1] for counts in self._now()):
            if above:
                return 0
            self._starts.append({level: values[-1]})
            self._own.append({})
        for counts in self._now():
            counts[level] = values[-1]
            for deeper in range(level + 1, len(_LEVELS)):
                counts.pop(deeper, None)
        return len(self._own)

    def _now(self) -> tuple[dict[int, int], dict[int, int]]:
        return self._own[-1], self._shared

    def xml(self, fonts: str, tab: bool) -> str:
        """The ``w:abstractNum`` and ``w:num`` elements; ``fonts`` is the run property that the labels get."""
        levels = "".join(
            f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:pStyle w:val="Muc{at}"/>'
            f'<w:suff w:val="{"tab" if tab else "space"}"/><w:lvlText w:val="{label}"/><w:lvlJc w:val="left"/>'
            f'<w:pPr><w:ind w:left="0" w:firstLine="567"/></w:pPr><w:rPr>{fonts}</w:rPr></w:lvl>'
            for at, (_, form, label) in enumerate(_LEVELS)
        )
        lists = "".join(
            f'<w:num w:numId="{at}"><w:abstractNumId w:val="0"/>'
            + "".join(
                f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
                for level, start in starts.items()
            )
            + "</w:num>"
            for at, starts in enumerate(self._starts, 1)
        )
        return f'<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>{lists}'


def _values(level: int, groups: tuple[str, ...]) -> tuple[int, ...]:
    if level == 1:
        return (_roman(groups[0]),)
    if level in (0, 6):
        return (ord(groups[0].lower()) - ord("a") + 1,)
    return tuple(int(group) for group in groups) if level < DASH else ()


def _roman(digits: str) -> int:
    total = 0
    for digit, after in zip(digits, [*digits[1:], ""], strict=True):
        value = _ROMAN[digit]
        total += -value if value < _ROMAN.get(after, 0) else value
    return total
