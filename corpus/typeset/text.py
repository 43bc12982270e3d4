"""A corpus text as paragraphs: page numbers and rules dropped, footnotes set aside, cut paragraphs whole again."""

from __future__ import annotations

import re
from collections.abc import Sequence

_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_DIGITS = str.maketrans(_SUPERSCRIPTS, "0123456789")
_NOTE = re.compile(rf"^([{_SUPERSCRIPTS}]+|\[\d{{1,2}}\])\s*(\S.*)$")
_FURNITURE = re.compile(r"^(?:[-_=*–—]{3,}|\*|\d{1,3}|- \d{1,3} -|Trang \d+(?:/\d+)?)$")
_MARKED = re.compile(r"^(?:[-+•]|\d+(?:\.\d+)*[.)]|[a-zđ]\)|\(\w{1,2}\)|[IVX]+\.|Điều \d|Nơi nhận)")
_UNFINISHED = re.compile(r"[^.;:!?/|]$")


def content_lines(text: str) -> tuple[list[str], dict[str, str]]:
    """The lines without rules, page numbers and footnotes; the footnotes by number."""
    lines: list[str] = []
    notes: dict[str, str] = {}
    for line in _unwrapped([raw.strip() for raw in text.replace("\f", "\n").splitlines()]):
        note = _NOTE.match(line)
        if note:
            notes[note_number(note[1])] = note[2]
        elif line and not _FURNITURE.match(line) and not re.fullmatch(r"[|\s:-]+", line):
            lines.append(line)
    return lines, notes


def _unwrapped(lines: Sequence[str]) -> list[str]:
    """The paragraphs of a text whose lines were broken at a fixed width; any other text as it is."""
    if max(map(len, lines), default=0) > 120:
        return list(lines)
    whole: list[str] = []
    room = 0
    for line in lines:
        if room >= 70 and line and not _MARKED.match(line):
            whole[-1] = f"{whole[-1]} {line}"
        else:
            whole.append(line)
        room = len(line)
    return whole


def joined(lines: Sequence[str]) -> list[str]:
    """Paragraphs that a page break cut, whole again."""
    paragraphs: list[str] = []
    for line in lines:
        before = paragraphs[-1] if paragraphs else ""
        cut = line[:1].islower() and not re.match(r"^[a-zđ]{1,2}[.)]", line)
        if cut and before and _UNFINISHED.search(before) and table_cells(line) is None:
            paragraphs[-1] = f"{before} {line}"
        else:
            paragraphs.append(line)
    return paragraphs


def is_capitals(line: str) -> bool:
    """Whether a line is printed in capitals throughout, as titles and offices are."""
    return line == line.upper() and any(character.isalpha() for character in line)


def note_number(mark: str) -> str:
    """``²`` and ``[2]`` are both footnote ``2``."""
    return mark.strip("[]").translate(_DIGITS)


def table_cells(line: str) -> list[str] | None:
    """The cells of a ``|`` row, None for any other line."""
    if "|" not in line:
        return None
    inner = line[1:-1] if line.startswith("|") and line.endswith("|") else line
    return [cell.strip() for cell in inner.split("|")]
