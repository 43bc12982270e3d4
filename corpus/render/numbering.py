"""List markers as automatic numbering: a multilevel list whose labels Word works out, so that no text holds them.

A level is used only where every way to count gives the marker that the text has: per list or over all lists that share
a definition, with or without counting the levels that were skipped. A list that begins elsewhere gets its own start.
``đ)`` has no automatic form, clerks type it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

# The levels of the one numbered list: pattern in the text, number format, label. Dashes are lists of their own.
_LEVELS = (
    (r"([A-H])\.", "upperLetter", "%1."),
    (r"([IVX]+)\.", "upperRoman", "%2."),
    (r"Điều (\d+)\.", "decimal", "Điều %3."),
    (r"(\d+)\.", "decimal", "%4."),
    (r"(\d+)\.(\d+)\.", "decimal", "%4.%5."),
    (r"(\d+)\.(\d+)\.(\d+)\.", "decimal", "%4.%5.%6."),
    (r"([a-z])\)", "lowerLetter", "%7)"),
)
_DASHES = (("-", "-"), ("+", "+"))
ARTICLE = 2
TYPED = frozenset(range(len(_LEVELS) + len(_DASHES)))
_PATTERNS = tuple(re.compile(rf"^{pattern}\s+(?=\S)") for pattern, _, _ in _LEVELS)
_ROMAN = {"I": 1, "V": 5, "X": 10}
_FIRST_LIST = len(_DASHES) + 1  # lists 1 and 2 are the dashes
_ROWS, _FIRST_ROWS = len(_DASHES) + 1, 500  # the definition and the first list of numbered table rows


class Numbered(NamedTuple):
    """A paragraph's place in a list (``num`` 0 where its marker is typed), its style, and the text left to type."""

    num: int
    level: int
    text: str
    style: str = ""  # the paragraph style that puts it into the same list, "" where none does


class Numbering:
    """The lists of one document under construction; ``typed`` are the levels whose markers this clerk types."""

    def __init__(self, typed: frozenset[int] = frozenset()) -> None:
        self._typed = typed
        self._starts: list[dict[int, int]] = [{}]  # of each numbered list: where a level was made to start
        self._rows: list[int] = []  # where each list of table rows starts
        self._row = 0
        self._own: dict[int, int] = {}
        self._shared: dict[int, int] = {}

    def number(self, line: str) -> Numbered:
        """Take ``line`` into a list if its marker can be automatic."""
        for at, (mark, _) in enumerate(_DASHES):
            if line.startswith(f"{mark} ") and len(_LEVELS) + at not in self._typed:
                return Numbered(at + 1, 0, line[2:].lstrip(), f"Dau{at}")
        for level, pattern in enumerate(_PATTERNS):
            found = pattern.match(line)
            if found and level not in self._typed:
                num = self._list_for(level, _values(level, found.groups()))
                style = f"Muc{level}" if num == _FIRST_LIST else ""
                return Numbered(num, level, line[found.end() :], style) if num else Numbered(0, level, line)
        return Numbered(0, 0, line)

    def row(self, value: int) -> int:
        """The list in which the next table row is numbered ``value``."""
        if not self._rows or value != self._row + 1:
            self._rows.append(value)
        self._row = value
        return _FIRST_ROWS + len(self._rows) - 1

    def _list_for(self, level: int, values: tuple[int, ...]) -> int:
        """The list in which ``level`` comes to show ``values``; 0 where there is none and can't be."""
        above = range(3, level) if level in (4, 5) else ()
        if any(counts.get(at) != value for at, value in zip(above, values, strict=False) for counts in self._counts()):
            return 0
        if any(counts.get(level, 0) + 1 != values[-1] for counts in self._counts()):
            if above:
                return 0
            self._starts.append({level: values[-1]})
            self._own = {}
        for counts in self._counts():
            skipped = {at: -1 for at in range(level) if at not in counts}  # some programs count them, some don't
            kept = {at: count for at, count in counts.items() if at < level}
            counts.clear()
            counts.update(kept | skipped | {level: values[-1]})
        return len(self._starts) + _FIRST_LIST - 1

    def _counts(self) -> tuple[dict[int, int], dict[int, int]]:
        return self._own, self._shared

    def xml(self, fonts: str, tab: bool) -> str:
        """The ``w:abstractNum`` and ``w:num`` elements; ``fonts`` is the run property that the labels get."""
        dashes = "".join(
            _definition(at, _level(0, "bullet", label, f"Dau{at}", fonts, tab)) for at, (_, label) in enumerate(_DASHES)
        )
        levels = "".join(_level(at, form, label, f"Muc{at}", fonts, tab) for at, (_, form, label) in enumerate(_LEVELS))
        lists = [f'<w:num w:numId="{at + 1}"><w:abstractNumId w:val="{at}"/></w:num>' for at in range(len(_DASHES))]
        lists += [_list(at, len(_DASHES), starts) for at, starts in enumerate(self._starts, _FIRST_LIST)]
        lists += [_list(at, _ROWS, {0: start}) for at, start in enumerate(self._rows, _FIRST_ROWS)]
        rows = _definition(_ROWS, _level(0, "decimal", "%1", "", fonts, tab=False))
        return dashes + _definition(len(_DASHES), levels) + rows + "".join(lists)


def list_styles() -> list[tuple[str, str]]:
    """The names of the paragraph styles that are numbered by themselves, with their numbering property."""
    dashes = [(f"Dau{at}", f'<w:numPr><w:numId w:val="{at + 1}"/></w:numPr>') for at in range(len(_DASHES))]
    return dashes + [
        (f"Muc{at}", f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{_FIRST_LIST}"/></w:numPr>')
        for at in range(len(_LEVELS))
    ]


def _definition(number: int, levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'


def _level(at: int, form: str, label: str, style: str, fonts: str, tab: bool) -> str:
    linked = f'<w:pStyle w:val="{style}"/>' if style else ""
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{linked}'
        f'<w:suff w:val="{"tab" if tab else "space"}"/><w:lvlText w:val="{label}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="0" w:firstLine="567"/></w:pPr><w:rPr>{fonts}</w:rPr></w:lvl>'
    )


def _list(number: int, definition: int, starts: dict[int, int]) -> str:
    overrides = "".join(
        f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
        for level, start in starts.items()
    )
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{definition}"/>{overrides}</w:num>'


def _values(level: int, groups: tuple[str, ...]) -> tuple[int, ...]:
    if level == 1:
        return (_roman(groups[0]),)
    if level in (0, 6):
        return (ord(groups[0].lower()) - ord("a") + 1,)
    return tuple(int(group) for group in groups)


def _roman(digits: str) -> int:
    total = 0
    for digit, after in zip(digits, [*digits[1:], ""], strict=True):
        value = _ROMAN[digit]
        total += -value if value < _ROMAN.get(after, 0) else value
    return total
