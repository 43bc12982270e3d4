"""A document that was brought in by mistake: hidden wherever people look, with nothing lost, and put back as it was."""

from __future__ import annotations

import dataclasses
import sqlite3
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlite_utils import Database

from pipeline.clock import vietnam_today
from pipeline.errors import RecordRefused
from pipeline.review import Author
from pipeline.serve import DATABASE_NAME, datasette_app, datasette_folder
from pipeline.store import keep_original, open_store, record_event, save
from pipeline.store.confirmed import confirmed_ids
from pipeline.store.removing import remove_document, restore_document
from pipeline.store.reviewing import accept_sure
from pipeline.store.verify import verify
from tests.browsing import Browser, browser
from tests.factory import Paper, Work, build, confirmed, happened

TODAY = vietnam_today()
WHO = Author("lan", "Trần Thị Lan Mẫu", "clerk")
RIGHT = Paper(
    [Work("kiểm tra phòng cháy", ("Công an tỉnh",), due=TODAY + timedelta(days=2))],
    number="16",
    citations=("15/UBND-VX",),
)
WRONG = Paper(
    [
        Work("nạp nhầm thứ nhất", ("Sở Y tế",), ("Công an tỉnh",), TODAY - timedelta(days=3), target="đạt 80,5%"),
        Work("nạp nhầm thứ hai", ("Sở Y tế", "Sở Nội vụ"), due=TODAY + timedelta(days=2)),
        Work("nạp nhầm hằng tháng", ("Sở Y tế",), rrule="FREQ=MONTHLY;BYMONTHDAY=15"),
    ],
    number="15", subject="nạp nhầm", issued=(TODAY - timedelta(days=40)).isoformat(),
)  # fmt: skip
As = Callable[..., Browser]


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with open_store(tmp_path / "giaoviec.db") as database:
        for paper in (WRONG, RIGHT):
            dispatch = build(paper)
            confirmed(database, save(database, dispatch).document_id)
            keep_original(tmp_path, dispatch.source)
        yield database


@pytest.fixture
def as_(db: Database, tmp_path: Path) -> As:
    store = tmp_path / "giaoviec.db"
    app, public = datasette_app(store), datasette_app(store, public=True)

    def known(role: str | None, agency: str = "") -> Browser:
        sql = "SELECT key FROM agencies WHERE name LIKE ? || '%'"
        key = db.execute(sql, [agency]).fetchone()[0] if agency else None
        return browser(store, role, key, app=app if role else public)

    return known


def shown(db: Database) -> dict[str, Any]:
    """What the reports and views say, as of today."""
    metadata = yaml.safe_load((datasette_folder() / "metadata.yaml").read_text(encoding="utf-8"))
    queries = metadata["databases"][DATABASE_NAME]["queries"]
    typed = {"co_quan": "Sở Y tế", "tu_khoa": "nạp nhầm"}
    reports = {
        name: list(db.query(query["sql"], {**dict.fromkeys(query["params"], ""), **typed}))
        for name, query in queries.items()
    }
    views = ("viec", "van_ban", "viec_cua_co_quan", "phan_cong", "tien_do_nhom", "chi_tieu_do", "vien_dan")
    return {**reports, **{view: list(db.query(f"SELECT * FROM {view}")) for view in views}}  # noqa: S608 - own names


def test_it_is_in_no_report_and_comes_back_as_it_was(db: Database, tmp_path: Path) -> None:
    before = shown(db)
    assert all(before[name] for name in ("viec_qua_han", "theo_co_quan", "tim_kiem", "chi_tieu_do", "tien_do_nhom"))
    remove_document(db, 1, "  nạp  nhầm hồ sơ ", WHO)
    without = shown(db)
    assert "nạp nhầm" not in str(without) and "Sở Y tế" not in str(without["theo_co_quan"])
    assert [row["van_ban_vien_dan"] for row in without["vien_dan"]] == [None]
    assert confirmed_ids(db.conn) == [2]
    assert list(verify(db.conn, tmp_path)) == []
    restore_document(db, 1, WHO)
    assert shown(db) == before and confirmed_ids(db.conn) == [1, 2]
    assert list(verify(db.conn, tmp_path)) == []
    record = "SELECT document_id, deed, reason, actor_id, actor, role FROM removals ORDER BY id"
    assert db.execute(record).fetchall() == [
        (1, "remove", "nạp nhầm hồ sơ", "lan", "Trần Thị Lan Mẫu", "clerk"),
        (1, "restore", None, "lan", "Trần Thị Lan Mẫu", "clerk"),
    ]
    for sql in ("DELETE FROM removals", "UPDATE removals SET reason = 'khác'"):
        with pytest.raises(sqlite3.IntegrityError):
            db.execute(sql)


def test_without_a_reason_twice_or_unknown_it_is_refused(db: Database) -> None:
    for document, reason in ((1, "  "), (1, "x" * 501), (9, "nhầm")):
        with pytest.raises(RecordRefused):
            remove_document(db, document, reason, WHO)
    remove_document(db, 1, "nhầm", WHO)
    with pytest.raises(RecordRefused, match="đã được gỡ"):
        remove_document(db, 1, "nhầm", WHO)
    with pytest.raises(RecordRefused, match="đang có trong sổ"):
        restore_document(db, 2, WHO)


def test_what_people_recorded_stays_and_asks_for_a_second_thought(db: Database, tmp_path: Path) -> None:
    record_event(db, 1, happened("report", TODAY))
    with pytest.raises(RecordRefused, match="1 điều ghi trên 1 việc") as refused:
        remove_document(db, 1, "nhầm", WHO)
    assert refused.value.field == "anyway"
    remove_document(db, 1, "nhầm", WHO, anyway=True)
    assert db.execute("SELECT count(*) FROM task_events").fetchone() == (1,)
    with pytest.raises(RecordRefused, match="Không có việc số 1"):
        record_event(db, 1, happened("confirm", TODAY))
    with pytest.raises(RecordRefused, match="Không có văn bản này"):
        accept_sure(db, 1, 0, WHO)
    restore_document(db, 1, WHO)
    record_event(db, 1, happened("confirm", TODAY))
    assert list(verify(db.conn, tmp_path)) == []


def test_read_again_it_stays_out(db: Database, tmp_path: Path) -> None:
    third = dataclasses.replace(WRONG, number="21", content=b"y")
    new = save(db, build(third)).document_id
    remove_document(db, new, "nhầm", WHO)
    works = [*WRONG.works, Work("nạp nhầm thứ tư", ("Sở Y tế",), due=TODAY)]
    assert save(db, build(dataclasses.replace(third, works=works))).outcome == "updated"
    remove_document(db, 1, "nhầm", WHO)
    assert "nạp nhầm" not in str(shown(db))
    restore_document(db, new, WHO)
    assert "nạp nhầm thứ tư" in str(shown(db)["viec"]) and list(verify(db.conn, tmp_path)) == [
        f"Văn bản số {new}: không còn bản gốc trong thư mục originals."
    ]


def test_a_clerk_takes_it_out_and_puts_it_back(db: Database, as_: As) -> None:
    clerk, agency, reader = as_("clerk"), as_("agency", "Sở Y tế"), as_(None)
    pages = ("/", "/-/viec?tinh_trang=tat-ca", "/-/viec?tim=nap+nham", "/-/lich", "/giaoviec/van_ban", "/-/nap")
    assert "Gỡ văn bản nạp nhầm" in clerk.get("/-/van-ban/1").text
    assert "Gỡ văn bản nạp nhầm" not in as_("supervisor").get("/-/van-ban/1").text
    refused = clerk.post("/-/van-ban/1/go", {"ly_do": " "})
    assert refused.status_code == 422 and 'id="ly-do-more">Hãy nêu lý do' in refused.text
    record_event(db, 1, happened("accept", TODAY))
    refused = clerk.post("/-/van-ban/1/go", {"ly_do": "gửi nhầm <b>"})
    assert refused.status_code == 422 and "gửi nhầm &lt;b&gt;" in refused.text and 'id="van-go-more"' in refused.text
    assert clerk.post("/-/van-ban/1/go", {"ly_do": "gửi nhầm <b>", "van_go": "1"}).status_code == 303
    page = clerk.get("/-/van-ban/1").text
    assert "đã được gỡ khỏi sổ" in page and "gửi nhầm &lt;b&gt;" in page and "Đưa lại vào sổ" in page
    assert not [path for path in pages if "nạp nhầm" in clerk.get(path).text]
    assert "nạp nhầm" in clerk.get("/-/da-go").text and "gửi nhầm &lt;b&gt;" in clerk.get("/-/da-go").text
    for visitor, path in (
        (clerk, "/-/viec/1"), (clerk, "/-/duyet/1"), (agency, "/-/van-ban/1"), (agency, "/-/viec/1"),
        (agency, "/-/van-ban/1/goc"), (reader, "/-/van-ban/1"), (reader, "/-/van-ban/1/goc"),
    ):  # fmt: skip
        assert visitor.get(path).status_code == 404, path
    assert "nạp nhầm" not in agency.get("/-/viec?tinh_trang=tat-ca").text
    assert clerk.get("/-/van-ban/1/goc").status_code == 200
    again = clerk.post(
        "/-/nap", {}, files=[("tep", ("cv.txt", build(WRONG).source.data))], headers={"accept": "application/json"}
    )
    assert "đã được gỡ khỏi sổ" in again.json()["html"]
    assert (
        clerk.post("/-/van-ban/1/dua-lai").status_code == 303 and clerk.post("/-/van-ban/1/dua-lai").status_code == 422
    )
    assert "nạp nhầm" in agency.get("/-/viec?tinh_trang=tat-ca").text and agency.get("/-/viec/1").status_code == 200
    assert "Không có văn bản nào bị gỡ" in clerk.get("/-/da-go").text
