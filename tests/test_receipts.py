"""The day of receipt: what is counted from it, whoever tells it, and the command that records it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import Ran
from papers import paper, read
from sqlite_utils import Database

from pipeline.errors import RecordRefused, StoreError
from pipeline.review import Author
from pipeline.store import known, open_store, record_receipt, save
from pipeline.types import Arrival, Dispatch, Lapse
from pipeline.values import find_deadlines
from pipeline.values.durations import end_of

WHO = Author("lan", "Trần Thị Mẫu", "clerk")
BODY = (
    "Chủ tịch UBND tỉnh yêu cầu:\n"
    "1. Sở Nội vụ gửi danh sách trong vòng 05 ngày làm việc kể từ ngày nhận được văn bản này.\n"
    "2. Sở Y tế trả lời trong vòng 10 ngày kể từ ngày nhận được văn bản của Sở Nội vụ.\n"
    "3. Sở Tư pháp lập danh mục trước ngày 15/3/2025.\n"
)  # issued on Monday 10 March 2025
COUNTED, OTHERS, FIXED = range(3)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with open_store(tmp_path / "x.db") as database:
        yield database


def _dispatch(arrival: Arrival | None = None) -> Dispatch:
    dispatch = read(paper("cong_van", BODY))
    return dataclasses.replace(dispatch, text=dataclasses.replace(dispatch.text, arrival=arrival))


def _column(db: Database, sql: str) -> list[Any]:
    return [row[0] for row in db.execute(sql).fetchall()]


def _due(db: Database) -> list[str | None]:
    return _column(db, "SELECT d.due FROM deadlines d JOIN tasks t ON t.id = d.task_id ORDER BY t.position")


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("trong vòng 05 ngày kể từ ngày nhận được văn bản này", "receipt"),
        ("trong vòng 05 ngày làm việc, kể từ ngày nhận được Công văn này, các sở báo cáo", "receipt"),
        ("chậm nhất sau 03 ngày kể từ khi nhận được Kế hoạch này", "receipt"),
        ("trong thời hạn 07 ngày kể từ ngày nhận được văn bản, gửi báo cáo", "receipt"),
        ("trong 02 tuần kể từ ngày nhận Công điện này", "receipt"),
        ("trong vòng 05 ngày kể từ ngày nhận được văn bản của Sở Nội vụ", "other"),
        ("trong vòng 05 ngày kể từ ngày nhận đủ hồ sơ", "other"),
        ("trong vòng 05 ngày kể từ ngày nhận được thông tin", "other"),
        ("trong vòng 05 ngày kể từ ngày ký ban hành", "issue"),
        ("trong vòng 05 ngày kể từ ngày ký hợp đồng", "other"),
        ("trong 05 ngày tới", "other"),
    ],
)
def test_from_when_a_length_of_time_is_counted(text: str, start: str) -> None:
    assert [found.lapse and found.lapse.start for found in find_deadlines(text)] == [start]


@pytest.mark.parametrize(
    ("unit", "amount", "start", "end"),
    [
        ("working-day", 5, "2025-03-14", "2025-03-21"),
        ("working-day", 1, "2025-04-29", "2025-05-05"),  # 30 April, 1 May, 2 May in exchange for a Saturday
        ("working-day", 2, "2025-04-24", "2025-04-26"),  # that Saturday
        ("working-day", 2, "2025-12-31", "2026-01-06"),  # 2 January 2026 was exchanged after the package came out
        ("day", 10, "2025-12-25", "2026-01-04"),
        ("month", 1, "2024-01-31", "2024-02-29"),
        ("hour", 24, "2025-03-14", "2025-03-15"),
        ("week", 2, "2025-03-14", "2025-03-28"),
    ],
)
def test_the_end_of_a_length_of_time(unit: str, amount: int, start: str, end: str) -> None:
    assert end_of(Lapse(amount, unit), date.fromisoformat(start)) == date.fromisoformat(end)


def test_nothing_is_guessed_while_the_receipt_is_unknown(db: Database) -> None:
    save(db, _dispatch())
    assert _due(db) == [None, None, "2025-03-15"]
    assert _column(db, "SELECT tinh_trang FROM viec WHERE id <= 2") == ["không có hạn"] * 2


def test_a_person_records_it(db: Database) -> None:
    save(db, _dispatch())
    receipt = record_receipt(db, 1, date(2025, 3, 14), WHO, "77")
    assert receipt == ("Công văn 120/UBND-TH", (date(2025, 3, 21),))
    assert _due(db) == ["2025-03-21", None, "2025-03-15"]
    assert _column(db, "SELECT han FROM viec WHERE id = 1") == ["2025-03-21"]
    later = record_receipt(db, 1, date(2025, 3, 18), WHO)
    assert later.due == (date(2025, 3, 25),)
    assert _column(db, "SELECT arrival_number || ' ' || arrival_date FROM documents") == ["77 2025-03-18"]


def test_what_had_passed_on_receipt_is_told_once(db: Database) -> None:
    save(db, _dispatch())
    told = "SELECT message FROM findings WHERE code = 'deadline-past-at-receipt'"
    record_receipt(db, 1, date(2025, 3, 15), WHO)
    assert _column(db, told) == []
    for _ in range(2):
        record_receipt(db, 1, date(2025, 3, 18), WHO)
        assert _column(db, told) == ["Thời hạn đã qua 3 ngày khi nhận được văn bản."]


def test_the_stamp_counts_until_a_person_says_otherwise(db: Database) -> None:
    save(db, _dispatch(Arrival("77", "2025-03-14")))
    assert _due(db)[COUNTED] == "2025-03-21"
    assert _column(db, "SELECT arrival_number || ' ' || arrival_date FROM documents") == ["77 2025-03-14"]
    save(db, _dispatch(Arrival("78", "2025-03-17")))
    assert _due(db)[COUNTED] == "2025-03-24"
    record_receipt(db, 1, date(2025, 3, 20), WHO)
    for stamp in (Arrival("79", "2025-03-11"), None):
        assert save(db, _dispatch(stamp)).outcome == "updated"
        assert _due(db)[COUNTED] == "2025-03-27"
        assert _column(db, "SELECT count(*) FROM findings WHERE code = 'deadline-past-at-receipt'") == [1]


def test_a_stamp_that_is_no_more_read_is_taken_back(db: Database) -> None:
    save(db, _dispatch(Arrival("77", "2025-03-14")))
    save(db, _dispatch())
    assert _due(db) == [None, None, "2025-03-15"]
    assert _column(db, "SELECT arrival_by FROM documents") == [None]


def test_an_unknown_document_and_a_day_before_its_issue_are_refused(db: Database) -> None:
    save(db, _dispatch())
    with pytest.raises(RecordRefused, match="trước ngày ban hành"):
        record_receipt(db, 1, date(2025, 3, 9), WHO)
    with pytest.raises(StoreError):
        record_receipt(db, 2, date(2025, 3, 14), WHO)
    assert _column(db, "SELECT arrival_date FROM documents") == [None]


def test_the_register_keeps_who_recorded_it_and_gives_no_number_twice(db: Database) -> None:
    save(db, _dispatch())
    save(db, read(paper("cong_van", BODY).replace("120", "121")))
    record_receipt(db, 1, date(2025, 3, 14), WHO, "77")
    assert db.execute("SELECT document_id, number, day, actor_id FROM arrivals").fetchall() == [
        (1, "77", "2025-03-14", "lan")
    ]
    for day, number, why in (
        (date(2025, 3, 14), "077", "đã cấp cho"), (date(2999, 1, 1), None, "chưa tới"),
        (date(2025, 3, 14), "7" * 21, "dài nhất"),
    ):  # fmt: skip
        with pytest.raises(RecordRefused, match=why):
            record_receipt(db, 2, day, WHO, number)
    assert _column(db, "SELECT arrival_date FROM documents WHERE id = 2") == [None]


# --- the command -----------------------------------------------------------------------------------------------------


@pytest.fixture
def stored(giaoviec: Callable[..., Ran], tmp_path: Path) -> Path:
    letter = tmp_path / "công văn.txt"
    letter.write_text(paper("cong_van", BODY), "utf-8")
    assert giaoviec("ingest", letter, "--db", tmp_path / "x.db").code == 0
    return letter


@pytest.mark.parametrize("day", ["2025-03-14", "14/3/2025"])
def test_by_file_and_by_id(giaoviec: Callable[..., Ran], stored: Path, day: str) -> None:
    database = stored.parent / "x.db"
    for which in (stored, 1):
        ran = giaoviec("receipt", which, "--date", day, "--number", "77", "--db", database)
        assert (ran.code, ran.err) == (0, "")
        assert ran.out == "Công văn 120/UBND-TH: đến ngày 14/03/2025; thời hạn tính từ ngày nhận: 21/03/2025.\n"
    with open_store(database) as db:
        assert _column(db, "SELECT actor_id || ' ' || number FROM arrivals") == ["@dong-lenh 77"]
        assert _due(db)[COUNTED] == "2025-03-21" and known(db, read(stored.read_text("utf-8")).source.sha256) == 1


@pytest.mark.parametrize(
    ("which", "day", "code"),
    [
        ("công văn.txt", "31/6/2025", 2), ("công văn.txt", " ", 2), ("công văn.txt", "9/3/2025", 2),
        ("7", "14/3/2025", 5), ("khác.txt", "14/3/2025", 5), ("không có.txt", "14/3/2025", 3),
    ],
)  # fmt: skip
def test_what_cannot_be_recorded(
    giaoviec: Callable[..., Ran], stored: Path, monkeypatch: pytest.MonkeyPatch, which: str, day: str, code: int
) -> None:
    monkeypatch.chdir(stored.parent)
    Path("khác.txt").write_text("một tệp khác")
    ran = giaoviec("receipt", which, "--date", day, "--db", "x.db")
    assert ran.code == code and ran.err.startswith("giaoviec: ") and ran.err.count("\n") == 1
    with open_store(stored.parent / "x.db") as db:
        assert _column(db, "SELECT arrival_date FROM documents") == [None]


def test_without_a_database(giaoviec: Callable[..., Ran], tmp_path: Path) -> None:
    ran = giaoviec("receipt", "1", "--date", "2025-03-14", "--db", tmp_path / "x.db")
    assert ran.code == 5 and not (tmp_path / "x.db").exists()
