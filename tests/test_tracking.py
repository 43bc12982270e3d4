"""Recording what happens: in the chain, on the right assignment, never lost by a new reading, checked afterwards."""

from __future__ import annotations

import dataclasses
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from factory import Paper, Work, build, events_of, happened
from sqlite_utils import Database

from pipeline.agencies import Agency
from pipeline.errors import RecordRefused, StoreError
from pipeline.follow import Event, status_at
from pipeline.store import Measure, keep_original, open_store, record_event, record_measure, save
from pipeline.store.directory import replace_directory
from pipeline.store.event_chain import RECORDED
from pipeline.store.migrations import MIGRATIONS
from pipeline.store.standings import drawn
from pipeline.store.units import units_of
from pipeline.store.verify import last_link, verify
from pipeline.types import SourceFile

DUE, SPRING = date(2025, 5, 1), date(2025, 4, 1)
WORKS = (
    Work("rà soát cơ sở dữ liệu dân cư", lead=("Công an tỉnh",), due=DUE, target="đạt 80,5%", path="1.a"),
    Work("tổ chức tập huấn cho cán bộ cấp xã", lead=("UBND các xã, phường",), due=DUE, path="1.b"),
    Work("kiểm tra việc thực hiện", lead=("Sở Y tế", "Sở Nội vụ"), due=DUE, path="1.c"),
    Work("báo cáo kết quả hằng tháng", lead=(), rrule="FREQ=MONTHLY", path="1.d"),
)
PAPER = Paper(WORKS, issuer="Ủy ban nhân dân tỉnh Đắk Lắk", content=b"x")


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    database = open_store(tmp_path / "giaoviec.db")
    dispatch = build(PAPER)
    save(database, dispatch)
    keep_original(tmp_path, dispatch.source)
    yield database
    database.close()


def column(db: Database, sql: str, *values: object) -> list[Any]:
    return [row[0] for row in db.execute(sql, list(values)).fetchall()]


def unit(db: Database, task: int, agency: str) -> int:
    """The assignment of a task to the agency whose name begins so."""
    found = [one for one in units_of(db.conn, [task]) if (one.agency or "").startswith(agency)]
    assert len(found) == 1 and found[0].assignment_id
    return found[0].assignment_id


def timings(db: Database, task: int) -> dict[str, str]:
    """Each lead of a task with its timing today, and that of the task."""
    sql = """SELECT coalesce(a.name, '') AS name, timing_today FROM standings_today s
        LEFT JOIN agencies a ON a.id = s.agency_id WHERE task_id = ?"""
    return dict(db.execute(sql, [task]).fetchall())


def problems(db: Database, tmp_path: Path, noted: str = "") -> list[str]:
    return list(verify(db.conn, tmp_path, noted))


# --- recording ------------------------------------------------------------------------------------------------------


def test_an_event_is_kept_with_all_that_was_said(db: Database) -> None:
    event = happened("request_extension", SPRING, new_due=date(2025, 6, 1), note="chờ số liệu")
    record_event(db, 1, event)
    assert events_of(db, 1) == [event]
    row = next(db.query("SELECT * FROM nhat_ky"))
    assert (row["su_kien"], row["co_quan"], row["ngay"], row["han_moi"]) == (
        "xin gia hạn", "Công an tỉnh Đắk Lắk", "2025-04-01", "2025-06-01",
    )  # fmt: skip
    assert row["nguoi_ghi"] == event.actor and row["vai_tro"] == "quản trị" and row["ghi_chu"] == "chờ số liệu"


def test_what_the_workflow_refuses_leaves_nothing(db: Database) -> None:
    for task, event in ((1, happened("confirm", SPRING)), (999, happened("accept", SPRING))):
        with pytest.raises(RecordRefused):
            record_event(db, task, event)
    with pytest.raises(RecordRefused, match="phân công số 999"):
        record_event(db, 1, happened("accept", SPRING), 999)
    assert column(db, "SELECT count(*) FROM task_events") == [0]


def test_one_lead_reports_and_the_others_stay_open(db: Database) -> None:
    record_event(db, 3, happened("report", SPRING), unit(db, 3, "Sở Y tế"))
    found = timings(db, 3)
    assert found.pop("") == "quá hạn"
    assert found == {"Sở Y tế tỉnh Đắk Lắk": "đã báo cáo đúng hạn", "Sở Nội vụ tỉnh Đắk Lắk": "quá hạn"}
    assert column(db, "SELECT tinh_trang FROM viec WHERE id = 3") == ["quá hạn"]
    assert column(db, "SELECT trang_thai FROM phan_cong WHERE viec_id = 3 ORDER BY co_quan") == [
        "đã giao, chưa tiếp nhận", "đã báo cáo, chờ xác nhận",
    ]  # fmt: skip


def test_an_event_of_the_whole_task_counts_for_every_lead_that_may(db: Database) -> None:
    record_event(db, 3, happened("report", SPRING), unit(db, 3, "Sở Y tế"))
    record_event(db, 3, happened("confirm", SPRING), unit(db, 3, "Sở Y tế"))
    record_event(db, 3, happened("cancel", date(2025, 4, 2)))
    assert timings(db, 3) == {
        "Sở Y tế tỉnh Đắk Lắk": "hoàn thành đúng hạn", "Sở Nội vụ tỉnh Đắk Lắk": "đã hủy", "": "hoàn thành đúng hạn",
    }  # fmt: skip
    assert column(db, "SELECT count(*) FROM task_events") == [3]


def test_a_task_that_nobody_leads_is_followed_too(db: Database) -> None:
    record_event(db, 4, happened("report", SPRING))
    record_event(db, 4, happened("confirm", SPRING))
    assert timings(db, 4) == {"": "hoàn thành đúng hạn"}


def test_a_group_rolls_up(db: Database) -> None:
    units = [one.assignment_id for one in units_of(db.conn, [2])]
    for assignment in units[:12]:
        record_event(db, 2, happened("report", SPRING), assignment)
    row = next(db.query("SELECT * FROM tien_do_nhom WHERE viec_id = 2"))
    assert (row["nhom"], row["da_bao_cao_tren_tong"]) == ("UBND các xã, phường", f"12/{len(units)}")
    assert (row["da_tiep_nhan"], row["hoan_thanh"], row["qua_han"]) == (12, 0, len(units) - 12)


def test_an_occurrence_of_repeated_work_has_a_history_of_its_own(db: Database) -> None:
    month = date(2025, 4, 30)
    record_event(db, 4, dataclasses.replace(happened("report", SPRING), occurrence_due=month))
    assert [one.history.events for one in units_of(db.conn, [4])] == [()]
    april = units_of(db.conn, [4], month)[0].history
    assert [event.kind for event in april.events] == ["report"]
    before, after = status_at(april, date(2025, 3, 31)), status_at(april, month)
    assert before and (before.timing, before.due) == ("trong hạn", month)
    assert after and after.timing == "đã báo cáo đúng hạn"
    assert timings(db, 4) == {"": "định kỳ"}
    assert column(db, "SELECT ky FROM nhat_ky") == ["2025-04-30"]


def test_a_report_says_what_was_done_or_shows_it(db: Database) -> None:
    bare = dataclasses.replace(happened("report", SPRING), note=None)
    for note in (None, "", "  "):
        with pytest.raises(RecordRefused, match="Hãy nêu kết quả") as refused:
            record_event(db, 1, dataclasses.replace(bare, note=note))
        assert refused.value.field == "note"
    assert column(db, "SELECT count(*) FROM task_events") == [0]
    record_event(db, 1, bare, files=[SourceFile("biên bản.txt", "6b" * 32, "text/plain", b"")])
    record_event(db, 3, happened("report", SPRING), unit(db, 3, "Sở Y tế"))


def test_a_report_is_taken_back_by_its_maker_until_it_is_confirmed(db: Database, tmp_path: Path) -> None:
    report = happened("report", SPRING)
    record_event(db, 1, report)
    back = happened("withdraw_report", date(2025, 4, 2), note="gửi nhầm việc")
    with pytest.raises(RecordRefused, match="Chỉ người đã ghi"):
        record_event(db, 1, back)
    record_event(db, 1, dataclasses.replace(back, actor=f" {(report.actor or '').upper()} "))
    assert timings(db, 1) == {"Công an tỉnh Đắk Lắk": "quá hạn"}
    with pytest.raises(RecordRefused, match="nên không ghi được “xác nhận hoàn thành”"):
        record_event(db, 1, happened("confirm", date(2025, 4, 3)))
    record_event(db, 1, happened("report", date(2025, 4, 4), actor="Người khác nữa"))
    record_event(db, 1, happened("confirm", date(2025, 4, 5)))
    with pytest.raises(RecordRefused, match="nên không ghi được “rút báo cáo”"):
        record_event(db, 1, dataclasses.replace(back, day=date(2025, 4, 6), actor="Người khác nữa"))
    assert column(db, "SELECT su_kien FROM nhat_ky ORDER BY id") == [
        "báo cáo hoàn thành", "rút báo cáo", "báo cáo hoàn thành", "xác nhận hoàn thành",
    ]  # fmt: skip
    assert problems(db, tmp_path) == []


def test_evidence_is_kept_and_belongs_to_the_event(db: Database, tmp_path: Path) -> None:
    proof = SourceFile("biên bản.txt", "6b" * 32, "text/plain", b"")
    record_event(db, 1, happened("report", SPRING), files=[proof])
    assert column(db, "SELECT tep_kem FROM nhat_ky") == ["biên bản.txt"]
    assert (tmp_path / "originals" / "6b" / f"{'6b' * 32}.txt").is_file()


def test_what_others_record_while_it_looks_is_no_fault(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = Path(db.execute("PRAGMA database_list").fetchone()[2])

    def meanwhile(conn: sqlite3.Connection, ids: Sequence[int]) -> list[tuple[Any, ...]]:
        other = open_store(path)
        record_event(other, 1, happened("report", SPRING))
        other.close()
        return list(drawn(conn, ids))

    before = problems(db, tmp_path)
    monkeypatch.setattr("pipeline.store.verify.drawn", meanwhile)
    assert problems(db, tmp_path) == before
    assert len(events_of(db, 1)) == 1


# --- giving work to another agency ----------------------------------------------------------------------------------


def test_work_given_to_another_agency_goes_on_there(db: Database) -> None:
    record_event(db, 1, happened("extend", SPRING, new_due=date(2025, 6, 1)))
    record_event(db, 1, happened("reassign", date(2025, 4, 10), to_agency="Sở Nội vụ"))
    assert timings(db, 1) == {"Công an tỉnh Đắk Lắk": "đã giao lại", "Sở Nội vụ tỉnh Đắk Lắk": "quá hạn", "": "quá hạn"}
    new = unit(db, 1, "Sở Nội vụ")
    history = next(one.history for one in units_of(db.conn, [1]) if one.assignment_id == new)
    assert (history.given, history.due, history.events) == (date(2025, 4, 10), date(2025, 6, 1), ())
    with pytest.raises(RecordRefused, match="đang chủ trì"):
        record_event(db, 1, happened("reassign", date(2025, 4, 11), to_agency="Sở Nội vụ"), new)
    with pytest.raises(RecordRefused, match="nhóm cơ quan"):
        record_event(db, 1, happened("reassign", date(2025, 4, 11), to_agency="UBND các xã"), new)
    with pytest.raises(RecordRefused, match="nhiều cơ quan"):
        record_event(db, 3, happened("reassign", date(2025, 4, 11), to_agency="Sở Tài chính"))


def test_who_takes_work_over_begins_anew(db: Database) -> None:
    """What happened to the whole task before is not his; what happens to it afterwards is."""
    record_event(db, 3, happened("pause", SPRING))
    part = unit(db, 3, "Sở Y tế")
    record_event(db, 3, happened("reassign", date(2025, 4, 2), to_agency="Sở Tư pháp"), part)
    assert timings(db, 3)["Sở Tư pháp tỉnh Đắk Lắk"] == "quá hạn"
    record_event(db, 3, happened("cancel", date(2025, 4, 3)))
    assert timings(db, 3)["Sở Tư pháp tỉnh Đắk Lắk"] == "đã hủy"


def test_and_may_be_given_back(db: Database) -> None:
    first = unit(db, 1, "Công an tỉnh")
    record_event(db, 1, happened("reassign", date(2025, 4, 10), to_agency="Sở Nội vụ"), first)
    second = unit(db, 1, "Sở Nội vụ")
    back = happened("reassign", date(2025, 4, 20), to_agency="Công an tỉnh", new_due=date(2025, 4, 25))
    record_event(db, 1, back, second)
    assert timings(db, 1)["Sở Nội vụ tỉnh Đắk Lắk"] == "đã giao lại"
    assert [event.kind for event in events_of(db, 1, first)] == ["reassign", "assign"]
    sql = "SELECT due, state FROM standings_today WHERE assignment_id = ?"
    assert db.execute(sql, [first]).fetchone() == ("2025-04-25", "assigned")


# --- a new reading --------------------------------------------------------------------------------------------------


def test_who_leads_read_better_keeps_what_was_recorded(db: Database) -> None:
    record_event(db, 1, happened("report", SPRING))
    before = unit(db, 1, "Công an tỉnh")
    better = (dataclasses.replace(WORKS[0], lead=("Sở Tư pháp",)), *WORKS[1:])
    save(db, build(dataclasses.replace(PAPER, works=better)))
    assert unit(db, 1, "Sở Tư pháp") == before
    assert timings(db, 1) == {"Sở Tư pháp tỉnh Đắk Lắk": "đã báo cáo đúng hạn"}


def test_a_lead_that_is_read_no_more_is_marked_where_something_was_recorded(db: Database) -> None:
    record_event(db, 3, happened("report", SPRING), unit(db, 3, "Sở Y tế"))
    record_event(db, 3, happened("report", SPRING), unit(db, 3, "Sở Nội vụ"))
    better = (*WORKS[:2], dataclasses.replace(WORKS[2], lead=("Sở Tư pháp",)), WORKS[3])
    save(db, build(dataclasses.replace(PAPER, works=better)))
    assert timings(db, 3) == {"Sở Tư pháp tỉnh Đắk Lắk": "quá hạn"}
    assert column(db, "SELECT count(*) FROM assignments WHERE withdrawn") == [2]
    save(db, build(PAPER))
    assert timings(db, 3)["Sở Y tế tỉnh Đắk Lắk"] == "đã báo cáo đúng hạn"
    assert column(db, "SELECT count(*) FROM assignments WHERE withdrawn") == [0]


def test_the_office_s_own_directory_takes_over_what_was_recorded(db: Database) -> None:
    communes = [one for one in units_of(db.conn, [2]) if one.assignment_id]
    record_event(db, 2, happened("report", SPRING), communes[0].assignment_id)
    record_event(db, 2, happened("report", SPRING), communes[1].assignment_id)
    own = [
        Agency(f"X{at}", one.agency.split(" tỉnh")[0], kind="ubnd", level="xa", province="dak-lak",
               place=code.split("/ubnd")[0], source="directory")
        for at, one in enumerate(communes[:3])
        if one.agency and (code := column(db, "SELECT code FROM agencies WHERE id = ?", one.agency_id)[0])
    ]  # fmt: skip
    replace_directory(db, own, "danh-ba.csv")
    sql = """SELECT a.code FROM assignments p JOIN agencies a ON a.id = p.agency_id
        WHERE p.id IN (SELECT assignment_id FROM task_events) AND NOT p.withdrawn ORDER BY a.code"""
    assert column(db, sql) == ["X0", "X1"]


# --- the chain and what guards it -----------------------------------------------------------------------------------


@pytest.fixture
def recorded(db: Database) -> Database:
    """Five events in the chain, one with a file."""
    record_event(db, 1, happened("accept", SPRING))
    record_event(db, 1, happened("progress", date(2025, 4, 2), percent=40))
    record_event(db, 1, happened("extend", date(2025, 4, 3), new_due=date(2025, 6, 1)))
    record_event(db, 3, happened("cancel", date(2025, 4, 4)))
    proof = b"bien ban"
    file = SourceFile("bien-ban.txt", sha256(proof).hexdigest(), "text/plain", proof)
    record_event(db, 1, happened("report", date(2025, 4, 5)), files=[file])
    return db


def unguarded(db: Database, *statements: str) -> None:
    """What somebody does who has the file and an SQLite at hand: the guards off, and on again afterwards."""
    guards = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in guards:
        db.execute(f"DROP TRIGGER {name}")
    db.execute("PRAGMA foreign_keys = OFF")
    for statement in statements:
        db.execute(statement)
    for _, sql in guards:
        db.execute(sql)
    db.conn.commit()


def test_nothing_is_wrong_with_what_was_recorded(recorded: Database, tmp_path: Path) -> None:
    assert problems(recorded, tmp_path) == []
    count, link = last_link(recorded.conn)
    assert count == 5 and problems(recorded, tmp_path, link) == []


def test_events_are_only_added(recorded: Database) -> None:
    for sql in (
        "UPDATE task_events SET on_day = '2025-05-01'",
        "DELETE FROM task_events",
        "INSERT OR REPLACE INTO task_events (id, task_id, kind, on_day, recorded_at, previous, hash)"
        " SELECT 5, 1, 'cancel', '2025-01-01', '', previous, 'x' FROM task_events WHERE id = 5",
        "INSERT INTO task_events (task_id, kind, on_day, recorded_at, hash) VALUES (1, 'huy', '2025-01-01', '', 'x')",
        "UPDATE event_files SET name = 'khac.txt'",
        "DELETE FROM event_files",
        "DELETE FROM tasks WHERE id = 1",
        "DELETE FROM assignments",
        "DELETE FROM documents",
    ):
        with pytest.raises(sqlite3.IntegrityError):
            recorded.execute(sql)
    assert len(events_of(recorded, 1)) == 4


@pytest.mark.parametrize("name", [name for name in RECORDED if name != "id"])
def test_a_changed_event_shows_with_its_number(recorded: Database, tmp_path: Path, name: str) -> None:
    new = {"task_id": 2, "percent": 99}.get(name, "2025-12-31")
    unguarded(recorded, f"UPDATE task_events SET {name} = '{new}' WHERE id = 3")  # noqa: S608 - own names
    found = problems(recorded, tmp_path)
    assert "Sự kiện số 3: nội dung đã bị sửa sau khi ghi." in found
    assert not [one for one in found if one.startswith("Sự kiện số") and not one.startswith("Sự kiện số 3")]


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("DELETE FROM task_events WHERE id = 2", "Sự kiện số 3: không nối với sự kiện số 1"),
        ("DELETE FROM task_events WHERE id = 1", "Sự kiện số 2: không nối với đầu chuỗi"),
        ("DELETE FROM task_events WHERE id = 5", "đã ghi đến số 5, chỉ còn đến số 4"),
        ("UPDATE task_events SET hash = 'ab' WHERE id = 4", "Sự kiện số 4: nội dung đã bị sửa"),
        ("UPDATE task_events SET id = 9 WHERE id = 5", "Sự kiện số 9: nội dung đã bị sửa"),
        ("DELETE FROM event_files", "Sự kiện số 5: nội dung đã bị sửa"),
        ("UPDATE event_files SET sha256 = 'ab'", "Tệp kèm sự kiện số 5: không còn bản gốc"),
        ("DELETE FROM assignments WHERE task_id = 1", "Bảng task_events, dòng số 1: trỏ tới một dòng không có"),
        ("UPDATE standings SET due = '2030-01-01' WHERE task_id = 3", "Việc số 3: tình trạng lưu sẵn không khớp"),
        ("UPDATE deadlines SET due = '2030-01-01' WHERE task_id = 3", "Việc số 3: tình trạng lưu sẵn không khớp"),
        ("DELETE FROM standings WHERE task_id = 2", "Việc số 2: tình trạng lưu sẵn không khớp"),
        ("UPDATE day_tallies SET change = change + 1 WHERE day = '2025-05-02'", "Số đếm của các báo cáo"),
        ("DELETE FROM month_tallies WHERE agency_id = 0", "Số đếm của các báo cáo"),
    ],
)
def test_tampering_shows(recorded: Database, tmp_path: Path, statement: str, says: str) -> None:
    unguarded(recorded, statement)
    assert any(says in one for one in problems(recorded, tmp_path)), problems(recorded, tmp_path)


def test_a_chain_written_anew_no_longer_holds_the_link_noted(recorded: Database, tmp_path: Path) -> None:
    _, link = last_link(recorded.conn)
    with open_store(tmp_path / "khac" / "giaoviec.db") as other:
        save(other, build(PAPER))
        record_event(other, 1, happened("accept", SPRING))
        found = problems(other, tmp_path, link)
        assert found == [f"Mã băm đã ghi lại {link} không còn trong chuỗi: sự kiện cũ đã bị viết lại."]


def test_a_guard_taken_away_shows(recorded: Database, tmp_path: Path) -> None:
    recorded.execute("DROP TRIGGER task_events_no_update")
    assert [one for one in problems(recorded, tmp_path) if "task_events_no_update" in one]


def test_an_original_changed_or_gone_shows(recorded: Database, tmp_path: Path) -> None:
    original = next(
        path for path in (tmp_path / "originals").rglob("*") if path.is_file() and path.read_bytes() == b"x"
    )
    original.write_bytes(b"y")
    assert problems(recorded, tmp_path) == ["Văn bản số 1: bản gốc không còn như lúc nhận."]
    original.unlink()
    assert problems(recorded, tmp_path) == ["Văn bản số 1: không còn bản gốc trong thư mục originals."]


def test_a_damaged_file_is_told_not_a_crash(recorded: Database, tmp_path: Path) -> None:
    recorded.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    path = tmp_path / "giaoviec.db"
    root = column(recorded, "SELECT rootpage FROM sqlite_master WHERE name = 'task_events'")[0]
    recorded.close()
    size = 4096
    data = bytearray(path.read_bytes())
    data[(root - 1) * size : root * size] = b"\xff" * size
    path.write_bytes(data)
    with open_store(path) as broken:
        assert any("hỏng" in one for one in problems(broken, tmp_path))


# --- what was recorded before ---------------------------------------------------------------------------------------

FORMER = (
    (1, "hoan_thanh", "2025-04-20", None, "văn thư", None),
    (1, "lam_lai", "2025-04-22", None, None, "thiếu số liệu"),
    (1, "gia_han", "2025-04-23", "2025-07-01", None, None),
    (2, "huy", "2025-04-23", None, None, None),
    (1, "chua_biet", "2025-04-24", None, None, None),
    (3, "hoan_thanh", "2025-05-02", None, None, None),
)


@pytest.fixture
def former(tmp_path: Path) -> Path:
    """A database as it was before assignments were followed, with its views and some events."""
    with open_store(tmp_path / "moi.db") as new:
        save(new, build(PAPER))
    path = tmp_path / "cu.db"
    conn = sqlite3.connect(path)
    for step in MIGRATIONS[:7]:
        step(conn)
    conn.execute("PRAGMA user_version = 7")
    conn.execute("PRAGMA application_id = 0x67766965")
    conn.execute("ATTACH ? AS new", [str(tmp_path / "moi.db")])
    for table in ("documents", "tasks", "agencies", "task_agencies", "deadlines", "targets", "assignments"):
        names = ", ".join(row[1] for row in conn.execute(f"PRAGMA main.table_info({table})").fetchall())
        conn.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM new.{table}")  # noqa: S608 - own names
    conn.execute("CREATE VIEW task_sheet AS SELECT id, (SELECT count(*) FROM task_events) AS events FROM tasks")
    conn.execute("CREATE VIEW rieng AS SELECT events FROM task_sheet")
    sql = "INSERT INTO task_events (task_id, kind, on_day, new_due, actor, note) VALUES (?, ?, ?, ?, ?, ?)"
    conn.executemany(sql, FORMER)
    conn.commit()
    conn.close()
    return path


def test_events_recorded_before_are_taken_over(former: Path, tmp_path: Path) -> None:
    sql = "SELECT id, task_id, on_day, new_due, actor, note, recorded_at FROM task_events ORDER BY id"
    conn = sqlite3.connect(former)
    before = conn.execute(sql).fetchall()
    conn.close()
    with open_store(former) as db:
        assert db.execute(sql).fetchall() == before
        assert column(db, "SELECT kind FROM task_events ORDER BY id") == [
            "complete", "redo", "extend", "cancel", "chua_biet", "complete",
        ]  # fmt: skip
        assert set(timings(db, 3).values()) == {"hoàn thành quá hạn"}
        assert set(timings(db, 2).values()) == {"đã hủy"}
        as_of = """SELECT state, due, coalesce(timing, open_timing(due, ?1)) FROM standings
            WHERE task_id = 1 AND is_task = 1 AND ?1 BETWEEN since AND until"""
        assert db.execute(as_of, ["2025-04-21"]).fetchone() == ("completed", "2025-05-01", "hoàn thành đúng hạn")
        assert db.execute(as_of, ["2025-06-30"]).fetchone() == ("in_progress", "2025-07-01", "sắp đến hạn")
        assert not [one for one in problems(db, tmp_path) if "bản gốc" not in one]
        assert column(db, "SELECT name FROM sqlite_master WHERE name = 'rieng'") == ["rieng"]
        record_event(db, 1, happened("report", date(2025, 6, 30)))
        assert events_of(db, 1)[-1].kind == "report"


def test_what_is_drawn_is_drawn_anew_where_the_program_changed(db: Database, tmp_path: Path) -> None:
    record_event(db, 1, happened("report", SPRING))
    db.execute("DROP VIEW viec")
    db.execute("CREATE VIEW viec AS SELECT 1 AS cu")
    db.execute("UPDATE standing_rules SET version = 'cu'")
    db.execute("DELETE FROM standings")
    db.conn.commit()
    with open_store(tmp_path / "giaoviec.db") as again:
        assert column(again, "SELECT tinh_trang FROM viec WHERE id = 1") == ["đã báo cáo đúng hạn"]
        assert problems(again, tmp_path) == []


# --- values measured ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("comparator", "value", "reached", "distance"),
    [
        (">=", "80", False, 0.5), (">=", "80.5", True, 0), (">", "80.5", False, 0), (">", "81", True, 0),
        ("<=", "90", False, 9.5), ("<=", "80", True, 0), ("<", "80.5", False, 0), ("<", "80", True, 0),
        ("=", "80", False, 0.5), ("=", "80.5", True, 0),
    ],
)  # fmt: skip
def test_the_distance_to_a_target_goes_its_way(
    db: Database, comparator: str, value: str, reached: bool, distance: float
) -> None:
    db.execute("UPDATE targets SET comparator = ?", [comparator])
    found = record_measure(db, 1, Measure(Decimal(value), SPRING, "Nguyễn Văn Mẫu"))
    assert (found.reached, found.distance, found.unit) == (reached, pytest.approx(distance), "%")


def test_the_last_value_by_a_day_is_what_counts(db: Database) -> None:
    for day, value in (
        (date(2025, 4, 1), "60"),
        (date(2025, 5, 1), "75"),
        (date(2025, 4, 20), "70"),
        (date(2025, 5, 1), "82"),
    ):
        record_measure(db, 1, Measure(Decimal(value), day, "Nguyễn Văn Mẫu", "báo cáo mẫu"))
    assert db.execute("SELECT do_duoc, ket_qua, nguon FROM chi_tieu_do").fetchall() == [(82, "đạt", "báo cáo mẫu")]
    sql = "SELECT value, distance FROM measure_sheet WHERE on_day <= '2025-04-25' ORDER BY on_day DESC LIMIT 1"
    assert db.execute(sql).fetchone() == (70, 10.5)


def test_of_targets_one_within_the_other_the_exact_words_mean_one(db: Database) -> None:
    db.execute("""INSERT INTO targets (task_id, position, comparator, value, unit, raw, rule, confidence)
        SELECT task_id, 1, comparator, 90, unit, 'đạt 80,5% số hộ', rule, confidence FROM targets WHERE task_id = 1""")
    db.conn.commit()
    for words, target in (("đạt 80,5%", "đạt 80,5%"), ("Đạt 80,5%", "đạt 80,5%"), ("số hộ", "đạt 80,5% số hộ")):
        assert record_measure(db, 1, Measure(Decimal("60"), SPRING, "Nguyễn Văn Mẫu"), words).target == target
    with pytest.raises(RecordRefused, match="chỉ rõ một chỉ tiêu"):
        record_measure(db, 1, Measure(Decimal("60"), SPRING, "Nguyễn Văn Mẫu"), "80,5")


def test_nobody_changes_a_task_between_the_check_of_a_value_and_its_writing(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def checked(conn: sqlite3.Connection, ids: Sequence[int]) -> Any:
        other = sqlite3.connect(tmp_path / "giaoviec.db", timeout=0)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("UPDATE tasks SET withdrawn = 1")
        other.close()
        return units_of(conn, ids)

    monkeypatch.setattr("pipeline.store.measures.units_of", checked)
    record_measure(db, 1, Measure(Decimal("60"), SPRING, "Nguyễn Văn Mẫu"))


def test_values_stay_when_the_target_is_read_again(db: Database) -> None:
    record_measure(db, 1, Measure(Decimal("60"), SPRING, "Nguyễn Văn Mẫu"), assignment_id=unit(db, 1, "Công an"))
    better = (dataclasses.replace(WORKS[0], target="đạt ít nhất 80,5%", due=date(2025, 9, 1)), *WORKS[1:])
    save(db, build(dataclasses.replace(PAPER, works=better)))
    assert db.execute("SELECT chi_tieu, do_duoc, con_thieu, co_quan FROM chi_tieu_do").fetchall() == [
        ("đạt ít nhất 80,5%", 60, 20.5, "Công an tỉnh Đắk Lắk")
    ]
    save(db, build(dataclasses.replace(PAPER, works=())))
    assert column(db, "SELECT id FROM tasks WHERE withdrawn") == [1]


@pytest.mark.parametrize(
    ("task", "measure", "says"),
    [
        (3, Measure(Decimal(1), SPRING, "Nguyễn Văn Mẫu"), "không có chỉ tiêu"),
        (9, Measure(Decimal(1), SPRING, "Nguyễn Văn Mẫu"), "Không có việc số 9"),
        (1, Measure(Decimal(1), date(9000, 1, 1), "Nguyễn Văn Mẫu"), "chưa tới"),
        (1, Measure(Decimal(1), SPRING, " "), "Thiếu tên"),
    ],
)
def test_a_value_that_can_not_be_is_refused(db: Database, task: int, measure: Measure, says: str) -> None:
    with pytest.raises(RecordRefused, match=says):
        record_measure(db, task, measure)
    with pytest.raises(RecordRefused, match="chỉ rõ một chỉ tiêu"):
        record_measure(db, 1, Measure(Decimal(1), SPRING, "Nguyễn Văn Mẫu"), "không có chữ này")


def test_a_locked_database_is_a_store_error(db: Database, tmp_path: Path) -> None:
    with open_store(tmp_path / "giaoviec.db") as other:
        other.execute("PRAGMA busy_timeout = 10")
        db.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="đang ghi"):
            record_event(other, 1, Event("accept", SPRING, actor="Nguyễn Văn Mẫu", role="clerk"))
        db.execute("ROLLBACK")
