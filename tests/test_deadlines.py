"""Times: the cases of cases/deadlines.json, and dates and numbers that go there and back."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.values import find_deadlines, read_deadlines, read_time_label
from pipeline.values.dates import find_impossible_days
from pipeline.values.expressions import folded
from pipeline.values.numbers import parse_number
from pipeline.values.unread import find_unread

CASES = json.loads((Path(__file__).parent / "cases" / "deadlines.json").read_text("utf-8"))
ISSUED = "2025-11-18"


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: case["text"][:40])
def test_case(case: dict[str, Any]) -> None:
    found = read_deadlines(case["text"], case["issued"])
    got = [{"text": d.text, "kind": d.kind, "due": d.due and d.due.isoformat(), "rrule": d.rrule} for d in found]
    assert got == case["expected"]
    assert all(case["text"][d.span.start : d.span.end] == d.text for d in found)


@pytest.mark.parametrize("text", CASES["none"])
def test_no_deadline(text: str) -> None:
    assert read_deadlines(text, ISSUED) == []


@pytest.mark.parametrize("case", CASES["labels"], ids=lambda case: case["text"])
def test_label(case: dict[str, Any]) -> None:
    found = read_time_label(case["text"], case["issued"])
    got = [{"kind": d.kind, "due": d.due and d.due.isoformat(), "rrule": d.rrule} for d in found]
    assert got == case["expected"]


@pytest.mark.parametrize("case", CASES["unread"], ids=lambda case: case["text"])
def test_unread_limits(case: dict[str, Any]) -> None:
    assert [case["text"][start:end] for start, end in find_unread(case["text"])] == case["found"]


@pytest.mark.parametrize("case", CASES["impossible"], ids=lambda case: case["text"])
def test_impossible_days_are_seen_and_no_deadlines(case: dict[str, Any]) -> None:
    text = case["text"]
    assert [text[start:end] for start, end in find_impossible_days(folded(text))] == case["found"]
    assert not case["found"] or read_deadlines(text, ISSUED) == []


def test_a_day_that_its_year_lacks_stays_open() -> None:
    assert [d.due for d in read_deadlines("trước ngày 29/02", "2026-03-01")] == [None]
    assert [d.due for d in read_deadlines("trước ngày 29/02", "2027-03-01")] == [date(2028, 2, 29)]


def test_missing_year_follows_the_document() -> None:
    assert [d.due for d in read_deadlines("trước ngày 15/12", "2024-10")] == [date(2024, 12, 15)]
    assert [d.due for d in read_deadlines("trước ngày 15/01", "2024-10")] == [date(2025, 1, 15)]
    assert [d.due for d in read_deadlines("trước ngày 15/12", None)] == [None]


def test_past_time_is_a_deadline_only_shortly_before_the_document() -> None:
    assert read_deadlines("báo cáo trước ngày 10/11/2025", ISSUED)
    assert not read_deadlines("báo cáo trước ngày 10/6/2025", ISSUED)
    assert not read_deadlines("khởi công vào ngày 10/11/2025", ISSUED)


DAYS = st.dates(date(2025, 11, 18), date(2099, 12, 31))


@given(DAYS, st.sampled_from(["{0.day:02}/{0.month:02}/{0.year}", "{0.day}/{0.month}/{0.year}",
                              "{0.day:02} tháng {0.month:02} năm {0.year}", "{0.day}-{0.month}-{0.year}"]))  # fmt: skip
def test_dates_round_trip(day: date, form: str) -> None:
    text = "Hoàn thành trước ngày " + form.format(day) + "."
    assert [d.due for d in read_deadlines(text, ISSUED)] == [day]


@given(st.integers(0, 10**11), st.integers(0, 99))
def test_numbers_round_trip(whole: int, cents: int) -> None:
    printed = f"{whole:,}".replace(",", ".")
    assert parse_number(printed) == whole
    assert parse_number(f"{printed},{cents:02}") == Decimal(whole) + Decimal(cents) / 100


@given(st.text(alphabet="ngàytháquýIV trướcđếnhết0123456789/.,;-\n()năm", max_size=120))
def test_any_text_is_read_with_spans_in_order(text: str) -> None:
    found = find_deadlines(text)
    assert all(text[e.start : e.end] == e.text for e in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
