"""Who is who: the shipped patterns and an office's own directory, asked for a name, a code, successors and members.

An agency of the shipped register is made when it is first asked for: `dak-lak/so-y-te` is the pattern `so-y-te` in the
place `dak-lak`. What the office's directory knows wins. Nothing here reads a document: where and when a name stands is
told by :class:`Scope`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256

from pipeline.agencies.bodies import CENTRAL, Body, bodies, bodies_of_kind, group_key
from pipeline.agencies.places import Place, unit, unit_keys
from pipeline.agencies.spelling import name_key, plain

_MOST_STEPS = 6  # mergers that follow one another: an office that was renamed twice and then merged has three


@dataclass(frozen=True, slots=True)
class Agency:
    """One agency. ``source``: `register` (shipped) or `directory` (the office's own); codes are unique in both."""

    code: str
    name: str
    kind: str
    level: str
    province: str | None = None
    place: str | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    successors: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    parent: str | None = None
    source: str = "register"

    def valid_on(self, day: date) -> bool:
        """Whether the agency exists on ``day``."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )


@dataclass(frozen=True, slots=True)
class Scope:
    """Where and when a name is read: the issuer's places (none for a central body), the day, words that tell more."""

    day: date
    province: Place | None = None
    district: Place | None = None
    commune: Place | None = None
    hint: str = ""
    issuer: str = ""  # its code: no group of its own dispatch counts it

    @property
    def level(self) -> str:
        """The level of the issuer."""
        return self.lowest.level if self.lowest else CENTRAL

    @property
    def lowest(self) -> Place | None:
        """The place of the issuer itself."""
        return self.commune or self.district or self.province

    def at(self, level: str) -> Place | None:
        """The place of the issuer at a level."""
        return {"tinh": self.province, "huyen": self.district, "xa": self.commune}.get(level)


class Register:
    """The agencies of both sources."""

    def __init__(self, directory: Iterable[Agency] = ()) -> None:
        self.directory = {agency.code: agency for agency in directory}
        self._made: dict[str, Agency | None] = {}
        self._rows: dict[tuple[str, tuple[Place, ...]], tuple[Agency, ...]] = {}
        self._own: dict[str, list[Agency]] = {}
        self._groups: dict[str, list[Agency]] = {}
        for agency in self.directory.values():
            for group in agency.groups:
                self._groups.setdefault(group_key(group), []).append(agency)
            for key in {key for name in (agency.name, *agency.aliases) for key in _keys(name, agency)}:
                self._own.setdefault(key, []).append(agency)

    def agency(self, code: str) -> Agency | None:
        """The agency with that code; None where neither source has it."""
        if code in self.directory:
            return self.directory[code]
        if code not in self._made:
            self._made[code] = self._make(code)
        return self._made[code]

    def place_body(self, body: Body, place: Place | None, variant: str = "") -> Agency:
        """The agency that a pattern is in a place; ``variant`` is a number or region behind its name."""
        code = code_of(body, place, variant)
        if code not in self._made or self._made[code] is None:
            self._made[code] = _agency(code, body, place, variant)
        return self._made[code]  # type: ignore[return-value]  # was just made

    def in_places(self, body: Body, places: Sequence[Place]) -> tuple[Agency, ...]:
        """The agencies that a pattern is in each of the places that have it."""
        asked = (body.id, tuple(places))
        if asked not in self._rows:
            self._rows[asked] = tuple(self.place_body(body, place) for place in places if body.sits_in(place))
        return self._rows[asked]

    def own(self, key: str, scope: Scope) -> Agency | None:
        """The agency of the directory that is called so, of the issuer's province and valid on the day if possible."""
        found = self._own.get(key, ())
        home = scope.province.code if scope.province else None
        near = [a for a in found if a.province in (None, home)] or ([] if home else list(found))
        places = {p.code for p in (scope.province, scope.district, scope.commune) if p}
        return min(near, key=lambda a: (not a.valid_on(scope.day), a.place not in places, a.code), default=None)

    def successors(self, agency: Agency, day: date) -> tuple[Agency, ...]:
        """Who does the work of ``agency`` on ``day``: itself while it exists, else those that took it over, main first.

        Empty where nobody is known to have taken it over.
        """
        reached = {agency.code: agency}
        for _ in range(_MOST_STEPS):
            if all(a.valid_until is None or day <= a.valid_until for a in reached.values()):
                break
            reached = {new.code: new for a in reached.values() for new in self._next(a, day)}
        return tuple(a for a in reached.values() if a.valid_until is None or day <= a.valid_until)

    def _next(self, agency: Agency, day: date) -> Iterator[Agency]:
        if agency.valid_until is None or day <= agency.valid_until:
            yield agency
        else:
            yield from (found for code in agency.successors if (found := self.agency(code)) is not None)

    def of_kinds(self, kinds: Sequence[str], place: Place | None, day: date) -> tuple[Agency, ...]:
        """The agencies of those kinds in a place (None: of the country) on a day; the directory's, where it has any."""
        level = place.level if place else CENTRAL
        found: list[Agency] = []
        for kind in kinds:
            own = [
                a for a in self.directory.values()
                if a.kind == kind and a.level == level and a.place in (None, place.code if place else None)
            ]  # fmt: skip
            found += own or [
                self.place_body(body, place)
                for body in bodies_of_kind(kind)
                if body.everywhere and (body.sits_in(place) if place else body.central)
            ]
        return tuple(a for a in found if a.valid_on(day))

    def in_group(self, key: str) -> tuple[Agency, ...]:
        """The agencies that the directory counts to the group of that key."""
        return tuple(self._groups.get(key, ()))

    def _make(self, code: str) -> Agency | None:
        where, _, rest = code.rpartition("/")
        body_id, _, variant = rest.partition("~")
        body = bodies().get(body_id)
        place = unit(where) if where else None
        if body is None or (place is None) != body.central:
            return None
        return _agency(code, body, place, variant.replace("-", " "))


@cache
def shipped_version() -> str:
    """A short text that changes when the data of the shipped register does."""
    return sha256("\n".join(map(repr, bodies().values())).encode()).hexdigest()[:12]


def code_of(body: Body, place: Place | None, variant: str = "") -> str:
    """`dak-lak/so-y-te`, `bo-y-te`, `dak-lak/toa-an-nhan-dan~khu-vuc-2`."""
    code = f"{place.code}/{body.id}" if place else body.id
    return f"{code}~{variant.replace(' ', '-')}" if variant else code


def _agency(code: str, body: Body, place: Place | None, variant: str) -> Agency:
    region = variant.removeprefix("khu vuc ")
    name = f"{body.name} {'khu vực ' if region != variant else ''}{region.upper()}".strip()
    if place is None:
        return Agency(code, name, body.kind, CENTRAL, None, None, body.since, body.until, body.successors, body.aliases)
    return Agency(
        code,
        f"{name} {place.name if body.joins == 'name' else place.full_name}",
        body.kind,
        place.level,
        place.province,
        place.code,
        max(filter(None, (body.since, place.valid_from)), default=None),
        min(filter(None, (body.until, place.valid_until)), default=None),
        tuple(_heirs(body, place, variant)),
        body.aliases,
    )


def _heirs(body: Body, place: Place, variant: str) -> Iterator[str]:
    """The codes of those that carry on: what the body became in its place, else what is at the place's successors."""
    after = [bodies()[id_] for id_ in body.successors]
    if body.until and (place.valid_until is None or body.until < place.valid_until):
        here = [new for new in after if new.sits_in(place)]
        if here:
            yield from (code_of(new, place) for new in here)
            return
    for code in place.successors:
        next_place = unit(code)
        if next_place is not None:
            lasting = [body] if body.until is None or body.until == place.valid_until else []
            heirs = [new for new in (*lasting, *after) if new.sits_in(next_place)]
            yield from (code_of(new, next_place) for new in heirs[:1])


def _keys(name: str, agency: Agency) -> Iterator[str]:
    """The ways in which a name of the directory is written: with its place, with its unit alone, without."""
    key = name_key(name)
    yield key
    place = unit(agency.place) if agency.place else None
    if place is None:
        return
    for tail in (*unit_keys(place), plain(place.kind)):
        if key.endswith(f" {tail}"):
            yield key.removesuffix(f" {tail}")
    stem = min((k for k in (key.removesuffix(f" {t}") for t in unit_keys(place)) if k), key=len)
    yield from (f"{stem} {tail}" for tail in (*unit_keys(place), plain(place.kind)))
