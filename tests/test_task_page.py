"""The pages of a task and of an agency as the store reads them: parts, history, occurrences, measured values, views."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pytest
from factory import Paper, Work, build, happened
from sqlite_utils import Database

from pipeline.clock import vietnam_today
from pipeline.errors import RecordOutdated, RecordRefused
from pipeline.store import Measure, last_event, open_store, record_event, record_measure, save
from pipeline.store.agency_page import agency_names, read_agency
from pipeline.store.saved_views import delete_view, save_view, saved_views
from pipeline.store.task_history import read_file
from pipeline.store.task_occurrences import is_occurrence, read_occurrences
from pipeline.store.task_page import read_task_page
from pipeline.store.units import units_of
from pipeline.types import SourceFile

TODAY = vietnam_today()
GIVEN = TODAY - timedelta(days=100)
WORKS = (
    Work("rà soát cơ sở dữ liệu dân cư", lead=("Công an tỉnh",), due=TODAY - timedelta(days=40), target="đạt 80,5%"),
    Work("tổ chức tập huấn cho cán bộ cấp xã", lead=("UBND các xã, phường",), due=TODAY, path="1.b"),
    Work("kiểm tra việc thực hiện", ("Sở Y tế", "Sở Nội vụ"), ("Công an tỉnh",), due=TODAY + timedelta(days=9)),
    Work("báo cáo kết quả hằng tháng", lead=("Sở Y tế",), rrule="FREQ=MONTHLY;BYMONTHDAY=15"),
)
PAPER = Paper(WORKS, issuer="Ủy ban nhân dân tỉnh Đắk Lắk", issued=GIVEN.isoformat())
FILE = SourceFile("báo cáo.pdf", sha256(b"pdf").hexdigest(), "application/pdf", b"pdf")


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    database = open_store(tmp_path / "giaoviec.db")
    save(database, build(PAPER))
    yield database
    database.close()


def agency(db: Database, name: str) -> int:
    return int(db.execute("SELECT id FROM agencies WHERE name LIKE ? || '%' ORDER BY id", [name]).fetchone()[0])


def unit(db: Database, task: int, name: str) -> int:
    found = [one.assignment_id for one in units_of(db.conn, [task]) if (one.agency or "").startswith(name)]
    assert len(found) == 1 and found[0]
    return found[0]


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def test_the_page_shows_what_was_true_that_day(db: Database) -> None:
    record_event(db, 1, happened("accept", ago(60)))
    record_event(db, 1, happened("progress", ago(50), percent=35))
    record_event(db, 1, happened("report", ago(30), note="đủ hồ sơ"), files=[FILE])
    page = read_task_page(db.conn, 1, TODAY)
    assert page and page.standing
    assert (page.standing["state"], page.standing["timing"]) == ("reported", "đã báo cáo quá hạn")
    (part,) = page.parts
    assert part.percent == 35 and part.seen == 3 and page.reported == 1
    assert [event.label for event in page.events] == ["báo cáo hoàn thành", "cập nhật tiến độ", "tiếp nhận"]
    assert page.events[0].files[0].name == "báo cáo.pdf" and page.events[0].note == "đủ hồ sơ"
    then = read_task_page(db.conn, 1, ago(45))
    assert then and then.standing and then.standing["timing"] == "sắp đến hạn"
    assert len(then.events) == 2 and then.reported == 0 and then.parts[0].now != then.parts[0].status
    early = read_task_page(db.conn, 1, ago(200))
    assert early and early.standing is None and early.parts[0].status is None
    assert read_task_page(db.conn, 99, TODAY) is None


def test_a_group_rolls_up_and_its_members_have_their_own_state(db: Database) -> None:
    page = read_task_page(db.conn, 2, TODAY)
    assert page and len(page.parts) > 50 and {part.via for part in page.parts} == {"UBND các xã, phường"}
    for part in page.parts[:3]:
        record_event(db, 2, happened("report", ago(1)), part.id)
    page = read_task_page(db.conn, 2, TODAY)
    assert page and page.reported == 3 and [part.seen for part in page.parts[:4]] == [1, 2, 3, 0]


def test_an_agency_sees_how_others_stand_but_not_what_they_said(db: Database) -> None:
    record_event(db, 3, happened("report", ago(2), note="của Y tế"), unit(db, 3, "Sở Y tế"))
    record_event(db, 3, happened("progress", ago(2), note="của Nội vụ"), unit(db, 3, "Sở Nội vụ"))
    record_event(db, 3, happened("extend", ago(1), new_due=TODAY + timedelta(days=30), note="cho cả hai"))
    page = read_task_page(db.conn, 3, TODAY, [agency(db, "Sở Nội vụ")])
    assert page and {event.note for event in page.events} == {"của Nội vụ", "cho cả hai"}
    assert {part.status.state for part in page.parts if part.status} == {"reported", "in_progress"}
    helper = read_task_page(db.conn, 3, TODAY, [agency(db, "Công an tỉnh")])
    assert helper and {event.note for event in helper.events} == {"cho cả hai"}


def test_an_event_that_changed_nothing_is_told(db: Database) -> None:
    """An extension of the whole task finds one lead who has reported already."""
    done, open_ = unit(db, 3, "Sở Y tế"), unit(db, 3, "Sở Nội vụ")
    record_event(db, 3, happened("report", ago(2)), done)
    extended = record_event(db, 3, happened("extend", ago(1), new_due=TODAY + timedelta(days=30)))
    page = read_task_page(db.conn, 3, TODAY)
    assert page
    assert {part.id: part.idle for part in page.parts} == {done: {extended}, open_: frozenset()}


def test_what_was_measured_is_shown_with_its_distance(db: Database) -> None:
    record_measure(db, 1, Measure(Decimal("70.5"), ago(20), "Người Mẫu", "báo cáo quý"))
    record_measure(db, 1, Measure(Decimal("82"), ago(3), "Người Mẫu"))
    page = read_task_page(db.conn, 1, TODAY)
    assert page
    (target,) = page.targets
    assert [(row["value"], row["reached"], row["distance"]) for row in target["measures"]] == [
        (70.5, 0, 10),
        (82, 1, 0),
    ]
    then = read_task_page(db.conn, 1, ago(10))
    assert then and len(then.targets[0]["measures"]) == 1


def test_occurrences_have_their_own_states(db: Database) -> None:
    shown = read_occurrences(db.conn, 4, TODAY)
    past = [one for one in shown if one.due <= TODAY]
    assert len(past) >= 3 and len(shown) - len(past) == 3 and all(one.due.day == 15 for one in shown)
    record_event(db, 4, replace(happened("report", past[0].due), occurrence_due=past[0].due))
    after = read_occurrences(db.conn, 4, TODAY)
    states = [one.status.state for one in after if one.status]
    assert states == ["reported", *["assigned"] * (len(after) - 1)]
    assert (after[0].reported, after[0].parts) == (1, 1)
    assert after[0].status and after[0].status.timing == "đã báo cáo đúng hạn"
    page = read_task_page(db.conn, 4, TODAY)
    assert page and page.standing and page.standing["state"] == "assigned" and page.events[0].occurrence_due
    assert is_occurrence(db.conn, 4, past[0].due) and not is_occurrence(db.conn, 4, past[0].due + timedelta(days=1))
    assert not read_occurrences(db.conn, 1, TODAY)


def test_who_looked_before_somebody_else_recorded_is_told_and_nothing_is_written(db: Database) -> None:
    health, home = unit(db, 3, "Sở Y tế"), unit(db, 3, "Sở Nội vụ")
    seen = last_event(db.conn, 3, health)
    record_event(db, 3, happened("accept", ago(3)), home, seen=last_event(db.conn, 3, home))
    record_event(db, 3, happened("accept", ago(3)), health, seen=seen)
    with pytest.raises(RecordOutdated, match="xem lại"):
        record_event(db, 3, happened("progress", ago(2)), health, seen=seen)
    with pytest.raises(RecordOutdated):
        record_event(db, 3, happened("cancel", ago(2)), seen=0)
    assert last_event(db.conn, 3, health) == 2 and last_event(db.conn, 3) == 2
    record_event(db, 3, happened("progress", ago(2)), health, seen=2)


def test_a_file_is_found_with_what_it_proves(db: Database) -> None:
    record_event(db, 3, happened("report", ago(2)), unit(db, 3, "Sở Y tế"), [FILE])
    found = read_file(db.conn, 1)
    assert found and found[:2] == (3, unit(db, 3, "Sở Y tế")) and found[2].sha256 == FILE.sha256
    assert read_file(db.conn, 2) is None


def test_the_page_of_an_agency(db: Database) -> None:
    record_event(db, 1, happened("report", ago(10)))
    page = read_agency(db.conn, agency(db, "Công an tỉnh"), TODAY)
    assert page and page.field == "An ninh, trật tự" and "Công an tỉnh" in page.called
    assert (page.figures["chua-xong-qua-han"], page.figures["tat-ca"]) == (1, 1)
    assert [row["id"] for row in page.leads.rows] == [1] and [row["id"] for row in page.helps.rows] == [3]
    then = read_agency(db.conn, agency(db, "Công an tỉnh"), ago(20))
    assert then and dict(then.ages) == {"1–30 ngày": 1, "31–90 ngày": 0, "91–120 ngày": 0, "trên 120 ngày": 0}
    assert read_agency(db.conn, 999_999, TODAY) is None
    assert "Sở Nội vụ tỉnh Đắk Lắk" in agency_names(db.conn)


def test_an_agency_that_was_merged_shows_who_carries_on(db: Database) -> None:
    save(db, build(replace(PAPER, works=[Work("lập dự toán", lead=("Sở Giao thông vận tải",))], number="2")))
    page = read_agency(db.conn, agency(db, "Sở Giao thông vận tải"), TODAY)
    assert page and page.agency["valid_until"]
    assert [row["name"] for row in page.successors] == ["Sở Xây dựng tỉnh Đắk Lắk"]
    after = read_agency(db.conn, page.successors[0]["id"], TODAY)
    assert after and [row["id"] for row in after.predecessors] == [page.agency["id"]]


def test_views_are_saved_for_each_person(db: Database) -> None:
    save_view(db, "a", "  Của   tôi ", "tinh_trang=qua-han")
    save_view(db, "a", "Của tôi", "tinh_trang=hoan-thanh")
    save_view(db, "b", "Của tôi", "")
    assert [view[1:] for view in saved_views(db.conn, "a")] == [("Của tôi", "tinh_trang=hoan-thanh")]
    delete_view(db, "a", saved_views(db.conn, "b")[0].id)
    assert len(saved_views(db.conn, "b")) == 1
    delete_view(db, "b", saved_views(db.conn, "b")[0].id)
    assert not saved_views(db.conn, "b")
    for name in (" ", "x" * 81):
        with pytest.raises(RecordRefused):
            save_view(db, "a", name, "")
