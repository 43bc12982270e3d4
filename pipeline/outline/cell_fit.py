"""How well lines fit a cell of a table without bars, by what its column holds and what they say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

from pipeline.values.names import is_names, starts_name
from pipeline.values.time_labels import find_time_label

__all__ = ["MOST", "cell_cost", "goes_on"]

MOST: Final = 2.0
"""What the cells of a row may cost together where it is read surely."""

# What it costs that a line stands in a column, that a column stays empty, that a cell takes a further line.
_FOREIGN, _DOUBTFUL, _LIKELY, _EMPTY, _FURTHER = 3.0, 1.0, 0.5, 0.6, 0.3
_LONGEST_SAID = 70  # characters of a name or a time
_POINT = re.compile(r"[-–+•*]\s*")
_LEADS_ON = (",", ";", ":", "-", "/", " và")


def cell_cost(cell: Sequence[str], role: str | None) -> float:
    """What it costs that the lines of ``cell``, if any, stand in a column of that role.

    >>> cell_cost(["Sở Nội vụ"], "lead"), cell_cost(["Lập sổ"], "lead"), cell_cost([], "coordinate")
    (0.0, 3.0, 0.6)
    """
    if not cell:
        return _FOREIGN if role in ("content", "lead") else _EMPTY
    begun = [cell[0], *(line for before, line in pairwise(cell) if not goes_on(before, line))]
    apart = [_misplaced(line, role) for line in begun]
    mixed = role == "deadline" and _FOREIGN in apart  # "Sở Mẫu" and "30/9" together hold a time, too
    said = sum(apart) if mixed else min(sum(apart), _misplaced(" ".join(cell), role))
    return said + _FURTHER * (len(begun) - 1)


def goes_on(before: str, line: str) -> bool:
    """Whether a line is the rest of the one before it."""
    return line[:1].islower() or before.endswith(_LEADS_ON)


@lru_cache(maxsize=256)  # a line is tried in several columns
def _misplaced(line: str, role: str | None) -> float:
    """What it costs that a line stands in a column of that role."""
    said = _POINT.sub("", line, count=1).rstrip(" .;,:")
    named, likely = is_names(said), starts_name(said) and len(said) <= _LONGEST_SAID
    timed = len(said) <= _LONGEST_SAID and bool(find_time_label(said))
    if role in ("lead", "coordinate"):
        return 0.0 if named else _LIKELY if likely and not timed else _FOREIGN
    if role == "deadline":
        return 0.0 if timed else _FOREIGN if named else _DOUBTFUL
    return _DOUBTFUL if named or (timed and said[:1].isdigit()) else _LIKELY if likely else 0.0
