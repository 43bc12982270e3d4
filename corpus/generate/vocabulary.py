"""The words of the generator: TOML files in ``words/`` and ``sectors/``, read once and checked as they are read."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent

Work = tuple[str, ...]  # verb and object, then ways to go on: a purpose, a manner, a limit
Count = tuple[str, str, str, int, int]  # verb, unit, rest, least and most


@dataclass(frozen=True, slots=True)
class Sector:
    """A line of business and what is done, counted and found in it. ``field`` and ``partners`` name offices."""

    id: str
    field: str
    partners: tuple[str, ...]
    topics: tuple[str, ...]  # what follows "công tác", "tăng cường"
    works: tuple[Work, ...]  # of the office in charge
    local: tuple[Work, ...]  # of the local authorities
    shares: tuple[str, ...]  # "trường học có phương án": what a percentage is of
    counts: tuple[Count, ...]
    lows: tuple[str, ...]  # measures that must stay low
    findings: tuple[str, ...]  # with {n} and {p}
    agencies: tuple[str, ...] = ()  # below the ministry, where not all of the field's have to do with it
    units: tuple[str, ...] = ()  # below the department, likewise


@dataclass(frozen=True, slots=True)
class Field:
    """The offices in charge of something at each level, by the time before and after 1 July 2025."""

    id: str
    ministry: tuple[str, str, str, str]  # name and code before, name and code after
    department: tuple[str, str, str, str]
    district: str
    commune: str
    agencies: tuple[str, ...]  # below the ministry
    units: tuple[str, ...]  # below the department
    works: tuple[Work, ...]  # what it does for another office's {topic}


@cache
def words(name: str) -> Mapping[str, Any]:
    """The file ``words/NAME.toml``."""
    return tomllib.loads((_FOLDER / "words" / f"{name}.toml").read_text("utf-8"))


def _frozen(value: Any) -> Any:
    return tuple(_frozen(entry) for entry in value) if isinstance(value, list) else value


@cache
def sectors() -> tuple[Sector, ...]:
    """Every sector, in the order of the files' names; an unknown key raises ``TypeError``."""
    files = sorted((_FOLDER / "sectors").glob("*.toml"))
    entries = [entry for file in files for entry in tomllib.loads(file.read_text("utf-8"))["sector"]]
    return tuple(Sector(**{key: _frozen(value) for key, value in entry.items()}) for entry in entries)


@cache
def fields() -> Mapping[str, Field]:
    """The offices by the name of what they are in charge of."""
    entries = [Field(**{k: _frozen(v) for k, v in entry.items()}) for entry in words("fields")["field"]]
    return {entry.id: entry for entry in entries}
