"""The store: nothing twice, nothing half, nothing that people recorded lost."""

from __future__ import annotations

import dataclasses
import sqlite3
import time
import tomllib
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from pipeline.errors import SecretDocument, StoreError
from pipeline.store import keep_original, known, open_store, record_event, save
from pipeline.store.agency_key import agency_key
from pipeline.store.folding import excerpt, fold, match_query
from pipeline.store.labels import type_label
from pipeline.store.matching import TaskText, match_tasks
from pipeline.store.migrations import MIGRATIONS
from pipeline.store.reading import cut
from pipeline.types import Doubt, Finding, Found, SourceFile
from tests.factory import Paper, Work, build, events_of, happened

DATA_TABLES = (
    "documents", "header_values", "recipients", "agencies", "tasks", "task_agencies", "deadlines", "targets",
    "citations", "findings", "task_events", "documents_fts", "tasks_fts",
)  # fmt: skip
WORKS = (
    Work("rà soát cơ sở dữ liệu dân cư", lead=("Công an tỉnh",), due=date(2025, 5, 1), path="1.a"),
    Work("tổ chức tập huấn cho cán bộ cấp xã", coordinate=("UBND các xã",), target="đạt 80,5%", path="1.b"),
    Work("báo cáo kết quả hằng tháng", lead=("Uỷ ban nhân dân các xã",), rrule="FREQ=MONTHLY", path="1.c"),
)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    database = open_store(tmp_path / "a" / "giaoviec.db")
    yield database
    database.close()


def _dump(db: Database) -> dict[str, list[Any]]:
    return {table: db.execute(f"SELECT * FROM {table}").fetchall() for table in DATA_TABLES}  # noqa: S608 - own names


def _column(db: Database, sql: str, *values: object) -> list[Any]:
    return [row[0] for row in db.execute(sql, list(values)).fetchall()]


def test_opening_sets_the_store_up(db: Database) -> None:
    assert db.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    assert db.execute("PRAGMA foreign_keys").fetchone()[0] == 1
    assert db.execute("PRAGMA user_version").fetchone()[0] == len(MIGRATIONS)
    assert all(step.__doc__ for step in MIGRATIONS)


def test_a_newer_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "giaoviec.db"
    with open_store(path) as db:
        db.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    with pytest.raises(StoreError, match="mới hơn"):
        open_store(path)


@pytest.mark.parametrize("content", [b"khong phai SQLite " * 100, None])
def test_what_is_no_store_is_refused_and_left_alone(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "other.db"
    if content is None:
        other = sqlite3.connect(path)
        other.execute("CREATE TABLE theirs (x)")
        other.close()
    else:
        path.write_bytes(content)
    before = path.read_bytes()
    with pytest.raises(StoreError):
        open_store(path)
    assert path.read_bytes() == before


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"Không mở được"):
        open_store(tmp_path)


def test_same_file_twice_changes_nothing(db: Database) -> None:
    dispatch = build(Paper(WORKS, findings=(Finding("x", "warning", "Xem lại"),)))
    first = save(db, dispatch)
    before = _dump(db)
    renamed = dataclasses.replace(dispatch, source=dataclasses.replace(dispatch.source, name="ban-sao.txt"))
    assert first.outcome == "added"
    assert save(db, renamed) == ("unchanged", first.document_id)
    assert _dump(db) == before
    assert known(db, dispatch.source.sha256) == first.document_id
    assert known(db, "0" * 64) is None


def test_every_value_is_stored_with_its_place(db: Database) -> None:
    dispatch = build(Paper(WORKS))
    save(db, dispatch)
    text = dispatch.text.text
    for table in ("header_values", "recipients", "tasks", "task_agencies", "deadlines", "targets", "citations"):
        rows = list(db.table(table).rows)
        assert rows, table
        for row in rows:
            assert row["rule"] == "thử" and row["confidence"] == 1.0
            if table in ("tasks", "citations"):
                assert row["raw"] == text[row["span_start"] : row["span_end"]]
                assert row["page"] == dispatch.text.page_at(row["span_start"])
    assert _column(db, "SELECT value FROM targets") == [80.5]
    assert _column(db, "SELECT label FROM documents") == ["Công văn 15/UBND-VX"]


def test_changed_extraction_replaces_rows_and_keeps_ids_and_events(db: Database) -> None:
    paper = Paper(WORKS, content=b"x")
    save(db, build(paper))
    ids = _column(db, "SELECT id FROM tasks ORDER BY position")
    keys = _column(db, "SELECT key FROM tasks ORDER BY position")
    report = happened("report", date(2025, 4, 1))
    record_event(db, ids[1], report)
    better = (
        Work("kiểm tra việc mới chưa từng có"),
        dataclasses.replace(WORKS[1], text="tổ chức các lớp tập huấn cho cán bộ cấp xã", lead=("Sở Nội vụ",)),
        dataclasses.replace(WORKS[0], due=date(2025, 6, 1), path="2.a", rule="thử lại"),
    )
    assert save(db, build(dataclasses.replace(paper, works=better))).outcome == "updated"
    after = _column(db, "SELECT id FROM tasks ORDER BY position")
    assert after[1:] == [ids[1], ids[0]] and after[0] not in ids[:2]
    assert _column(db, "SELECT key FROM tasks ORDER BY position")[1:] == [keys[1], keys[0]]
    assert events_of(db, ids[1]) == [report]
    assert _column(db, "SELECT due FROM deadlines") == ["2025-06-01"]
    assert _column(db, "SELECT count(*) FROM documents") == [1]


def test_task_with_events_is_marked_not_deleted_and_comes_back(db: Database) -> None:
    paper = Paper(WORKS, content=b"x")
    save(db, build(paper))
    kept, gone = _column(db, "SELECT id FROM tasks ORDER BY position")[:2]
    record_event(db, kept, happened("extend", date(2025, 4, 1), new_due=date(2025, 7, 1)))
    save(db, build(dataclasses.replace(paper, works=())))
    assert _column(db, "SELECT id FROM tasks WHERE withdrawn") == [kept]
    assert gone not in _column(db, "SELECT id FROM tasks")
    assert _column(db, "SELECT ghi_chu FROM viec") == ["lần đọc mới hoặc người xem lại đã bỏ việc này"]
    assert _column(db, "SELECT name FROM agencies") == ["Công an tỉnh"]
    save(db, build(paper))
    assert _column(db, "SELECT id FROM tasks WHERE NOT withdrawn ORDER BY position")[0] == kept


def test_equal_words_stay_apart(db: Database) -> None:
    same = [Work("báo cáo kết quả", lead=(name,), path=path) for name, path in (("Sở A", "1"), ("Sở B", "2"))]
    save(db, build(Paper(same, content=b"x")))
    first, second = _column(db, "SELECT id FROM tasks ORDER BY position")
    record_event(db, second, happened("report", date(2025, 4, 1)))
    save(db, build(Paper(same[1:], content=b"x")))
    assert _column(db, "SELECT id FROM tasks") == [second] and first != second
    save(db, build(Paper(same, content=b"x")))
    assert len(set(_column(db, "SELECT key FROM tasks"))) == 2


def test_failure_leaves_no_partial_rows(db: Database) -> None:
    save(db, build(Paper(WORKS, number="1")))
    before = _dump(db)
    for paper in (Paper(WORKS, number="2"), Paper((*WORKS, Work("việc thêm")), number="1", content=b"")):
        dispatch = build(paper)
        broken = dataclasses.replace(dispatch.tasks[-1], rule=None)
        with pytest.raises(sqlite3.IntegrityError):
            save(db, dataclasses.replace(dispatch, tasks=(*dispatch.tasks[:-1], broken)))
        assert _dump(db) == before


def test_secret_documents_are_refused(db: Database) -> None:
    dispatch = build(Paper(WORKS))
    secret = dataclasses.replace(dispatch.header, secrecy=Found("Mật", None, "thử"))
    with pytest.raises(SecretDocument):
        save(db, dataclasses.replace(dispatch, header=secret))
    assert not any(_dump(db).values())


def test_a_locked_database_is_a_store_error(tmp_path: Path) -> None:
    with open_store(tmp_path / "x.db") as one, open_store(tmp_path / "x.db") as two:
        two.execute("PRAGMA busy_timeout = 10")
        one.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="đang ghi"):
            save(two, build(Paper(WORKS)))
        one.execute("ROLLBACK")
        assert save(two, build(Paper(WORKS))).outcome == "added"


def test_a_hundred_dispatches_in_two_seconds(db: Database) -> None:
    papers = [build(Paper(WORKS, number=str(number))) for number in range(100)]
    began = time.process_time()
    assert {result.outcome for result in (save(db, one) for one in papers)} == {"added"}
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Uỷ ban nhân dân tỉnh", "ỦY BAN NHÂN DÂN tỉnh", True),
        ("UBND các xã", "Ủy ban nhân dân các xã", True),
        ("Các sở, ban, ngành", "sở, ban, ngành", True),
        ("Tỉnh uỷ", "Tỉnh ủy", True),
        ("Sở Y tế", "Sở Y tế tỉnh", False),
        ("Quỹ đất", "Quý đất", False),
        ("Sở Nội vụ", "Sở Nội vù", False),
    ],
)
def test_agency_key(one: str, other: str, same: bool) -> None:
    assert (agency_key(one) == agency_key(other)) is same


def test_agency_is_stored_once_as_first_written(db: Database) -> None:
    save(db, build(Paper([Work("một", lead=("UBND tỉnh",)), Work("hai", lead=("Uỷ ban nhân dân tỉnh",))])))
    assert _column(db, "SELECT name FROM agencies") == ["UBND tỉnh"]
    assert _column(db, "SELECT as_written FROM task_agencies") == ["UBND tỉnh", "Uỷ ban nhân dân tỉnh"]


@pytest.mark.parametrize("typed", ["uy ban", "Ủy ban", "UỶ BAN", "dang", "Đảng", "đảng doan the", "15/UBND-VX"])
def test_search_documents_with_and_without_diacritics(db: Database, typed: str) -> None:
    save(db, build(Paper(WORKS)))
    found = _column(db, "SELECT rowid FROM documents_fts WHERE documents_fts MATCH match_query(?)", typed)
    assert found == [1]


@pytest.mark.parametrize("typed", ["", '"', "*", 'a" OR "b', "NEAR(", "(", "khong-co:cot", "^x", "'; --", "\0", "AND"])
def test_search_survives_anything_typed(db: Database, typed: str) -> None:
    save(db, build(Paper(WORKS)))
    assert _column(db, "SELECT rowid FROM documents_fts WHERE documents_fts MATCH match_query(?)", typed) == []


@given(st.text())
def test_any_text_folds_and_queries(typed: str) -> None:
    assert fold(fold(typed)) == fold(typed)
    conn = sqlite3.connect(":memory:")
    conn.execute("CREATE VIRTUAL TABLE t USING fts5(a)")
    conn.execute("SELECT * FROM t WHERE t MATCH ?", [match_query(typed)]).fetchall()
    conn.close()
    assert isinstance(excerpt(typed, typed), str)


def test_search_follows_replaced_rows(db: Database) -> None:
    search = "SELECT rowid FROM tasks_fts WHERE tasks_fts MATCH match_query(?)"
    save(db, build(Paper([Work("trồng rừng phòng hộ")], content=b"x")))
    assert _column(db, search, "trong rung") == [1]
    save(db, build(Paper([Work("trồng cây phân tán", lead=("Chi cục Kiểm lâm",))], content=b"x")))
    assert _column(db, search, "trong rung") == []
    assert len(_column(db, search, "phan tan")) == len(_column(db, search, "kiem lam")) == 1


def test_every_kind_of_document_has_a_label(root: Path) -> None:
    rules = tomllib.loads((root / "pipeline" / "rules" / "document_types.toml").read_text(encoding="utf-8"))["rule"]
    kinds = {rule.get("type", rule["id"]) for rule in rules} | {"cong_van", "khac"}
    assert [kind for kind in kinds if type_label(kind) == kind] == []


def test_matching_prefers_the_most_similar() -> None:
    stored = [TaskText("kiểm tra an toàn hồ đập mùa mưa", "1", 7), TaskText("kiểm tra an toàn cầu đường", "2", 8)]
    read = [TaskText("kiểm tra an toàn cầu, đường bộ", "1"), TaskText("việc khác hẳn", "2")]
    assert match_tasks(stored, read) == {0: 8}


@given(st.text("ab\n", max_size=30), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=5))
def test_cut_loses_no_character(text: str, pairs: list[tuple[int, int]]) -> None:
    marks = [(min(pair), max(pair), number) for number, pair in enumerate(pairs)]
    segments = cut(text, marks, [0, 5])
    assert "".join(segment.text for segment in segments) == text
    for start, end, number in marks:
        inside = "".join(segment.text for segment in segments if number in segment.tasks)
        assert inside == text[start:end] or end > len(text)


def test_originals_are_kept_once_by_content(tmp_path: Path) -> None:
    data = b"noi dung"
    digest = sha256(data).hexdigest()
    first = keep_original(tmp_path, SourceFile("Công văn.TXT", digest, "text/plain", data))
    again = keep_original(tmp_path, SourceFile("../../khác.pdf", digest, "text/plain", data))
    assert first == again == tmp_path / "originals" / digest[:2] / f"{digest}.txt"
    assert first.read_bytes() == data
    assert [path.name for path in first.parent.iterdir()] == [first.name]


@pytest.mark.parametrize(
    ("name", "extension"),
    [
        ("cv.PDF", ".pdf"), ("cong van. " + "a" * 230, ""), ("cv.một hai", ""), ("cv.a?b", ""), ("cv.", ""),
        ("gói.zip/cv: 12.p7m", ".p7m"),
    ],
)  # fmt: skip
def test_of_the_name_of_an_original_only_a_plain_extension_is_kept(tmp_path: Path, name: str, extension: str) -> None:
    digest = sha256(name.encode()).hexdigest()
    assert keep_original(tmp_path, SourceFile(name, digest, "text/plain", b"x")).name == digest + extension


def test_doubts_are_kept_with_their_task_and_go_with_a_new_reading(db: Database) -> None:
    dispatch = build(Paper(works=(Work("Rà soát kho thuốc."),)))
    doubted = dataclasses.replace(dispatch.tasks[0], confidence=0.1, doubts=(Doubt("lead", "Sở Y tế", ""),))
    save(db, dataclasses.replace(dispatch, tasks=(doubted, *dispatch.tasks[1:])))
    assert list(db.query("SELECT field, rules, model FROM doubts")) == [
        {"field": "lead", "rules": "Sở Y tế", "model": ""}
    ]
    assert _column(db, "SELECT needs_review FROM tasks WHERE position = 0") == [1]
    assert save(db, dispatch).outcome == "updated"
    assert _column(db, "SELECT count(*) FROM doubts") == [0]
