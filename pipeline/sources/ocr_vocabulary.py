"""The words that recognition gets wrong in its own way, as an office may extend them: ``rules/scan_words.toml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pipeline.rules import load_rules


@dataclass(frozen=True, slots=True)
class ScanWords:
    """Words as they are meant; ``examples`` are misreadings of them."""

    id: str
    words: tuple[str, ...]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...] = ()


@cache
def scan_words(rule: str) -> tuple[str, ...]:
    """The words of one rule, in the order of the file."""
    return next(entry.words for entry in load_rules("scan_words", ScanWords) if entry.id == rule)
