"""Targets: the cases of cases/targets.json, and every example of rules/units.toml."""

from __future__ import annotations

import json
from pathlib import Path
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


@pytest.mark.parametrize("text", CASES["none"])
def test_no_target(text: str) -> None:
    assert read_targets(text) == []


@pytest.mark.parametrize("unit", load_units(), ids=lambda unit: unit.id)
def test_unit_examples(unit: Unit) -> None:
    assert unit.examples
    for example in unit.examples:
        assert [q.unit for q in find_quantities(example)] == [unit.unit], example
    for example in unit.counter_examples:
        assert unit.unit not in [q.unit for q in find_quantities(example)], example
