"""Agencies for what somebody has begun to type: this document's first, the office's directory, then the register."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sqlite_utils import Database

from pipeline.agencies import Scope, bodies
from pipeline.store.assignments import document_scope
from pipeline.store.folding import fold
from pipeline.store.own_directory import load_register

MOST = 8

_IN_DOCUMENT = """
    SELECT ta.as_written FROM task_agencies ta JOIN tasks t ON t.id = ta.task_id WHERE t.document_id = ?1
    UNION SELECT name FROM recipients WHERE document_id = ?1"""
_STORED = "SELECT name, aliases, source = 'directory', province FROM agencies ORDER BY name"
_WORD = re.compile(r"\w+")

_Name = tuple[str, tuple[str, ...], str]  # name, other names, source


class Suggestion(NamedTuple):
    """A name to write, and where it is known from, in Vietnamese."""

    name: str
    source: str


def suggest(db: Database, document_id: int, typed: str) -> list[Suggestion]:
    """The names that fit ``typed``, without regard to case and diacritics, at most eight, the best first.

    Every word typed must begin a word of the name; the first letters of all its words do as well (``syt``).
    """
    wanted = fold(typed).split()
    if not wanted:
        return []
    found: dict[str, tuple[tuple[int, bool, int], Suggestion]] = {}
    for order, (name, aliases, source) in _known(db, document_id):
        key = fold(name)
        if key not in found and any(_fits(fold(one), wanted) for one in (name, *aliases)):
            found[key] = ((order, not key.startswith(wanted[0]), len(name)), Suggestion(name, source))
    return [suggestion for _, suggestion in sorted(found.values())[:MOST]]


def _known(db: Database, document_id: int) -> Iterator[tuple[int, _Name]]:
    """Every name that is known, with its rank: what is of another province comes last."""
    scope = document_scope(db, document_id)
    home = scope.province.code if scope.province else None
    for (name,) in db.conn.execute(_IN_DOCUMENT, [document_id]).fetchall():
        yield 0, (name, (), "trong văn bản")
    for name, aliases, own, province in db.conn.execute(_STORED).fetchall():
        rank = 1 if own else 3 if province in (None, home) else 4
        yield rank, (name, tuple((aliases or "").split("; ")), "danh bạ riêng" if own else "trong sổ")
    yield from ((2, one) for one in _of_register(db, scope))


def _of_register(db: Database, scope: Scope) -> Iterable[_Name]:
    """The bodies of the document's own places, and those of the country."""
    register = load_register(db)
    for body in bodies().values():
        places = (None,) if body.central else (scope.province, scope.district, scope.commune)
        for place in places:
            if body.central or (place is not None and body.sits_in(place)):
                agency = register.place_body(body, place)
                if agency.valid_on(scope.day):
                    yield agency.name, body.aliases, "danh bạ chung"


def _fits(name: str, wanted: list[str]) -> bool:
    words = _WORD.findall(name)
    initials = "".join(word[0] for word in words)
    if len(wanted) == 1 and len(wanted[0]) > 1 and initials.startswith(wanted[0]):
        return True
    return all(any(word.startswith(part) for word in words) for part in wanted)
