"""Reading order of a page: the two columns of letterhead and signature come left before right, the rest as it stands.

Decree 30/2020/NĐ-CP, appendix I, puts issuer, number and subject on the left of Quốc hiệu, place and date, and Nơi nhận
on the left of the signature. The lines of the two sides rarely share their baselines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.sources.pdf_rows import Row, Run

_MIDDLE = (0.25, 0.7)  # where the gap between two columns may lie, as shares of the width
_MIN_GAP = 4.0  # points that stay free between the columns over all of their rows
_COLUMN_GAP = 0.8  # font sizes between columns in one row at least; some spaces of a justified line are as wide
_PLAIN_GAP = 2.5  # font sizes that part two columns in a row of its own, and never two words
_HEAD_ROWS = 4  # rows of a page in which a long issuer may come close to Quốc hiệu
_PITCH = 2.6  # font sizes from one line of the left column to the next; more is another part of the page
_REACH = 110.0  # points that a signature may take
# The addressees stand beneath the letterhead and are no part of its columns.
_OPENS = ("Kính gửi", "Kính trình", "KÍNH GỬI")


class Gap(NamedTuple):
    """A range of x that no character enters."""

    left: float
    right: float


class Block(NamedTuple):
    """Rows that are read one after the other; ``side`` is "left", "right" or "" for the full width."""

    side: str
    rows: tuple[tuple[Run, ...], ...]


def blocks_of(rows: Sequence[Row], width: float) -> list[Block]:
    """``rows`` of a page ``width`` points wide as blocks in reading order."""
    blocks: list[Block] = []
    done = 0
    while done < len(rows):
        found = _next_columns(rows, done, width)
        start, stop, gap = found or (len(rows), len(rows), Gap(0, 0))
        if start > done:
            blocks.append(Block("", tuple(row.runs for row in rows[done:start])))
        if found:
            blocks += _sides(rows[start:stop], gap)
        done = stop
    return blocks


def _sides(rows: Sequence[Row], gap: Gap) -> list[Block]:
    middle = (gap.left + gap.right) / 2
    left = [tuple(run for run in row.runs if run.x1 <= middle) for row in rows]
    right = [tuple(run for run in row.runs if run.x1 > middle) for row in rows]
    return [Block("left", tuple(filter(None, left))), Block("right", tuple(filter(None, right)))]


def _next_columns(rows: Sequence[Row], start: int, width: float) -> tuple[int, int, Gap] | None:
    """The first stretch of rows from ``start`` on that a gap in the middle of the page divides."""
    for anchor in range(start, len(rows)):
        for gap in _gaps(rows, anchor, width):
            found = _stretch(rows, start, anchor, gap)
            if found:
                return found
    return None


def _gaps(rows: Sequence[Row], at: int, width: float) -> Iterator[Gap]:
    """The gaps in a row, taken with the next one where that stands so high that both overlap."""
    row = rows[at]
    runs = list(row.runs)
    if at + 1 < len(rows) and rows[at + 1].base - row.base < 0.8 * row.size:
        runs = sorted((*runs, *rows[at + 1].runs), key=lambda run: run.x0)
    reached = runs[0].x1
    for run in runs[1:]:
        gap = Gap(reached, run.x0)
        if gap.right - gap.left > _COLUMN_GAP * row.size and _in_middle(gap, width):
            yield gap
        reached = max(reached, run.x1)


def _in_middle(gap: Gap, width: float) -> bool:
    return gap.right > _MIDDLE[0] * width and gap.left < _MIDDLE[1] * width


def _stretch(rows: Sequence[Row], first: int, anchor: int, gap: Gap) -> tuple[int, int, Gap] | None:
    """The rows around ``anchor`` that leave ``gap`` free, and what is left of it; None where they are no columns."""
    start, gap = _upwards(rows, first, anchor, gap)
    stop, gap = _downwards(rows, anchor, gap)
    while start < anchor and rows[start].x1 <= gap.left:
        start += 1
    while stop > anchor + 1 and _apart(rows, stop - 1, gap):
        stop -= 1
    runs = [run for row in rows[start:stop] for run in row.runs]
    two = any(run.x1 <= gap.left for run in runs) and any(run.x0 >= gap.right for run in runs)
    enough = stop - start > 1 or gap.right - gap.left > _PLAIN_GAP * rows[anchor].size
    return (start, stop, gap) if two and enough else None


def _upwards(rows: Sequence[Row], first: int, anchor: int, gap: Gap) -> tuple[int, Gap]:
    start = anchor
    while start > first:
        row = rows[start - 1]
        narrowed = _narrowed(gap, row)
        far = rows[start].base - row.base > _PITCH * rows[start].size
        if narrowed is None or far or _opens(row) or _is_prose(row, gap, start - 1):
            break
        if start > _HEAD_ROWS and row.x1 <= narrowed.left:
            break  # the short last line of a paragraph above the recipients
        gap, start = narrowed, start - 1
    return start, gap


def _downwards(rows: Sequence[Row], anchor: int, gap: Gap) -> tuple[int, Gap]:
    stop = anchor
    last_left = rows[anchor].base
    while stop < len(rows):
        row = rows[stop]
        narrowed = _narrowed(gap, row)
        far = stop > anchor and row.base - rows[stop - 1].base > _REACH
        if narrowed is None or far or _opens(row) or _is_prose(row, gap, stop):
            break
        if row.x0 < gap.left:
            if row.base - last_left > _PITCH * row.size:
                break
            last_left = row.base
        gap, stop = narrowed, stop + 1
    return stop, gap


def _is_prose(row: Row, gap: Gap, index: int) -> bool:
    """Whether ``gap`` may be a space of a justified line, as narrow as that.

    A long issuer comes as close to Quốc hiệu, but at the head of a page, and the row then holds nothing else.
    """
    left = max((run.x1 for run in row.runs if run.x0 + run.x1 < sum(gap)), default=float("-inf"))
    right = min((run.x0 for run in row.runs if run.x0 + run.x1 >= sum(gap)), default=float("inf"))
    return right - left <= _COLUMN_GAP * row.size and (index >= _HEAD_ROWS or len(row.runs) > 2)


def _apart(rows: Sequence[Row], at: int, gap: Gap) -> bool:
    """Whether the row stands on the right alone, far below the others, as a short title under the letterhead does."""
    return rows[at].x0 >= gap.right and rows[at].base - rows[at - 1].base > _PITCH * rows[at].size


def _narrowed(gap: Gap, row: Row) -> Gap | None:
    """What ``row`` leaves of ``gap``: each of its runs stands on one side."""
    left, right = gap
    for run in row.runs:
        if run.x0 + run.x1 < left + right:
            left = max(left, run.x1)
        else:
            right = min(right, run.x0)
    return Gap(left, right) if right - left >= _MIN_GAP else None


def _opens(row: Row) -> bool:
    return "".join((" " if g.spaced else "") + g.text for g in row.runs[0].glyphs[:12]).strip().startswith(_OPENS)
