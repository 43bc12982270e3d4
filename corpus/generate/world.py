"""Where and when a dispatch is written: the issuing level, the structure in force, names of places, styles of names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from random import Random

from .vocabulary import Field, fields, words

LEVELS = ("gov", "ministry", "province", "department", "district", "commune", "party")
TWO_TIERS = date(2025, 7, 1)  # districts ended the day before
_FIRST_DAY, _LAST_DAY = date(2021, 1, 4), date(2026, 12, 20)
_CITY = (
    (re.compile(r"UBND các huyện, thị xã, thành phố|UBND các huyện, thành phố"), "UBND các quận, huyện, thị xã"),
    (re.compile(r"\bTỉnh ủy"), "Thành ủy"),
    (re.compile(r"\bTỉnh đoàn"), "Thành đoàn"),
    (re.compile(r"(?<!các )\btỉnh\b(?!, thành)"), "thành phố"),
    (re.compile(r"(?<!CÁC )\bTỈNH\b"), "THÀNH PHỐ"),
)
_WARD = (("UBND xã", "UBND phường"), ("Công an xã", "Công an phường"), ("thôn", "khu phố"), (" xã", " phường"))


@dataclass(frozen=True, slots=True)
class World:
    """The place of one dispatch. ``full``: ``UBND`` is written out; ``field``: the offices in charge."""

    level: str
    issued: date
    name: str
    city: bool
    ward: bool
    district: str
    commune: str
    neighbours: tuple[str, ...]
    full: bool
    field: Field

    @property
    def after(self) -> bool:
        """Whether the two-tier structure is in force."""
        return self.issued >= TWO_TIERS

    @property
    def area(self) -> str:
        """The province with its kind: ``tỉnh Mẫu``."""
        return f"{'thành phố' if self.city else 'tỉnh'} {self.name}"


def _invented(rng: Random, count: int) -> tuple[str, ...]:
    places = words("places")
    names: dict[str, None] = {}
    while len(names) < count:
        names[f"{rng.choice(places['first'])} {rng.choice(places['second'])}"] = None
    return tuple(names)


def make_world(rng: Random, level: str, field: Field) -> World:
    """A place and a day for a dispatch of ``level`` about the business of ``field``."""
    first, last = _FIRST_DAY, _LAST_DAY
    if level == "district":
        last = TWO_TIERS - timedelta(days=1)
    if level == "commune":
        first = TWO_TIERS
    elif rng.random() < 0.5:
        first = min(TWO_TIERS, last - timedelta(days=900))
    issued = first + timedelta(days=rng.randrange((last - first).days + 1))
    issued -= timedelta(days=max(issued.weekday() - 4, 0))
    places = words("places")
    city = rng.random() < 0.12 and level != "district"
    name = rng.choice(places["cities"] if city else places["after" if issued >= TWO_TIERS else "before"])
    district, commune, *neighbours = _invented(rng, 8)
    ward = rng.random() < 0.5
    issued = max(issued, first)
    return World(level, issued, name, city, ward, district, commune, tuple(neighbours), rng.random() < 0.35, field)


def office(world: World, field: Field, level: str | None = None) -> str:
    """The office of ``world``'s level (or ``level``) in charge of ``field``."""
    at = 2 if world.after else 0
    where = level or world.level
    if where in ("gov", "ministry"):
        return field.ministry[at]
    if where in ("province", "department"):
        return field.department[at]
    return field.commune if where == "commune" else field.district


def office_code(world: World, field: Field) -> str:
    """The short sign of the office in a symbol: ``SYT``, ``BYT``."""
    names = field.ministry if world.level in ("gov", "ministry") else field.department
    return names[3 if world.after else 1]


@lru_cache(maxsize=20_000)
def _local_name(name: str, level: str, city: bool, ward: bool) -> str:
    if city and level not in ("gov", "ministry"):
        for pattern, new in _CITY:
            name = pattern.sub(new, name)
    if ward and level == "commune":
        for old, other in _WARD:
            name = name.replace(old, other)
    return name


def styled(world: World, name: str) -> str:
    """``name`` in the way of this dispatch: its slots filled, the kind of place put right, ``UBND`` written out."""
    if "{" in name:
        name = name.format(
            area=world.area,
            name=world.name,
            ministry=office(world, world.field, "ministry"),
            department=office(world, world.field, "department"),
            district=world.district,
            district_office=world.field.district,
            commune=world.commune,
            commune_kind="phường" if world.ward else "xã",
            commune_office=world.field.commune,
        )
    name = _local_name(name, world.level, world.city, world.ward)
    return name.replace("UBND", "Ủy ban nhân dân") if world.full else name


def level_words(world: World) -> dict[str, list[str]]:
    """The entry of ``words/levels.toml``."""
    entry: dict[str, list[str]] = words("levels")[world.level]
    return entry


def partner_field(rng: Random, ids: tuple[str, ...]) -> Field:
    """The field of another office."""
    return fields()[rng.choice(ids)]


def person(rng: Random) -> str:
    """An obviously invented name."""
    places = words("places")
    return " ".join(rng.choice(places[part]) for part in ("families", "middles", "givens"))
