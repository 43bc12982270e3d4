"""The kinds of documents of rules/document_types.toml, as titles and citations name them."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.rules import load_rules


@dataclass(frozen=True, slots=True)
class DocumentType:
    """A kind of document: see ``rules/document_types.toml``; ``names`` are its titles beside ``name``."""

    id: str
    name: str
    type: str = ""
    names: tuple[str, ...] = ()
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
