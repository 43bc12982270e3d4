"""Page numbers and footnotes of a PDF, told from the body by place and size."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.sources.pdf_rows import SUPERSCRIPTS, Printed
from pipeline.types import Box

_EDGE = 0.12  # share of the height at top and bottom where page numbers stand
_NUMBER = re.compile(r"[-–— ]*\d{1,4}[-–— ]*")
_RAISED = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]")
_PLAIN_MARK = re.compile(r"\[?(\d{1,3})\]?(?=[ \D])")


class Placed(NamedTuple):
    """A printed line on its page. ``kind``: "", "left", "right" (columns), "row", then "number" or "footnote"."""

    line: Printed
    kind: str
    block: int


class Sheet(NamedTuple):
    """The lines of one page in reading order, the rules and the size of the page."""

    lines: tuple[Placed, ...]
    rules: tuple[Box, ...]
    width: float
    height: float


def set_aside(sheets: Sequence[Sheet]) -> list[Sheet]:
    """``sheets`` with the kinds "number" and "footnote" told, and footnotes begun by superscript digits."""
    body = _body_size(sheets)
    return [sheet._replace(lines=_with_kinds(sheet, body)) for sheet in sheets]


def _body_size(sheets: Sequence[Sheet]) -> float:
    sizes: Counter[float] = Counter()
    for sheet in sheets:
        for placed in sheet.lines:
            sizes[placed.line.size] += len(placed.line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _with_kinds(sheet: Sheet, body: float) -> tuple[Placed, ...]:
    lines = [p._replace(kind="number") if _is_number(p.line, sheet) else p for p in sheet.lines]
    notes = _notes_from(lines, sheet, body)
    for at in range(notes, len(lines)):
        if lines[at].kind == "":
            lines[at] = lines[at]._replace(kind="footnote", line=_with_raised_mark(lines[at].line))
    return tuple(lines)


def _is_number(line: Printed, sheet: Sheet) -> bool:
    edge = _EDGE * sheet.height
    if edge <= line.box[3] and line.box[1] <= sheet.height - edge:
        return False
    if _NUMBER.fullmatch(line.text) is None:
        return False
    bases = [placed.line.base for placed in sheet.lines]
    return line.base in (min(bases), max(bases))


def _notes_from(lines: Sequence[Placed], sheet: Sheet, body: float) -> int:
    """The index of the first footnote: small lines at the page's end that a raised digit or a short rule begins."""
    first = len(lines)
    for at in range(len(lines) - 1, -1, -1):
        placed = lines[at]
        if placed.kind == "number":
            continue
        if placed.kind != "" or placed.line.size > body - 1:
            break
        if _RAISED.match(placed.line.text) or _under_rule(placed.line, sheet):
            first = at
    return first


def _under_rule(line: Printed, sheet: Sheet) -> bool:
    """Word draws a rule of 144 points above the notes, LibreOffice one of a quarter of the line."""
    return any(
        60 < x1 - x0 < 0.45 * sheet.width and y1 - y0 < 3 and -4 < line.box[1] - y1 < 1.5 * line.size
        and x0 < line.box[0] + 40 and y1 > 0.3 * sheet.height
        for x0, y0, x1, y1 in sheet.rules
    )  # fmt: skip


def _with_raised_mark(line: Printed) -> Printed:
    """The number of a footnote as superscript digits, also where it is printed on the baseline."""
    found = _PLAIN_MARK.match(line.text)
    return line._replace(text=found[1].translate(SUPERSCRIPTS) + line.text[found.end() :]) if found else line
