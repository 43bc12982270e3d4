"""A row of a table that the end of a page cuts in two, with its cells put together again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.types import Block, Span
from pipeline.values.names import is_names

_ENDED = re.compile(r"[.;:!?]\W*\Z")
_LEADS_ON = re.compile(r"[,;:–-]\s*\Z")
_POINT = re.compile(r"[-+–•(]")
_NUMBER = re.compile(r"\W*(?:\d{1,3}(?:\.\d{1,3})*|[IVXLC]{1,5}|[A-Za-zđ])\W*\Z")
BETWEEN, PARTING = " | ", "; "  # of the cells of a row; of names that a cell has one below the other


def goes_on(above: Block, below: Block) -> bool:
    """Whether ``below``, the first row of a page, is the rest of ``above``, the last row of the page before.

    It has no number, nothing in a column that was empty above, and reads on from there: in small letters, or, where
    a single cell holds anything, as a further point or name.
    """
    tops, rests = _texts(above), _texts(below)
    if len(tops) != len(rests) or _NUMBER.match(rests[0]):
        return False
    filled = [k for k, rest in enumerate(rests) if rest]
    if not filled or not all(tops[k] for k in filled):
        return False
    if any(rests[k][0].islower() and not _ENDED.search(tops[k]) for k in filled):
        return True
    if len(filled) > 1:
        return False
    top, rest = tops[filled[0]], rests[filled[0]]
    return bool(_POINT.match(rest) or _LEADS_ON.search(top)) or is_names(rest)


def joined(above: Block, below: Block) -> Block:
    """One row whose cells say what those of both say."""
    text = ""
    pieces: list[tuple[int, int, int]] = []
    cells: list[Span] = []
    for top, rest in zip(above.cells, below.cells, strict=True):
        text += BETWEEN if cells else ""
        start = len(text)
        for block, cell in ((above, top), (below, rest)):
            if cell.end > cell.start:
                text += " " if len(text) > start else ""
                pieces += _moved(block, cell, len(text))
                text += block.text[cell.start : cell.end]
        cells.append(Span(start, len(text)))
    return replace(above, text=text, pieces=tuple(pieces), cells=tuple(cells))


def _texts(row: Block) -> list[str]:
    return [row.text[cell.start : cell.end] for cell in row.cells]


def _moved(block: Block, cell: Span, to: int) -> Sequence[tuple[int, int, int]]:
    """The pieces of ``block`` that make up ``cell``, as those of a text in which the cell begins at ``to``."""
    return [
        (to + start - cell.start, theirs + start - mine, end - start)
        for mine, theirs, length in block.pieces
        for start, end in ((max(mine, cell.start), min(mine + length, cell.end)),)
        if start < end
    ]
