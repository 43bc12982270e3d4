"""Corrections in the store: what people change is what reports show, nothing read is lost, every act can be undone."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from pipeline.contract import contract
from pipeline.errors import EditConflict, EditRefused, RecordRefused
from pipeline.review import PEOPLE, Author
from pipeline.store import open_store, record_event, record_receipt, save
from pipeline.store.corrections import acts_of
from pipeline.store.layouts import Layout
from pipeline.store.reviewing import (
    accept_sure,
    accept_task,
    add_task,
    confirm,
    correct_header,
    correct_task,
    delete_task,
    merge_tasks,
    split_task,
    undo,
)  # fmt: skip
from pipeline.store.stored_reading import stored_reading
from pipeline.store.verify import verify
from pipeline.types import Dispatch, DocumentText, OffsetMap
from tests.factory import Paper, Work, build, happened

CLERK = Author("lan", "Trần Thị Mẫu", "clerk")
OTHER = Author("hoa", "Lê Văn Ví Dụ", "clerk")
WORKS = [
    Work("rà soát hồ sơ; báo cáo kết quả trước ngày 30/06/2025", due=date(2025, 6, 30), coordinate=("Công an tỉnh",)),
    Work("tổ chức tập huấn cho cán bộ thôn", lead=("Sở Nội vụ",)),
    Work("kiểm tra việc thực hiện", lead=()),
]
PAPER = Paper(WORKS)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    store = open_store(tmp_path / "giaoviec.db")
    save(store, _sure(build(PAPER)))
    yield store
    assert list(_without_originals(store, tmp_path)) == []
    store.conn.close()


def _sure(dispatch: Dispatch) -> Dispatch:
    """The first task is in doubt, the others are not."""
    first, *others = dispatch.tasks
    return replace(dispatch, tasks=(replace(first, confidence=0.1), *others))


def _without_originals(db: Database, folder: Path) -> Iterator[str]:
    """Whatever was done, standings and tallies are those of the events, and search finds what is stored."""
    yield from (one for one in verify(db.conn, folder) if "bản gốc" not in one)
    for id_, text in db.conn.execute("SELECT id, text FROM tasks WHERE NOT withdrawn").fetchall():
        sql = "SELECT rowid FROM tasks_fts WHERE tasks_fts MATCH match_query(?)"
        if (id_,) not in db.conn.execute(sql, [f'"{text}"']).fetchall():
            yield f"{id_} không tìm thấy"


def _value(db: Database, sql: str, *values: Any) -> Any:
    return db.conn.execute(sql, values).fetchone()[0]


def _column(db: Database, sql: str, *values: Any) -> list[Any]:
    return [row[0] for row in db.conn.execute(sql, values).fetchall()]


def _revision(db: Database) -> int:
    return int(_value(db, "SELECT revision FROM documents"))


def _reading(db: Database) -> dict[str, Any]:
    return {key: value for key, value in stored_reading(db.conn, 1).items() if key != "findings"}


def test_a_corrected_header_is_what_everything_shows(db: Database) -> None:
    done = correct_header(db, 1, 0, {"number": "16", "subject": "phòng, chống bão", "date": "5/4/2025"}, CLERK)
    row = dict(
        zip(
            ("label", "code", "given_on"),
            db.conn.execute("SELECT label, code, given_on FROM documents").fetchone(),
            strict=True,
        )
    )
    assert done.revision == 1
    assert row == {"label": "Công văn 16/UBND-VX", "code": "16/UBND-VX", "given_on": "2025-04-05"}
    found = "SELECT rowid FROM documents_fts WHERE documents_fts MATCH match_query('chong bao')"
    assert _column(db, found) == [1]
    assert _value(db, "SELECT rule FROM header_values WHERE field = 'number'") == PEOPLE
    assert _value(db, "SELECT ngay_giao FROM viec LIMIT 1") == "2025-04-05"


def test_what_was_not_typed_otherwise_is_not_a_change(db: Database) -> None:
    typed = {"number": " 15 ", "symbol": "UBND-VX", "recipients": "Như trên\r\nSở Y tế (t/h)\r\n"}
    assert correct_header(db, 1, 0, typed, CLERK).revision == 0
    assert acts_of(db.conn, 1) == []


def test_a_corrected_task_keeps_what_stays_of_it(db: Database) -> None:
    before = db.conn.execute("SELECT * FROM task_agencies WHERE as_written = 'Công an tỉnh'").fetchall()
    typed = {"lead": "Sở Nội vụ\nSở Y tế", "coordinate": "Công an tỉnh", "deadlines": "quý III", "targets": "đạt 80%"}
    correct_task(db, 1, 0, 1, typed, CLERK)
    names = _column(db, "SELECT as_written FROM task_agencies WHERE task_id = 1 AND role = 'lead' ORDER BY position")
    rules = _column(db, "SELECT rule FROM task_agencies WHERE task_id = 1 AND role = 'lead' ORDER BY position")
    assert (names, rules) == (["Sở Nội vụ", "Sở Y tế"], [PEOPLE, "thử"])
    assert [row[1:] for row in db.conn.execute("SELECT * FROM task_agencies WHERE as_written = 'Công an tỉnh'")] == [
        row[1:] for row in before
    ]
    assert db.conn.execute("SELECT kind, due, rule FROM deadlines WHERE task_id = 1").fetchall() == [
        ("period", "2025-09-30", PEOPLE)
    ]
    assert db.conn.execute("SELECT comparator, value, unit FROM targets WHERE task_id = 1").fetchall() == [
        (">=", 80, "%")
    ]
    assert _value(db, "SELECT han FROM viec WHERE id = 1") == "2025-09-30"
    assert _column(db, "SELECT co_quan FROM phan_cong WHERE viec_id = 1 AND vai_tro = 'chủ trì' ORDER BY id") == [
        "Sở Y tế", "Sở Nội vụ",
    ]  # fmt: skip
    assert _value(db, "SELECT reviewed FROM tasks WHERE id = 1") == 1


def test_a_value_stands_where_its_words_are_printed_else_where_the_former_one_was(db: Database) -> None:
    text = _value(db, "SELECT text FROM documents")
    former = db.conn.execute("SELECT span_start, span_end FROM deadlines WHERE task_id = 1").fetchone()
    correct_task(db, 1, 0, 1, {"lead": "hồ sơ", "deadlines": "15/7/2025"}, CLERK)
    start, end = db.conn.execute(
        "SELECT span_start, span_end FROM task_agencies WHERE role = 'lead' AND task_id = 1"
    ).fetchone()
    assert text[start:end] == "hồ sơ"
    assert db.conn.execute("SELECT span_start, span_end FROM deadlines WHERE task_id = 1").fetchone() == former


def test_everything_wrong_in_a_form_is_said_at_once_and_nothing_is_written(db: Database) -> None:
    with pytest.raises(EditRefused) as refused:
        correct_task(
            db, 1, 0, 1, {"text": " ", "deadlines": "sắp tới nhé", "targets": "nhiều", "lead": "Sở Nội vụ"}, CLERK
        )
    assert set(refused.value.sentences) == {"text", "deadlines", "targets"}
    assert "sắp tới nhé" in refused.value.sentences["deadlines"]
    assert (_revision(db), _value(db, "SELECT reviewed FROM tasks WHERE id = 1")) == (0, 0)


def test_undo_takes_act_after_act_back_and_is_an_act_itself(db: Database) -> None:
    before = _reading(db)
    correct_header(db, 1, 0, {"signer": "", "addressees": "Sở Y tế", "type": "chi_thi"}, CLERK)
    correct_task(db, 1, 1, 1, {"lead": "Sở Nội vụ", "text": "rà soát"}, CLERK)
    middle = _reading(db)
    delete_task(db, 1, 2, 2, CLERK)
    undo(db, 1, 3, OTHER)
    assert _reading(db) == middle
    undo(db, 1, 4, OTHER)
    undo(db, 1, 5, OTHER)
    assert _reading(db) == before
    with pytest.raises(RecordRefused, match="Không còn sửa đổi"):
        undo(db, 1, 6, OTHER)
    acts = acts_of(db.conn, 1)
    assert [one.act.undoes for one in acts] == [None, None, None, 3, 2, 1]
    assert [one.actor for one in acts] == [CLERK.name] * 3 + [OTHER.name] * 3


def test_a_deleted_task_comes_back_under_its_own_id_whatever_was_stored_meanwhile(db: Database) -> None:
    before = _reading(db)
    correct_task(db, 1, 0, 3, {"text": "kiểm tra lại việc thực hiện"}, CLERK)
    delete_task(db, 1, 1, 3, CLERK)
    save(db, build(Paper([Work("việc của văn bản khác")], number="16")))
    undo(db, 1, 2, CLERK)
    assert _column(db, "SELECT id FROM tasks WHERE document_id = 1 ORDER BY id") == [1, 2, 3]
    undo(db, 1, 3, CLERK)
    assert _reading(db) == before


def test_a_task_that_a_better_reading_finds_takes_no_id_of_a_deleted_one(db: Database) -> None:
    other = Paper([Work("việc của văn bản khác")], number="16", content=b"2")
    save(db, build(other))
    made = add_task(db, 1, 0, {"text": "việc do người thêm"}, CLERK).task_id
    assert made is not None
    delete_task(db, 1, 1, made, CLERK)
    save(db, build(replace(other, works=[*other.works, Work("tổng hợp số liệu cấp xã")])))
    undo(db, 1, 2, CLERK)
    assert _column(db, "SELECT id FROM tasks WHERE document_id = 1 ORDER BY id") == [1, 2, 3, made]


def test_acts_on_a_task_that_came_back_under_another_id_are_undone_as_well(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in registers of earlier versions, which gave the id of a deleted task to another one."""
    before = _reading(db)
    correct_task(db, 1, 0, 3, {"text": "kiểm tra lại việc thực hiện"}, CLERK)
    delete_task(db, 1, 1, 3, CLERK)
    with monkeypatch.context() as patched:
        patched.setattr("pipeline.store.adding.next_task_id", lambda conn: 3)
        save(db, build(Paper([Work("việc của văn bản khác")], number="16")))
    for revision in (2, 3):
        undo(db, 1, revision, CLERK)
    assert _reading(db) == before
    assert _column(db, "SELECT text FROM tasks WHERE id = 3") == ["việc của văn bản khác"]


def test_after_undoing_a_new_act_is_what_undo_takes_back(db: Database) -> None:
    correct_header(db, 1, 0, {"number": "16"}, CLERK)
    undo(db, 1, 1, CLERK)
    correct_header(db, 1, 2, {"number": "17"}, CLERK)
    undo(db, 1, 3, CLERK)
    assert _value(db, "SELECT number FROM documents") == "15"
    with pytest.raises(RecordRefused):
        undo(db, 1, 4, CLERK)


def test_a_deleted_task_comes_back_with_its_id_and_key(db: Database) -> None:
    key = _value(db, "SELECT key FROM tasks WHERE id = 3")
    delete_task(db, 1, 0, 3, CLERK)
    assert _column(db, "SELECT id FROM tasks") == [1, 2]
    undo(db, 1, 1, CLERK)
    assert _value(db, "SELECT key FROM tasks WHERE id = 3") == key
    assert _column(db, "SELECT id FROM tasks ORDER BY position, id") == [1, 2, 3]


def test_an_id_is_not_given_twice(db: Database) -> None:
    delete_task(db, 1, 0, 3, CLERK)
    assert add_task(db, 1, 1, {"text": "lập danh sách", "lead": "Sở Y tế"}, CLERK).task_id == 4


def test_a_task_with_events_is_marked_and_not_deleted(db: Database) -> None:
    record_event(db, 2, happened("accept", date(2025, 3, 5)))
    delete_task(db, 1, 0, 2, CLERK)
    assert _value(db, "SELECT withdrawn FROM tasks WHERE id = 2") == 1
    undo(db, 1, 1, CLERK)
    assert _value(db, "SELECT withdrawn FROM tasks WHERE id = 2") == 0


def test_a_task_is_added_from_a_place_in_the_text(db: Database) -> None:
    text = _value(db, "SELECT text FROM documents")
    start = text.index("báo cáo kết quả trước")
    span = (start, text.index("\n", start))
    done = add_task(db, 1, 0, {}, CLERK, span)
    row = db.conn.execute("SELECT text, span_start, span_end, rule FROM tasks WHERE id = ?", [done.task_id]).fetchone()
    assert row == ("báo cáo kết quả trước ngày 30/06/2025", *span, PEOPLE)
    assert _column(db, "SELECT due FROM deadlines WHERE task_id = ?", done.task_id) == ["2025-06-30"]
    assert _column(db, "SELECT id FROM tasks ORDER BY position, id") == [1, 4, 2, 3]
    with pytest.raises(EditRefused, match="không được để trống"):
        add_task(db, 1, 1, {"lead": "Sở Y tế"}, CLERK)


def test_split_and_merge_are_each_others_inverse_in_words(db: Database) -> None:
    before = _reading(db)
    text = before["tasks"][0]["text"]
    cut = text.index(";")
    done = split_task(db, 1, 0, 1, text[:cut], text[cut:], CLERK)
    first, second = _reading(db)["tasks"][:2]
    assert (first["text"], second["text"]) == ("rà soát hồ sơ", "báo cáo kết quả trước ngày 30/06/2025")
    assert first["lead"] == second["lead"] == ["Sở Y tế"]
    assert (first["deadlines"], [one["due"] for one in second["deadlines"]]) == ([], ["2025-06-30"])
    merge_tasks(db, 1, done.revision, 1, CLERK)
    merged = _reading(db)["tasks"]
    assert len(merged) == 3 and merged[0]["lead"] == ["Sở Y tế"] and len(merged[0]["deadlines"]) == 1
    undo(db, 1, 2, CLERK)
    undo(db, 1, 3, CLERK)
    assert _reading(db) == before
    with pytest.raises(EditRefused, match="con trỏ"):
        split_task(db, 1, 4, 1, "", text, CLERK)
    with pytest.raises(RecordRefused, match="việc cuối"):
        merge_tasks(db, 1, 4, 3, CLERK)


def test_a_new_date_places_the_deadlines_anew_that_hang_on_it(tmp_path: Path) -> None:
    work = Work("gửi báo cáo trước ngày 30/6")
    dispatch = build(Paper([work], issued=None))
    from pipeline.values import read_deadlines

    found = replace(read_deadlines("trước ngày 30/6", None)[0], span=dispatch.tasks[0].span)
    task = replace(dispatch.tasks[0], deadlines=(found,))
    store = open_store(tmp_path / "khac.db")
    save(store, replace(dispatch, tasks=(task,)))
    assert _value(store, "SELECT due FROM deadlines") is None
    correct_header(store, 1, 0, {"date": "10/7/2025"}, CLERK)
    assert _value(store, "SELECT due FROM deadlines") == "2026-06-30"
    correct_task(store, 1, 1, 1, {"deadlines": "30/9"}, CLERK)
    correct_header(store, 1, 2, {"date": "10/10/2025"}, CLERK)
    assert _value(store, "SELECT due FROM deadlines") == "2025-09-30"  # a person's reading is not placed again
    store.conn.close()


def test_two_people_at_different_things_do_not_meet(db: Database) -> None:
    correct_task(db, 1, 0, 1, {"lead": "Sở Nội vụ", "text": WORKS[0].text}, CLERK)
    correct_task(db, 1, 0, 1, {"lead": "Sở Y tế", "text": "rà soát lại hồ sơ"}, OTHER)  # lead as the form still had it
    assert _column(db, "SELECT as_written FROM task_agencies WHERE task_id = 1 AND role = 'lead'") == ["Sở Nội vụ"]
    assert _value(db, "SELECT text FROM tasks WHERE id = 1") == "rà soát lại hồ sơ"


def test_the_second_at_the_same_thing_is_told_and_changes_nothing(db: Database) -> None:
    correct_task(db, 1, 0, 1, {"lead": "Sở Nội vụ"}, CLERK)
    with pytest.raises(EditConflict) as conflict:
        correct_task(db, 1, 0, 1, {"lead": "Công an tỉnh", "text": "rà soát lại"}, OTHER)
    assert (conflict.value.fields, conflict.value.by) == (("lead",), CLERK.name)
    assert _value(db, "SELECT text FROM tasks WHERE id = 1") == WORKS[0].text
    for late in (delete_task, merge_tasks):
        with pytest.raises(EditConflict):
            late(db, 1, 0, 1, OTHER)
    with pytest.raises(EditConflict):
        confirm(db, 1, 0, OTHER)
    with pytest.raises(EditConflict):
        undo(db, 1, 0, OTHER)
    correct_task(db, 1, 0, 1, {"lead": "Sở Nội vụ"}, OTHER)  # both typed the same
    delete_task(db, 1, 1, 1, CLERK)
    with pytest.raises(EditConflict):
        correct_task(db, 1, 1, 1, {"lead": "Sở Y tế"}, OTHER)


def test_confirming_waits_for_what_is_in_doubt(db: Database) -> None:
    assert _value(db, "SELECT to_check FROM documents") >= 1
    with pytest.raises(RecordRefused, match="Còn 1 việc cần xem"):
        confirm(db, 1, 0, CLERK)
    accept_sure(db, 1, 0, CLERK)
    assert _column(db, "SELECT reviewed FROM tasks ORDER BY id") == [0, 1, 1]
    accept_task(db, 1, 1, 1, CLERK)
    assert confirm(db, 1, 2, CLERK).revision == 3
    assert _value(db, "SELECT confirmed_by FROM documents") == CLERK.name
    assert confirm(db, 1, 3, OTHER).revision == 3  # nothing is left to say
    undo(db, 1, 3, CLERK)
    assert _value(db, "SELECT confirmed_at FROM documents") is None


def test_confirming_anyway_accepts_everything_in_one_act(db: Database) -> None:
    confirm(db, 1, 0, CLERK, anyway=True)
    assert _column(db, "SELECT DISTINCT reviewed FROM tasks") == [1]
    assert _revision(db) == 1


def test_a_missing_lead_that_is_filled_in_is_found_no_more(db: Database) -> None:
    correct_task(db, 1, 0, 3, {"text": "kiểm tra đột xuất"}, CLERK)
    missing = "SELECT count(*) FROM findings WHERE code = 'lead-missing'"
    assert _value(db, missing) == 1
    correct_task(db, 1, 1, 3, {"lead": "Sở Y tế"}, CLERK)
    assert _value(db, missing) == 0


def test_a_time_typed_as_counted_from_receipt_falls_due_by_it(db: Database) -> None:
    record_receipt(db, 1, date(2025, 3, 10), CLERK)
    correct_task(db, 1, 0, 2, {"deadlines": "05 ngày kể từ ngày nhận được văn bản này"}, CLERK)
    assert _value(db, "SELECT due FROM deadlines WHERE task_id = 2") == "2025-03-15"
    assert _value(db, "SELECT han FROM viec WHERE id = 2") == "2025-03-15"


def test_a_time_typed_as_repeated_has_its_days(db: Database) -> None:
    correct_task(db, 1, 0, 2, {"deadlines": "ngày 5 hằng tháng"}, CLERK)
    days = _column(db, "SELECT due FROM occurrences ORDER BY due LIMIT 2")
    assert days == ["2025-03-05", "2025-04-05"]
    undo(db, 1, 1, CLERK)
    assert _column(db, "SELECT due FROM occurrences") == []


def test_reading_again_keeps_what_people_said(db: Database) -> None:
    correct_task(db, 1, 0, 1, {"lead": "Sở Nội vụ"}, CLERK)
    mine = _reading(db)
    better = build(Paper([replace(WORKS[0], lead=("Công an tỉnh",)), *WORKS[1:]], content=_content()))
    assert save(db, better).outcome == "kept"
    assert _reading(db) == mine
    assert save(db, better).outcome == "unchanged"
    told = _value(db, "SELECT message FROM findings WHERE code = 'reading-differs'")
    assert "1 việc khác đi" in told
    kept = [json.loads(one)["tasks"][0]["lead"] for one in _column(db, "SELECT reading FROM readings ORDER BY id")]
    assert kept == [["Sở Y tế"], ["Công an tỉnh"]]
    agreeing = build(Paper([replace(WORKS[0], lead=("Sở Nội vụ",)), *WORKS[1:]], content=_content()))
    assert save(db, agreeing).outcome == "kept"
    assert _column(db, "SELECT message FROM findings WHERE code = 'reading-differs'") == []


def test_a_confirmed_document_is_kept_as_well_and_an_untouched_one_is_not(db: Database) -> None:
    other = build(Paper([replace(WORKS[0], text="việc khác hẳn"), *WORKS[1:]], content=_content()))
    assert save(db, other).outcome == "updated"
    confirm(db, 1, 0, CLERK, anyway=True)
    assert save(db, _sure(build(PAPER))).outcome == "kept"


def test_the_reading_is_kept_as_it_was(db: Database) -> None:
    read = json.loads(_value(db, "SELECT reading FROM readings"))
    assert read == json.loads(json.dumps(contract(_sure(build(PAPER))), ensure_ascii=False))
    correct_header(db, 1, 0, {"number": "16"}, CLERK)
    for sql in ("UPDATE readings SET reading = ''", "DELETE FROM readings", "UPDATE corrections SET new = ''"):
        with pytest.raises(sqlite3.IntegrityError, match="chỉ thêm"):
            db.conn.execute(sql)


@pytest.mark.parametrize("table", ["corrections", "readings"])
def test_verify_tells_when_the_record_is_no_longer_guarded(tmp_path: Path, table: str) -> None:
    store = open_store(tmp_path / "khac.db")
    store.conn.execute(f"DROP TRIGGER {table}_no_update")
    assert any(f"{table}_no_update" in one for one in verify(store.conn, tmp_path))
    store.conn.close()


def test_words_are_found_over_line_breaks_nearest_to_where_they_are_looked_for() -> None:
    text = "Sở Y tế; Giám đốc SỞ Y\n tế; Sở Y tếch"
    layout = Layout(DocumentText(text, text, OffsetMap(), (), ()))
    assert [layout.find("sở y tế", near) for near in (0, 20)] == [(0, 7), (18, 26)]
    assert layout.find("Sở Y tế", within=(1, 12)) is None
    assert layout.find("5") is None and layout.find(" ") is None
    assert layout.place(3, 99)["span_start"] is None


def test_hostile_text_is_stored_as_text(db: Database) -> None:
    hostile = "<script>alert(1)</script> =CMD() \u202eabc' OR 1=1 --\x00"
    correct_header(db, 1, 0, {"subject": hostile}, CLERK)
    correct_task(db, 1, 1, 1, {"lead": hostile, "text": hostile}, CLERK)
    stored = _value(db, "SELECT subject FROM documents")
    assert stored.startswith("<script>alert(1)</script>") and "\x00" not in stored and "\u202e" not in stored


def _content() -> bytes:
    return build(PAPER).source.data
