"""The commands with which a clerk records what happened: what they print, what they refuse, in one sentence."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from conftest import Ran
from factory import Paper, Work, build
from PIL import Image, ImageDraw, ImageFont
from test_ocr import needs_tesseract

from pipeline.clock import vietnam_today
from pipeline.errors import RecordRefused, SecretDocument, StoreError, UnreadableFile
from pipeline.evidence import read_evidence
from pipeline.sources.ocr_engine import TooSlow
from pipeline.store import keep_original, open_store, save

Run = Callable[..., Ran]

TODAY = vietnam_today()
BY = ("--by", "Nguyễn Văn Mẫu")
BOSS = ("--by", "Trần Thị Mẫu", "--role", "supervisor")
WORKS = (
    Work("rà soát thủ tục", lead=("Sở Y tế",), due=TODAY - timedelta(days=3), target="đạt 80,5%"),
    Work("kiểm tra việc thực hiện", lead=("Sở Y tế", "Sở Nội vụ"), due=TODAY + timedelta(days=30)),
    Work("tổ chức tập huấn", lead=("UBND các xã, phường",)),
)


@pytest.fixture
def db(tmp_path: Path) -> Path:
    path = tmp_path / "kho" / "x.db"
    issued = (TODAY - timedelta(days=60)).isoformat()
    dispatch = build(Paper(WORKS, issuer="Ủy ban nhân dân tỉnh Đắk Lắk", issued=issued))
    with open_store(path) as store:
        save(store, dispatch)
        keep_original(path.parent, dispatch.source)
    return path


@pytest.fixture
def follow(giaoviec: Run, db: Path) -> Run:
    return lambda *args: giaoviec("follow", *args, "--db", db)


def one_sentence(err: str) -> bool:
    return bool(re.fullmatch(r"giaoviec: [^\n]+\.\n", err))


def ago(days: int) -> str:
    return f"{TODAY - timedelta(days=days):%d/%m/%Y}"


def test_from_receipt_to_confirmation(follow: Run) -> None:
    assert follow(1, "accept", *BY, "--date", ago(20)).code == 0
    assert (
        follow(1, "cập nhật tiến độ", *BY, "--date", ago(10), "--percent", 40, "--note", "đã rà soát 12 thủ tục").code
        == 0
    )
    ran = follow(1, "bao cao hoan thanh", *BY, "--date", ago(2), "--note", "đã xong")
    assert ran == Ran(0, f"Đã ghi sự kiện số 3: báo cáo hoàn thành, ngày {ago(2)}, Sở Y tế tỉnh Đắk Lắk; "
                      f"nay đã báo cáo quá hạn, hạn {ago(3)}.\n", "")  # fmt: skip
    assert "nay hoàn thành quá hạn" in follow(1, "confirm", *BOSS).out
    lines = follow(1).out.splitlines()
    assert lines[0] == "Việc số 1: rà soát thủ tục"
    assert lines[2] == f"Sở Y tế tỉnh Đắk Lắk: hoàn thành; hoàn thành quá hạn, hạn {ago(3)}"
    assert f"  {ago(10)} cập nhật tiến độ; 40%; đã rà soát 12 thủ tục; Nguyễn Văn Mẫu – văn thư" in lines
    assert lines[-1] == "  ghi được: redo (yêu cầu làm lại)"


def test_an_extension_counts_from_the_day_it_was_granted(follow: Run) -> None:
    new = f"{TODAY + timedelta(days=20):%d/%m/%Y}"
    asked = follow(1, "request-extension", *BY, "--due", new, "--note", "chờ số liệu của các xã")
    assert asked.code == 0 and f"quá hạn, hạn {ago(3)}" in asked.out
    granted = follow(1, "gia hạn", *BOSS, "--due", new, "--note", "theo công văn mẫu")
    assert f"nay trong hạn, hạn {new}" in granted.out
    assert f"; quá hạn, hạn {ago(3)}" in follow(1, "--date", ago(1)).out


def test_one_of_several_leads_is_named(follow: Run) -> None:
    ran = follow(2, "accept", *BY)
    assert ran.code == RecordRefused.exit_code and one_sentence(ran.err)
    assert "Sở Y tế tỉnh Đắk Lắk; Sở Nội vụ tỉnh Đắk Lắk" in ran.err
    assert follow(2, "accept", *BY, "--agency", "noi vu").code == 0
    assert "Sở Nội vụ tỉnh Đắk Lắk: đã tiếp nhận" in follow(2).out
    assert "Không có “Sở Mẫu”" in follow(2, "accept", *BY, "--agency", "Sở Mẫu").err
    assert "cho cả việc (2 cơ quan chủ trì)" in follow(2, "cancel", *BOSS, "--all", "--note", "đã lồng ghép").out
    assert "và 97 cơ quan khác" in follow(3, "accept", *BY).err


def test_work_given_to_another_agency(follow: Run) -> None:
    ran = follow(1, "giao lại", *BOSS, "--to", "Sở Tư pháp", "--note", "đúng chức năng")
    assert "đã giao lại" in ran.out
    assert "Sở Tư pháp tỉnh Đắk Lắk: đã giao, chưa tiếp nhận; quá hạn" in follow(1).out


@pytest.mark.parametrize(
    ("args", "code"),
    [
        ((1, "accept"), 2),
        ((1, "xong", *BY), 2),
        ((1, "confirm", *BY), 2),
        ((1, "report", *BY, "--role", "giám đốc"), 2),
        ((1, "report", *BY, "--date", "31/02/2026"), 2),
        ((1, "report", *BY, "--date", ""), 2),
        ((1, "extend", *BOSS), 2),
        ((1, "progress", *BY, "--percent", "101"), 2),
        ((999, "accept", *BY), 2),
        ((999,), 2),
        (("một", "accept"), 2),
        ((1, "accept", *BY, "--file", "khong-co.pdf"), UnreadableFile.exit_code),
    ],
)
def test_what_can_not_be_is_one_sentence_and_leaves_nothing(
    follow: Run, db: Path, args: tuple[object, ...], code: int
) -> None:
    ran = follow(*args)
    assert (ran.code, ran.out) == (code, "") and one_sentence(ran.err), ran.err
    with sqlite3.connect(db) as conn:
        assert conn.execute("SELECT count(*) FROM task_events").fetchone() == (0,)
    conn.close()


def test_the_help_tells_every_event_and_role(giaoviec: Run) -> None:
    told = " ".join(giaoviec("follow", "--help").out.split())
    assert "extend (gia hạn)" in told and "supervisor (lãnh đạo, người theo dõi)" in told
    assert "complete (" not in told and " assign (" not in told


# --- evidence -------------------------------------------------------------------------------------------------------


def test_evidence_is_kept_beside_the_database(follow: Run, db: Path, tmp_path: Path) -> None:
    proof = tmp_path / "bien-ban.txt"
    proof.write_text("Biên bản nghiệm thu kết quả rà soát thủ tục, lập ngày 01 tháng 6 năm 2025.\n" * 3, "utf-8")
    assert follow(1, "report", *BY, "--file", proof).code == 0
    kept = [path for path in (db.parent / "originals").rglob("*") if path.is_file()]
    assert proof.read_bytes() in [path.read_bytes() for path in kept]


@pytest.mark.parametrize(("name", "content", "code"), [
    ("mat.txt", "ỦY BAN NHÂN DÂN TỈNH MẪU\nMẬT\nSố: 12/BC-UBND\n\nBÁO CÁO\nKết quả phương án bí ẩn\n".encode(),
     SecretDocument.exit_code),
    ("bang.xlsx", b"PK\x03\x04" + b"\0" * 30 + b"xl/workbook.xml", UnreadableFile.exit_code),
])  # fmt: skip
def test_evidence_that_is_or_may_be_secret_leaves_no_trace(
    follow: Run, db: Path, tmp_path: Path, name: str, content: bytes, code: int
) -> None:
    (tmp_path / name).write_bytes(content)
    ran = follow(1, "report", *BY, "--file", tmp_path / name)
    assert ran.code == code and one_sentence(ran.err), ran
    assert not [path for path in db.parent.rglob("*") if path.is_file() and content in path.read_bytes()]
    assert "báo cáo hoàn thành;" not in follow(1).out


@needs_tesseract
def test_a_photograph_proves_too_unless_there_is_a_mark_on_it(tmp_path: Path) -> None:
    photo, marked = tmp_path / "anh.png", tmp_path / "dau.png"
    Image.new("RGB", (800, 1100), "lightgrey").save(photo)
    assert read_evidence(photo).name == "anh.png"
    stamp = Image.new("RGB", (800, 1100), "white")
    ImageDraw.Draw(stamp).text((300, 150), "MẬT", font=ImageFont.truetype("DejaVuSans-Bold.ttf", 60), fill="red")
    stamp.save(marked)
    with pytest.raises((UnreadableFile, SecretDocument)):
        read_evidence(marked)


@needs_tesseract
def test_a_page_that_takes_too_long_was_not_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*_: object) -> None:
        raise TooSlow

    monkeypatch.setattr("pipeline.sources.ocr.read_picture", slow)
    for name, pages in (("anh.png", 1), ("anh.tif", 2)):
        white = [Image.new("RGB", (800, 1100), "white") for _ in range(pages)]
        white[0].save(tmp_path / name, save_all=pages > 1, append_images=white[1:])
        with pytest.raises(UnreadableFile):
            read_evidence(tmp_path / name)


# --- measured values and the check ----------------------------------------------------------------------------------


def test_a_measured_value_and_its_distance(giaoviec: Run, db: Path) -> None:
    ran = giaoviec("measure", 1, "76,25 %", *BY, "--source", "báo cáo mẫu", "--date", ago(5), "--db", db)
    assert ran == Ran(0, "Đã ghi 76,25 % cho “đạt 80,5%”: chưa đạt, còn cách 4,25 %.\n", "")
    assert (
        giaoviec("measure", 1, "80,5", *BY, "--agency", "y te", "--db", db).out == "Đã ghi 80,5 cho “đạt 80,5%”: đạt.\n"
    )
    for args in ((1, "nhiều", *BY), (2, "5", *BY), (1, "5"), (1, "5", *BY, "--date", "mai"), (9, "5", *BY)):
        ran = giaoviec("measure", *args, "--db", db)
        assert ran.code == RecordRefused.exit_code and one_sentence(ran.err), ran


def test_verify_says_all_is_well_or_what_is_not(giaoviec: Run, follow: Run, db: Path) -> None:
    follow(1, "accept", *BY)
    good = giaoviec("verify", "--db", db)
    link = re.search(r"[0-9a-f]{64}", good.out)
    assert good.code == 0 and "Không có gì sai: 1 sự kiện" in good.out and link
    assert giaoviec("verify", "--noted", link[0][:12].upper(), "--db", db).code == 0
    assert giaoviec("verify", "--noted", "f" * 64, "--db", db).code == 1
    with sqlite3.connect(db) as conn:
        conn.execute("DROP TRIGGER task_events_no_update")
        conn.execute("UPDATE task_events SET note = 'khác'")
        conn.execute("UPDATE standings SET due = '2030-01-01'")
    conn.close()
    bad = giaoviec("verify", "--db", db)
    assert bad.code == 1 and bad.out == "" and "giaoviec: Sự kiện số 1: nội dung đã bị sửa sau khi ghi.\n" in bad.err
    assert "Việc số 1: tình trạng" in bad.err
    assert "Việc số 1: tình trạng" not in giaoviec("verify", "--redraw", "--db", db).err


@pytest.mark.parametrize("args", [("follow", 1), ("measure", 1, "5", *BY), ("verify",)])
def test_no_database_yet(giaoviec: Run, tmp_path: Path, args: tuple[object, ...]) -> None:
    ran = giaoviec(*args, "--db", tmp_path / "khong-co.db")
    assert ran.code == StoreError.exit_code and one_sentence(ran.err)
    assert not (tmp_path / "khong-co.db").exists()
