"""The words that carry the grammar of an order: where names begin, where work begins, what is only told.

The word lists are data (``rules/words.toml``, ``rules/agency_nouns.toml``); here they are looked up by first syllable.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from operator import attrgetter
from typing import NamedTuple

from pipeline.rules import load_rules

_TOKEN = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*|[^\w\s]|_")


@dataclass(frozen=True, slots=True)
class WordRule:
    """One class of words with examples in which the first hit is of that class, and sentences without any."""

    id: str
    words: tuple[str, ...]
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()


class Token(NamedTuple):
    """A syllable or a mark with its place."""

    text: str
    lower: str
    start: int
    end: int


class Lexicon:
    """Phrases of several classes, looked up at a token; the longest phrase wins, then the order of the classes."""

    def __init__(self, rules: Sequence[WordRule], *, fold_case: bool) -> None:
        self._fold = fold_case
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for rule in rules:
            for phrase in rule.words:
                parts = tuple(t.text for t in tokens(phrase.lower() if fold_case else phrase))
                self._by_first.setdefault(parts[0], []).append((parts, rule.id))
        for entries in self._by_first.values():
            entries.sort(key=lambda entry: -len(entry[0]))

    def at(self, items: Sequence[Token], i: int) -> list[tuple[str, int]]:
        """The classes whose phrases stand at token ``i``, with the phrase's length in tokens, longest first."""
        if i >= len(items):
            return []
        found = []
        for parts, kind in self._by_first.get(self._key(items[i]), ()):
            n = len(parts)
            if n == 1 or (
                i + n <= len(items) and all(self._same(items[i], items[i + k], parts[k], kind) for k in range(1, n))
            ):
                found.append((kind, n))
        return found

    def _same(self, first: Token, token: Token, part: str, kind: str) -> bool:
        """Later syllables of a phrase are written small unless all is large: "… hình Thành phố" is no verb."""
        return self._key(token) == part and (
            not self._fold or kind == "neutral" or token.text == token.lower or first.text.isupper()
        )

    def _key(self, token: Token) -> str:
        return token.lower if self._fold else token.text


def tokens(text: str) -> list[Token]:
    """Syllables and marks of ``text`` with their offsets."""
    return [Token(t := m.group(), t.lower(), m.start(), m.end()) for m in _TOKEN.finditer(text)]


def tokens_from(text: str, start: int, reach: int) -> list[Token]:
    """The tokens of ``text[start : start + reach]`` with offsets into ``text``; a text is cut into tokens only once."""
    whole = _tokens_of(text)
    first = bisect_left(whole, start, key=_START)
    last = bisect_left(whole, start + reach, lo=first, key=_START)
    return whole[first:last]


# A paragraph is read from many places in turn, so the last few are kept.
_tokens_of = lru_cache(maxsize=64)(tokens)
_START = attrgetter("start")


@cache
def words() -> Lexicon:
    """Commands, duties, manners, verbs, contexts and statements, looked up whatever the case."""
    return Lexicon(load_rules("words", WordRule), fold_case=True)


@cache
def nouns() -> Lexicon:
    """Nouns that begin an agency's name, case counts."""
    return Lexicon([r for r in load_rules("agency_nouns", WordRule) if r.id != "not_a_name"], fold_case=False)


@cache
def false_nouns() -> Lexicon:
    """Phrases that begin like a name and are none."""
    return Lexicon([r for r in load_rules("agency_nouns", WordRule) if r.id == "not_a_name"], fold_case=True)
