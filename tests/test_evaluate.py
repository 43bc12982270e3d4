"""Figures of small pairs, counted by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.evaluate import Figures, Tally, evaluate
from pipeline.evaluate.gold import load_gold

Row = dict[str, Any]


def task(text: str, **more: Any) -> Row:
    return {"text": text, "lead": [], "coordinate": [], "deadlines": [], "targets": [], **more}


def one(gold: Row, predicted: Row) -> Figures:
    """The figures of one pair; headers are empty unless given."""
    return evaluate([({"header": {}, **gold}, {"header": {}, **predicted})])


def on_task(gold: Row, predicted: Row) -> Figures:
    text = "rà soát, thống kê các hồ sơ còn tồn đọng tại bộ phận một cửa"
    return one({"tasks": [task(text, **gold)]}, {"tasks": [task(text, **predicted)]})


@pytest.mark.parametrize(
    ("field", "gold", "predicted", "right"),
    [
        ("number", "07", "7", True),
        ("number", None, None, True),
        ("number", None, "7", False),
        ("number", "7", None, False),
        ("symbol", "UBND-TH", "ubnd-th", True),
        ("date", "2025-04", "2025-04-01", False),
        ("type", "cong_van", "cong_dien", False),
        ("issuer", "Ủy ban nhân dân tỉnh Sông Thao", "UBND tỉnh Sông Thao", True),
        ("issuer", "Uỷ ban nhân dân tỉnh Sông Thao", "Ủy ban nhân dân tỉnh Sông Thao", True),
        ("subject", "về việc trồng rừng ven sông", "Trồng rừng ven sông", True),
        ("subject", "trồng rừng ven sông", "trồng rừng ven biển", False),
        ("signer", "Lê Thị Thử", "LÊ THỊ THỬ", True),
    ],
)
def test_header_fields(field: str, gold: str | None, predicted: str | None, right: bool) -> None:
    figures = one({"header": {field: gold}}, {"header": {field: predicted}})
    assert figures.header[field] == (int(right), 1)
    assert figures.header_accuracy == float(right)


def test_code_is_number_and_symbol_together() -> None:
    figures = one({"header": {"code": "012/QĐ-UBND"}}, {"header": {"number": "12", "symbol": "QĐ-UBND"}})
    assert figures.header["code"] == (1, 1)


def test_fields_that_gold_does_not_ask_for_count_nothing() -> None:
    assert one({}, {"header": {"number": "5"}}).header["number"] == (0, 0)


def test_tasks_are_found_invented_and_missed() -> None:
    gold = [task("trồng ba mươi ha rừng phòng hộ"), task("mở lớp tập huấn cho cán bộ xã")]
    predicted = [task("mở lớp tập huấn cho cán bộ các xã"), task("một câu không giao việc gì cả")]
    figures = one({"tasks": gold}, {"tasks": predicted})
    assert figures.tallies["tasks"] == Tally(found=1, invented=1, missed=1)
    assert figures.tallies["tasks"].f1 == 0.5
    assert figures.complete_tasks == 0.5


def test_an_optional_task_counts_neither_way() -> None:
    gold = [task("phấn đấu nâng cao chất lượng phục vụ", optional=True)]
    for predicted in ([], [task("phấn đấu nâng cao chất lượng phục vụ")]):
        assert one({"tasks": gold}, {"tasks": predicted}).tallies["tasks"] == Tally()


def test_what_a_missed_task_takes_along() -> None:
    gold = task("trồng rừng", lead=["Sở A", "Sở B"], targets=[{"value": 5, "unit": "ha"}, {"optional": True}])
    figures = one({"tasks": [gold]}, {"tasks": []})
    assert figures.tallies["lead"] == Tally(missed=2)
    assert figures.tallies["targets"] == Tally(missed=1)


@pytest.mark.parametrize(
    ("gold", "predicted", "complete"),
    [
        (["các sở, ban, ngành"], ["sở, ban, ngành"], True),
        (["Sở Y tế", "Sở Nội vụ"], ["Sở Y tế, Sở Nội vụ"], True),
        (["Sở Y tế"], ["Sở Nội vụ"], False),
        ([], ["Sở Nội vụ"], False),
        ([], [], True),
    ],
)
def test_a_complete_task_has_the_same_leads(gold: list[str], predicted: list[str], complete: bool) -> None:
    assert on_task({"lead": gold}, {"lead": predicted}).complete == int(complete)


@pytest.mark.parametrize(
    ("gold", "predicted", "same"),
    [
        ({"kind": "date", "due": "2025-04-30"}, {"kind": "period", "due": "2025-04-30"}, True),
        ({"kind": "date", "due": "2025-04-30"}, {"kind": "date", "due": "2025-05-01"}, False),
        ({"rrule": "FREQ=MONTHLY"}, {"rrule": "RRULE:FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=25"}, True),
        ({"rrule": "FREQ=MONTHLY;INTERVAL=3"}, {"rrule": "FREQ=MONTHLY"}, False),
        ({"kind": "event", "due": None}, {"kind": "event", "due": None}, True),
        ({"kind": "event"}, {"kind": "duration"}, False),
    ],
)
def test_deadlines(gold: Row, predicted: Row, same: bool) -> None:
    figures = on_task({"deadlines": [gold]}, {"deadlines": [predicted]})
    assert figures.tallies["deadlines"] == (Tally(found=1) if same else Tally(invented=1, missed=1))
    assert figures.complete == int(same)


@pytest.mark.parametrize(
    ("gold", "predicted", "same"),
    [
        ({"value": 80, "unit": "%"}, {"value": 80.0, "unit": "%"}, True),
        ({"value": 80, "unit": "%"}, {"value": 80, "unit": "ha"}, False),
        ({"value": 80, "unit": "% số hồ sơ"}, {"value": 80, "unit": "% số Hồ sơ"}, True),
        ({"value": None}, {"value": None}, True),
        ({"value": 0, "unit": "%"}, {"value": None}, False),
        ({"value": None}, {"value": 0}, False),
    ],
)
def test_targets(gold: Row, predicted: Row, same: bool) -> None:
    assert on_task({"targets": [gold]}, {"targets": [predicted]}).tallies["targets"].found == int(same)


def test_references_ignore_blanks_and_leading_zeros() -> None:
    figures = one({"references": ["07/QĐ-UBND"]}, {"references": [{"number": "7 / qđ-ubnd"}, {"number": "8/QĐ-UBND"}]})
    assert figures.tallies["references"] == Tally(found=1, invented=1)


def test_documents_without_tasks() -> None:
    gold: Row = {"header": {}, "tasks": []}
    figures = evaluate([(gold, {}), (gold, {"tasks": [task("thêm một việc")]})])
    assert (figures.task_free, figures.clean) == (2, 1)


def test_a_document_that_failed_loses_everything() -> None:
    figures = evaluate([({"header": {"type": "cong_van"}, "tasks": [task("trồng rừng")]}, {})])
    assert (figures.header_accuracy, figures.tallies["tasks"].f1) == (0.0, 0.0)


def test_gold_against_itself_is_perfect(corpus: Path) -> None:
    rows = [json.loads(path.read_text("utf-8")) for path in sorted(corpus.rglob("*.gold.json"))]
    figures = evaluate((row, row) for row in rows)
    assert figures.documents >= 16 and figures.task_free >= 5
    assert figures.misses == () and figures.complete_tasks == 1.0 and figures.clean == figures.task_free


def test_load_gold_takes_the_source_beside_it(tmp_path: Path) -> None:
    for name in ("b.gold.json", "a.gold.json", "không-nguồn.gold.json"):
        (tmp_path / name).write_text('{"header": {}}', "utf-8")
    for name in ("a.txt", "b.txt", "b.pdf"):
        (tmp_path / name).touch()
    assert [row.source.name for row in load_gold([tmp_path])] == ["a.txt", "b.txt"]
    assert [row.source.name for row in load_gold([tmp_path / "b.gold.json"], ".pdf")] == ["b.pdf"]
