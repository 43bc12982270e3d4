"""What the column of a table holds, by the words of its head: the work, who leads, who helps, when it is due."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from pipeline.rules import load_rules
from pipeline.values.lexicon import WordRule

__all__ = ["assigning_roles", "column_role", "counts_rows"]

_COUNTS = re.compile(r"(?:stt|tt|số\s+tt|số\s+thứ\s+tự)\W*$", re.I)


@cache
def _headings() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((r.id, re.compile("|".join(r.words), re.I)) for r in load_rules("columns", WordRule))


def column_role(cell: str) -> str | None:
    """The role of the column whose head is ``cell``; None for one that no rule knows.

    >>> column_role("Cơ quan chủ trì"), column_role("Đơn vị tính")
    ('lead', None)
    """
    return next((role for role, pattern in _headings() if pattern.match(cell.strip())), None)


def counts_rows(cell: str) -> bool:
    """Whether ``cell`` heads the column of the rows' numbers."""
    return _COUNTS.match(cell.strip()) is not None


def assigning_roles(cells: Sequence[str]) -> tuple[str | None, ...] | None:
    """The roles of the columns behind the number of a table that surely assigns work; None for any other.

    Without bars the head is all that tells such a table from a list of names or figures, so that it has to say who
    does the work, and who helps or when it is due, each once.

    >>> assigning_roles(["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"])
    ('content', 'lead', 'deadline')
    >>> assigning_roles(["STT", "Nội dung", "Đơn vị", "Số lượng"]) is None
    True
    """
    if not cells or not counts_rows(cells[0]):
        return None
    roles = tuple(column_role(cell) for cell in cells[1:])
    named = [role for role in roles if role is not None]
    sure = "content" in named and "lead" in named and ("deadline" in named or "coordinate" in named)
    return roles if sure and len(set(named)) == len(named) else None
