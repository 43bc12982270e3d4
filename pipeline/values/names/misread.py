"""A name at the start of an item whose first syllable a scan misread: "Bru điện tỉnh", "Sờ Y tế", "Ùy ban nhân dân".

The rest of the name must be that of a known body of two syllables or more, and no other may be as near.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from pipeline.agencies import bodies
from pipeline.agencies.spelling import distance
from pipeline.values.lexicon import Token, nouns, tokens, tokens_from, words
from pipeline.values.names import NameList, read_names

_REACH = 80  # characters that the first name of an item takes


def read_misread(text: str, start: int) -> NameList | None:
    """The names at ``start`` with the first syllable set right; None where it is right, or nothing is near.

    >>> [name for name, _, _ in read_misread("Bru điện tỉnh rà soát các điểm phát", 0).names]
    ['Bưu điện tỉnh']
    >>> read_misread("Bưu điện tỉnh rà soát", 0) is None
    True
    """
    items = tokens_from(text, start, _REACH)
    right = _first_syllable(items)
    if right is None:
        return None
    first = items[0]
    found = read_names(f"{text[: first.start]}{right}{text[first.end :]}", first.start)
    if found is None:
        return None
    longer = len(right) - len(first.text)
    names = tuple((name, _back(a, first, longer), _back(b, first, longer)) for name, a, b in found.names)
    return NameList(found.start, _back(found.end, first, longer), names)


def _back(offset: int, first: Token, longer: int) -> int:
    """The offset in the text as it was printed."""
    return offset if offset <= first.start else offset - longer


def _first_syllable(items: Sequence[Token]) -> str | None:
    if len(items) < 2 or not items[0].text.isalpha() or not items[0].text[0].isupper():
        return None
    if nouns().at(items, 0) or words().at(items, 0):
        return None
    near = {
        name[0]
        for name in _by_second().get(items[1].lower, ())
        if _fits(items, name) and distance(items[0].lower, name[0].lower(), 1) == 1
    }
    return near.pop() if len(near) == 1 else None


def _fits(items: Sequence[Token], name: Sequence[str]) -> bool:
    """Whether all but the first syllable of ``name`` stand behind the first token, written as large or small."""
    return tuple(t.text for t in items[1 : len(name)]) == tuple(name[1:])


@cache
def _by_second() -> dict[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, set[tuple[str, ...]]] = {}
    for body in bodies().values():
        for name in (body.name, *body.aliases):
            parts = tuple(token.text for token in tokens(name))
            if len(parts) > 1:
                found.setdefault(parts[1].lower(), set()).add(parts)
    return {second: tuple(sorted(names)) for second, names in found.items()}
