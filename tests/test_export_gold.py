"""Confirmed documents come out as gold that scoring and training take, with what people corrected in it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.evaluate.gold import load_gold
from pipeline.review import Author
from pipeline.store import open_store
from pipeline.store.reviewing import confirm, correct_task, delete_task
from pipeline.training import examples_of

CLERK = Author("lan", "Trần Thị Mẫu", "clerk")
NAMES = ("cv-ubnd-tinh-2024.txt", "cv-so-y-te-2025.pdf")
Giaoviec = Callable[..., Any]


@pytest.fixture
def book(tmp_path: Path, corpus: Path, giaoviec: Giaoviec) -> Path:
    """A register with a text and a PDF, both as read."""
    db = tmp_path / "giaoviec.db"
    giaoviec("ingest", *(corpus / "van-ban" / name for name in NAMES), "--db", db, "--workers", "1")
    return db


def _confirm(db: Path, *ids: int) -> None:
    store = open_store(db)
    for id_ in ids:
        revision = store.conn.execute("SELECT revision FROM documents WHERE id = ?", [id_]).fetchone()[0]
        confirm(store, id_, revision, CLERK, anyway=True)
    store.conn.close()


def test_what_was_only_confirmed_scores_as_read(book: Path, tmp_path: Path, giaoviec: Giaoviec) -> None:
    _confirm(book, 1, 2)
    assert giaoviec("export-gold", "--all", "--out", tmp_path / "gold", "--db", book).code == 0
    golds = load_gold([tmp_path / "gold"])
    assert sorted(gold.source.suffix for gold in golds) == [".pdf", ".txt"]
    for gold in golds:
        assert gold.gold["source"] == gold.source.name and gold.gold["tasks"]
        assert any(example.marks for example in examples_of(gold))
    figures = json.loads(giaoviec("evaluate", tmp_path / "gold", "--json", "--db", book).out)
    assert figures["documents"] == 2
    assert figures["header_accuracy"] == figures["complete_tasks"] == figures["tasks"]["f1"] == 1
    assert figures["references"]["f1"] == figures["deadlines"]["f1"] == 1


def test_what_was_corrected_is_what_is_scored_against(book: Path, tmp_path: Path, giaoviec: Giaoviec) -> None:
    store = open_store(book)
    first, second = (
        row[0] for row in store.conn.execute("SELECT id FROM tasks WHERE document_id = 1 ORDER BY id LIMIT 2")
    )
    correct_task(
        store, 1, 0, first, {"lead": "Sở Nội vụ", "deadlines": "15/12/2025", "targets": "ít nhất 500 ha"}, CLERK
    )
    delete_task(store, 1, 1, second, CLERK)
    store.conn.close()
    _confirm(book, 1)
    giaoviec("export-gold", 1, "--out", tmp_path / "gold", "--db", book)
    (gold,) = load_gold([tmp_path / "gold"])
    task = gold.gold["tasks"][0]
    assert task["lead"] == ["Sở Nội vụ"]
    assert task["deadlines"] == [{"text": "15/12/2025", "kind": "date", "due": "2025-12-15", "rrule": None}]
    assert task["targets"] == [{"text": "ít nhất 500 ha", "comparator": ">=", "value": 500, "unit": "ha"}]
    figures = json.loads(giaoviec("evaluate", tmp_path / "gold", "--json", "--db", book).out)
    assert figures["complete_tasks"] < 1 and figures["tasks"]["precision"] < 1


def test_what_nobody_confirmed_does_not_come_out(book: Path, tmp_path: Path, giaoviec: Giaoviec) -> None:
    ran = giaoviec("export-gold", 1, "--out", tmp_path / "gold", "--db", book)
    assert ran.code == 2 and "chưa được xác nhận" in ran.err and not (tmp_path / "gold").exists()
    assert "Chưa có văn bản nào" in giaoviec("export-gold", "--all", "--out", tmp_path / "gold", "--db", book).err
    assert "Hãy nêu số" in giaoviec("export-gold", "--out", tmp_path / "gold", "--db", book).err
    assert "Không có văn bản số 9" in giaoviec("export-gold", 9, "--out", tmp_path / "gold", "--db", book).err


def test_a_stroke_in_the_name_of_a_file_makes_it_no_part_of_another(
    tmp_path: Path, corpus: Path, giaoviec: Giaoviec
) -> None:
    letter, db = tmp_path / "cv #2 sở y tế.pdf", tmp_path / "giaoviec.db"
    letter.write_bytes((corpus / "van-ban" / NAMES[1]).read_bytes())
    giaoviec("ingest", letter, "--db", db, "--workers", "1")
    _confirm(db, 1)
    giaoviec("export-gold", 1, "--out", tmp_path / "gold", "--db", db)
    assert [gold.source.suffix for gold in load_gold([tmp_path / "gold"])] == [".pdf"]


def test_where_the_original_is_lost_its_text_comes_out(book: Path, tmp_path: Path, giaoviec: Giaoviec) -> None:
    _confirm(book, 2)
    for kept in (book.parent / "originals").rglob("*.pdf"):
        kept.unlink()
    giaoviec("export-gold", 2, "--out", tmp_path / "gold", "--db", book)
    (gold,) = load_gold([tmp_path / "gold"])
    assert gold.source.suffix == ".txt" and gold.source.read_text("utf-8")
