"""The confidence of whole tasks: its evidence, its weights, how they are fitted and what auto-accept makes of it."""

from __future__ import annotations

import json
import random
import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import Ran

from pipeline.calibration import evidence, load_weights, needs_review
from pipeline.evaluate import whole_tasks
from pipeline.evaluate.acceptance import auto_accept, best_threshold, curve
from pipeline.evaluate.regression import Judged, cross_validate, fit
from pipeline.process import process
from pipeline.rules import RuleError
from pipeline.types import Dispatch, Doubt

Run = Callable[..., Ran]

LETTER = """ỦY BAN NHÂN DÂN
TỈNH SÔNG THAO
-------
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------
Số: 88/UBND-KT
Sông Thao, ngày 05 tháng 3 năm 2025
V/v phòng cháy rừng

Kính gửi: Sở Nội vụ.

Ủy ban nhân dân tỉnh yêu cầu các cơ quan thực hiện các nội dung sau:

{points}

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH



Lê Thị Thử
"""


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Dispatch]:
    def from_points(*points: str) -> Dispatch:
        path = tmp_path / "thu.txt"
        numbered = "\n\n".join(f"{n}. {point}" for n, point in enumerate(points, 1))
        path.write_text(LETTER.format(points=numbered), "utf-8")
        return process(path)

    return from_points


def features(dispatch: Dispatch, at: int = 0) -> set[str]:
    return {name for name, strength in evidence(dispatch.tasks[at], dispatch).items() if strength}


@pytest.mark.parametrize(
    ("point", "expected"),
    [
        ("Yêu cầu Sở Tài chính rà soát kinh phí.", {"lead.command", "behind.work"}),
        ("Sở Tài chính khẩn trương rà soát kinh phí.", {"lead.subject", "behind.work"}),
        ("Sở Tài chính: Rà soát kinh phí.", {"lead.subject", "behind.mark"}),
        ("Yêu cầu các xã, phường rà soát kinh phí.", {"names.collective"}),
        ("Sở Tài chính, Sở Nội vụ và Sở Y tế rà soát kinh phí.", {"names.many"}),
        ("Sở Tài chính rà soát kinh phí trước ngày 20/4/2025.", {"time.found"}),
        ("Sở Tài chính rà soát kinh phí. Gửi kết quả về Sở Nội vụ.", {"text.sentences"}),
        ("Sở Tài chính phấn đấu tỷ lệ giải ngân đạt 95% kế hoạch vốn.", {"target.found"}),
        ("Rà soát kinh phí, thiết bị hiện có.", {"lead.opening"}),
    ],
)
def test_evidence_of_one_task(read: Callable[..., Dispatch], point: str, expected: set[str]) -> None:
    assert expected <= features(read(point))


def test_what_is_not_there_is_no_evidence(read: Callable[..., Dispatch]) -> None:
    seen = features(read("Sở Tài chính rà soát kinh phí."))
    assert not seen & {"names.collective", "names.many", "time.found", "time.unread", "target.found", "text.sentences"}


def test_a_task_without_lead_has_no_evidence_of_names(read: Callable[..., Dispatch]) -> None:
    dispatch = read("Sở Tài chính rà soát kinh phí.")
    seen = evidence(replace(dispatch.tasks[0], lead=()), dispatch)
    assert seen["lead.none"] == 1 and not any(name.startswith(("names.", "behind.")) for name in seen)


def test_a_time_that_was_not_read_is_told(read: Callable[..., Dispatch]) -> None:
    dispatch = read("Sở Tài chính rà soát kinh phí trước ngày 20/4/2025.")
    task = dispatch.tasks[0]
    assert evidence(task, dispatch)["time.unread"] == 0
    assert evidence(replace(task, deadlines=()), dispatch)["time.unread"] == 1


def test_confidence_is_a_probability_and_the_doubtful_is_less_sure(read: Callable[..., Dispatch]) -> None:
    dispatch = read(
        "Yêu cầu Sở Nông nghiệp và Môi trường rà soát kinh phí trước ngày 20/4/2025.",
        "phong trào thi đua, các cơ quan liên quan tiếp tục rà soát. Gửi kết quả.",
    )
    sure, doubtful = (task.confidence for task in dispatch.tasks)
    assert 0 < doubtful < sure < 1


def test_review_begins_below_the_threshold(read: Callable[..., Dispatch]) -> None:
    threshold = load_weights().threshold
    task = read("Sở Nội vụ lập danh sách trước ngày 30/4/2025.").tasks[0]
    assert 0.5 < threshold < 1
    assert needs_review(replace(task, confidence=threshold - 0.001))
    assert not needs_review(replace(task, confidence=threshold))
    assert needs_review(replace(task, confidence=1.0, doubts=(Doubt("lead", "Sở Nội vụ", ""),)))


def test_every_weight_is_of_a_known_feature(read: Callable[..., Dispatch]) -> None:
    known = ("lead.", "behind.", "names.", "text.", "time.", "target.")
    assert load_weights().features and all(name.startswith(known) for name in load_weights().features)


def test_weights_with_other_keys_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "w.toml"
    path.write_text("bias = 0.0\nthreshold = 0.9\nsharpness = 2\n\n[card]\n\n[features]\n", "utf-8")
    with pytest.raises(RuleError, match="sharpness"):
        load_weights(path)


def judged(seed: int = 7) -> list[Judged]:
    """Twenty documents of twelve tasks; every third is doubtful, and half of those are wrong."""
    chance = random.Random(seed)
    found = []
    for at in range(240):
        doubtful = at % 3 == 0
        right = chance.random() < (0.5 if doubtful else 0.99)
        found.append(Judged(f"d{at // 12}", {"doubt": float(doubtful), "noise": chance.random()}, right))
    return found


def test_fitting_finds_what_speaks_against_a_task_and_how_much() -> None:
    weights = fit(judged())
    assert weights.features["doubt"] < -2 and abs(weights.features.get("noise", 0)) < 1
    assert weights.probability({"doubt": 1.0, "noise": 0.5}) == pytest.approx(0.5, abs=0.1)
    assert weights.probability({"noise": 0.5}) == pytest.approx(0.985, abs=0.02)


def test_fitting_is_deterministic_and_carries_the_threshold() -> None:
    assert fit(judged(), 0.9) == fit(judged(), 0.9)
    assert fit(judged(), 0.9).threshold == 0.9


def test_cross_validation_never_sees_the_document_it_judges() -> None:
    tasks = judged()
    telling = [replace(task, seen={**task.seen, task.document: float(task.right)}) for task in tasks]
    for task, likely in zip(tasks, cross_validate(telling), strict=True):
        assert likely < 0.8 if task.seen["doubt"] else likely > 0.8


def test_auto_accept_counts_what_passes() -> None:
    one = auto_accept([0.99, 0.97, 0.9, 0.2], [True, False, True, False], 0.95)
    assert (one.accepted, one.right, one.precision, one.coverage) == (2, 1, 0.5, 0.5)
    nothing = auto_accept([0.5], [True], 0.9)
    assert (nothing.precision, nothing.coverage) == (1.0, 0.0)
    assert auto_accept([], [], 0.9).coverage == 0.0


def test_the_best_threshold_accepts_most() -> None:
    confidences, right = [0.9, 0.8, 0.7, 0.6], [True, True, False, True]
    assert best_threshold(confidences, right, 1.0) == 0.8
    assert best_threshold(confidences, right, 0.7) == 0.6
    assert best_threshold([0.9], [False], 0.9) == 1.0


def test_the_curve_goes_from_the_surest_to_all() -> None:
    steps = list(curve([n / 40 for n in range(40)], [n >= 10 for n in range(40)]))
    assert len(steps) == 10 and steps[-1].coverage == 1.0
    assert steps[0].right == 1.0 and steps[-1].right == 0.0
    assert steps[-1].precision == 0.75
    assert list(curve([], [])) == []


def test_which_tasks_are_whole() -> None:
    empty = {"lead": [], "coordinate": [], "deadlines": [], "targets": []}
    gold = [
        {"text": "trồng ba mươi ha rừng phòng hộ", **empty},
        {"text": "mở lớp tập huấn cho cán bộ", **empty, "lead": ["Sở Nội vụ"]},
        {"text": "phấn đấu nâng cao chất lượng", **empty, "optional": True},
    ]
    predicted = [{"text": task["text"], **empty} for task in (gold[2], gold[1], gold[0])]
    extra = {"text": "một câu không giao việc gì", **empty}
    assert whole_tasks(gold, [*predicted, extra]) == {1: False, 2: True, 3: False}


def test_evaluate_prints_the_curve_and_auto_accept(giaoviec: Run, corpus: Path) -> None:
    ran = giaoviec("evaluate", corpus)
    assert ran.code == 0
    assert "độ tin cậy của nhiệm vụ" in ran.out and "tự nhận từ" in ran.out
    row = json.loads(giaoviec("evaluate", "--json", corpus).out)
    assert len(row["curve"]) == 10
    assert row["auto_accept"]["precision"] >= 0.95 and row["auto_accept"]["coverage"] >= 0.5


def test_evaluate_without_tasks_has_no_curve(giaoviec: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(LETTER.format(points=""), "utf-8")
    (tmp_path / "a.gold.json").write_text('{"header": {}, "tasks": []}', "utf-8")
    row = json.loads(giaoviec("evaluate", "--json", tmp_path).out)
    assert (row["auto_accept"], row["curve"]) == (None, [])


def test_calibrate_writes_weights_with_their_card(giaoviec: Run, tmp_path: Path, read: Callable[..., Dispatch]) -> None:
    for n, lead in enumerate(("Sở Tài chính", "Sở Tài chính", "Sở Y tế", "Sở Tài chính", "Sở Tài chính", "Sở Y tế")):
        path = tmp_path / f"{n}.txt"
        path.write_text(LETTER.format(points="1. Sở Tài chính rà soát kinh phí phòng cháy."), "utf-8")
        work = {"text": "Sở Tài chính rà soát kinh phí phòng cháy.", "lead": [lead]}
        gold = {"header": {}, "tasks": [{**work, "coordinate": [], "deadlines": [], "targets": []}]}
        path.with_suffix(".gold.json").write_text(json.dumps(gold), "utf-8")
    out = tmp_path / "thử" / "rules.toml"
    ran = giaoviec("calibrate", tmp_path, "--out", out)
    assert (ran.code, ran.err) == (0, "")
    table = tomllib.loads(out.read_text("utf-8"))
    assert (table["card"]["documents"], table["card"]["tasks"], table["card"]["wrong"]) == (6, 6, 2)
    assert len(table["card"]["gold_sha256"]) == 64 and table["features"]


def test_calibrate_wants_right_and_wrong_tasks(giaoviec: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(LETTER.format(points=""), "utf-8")
    (tmp_path / "a.gold.json").write_text('{"header": {}, "tasks": []}', "utf-8")
    ran = giaoviec("calibrate", tmp_path, "--out", tmp_path / "x.toml")
    assert ran.code == 3 and ran.err.startswith("giaoviec: ") and not (tmp_path / "x.toml").exists()
