"""The pages of follow-up as each role meets them: what is shown, what may be recorded, what is said when it may not."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from datetime import timedelta
from html import unescape
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import pytest
from browsing import NAMES, Browser, browser
from factory import Paper, Work, build, confirmed, events_of, happened
from sqlite_utils import Database

from pipeline.clock import vietnam_today
from pipeline.serve import datasette_app
from pipeline.store import last_event, open_store, record_event, save
from pipeline.store.incoming import incoming_folder
from pipeline.store.saved_views import saved_views
from pipeline.store.units import units_of
from pipeline.web import uploads

TODAY = vietnam_today()
HOSTILE = "<script>alert(1)</script>\u202e=1+1"
WORKS = (
    Work("rà soát cơ sở dữ liệu", ("Công an tỉnh",), ("Sở Y tế",), TODAY - timedelta(days=4), target="đạt 80,5%"),
    Work("tổ chức tập huấn", ("UBND các xã, phường",), due=TODAY, path="1.b"),
    Work("kiểm tra việc thực hiện", ("Sở Y tế", "Sở Nội vụ"), due=TODAY + timedelta(days=9)),
    Work("báo cáo kết quả hằng tháng", ("Sở Y tế",), rrule="FREQ=MONTHLY;BYMONTHDAY=15"),
    Work(HOSTILE, ("Sở Nội vụ",), due=TODAY + timedelta(days=30)),
)
PAPER = Paper(WORKS, issuer="Ủy ban nhân dân tỉnh Đắk Lắk", issued=(TODAY - timedelta(days=100)).isoformat())
As = Callable[..., Browser]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "giaoviec.db"
    with open_store(path) as db:
        confirmed(db, save(db, build(PAPER)).document_id)
        record_event(db, 5, happened("accept", TODAY, note=HOSTILE, actor=HOSTILE))
    return path


@pytest.fixture
def db(store: Path) -> Iterator[Database]:
    database = open_store(store)
    yield database
    database.close()


@pytest.fixture
def as_(store: Path, db: Database) -> As:
    """``as_("clerk")`` is the browser of one; ``as_("agency", "Sở Y tế")`` that of an agency."""
    app = datasette_app(store)

    def known(role: str | None, agency: str = "") -> Browser:
        return browser(store, role, agency_key(db, agency) if agency else None, app=app)

    return known


def agency_key(db: Database, name: str) -> str:
    return str(db.execute("SELECT key FROM agencies WHERE name LIKE ? || '%'", [name]).fetchone()[0])


def part(db: Database, task: int, agency: str) -> int:
    found = [one.assignment_id for one in units_of(db.conn, [task]) if (one.agency or "").startswith(agency)]
    assert len(found) == 1 and found[0]
    return found[0]


def send(page: Browser, task: int, kind: str, **said: Any) -> Any:
    """Send the form of an event, as the page has it."""
    files = said.pop("files", [("files", ("", b""))])
    usual = {"note": "đã xong"} if kind == "report" else {}
    fields = {"kind": kind, "seen": "0", **usual, **{name: str(value) for name, value in said.items()}}
    return page.post(f"/-/viec/{task}/ghi", fields, files=files)


def kinds(html: str) -> set[str]:
    return set(re.findall(r'name="kind" value="(\w+)"', html))


# --- a task ----------------------------------------------------------------------------------------------------------


def test_what_may_be_recorded_depends_on_role_and_state(as_: As, db: Database) -> None:
    assert kinds(as_("clerk").get("/-/viec/1").text) == {"accept", "reject", "progress", "report", "request_extension"}
    assert kinds(as_("agency", "Công an tỉnh").get("/-/viec/1").text) == kinds(as_("clerk").get("/-/viec/1").text)
    assert kinds(as_("supervisor").get("/-/viec/1").text) == {"extend", "pause", "cancel", "reassign"}
    record_event(db, 1, happened("report", TODAY))
    assert kinds(as_("supervisor").get("/-/viec/1").text) == {"confirm", "redo", "cancel"}
    assert kinds(as_("clerk").get("/-/viec/1").text) == set()
    assert kinds(as_("agency", "Sở Y tế").get("/-/viec/1").text) == set()  # it only coordinates


def test_the_agency_reports_and_the_supervisor_confirms(as_: As, db: Database) -> None:
    police, one = as_("agency", "Công an tỉnh"), part(db, 1, "Công an")
    answer = send(police, 1, "report", phan=one, note="đủ hồ sơ", files=[("files", ("quý III.txt", b"da xong"))])
    assert answer.status_code == 303 and answer.headers["location"].startswith("/-/viec/1")
    page = as_("supervisor").get("/-/viec/1").text
    assert "Báo cáo hoàn thành" in page and "đủ hồ sơ" in page and "quý III.txt" in page
    assert f"{NAMES['agency']} (agency-" in page
    assert send(as_("supervisor"), 1, "confirm", phan=one, seen=last_event(db.conn, 1)).status_code == 303
    assert [event.kind for event in events_of(db, 1)] == ["report", "confirm"]
    assert events_of(db, 1)[0].role == "agency"


def test_who_reported_does_not_confirm(as_: As, db: Database) -> None:
    admin, one = as_("admin"), part(db, 1, "Công an")
    send(admin, 1, "report", phan=one)
    answer = send(admin, 1, "confirm", phan=one, seen=last_event(db.conn, 1))
    assert answer.status_code == 422 and "cần người khác" in answer.text


def test_a_report_says_what_was_done_beside_its_field(as_: As, db: Database) -> None:
    police, one = as_("agency", "Công an tỉnh"), part(db, 1, "Công an")
    answer = send(police, 1, "report", phan=one, note="  ")
    assert answer.status_code == 422 and not events_of(db, 1)
    assert re.search(r'<p class="problem" id="ghi-report-note-more">Hãy nêu kết quả [^<]+\.</p>', answer.text)
    assert '<a href="#ghi-report-note">' in answer.text
    many = police.post("/-/viec/ghi-nhieu", {"chon": [f"1.{one}.0"], "kind": "report"})
    assert many.status_code == 422 and "Hãy nêu kết quả" in many.text and not events_of(db, 1)
    assert send(police, 1, "report", phan=one, note="", files=[("files", ("a.txt", b"bien ban"))]).status_code == 303


def test_who_reported_may_take_it_back_and_nobody_else(as_: As, db: Database) -> None:
    police, one = as_("agency", "Công an tỉnh"), part(db, 1, "Công an")
    assert "withdraw_report" not in kinds(police.get("/-/viec/1").text)
    send(police, 1, "report", phan=one)
    assert "withdraw_report" in kinds(police.get("/-/viec/1").text)
    assert "withdraw_report" not in kinds(as_("clerk").get("/-/viec/1").text)
    said = {"phan": one, "note": "gửi nhầm", "seen": last_event(db.conn, 1)}
    refused = send(as_("clerk"), 1, "withdraw_report", **said)
    assert refused.status_code == 422 and "Chỉ người đã ghi" in refused.text
    assert send(police, 1, "withdraw_report", **{**said, "note": ""}).status_code == 422
    assert send(police, 1, "withdraw_report", **said).status_code == 303
    page = police.get("/-/viec/1").text
    assert "Rút báo cáo" in page and "withdraw_report" not in kinds(page) and "report" in kinds(page)
    send(police, 1, "report", phan=one, seen=last_event(db.conn, 1))
    send(as_("supervisor"), 1, "confirm", phan=one, seen=last_event(db.conn, 1))
    assert "withdraw_report" not in kinds(police.get("/-/viec/1").text)


def test_a_refused_form_keeps_what_was_typed_with_the_sentence_beside_its_field(as_: As, db: Database) -> None:
    clerk, one = as_("clerk"), part(db, 1, "Công an")
    for said, field, sentence in (
        ({"percent": "120", "note": "gần xong"}, "percent", "từ 0 đến 100"),
        ({"percent": "nhiều", "note": "gần xong"}, "percent", "số nguyên"),
        ({"percent": "50", "day": "32/13/2026", "note": "gần xong"}, "day", "không phải là ngày"),
        ({"percent": "50", "day": f"{TODAY + timedelta(days=9):%d/%m/%Y}", "note": "gần xong"}, "day", "chưa tới"),
        ({"note": "gần xong"}, "percent", "cần nêu phần trăm"),
    ):
        answer = send(clerk, 1, "progress", phan=one, **said)
        assert answer.status_code == 422
        form = re.search(rf'<div class="field wrong">(?:(?!</div>).)*name="{field}".*?</div>', answer.text, re.S)
        assert form and sentence in form[0], (said, answer.text)
        id_ = f"ghi-progress-{field}"
        assert f'<a href="#{id_}">' in answer.text and re.findall(r'id="([^"]*)"[^>]* autofocus', answer.text) == [id_]
        assert ">gần xong</textarea>" in answer.text and '<details name="ghi" open>' in answer.text
        for name in said.keys() - {"note"}:
            assert f'name="{name}" value="{said[name]}"' in answer.text
    assert not events_of(db, 1)


def test_a_decision_of_another_role_is_refused(as_: As, db: Database) -> None:
    one = part(db, 1, "Công an")
    for role, kind in (("clerk", "extend"), ("clerk", "cancel"), ("supervisor", "report")):
        answer = send(as_(role), 1, kind, phan=one, note="x", **({"new_due": "31/12/2099"} if kind == "extend" else {}))
        assert answer.status_code == 422 and "không được ghi" in answer.text, (role, kind)
    assert not events_of(db, 1)


def test_the_second_of_two_is_told_what_happened_and_loses_nothing(as_: As, db: Database) -> None:
    one = part(db, 1, "Công an")
    send(as_("agency", "Công an tỉnh"), 1, "progress", phan=one, percent=40, note="từ cơ quan")
    answer = send(as_("clerk"), 1, "progress", phan=one, percent=30, note="từ văn thư")
    assert answer.status_code == 409
    meanwhile = answer.text[answer.text.index("Chưa ghi.") :]
    assert "từ cơ quan" in meanwhile and ">từ văn thư</textarea>" in meanwhile and 'value="30"' in meanwhile
    token = re.findall(r'name="seen" value="(\d+)"', answer.text)
    assert set(token) == {str(last_event(db.conn, 1))}
    assert send(as_("clerk"), 1, "progress", phan=one, percent=30, seen=token[0]).status_code == 303
    assert [event.percent for event in events_of(db, 1)] == [40, 30]


def test_an_agency_sees_and_records_only_its_own(as_: As, db: Database) -> None:
    home = as_("agency", "Sở Nội vụ")
    assert home.get("/-/viec/1").status_code == 404 and home.get("/-/viec/99").status_code == 404
    assert send(home, 1, "report", phan=part(db, 1, "Công an")).status_code == 404
    record_event(db, 3, happened("progress", TODAY, note="của Y tế"), part(db, 3, "Sở Y tế"))
    assert "của Y tế" not in home.get("/-/viec/3").text and "Sở Y tế" in home.get("/-/viec/3").text
    for said in ({"phan": part(db, 3, "Sở Y tế")}, {"ca_viec": 1}, {}):
        answer = send(home, 3, "report", **said)
        assert answer.status_code == 422 and "Chỉ cơ quan chủ trì" in answer.text
    assert send(home, 3, "report", phan=part(db, 3, "Sở Nội vụ")).status_code == 303
    assert send(as_("agency", "Sở Y tế"), 1, "report", phan=part(db, 1, "Công an")).status_code == 422


def test_nobody_and_readers_record_nothing(as_: As, db: Database) -> None:
    assert as_(None).get("/-/viec/1").status_code == 303
    assert send(as_(None), 1, "report").status_code == 403
    assert not events_of(db, 1)


def test_as_of_a_day_shows_that_day_and_no_forms(as_: As, db: Database) -> None:
    record_event(db, 1, happened("report", TODAY - timedelta(days=2), note="đủ"))
    day = TODAY - timedelta(days=5)
    page = as_("clerk").get(f"/-/viec/1?as_of={day:%d/%m/%Y}").text
    assert f"như ngày {day:%d/%m/%Y}" in page and "sắp đến hạn" in page and not kinds(page)
    assert "Báo cáo hoàn thành" not in page
    assert "không phải là ngày" in as_("clerk").get("/-/viec/1?as_of=abc").text


def test_the_day_of_recording_is_that_of_vietnam(as_: As, db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.store.event_chain.now", lambda: "2026-01-31T20:15:00Z")
    send(as_("clerk"), 1, "accept", phan=part(db, 1, "Công an"))
    assert "ghi 01/02/2026" in as_("clerk").get("/-/viec/1").text


def test_a_group_rolls_up_folds_and_filters(as_: As, db: Database) -> None:
    members = [one.assignment_id for one in units_of(db.conn, [2])]
    for one in members[:12]:
        record_event(db, 2, happened("report", TODAY), one)
    page = as_("supervisor").get("/-/viec/2").text
    assert f"12/{len(members)} cơ quan đã báo cáo" in page and "cơ quan còn lại" in page
    assert page.count("?phan=") == 40 and as_("supervisor").get("/-/viec/2?moi=1").text.count("?phan=") == len(members)
    reported = as_("supervisor").get("/-/viec/2?nhom=" + quote("đã báo cáo đúng hạn")).text
    assert reported.count("?phan=") == 12
    assert "Không có cơ quan nào" in as_("supervisor").get("/-/viec/2?ten=kh%C3%B4ng").text
    assert send(as_("supervisor"), 2, "confirm", ca_viec=1, seen=last_event(db.conn, 2)).status_code == 303
    assert (
        db.execute("SELECT count(*) FROM standings_today WHERE task_id = 2 AND state = 'completed'").fetchone()[0] == 12
    )


def test_an_occurrence_is_recorded_by_itself(as_: As, db: Database) -> None:
    page = as_("clerk").get("/-/viec/4").text
    day = re.findall(r"\?ky=(\d{4}-\d\d-15)", page)[0]
    opened = as_("clerk").get(f"/-/viec/4?ky={day}").text
    assert f'name="ky" value="{day}"' in opened and "Kỳ đến hạn" in opened
    one = part(db, 4, "Sở Y tế")
    assert send(as_("clerk"), 4, "report", phan=one, ky=day).status_code == 303
    assert db.execute("SELECT occurrence_due, kind FROM task_events WHERE task_id = 4").fetchall() == [(day, "report")]
    assert kinds(as_("supervisor").get(f"/-/viec/4?ky={day}").text) == {"confirm", "redo", "cancel"}
    answer = send(as_("clerk"), 4, "report", phan=one, ky="2020-01-01", seen=last_event(db.conn, 4))
    assert answer.status_code == 422 and "không có kỳ này" in answer.text


def test_work_is_given_to_another_agency(as_: As, db: Database) -> None:
    one = part(db, 1, "Công an")
    answer = send(as_("supervisor"), 1, "reassign", phan=one, to_agency="UBND các xã, phường", note="x")
    assert answer.status_code == 422 and "nhóm cơ quan" in answer.text
    assert send(as_("supervisor"), 1, "reassign", phan=one, to_agency="Sở Nội vụ", note="đúng việc").status_code == 303
    assert as_("agency", "Sở Nội vụ").get("/-/viec/1").status_code == 200


def test_values_are_measured(as_: As, db: Database) -> None:
    clerk = as_("clerk")
    for number, said in enumerate(({"value": "70,5", "source": "báo cáo quý"}, {"value": "75"}), start=1):
        fields = {"target": "đạt 80,5%", **said}
        assert clerk.post("/-/viec/1/do", fields, files=[("x", ("", b""))]).status_code == 303
        assert len(db.execute("SELECT * FROM target_measures").fetchall()) == number
    page = clerk.get("/-/viec/1").text
    assert "còn cách <b>5,5 %</b>" in page and "<polyline" in page and "báo cáo quý" in page
    answer = clerk.post("/-/viec/1/do", {"target": "đạt 80,5%", "value": "nhiều"}, files=[("x", ("", b""))])
    assert answer.status_code == 422 and "Giá trị phải là số" in answer.text and 'value="nhiều"' in answer.text
    helper = as_("agency", "Sở Y tế").post(
        "/-/viec/1/do", {"target": "đạt 80,5%", "value": "1"}, files=[("x", ("", b""))]
    )
    assert helper.status_code == 422 and "Chỉ cơ quan chủ trì" in helper.text


# --- files -----------------------------------------------------------------------------------------------------------


def test_files_are_saved_and_only_saved(as_: As, db: Database) -> None:
    one = part(db, 3, "Sở Y tế")
    body = "<p>đã làm</p>".encode()
    name = 'a"b\r\nx.html'
    assert send(as_("clerk"), 3, "report", phan=one, files=[("files", (name, body))]).status_code == 303
    for role, agency in (("clerk", ""), ("agency", "Sở Y tế")):
        answer = as_(role, agency).get("/-/viec/3/tep/1")
        assert answer.content == body and answer.headers["content-type"] == "application/octet-stream"
        assert answer.headers["content-disposition"].startswith("attachment;")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "sandbox" in answer.headers["content-security-policy"]
    assert as_("agency", "Sở Nội vụ").get("/-/viec/3/tep/1").status_code == 404  # it leads its own part of the task
    for path in ("/-/viec/1/tep/1", "/-/viec/3/tep/2"):
        assert as_("clerk").get(path).status_code == 404


def test_a_file_is_found_whatever_its_content_was_called_before(as_: As, db: Database) -> None:
    proof = "<p>đã làm".encode()
    files = [("files", (name, proof)) for name in ("biên bản.htm", "biên bản.html")]
    assert send(as_("clerk"), 1, "report", phan=part(db, 1, "Công an"), files=files).status_code == 303
    for number in (1, 2):
        assert as_("clerk").get(f"/-/viec/1/tep/{number}").content == proof


def test_what_can_not_be_looked_into_or_is_too_large_is_refused(
    as_: As, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk, one = as_("clerk"), part(db, 1, "Công an")
    for name, body, sentence in (
        ("mat.txt", "TỐI MẬT\nCông văn".encode(), "mật"), ("x.bin", b"\x00\x01\x02\x03", "x.bin"),
        ("r.txt", b"", "rỗng"),
    ):  # fmt: skip
        answer = send(clerk, 1, "report", phan=one, note="kèm tệp", files=[("files", (name, body))])
        assert answer.status_code == 422, name
        wrong = re.search(r'<div class="field wide wrong">.*?</div>', answer.text, re.S)
        assert wrong and sentence in wrong[0] and f"hãy chọn lại: {name}" in wrong[0]
        assert ">kèm tệp</textarea>" in answer.text
    monkeypatch.setattr(uploads, "MOST_BYTES", 1000)
    answer = send(clerk, 1, "report", phan=one, files=[("files", ("a.txt", b"x" * 2000))])
    assert answer.status_code == 422 and "lớn quá" in answer.text
    monkeypatch.undo()
    many = [("files", (f"{n}.txt", b"x")) for n in range(11)]
    assert "nhiều nhất 10 tệp" in send(clerk, 1, "report", phan=one, files=many).text
    assert not events_of(db, 1)


class Ended(Executor):
    """Workers of which none comes back."""

    def __init__(self, future: Future[None]) -> None:
        self.future = future

    def submit(self, *_: Any) -> Any:
        return self.future


def test_no_file_is_read_in_the_process_that_serves(
    as_: As, db: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    clerk, one = as_("clerk"), part(db, 1, "Công an")
    monkeypatch.setattr("pipeline.evidence.process_all", lambda path: pytest.fail("read by the server"))
    marked = [("files", ("mat.txt", "TỐI MẬT\nCông văn".encode()))]
    assert "mật" in send(clerk, 1, "report", phan=one, files=marked).text
    plain = [("files", ("a.txt", b"xong"))]
    ends = ((TimeoutError(), "đọc quá lâu"), (MemoryError(), "không đọc được"), (OSError(), "không đọc được"))
    for error, sentence in ends:  # of a process that is ended after its time, or by what it reads
        ended = Future[None]()
        ended.set_exception(error)
        monkeypatch.setattr(uploads, "standing", lambda ended=ended: SimpleNamespace(slow=Ended(ended)))
        assert sentence in send(clerk, 1, "report", phan=one, files=plain).text
    assert not events_of(db, 1) and not list(incoming_folder(tmp_path / "giaoviec.db").iterdir())
    monkeypatch.undo()
    monkeypatch.setattr(uploads, "_evidence", lambda *_: pytest.fail("read for somebody else's task"))
    health = as_("agency", "Sở Y tế")
    assert "Chỉ cơ quan chủ trì" in send(health, 1, "report", phan=one, files=plain).text


def test_pages_answer_while_every_common_thread_is_busy(as_: As) -> None:
    clerk, freed = as_("clerk"), threading.Event()

    async def ask() -> int:
        loop = asyncio.get_running_loop()
        loop.set_default_executor(ThreadPoolExecutor(1))
        busy = loop.run_in_executor(None, freed.wait)
        try:
            asked = clerk.app.client.get("/-/viec/1", cookies=clerk.cookies)
            return int((await asyncio.wait_for(asked, 60)).status_code)
        finally:
            freed.set()
            await busy

    assert asyncio.run(ask()) == 200


def test_hostile_text_is_shown_as_text(as_: As) -> None:
    for path in ("/-/viec/5", "/-/viec?tinh_trang=tat-ca", "/-/viec?tim=" + quote(HOSTILE), "/-/co-quan/1"):
        page = as_("admin").get(path).text
        assert "<script>alert" not in page, path
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in as_("admin").get("/-/viec/5").text


# --- lists -----------------------------------------------------------------------------------------------------------


def listed(page: Any) -> list[int]:
    return [int(id_) for id_ in re.findall(r'class="to-task" href="/-/viec/(\d+)', page.text)]


def boxes(page: Any, task: int) -> list[str]:
    return re.findall(rf'name="chon" value="({task}\.[\d.]+)"', page.text)


def test_the_list_is_searched_narrowed_and_sorted(as_: As) -> None:
    clerk = as_("clerk")
    assert listed(clerk.get("/-/viec")) == [1, 2, 3, 5, 4]
    assert listed(clerk.get("/-/viec?tim=ra+soat")) == [1]
    assert listed(clerk.get("/-/viec?tinh_trang=qua-han")) == [1]
    assert listed(clerk.get("/-/viec?linh_vuc=y-te")) == [3, 4]
    page = clerk.get("/-/viec?loai=cong_van&tinh_trang=qua-han").text
    assert "Công văn" in page and 'href="/-/viec?tinh_trang=qua-han"' in page
    for query in ("tinh_trang=x", "thang=2026-13", "co_quan=x", "sau=x", "xep=x", "van_ban=-1", "as_of=abc", "loai=zz"):
        assert clerk.get(f"/-/viec?{query}").status_code == 200, query
    early = (TODAY - timedelta(days=101)).isoformat()
    assert listed(clerk.get(f"/-/viec?tinh_trang=tat-ca&as_of={early}")) == []


def test_every_link_of_the_list_answers(as_: As) -> None:
    clerk = as_("clerk")
    page = clerk.get("/-/viec").text
    links = {unescape(link) for link in re.findall(r'href="(/-/viec\?[^"]*)"', page)}
    assert len(links) > 15
    for link in links:
        assert clerk.get(link).status_code == 200, link


def test_an_agency_lists_its_own_tasks(as_: As, db: Database) -> None:
    health = as_("agency", "Sở Y tế")
    page = health.get("/-/viec?tinh_trang=tat-ca")
    assert set(listed(page)) == {1, 3, 4} and "Việc của đơn vị" in page.text
    other = db.execute("SELECT id FROM agencies WHERE name LIKE 'Sở Nội vụ%'").fetchone()[0]
    assert set(listed(health.get(f"/-/viec?tinh_trang=tat-ca&co_quan={other}"))) == {1, 3, 4}
    assert listed(health.get("/-/viec?vai_tro=phoi-hop")) == [1]
    assert listed(as_("agency").get("/-/viec?tinh_trang=tat-ca")) == []  # of an agency that has no task yet
    assert health.get(f"/-/co-quan/{other}").status_code == 404


def test_the_address_of_a_list_names_an_agency_nothing_that_is_not_its_own(as_: As, db: Database) -> None:
    paper = Paper([Work("in sổ", ("Sở Nội vụ",))], number="98", issuer=PAPER.issuer)
    other = save(db, build(paper)).document_id
    confirmed(db, other)
    label = db.execute("SELECT label FROM documents WHERE id = ?", [other]).fetchone()[0]
    ids = dict(db.execute("SELECT name, id FROM agencies").fetchall())
    health, clerk = as_("agency", "Sở Y tế"), as_("clerk")

    def chips(page: Browser, query: str) -> str:
        return " ".join(re.findall(r'class="chosen".*?</(?:p|ul)>', page.get(f"/-/viec?{query}").text, re.S))

    for query, name, number in (
        (f"van_ban={other}", label, other),
        *((f"co_quan={id_}", name, id_) for name, id_ in ids.items() if not name.startswith("Sở Y tế")),
    ):
        assert name in chips(clerk, query)
        told = chips(health, query)
        assert name not in told and f"số {number}" in told
    own = next(name for name in ids if name.startswith("Sở Y tế"))
    assert own in chips(health, f"co_quan={ids[own]}")


def test_an_agency_sees_nothing_of_a_document_before_it_is_confirmed(as_: As, store: Path, db: Database) -> None:
    works = [Work("lập danh sách hộ nghèo", ("Sở Y tế",), due=TODAY + timedelta(days=3), target="đạt 80,5%")]
    new = save(db, build(Paper(works, number="99", issuer=PAPER.issuer))).document_id
    (task,) = (row[0] for row in db.execute("SELECT id FROM tasks WHERE document_id = ?", [new]).fetchall())
    health, own = as_("agency", "Sở Y tế"), part(db, task, "Sở Y tế")
    label = db.execute("SELECT label FROM documents WHERE id = ?", [new]).fetchone()[0]
    id_ = db.execute("SELECT id FROM agencies WHERE name LIKE 'Sở Y tế%'").fetchone()[0]
    pages = (
        "/-/viec?tinh_trang=tat-ca", "/-/viec?tinh_trang=sap-den-han", "/-/viec?tim=ho+ngheo", f"/-/viec?van_ban={new}",
        "/-/viec.csv?tinh_trang=tat-ca", f"/-/co-quan/{id_}",
    )  # fmt: skip
    alone = (f"/-/viec/{task}", f"/-/van-ban/{new}", f"/-/van-ban/{new}/goc")
    told = {path: health.get(path).text for path in pages}
    assert not [path for path, text in told.items() if "hộ nghèo" in text or label in text]
    assert "Tất cả <b>3</b>" in told[pages[0]] and "Sắp đến hạn <b>0</b>" in told[pages[0]]
    assert {health.get(path).status_code for path in alone} == {404}
    assert send(health, task, "accept", phan=own).status_code == 404
    assert "đã ghi 0/1" in health.post("/-/viec/ghi-nhieu", {"chon": [f"{task}.{own}.0"], "kind": "accept"}).text
    hasty = browser(store, "agency", agency_key(db, "Sở Y tế"), app=datasette_app(store, review=False))
    assert task in listed(hasty.get(pages[0])) and hasty.get(f"/-/viec/{task}").status_code == 200
    confirmed(db, new)
    seen = health.get(pages[0])
    assert task in listed(seen) and "Tất cả <b>4</b>" in seen.text and "Sắp đến hạn <b>1</b>" in seen.text
    assert all("hộ nghèo" in health.get(path).text for path in pages)
    assert [health.get(path).status_code for path in alone] == [200, 200, 404]  # no original was kept
    assert send(health, task, "accept", phan=own).status_code == 303


@pytest.mark.parametrize(
    ("kind", "status", "label"),
    [
        ("report", "cho-xac-nhan", "Chờ xác nhận"),
        ("reject", "tu-choi", "Từ chối"),
        ("request_extension", "xin-gia-han", "Đang xin gia hạn"),
    ],
)
def test_what_waits_in_one_member_of_a_group_is_found(
    as_: As, db: Database, kind: str, status: str, label: str
) -> None:
    supervisor, health, home = as_("supervisor"), as_("agency", "Sở Y tế"), as_("agency", "Sở Nội vụ")
    assert not listed(supervisor.get(f"/-/viec?tinh_trang={status}"))
    due = {"new_due": f"{TODAY + timedelta(days=40):%d/%m/%Y}"} if kind == "request_extension" else {}
    assert send(health, 3, kind, phan=part(db, 3, "Sở Y tế"), note="đã rõ", **due).status_code == 303
    for narrowed in ("", "&tim=kiem+tra", "&van_ban=1", "&loai=cong_van", "&xep=moi"):
        page = supervisor.get(f"/-/viec?tinh_trang={status}{narrowed}")
        assert listed(page) == [3], narrowed
        assert f"<b>{int(kind == 'report')}/2</b> đã báo cáo" in page.text
    shown = supervisor.get("/-/viec").text
    assert f"{label} <b>1</b>" in shown and 3 in listed(supervisor.get("/-/viec"))
    assert listed(health.get(f"/-/viec?tinh_trang={status}")) == [3]
    assert not listed(home.get(f"/-/viec?tinh_trang={status}"))  # its own part waits for nobody


def test_views_are_saved_opened_and_deleted(as_: As, db: Database) -> None:
    clerk = as_("clerk")
    answer = clerk.post(
        "/-/viec/che-do-xem", {"ten": "Công văn quá hạn", "xem": "tinh_trang=qua-han&loai=cong_van&x=1"}
    )
    assert answer.status_code == 303
    (view,) = saved_views(db.conn, "clerk")
    assert view.query == "tinh_trang=qua-han&loai=cong_van"
    assert "Công văn quá hạn" in clerk.get("/-/viec").text
    assert "Công văn quá hạn" not in as_("supervisor").get("/-/viec").text
    as_("supervisor").post(f"/-/viec/che-do-xem/{view.id}/xoa")
    assert saved_views(db.conn, "clerk")
    refused = clerk.post("/-/viec/che-do-xem", {"ten": " ", "xem": "tinh_trang=qua-han"})
    assert refused.status_code == 422 and "Hãy đặt tên" in refused.text and "tinh_trang=qua-han" in refused.text
    clerk.post(f"/-/viec/che-do-xem/{view.id}/xoa")
    assert not saved_views(db.conn, "clerk")


def test_one_event_is_recorded_on_several_tasks_and_each_result_is_told(as_: As, db: Database) -> None:
    record_event(db, 1, happened("report", TODAY))
    supervisor = as_("supervisor")
    boxes = re.findall(r'name="chon" value="([\d.]+)"', supervisor.get("/-/viec?tinh_trang=tat-ca").text)
    assert len(boxes) == 5
    answer = supervisor.post("/-/viec/ghi-nhieu", {"chon": boxes, "kind": "confirm"})
    assert answer.status_code == 200 and "đã ghi 1/5 việc" in answer.text and answer.text.count("Chưa ghi.") == 4
    assert "đã giao, chưa tiếp nhận" in answer.text
    again = supervisor.post("/-/viec/ghi-nhieu", {"chon": boxes, "kind": "pause", "note": "chờ"})
    assert "đã ghi 4/5 việc" in again.text and "người khác đã ghi" in again.text
    assert [event.kind for event in events_of(db, 1)] == ["report", "confirm"]


def test_what_one_of_a_group_recorded_is_no_conflict_for_another(as_: As, db: Database) -> None:
    health, home, supervisor = as_("agency", "Sở Y tế"), as_("agency", "Sở Nội vụ"), as_("supervisor")
    send(health, 3, "accept", phan=part(db, 3, "Sở Y tế"))
    (box,) = boxes(home.get("/-/viec"), 3)
    (whole,) = boxes(supervisor.get("/-/viec"), 3)
    assert box == f"3.{part(db, 3, 'Sở Nội vụ')}.0" and whole == f"3.0.{last_event(db.conn, 3)}"
    send(health, 3, "progress", phan=part(db, 3, "Sở Y tế"), percent=40, seen=last_event(db.conn, 3))
    assert "đã ghi 1/1 việc" in home.post("/-/viec/ghi-nhieu", {"chon": [box], "kind": "accept"}).text
    second = home.post("/-/viec/ghi-nhieu", {"chon": [box], "kind": "report", "note": "đã xong"})
    assert "đã ghi 0/1 việc" in second.text and "người khác đã ghi" in second.text
    said = {"chon": [whole], "kind": "pause", "note": "chờ"}
    assert "người khác đã ghi" in supervisor.post("/-/viec/ghi-nhieu", said).text
    said["chon"] = boxes(supervisor.get("/-/viec"), 3)
    assert "đã ghi 1/1 việc" in supervisor.post("/-/viec/ghi-nhieu", said).text


def test_several_are_extended_with_one_reason(as_: As, db: Database) -> None:
    supervisor, boxes = as_("supervisor"), ["1.0.0", "2.0.0", "99.0.0"]
    answer = supervisor.post("/-/viec/ghi-nhieu", {"chon": boxes, "kind": "extend", "new_due": "31/12/2099"})
    assert answer.status_code == 422 and "Hãy nêu lý do" in answer.text and 'value="31/12/2099"' in answer.text
    said = {"chon": boxes, "kind": "extend", "new_due": "31/12/2099", "note": "lũ lụt"}
    answer = supervisor.post("/-/viec/ghi-nhieu", said)
    assert "đã ghi 2/3 việc" in answer.text
    assert {event.note for event in events_of(db, 1)} == {"lũ lụt"}


@pytest.mark.parametrize(
    "written", ["{0.day}/{0.month}", "{0:%d/%m}", "{0:%d-%m}", "{0.day}.{0.month}", "trước {0:%d/%m}"]
)
def test_a_day_without_its_year_is_the_next_to_come_and_told(as_: As, db: Database, written: str) -> None:
    supervisor, one = as_("supervisor"), part(db, 1, "Công an")
    for day in (TODAY + timedelta(days=40), TODAY + timedelta(days=300)):
        said = {"new_due": written.format(day), "note": "lũ lụt", "seen": last_event(db.conn, 1)}
        answer = send(supervisor, 1, "extend", phan=one, **said)
        assert answer.status_code == 303, answer.text
        assert f"{day:%d/%m/%Y}" in supervisor.get(answer.headers["location"]).text
        assert events_of(db, 1)[-1].new_due == day
    many = {"chon": ["2.0.0"], "kind": "extend", "note": "lũ lụt", "new_due": written.format(day)}
    assert f"{day:%d/%m/%Y}): đã ghi 1/1" in supervisor.post("/-/viec/ghi-nhieu", many).text


@pytest.mark.parametrize("written", ["31/4", "hằng tháng", "hôm nào đó", "31/12/9999", "32/13/2026"])
def test_what_is_no_coming_day_is_no_new_deadline(as_: As, db: Database, written: str) -> None:
    answer = send(as_("supervisor"), 1, "extend", phan=part(db, 1, "Công an"), new_due=written, note="lũ lụt")
    assert answer.status_code == 422 and "không phải là ngày" in answer.text and f'value="{written}"' in answer.text
    assert '<a href="#ghi-extend-new_due">' in answer.text and not events_of(db, 1)


def test_a_bulk_action_is_refused_row_by_row_for_who_may_not(as_: As, db: Database) -> None:
    health = as_("agency", "Sở Y tế")
    mine = part(db, 3, "Sở Y tế")
    boxes = ["1.0.0", f"3.{mine}.0", "5.0.1", "2.0.0"]
    answer = health.post("/-/viec/ghi-nhieu", {"chon": boxes, "kind": "accept"})
    assert (
        "đã ghi 1/4 việc" in answer.text and "Chỉ cơ quan chủ trì" in answer.text and "Không có việc này" in answer.text
    )
    assert WORKS[1].text not in answer.text
    assert health.post("/-/viec/ghi-nhieu", {"chon": boxes, "kind": "cancel", "note": "x"}).status_code == 422
    for chosen in ([], ["x"], ["1.0"], ["1.0.0"] * 201):
        assert health.post("/-/viec/ghi-nhieu", {"chon": chosen, "kind": "accept"}).status_code == 422


# --- agencies --------------------------------------------------------------------------------------------------------


def test_the_page_of_an_agency(as_: As, db: Database) -> None:
    id_ = db.execute("SELECT id FROM agencies WHERE name LIKE 'Công an tỉnh%'").fetchone()[0]
    page = as_("supervisor").get(f"/-/co-quan/{id_}")
    assert "Công an tỉnh Đắk Lắk" in page.text and listed(page) == [1] and "An ninh, trật tự" in page.text
    assert as_("agency", "Công an tỉnh").get(f"/-/co-quan/{id_}").status_code == 200
    early = as_("supervisor").get(f"/-/co-quan/{id_}?as_of={(TODAY - timedelta(days=200)).isoformat()}")
    assert listed(early) == [] and as_("supervisor").get("/-/co-quan/99999").status_code == 404


def test_cells_of_tables_lead_to_the_task(as_: As) -> None:
    assert 'href="/-/viec/1"' in as_("clerk").get("/giaoviec/viec").text
