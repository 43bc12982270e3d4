"""Tables whose cells arrive each on a line of its own, in reading order: "STT", "Nhiệm vụ", "Cơ quan chủ trì", "1", ….

So do tables that were copied out of a text program. The head tells the columns, numbers that count on tell the rows,
and what a line says (names, a time, anything else) tells its column, as cells may be empty or take several lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.outline.cell_fit import MOST, cell_cost, goes_on
from pipeline.outline.columns import assigning_roles

__all__ = ["Row", "Table", "read_flat_table"]

Row = tuple[tuple[int, ...], ...]
"""The lines of each cell of a row, by their number."""


class Table(NamedTuple):
    """A table from line ``start`` up to line ``end``; the first row is its head, a group's title has a single cell."""

    start: int
    end: int
    rows: tuple[Row, ...]


_LONGEST_HEAD = 16  # lines of a head
_LONGEST_HEADING = 60  # characters of one cell of it
_LONGEST_ROW = 30  # lines
_NUMBER = re.compile(r"(\d{1,3})\s*[.)]?\Z")
_COLUMN_NUMBER = re.compile(r"\(?([1-9]|1\d)\)?\Z")
_GROUP = re.compile(r"(?:[IVX]{1,5}|[A-H])\s*[.)]?\Z|[IVX]{1,5}\s*[.)]\s+\S")
# A heading in capitals that takes two lines: "CƠ QUAN" and "CHỦ TRÌ".
_HALF = re.compile(r"(?:cơ\s+quan|đơn\s+vị|thời\s+(?:gian|hạn))\Z", re.I)
_OTHER_HALF = re.compile(r"(?:chủ\s+trì|phối\s+hợp|thực\s+hiện|hoàn\s+thành)\b", re.I)
_SHARE = 0.75  # of the rows that have to be read surely


def read_flat_table(lines: Sequence[str], start: int) -> Table | None:
    """The table whose head begins at line ``start``, one cell a line; None where its rows can't be told surely."""
    head = _read_head(lines, start)
    roles = assigning_roles([" ".join(lines[k] for k in cell) for cell in head])
    if roles is None:
        return None
    first = _behind_column_numbers(lines, head[-1][-1] + 1, len(head))
    starts = _starts(lines, first)
    strays = _repeated(lines, first, [lines[k] for cell in head for k in cell])
    rows: list[Row] = [head]
    read, longest = [], len(roles)
    for k, (at, end) in enumerate(pairwise(starts)):
        if _GROUP.match(lines[at]):
            rows.append((tuple(range(at, end)),))
            continue
        last = k == len(starts) - 2
        body = [n for n in range(at + 1, end) if n not in strays and not _NUMBER.match(lines[n])]
        cells = _best(lines, body, roles, longest if last else 0)
        longest = max(longest, len(body))
        read.append(cells is not None)
        if cells is not None:
            rows.append(((at,), *cells))
        elif not last:  # where the last row can't be told, nothing says where it ends
            rows.append((tuple(range(at, end)),))
    if not read or sum(read) < _SHARE * len(read):
        return None
    return Table(start, max(n for cell in rows[-1] for n in cell) + 1, tuple(rows))


def _read_head(lines: Sequence[str], start: int) -> Row:
    """The cells of a head up to the first number behind it; a cell that took two lines is put together."""
    cells: list[list[int]] = [[start]]
    for k in range(start + 1, min(start + _LONGEST_HEAD, len(lines))):
        line = lines[k]
        if _NUMBER.match(line) or _COLUMN_NUMBER.match(line) or _GROUP.match(line) or len(line) > _LONGEST_HEADING:
            break
        said = " ".join(lines[n] for n in cells[-1])
        if goes_on(said, line) or line[:1] == "(" or (_HALF.match(said) and _OTHER_HALF.match(line)):
            cells[-1].append(k)
        else:
            cells.append([k])
    return tuple(map(tuple, cells))


def _behind_column_numbers(lines: Sequence[str], at: int, width: int) -> int:
    """Behind the numbers of the columns, "(1)", "(2)", … one a line, where the head has them."""
    numbers = [_COLUMN_NUMBER.match(line) for line in lines[at : at + width]]
    counted = [found is not None and found[1] == str(k) for k, found in enumerate(numbers, 1)]
    return at + width if len(counted) == width and all(counted) else at


def _repeated(lines: Sequence[str], first: int, head: Sequence[str]) -> set[int]:
    """The lines of the same head on further pages."""
    width = len(head)
    heads = (k for k in range(first, len(lines)) if lines[k] == head[0] and list(lines[k : k + width]) == list(head))
    return {n for k in heads for n in range(k, k + width)}


def _starts(lines: Sequence[str], first: int) -> list[int]:
    """The lines with which rows and groups begin, and the line behind the last row."""
    starts: list[int] = []
    expected, grouped, k = 1, True, first
    while k < len(lines):
        if starts and k - starts[-1] > _LONGEST_ROW:
            break
        number = _NUMBER.match(lines[k])
        if number and (int(number[1]) == expected or (grouped and number[1] == "1")):
            starts.append(k)
            expected, grouped = int(number[1]) + 1, False
        elif _GROUP.match(lines[k]):
            starts.append(k)
            grouped = True
        elif not starts:
            return []
        k += 1
    while starts and _GROUP.match(lines[starts[-1]]):  # what begins behind the table is no group of it
        k = starts.pop()
    return [*starts, k]


def _best(lines: Sequence[str], body: Sequence[int], roles: Sequence[str | None], longest: int) -> Row | None:
    """The lines of a row under its columns; None where none of the ways to put them there is sure.

    ``longest`` tells of the last row how many lines it may take: what stands behind it belongs to no table.
    """
    least = min(len(roles) - 1, len(body))
    ends = range(least, min(longest, len(body)) + 1) if longest else (len(body),)
    found = [placed for end in ends if (placed := _place(lines, body[:end], roles)) is not None]
    cost, cells = min(found, key=lambda placed: placed[0], default=(MOST, ()))
    return cells if cost < MOST else None


def _place(lines: Sequence[str], body: Sequence[int], roles: Sequence[str | None]) -> tuple[float, Row] | None:
    """The cheapest way to cut ``body`` into one stretch of lines for each column, in order."""
    best: dict[int, tuple[float, Row]] = {0: (0.0, ())}
    for role in roles:
        reached: dict[int, tuple[float, Row]] = {}
        for start, (cost, cells) in best.items():
            inside = 0 < start < len(body) and goes_on(lines[body[start - 1]], lines[body[start]])
            for end in range(start, start + 1 if inside else len(body) + 1):
                total = cost + cell_cost([lines[n] for n in body[start:end]], role)
                if total < reached.get(end, (MOST, ()))[0]:
                    reached[end] = (total, (*cells, tuple(body[start:end])))
        best = reached
    return best.get(len(body))
