"""Numbers with the unit they count or measure (``3.000 km``, ``1,5 tỷ đồng``); the units are rules/units.toml."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from pipeline.rules import load_rules
from pipeline.values.numbers import NUMBER, parse_number


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as an office may add it: its printed ``names``, the ``unit`` they mean, ``factor`` of it in one of them.

    ``kind``: measure, money or count.
    """

    id: str
    names: tuple[str, ...]
    unit: str
    kind: str
    examples: tuple[str, ...]
    factor: int = 1
    counter_examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and its unit; of a range (``80 - 85%``) the first number, which is what a target asks for at least."""

    value: Decimal
    unit: str
    kind: str
    start: int
    end: int
    number_end: int


def find_quantities(text: str) -> Iterator[Quantity]:
    """Every number with a known unit, money and measures in the unit's own scale; of a range, its lower end."""
    pattern, units = _pattern()
    for match in pattern.finditer(text):
        unit = units[" ".join(match["unit"].lower().split())]
        value = parse_number(match["number"]) * unit.factor
        whole = value.to_integral_value()
        yield Quantity(
            whole if whole == value else value, unit.unit, unit.kind, match.start(), match.end(), match.end("number")
        )


def load_units() -> tuple[Unit, ...]:
    """The units of rules/units.toml."""
    return load_rules("units", Unit)


@cache
def _pattern() -> tuple[re.Pattern[str], dict[str, Unit]]:
    units = {name.lower(): unit for unit in load_units() for name in unit.names}
    names = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in sorted(units, key=len, reverse=True))
    number = rf"(?<![\w/.,:-])(?P<number>{NUMBER})(?:\s?%?\s?[-–]\s?{NUMBER})?"
    word = r"(?!(?<=đồng)\s+(?:bào|chí|thời|bộ|loạt|đều)\b)"  # đồng chí, đồng thời
    return re.compile(rf"{number}\s?(?:\([^()]{{1,30}}\)\s*)?(?P<unit>{names})(?!\w|²|³){word}", re.IGNORECASE), units
