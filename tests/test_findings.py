"""Findings: for each code a text in which it is told, with its evidence, and one like it in which it is not."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from papers import NATION, paper, read

from pipeline.findings import find_findings
from pipeline.findings.tasks import on_tasks
from pipeline.outline import build_outline
from pipeline.types import Arrival, Deadline, Dispatch, Finding, Found, Header, Span, Target, Task
from pipeline.zones import find_zones

BODY = "Giao Sở Mẫu hóa lập sổ theo dõi mẫu, báo cáo kết quả trước ngày 15/4/2025.\n"
LETTER = paper("cong_van", BODY)


def told(text: str, code: str) -> list[str]:
    """The evidence of each finding of that code."""
    dispatch = read(text)
    return [_evidence(dispatch, finding) for finding in dispatch.findings if finding.code == code]


def _evidence(dispatch: Dispatch, finding: Finding) -> str:
    assert finding.severity in ("info", "warning", "error") and finding.message.endswith(".")
    return " ".join(dispatch.text.text[finding.span.start : finding.span.end].split()) if finding.span else ""


def test_a_complete_letter_has_none() -> None:
    assert read(LETTER).findings == ()


# --- header ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "old", "new", "evidence"),
    [
        ("number-missing", "Số: 120/UBND-TH", "Số:      /UBND-TH", "UBND-TH"),
        ("date-missing", "Mẫu Giang, ngày 10 tháng 3 năm 2025\n", "", "UBND-TH"),
        ("day-missing", "ngày 10 tháng 3", "ngày     tháng 3", "ngày tháng 3 năm 2025"),
        ("signature-missing", "Nguyễn Văn Mẫu\n", "", "CHỦ TỊCH"),
    ],
)
def test_what_is_missing(code: str, old: str, new: str, evidence: str) -> None:
    assert old in LETTER
    assert told(LETTER, code) == []
    assert told(LETTER.replace(old, new), code) == [evidence]


def test_no_dispatch() -> None:
    found = read("Thực đơn tuần này\nThứ tư có canh chua và cá kho.\n").findings
    assert [finding.code for finding in found] == ["not-a-dispatch"] and found[0].span is not None


def test_an_issuer_that_nothing_tells() -> None:
    text = f"{NATION}Mẫu Giang, ngày 10 tháng 3 năm 2025\nKính gửi: Sở Mẫu hóa\nĐề nghị quý Sở lập sổ mẫu.\n"
    dispatch = read(text)
    header = replace(dispatch.header, issuer=None)
    outline = build_outline(dispatch.text, find_zones(dispatch.text))
    assert "issuer-missing" in {f.code for f in find_findings(dispatch.text, outline, header, (), ())}
    assert told(LETTER, "issuer-missing") == []


def test_what_a_scan_has_told_is_not_told_again() -> None:
    dispatch = read(LETTER)
    outline = build_outline(dispatch.text, find_zones(dispatch.text))
    header = replace(dispatch.header, number=None, date=Found("2025-03", None, "thử"))
    seen = (Finding("number-unreadable", "warning", "Số."), Finding("day-unreadable", "warning", "Ngày."))
    for before, expected in (((), ["number-missing", "day-missing"]), (seen, [])):
        text = replace(dispatch.text, findings=before)
        assert [f.code for f in find_findings(text, outline, header, (), ())] == expected


# --- citations and days ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "late"),
    [("11/3/2025", True), ("01/02/2026", True), ("10/3/2025", False), ("09/3/2025", False), ("10/4/2024", False)],
)
def test_cited_later(day: str, late: bool) -> None:
    text = paper("cong_van", f"Thực hiện Kế hoạch số 44/KH-UBND ngày {day} của UBND tỉnh, các sở báo cáo.\n")
    assert told(text, "cited-later") == (["44/KH-UBND"] if late else [])


def test_cited_later_in_a_document_without_its_day() -> None:
    month = LETTER.replace("ngày 10 tháng 3", "ngày     tháng 3")
    for day, late in (("31/3/2025", 0), ("01/4/2025", 1)):
        text = month.replace("lập sổ", f"lập sổ theo Kế hoạch số 44/KH-UBND ngày {day} để")
        assert len(told(text, "cited-later")) == late


@pytest.mark.parametrize(
    "day",
    [
        "thứ Ba, ngày 17/3/2025",
        "Chủ nhật (ngày 17 tháng 3 năm 2025",
        "thứ 6 ngày 17/3",
        "thứ bảy, ngày 17 tháng 3",
        "ngày 17/3/2025 (thứ Ba)",
        "Thứ Hai, ngày 30/12",  # the nearest one is that of 2024, also a Monday: see below
    ],
)
def test_weekday_mismatch(day: str) -> None:
    found = told(paper("cong_van", f"Sở Mẫu hóa dự họp vào sáng {day}, tại trụ sở.\n"), "weekday-mismatch")
    assert found == ([] if "30/12" in day else [day])


@pytest.mark.parametrize(
    "day",
    [
        "thứ Hai, ngày 17/3/2025",
        "Chủ nhật, ngày 16/3",
        "ngày 17/3/2025 (thứ Hai)",
        "phiên họp thứ ba, ngày 17/3/2025",
        "lần thứ tư ngày 17/3/2025",
        "thứ Ba hằng tuần, từ ngày 17/3/2025",
        "thứ Năm, ngày 31/02/2025",
        "thứ Ba, ngày 17",
    ],
)
def test_weekday_that_fits_or_is_none(day: str) -> None:
    assert told(paper("cong_van", f"Sở Mẫu hóa dự họp vào {day}, tại trụ sở.\n"), "weekday-mismatch") == []


def test_a_day_without_its_year_in_an_undated_document_is_not_judged() -> None:
    text = paper("cong_van", "Sở Mẫu hóa dự họp vào thứ Sáu, ngày 17/3, tại trụ sở.\n")
    assert told(text.replace("Mẫu Giang, ngày 10 tháng 3 năm 2025\n", ""), "weekday-mismatch") == []


# --- numbering -------------------------------------------------------------------------------------------------------


def _points(*markers: str) -> str:
    return "".join(f"{marker} Sở Mẫu hóa lập sổ theo dõi phần việc {k}.\n" for k, marker in enumerate(markers))


@pytest.mark.parametrize(
    ("markers", "after"),
    [
        (("1.", "2.", "4."), 1),
        (("a)", "c)"), 1),
        (("I.", "II.", "IV."), 1),
        (("1.", "1.1.", "1.3.", "2."), 1),
        (("Điều 1.", "Điều 2.", "Điều 5."), 1),
        (("đ)", "h)"), 1),
        (("1.", "2.", "3.", "4."), 0),
        (("a)", "b)", "c)", "d)", "đ)", "e)", "g)", "h)", "i)", "k)"), 0),
        (("c)", "d)", "e)", "f)", "g)"), 0),
        (("I.", "1.", "2.", "II.", "1.", "2."), 0),
        (("1.", "2.", "1.", "2."), 0),
        (("1.", "15."), 0),
        (("-", "+", "-"), 0),
    ],
)
def test_outline_gap(markers: tuple[str, ...], after: int) -> None:
    body = "Các sở thực hiện các việc sau:\n" + _points(*markers)
    assert len(told(paper("thong_bao", body), "outline-gap")) == after


def test_a_number_inside_a_paragraph_leaves_no_gap() -> None:
    body = "1. Sở Mẫu hóa lập sổ; 2. Sở Nội vụ rà soát sổ.\n3. Sở Tài chính bố trí kinh phí mẫu.\n"
    assert told(paper("thong_bao", body), "outline-gap") == []


def test_the_numbers_of_a_scan_are_not_judged() -> None:
    dispatch = read(paper("thong_bao", _points("1.", "2.", "4.")))
    outline = build_outline(dispatch.text, find_zones(dispatch.text))
    for confidence, expected in ((1.0, ["outline-gap"]), (0.93, [])):
        text = replace(dispatch.text, confidence=confidence)
        assert [f.code for f in find_findings(text, outline, dispatch.header, (), ())] == expected


# --- tasks -----------------------------------------------------------------------------------------------------------


def _task(
    text: str, due: date | None = None, lead: str | None = "Sở Mẫu hóa", targets: tuple[Target, ...] = ()
) -> Task:
    span = Span(0, len(text))
    deadlines = (Deadline("trước ngày", "date", due, None, span, "thử"),) if due else ()
    leads = (Found(lead, span, "thử"),) if lead else ()
    return Task("1", text, span, 1, leads, (), deadlines, targets, "thử")


def _codes(*tasks: Task, arrived: str | None = None) -> list[tuple[str, str]]:
    header = Header(Found("cong_van", None, "thử"), date=Found("2025-03-10", None, "thử"))
    return [(finding.code, finding.severity) for finding in on_tasks(header, tasks, arrived)]


def test_lead_missing() -> None:
    aim = Target("đạt 90%", ">=", None, "%", Span(0, 1), "thử")
    assert _codes(_task("lập sổ mẫu", lead=None)) == [("lead-missing", "warning")]
    assert _codes(_task("90% xã lập sổ mẫu", lead=None, targets=(aim,))) == [("lead-missing", "info")]
    assert _codes(_task("lập sổ mẫu")) == []


def test_a_missing_lead_names_its_task() -> None:
    tasks = [_task("lập sổ mẫu"), _task("nộp sổ mẫu", lead=None)]
    found = on_tasks(Header(Found("cong_van", None, "thử")), tasks, None)
    assert [one.message for one in found] == ["Nhiệm vụ 2 chưa rõ cơ quan chủ trì."]


def test_deadlines_against_issue_and_receipt() -> None:
    late, early = ("deadline-past-at-receipt", "warning"), ("deadline-before-issue", "warning")
    assert _codes(_task("lập sổ mẫu", date(2025, 3, 9))) == [early]
    assert _codes(_task("lập sổ mẫu", date(2025, 3, 9)), arrived="2025-03-20") == [early]
    assert _codes(_task("lập sổ mẫu", date(2025, 3, 15)), arrived="2025-03-20") == [late]
    assert _codes(_task("lập sổ mẫu", date(2025, 3, 20)), arrived="2025-03-20") == []
    assert _codes(_task("lập sổ mẫu", date(2025, 3, 15))) == []


def test_the_day_of_receipt_is_that_of_the_stamp() -> None:
    dispatch = read(LETTER)
    outline = build_outline(dispatch.text, find_zones(dispatch.text))
    for day, expected in (("2025-04-17", ["deadline-past-at-receipt"]), ("2025-04-15", []), (None, [])):
        text = replace(dispatch.text, arrival=Arrival("7", day))
        found = find_findings(text, outline, dispatch.header, dispatch.tasks, ())
        assert [finding.code for finding in found] == expected
        assert all(re.search(r"\b2 ngày\b", finding.message) for finding in found)


@pytest.mark.parametrize(
    ("limit", "code", "evidence"),
    [
        ("trước ngày 31/6/2025", "impossible-date", "ngày 31/6/2025"),
        ("chậm nhất ngày 30 tháng 02", "impossible-date", "ngày 30 tháng 02"),
        ("trước 31/6", "time-unread", "trước 31/6"),
        ("trước ngày 25", "time-unread", "trước ngày 25"),
        ("trước ngày 29/02", "time-unread", "trước ngày 29/02"),  # neither 2025 nor 2026 has one
        ("trước 16 giờ", "time-unread", "trước 16 giờ"),
    ],
)
def test_a_time_that_cannot_be_read_is_told_and_not_guessed(limit: str, code: str, evidence: str) -> None:
    dispatch = read(LETTER.replace("trước ngày 15/4/2025", limit))
    assert told(LETTER.replace("trước ngày 15/4/2025", limit), code) == [evidence]
    assert len(dispatch.findings) == 1 and len(dispatch.tasks) == 1
    assert all(deadline.due is None for deadline in dispatch.tasks[0].deadlines)


def test_an_unread_time_is_told_of_tasks_and_their_labels_only() -> None:
    reported = "Sở Mẫu hóa đã báo cáo trước ngày 25.\n"
    assert told(paper("cong_van", reported), "time-unread") == []
    row = "Giao các sở thực hiện:\n1. Lập sổ theo dõi mẫu.\nThời gian hoàn thành: trước ngày 25\n"
    assert told(paper("ke_hoach", row), "time-unread") == ["trước ngày 25"]


def test_same_task_twice() -> None:
    words = "Rà soát, lập sổ theo dõi mẫu tại xã"
    twice = [("same-task-twice", "warning")]
    assert _codes(_task(words), _task("rà soát lập sổ theo dõi mẫu tại xã.")) == twice
    assert _codes(_task(words), _task(words, lead="Sở Nội vụ")) == []
    assert _codes(_task(words, date(2025, 5, 1)), _task(words, date(2025, 6, 1))) == []
    assert _codes(_task("Báo cáo kết quả"), _task("Báo cáo kết quả")) == []
    assert _codes(_task(words, lead=None), _task(words, lead=None)) == [("lead-missing", "warning")] * 2
