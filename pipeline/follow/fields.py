"""The field of work (lĩnh vực) of an agency, told by its name. Data: ``rules/follow/fields.toml``."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from pipeline.rules import load_rules

_KEPT = 20_000  # names


@dataclass(frozen=True, slots=True)
class Field:
    """A field and the words of agencies' names that tell it; each of ``examples`` is of this field."""

    id: str
    label: str
    words: tuple[str, ...]
    examples: tuple[str, ...]


@cache
def fields() -> tuple[Field, ...]:
    """Every field, the first that fits an agency before the others."""
    return load_rules("follow/fields", Field)


@lru_cache(_KEPT)
def field_of(agency: str) -> Field | None:
    """The field of the agency so called, or None where its name tells none.

    >>> field_of("Sở Y tế tỉnh Mẫu").label, field_of("UBND xã Mẫu")
    ('Y tế', None)
    """
    name = unicodedata.normalize("NFC", agency).casefold()
    return next((field for field, pattern in _patterns() if pattern.search(name)), None)


@cache
def _patterns() -> tuple[tuple[Field, re.Pattern[str]], ...]:
    return tuple((field, re.compile(rf"\b(?:{'|'.join(map(re.escape, field.words))})\b")) for field in fields())
