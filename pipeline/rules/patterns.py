"""Rules that are regular expressions: compiled once, matched from the start of a text, whatever the case."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pipeline.rules import load_rules


@dataclass(frozen=True, slots=True)
class PatternRule:
    """A pattern with its meaning; every example must match it, no counter-example may."""

    id: str
    pattern: str
    effect: str = ""
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()


@cache
def compiled(name: str) -> tuple[tuple[PatternRule, re.Pattern[str]], ...]:
    """The pattern rules of ``rules/NAME.toml`` with their compiled patterns, in the order of the file."""
    return tuple((rule, re.compile(rule.pattern, re.I)) for rule in load_rules(name, PatternRule))


def first_match(name: str, text: str) -> PatternRule | None:
    """The first rule of ``rules/NAME.toml`` that matches at the start of ``text``."""
    return next((rule for rule, pattern in compiled(name) if pattern.match(text)), None)
