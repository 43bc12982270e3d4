"""Names as written + Header → agencies: who is meant, in the issuer's province, on the day of the document.

Reading leaves names as they are written; resolving them needs the rest of the document and the office's directory,
so it is a stage of its own, and the store runs it (again when the directory changes).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.agencies import Agency, Register, Scope, find_agency, find_group, name_key, nearest_agency
from pipeline.resolve.definitions import Definitions, definition_key, find_definitions
from pipeline.resolve.scopes import scope_of
from pipeline.types import Found, Header

__all__ = ["Definitions", "Resolved", "find_definitions", "resolve_names", "scope_of"]

_SAME_AS_ABOVE = frozenset(
    map(
        name_key,
        ("Như trên", "Như kính gửi", "Quý cơ quan", "Quý đơn vị", "Các cơ quan nêu trên", "Các đơn vị nêu trên"),
    )
)


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a name means.

    ``kind``: "agency" (``agencies`` is that one), "group" (its members, none where nobody can list them), "body" (a
    known kind of agency whose place the document does not tell) or "unknown". ``rule``: name, title, spelling,
    definition, addressees or group. ``meant`` is the name that was looked up, another one behind a definition.
    """

    name: Found[str]
    kind: str
    agencies: tuple[Agency, ...]
    rule: str
    confidence: float
    meant: str
    group: str | None = None


def resolve_names(
    names: Sequence[Found[str]],
    header: Header,
    register: Register,
    definitions: Definitions | None = None,
    scope: Scope | None = None,
) -> tuple[Resolved, ...]:
    """One answer for every name, in their order; a name written twice is looked up once."""
    resolver = _Resolver(register, scope or scope_of(header, register), definitions or {}, header)
    return tuple(resolver.resolve(name) for name in names)


class _Resolver:
    """Remembers what each name meant in this document."""

    def __init__(self, register: Register, scope: Scope, definitions: Mapping[str, tuple[str, ...]], header: Header):
        self._register = register
        self._scope = scope
        self._definitions = definitions
        self._addressees = tuple(found.value for found in header.addressees)
        self._known: dict[str, Resolved] = {}

    def resolve(self, name: Found[str]) -> Resolved:
        known = self._known.get(name.value)
        if known is None:
            known = self._known[name.value] = self._look_up(name)
        return Resolved(name, known.kind, known.agencies, known.rule, known.confidence, known.meant, known.group)

    def _look_up(self, name: Found[str]) -> Resolved:
        key = name_key(name.value)
        if key in _SAME_AS_ABOVE and self._addressees:
            return self._several(name, self._addressees, "addressees")
        if (defined := self._definitions.get(definition_key(name.value))) is not None:
            return self._several(name, defined, "definition")
        return self._one(name, name.value)

    def _several(self, name: Found[str], meant: Sequence[str], rule: str) -> Resolved:
        """What other names mean, taken together."""
        each = [self._one(name, other) for other in meant]
        agencies = {agency.code: agency for found in each for agency in found.agencies}
        if len(each) == 1:
            found = each[0]
            return Resolved(name, found.kind, found.agencies, rule, found.confidence, found.meant, found.group)
        complete = all(found.agencies for found in each)
        members = tuple(agencies.values()) if complete else ()
        return Resolved(name, "group", members, rule, 0.9, "; ".join(meant), name_key(name.value))

    def _one(self, name: Found[str], meant: str) -> Resolved:
        found = find_agency(self._register, meant, self._scope)
        if found is None:
            group = find_group(self._register, meant, self._scope)
            if group is not None:
                return Resolved(name, "group", group.members, "group", 0.95, meant, group.key)
            found = nearest_agency(self._register, meant, self._scope)
        if found is None:
            return Resolved(name, "unknown", (), "", 0.0, meant)
        if found.agency is None:
            return Resolved(name, "body", (), found.rule, found.confidence, meant)
        return Resolved(name, "agency", (found.agency,), found.rule, found.confidence, meant)
