"""Run-in lists: "Sở A: (1) …; (2) …" inside one paragraph (guideline "Where a task begins and ends", 3)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.tasks.clauses import Clause, clauses
from pipeline.values.deadlines import find_deadlines
from pipeline.values.names import NameList, read_names

_NUMBERED = re.compile(r"(?<=[:;.,])\s+\((?P<sign>\d{1,2}|[a-zđ]|i{2,3}|iv|vi{0,3}|ix)\)\s+")
_SIGNS = (
    tuple(str(n) for n in range(1, 41)),
    ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"),
    tuple("abcdđeghiklmnopq"),
)


class Part(NamedTuple):
    """One part of a list without its number, as offsets into the text, and the kind of its first clause."""

    start: int
    end: int
    kind: str


class RunInList(NamedTuple):
    """The parts of a list that are tasks of their own, the names that announce them, whether by an order word."""

    parts: tuple[Part, ...]
    names: NameList | None
    commanded: bool


def read_run_in_list(text: str, start: int, end: int) -> RunInList | None:
    """The list in ``text[start:end]`` where it is to be taken apart, None where it is of one piece.

    Its parts are tasks where one has a time of its own, or each names who acts, and where what announces them is not
    itself the work of somebody.
    """
    parts = numbered_parts(text, start, end)
    if not parts:
        return None
    colon = text.rindex(":", start, parts[0][0])
    last = clauses(text[start:colon])[-1]
    firsts = [clauses(text[a:b])[0] for a, b in parts]
    announcer = _announcer(text, start, colon, last)
    named = all(first.kind == "order" and first.names for first in firsts)
    dated = any(a <= t.start < b for t in find_deadlines(text) for a, b in parts)
    if announcer is None and (last.names or not named):
        return None
    if announcer is not None and (firsts[0].kind != "order" or not (dated or named)):
        return None
    kinds = tuple(Part(a, b, first.kind) for (a, b), first in zip(parts, firsts, strict=True))
    return RunInList(kinds, announcer, last.commanded)


def _announcer(text: str, start: int, colon: int, last: Clause) -> NameList | None:
    """The names that reach up to the colon, behind an order word or without one."""
    at = start + last.names.start if last.commanded and last.names else start
    names = read_names(text, at)
    return names if names is not None and not text[names.end : colon].strip() else None


def numbered_parts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The parts of a run-in list "…: (1) …; (2) …", without their numbers; none where there are not two of them.

    >>> text = "Sở Mẫu: (1) lập sổ; (2) gửi sổ."
    >>> [text[a:b] for a, b in numbered_parts(text, 0, len(text))]
    ['lập sổ;', 'gửi sổ.']
    """
    if text.find("(", start, end) < 0:
        return []
    found = list(_NUMBERED.finditer(text, start, end))
    if len(found) < 2 or text[: found[0].start()].rstrip()[-1:] != ":":
        return []
    for signs in _SIGNS:
        listed = _in_order(found, signs)
        if len(listed) > 1 and listed[0] is found[0]:
            ends = [*(m.start() for m in listed[1:]), end]
            return [(m.end(), stop) for m, stop in zip(listed, ends, strict=True)]
    return []


def _in_order(found: Sequence[re.Match[str]], signs: Sequence[str]) -> list[re.Match[str]]:
    """Of the numbers found, those that count on from the first of ``signs``."""
    listed: list[re.Match[str]] = []
    for match in found:
        if len(listed) < len(signs) and match["sign"] == signs[len(listed)]:
            listed.append(match)
    return listed
