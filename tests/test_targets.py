"""Targets: the cases of cases/targets.json, and every example of rules/units.toml."""

from __future__ import annotations

import json
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest

from pipeline.values import read_targets
from pipeline.values.quantities import Unit, find_quantities, load_units

CASES = json.loads((Path(__file__).parent / "cases" / "targets.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: case["text"][:40])
def test_case(case: dict[str, Any]) -> None:
    found = read_targets(case["text"])
    got = [
        {"text": t.text, "comparator": t.comparator, "value": None if t.value is None else str(t.value), "unit": t.unit}
        for t in found
    ]
    assert got == case["expected"]
    assert all(case["text"][t.span.start : t.span.end] == t.text for t in found)


@pytest.mark.parametrize(("text", "level"), CASES["levels"])
def test_level(text: str, level: str) -> None:
    assert [f"{t.comparator} {t.value} {t.unit}" for t in read_targets(text)] == [level]


@pytest.mark.parametrize("text", CASES["none"])
def test_no_target(text: str) -> None:
    assert read_targets(text) == []


@pytest.mark.parametrize("unit", load_units(), ids=lambda unit: unit.id)
def test_unit_examples(unit: Unit) -> None:
    names = set(unit.names) if not unit.unit else {unit.unit}
    assert unit.examples
    for example in unit.examples:
        assert [q.unit.split("/")[0] in names or q.unit in names for q in find_quantities(example)] == [True], example
    for example in unit.counter_examples:
        assert names.isdisjoint(q.unit for q in find_quantities(example)), example


@pytest.mark.parametrize("unit", load_units(), ids=lambda unit: unit.id)
def test_every_name_of_a_unit_is_read(unit: Unit) -> None:
    for name in unit.names:
        assert [(q.unit, q.kind) for q in find_quantities(f"12 {name}.")] == [(unit.unit or name, unit.kind)]


def test_a_scale_multiplies_any_unit() -> None:
    found = find_quantities("1,5 triệu lượt khách, 2 nghìn tỷ đồng, 12 triệu trang")
    assert [(str(q.value), q.unit) for q in found] == [
        ("1500000", "lượt khách"),
        ("2000000000000", "đồng"),
        ("12000000", "trang"),
    ]


def test_ten_thousand_levels_are_read_in_a_moment() -> None:
    started = perf_counter()
    assert len(read_targets("100% " * 10_000)) == 10_000
    assert perf_counter() - started < 5
