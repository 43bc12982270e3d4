"""Bringing files in: what each request leaves in the store, in the register of arrivals, and beside the store."""

from __future__ import annotations

import os
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from pipeline.batch import standing
from pipeline.batch.workers import _Limited
from pipeline.clock import vietnam_today
from pipeline.errors import RecordOutdated, RecordRefused, StoreError
from pipeline.review import Author
from pipeline.serve import datasette_app, listen, serve
from pipeline.store import open_store, save
from pipeline.store.arrivals import Entry, correct_arrival, next_number, register
from pipeline.store.incoming import incoming_folder
from pipeline.store.verify import verify
from pipeline.web import intake
from tests.browsing import Browser, browser
from tests.factory import Paper, Work, build, confirmed
from tests.papers import paper

TODAY = f"{vietnam_today():%d/%m/%Y}"
BODY = "Giao Sở Y tế kiểm tra các cơ sở khám bệnh trên địa bàn, hoàn thành trước ngày 30/6/2025."
LETTER = paper("cong_van", BODY).encode()
WHO = Author("lan", "Trần Thị Lan Mẫu", "clerk")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "giaoviec.db"
    with open_store(path):
        pass
    return path


@pytest.fixture
def clerk(store: Path) -> Browser:
    return browser(store, "clerk")


def send(visitor: Browser, *files: tuple[str, bytes], script: bool = True, **fields: str) -> Any:
    headers = {"accept": "application/json"} if script else {}
    sent = [("tep", (name, data)) for name, data in files]
    return visitor.post(intake.PAGE, fields, files=sent or [("tep", ("", b""))], headers=headers)


def column(store: Path, sql: str) -> list[Any]:
    with open_store(store) as db:
        return [row[0] for row in db.conn.execute(sql).fetchall()]


def test_a_new_file_is_stored_with_its_number_and_who_brought_it(store: Path, clerk: Browser) -> None:
    answer = send(clerk, ("công văn.txt", LETTER), vao_so="1", ngay_den=TODAY).json()
    assert answer["ok"] and answer["next"] == 2
    assert 'class="added"' in answer["html"] and 'href="/-/van-ban/1"' in answer["html"] and "1 việc" in answer["html"]
    assert column(store, "SELECT added_by FROM documents") == ["Văn Thư Mẫu (clerk)"]
    assert column(store, "SELECT arrival_number FROM documents") == ["1"]
    assert column(store, "SELECT actor_id FROM arrivals") == ["clerk"]
    assert column(store, "SELECT command FROM runs") == ["upload"]
    assert [path.read_bytes() for path in (store.parent / "originals").rglob("*.txt")] == [LETTER]


def test_a_file_that_is_known_takes_no_second_number(store: Path, clerk: Browser) -> None:
    send(clerk, ("a.txt", LETTER), vao_so="1", ngay_den=TODAY)
    answer = send(clerk, ("tên khác.txt", LETTER), vao_so="1", ngay_den=TODAY).json()
    assert 'class="unchanged"' in answer["html"] and 'href="/-/van-ban/1"' in answer["html"]
    assert answer["next"] == 2 and column(store, "SELECT count(*) FROM documents") == [1]


def test_a_file_that_was_stored_but_not_entered_gets_its_number(
    store: Path, clerk: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where the server ended in between; what a clerk took out of the register stays out, and so does another's."""
    with monkeypatch.context() as ended:
        ended.setattr(intake, "register", lambda *_: (_ for _ in ()).throw(StoreError("hết điện")))
        send(clerk, ("a.txt", LETTER), vao_so="1", ngay_den=TODAY)
    assert column(store, "SELECT arrival_number FROM documents") == [None]
    answer = send(clerk, ("a.txt", LETTER), vao_so="1", ngay_den=TODAY).json()
    assert 'class="unchanged"' in answer["html"] and answer["next"] == 2
    assert column(store, "SELECT arrival_number FROM documents") == ["1"]
    with open_store(store) as db:
        correct_arrival(db, 1, Entry(None, None), WHO, Entry("1", vietnam_today()).shown)
        brought = db.conn.execute("SELECT added_by FROM documents").fetchone()
    send(clerk, ("a.txt", LETTER), vao_so="1", ngay_den=TODAY)
    assert brought[0] and column(store, "SELECT arrival_number FROM documents") == [None]


def test_numbers_follow_one_another_from_the_one_typed(store: Path, clerk: Browser) -> None:
    files = [(f"{n}.txt", LETTER.replace(b"120", str(n).encode()) + b"\n" * n) for n in range(3)]
    page = send(clerk, *files, script=False, vao_so="1", ngay_den=TODAY, so_den="41")
    assert page.status_code == 200 and page.text.count('class="added"') == 3
    assert column(store, "SELECT arrival_number FROM documents ORDER BY id") == ["41", "42", "43"]
    assert send(clerk, ("x.txt", LETTER + b"x"), vao_so="").json()["next"] == 44
    assert column(store, "SELECT count(*) FROM documents WHERE arrival_number IS NULL") == [1]


def test_a_secret_document_leaves_nothing(store: Path, clerk: Browser) -> None:
    secret = paper("cong_van", BODY).replace("Độc lập", "MẬT\nĐộc lập", 1).encode()
    answer = send(clerk, ("tên lộ bí mật.txt", secret), vao_so="1", ngay_den=TODAY).json()
    assert 'class="secret"' in answer["html"]
    assert column(store, "SELECT count(*) FROM documents") == column(store, "SELECT count(*) FROM failures") == [0]
    assert column(store, "SELECT secret FROM runs") == [1]
    for path in store.parent.rglob("*"):
        assert not path.is_file() or "lộ bí mật".encode() not in path.read_bytes(), path
    assert not (store.parent / "originals").exists()


def test_a_file_lies_in_the_folder_of_the_database_alone_while_it_is_read(
    store: Path, clerk: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the system's folder of temporary files is looked through as well, nothing of it is found at any time."""
    common, secret = store.parent / "tmp", paper("cong_van", BODY).replace("Độc lập", "MẬT\nĐộc lập", 1)
    common.mkdir()
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(common))
    monkeypatch.setattr(tempfile, "tempdir", str(common))
    lain: list[Path] = []

    def bring_in(place: Path, *more: Any) -> Any:
        lain.extend(path for path in store.parent.rglob("*") if path.is_file() and BODY.encode() in path.read_bytes())
        return original(place, *more)

    original = intake.bring_in
    monkeypatch.setattr(intake, "bring_in", bring_in)
    assert 'class="secret"' in send(clerk, ("a.txt", secret.encode()), vao_so="1", ngay_den=TODAY).json()["html"]
    folder = incoming_folder(store)
    assert [path.parent.parent for path in lain] == [folder] and folder.parent == store.parent
    assert sys.platform == "win32" or folder.stat().st_mode & 0o077 == 0
    assert not [path for path in store.parent.rglob("*") if path.is_file() and BODY.encode() in path.read_bytes()]
    assert not list(common.iterdir()) and not list(folder.iterdir())


def test_a_server_takes_away_what_a_killed_one_left(
    store: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    left = incoming_folder(store) / "nap-1" / "a.txt"
    left.parent.mkdir()
    left.write_text("MẬT", "utf-8")
    (incoming_folder(store) / "lẻ").write_text("MẬT", "utf-8")
    used: list[str] = []
    monkeypatch.setattr("uvicorn.Server.run", lambda *_, **__: used.append(tempfile.gettempdir()))
    with listen("127.0.0.1", 0) as listening:
        serve(store, listening)
    assert used == [str(incoming_folder(store))] == [os.environ["TMPDIR"]] and not list(left.parent.parent.iterdir())


def test_what_cannot_be_read_is_a_row_until_it_is_brought_again(store: Path, clerk: Browser) -> None:
    answer = send(clerk, ("hỏng.pdf", b"%PDF-1.7 cut off"), vao_so="1", ngay_den=TODAY).json()
    assert 'class="failed"' in answer["html"]
    assert column(store, "SELECT path FROM failures") == ["tải lên/hỏng.pdf"]
    assert column(store, "SELECT added_by FROM failures") == ["Văn Thư Mẫu (clerk)"]
    assert not (store.parent / "originals").exists()
    send(clerk, ("hỏng.pdf", LETTER))
    assert column(store, "SELECT count(*) FROM failures") == [0]


def test_a_text_that_is_no_document_by_its_name_is_refused(store: Path, clerk: Browser) -> None:
    for name in ("chạy.py", "máy.LOG", "bảng.csv"):
        html = send(clerk, (name, LETTER)).json()["html"]
        assert f"{name}: không phải tệp văn bản nên không nhận" in html and "đổi đuôi tệp thành .txt" in html
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w") as package:
        package.writestr("cv.txt", LETTER)
        package.writestr("may.log", LETTER + b"\n.")
    assert "gói.zip/may.log: không phải tệp văn bản" in send(clerk, ("gói.zip", archive.getvalue())).json()["html"]
    assert send(clerk, ("cong van", LETTER + b"\n ")).json()["html"].count("failed") == 0
    assert column(store, "SELECT source_name FROM documents") == ["gói.zip/cv.txt", "cong van"]


def test_retry_leaves_files_alone_that_were_sent(store: Path, clerk: Browser, giaoviec: Callable[..., Any]) -> None:
    send(clerk, ("hỏng.pdf", b"%PDF-1.7 cut off"))
    before = column(store, "SELECT reason FROM failures")
    assert giaoviec("retry", "--db", store).code == 0
    assert column(store, "SELECT reason FROM failures") == before != []


def test_every_document_of_an_archive_is_told(store: Path, clerk: Browser) -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("một.txt", LETTER)
        archive.writestr("hai.txt", LETTER.replace(b"120", b"121"))
        archive.writestr("hỏng.pdf", b"%PDF-1.7 cut off")
    html = send(clerk, ("gói.zip", packed.getvalue()), vao_so="1", ngay_den=TODAY).json()["html"]
    assert html.count('class="added"') == 2 and html.count('class="failed"') == 1
    assert column(store, "SELECT path FROM failures") == ["tải lên/gói.zip/hỏng.pdf"]
    assert sorted(column(store, "SELECT arrival_number FROM documents")) == ["1", "2"]


def test_workers_that_die_or_hang_are_replaced(clerk: Browser) -> None:
    lanes = standing()
    dead = [lanes.slow.submit(os._exit, 1) for _ in range(lanes.width)]
    hung = _Limited(lanes.fast._pool, 0.5).submit(time.sleep, 60)  # type: ignore[attr-defined]
    assert all(one.exception(timeout=60) is not None for one in dead)
    assert isinstance(hung.exception(timeout=60), TimeoutError)
    assert 'class="added"' in send(clerk, ("a.txt", LETTER)).json()["html"]


@pytest.mark.parametrize(
    ("fields", "files", "sentence"),
    [
        ({"vao_so": "1", "ngay_den": "30/2/2026"}, True, "không phải là ngày"),
        ({"vao_so": "1", "ngay_den": "1/1/2099"}, True, "chưa tới"),
        ({}, False, "Chưa chọn tệp nào"),
    ],
)
def test_a_form_that_is_refused_comes_again_with_what_was_typed(
    store: Path, clerk: Browser, fields: dict[str, str], files: bool, sentence: str
) -> None:
    sent = [("a.txt", LETTER)] if files else []
    page = send(clerk, *sent, script=False, **fields)
    assert page.status_code == 422 and sentence in page.text and fields.get("ngay_den", "") in page.text
    assert sentence in send(clerk, *sent, **fields).json()["error"]
    assert column(store, "SELECT count(*) FROM documents") == [0]


def test_too_large_a_form_is_refused(clerk: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "MOST_BYTES", 2**20)
    answer = send(clerk, ("a.txt", b"x" * 2**21))
    assert answer.status_code == 413 and "1 MB" in answer.json()["error"]


def test_hostile_names_are_shown_as_text(clerk: Browser) -> None:
    html = send(clerk, ("<img src=x onerror=alert(1)>.pdf", b"%PDF-")).json()["html"]
    assert "<img" not in html and "img src=x" in html


def test_a_page_that_is_no_longer_ours_is_told_to_the_script(store: Path) -> None:
    answer = send(browser(store, "supervisor"), ("a.txt", LETTER))
    assert answer.status_code == 403 and answer.json()["ok"] is False


# --- the register ----------------------------------------------------------------------------------------------------


def _documents(store: Path, *issued: str) -> None:
    with open_store(store) as db:
        for number, day in enumerate(issued):
            save(db, build(Paper([Work(f"việc {number}")], number=str(number), issued=day, citations=())))


def test_the_register_begins_anew_each_year_and_gives_no_number_twice(store: Path) -> None:
    _documents(store, *["2024-12-01"] * 4)
    with open_store(store) as db:
        assert register(db, 1, date(2024, 12, 30), WHO).number == "1"
        assert register(db, 2, date(2025, 1, 2), WHO).number == "1"
        assert register(db, 3, date(2025, 1, 2), WHO, "152a").number == "152a"
        assert next_number(db.conn, 2025) == 153 and next_number(db.conn, 2024) == 2
        for taken in ("01", "1", "152A"):
            with pytest.raises(RecordRefused, match="đã cấp cho"):
                register(db, 4, date(2025, 3, 1), WHO, taken)
        assert register(db, 4, date(2025, 3, 1), WHO).number == "153"
        assert not [said for said in verify(db.conn, store.parent) if "bản gốc" not in said]


def test_a_received_stamp_is_believed(store: Path) -> None:
    _documents(store, "2025-03-01")
    with open_store(store) as db:
        db.conn.execute("UPDATE documents SET arrival_number = '77', arrival_by = 'stamp'")
        db.conn.commit()
        assert register(db, 1, date(2025, 3, 5), WHO) == Entry("77", date(2025, 3, 5))


def test_a_correction_is_kept_with_its_author_and_the_second_of_two_is_told(store: Path) -> None:
    _documents(store, "2025-03-01")
    with open_store(store) as db:
        register(db, 1, date(2025, 3, 5), WHO)
        seen = Entry("1", date(2025, 3, 5)).shown
        correct_arrival(db, 1, Entry("9", date(2025, 3, 6)), WHO, seen)
        with pytest.raises(RecordOutdated, match="số 9, ngày 06/03/2025"):
            correct_arrival(db, 1, Entry("8", date(2025, 3, 6)), WHO, seen)
        correct_arrival(db, 1, Entry(None, None), WHO, Entry("9", date(2025, 3, 6)).shown)
        rows = db.conn.execute("SELECT number, day, actor FROM arrivals ORDER BY id").fetchall()
        assert [row[:2] for row in rows] == [("1", "2025-03-05"), ("9", "2025-03-06"), (None, None)]
        assert {row[2] for row in rows} == {WHO.name}
        with pytest.raises(Exception, match="chỉ thêm"):
            db.conn.execute("DELETE FROM arrivals")


def test_the_register_is_corrected_on_the_page_of_the_document(store: Path, clerk: Browser) -> None:
    _documents(store, "2025-03-01", "2025-03-01")
    page = clerk.get("/-/van-ban/1").text
    assert "chưa vào sổ" in page and "số tiếp theo của năm nay: 1" in page
    assert clerk.post("/-/van-ban/1/den", {"so_den": "5", "ngay_den": "3/3/2025"}).status_code == 303
    assert "số 5, ngày 03/03/2025" in clerk.get("/-/van-ban/1").text
    for typed, sentence, status in [
        ({"so_den": "5", "ngay_den": "4/3/2025"}, "đã cấp cho", 422),
        ({"so_den": "6", "ngay_den": "hôm kia"}, "không phải là ngày", 422),
        ({"so_den": "6", "ngay_den": "1/2/2025"}, "trước ngày ban hành", 422),
        ({"so_den": "6", "ngay_den": ""}, "phải có ngày đến", 422),
        ({"so_den": "6", "ngay_den": "4/3/2025", "thay": ""}, None, 303),
    ]:
        answer = clerk.post("/-/van-ban/2/den", typed)
        assert answer.status_code == status, typed
        assert sentence is None or (sentence in answer.text and f'value="{typed["so_den"]}"' in answer.text), typed
    late = clerk.post("/-/van-ban/2/den", {"so_den": "7", "ngay_den": "4/3/2025", "thay": ""})
    assert late.status_code == 409 and "số 6, ngày 04/03/2025" in late.text and 'value="7"' in late.text
    assert "/-/van-ban/1/den" not in browser(store, "supervisor").get("/-/van-ban/1").text


# --- the original ----------------------------------------------------------------------------------------------------


def test_the_original_is_given_as_it_came_and_runs_nothing(store: Path, clerk: Browser, corpus: Path) -> None:
    pdf = (corpus / "van-ban" / "cv-so-y-te-2025.pdf").read_bytes()
    page = b"<html><script>alert(1)</script><p>" + LETTER
    send(clerk, ("công văn.pdf", pdf))
    send(clerk, ("trang.html", page))
    shown, saved = clerk.get("/-/van-ban/1/goc"), clerk.get("/-/van-ban/2/goc")
    assert shown.content == pdf and shown.headers["content-type"] == "application/pdf"
    assert shown.headers["content-disposition"].startswith("inline; filename*=UTF-8''c%C3%B4ng")
    assert saved.content == page and saved.headers["content-type"] == "application/octet-stream"
    assert (
        saved.headers["content-disposition"].startswith("attachment;")
        and "sandbox" in saved.headers["content-security-policy"]
    )
    for answer in (shown, saved):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")


def test_an_agency_gets_originals_of_its_own_documents_only(store: Path, clerk: Browser) -> None:
    send(clerk, ("a.txt", LETTER))
    app = datasette_app(store)
    with open_store(store) as db:
        key = db.conn.execute("SELECT key FROM agencies WHERE name LIKE 'Sở Y tế%'").fetchone()[0]
        assert browser(store, "agency", key, app=app).get("/-/van-ban/1/goc").status_code == 404
        confirmed(db, 1)
    assert browser(store, "agency", key, app=app).get("/-/van-ban/1/goc").content == LETTER
    assert browser(store, "agency", "@khac", app=app).get("/-/van-ban/1/goc").status_code == 404
