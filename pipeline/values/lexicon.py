"""The words that carry the grammar of an order: where names begin, where work begins, what is only told.

The word lists are data (``rules/words.toml``, ``rules/agency_nouns.toml``); here they are looked up by first syllable.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate, repeat
from typing import NamedTuple

from pipeline.rules import load_rules
from pipeline.text.tones import other_placement

_TOKEN = re.compile(r"([^\W_]+(?:[’'][^\W_]+)*|[^\w\s]|_)")


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


_Found = tuple[str, int]  # the class of a phrase and its length in tokens


class _Phrases:
    """The phrases that begin with one syllable: those of that syllable alone, the others by their second."""

    def __init__(self) -> None:
        self.alone: list[_Found] = []
        self.longer: dict[str, list[tuple[tuple[str, ...], _Found]]] = {}

    def add(self, kind: str, later: tuple[str, ...]) -> None:
        if not later:
            self.alone.append((kind, 1))
            return
        phrases = self.longer.setdefault(later[0], [])
        phrases.append((later, (kind, 1 + len(later))))
        phrases.sort(key=lambda phrase: -len(phrase[0]))


class Lexicon:
    """Phrases of several classes, looked up at a token; the longest phrase wins, then the order of the classes."""

    def __init__(self, rules: Sequence[WordRule], *, fold_case: bool) -> None:
        self._fold = fold_case
        self._by_first: defaultdict[str, _Phrases] = defaultdict(_Phrases)
        for rule in rules:
            for phrase in dict.fromkeys(spelled for word in rule.words for spelled in (word, other_placement(word))):
                first, *later = (t.text for t in tokens(phrase.lower() if fold_case else phrase))
                self._by_first[first].add(rule.id, tuple(later))

    def at(self, items: Sequence[Token], i: int) -> Sequence[_Found]:
        """The classes whose phrases stand at token ``i``, with the phrase's length in tokens, longest first."""
        if i >= len(items):
            return ()
        phrases = self._by_first.get(items[i].lower if self._fold else items[i].text)
        if phrases is None:
            return ()
        if not phrases.longer or i + 1 == len(items):
            return phrases.alone
        longer = phrases.longer.get(items[i + 1].lower if self._fold else items[i + 1].text)
        if longer is None:
            return phrases.alone
        return [found for later, found in longer if self._goes_on(items, i, later, found[0])] + phrases.alone

    def _goes_on(self, items: Sequence[Token], i: int, later: tuple[str, ...], kind: str) -> bool:
        """Whether ``later`` stand behind token ``i``: small unless all is large, "… hình Thành phố" is no verb."""
        behind = items[i + 1 : i + 1 + len(later)]
        if not self._fold:
            return tuple([t.text for t in behind]) == later
        if tuple([t.lower for t in behind]) != later:
            return False
        return kind == "neutral" or items[i].text.isupper() or all(t.text == t.lower for t in behind)


def tokens(text: str) -> list[Token]:
    """Syllables and marks of ``text`` with their offsets.

    Put together column by column: a token at a time takes half as long again, and every paragraph comes through here.
    """
    pieces = _TOKEN.split(text)  # what lies between the tokens, and every second one a token
    ends = list(accumulate(map(len, pieces)))
    found = pieces[1::2]
    columns = zip(found, map(str.lower, found), ends[::2], ends[1::2], strict=False)
    return list(map(tuple.__new__, repeat(Token), columns))


def tokens_from(text: str, start: int, reach: int) -> list[Token]:
    """The tokens of ``text[start : start + reach]`` with offsets into ``text``; a text is cut into tokens only once."""
    whole, starts = _tokens_of(text)
    first = bisect_left(starts, start) if start else 0
    last = bisect_left(starts, start + reach, lo=first) if start + reach < len(text) else len(whole)
    return whole[first:last]


@lru_cache(maxsize=64)  # a paragraph is read from many places in turn
def _tokens_of(text: str) -> tuple[list[Token], list[int]]:
    """The tokens of ``text`` and where each begins."""
    found = tokens(text)
    return found, [token.start for token in found]


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
