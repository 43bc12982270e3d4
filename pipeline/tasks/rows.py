"""Tables that assign work: header cells recognised by meaning, one task a row (guideline "Where …", 8)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from pipeline.rules import load_rules
from pipeline.types import Block
from pipeline.values.lexicon import WordRule

# Steps of an administrative procedure are no assignments, although somebody carries them out.
_PROCEDURE = re.compile(
    r"\b(?:bước|trình\s+tự|thời\s+hạn\s+giải\s+quyết|mã\s+(?:số\s+)?(?:tthc|thủ\s+tục)"
    r"|tên\s+(?:thủ\s+tục|tthc)|lệ\s+phí|biểu\s+mẫu)\b",
    re.I,
)
Columns = dict[str, int]


@cache
def _headings() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((r.id, re.compile("|".join(r.words), re.I)) for r in load_rules("columns", WordRule))


def read_columns(cells: Sequence[str]) -> Columns | None:
    """The columns of a table that assigns work (content and somebody in charge), None for any other row.

    >>> read_columns(["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"])
    {'content': 1, 'lead': 2, 'deadline': 3}
    >>> read_columns(["STT", "Tên thủ tục", "Thời hạn giải quyết", "Phí"]) is None
    True
    """
    columns: Columns = {}
    for k, cell in enumerate(cells):
        role = next((role for role, pattern in _headings() if pattern.match(cell.strip())), None)
        if role is not None and role not in columns:
            columns[role] = k
    if "content" not in columns or "lead" not in columns or any(_PROCEDURE.search(cell) for cell in cells):
        return None
    return columns


def cell_texts(block: Block) -> list[str]:
    """The texts of a row's cells."""
    return [block.text[a:b] for a, b in block.cells]
