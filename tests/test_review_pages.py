"""The pages of review, asked as a browser asks: what is shown, what a form does, what is said when it can't."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from pipeline.batch import FoundFile, ingest
from pipeline.serve import datasette_app
from pipeline.store import open_store, save
from pipeline.types import Doubt
from tests.browsing import Browser, browser
from tests.conftest import ROOT
from tests.factory import Paper, Work, build

HOSTILE = "<script>alert(1)</script> & \"nháy\" <img src=x onerror='x'>"
Do = Callable[..., Any]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "giaoviec.db"
    db = open_store(path)
    works = [
        Work("rà soát hồ sơ trước ngày 30/06/2025", due=date(2025, 6, 30)),
        Work("tổ chức tập huấn", lead=("Sở Nội vụ",)),
        Work(HOSTILE, lead=(HOSTILE,)),
    ]
    save(db, build(Paper(works)))
    db.conn.close()
    return path


@pytest.fixture
def clerk(store: Path) -> Browser:
    return browser(store, "clerk", app=datasette_app(store))


def _revision(clerk: Browser, id_: int = 1) -> str:
    found = re.search(r'name="revision" value="(\d+)"', clerk.get(f"/-/duyet/{id_}").text)
    assert found
    return found[1]


def _post(clerk: Browser, path: str, **fields: str) -> Any:
    return clerk.post(f"/-/duyet/1{path}", {"revision": _revision(clerk), **fields})


def _words(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_what_waits_is_listed_until_it_is_confirmed(clerk: Browser) -> None:
    assert "Công văn 15/UBND-VX" in clerk.get("/-/duyet").text
    answer = _post(clerk, "/xac-nhan", anyway="1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/-/duyet")
    assert "Không còn văn bản nào chờ duyệt" in clerk.get("/-/duyet").text
    page = _words(clerk.get("/-/duyet/1").text)
    assert "đã xác nhận Văn Thư Mẫu" in page and "Xác nhận văn bản: (trống) → đã xác nhận" in page
    assert clerk.get("/-/duyet?trang=x").status_code == clerk.get("/-/duyet?trang=9").status_code == 200


def test_every_value_is_marked_with_its_place(clerk: Browser) -> None:
    page = clerk.get("/-/duyet/1").text
    for key in ("h-number-0", "h-issuer-0", "t1", "t1-lead-0", "t1-deadlines-0"):
        assert re.search(rf'data-key="{key}"[^>]* data-start="\d+" data-end="\d+"', page), key
    assert '<small class="said">thứ hai, 30/06/2025</small>' in page


def test_a_task_is_corrected_and_the_change_is_on_record(clerk: Browser) -> None:
    answer = _post(clerk, "/viec/1", lead="Sở Tài chính", deadlines="quý III")
    assert (answer.status_code, answer.headers["location"]) == (303, "/-/duyet/1#viec-1")
    page = _words(clerk.get("/-/duyet/1").text)
    assert "quý III thứ ba, 30/09/2025" in page
    assert "Chủ trì của việc 1: Sở Y tế → Sở Tài chính" in page and "Văn Thư Mẫu văn thư" in page
    assert _post(clerk, "/lay-lai").status_code == 303
    assert "lấy lại lần sửa 1" in _words(clerk.get("/-/duyet/1").text)


def test_what_is_not_understood_is_shown_again_beside_its_sentence(clerk: Browser) -> None:
    answer = _post(clerk, "/viec/1", lead="Sở Tài chính", deadlines=HOSTILE, targets="nhiều", text="")
    assert answer.status_code == 422
    assert answer.text.count('aria-invalid="true"') == 3
    assert "Không hiểu chỉ tiêu “nhiều”" in answer.text and "Nội dung việc không được để trống." in answer.text
    assert HOSTILE in unescape(answer.text) and "<script>alert" not in answer.text
    assert re.search(r'id="viec-1-lead"[^>]*>Sở Tài chính</textarea>', answer.text)
    assert re.search(r'id="viec-1-form" open', answer.text)
    header = _post(clerk, "/dau", date="31/2/2025", type="thư tay", subject="mới")
    assert (
        header.status_code == 422 and "Hãy chọn một loại văn bản" in header.text and 'value="31/2/2025"' in header.text
    )


def test_a_number_that_is_none_is_refused_beside_its_field(clerk: Browser) -> None:
    answer = _post(clerk, "/dau", number="mười lăm")
    assert answer.status_code == 422
    assert re.search(r'id="dau-number"[^>]*value="mười lăm"[^>]*aria-invalid="true"', answer.text)
    assert "Số chỉ gồm chữ số" in answer.text
    assert _post(clerk, "/dau", number="15a").status_code == 303
    assert "Số: 15 → 15a" in _words(clerk.get("/-/duyet/1").text)


def test_who_edits_a_confirmed_document_reads_that_it_stays_confirmed(clerk: Browser) -> None:
    told = "văn bản vẫn là đã xác nhận"
    assert told not in clerk.get("/-/duyet/1").text
    _post(clerk, "/xac-nhan", anyway="1")
    page = clerk.get("/-/duyet/1").text
    for form in ("dau", "viec-1", "moi"):
        assert told in page.partition(f'data-form="{form}"')[2].partition("</form>")[0], form
    _post(clerk, "/dau", number="16")
    assert "đã xác nhận Văn Thư Mẫu" in _words(clerk.get("/-/duyet/1").text)


def test_times_are_those_of_vietnams_clocks(clerk: Browser, store: Path) -> None:
    _post(clerk, "/viec/1", lead="Sở Tài chính")
    with closing(sqlite3.connect(store)) as conn:
        stored = conn.execute("SELECT recorded_at FROM corrections LIMIT 1").fetchone()[0]
    there = datetime.fromisoformat(stored.replace("Z", "+00:00")).astimezone(timezone(timedelta(hours=7)))
    assert f"văn thư, {there:%H:%M %d/%m/%Y}" in _words(clerk.get("/-/duyet/1").text)


def test_what_wants_a_look_says_why(tmp_path: Path) -> None:
    path = tmp_path / "giaoviec.db"
    with open_store(path) as db:
        read = build(Paper([Work("rà soát hồ sơ"), Work("tổ chức tập huấn", lead=()), Work("kiểm tra")]))
        unsure, unled, sure = read.tasks
        unsure = replace(unsure, confidence=0.434, doubts=(Doubt("lead", "Sở Y tế", "Sở Nội vụ"),))
        header = replace(read.header, subject=replace(read.header.subject, confidence=0.72))
        tasks = (unsure, replace(unled, confidence=0.2), replace(sure, confidence=1.0))
        save(db, replace(read, header=header, tasks=tasks))
    page = browser(path, "clerk", app=datasette_app(path)).get("/-/duyet/1").text
    why = re.findall(r'class="why">([^<]*)<', page)
    assert why == [
        "Trích yếu: độ tin cậy 0,72",
        "hai cách đọc khác nhau về chủ trì; độ tin cậy 0,43",
        "chưa rõ cơ quan chủ trì; độ tin cậy 0,20",
    ]


def test_the_second_of_two_editors_sees_both_values_and_keeps_what_was_typed(store: Path) -> None:
    app = datasette_app(store)
    first, second = browser(store, "clerk", app=app), browser(store, "admin", app=app)
    stale = _revision(second)
    assert _post(first, "/viec/1", lead="Sở Tài chính").status_code == 303
    typed = {"revision": stale, "lead": "Công an tỉnh", "text": "rà soát lại"}
    answer = second.post("/-/duyet/1/viec/1", typed)
    assert answer.status_code == 409
    assert "Chủ trì Sở Tài chính Công an tỉnh" in _words(answer.text) and "Văn Thư Mẫu vừa sửa" in _words(answer.text)
    assert re.search(r'id="viec-1-text"[^>]*>rà soát lại</textarea>', answer.text)
    data = second.post("/-/duyet/1/viec/1", typed, headers={"accept": "application/json"})
    assert data.status_code == 409
    assert data.json()["conflict"]["rows"] == [
        {"id": "lead", "label": "Chủ trì", "theirs": "Sở Tài chính", "yours": "Công an tỉnh"}
    ]
    again = re.search(r'action="/-/duyet/1/viec/1" data-form.*?name="revision" value="(\d+)"', answer.text, re.S)
    assert again
    assert second.post("/-/duyet/1/viec/1", {**typed, "revision": again[1]}).status_code == 303
    assert "Chủ trì của việc 1: Sở Tài chính → Công an tỉnh" in _words(first.get("/-/duyet/1").text)


def test_a_task_that_somebody_deleted_can_be_made_again_from_what_was_typed(clerk: Browser) -> None:
    stale = _revision(clerk)
    assert _post(clerk, "/viec/2/bo").status_code == 303
    answer = clerk.post(
        "/-/duyet/1/viec/2", {"revision": stale, "text": "tổ chức hai lớp tập huấn", "lead": "Sở Nội vụ"}
    )
    assert answer.status_code == 409
    assert "Thêm lại thành việc mới" in answer.text and "tổ chức hai lớp tập huấn" in answer.text


def test_tasks_are_added_split_merged_and_taken_away(clerk: Browser) -> None:
    text = "lập danh sách; gửi về Sở trước ngày 15/7/2025"
    added = _post(clerk, "/viec", text=text, lead="Sở Y tế")
    assert added.headers["location"] == "/-/duyet/1?sua=4#viec-4"
    assert 'id="viec-4-form" open' in clerk.get("/-/duyet/1?sua=4").text
    first, rest = text.split(";")
    _post(clerk, "/viec/4/tach", first=first, rest=rest)
    page = _words(clerk.get("/-/duyet/1").text)
    assert "lập danh sách Chủ trì Sở Y tế" in page and "gửi về Sở trước ngày 15/7/2025 Chủ trì Sở Y tế" in page
    assert _post(clerk, "/viec/4/gop").status_code == 303
    assert "lập danh sách gửi về Sở trước" in _words(clerk.get("/-/duyet/1").text)
    assert _post(clerk, "/viec/4/bo").status_code == 303
    assert 'id="viec-4"' not in clerk.get("/-/duyet/1").text


def test_words_pointed_at_become_a_task(clerk: Browser, store: Path) -> None:
    db = open_store(store)
    text = db.conn.execute("SELECT text FROM documents").fetchone()[0]
    db.conn.close()
    start = text.index("- Giao Sở Nội vụ")
    answer = _post(clerk, "/viec", start=str(start), end=str(text.index("\n", start)))
    assert answer.status_code == 303
    assert re.search(r'data-kind="viec" [^>]*>Giao Sở Nội vụ: tổ chức tập huấn<', clerk.get("/-/duyet/1").text)


def test_hostile_text_is_shown_as_text(clerk: Browser) -> None:
    _post(clerk, "/dau", subject=HOSTILE, signer=HOSTILE)
    _post(clerk, "/viec/1", text=HOSTILE, coordinate=HOSTILE)
    for path in ("/-/duyet", "/-/duyet/1", "/-/van-ban/1"):
        page = clerk.get(path)
        assert page.status_code == 200 and "<script>alert" not in page.text and "<img src=x" not in page.text
        assert HOSTILE.split(" &")[0] in unescape(page.text)


def test_readings_are_shown_before_anything_is_saved(clerk: Browser) -> None:
    found = clerk.get("/-/duyet/1/cach-hieu?truong=deadlines&go=30/9%0Akịp thời").json()
    assert [(one["ok"], one["said"].split("”")[0]) for one in found] == [
        (True, "thứ ba, 30/09/2025"), (False, "Không hiểu thời hạn “kịp thời"),
    ]  # fmt: skip
    assert clerk.get("/-/duyet/1/cach-hieu?truong=targets&go=500 ha").json()[0]["said"] == "đúng 500 ha"
    assert clerk.get("/-/duyet/1/cach-hieu?truong=date&go=5/3/2025").json()[0]["said"] == "05/03/2025"
    assert clerk.get("/-/duyet/1/cach-hieu").json() == []


@pytest.mark.parametrize(
    ("typed", "first"), [("syt", "Sở Y tế"), ("SO NOI", "Sở Nội vụ"), ("bo cong an", "Bộ Công an")]
)
def test_agencies_are_suggested_without_regard_to_accents(clerk: Browser, typed: str, first: str) -> None:
    assert clerk.get(f"/-/duyet/1/co-quan?go={typed}").json()[0]["name"].startswith(first)


def test_the_offices_own_directory_comes_before_the_register(clerk: Browser, store: Path) -> None:
    db = open_store(store)
    sql = "INSERT INTO agencies (name, key, code, source) VALUES ('Sở Y tế Mẫu', '@m/syt', 'm/syt', 'directory')"
    db.conn.execute(sql)
    db.conn.commit()
    db.conn.close()
    found = [(one["name"], one["source"]) for one in clerk.get("/-/duyet/1/co-quan?go=y te").json()]
    assert found[:2] == [("Sở Y tế", "trong văn bản"), ("Sở Y tế Mẫu", "danh bạ riêng")]
    assert clerk.get("/-/duyet/1/co-quan?go=").json() == []


def test_a_pdf_is_shown_page_by_page_with_its_words(tmp_path: Path) -> None:
    path = tmp_path / "giaoviec.db"
    list(ingest([FoundFile(ROOT / "corpus/van-ban/kh-ubnd-tinh-2024.pdf")], path))
    clerk = browser(path, "clerk")
    page = clerk.get("/-/duyet/1").text
    assert page.count('class="picture"') == 4
    assert re.search(r'data-kind="viec" data-boxes="\[\[\d,', page)
    image = clerk.get("/-/duyet/1/trang/2/anh")
    assert image.content.startswith(b"\xff\xd8") and image.headers["content-type"] == "image/jpeg"
    assert "private" in image.headers["cache-control"]
    tag = {"if-none-match": image.headers["etag"]}
    assert clerk.get("/-/duyet/1/trang/2/anh", **tag).status_code == 304
    layer = clerk.get("/-/duyet/1/trang/2/chu").json()
    assert layer["width"] == pytest.approx(595, abs=1)
    assert all(0 <= x0 < x1 <= 600 and top < bottom for _, _, _, (x0, top, x1, bottom) in layer["lines"])
    assert clerk.get("/-/duyet/1/trang/9/anh").status_code == clerk.get("/-/duyet/1/trang/9/chu").status_code == 404
    for kept in (tmp_path / "originals").rglob("*.pdf"):
        kept.unlink()
    assert 'class="picture"' not in clerk.get("/-/duyet/1").text
    assert clerk.get("/-/duyet/1/trang/1/anh").status_code == 404


def test_a_clean_dispatch_is_confirmed_in_few_acts(tmp_path: Path) -> None:
    path = tmp_path / "giaoviec.db"
    list(ingest([FoundFile(ROOT / "corpus/van-ban/kh-ubnd-tinh-2024.pdf")], path))
    clerk = browser(path, "clerk")
    doubtful = re.findall(r'<article class="task open" id="viec-(\d+)"', clerk.get("/-/duyet/1").text)
    assert len(doubtful) + 1 <= 8  # one key each, and one to confirm
    for id_ in doubtful:
        assert _post(clerk, f"/viec/{id_}/nhan").status_code == 303
    assert _post(clerk, "/xac-nhan").headers["location"] == "/-/duyet"


@pytest.mark.parametrize("role", ["supervisor", "agency", None])
def test_only_clerks_and_admins_review(store: Path, role: str | None) -> None:
    somebody = browser(store, role)
    assert somebody.get("/-/duyet/1").status_code in (303, 403)
    assert somebody.post("/-/duyet/1/xac-nhan", {"revision": "0"}).status_code == 403


def test_what_is_not_there_is_not_found(clerk: Browser) -> None:
    assert clerk.get("/-/duyet/99").status_code == 404
    assert clerk.post("/-/duyet/99/xac-nhan", {"revision": "0"}).status_code == 404
    assert _post(clerk, "/viec/99/nhan").status_code == 422
    for wrong in ("", "x", "9" * 20):
        assert clerk.post("/-/duyet/1/xac-nhan", {"revision": wrong}).status_code == 422
