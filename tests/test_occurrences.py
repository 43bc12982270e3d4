"""When repeated work is due: the days of each rule, and how the store keeps them up to its horizon."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from case_files import load
from conftest import Ran
from hypothesis import given
from hypothesis import strategies as st
from papers import paper, read
from sqlite_utils import Database

from pipeline.clock import vietnam_today
from pipeline.follow import occurrences
from pipeline.store import extend_occurrences, open_store, record_event, register_functions, save
from pipeline.store.migrations import MIGRATIONS
from pipeline.store.reading import read_document
from pipeline.values import read_deadlines
from tests.factory import Paper, Work, build, happened

ISSUED = date(2025, 11, 18)  # a Tuesday
RULES = sorted({d["rrule"] for case in load("deadlines")["cases"] for d in case["expected"] if d["rrule"]})


def due(text: str, until: str, issued: date = ISSUED) -> list[str]:
    """The due days of the only deadline of a text, day and month where the year is that of the dispatch."""
    (deadline,) = read_deadlines(text, issued.isoformat())
    assert deadline.rrule is not None
    return [f"{day:%d/%m/%Y}" for day in occurrences(deadline.rrule, issued, date.fromisoformat(until))]


@pytest.mark.parametrize(
    ("text", "until", "expected"),
    [
        ("báo cáo trước ngày 25 hằng tháng", "2026-01-31", ["25/11/2025", "25/12/2025", "25/01/2026"]),
        ("báo cáo trước ngày 10 hằng tháng", "2026-01-31", ["10/12/2025", "10/01/2026"]),
        ("báo cáo ngày 15 của tháng cuối quý", "2026-06-30", ["15/12/2025", "15/03/2026", "15/06/2026"]),
        ("gửi trước ngày 05 của tháng đầu quý sau", "2026-06-30", ["05/01/2026", "05/04/2026"]),
        ("định kỳ 6 tháng báo cáo", "2026-12-31", ["31/12/2025", "30/06/2026", "31/12/2026"]),
        ("báo cáo hằng quý", "2026-06-29", ["31/12/2025", "31/03/2026"]),
        ("báo cáo hằng năm", "2027-12-30", ["31/12/2025", "31/12/2026"]),
        ("họp giao ban hằng tuần", "2025-12-01", ["23/11/2025", "30/11/2025"]),
        ("báo cáo vào thứ Sáu hằng tuần", "2025-12-01", ["21/11/2025", "28/11/2025"]),
        ("hai tuần một lần họp giao ban", "2025-12-31", ["30/11/2025", "14/12/2025", "28/12/2025"]),
        ("báo cáo hằng ngày", "2025-11-20", ["18/11/2025", "19/11/2025", "20/11/2025"]),
        ("báo cáo 02 lần/ngày (trước 8h00 và 16h00)", "2025-11-19", ["18/11/2025", "19/11/2025"]),
        ("định kỳ 15 ngày một lần báo cáo", "2025-12-31", ["03/12/2025", "18/12/2025"]),
        ("báo cáo trước ngày 31 hằng tháng", "2026-03-31",
         ["30/11/2025", "31/12/2025", "31/01/2026", "28/02/2026", "31/03/2026"]),
        ("báo cáo vào các ngày 05, 15 và 30 hằng tháng", "2026-02-28",
         ["30/11/2025", "05/12/2025", "15/12/2025", "30/12/2025", "05/01/2026", "15/01/2026", "30/01/2026",
          "05/02/2026", "15/02/2026", "28/02/2026"]),
        ("trước ngày 29 tháng 02 hằng năm", "2028-12-31", ["28/02/2026", "28/02/2027", "29/02/2028"]),
        ("rà soát vào tháng 6, tháng 12 hằng năm", "2026-12-31", ["31/12/2025", "30/06/2026", "31/12/2026"]),
        ("định kỳ 6 tháng (trước ngày 20/6) báo cáo", "2027-12-31", ["20/06/2026", "20/06/2027"]),
        ("gửi vào ngày làm việc cuối cùng hằng tháng", "2026-01-31", ["28/11/2025", "31/12/2025", "30/01/2026"]),
        ("họp vào thứ Hai đầu tiên của tháng", "2026-01-31", ["01/12/2025", "05/01/2026"]),
        ("02 năm một lần đánh giá", "2030-12-31", ["31/12/2026", "31/12/2028", "31/12/2030"]),
        ("định kỳ 9 tháng báo cáo", "2027-12-31", ["30/09/2026", "30/09/2027"]),
        ("định kỳ 18 tháng rà soát", "2028-12-31", ["30/04/2027", "31/10/2028"]),
    ],
)  # fmt: skip
def test_due_days(text: str, until: str, expected: list[str]) -> None:
    assert due(text, until) == expected


def test_the_day_of_the_dispatch_counts_and_a_horizon_before_it_is_empty() -> None:
    assert due("báo cáo trước ngày 18 hằng tháng", "2025-12-18") == ["18/11/2025", "18/12/2025"]
    assert due("báo cáo trước ngày 18 hằng tháng", "2025-11-17") == []


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_that_is_read_falls_due(rule: str) -> None:
    found = occurrences(rule, ISSUED, ISSUED + timedelta(days=3 * 366))
    assert found and found == sorted(set(found)) and found[0] >= ISSUED


@given(st.sampled_from(RULES), st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(0, 800), st.integers(0, 800))
def test_a_farther_horizon_only_adds(rule: str, start: date, days: int, more: int) -> None:
    near = occurrences(rule, start, start + timedelta(days=days))
    far = occurrences(rule, start, start + timedelta(days=days + more))
    assert far[: len(near)] == near and all(day > start + timedelta(days=days) for day in far[len(near) :])


@pytest.mark.parametrize("rule", ["", "FREQ=HOURLY", "FREQ=MONTHLY;COUNT=3", "hằng tháng"])
def test_what_is_no_rule_of_this_program(rule: str) -> None:
    with pytest.raises(ValueError, match="no rule"):
        occurrences(rule, ISSUED, ISSUED)


# --- the store -------------------------------------------------------------------------------------------------------

BODY = (
    "Chủ tịch UBND tỉnh yêu cầu:\n1. Sở Nội vụ báo cáo trước ngày 25 hằng tháng.\n"
    "2. Sở Y tế báo cáo hằng tuần đến hết ngày 30/3/2025.\n3. Sở Tư pháp lập danh mục trước ngày 15/4/2025.\n"
)  # issued on 10 March 2025


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with open_store(tmp_path / "x.db") as database:
        yield database


def _rows(db: Database, sql: str, *values: object) -> list[Any]:
    return list(db.execute(sql, list(values)).fetchall())


def _stored(db: Database) -> dict[str, list[str]]:
    """The due days of each task with a rule, by the words before its deadline."""
    sql = """SELECT t.text, o.due FROM occurrences o JOIN deadlines d ON d.id = o.deadline_id
        JOIN tasks t ON t.id = d.task_id ORDER BY o.due"""
    found: dict[str, list[str]] = {}
    for text, day in _rows(db, sql):
        found.setdefault(text[:7], []).append(day)
    return found


def test_saving_fills_a_year_and_work_up_to_a_day_ends_with_it(db: Database) -> None:
    dispatch = read(paper("cong_van", BODY))
    save(db, dispatch)
    stored = _stored(db)
    assert stored["Sở Nội "][0] == "2025-03-25" and stored["Sở Nội "][-1] == "2026-02-25"
    assert stored["Sở Y tế"] == ["2025-03-16", "2025-03-23", "2025-03-30"]
    assert _rows(db, "SELECT occurrences_until FROM documents") == [("2026-03-10",)]
    save(db, dispatch)
    assert _stored(db) == stored


def test_the_horizon_moves_on_once(db: Database) -> None:
    save(db, read(paper("cong_van", BODY)))
    before = _stored(db)
    assert extend_occurrences(db, date(2026, 2, 1)) == 0 and _stored(db) == before
    assert extend_occurrences(db, date(2026, 2, 11)) == 1
    after = _stored(db)
    assert after["Sở Nội "][-1] == "2027-01-25" and set(before["Sở Nội "]) < set(after["Sở Nội "])
    assert after["Sở Y tế"] == before["Sở Y tế"]
    assert extend_occurrences(db, date(2026, 2, 11)) == 0 and _stored(db) == after


def test_reading_again_keeps_the_horizon_and_drops_what_is_no_more_read(db: Database) -> None:
    works = [Work("báo cáo hằng tháng", rrule="FREQ=MONTHLY"), Work("báo cáo năm", rrule="FREQ=YEARLY")]
    save(db, build(Paper(works, content=b"x")))
    extend_occurrences(db, date(2030, 5, 5))
    save(db, build(Paper([Work("báo cáo hằng tháng", rrule="FREQ=MONTHLY;BYMONTHDAY=20")], content=b"x")))
    stored = _stored(db)["báo cáo"]
    assert stored[0] == "2025-03-20" and stored[-1] == "2031-04-20" and all(day.endswith("-20") for day in stored)


def test_without_the_document_s_day_nothing_is_counted(db: Database) -> None:
    save(db, build(Paper([Work("báo cáo hằng tháng", rrule="FREQ=MONTHLY")], issued=None)))
    assert extend_occurrences(db, date(2030, 1, 1)) == 0 and _stored(db) == {}


def _shown(db: Database) -> list[tuple[str, str | None, str]]:
    rows = _rows(db, "SELECT viec, ky_toi, tinh_trang FROM viec ORDER BY id")
    return [(viec[:7], ky_toi, timing) for viec, ky_toi, timing in rows]


def test_views_show_the_next_day_and_call_nothing_late(db: Database) -> None:
    today = vietnam_today()
    works = [
        Work("báo cáo hằng ngày", rrule="FREQ=DAILY"),
        Work("tổng hợp hằng tuần", rrule="FREQ=WEEKLY"),
        Work("rà soát một lần", due=today + timedelta(days=400)),
    ]
    save(db, build(Paper(works, issued=(today - timedelta(days=90)).isoformat())))
    sunday = today + timedelta(days=6 - today.weekday())
    assert _shown(db) == [
        ("báo cáo", today.isoformat(), "định kỳ"),
        ("tổng hợ", sunday.isoformat(), "định kỳ"),
        ("rà soát", None, "trong hạn"),
    ]
    for view in ("viec_cua_co_quan", "phan_cong"):
        assert _rows(db, f"SELECT ky_toi FROM {view} ORDER BY viec_id") == [  # noqa: S608 - own names
            (today.isoformat(),), (sunday.isoformat(),), (None,),
        ]  # fmt: skip
    for kind in ("report", "confirm"):
        record_event(db, 1, happened(kind, today))
    assert ("báo cáo", None, "hoàn thành đúng hạn") in _shown(db)


def test_the_page_of_a_document_shows_the_next_day_as_of_any_day(db: Database) -> None:
    save(db, read(paper("cong_van", BODY)))
    for as_of, expected in (("2025-03-26", "2025-04-25"), ("2025-04-25", "2025-04-25"), ("2026-12-01", None)):
        page = read_document(db.conn, 1, as_of)
        assert page is not None and page.tasks[0]["next_due"] == expected


def test_a_store_from_before_gets_its_days(tmp_path: Path) -> None:
    conn = sqlite3.connect(tmp_path / "cũ.db")
    register_functions(conn)
    at = next(k for k, step in enumerate(MIGRATIONS) if step.__name__ == "_010_occurrences")
    for step in MIGRATIONS[:at]:
        step(conn)
    conn.execute(
        "INSERT INTO documents (sha256, label, type, given_on, source_name, media_type, pages, page_starts, text,"
        " text_confidence, fingerprint) VALUES ('a', 'b', 'cong_van', '2025-03-03', 'a', 'b', 1, '[0]', '', 1, '')"
    )
    conn.execute("INSERT INTO tasks (document_id, key, position, path, text, raw, rule, confidence)"
                 " VALUES (1, 'k', 0, '', 'việc', '', '', 1)")  # fmt: skip
    deadline = (
        "INSERT INTO deadlines (task_id, position, kind, rrule, raw, rule, confidence) VALUES (1, ?, ?, ?, ?, '', 1)"
    )
    conn.execute(deadline, [0, "recurring", "FREQ=MONTHLY;BYMONTHDAY=25", "ngày 25 hằng tháng"])
    conn.execute(deadline, [1, "duration", None, "trong vòng 05 ngày làm việc kể từ ngày nhận được văn bản này"])
    for step in MIGRATIONS[at:]:
        step(conn)
    assert conn.execute("SELECT count(*), min(due), max(due) FROM occurrences").fetchall() == [
        (12, "2025-03-25", "2026-02-25")
    ]
    counted = "SELECT amount, amount_unit, counted_from FROM deadlines ORDER BY position"
    assert conn.execute(counted).fetchall() == [(None, None, None), (5, "working-day", "receipt")]
    conn.close()


def test_ingest_fills_up_to_today(
    giaoviec: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = build(Paper([Work("báo cáo hằng tháng", rrule="FREQ=MONTHLY")], issued="2019-05-05"))
    monkeypatch.setattr("pipeline.batch.read.process_all", lambda *_: iter([old]))
    (tmp_path / "a.txt").write_text("x")
    assert giaoviec("ingest", tmp_path / "a.txt", "--db", tmp_path / "x.db").code == 0
    with open_store(tmp_path / "x.db") as db:
        assert _rows(db, "SELECT max(due) FROM occurrences")[0][0] > (vietnam_today() + timedelta(days=300)).isoformat()
        assert len(_shown(db)) == 1 and _shown(db)[0][1] is not None
