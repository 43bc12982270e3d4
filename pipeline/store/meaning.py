"""What the names on a document's tasks mean, ready for the rows of agencies: worked out without the database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from pipeline.agencies import Agency, Register, Scope, slug
from pipeline.resolve import Resolved, find_definitions, resolve_names, scope_of
from pipeline.types import Found, Header, Span

UNKNOWN = "agency-unknown"
"""The code of findings on leads that nobody knows."""

Known = str | Agency
"""An agency by its code, or itself."""

T = TypeVar("T")


class Meaning(NamedTuple):
    """What a name means: an ``agency``; a group with its ``group`` code; else only a name, the one that was looked up.

    ``members`` are those of the group, none where nobody can list them; ``province`` is that of the group.
    """

    agency: Known | None
    group: str | None
    name: str
    province: str | None
    members: tuple[Known, ...]
    rule: str
    confidence: float
    unknown: bool


def meanings(names: Sequence[Found[str]], header: Header, text: str, register: Register) -> list[Meaning]:
    """One for every name, in their order."""
    scope = scope_of(header, register, text)
    resolved = resolve_names(names, header, register, find_definitions(text, header.addressees), scope)
    known: dict[str, Meaning] = {}
    for one in resolved:
        if one.name.value not in known:
            known[one.name.value] = meaning_of(one, scope)
    return [known[one.name.value] for one in resolved]


def meaning_of(found: Resolved, scope: Scope) -> Meaning:
    """``scope`` tells whose group it is."""
    rest = found.rule, found.confidence, found.kind == "unknown"
    if found.kind == "agency":
        return Meaning(found.agencies[0], None, found.meant, None, (), *rest)
    if found.kind == "group" and found.group:
        place = scope.lowest
        code = f"{place.code if place else 'trung-uong'}/nhom/{slug(found.group)}"
        return Meaning(None, code, found.name.value, place.province if place else None, found.agencies, *rest)
    return Meaning(None, None, found.meant, None, found.agencies if found.kind == "group" else (), *rest)


def stored_header(document: Mapping[str, Any], addressees: Iterable[Sequence[Any]]) -> Header:
    """What resolving needs of a header, from the columns of its document and name and span of each addressee."""
    optional = {name: document[name] for name in ("date", "place", "issuer")}
    fields: dict[str, Any] = {name: stored_found(value) for name, value in optional.items() if value is not None}
    named = tuple(stored_found(*row) for row in addressees)
    return Header(type=stored_found(document["type"]), addressees=named, **fields)


def stored_found(value: str, start: int | None = None, end: int | None = None) -> Found[str]:
    """A value as the store has it."""
    return Found(value, None if start is None or end is None else Span(start, end), "store")


def unknown_leads(leads: Iterable[tuple[T, Meaning]]) -> list[tuple[str, T]]:
    """The remark on each lead that nobody knows, with the first place of its name; each name once."""
    unknown = {meaning.name: place for place, meaning in reversed(list(leads)) if meaning.unknown}
    return [(f"Cơ quan “{name}” không có trong danh bạ.", place) for name, place in reversed(unknown.items())]
