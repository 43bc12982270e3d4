"""Which printed lines of a PDF start a paragraph, from the layout.

A line goes on with the paragraph before it when the line above is full (the next word did not fit any more) and it is
itself neither moved in nor set off. Page numbers and footnotes stand between the halves of a paragraph that a page
break cuts, so they are set aside first.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.sources.pdf_furniture import Placed, Sheet, set_aside
from pipeline.sources.pdf_rows import Printed

_INDENT = 0.8  # font sizes
_NEAR = 3.0  # points within which two margins are the same
_ENOUGH = 15  # lines that tell a page's own distance of baselines
_SET_OFF = 2.5  # points more than the usual distance of two baselines
_RAISED = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]")
_ENDED = re.compile(r"[.;:!?/]\W*$")
_DASH = re.compile(r"[-+*•–·]")
_MARKER = re.compile(r"([-+*•–] |\(?\d+[.)]|\d+(\.\d+)+[.)]? |[a-zđ]\)|[IVX]+\. |Điều \d+)")


class Margins(NamedTuple):
    """Left and right end of the full lines."""

    left: float
    right: float


def paragraphs(sheets: Sequence[Sheet]) -> list[list[tuple[Placed, bool]]]:
    """Every line of every page with its kind and whether it starts a paragraph."""
    marked = set_aside(sheets)
    lines = [p.line for sheet in marked for p in sheet.lines if p.kind == ""]
    common = _margins(lines) or _extent(lines)
    pitch = _pitch(marked)
    result: list[list[tuple[Placed, bool]]] = []
    last: _Before | None = None
    for sheet in marked:
        own = _pitch([sheet]) if len(sheet.lines) >= _ENOUGH else pitch  # some pages are set wider than others
        page, last = _page(sheet, last, common, own)
        result.append(page)
    return result


class _Before(NamedTuple):
    """The last line of the body so far, with the margins of its page."""

    placed: Placed
    margins: Margins


def _page(
    sheet: Sheet, last: _Before | None, common: Margins, pitch: float
) -> tuple[list[tuple[Placed, bool]], _Before | None]:
    margins = _page_margins([p.line for p in sheet.lines if p.kind == ""], common)
    above: Placed | None = None
    page: list[tuple[Placed, bool]] = []
    for placed in sheet.lines:
        if placed.kind == "number":
            page.append((placed, True))
            continue
        ends = margins if placed.kind in ("", "footnote") else _block_margins(sheet, placed.block)
        if placed.kind == "" and above is None and last is not None:
            starts = _starts(last.placed, last.margins, placed, ends, None)
        else:
            starts = above is None or _starts(above, ends, placed, ends, pitch)
        page.append((placed, starts))
        above = placed
        if placed.kind != "footnote":
            last = _Before(placed, ends)
    return page, last


def _starts(before: Placed, was: Margins, placed: Placed, now: Margins, pitch: float | None) -> bool:
    """``pitch`` is None across a page break, where distance says nothing."""
    above, line = before.line, placed.line
    if before.kind != placed.kind or placed.kind in ("row", "right"):
        return True  # on the right stand Quốc hiệu, date and signature: a line each
    if placed.kind == "left" and (before.block != placed.block or above.bold != line.bold):
        return True
    if placed.kind == "footnote" and _RAISED.match(line.text):
        return True
    if abs(above.size - line.size) >= 1.5 and placed.kind == "":
        return True
    step = 0.0 if pitch is None else line.base - above.base - pitch * line.size
    if placed.kind == "" and _centred(line, now):
        return step > 0.5 * line.size or not _goes_on(above, was, line)
    if step > _SET_OFF:
        return True
    if placed.kind == "left" and _DASH.match(line.text):
        return True
    if placed.kind == "left" and _DASH.match(above.text):
        return False  # recipients are wrapped by hand, long before the column is full
    if _room(above, was, placed.kind) > line.first_word + 0.3 * line.size:
        return True
    if placed.kind == "left":
        return False  # centred lines begin where they will
    return _moved_in(above, above.box[0] - was.left, line, line.box[0] - now.left)


def _moved_in(above: Printed, was_in: float, line: Printed, is_in: float) -> bool:
    """Whether ``line``, after a full line, begins with an indent of its own."""
    indent = _INDENT * line.size
    ended = bool(_ENDED.search(above.text))
    if not ended and line.text[:1].islower():
        return False
    if is_in - was_in > indent:
        hanging = abs(line.box[0] - above.hang) < _NEAR and not ended
        return not hanging
    if abs(is_in - was_in) < _NEAR and is_in > indent:
        return ended
    return ended and bool(_MARKER.match(line.text))


def _centred(line: Printed, margins: Margins) -> bool:
    x0, _, x1, _ = line.box
    inside = x0 > margins.left + 1.5 * line.size and x1 < margins.right - 1.5 * line.size
    return inside and abs(x0 + x1 - margins.left - margins.right) < 12


def _goes_on(above: Printed, margins: Margins, line: Printed) -> bool:
    """Whether a centred line is more of the title above, or the short end of what stands there."""
    if (above.bold, above.italic) != (line.bold, line.italic) or _ENDED.search(above.text):
        return False
    if line.text[:1].islower():
        return True
    if not _centred(above, margins) or line.text.startswith("("):
        return False
    if line.text.isupper() and above.text.isupper():  # the type or a chapter's number is short
        return above.box[2] - above.box[0] > 0.5 * (margins.right - margins.left)
    return not line.text.isupper() and not above.text.isupper()


def _room(above: Printed, margins: Margins, kind: str) -> float:
    """How much the line above leaves free. Lines of columns are often centred: what counts there is their width."""
    if kind in ("left", "right"):
        return (margins.right - margins.left) - (above.box[2] - above.box[0])
    return margins.right - above.box[2]


def _block_margins(sheet: Sheet, block: int) -> Margins:
    boxes = [p.line.box for p in sheet.lines if p.block == block]
    widest = max(boxes, key=lambda box: box[2] - box[0])
    return Margins(widest[0], widest[2])


def _margins(lines: Sequence[Printed]) -> Margins | None:
    """The right end that most of the longest lines share, and where the leftmost of these begin."""
    ends = Counter(round(line.box[2] / _NEAR) for line in lines)
    shared = [end for end, count in ends.items() if count + ends[end - 1] + ends[end + 1] > 2]
    if not shared:
        return None
    right = (max(shared) + 1) * _NEAR
    full = [line for line in lines if right - 3 * _NEAR < line.box[2] < right + _NEAR]
    return Margins(min(line.box[0] for line in full), max(line.box[2] for line in full)) if full else None


def _page_margins(lines: Sequence[Printed], common: Margins) -> Margins:
    """Those of one page: pages may be mirrored or turned. Short lines count for the left end, stray ones do not."""
    own = (_margins(lines) if len(lines) > 4 else None) or common
    left = min((line.box[0] for line in lines if line.box[0] >= common.left - 2 * _NEAR), default=own.left)
    return Margins(min(own.left, left), own.right)


def _extent(lines: Sequence[Printed]) -> Margins:
    return Margins(min((line.box[0] for line in lines), default=0), max((line.box[2] for line in lines), default=0))


def _pitch(sheets: Sequence[Sheet]) -> float:
    """The usual distance of two baselines of the body, in font sizes; the nearer one where two are common."""
    steps: Counter[float] = Counter()
    for sheet in sheets:
        for a, b in zip(sheet.lines, sheet.lines[1:], strict=False):
            if a.kind == b.kind == "" and a.block == b.block and b.line.base > a.line.base:
                steps[round((b.line.base - a.line.base) / b.line.size, 1)] += 1
    if not steps:
        return 1.2
    enough = max(steps.values()) / 4
    return min(step for step, count in steps.items() if count >= enough and step >= 0.9) if max(steps) >= 0.9 else 1.2
