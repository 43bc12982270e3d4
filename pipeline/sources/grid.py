"""Tables of Word documents and web pages: a grid of work or numbers becomes rows, a frame becomes lines.

Letterhead, recipients and signature are set as tables without borders, whose cells are read from left to right.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from pipeline.sources.flow import FlowLine, Ink, plain_text, row_of

# What stands in a letterhead, above the recipients or in a signature, in small letters.
_LETTERHEAD = re.compile(
    r"cộng\s+h[oò][aà]\s+xã\s+hội\s+chủ\s+nghĩa|độc\s+lập\s*[-–—.]?\s*tự\s+do|đảng\s+cộng\s+sản\s+việt\s+nam"
    r"|^nơi\s+nhận\s*:|^kính\s+gửi\s*:?|^(?:tm|kt|tl|tuq)\s*\.\s*\S",
    re.MULTILINE,
)
_FRAME = re.compile(r"^số\s*:|ngày\b.{0,12}\btháng\b.{0,12}\bnăm\b|^v/v\b", re.MULTILINE)
_HEAD_CELL = re.compile(r"^(?:stt|tt|số\s+tt)\.?$", re.MULTILINE)
_SAMPLE = 4_000
_MOST_LINES = 60  # in one cell: a whole page set as a table
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


def table_lines(rows: Sequence[Sequence[Cell]], bordered: bool, widths: Sequence[float] = ()) -> Iterator[FlowLine]:
    """The lines of a table: those of its cells if it is a frame, else one a row. ``widths`` are those of the grid."""
    if _is_frame(rows, bordered):
        yield from (line for row in rows for cell in row for line in cell.lines)
        return
    for row, texts in zip(rows, _aligned(rows, widths), strict=True):
        own = [line for cell in row for line in cell.lines]
        notes = [note for line in own for note in line.notes]
        line = row_of(texts, own[0].page if own else 1, notes)
        if line is not None:
            yield line


def _is_frame(rows: Sequence[Sequence[Cell]], bordered: bool) -> bool:
    """Whether a table only places text: a letterhead, recipients beside a signature, one framed cell."""
    if max(map(len, rows), default=0) < 2 or any(len(cell.lines) > _MOST_LINES for row in rows for cell in row):
        return True
    text = "\n".join(_decoded(rows)).lower()
    if _LETTERHEAD.search(text):
        return True
    if bordered or _HEAD_CELL.search(text):
        return False
    return bool(_FRAME.search(text)) or max(map(len, rows)) == 2 or len(rows) < 3


def _aligned(rows: Sequence[Sequence[Cell]], widths: Sequence[float]) -> Iterator[list[list[Ink]]]:
    """The rows with a list of inks for each column, a merged cell's text in every row that it covers.

    Columns are those of the commonest row; a row with fewer cells is laid under these.
    """
    edges = [0, *accumulate(widths)]
    patterns = Counter(tuple(cell.start for cell in row) for row in rows)
    columns = max(patterns, key=lambda starts: (patterns[starts], len(starts)), default=())
    above: dict[int, tuple[FlowLine, ...]] = {}
    for number, row in enumerate(rows):
        parting = " " if number == 0 else "; "
        texts: list[list[Ink]] = []
        for cell in row:
            if cell.begins_merge:
                above[cell.start] = cell.lines
            lines = above.get(cell.start, ()) if cell.continued and not cell.lines else cell.lines
            texts.append(list(_joined(lines, parting)))
        if 1 < len(row) < len(columns):
            texts = _under(texts, [_edge(edges, cell.start) for cell in row], [_edge(edges, c) for c in columns])
        yield texts


def _joined(lines: Sequence[FlowLine], parting: str) -> Iterator[Ink]:
    """The lines of a cell as one; names on lines of their own are parted by ``parting``, a blank in a heading."""
    last = ""
    for line in lines:
        if last:
            yield Ink(parting if line.starts and _apart(last, line.text) else " ")
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


def _decoded(rows: Sequence[Sequence[Cell]]) -> Iterator[str]:
    left = _SAMPLE
    for line in (line for row in rows for cell in row for line in cell.lines):
        if left < 0:
            return
        left -= len(line.text)
        yield plain_text(line)
