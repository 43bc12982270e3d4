"""The titles of documents (``QUYẾT ĐỊNH``, ``Thông tư``): recognised here, for the head and for what is attached."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pipeline.rules import load_rules
from pipeline.zones.cells import Cell, fold, is_upper


@dataclass(frozen=True, slots=True)
class DocumentType:
    """A kind of document: see ``rules/document_types.toml``."""

    id: str
    name: str
    type: str = ""
    abbreviations: tuple[str, ...] = ()
    capitals_only: bool = False
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """The type's name in the contract."""
        return self.type or self.id


def document_types() -> tuple[DocumentType, ...]:
    """All kinds of documents, in the order of the rule file."""
    return load_rules("document_types", DocumentType)


@cache
def _pattern() -> tuple[re.Pattern[str], dict[str, DocumentType]]:
    # The tone of "thỏa"/"thoả", "ủy"/"uỷ" folds away, so that one name stands for both spellings.
    by_key = {fold(rule.name): rule for rule in document_types()}
    names = "|".join(sorted(map(re.escape, by_key), key=len, reverse=True))
    return re.compile(rf"({names})(?![\w])(?!\s*:)"), by_key


def title_of(cell: Cell) -> tuple[DocumentType, int] | None:
    """The kind of document that the cell is the title of, and where the title ends in it.

    A title is printed in capitals, or stands alone on its line; what follows it on the line is the subject.
    """
    pattern, by_key = _pattern()
    match = pattern.match(cell.key)
    if match is None:
        return None
    rule = by_key[match[1]]
    if is_upper(cell.text[: match.end()]):
        return rule, match.end()
    alone = len(cell.key.rstrip(" .")) == match.end()
    return (rule, match.end()) if alone and not rule.capitals_only else None
