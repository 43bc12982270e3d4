"""Where values stand: page and boxes in a PDF, paragraphs in a text, and what ``giaoviec explain`` says of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from conftest import ROOT, Ran
from factory import Paper, Work, build
from hypothesis import given
from hypothesis import strategies as st
from papers import paper, read

from pipeline.explanation import explain
from pipeline.process import process
from pipeline.provenance import Place, Places
from pipeline.sources import extract_text, read_source
from pipeline.store import open_store, save
from pipeline.types import DocumentText, Line, OffsetMap, Page, Span

Run = Callable[..., Ran]
SAMPLES = sorted((ROOT / "corpus" / "van-ban").glob("c*.pdf"))
TEXT = "Giao Sở Y tế\nbáo cáo kết quả\n"
BOXES = DocumentText(
    TEXT, TEXT, OffsetMap(), (Page(1, Span(0, len(TEXT)), 595, 842),),
    (Line(Span(0, 12), 1, (100.0, 50.0, 200.0, 64.0)), Line(Span(13, 28), 1, (100.0, 66.0, 220.0, 80.0))),
)  # fmt: skip


def test_a_whole_line_has_its_own_box() -> None:
    assert Places(BOXES).of(Span(0, 12)) == (Place(1, (100.0, 50.0, 200.0, 64.0)),)


def test_a_part_of_a_line_has_its_share() -> None:
    (place,) = Places(BOXES).of(Span(5, 12))
    assert place.box is not None
    x0, top, x1, bottom = place.box
    assert (top, bottom, x1) == (50.0, 64.0, 200.0) and 130 < x0 < 155


def test_one_box_for_each_line() -> None:
    found = Places(BOXES).of(Span(8, 20))
    assert [place.box[1] for place in found if place.box] == [50.0, 66.0]
    assert Places(BOXES).of(Span(12, 13)) == () == Places(BOXES).of(Span(3, 3))


def test_the_cells_of_a_row_are_not_guessed() -> None:
    text = "1 | Rà soát | Sở Y tế\n"
    row = replace(BOXES, text=text, lines=(Line(Span(0, 21), 1, (90.0, 10.0, 500.0, 60.0)),))
    assert Places(row).of(Span(14, 21)) == (Place(1, (90.0, 10.0, 500.0, 60.0)),)


@given(st.integers(0, 28), st.integers(0, 28))
def test_boxes_stay_inside_their_lines(one: int, other: int) -> None:
    for place in Places(BOXES).of(Span(min(one, other), max(one, other))):
        assert place.box is not None
        assert any(
            line.box is not None
            and line.box[0] - 0.01 <= place.box[0] <= place.box[2] <= line.box[2] + 0.01
            and place.box[1::2] == line.box[1::2]
            for line in BOXES.lines
        )


def test_paragraphs_where_there_is_no_layout() -> None:
    dispatch = read(paper("cong_van", "Giao Sở Y tế rà soát kho thuốc trước ngày 30/4/2025."))
    text = dispatch.text
    (place,) = Places(text).of(dispatch.tasks[0].span)
    assert place.box is None and place.paragraph is not None
    lines = [line for line in text.text.split("\n") if line.strip()]
    assert "rà soát kho thuốc" in lines[place.paragraph - 1]
    joined = replace(text, lines=(text.lines[0], replace(text.lines[1], starts_paragraph=False), *text.lines[2:]))
    assert [Places(joined).paragraph(at) for at in range(3)] == [1, 1, 2]


@pytest.mark.parametrize("path", SAMPLES[:3], ids=lambda path: path.stem)
def test_shares_are_close_to_what_is_printed(path: Path) -> None:
    """Against the box that pdfium gives for the same words, in points."""
    text = extract_text(read_source(path))
    with pdfium.PdfDocument(path) as document:
        page = document[0]
        printed = page.get_textpage()
        height = page.get_height()
        errors = []
        for word in ("Kính gửi", "ngày", "Số"):
            at = text.text.find(word)
            found = printed.search(word, match_case=True).get_next()
            if at < 0 or found is None:
                continue
            chars = [printed.get_charbox(found[0] + n) for n in range(found[1])]
            (place,) = Places(text).of(Span(at, at + len(word)))
            assert place.box is not None and place.page == 1
            errors += [abs(place.box[0] - chars[0][0]), abs(place.box[2] - chars[-1][2])]
            assert place.box[1] - 2 <= height - chars[0][3] <= place.box[3] + 2
        printed.close()
        page.close()
    assert errors and max(errors) < 12


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_value_of_a_pdf_has_a_place(path: Path) -> None:
    dispatch = process(path)
    sizes = {page.number: (page.width, page.height) for page in dispatch.text.pages}
    rows = explain(dispatch)
    assert {row.field for row in rows} >= {"type", "symbol", "date", "task", "lead"}
    for row in rows:
        assert row.rule and bool(row.places) is not row.inferred
        for place in row.places:
            assert place.box is not None
            width, height = sizes[place.page]
            assert 0 <= place.box[0] < place.box[2] <= width and 0 <= place.box[1] < place.box[3] <= height


def test_places_are_stored(tmp_path: Path) -> None:
    dispatch = process(SAMPLES[0])
    with open_store(tmp_path / "x.db") as db:
        save(db, dispatch)
        for table in ("header_values", "tasks", "task_agencies", "deadlines", "targets", "citations"):
            for row in db.table(table).rows:
                boxes = json.loads(row["boxes"]) if row["boxes"] else []
                assert bool(boxes) is (row["span_start"] is not None)
                assert all(len(box) == 5 for box in boxes) and (not boxes or boxes[0][0] == row["page"])
        save(db, read(paper("cong_van", "Giao Sở Y tế rà soát kho thuốc trước ngày 30/4/2025.")))
        paragraphs = [row["paragraph"] for row in db.table("tasks").rows if row["boxes"] is None]
        assert paragraphs and all(paragraphs)


def test_explain_for_people(giaoviec: Run) -> None:
    ran = giaoviec("explain", SAMPLES[0])
    assert ran.code == 0 and ran.err == ""
    assert "Số: " in ran.out and "Việc 1" in ran.out and "trang 1, khung" in ran.out
    assert "quy tắc head:number; độ tin cậy" in ran.out


def test_explain_says_what_was_inferred(giaoviec: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text("x")
    dispatch = build(Paper([Work("Báo cáo kết quả.")]))
    monkeypatch.setattr("pipeline.batch.read.process_all", lambda path, *_: iter([dispatch]))
    out = giaoviec("explain", path).out
    assert "Ngày: 2025-03-03\n      suy ra, không in trong văn bản; quy tắc thử" in out


def test_explain_for_programs(giaoviec: Run, tmp_path: Path) -> None:
    path = tmp_path / "cv.txt"
    path.write_text(paper("cong_van", "Giao Sở Y tế rà soát kho thuốc trước ngày 30/4/2025."), "utf-8")
    ran = giaoviec("explain", "--format", "json", path, SAMPLES[0])
    text, printed = [json.loads(line) for line in ran.out.splitlines()]
    number = next(row for row in text["values"] if row["field"] == "number")
    assert number["value"] == number["raw"] == "120" and number["boxes"] == [] and number["paragraph"] == 4
    number = next(row for row in printed["values"] if row["field"] == "number")
    assert number["page"] == 1 and len(number["boxes"][0]) == 5
    assert giaoviec("explain", tmp_path / "khong-co.pdf").code == 3
