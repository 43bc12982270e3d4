"""The model beside the rules: its tokens, what it learns from, how it doubts, and that all goes on without it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import spacy
from case_files import params
from hypothesis import given, settings
from hypothesis import strategies as st
from papers import paper

from pipeline.calibration import needs_review
from pipeline.evaluate.gold import load_gold
from pipeline.process import process
from pipeline.tagger import ALONG, DEADLINE, LABELS, LEAD, TARGET, Mark, Reading, load_tagger
from pipeline.tagger.spacy_tagger import SpacyTagger
from pipeline.tagger.tokens import SyllableTokenizer
from pipeline.training import Example, Settings, examples_of, fit_tagger, measure
from pipeline.types import Deadline, Found, Span, Target, Task
from pipeline.voting import doubts

BODY = (
    "Chủ tịch UBND tỉnh yêu cầu:\n1. Sở Y tế rà soát kho thuốc trước ngày 30/4/2025.\n2. Sở Tài chính bố trí kinh phí."
)


@dataclass(frozen=True)
class Parrot:
    """Marks the given words wherever they stand, and says of everything that it assigns work."""

    marks: dict[str, list[str]]
    assigns: float = 0.99

    def read(self, pieces: Sequence[str]) -> list[Reading]:
        return [Reading(self.assigns, marks_in(piece, self.marks)) for piece in pieces]


def marks_in(text: str, wanted: dict[str, list[str]]) -> tuple[Mark, ...]:
    found = ((text.find(value), len(value), label) for label, values in wanted.items() for value in values)
    return tuple(sorted((Mark(at, at + n, label) for at, n, label in found if at >= 0), key=lambda mark: mark.start))


# --- tokens ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("whole", ["QĐ-TTg", "15/12/2024", "36,74", "1.200", "Sở"])
def test_symbols_numbers_and_syllables_are_one_token(whole: str) -> None:
    tokens = SyllableTokenizer(spacy.blank("xx").vocab)(f"Theo {whole} (b/c), hoàn thành.")
    assert whole in [token.text for token in tokens]


@settings(deadline=None)  # the first call loads the vocabulary
@given(st.text(alphabet="aăâđêôơưạ ABĐ0123./-,;:()%\n\t“”…", max_size=60))
def test_no_letter_is_lost_or_changed(text: str) -> None:
    assert SyllableTokenizer(spacy.blank("xx").vocab)(text).text == text


# --- what it learns from ---------------------------------------------------------------------------------------------


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """A dispatch with one task in the gold, one optional, and a sentence that assigns nothing."""
    told = "Thời gian qua, các cơ quan đã triển khai nhiều giải pháp đồng bộ và hiệu quả."
    (tmp_path / "thu.txt").write_text(paper("cong_van", f"{told}\n{BODY}", to="Sở Y tế"), "utf-8")
    tasks = [
        {
            "text": "Sở Y tế rà soát kho thuốc trước ngày 30/4/2025.",
            "lead": ["Sở Y tế"],
            "coordinate": ["Công an tỉnh"],
            "deadlines": [{"text": "trước ngày 30/4/2025"}],
            "targets": [],
        },
        {"text": "Sở Tài chính bố trí kinh phí.", "lead": ["Sở Tài chính"], "optional": True},
    ]
    (tmp_path / "thu.gold.json").write_text(json.dumps({"tasks": tasks}, ensure_ascii=False), "utf-8")
    return tmp_path


def test_tasks_are_learnt_with_their_marks_and_other_paragraphs_without(gold: Path) -> None:
    task, *others = examples_of(load_gold([gold])[0])
    marked = {mark.label: task.text[mark.start : mark.end] for mark in task.marks}
    assert task.assigns and marked == {LEAD: "Sở Y tế", DEADLINE: "trước ngày 30/4/2025"}
    assert [other.text[:13] for other in others if "Thời gian qua" in other.text] == ["Thời gian qua"]
    assert not any(other.assigns or "rà soát" in other.text or "kinh phí" in other.text for other in others)


def test_a_fitted_tagger_marks_what_it_was_shown_and_is_the_same_twice(tmp_path: Path) -> None:
    offices = ("Sở Y tế", "Thanh tra tỉnh", "Kho bạc Nhà nước")
    days = ("10/4/2025", "20/6/2025")
    shown = [
        Example(
            text := f"{office} {work} trước ngày {day}.",
            True,
            marks_in(text, {LEAD: [office], DEADLINE: [f"trước ngày {day}"]}),
        )
        for office in offices
        for work in ("rà soát kho thuốc", "lập danh sách", "kiểm tra bến đò")
        for day in days
    ]
    shown += [Example(f"Tình hình thời tiết tháng {n} diễn biến phức tạp, mưa lớn kéo dài.", False) for n in range(9)]
    for name in ("one", "two"):
        fit_tagger(shown, Settings(epochs=30)).to_disk(tmp_path / name)
    tagger = SpacyTagger(tmp_path / "one")
    figures = measure(tagger, shown)
    assert min(figures[label].f1 for label in ("ASSIGNS", LEAD, DEADLINE)) > 0.9
    pieces = [example.text for example in shown]
    assert tagger.read(pieces) == SpacyTagger(tmp_path / "two").read(pieces)


def test_long_and_empty_pieces_are_read(tmp_path: Path) -> None:
    fit_tagger([Example("Sở Y tế báo cáo.", True), Example("Nơi nhận.", False)], Settings(epochs=1)).to_disk(
        tmp_path / "w"
    )
    readings = SpacyTagger(tmp_path / "w").read(["", "Sở Y tế " * 5_000])
    assert len(readings) == 2 and all(0 <= reading.assigns <= 1 for reading in readings)


# --- doubts ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", params("doubts", "tasks"))
def test_doubts(case: dict[str, Any]) -> None:
    marks = marks_in(case["text"], case["marks"])
    found = doubts(task_of(case), Reading(case.get("assigns", 0.95), marks))
    assert [[doubt.field, doubt.rules, doubt.model] for doubt in found] == case["doubts"]


def task_of(case: dict[str, Any]) -> Task:
    none = Span(0, 0)
    names = {role: tuple(Found(name, none, "rule") for name in case.get(role, ())) for role in ("lead", "coordinate")}
    deadlines = tuple(Deadline(text, "date", date(2025, 4, 30), None, none, "r") for text in case.get("deadlines", ()))
    targets = tuple(Target(text, "=", Decimal(90), "%", none, "r") for text in case.get("targets", ()))
    return Task("1.", case["text"], none, 1, names["lead"], names["coordinate"], deadlines, targets, "rule")


def test_a_tagger_doubts_what_is_read_and_changes_no_value(gold: Path) -> None:
    alone = process(gold / "thu.txt")
    doubting = process(gold / "thu.txt", tagger=Parrot({ALONG: ["Sở Y tế"], TARGET: ["kinh phí"]}))
    assert [task.text for task in doubting.tasks] == [task.text for task in alone.tasks]
    assert [task.lead for task in doubting.tasks] == [task.lead for task in alone.tasks]
    fields = [{doubt.field for doubt in task.doubts} for task in doubting.tasks]
    assert fields == [{"lead", "deadline"}, {"lead", "target"}]
    assert all(needs_review(task) for task in doubting.tasks)
    assert not any(task.doubts for task in alone.tasks)


def test_without_weights_there_is_no_tagger(tmp_path: Path) -> None:
    assert load_tagger(tmp_path) is None


def test_labels_are_those_that_are_asked_for() -> None:
    assert set(LABELS) == {LEAD, ALONG, DEADLINE, TARGET}
