"""Clauses, labelled lines and the heads of tables: the cases of cases/clauses.json."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from case_files import load, marked, params, unmarked
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.tasks.clauses import clauses
from pipeline.tasks.generic import is_generic
from pipeline.tasks.labels import read_labels
from pipeline.tasks.rows import read_columns


def check_clauses(case: dict[str, Any]) -> None:
    text = case["text"]
    got = [
        {
            "text": text[c.start : c.end].strip(),
            "order": c.kind == "order",
            "names": [name for name, _, _ in c.names.names] if c.names and c.kind == "order" else [],
            "generic": c.kind == "order" and is_generic(text[c.start : c.end]),
        }
        for c in clauses(text)
    ]
    assert got == case["clauses"]


def check_order(line: str) -> None:
    """One clause that orders; the names it charges stand in brackets."""
    text = unmarked(line)
    (clause,) = clauses(text)
    assert clause.kind == "order" and clause.names is not None
    assert marked(text, clause.names.start, clause.names.end) == line


def check_duty(line: str) -> None:
    """An order that says must or is responsible."""
    check_order(line)
    assert clauses(unmarked(line))[0].duty


def check_told(text: str) -> None:
    assert [clause.kind for clause in clauses(text)] == ["statement"]


def check_neither(text: str) -> None:
    assert [clause.kind for clause in clauses(text)] == ["other"]


def check_generic(text: str) -> None:
    assert is_generic(text)


def check_concrete(text: str) -> None:
    assert not is_generic(text)


def check_labels(case: dict[str, Any]) -> None:
    got = [[label.role, case["text"][label.start : label.end]] for label in read_labels(case["text"])]
    assert got == case["labels"]


def check_columns(case: dict[str, Any]) -> None:
    assert read_columns(case["cells"]) == case["columns"]


CHECKS = {
    "clauses": check_clauses,
    "orders": check_order,
    "duties": check_duty,
    "told": check_told,
    "neither": check_neither,
    "generic": check_generic,
    "concrete": check_concrete,
    "labels": check_labels,
    "columns": check_columns,
}


@pytest.mark.parametrize("case", params("clauses", "clauses"))
def test_clauses(case: dict[str, Any]) -> None:
    check_clauses(case)


@pytest.mark.parametrize("line", params("clauses", "orders"))
def test_order(line: str) -> None:
    check_order(line)


@pytest.mark.parametrize("line", params("clauses", "duties"))
def test_duty(line: str) -> None:
    check_duty(line)


@pytest.mark.parametrize("text", params("clauses", "told"))
def test_told(text: str) -> None:
    check_told(text)


@pytest.mark.parametrize("text", params("clauses", "neither"))
def test_neither(text: str) -> None:
    check_neither(text)


@pytest.mark.parametrize("text", params("clauses", "generic"))
def test_generic(text: str) -> None:
    check_generic(text)


@pytest.mark.parametrize("text", params("clauses", "concrete"))
def test_concrete(text: str) -> None:
    check_concrete(text)


@pytest.mark.parametrize("case", params("clauses", "labels"))
def test_labels(case: dict[str, Any]) -> None:
    check_labels(case)


@pytest.mark.parametrize("case", params("clauses", "columns"))
def test_columns(case: dict[str, Any]) -> None:
    check_columns(case)


SENTENCES = [case["text"] for case in load("clauses")["clauses"]]


@given(st.lists(st.sampled_from(SENTENCES), min_size=2, max_size=4))
@settings(max_examples=40, deadline=None)
def test_a_sentence_is_read_alike_among_others(chosen: list[str]) -> None:
    """What a sentence says does not hang on its neighbours, as far as it begins and ends as a sentence does."""
    chosen = [text for text in chosen if text.endswith(".") and text[0].isalpha()]
    assert kinds(" ".join(chosen)) == [kind for text in chosen for kind in kinds(text)]


def kinds(text: str) -> list[tuple[str, bool]]:
    """What each clause is, and whether an order among them asks for nothing of its own."""
    return [(c.kind, c.kind == "order" and is_generic(text[c.start : c.end])) for c in clauses(text)]


@given(st.text(alphabet="Giao Sở Mẫu rà soát; (1) “”.đề nghị các xã\n,:", max_size=160))
@settings(max_examples=100, deadline=None)
def test_clauses_cover_a_text_in_order(text: str) -> None:
    found = clauses(text)
    assert all(0 <= c.start <= c.end <= len(text) for c in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    left = text
    for c in reversed(found):
        left = left[: c.start] + left[c.end :]
    assert not left.strip()
