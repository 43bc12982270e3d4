"""The patterns of the shipped register: a body once for the country, or once for every place of its levels.

Data: ``rules/agencies/central.toml``, ``local.toml`` and ``titles.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from pipeline.agencies.places import Place
from pipeline.agencies.spelling import name_key
from pipeline.rules import load_rules

CENTRAL = "trung-uong"
QUANTIFIER = re.compile(r"\b(?:tất cả(?: các)?|toàn (?:thể|bộ)(?: các)?|các|những|từng|mỗi|mọi)\b", re.I)
"""Words that say that many are meant."""

_LONGEST_TITLE = 7  # words: Chủ tịch Hội đồng thành viên, Phó Chủ tịch Thường trực


@dataclass(frozen=True, slots=True)
class Body:
    """A body as it is established: its names, its levels, its days, and who carries on its work."""

    id: str
    name: str
    kind: str
    level: tuple[str, ...] = (CENTRAL,)
    units: tuple[str, ...] = ()
    joins: str = "unit"
    aliases: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    successors: tuple[str, ...] = ()
    everywhere: bool = True
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()

    @property
    def central(self) -> bool:
        """Whether there is one for the whole country."""
        return CENTRAL in self.level

    def sits_in(self, place: Place) -> bool:
        """Whether a place of that level and kind has it."""
        return place.level in self.level and (not self.units or place.kind in self.units)


@dataclass(frozen=True, slots=True)
class Title:
    """Words for the head of an agency; ``noun`` is what they imply of its name."""

    id: str
    words: tuple[str, ...]
    noun: str = ""
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()


@cache
def bodies() -> dict[str, Body]:
    """All patterns by id."""
    rules = (*load_rules("agencies/central", Body), *load_rules("agencies/local", Body))
    return {body.id: body for body in rules}


@cache
def bodies_of_kind(kind: str) -> tuple[Body, ...]:
    """The patterns of one kind."""
    return tuple(body for body in bodies().values() if body.kind == kind)


@cache
def bodies_by_key() -> dict[str, tuple[Body, ...]]:
    """The patterns of one name or alias; several where a name means one thing for the country and one in a province."""
    found: dict[str, dict[str, Body]] = {}
    for body in bodies().values():
        for name in (body.name, *body.aliases):
            found.setdefault(name_key(name), {})[body.id] = body
    return {key: tuple(rows.values()) for key, rows in found.items()}


@cache
def known_words() -> frozenset[str]:
    """Every word of every name: such a word is not a misreading of another."""
    return frozenset(word for key in bodies_by_key() for word in key.split())


@lru_cache(maxsize=8192)
def untitled(key: str) -> tuple[str, ...]:
    """The key without the title in front of it, and without a second one behind that.

    >>> untitled("giam doc so y te"), untitled("truong phong noi vu"), untitled("so y te")
    (('so y te',), ('phong noi vu',), ())
    """
    return tuple(_untitled(key))


def _untitled(key: str) -> Iterator[str]:
    for _ in range(2):
        words = key.split()
        found = next(
            (
                (n, noun)
                for n in range(_LONGEST_TITLE, 0, -1)
                if (noun := _titles().get(" ".join(words[:n]))) is not None
            ),
            None,
        )
        if found is None or len(words) <= found[0]:
            return
        rest, noun = " ".join(words[found[0] :]), found[1]
        key = rest if not noun or rest == noun or rest.startswith(f"{noun} ") else f"{noun} {rest}"
        yield key


def group_key(name: str) -> str:
    """The key of a group: without titles and without the words that only say "all".

    >>> group_key("Thủ trưởng các sở, ban, ngành") == group_key("Sở, ban, ngành")
    True
    """
    key = name_key(QUANTIFIER.sub("", name))
    for rest in (key, *untitled(key)):
        key = rest
    return key


@cache
def _titles() -> dict[str, str]:
    return {
        name_key(words): name_key(rule.noun) for rule in load_rules("agencies/titles", Title) for words in rule.words
    }
