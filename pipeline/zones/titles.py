"""The titles of documents (``QUYẾT ĐỊNH``, ``Thông tư``): recognised here, for the head and for what is attached."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from pipeline.types import Cell
from pipeline.values.document_types import DocumentType, document_types
from pipeline.zones.cells import fold, is_upper

_TONES = frozenset("\N{COMBINING GRAVE ACCENT}\N{COMBINING ACUTE ACCENT}\N{COMBINING TILDE}"
                   "\N{COMBINING HOOK ABOVE}\N{COMBINING DOT BELOW}")  # fmt: skip
# What a subject printed behind its title begins with, so that a title that lost its marks is still one.
_SUBJECT = re.compile(r"\s+(?:v\s*/\s*v|ve)\b")


@cache
def _pattern() -> tuple[re.Pattern[str], dict[str, tuple[DocumentType, str]]]:
    by_key = {fold(name): (rule, name) for rule in document_types() for name in (rule.name, *rule.names)}
    names = "|".join(key.replace(" ", " {1,2}") for key in sorted(by_key, key=len, reverse=True))
    return re.compile(rf"({names})(?!\w)(?!\s*:)"), by_key


def title_of(cell: Cell) -> tuple[DocumentType, int] | None:
    """The kind of document that the cell is the title of, and where the title ends in it.

    A title is printed in capitals, or stands alone on its line; what follows it on the line is the subject.
    Marks count: ``PHƯỜNG AN HẢI`` is a place and no ``PHƯƠNG ÁN``.
    """
    pattern, by_key = _pattern()
    match = pattern.match(cell.key)
    if match is None:
        return None
    rule, name = by_key[" ".join(match[1].split())]
    alone = len(cell.key.rstrip(" .")) == match.end()
    printed = cell.text[: match.end()]
    if not _is_spelled(printed, name, damaged=alone or _SUBJECT.match(cell.key, match.end()) is not None):
        return None
    if is_upper(printed):
        return rule, match.end()
    return (rule, match.end()) if alone and not rule.capitals_only else None


def _is_spelled(printed: str, name: str, *, damaged: bool) -> bool:
    """Whether the marks are those of the name, wherever in a syllable the tone stands (``THOẢ`` for ``THỎA``).

    What a scan damaged has lost marks or changed them, but gained none.
    """
    for mine, other in zip(printed.split(), name.split(), strict=True):
        found, known = _marks(mine), _marks(other)
        if found != known and not (damaged and all(len(a) <= len(b) for a, b in zip(found, known, strict=True))):
            return False
    return True


def _marks(word: str) -> tuple[str, ...]:
    """Tones, shapes (â, ă, ơ) and strokes (đ) of a syllable."""
    parts = unicodedata.normalize("NFD", word.lower())
    tones = "".join(c for c in parts if c in _TONES)
    shapes = "".join(sorted(c for c in parts if unicodedata.combining(c) and c not in _TONES))
    return tones, shapes, "đ" * parts.count("đ")
