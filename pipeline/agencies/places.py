"""Provinces, districts and communes before and after 1 July 2025, with what became of each.

The names are read from the table that underthesea brings along (63 and 34 provinces, districts, communes and what each
was merged into) and from vietnam-provinces (the communes of today). Provinces stand in the first few kilobytes; the
rest is read only when a district or a commune is asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from pipeline.agencies.place_tables import Ward, newest_communes, province_table, wards
from pipeline.agencies.spelling import plain, slug

REFORM = date(2025, 7, 1)
"""34 provinces, no districts: Resolutions 202/2025/QH15 and 203/2025/QH15."""

_LAST_DAY_BEFORE = date(2025, 6, 30)
_KINDS = ("thành phố", "thị trấn", "thị xã", "đặc khu", "phường", "huyện", "quận", "tỉnh", "xã")
_DISTRICTS = ("thành phố", "thị xã", "huyện", "quận")
_KIND_SLUGS = tuple(map(slug, _KINDS))


@dataclass(frozen=True, slots=True)
class Place:
    """An administrative unit. ``level``: tinh, huyen or xa; ``code``: `dak-lak`, `dak-nong/huyen-krong-no`.

    ``known`` is False for a unit that a document names and no table holds: it has a code, and no members.
    """

    code: str
    name: str
    kind: str
    level: str
    province: str
    valid_from: date | None = None
    valid_until: date | None = None
    successors: tuple[str, ...] = ()
    known: bool = True

    @property
    def full_name(self) -> str:
        """Kind and name: `tỉnh Đắk Lắk`."""
        return f"{self.kind} {self.name}"

    def valid_on(self, day: date) -> bool:
        """Whether the unit exists on ``day``."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )


def province_kind(name: str) -> str | None:
    """`tỉnh` or `thành phố` for the name of a province, in any spelling of case, spaces and diacritics; else None.

    The name comes folded or not, without its kind: `An Giang`, `an giang`.

    >>> province_kind("an giang"), province_kind("hai phong"), province_kind("long thanh")
    ('tỉnh', 'thành phố', None)
    """
    found = province(name)
    return found.kind if found else None


def province(name: str) -> Place | None:
    """The province of that name (without its kind) or code; letters and digits count, marks and spaces don't.

    >>> province("ĐẮK LẮK").code, province("phu-yen").successors
    ('dak-lak', ('dak-lak',))
    """
    return _by_letters().get(_letters(name))


@cache
def provinces() -> tuple[Place, ...]:
    """All provinces of both structures, by code."""
    merged, names, old = (province_table(name) for name in ("province_mapping", "province_names", "old_province_names"))
    found = {}
    for key, row in (old | names).items():
        kind, name = _split_kind(row["name"])
        code = slug(name)
        gone = key not in names
        after = (slug(_split_kind(names[merged[key]]["name"])[1]),) if gone else ()
        until = _LAST_DAY_BEFORE if gone else None
        found[code] = Place(code, name, kind, "tinh", code, None, until, after)
    return tuple(found[code] for code in sorted(found))


@cache
def units_of(province_code: str) -> tuple[Place, ...]:
    """The districts and communes of a province, of both structures; empty for an unknown one."""
    districts: dict[str, dict[str, None]] = {}
    before: dict[tuple[str, str], dict[str, None]] = {}
    after: dict[str, str] = {}
    for ward in _wards_by_home().get(province_code, ()):
        new = _home(ward.new_province)
        successor = f"{new}/{_slug(ward.new_ward)}" if ward.new_ward else ""
        if new == province_code and successor:
            after[successor] = ward.new_ward
        if ward.old_district and _home(ward.old_province) == province_code:
            became = dict.fromkeys([successor] if successor else [])
            districts.setdefault(ward.old_district, {}).update(became)
            if ward.old_ward:
                before.setdefault((ward.old_district, ward.old_ward), {}).update(became)
    rows = [_former(province_code, (name,), became) for name, became in districts.items()]
    rows += [_former(province_code, names, became) for names, became in before.items()]
    rows += [_place(code, name, "xa", REFORM, None, ()) for code, name in _today(province_code, after).items()]
    return tuple(sorted(rows, key=lambda row: row.code))


@cache
def _wards_by_home() -> dict[str, list[Ward]]:
    """The communes that were or are in each province."""
    found: dict[str, list[Ward]] = {}
    for ward in wards():
        for home in {_home(ward.old_province), _home(ward.new_province)}:
            found.setdefault(home, []).append(ward)
    return found


@lru_cache(maxsize=64)
def provinces_on(day: date) -> tuple[Place, ...]:
    """The provinces that exist on a day."""
    return tuple(place for place in provinces() if place.valid_on(day))


@lru_cache(maxsize=256)
def units_inside(place: Place, kinds: frozenset[str], day: date) -> tuple[Place, ...]:
    """The districts and communes of those kinds in a province or district on a day."""
    return tuple(
        below
        for below in units_of(place.province)
        if below.kind in kinds and below.code.startswith(f"{place.code}/") and below.valid_on(day)
    )


@cache
def units_named(key: str) -> tuple[Place, ...]:
    """The districts and communes of the whole country with that key: `huyen krong no` or `krong no`."""
    written = key.replace(" ", "-")
    homes = {home for name in (written, *(f"{kind}-{written}" for kind in _KIND_SLUGS)) for home in _homes(name)}
    return tuple(place for home in sorted(homes) for place in units_called(home, key))


def units_called(province_code: str, key: str) -> tuple[Place, ...]:
    """The districts and communes of a province with that key."""
    return tuple(_by_key(province_code).get(key, ()))


@cache
def _by_key(province_code: str) -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = {}
    for place in units_of(province_code):
        for key in unit_keys(place):
            found.setdefault(key, []).append(place)
    return found


def unit_keys(place: Place) -> tuple[str, str]:
    """The keys by which a place is called: with its kind and without.

    >>> unit_keys(unit("dak-nong/huyen-krong-no"))
    ('huyen krong no', 'krong no')
    """
    return plain(place.full_name), plain(place.name)


def unit(code: str) -> Place | None:
    """The place with that code."""
    home, below, _ = code.partition("/")
    return _by_code(home).get(code) if below else province(code)


@cache
def _by_code(province_code: str) -> dict[str, Place]:
    return {place.code: place for place in reversed(units_of(province_code))}


def unknown_place(kind: str, name: str, home: str) -> Place:
    """A place below the province ``home`` as a document names it, where no table has it."""
    level = "huyen" if kind in _DISTRICTS else "xa"
    return Place(f"{home}/{slug(f'{kind} {name}')}", name, kind, level, home, known=False)


@cache
def _by_letters() -> dict[str, Place]:
    found = {_letters(place.name): place for place in provinces()}
    return found | {_letters("Thừa Thiên Huế"): found["hue"]} if "hue" in found else found


def _letters(name: str) -> str:
    return plain(name).replace(" ", "")


def _homes(name_slug: str) -> frozenset[str]:
    return _homes_by_slug().get(name_slug, frozenset())


@cache
def _homes_by_slug() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for ward in wards():
        for name, home in (
            (ward.old_district, ward.old_province),
            (ward.old_ward, ward.old_province),
            (ward.new_ward, ward.new_province),
        ):
            found.setdefault(_slug(name), set()).add(_home(home))
    return {name: frozenset(homes) for name, homes in found.items()}


def _former(home: str, names: tuple[str, ...], became: dict[str, None]) -> Place:
    code = "/".join([home, *map(_slug, names)])
    return _place(code, names[-1], "huyen" if len(names) == 1 else "xa", None, _LAST_DAY_BEFORE, tuple(became))


def _place(code: str, full: str, level: str, begin: date | None, end: date | None, after: tuple[str, ...]) -> Place:
    kind, name = _split_kind(full)
    return Place(code, name, kind, level, code.partition("/")[0], begin, end, after)


def _today(home: str, mapped: dict[str, str]) -> dict[str, str]:
    """The communes of today by code: as vietnam-provinces spells them, and those of the mapping that it lacks.

    Two names of a province may differ by diacritics alone; the second has a number behind its code.
    """
    found: dict[str, str] = {}
    for name in _newest().get(home, ()):
        code = f"{home}/{_slug(name)}"
        found[code if code not in found else f"{code}-2"] = name
    return mapped | found


_slug = lru_cache(maxsize=32_768)(slug)


@cache
def _home(full: str) -> str:
    return slug(_split_kind(full)[1])


def _split_kind(full: str) -> tuple[str, str]:
    """`Thị xã Mẫu Hà` is a `thị xã` of the name `Mẫu Hà`."""
    full = " ".join(full.split())
    kind = next((kind for kind in _KINDS if full.lower().startswith(f"{kind} ")), "")
    return kind or "tỉnh", full[len(kind) :].strip()


@cache
def _newest() -> dict[str, list[str]]:
    return {_home(name): communes for name, communes in newest_communes().items()}
