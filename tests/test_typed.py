"""What a person types for times, dates and targets, and what the page says of it before it is saved."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from pipeline.errors import EditRefused
from pipeline.review import (
    describe,
    describe_target,
    differences,
    field_of,
    lines,
    merged,
    read_typed,
    read_typed_date,
    read_typed_target,
    read_typed_time,
    redated,
    shown,
    split_into,
)  # fmt: skip
from pipeline.review.repeats import describe_repeat
from tests.conftest import ROOT

CASES: dict[str, list[dict[str, Any]]] = json.loads((ROOT / "tests/cases/typed.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES["times"], ids=lambda case: case["typed"])
def test_times(case: dict[str, Any]) -> None:
    if not case["read"]:
        with pytest.raises(EditRefused) as refused:
            read_typed_time(case["typed"], case["issued"])
        assert refused.value.sentences["deadlines"].startswith(case["said"])
        return
    found = read_typed_time(case["typed"], case["issued"])
    read = [
        {"kind": one.kind, **({"due": str(one.due)} if one.due else {}), **({"rrule": one.rrule} if one.rrule else {})}
        for one in found
    ]
    assert read == case["read"]
    assert describe(found[0]) == case["said"]


def test_without_the_documents_date_a_relative_time_counts_from_today() -> None:
    assert read_typed_time("10 ngày nữa", None, date(2025, 12, 25))[0].due == date(2026, 1, 4)


@pytest.mark.parametrize("case", CASES["dates"], ids=lambda case: case["typed"] or "trống")
def test_dates(case: dict[str, Any]) -> None:
    if "said" in case:
        with pytest.raises(EditRefused) as refused:
            read_typed_date(case["typed"])
        assert refused.value.sentences["date"].startswith(case["said"])
    else:
        assert read_typed_date(case["typed"]) == case["read"]


@pytest.mark.parametrize("case", CASES["targets"], ids=lambda case: case["typed"])
def test_targets(case: dict[str, Any]) -> None:
    if case["read"] is None:
        with pytest.raises(EditRefused) as refused:
            read_typed_target(case["typed"])
        assert refused.value.sentences["targets"].startswith(case["said"])
        return
    found = read_typed_target(case["typed"])
    value = None if found.value is None else float(found.value)
    assert [found.comparator, value, found.unit] == case["read"]
    assert describe_target(found) == case["said"]


@pytest.mark.parametrize(
    ("rrule", "said"),
    [
        ("FREQ=WEEKLY;BYDAY=FR", "hằng tuần, thứ sáu"),
        ("FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=15", "hằng năm, ngày 15 tháng 6"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "hằng tháng, ngày cuối tháng"),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "hằng tháng, ngày làm việc cuối"),
        ("FREQ=DAILY", "hằng ngày"),
    ],
)
def test_repeats_in_words(rrule: str, said: str) -> None:
    assert describe_repeat(rrule) == said


def test_a_line_that_stays_keeps_what_is_known_of_it_and_a_changed_one_takes_its_place() -> None:
    field = field_of("lead")
    old = [{"as_written": name, "rule": "thử", "confidence": 0.7} for name in ("Sở Y tế", "Sở Nội vụ")]
    read = read_typed(field, "Công an tỉnh\nSở Nội vụ\nSở Tài chính", old, None)
    assert [one["as_written"] for one in read] == ["Công an tỉnh", "Sở Nội vụ", "Sở Tài chính"]
    assert read[1] is old[1]
    assert [read[0]["near"], read[2]["near"]] == [old[0], None]
    assert read_typed(field, shown(field, old), old, None) is old
    assert read_typed(field, "", old, None) == []


def test_recipients_carry_their_note() -> None:
    field = field_of("recipients")
    read = read_typed(field, "Thường trực Tỉnh ủy (b/c)\nLưu trữ (cơ quan) (2)", [], None)
    assert [(one["name"], one["note"]) for one in read] == [("Thường trực Tỉnh ủy", "b/c"), ("Lưu trữ (cơ quan)", "2")]
    assert lines(shown(field, read)) == ["Thường trực Tỉnh ủy (b/c)", "Lưu trữ (cơ quan) (2)"]


def test_a_type_is_one_of_those_known() -> None:
    assert read_typed(field_of("type"), "chi_thi", {"value": "cong_van"}, None)["value"] == "chi_thi"
    with pytest.raises(EditRefused, match="Hãy chọn"):
        read_typed(field_of("type"), "tâm thư", {"value": "cong_van"}, None)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("16", "16"), (" 15 a", None), ("15a", "15a"), ("07Đ", "07Đ"), ("1.234", "1.234"), ("1 234", "1234")]
    + [(wrong, None) for wrong in ("mười lăm", "15/UBND", "a15", "15ab", "Số 15", "-15", "²")],
)
def test_a_number_is_digits_with_at_most_a_letter(typed: str, stored: str | None) -> None:
    field, old = field_of("number"), {"value": "15"}
    if stored:
        assert read_typed(field, typed, old, None)["value"] == stored
        return
    with pytest.raises(EditRefused, match="Số chỉ gồm chữ số"):
        read_typed(field, typed, old, None)


def test_a_number_that_stands_so_in_the_store_stays() -> None:
    old = {"value": "15/BC"}
    assert read_typed(field_of("number"), "15/BC", old, None) is old


def test_too_long_is_refused() -> None:
    with pytest.raises(EditRefused, match="dài quá"):
        read_typed(field_of("text"), "x" * 20_001, None, None)


def _task(text: str, **lists: list[str]) -> dict[str, Any]:
    names = {role: [{"as_written": name} for name in lists.get(role, [])] for role in ("lead", "coordinate")}
    return {
        "text": text,
        **names,
        **{name: [{"raw": raw} for raw in lists.get(name, [])] for name in ("deadlines", "targets")},
    }


def test_a_measure_goes_with_the_part_in_which_it_is_written() -> None:
    task = _task(
        "trồng 500 ha rừng; báo cáo trước 30/9", lead=["Sở A"], deadlines=["trước 30/9", "quý IV"], targets=["500 ha"]
    )
    first, rest = split_into(task, "trồng 500 ha rừng;", " báo cáo trước 30/9")
    assert [first["text"], rest["text"]] == ["trồng 500 ha rừng", "báo cáo trước 30/9"]
    assert [one["raw"] for one in first["deadlines"]] == ["quý IV"]  # written in neither: a label gave it
    assert [one["raw"] for one in rest["deadlines"]] == ["trước 30/9", "quý IV"]
    assert (len(first["targets"]), len(rest["targets"])) == (1, 0)


def test_who_leads_after_merging_does_not_also_coordinate() -> None:
    both = merged(
        _task("một.", lead=["Sở A"], coordinate=["Sở B"]), _task("Hai.", lead=["sở a", "Sở C"], coordinate=["Sở C"])
    )
    assert both["text"] == "một. Hai."
    assert [one["as_written"] for one in both["lead"]] == ["Sở A", "Sở C"]
    assert [one["as_written"] for one in both["coordinate"]] == ["Sở B"]


def test_only_what_hung_on_the_old_date_is_placed_by_the_new_one() -> None:
    row = {"raw": "trước ngày 30/6", "due": "2025-06-30", "rrule": None, "counted_from": None, "rule": "date-before"}
    assert redated([row], "2025-03-03", "2025-07-01")[0]["due"] == "2026-06-30"
    assert redated([{**row, "due": "2025-06-15"}], "2025-03-03", "2025-07-01")[0]["due"] == "2025-06-15"
    assert redated([{**row, "rule": "người sửa"}], "2025-03-03", "2025-07-01")[0]["due"] == "2025-06-30"


def test_differences_are_told_in_words() -> None:
    task = {**_task("a"), "lead": ["Sở A"], "coordinate": [], "deadlines": [], "targets": []}
    header = {"subject": "một", "recipients": [{"name": "Như trên", "note": None}]}
    stored = {"source": "a.txt", "header": header, "references": [], "tasks": [task, {**task, "text": "b"}]}
    read = {**stored, "header": {**header, "subject": "hai"}, "tasks": [{**task, "lead": []}, {**task, "text": "c"}]}
    assert differences(stored, stored) == ()
    assert differences(stored, read) == ("trích yếu", "1 việc chưa có", "1 việc không còn", "1 việc khác đi")
