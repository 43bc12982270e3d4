"""The JSON contract: its keys, in their order, and plain JSON values only."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from factory import Paper, Work, build

from pipeline.contract import contract
from pipeline.types import Doubt, Finding

WORK = Work(
    "Tiêm chủng đạt 80,5% số trẻ.", coordinate=("Sở Nội vụ",), due=date(2025, 4, 30), target="80,5%", path="1.-3"
)
PAPER = Paper(works=(WORK,), findings=(Finding("number-missing", "warning", "Thiếu số."),))

KEYS = {
    "": "source sha256 pages header references tasks findings parent signatures",
    "header": "type number symbol date place issuer subject addressees recipients archive signer signer_title "
    "signer_capacity urgency secrecy",
    "references": "number type date issuer",
    "tasks": "path text lead coordinate deadlines targets page span confidence needs_review doubts",
    "findings": "code severity message",
}


@pytest.mark.parametrize("part", KEYS)
def test_the_keys_of_the_contract(part: str) -> None:
    row = contract(build(PAPER))
    value = row[part] if part else row
    value = value[0] if isinstance(value, list) else value
    assert list(value) == KEYS[part].split()


def test_a_task_with_everything() -> None:
    dispatch = build(PAPER)
    (task,) = contract(dispatch)["tasks"]
    start, end = task.pop("span")
    assert dispatch.text.text[start:end] == WORK.text
    assert task == {
        "path": "1.-3",
        "text": WORK.text,
        "lead": ["Sở Y tế"],
        "coordinate": ["Sở Nội vụ"],
        "deadlines": [{"text": "trước ngày 30/04/2025", "kind": "date", "due": "2025-04-30", "rrule": None}],
        "targets": [{"text": "80,5%", "comparator": ">=", "value": 80.5, "unit": "%"}],
        "page": dispatch.text.page_at(start),
        "confidence": 1.0,
        "needs_review": False,
        "doubts": [],
    }


def test_the_doubts_of_the_second_reader() -> None:
    dispatch = build(PAPER)
    doubted = replace(dispatch.tasks[0], confidence=0.5, doubts=(Doubt("deadline", "", "trong quý II"),))
    (task,) = contract(replace(dispatch, tasks=(doubted,)))["tasks"]
    assert task["needs_review"] and task["doubts"] == [{"field": "deadline", "rules": "", "model": "trong quý II"}]


def test_absent_is_null_and_survives_json() -> None:
    row = contract(build(Paper(number=None, issued=None)))
    assert row["header"]["number"] is None and row["header"]["date"] is None
    assert json.loads(json.dumps(row, ensure_ascii=False)) == row


@pytest.mark.parametrize(
    ("value", "printed"),
    [("9198", "9198"), ("9198.0", "9198"), ("36.74", "36.74"), ("1.5E+9", "1500000000"), (None, "null")],
)
def test_numbers_are_plain(value: str | None, printed: str) -> None:
    dispatch = build(PAPER)
    (task,) = dispatch.tasks
    target = replace(task.targets[0], value=None if value is None else Decimal(value))
    row = contract(replace(dispatch, tasks=(replace(task, targets=(target,)),)))
    assert json.dumps(row["tasks"][0]["targets"][0]["value"]) == printed
