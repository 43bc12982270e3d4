"""Citations: the cases of cases/citations.json; a number is found wherever it stands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.values import distinct_citations, find_citations
from pipeline.values.citations import citation_key

CASES = json.loads((Path(__file__).parent / "cases" / "citations.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: case["text"][:40])
def test_case(case: dict[str, Any]) -> None:
    found = find_citations(case["text"])
    got = [{"number": c.number, "type": c.type, "date": c.date, "issuer": c.issuer} for c in found]
    assert got == case["expected"]


@pytest.mark.parametrize("text", CASES["none"])
def test_no_citation(text: str) -> None:
    assert find_citations(text) == []


def test_distinct_keeps_the_first() -> None:
    found = find_citations("Công điện số 07/CĐ-TTg ngày 01/9/2024; Công điện số 7 /CĐ-TTg; Công điện số 8/CĐ-TTg")
    assert [(c.number, c.date) for c in distinct_citations(found)] == [("07/CĐ-TTg", "2024-09-01"), ("8/CĐ-TTg", None)]


def test_a_party_number_has_one_key_however_its_head_is_parted() -> None:
    assert citation_key("15-CV/TU") == citation_key("15/CV/TU") != citation_key("15/CV-TU")


@given(st.integers(1, 99999), st.sampled_from(["QĐ-UBND", "KH-BCĐ", "TTr-SNV", "UBND-NC", "NQ-HĐND", "CĐ-TTg"]))
def test_number_round_trips(serial: int, symbol: str) -> None:
    assert [c.number for c in find_citations(f"theo văn bản số {serial}/{symbol} đã nêu")] == [f"{serial}/{symbol}"]
