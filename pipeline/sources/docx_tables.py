"""Word tables: a grid of work or numbers becomes rows, a frame that only puts things side by side becomes lines.

Letterhead, recipients and signature are set as tables without borders, whose cells are read from left to right.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from pipeline.sources.docx_package import Element, W, value
from pipeline.sources.docx_styles import Styles, has_borders
from pipeline.sources.flow import FlowLine, Ink
from pipeline.text.encodings import decode_runs

# What stands in a letterhead, above the recipients or in a signature, in small letters.
_LETTERHEAD = re.compile(
    r"cộng\s+ho[àaòo][àa]?\s+xã\s+hội\s+chủ\s+nghĩa|độc\s+lập\s*[-–—.]?\s*tự\s+do|đảng\s+cộng\s+sản\s+việt\s+nam"
    r"|^nơi\s+nhận\s*:|^kính\s+gửi\s*:?|^(?:tm|kt|tl|tuq)\s*\.\s*\S",
    re.MULTILINE,
)
_FRAME = re.compile(r"^số\s*:|ngày\b.{0,12}\btháng\b.{0,12}\bnăm\b|^v/v\b", re.MULTILINE)
_HEAD_CELL = re.compile(r"^(?:stt|tt|số\s+tt)\b", re.MULTILINE)
_SAMPLE = 4_000
_ENDED = re.compile(r"[.,;:\-–/(]\s*\Z")
_LISTED = re.compile(r"[-+*•–·]\s|\(?\d{1,2}[.)]|[a-zđ]\)")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: the grid column where it begins, how many it spans, its lines, and whether it goes on from above."""

    start: int
    span: int
    lines: tuple[FlowLine, ...]
    continued: bool = False
    begins_merge: bool = False


def cell_elements(table: Element) -> Iterator[list[tuple[int, int, Element]]]:
    """For each row that is still there its cells as grid column, span and element."""
    for row in _children(table, "tr"):
        properties = row.find(W + "trPr")
        if properties is not None and properties.find(W + "del") is not None:
            continue
        at = _int(value(properties, "gridBefore"), 0)
        cells: list[tuple[int, int, Element]] = []
        for cell in _children(row, "tc"):
            span = max(_int(value(cell.find(W + "tcPr"), "gridSpan"), 1), 1)
            cells.append((at, span, cell))
            at += span
        yield cells


def merge_of(cell: Element) -> tuple[bool, bool]:
    """Whether a cell goes on from the row above, and whether it begins such a merge."""
    found = cell.find(f"{W}tcPr/{W}vMerge")
    if found is None:
        return False, False
    return found.get(W + "val") != "restart", found.get(W + "val") == "restart"


def is_frame(table: Element, rows: Sequence[Sequence[Cell]], styles: Styles) -> bool:
    """Whether a table only places text: a letterhead, recipients beside a signature, one framed cell."""
    if max(map(len, rows), default=0) < 2:
        return True
    text = "\n".join(_decoded(rows)).lower()
    if _LETTERHEAD.search(text):
        return True
    if _bordered(table, styles) or _HEAD_CELL.search(text):
        return False
    return bool(_FRAME.search(text)) or max(map(len, rows)) == 2 or len(rows) < 3


def aligned(rows: Sequence[Sequence[Cell]], table: Element) -> Iterator[tuple[list[list[Ink]], list[Cell]]]:
    """The rows with a list of inks for each column, a merged cell's text in every row that it covers.

    Columns are those of the commonest row; a row with fewer cells is laid under these.
    """
    edges = [0, *accumulate(_widths(table))]
    patterns = Counter(tuple(cell.start for cell in row) for row in rows)
    columns = max(patterns, key=lambda starts: (patterns[starts], len(starts)), default=())
    above: dict[int, tuple[FlowLine, ...]] = {}
    for row in rows:
        texts: list[list[Ink]] = []
        for cell in row:
            if cell.begins_merge:
                above[cell.start] = cell.lines
            lines = above.get(cell.start, ()) if cell.continued and not cell.lines else cell.lines
            texts.append(list(joined(lines)))
        if 1 < len(row) < len(columns):
            texts = _under(texts, [_edge(edges, cell.start) for cell in row], [_edge(edges, c) for c in columns])
        yield texts, list(row)


def joined(lines: Sequence[FlowLine]) -> Iterator[Ink]:
    """The lines of a cell as one; names on lines of their own are parted by a semicolon."""
    last = ""
    for line in lines:
        if last:
            yield Ink("; " if line.starts and _apart(last, line.text) else " ")
        yield from line.inks
        last = line.text


def _apart(above: str, below: str) -> bool:
    if _ENDED.search(above) or _LISTED.match(below) or not below[:1].isupper():
        return False
    return not (above.isupper() and below.isupper())


def _under(texts: list[list[Ink]], starts: Sequence[float], columns: Sequence[float]) -> list[list[Ink]]:
    """Cells laid under the nearest of ``columns``, in order, with blanks where nothing stands."""
    laid: list[list[Ink]] = [[] for _ in columns]
    least = 0
    for number, (text, start) in enumerate(zip(texts, starts, strict=True)):
        most = len(columns) - (len(texts) - number)
        best = min(range(least, most + 1), key=lambda k: abs(columns[k] - start))
        laid[best] = text
        least = best + 1
    return laid


def _edge(edges: Sequence[float], column: int) -> float:
    return edges[column] if column < len(edges) else edges[-1] + (column - len(edges) + 1) * 100.0


def _widths(table: Element) -> list[float]:
    grid = table.find(W + "tblGrid")
    columns = [] if grid is None else grid.findall(W + "gridCol")
    return [float(_int(column.get(W + "w"), 100) or 100) for column in columns]


def _bordered(table: Element, styles: Styles) -> bool:
    properties = table.find(W + "tblPr")
    own = has_borders(properties)
    if own is None:
        own = styles.of(value(properties, "tblStyle")).borders
    if own:
        return True
    edges = (edge for borders in table.iter(W + "tcBorders") for edge in borders)
    return sum(edge.get(W + "val") not in (None, "none", "nil") for edge in edges) > 4


def _decoded(rows: Sequence[Sequence[Cell]]) -> Iterator[str]:
    left = _SAMPLE
    for line in (line for row in rows for cell in row for line in cell.lines):
        if left < 0:
            return
        left -= len(line.text)
        yield "".join(decode_runs((ink.text, ink.font) for ink in line.inks))


def _children(parent: Element, name: str) -> Iterator[Element]:
    """Rows of a table or cells of a row, also those inside content controls and tracked insertions."""
    for child in parent:
        if child.tag == W + name:
            yield child
        elif child.tag in (W + "sdt", W + "sdtContent", W + "customXml", W + "ins", W + "moveTo"):
            yield from _children(child, name)


def _int(text: str | None, default: int) -> int:
    return int(text) if text is not None and text.isdigit() and len(text) < 7 else default
