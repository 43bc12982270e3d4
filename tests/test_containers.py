"""Archives, e-mails and files with several dispatches: what is inside is told apart, and nothing of it can do harm."""

from __future__ import annotations

import io
import json
import sqlite3
import struct
import zipfile
from collections.abc import Callable
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest
from conftest import Ran
from papers import paper
from reportlab.pdfgen.canvas import Canvas

from pipeline.errors import SecretDocument, UnreadableFile
from pipeline.intake import Unread, process_all
from pipeline.process import process
from pipeline.sources import containers, extract_text, read_sources
from pipeline.sources.containers import Unopened, plain_name
from pipeline.sources.ocr_blanks import NUMBER_BLANK
from pipeline.types import Dispatch, SourceFile
from pipeline.zones.attached import split_documents

Run = Callable[..., Ran]

LETTER = paper("cong_van", "Giao Sở Y tế rà soát kho thuốc, báo cáo trước ngày 30/4/2025.").encode()
DECISION = paper("quyet_dinh", "Điều 1. Giao Sở Nội vụ lập danh sách tổ viên trước ngày 30/4/2025.").encode()
ANNEX = "Danh mục thuốc cần rà soát\nThuốc thử thứ nhất\nThuốc thử thứ hai\n".encode()
SECRET = ("TUYỆT MẬT\n" + paper("cong_van", "Giao Sở Y tế thực hiện.")).encode()


def _archive(members: list[tuple[str, bytes]]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return file.getvalue()


def _mail(body: str, *attached: tuple[str, bytes]) -> bytes:
    message = EmailMessage()
    message["From"] = "Văn thư Sở Nội vụ <vanthu@example.org>"
    message["To"] = "vp@example.org"
    message["Subject"] = "Gửi công văn số 120"
    message["Message-ID"] = "<1@example.org>"
    message.set_content(body)
    for name, data in attached:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, bytes], Path]:
    def write(name: str, data: bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return write


Write = Callable[[str, bytes], Path]


def _read(path: Path) -> tuple[list[Dispatch], list[Unread]]:
    found = list(process_all(path))
    return [d for d in found if isinstance(d, Dispatch)], [u for u in found if isinstance(u, Unread)]


def _names(path: Path) -> list[str]:
    return [source.name for source in read_sources(path)]


# --- archives ----------------------------------------------------------------------------------------------------


def test_each_dispatch_in_an_archive(write: Write) -> None:
    path = write("goi.zip", _archive([("qd-70.txt", DECISION), ("cv-120.txt", LETTER), ("rong.txt", b"")]))
    dispatches, unread = _read(path)
    assert [d.source.name for d in dispatches] == ["goi.zip/cv-120.txt", "goi.zip/qd-70.txt"]
    assert [d.header.type.value for d in dispatches] == ["cong_van", "quyet_dinh"]
    assert all(d.source.parent is None for d in dispatches)
    (empty,) = unread
    assert empty.source == "goi.zip/rong.txt" and str(empty.error) == "goi.zip/rong.txt: tệp rỗng."


def test_what_has_no_letterhead_belongs_to_the_letter_of_its_folder(write: Write) -> None:
    members = [("a/cv-120.txt", LETTER), ("a/danh-muc.txt", ANNEX), ("b/danh-muc.txt", ANNEX + b"\n")]
    dispatches, _ = _read(write("goi.zip", _archive(members)))
    letter, annex, alone = dispatches
    assert annex.source.parent == letter.source.sha256 and alone.source.parent is None


def test_one_file_read_alone_is_refused_only_where_it_is_an_archive(write: Write) -> None:
    with pytest.raises(UnreadableFile, match="nhiều tệp"):
        process(write("goi.zip", _archive([("cv.txt", LETTER)])))
    assert process(write("goi.txt", LETTER)).header.number is not None


def test_archives_in_archives_end_somewhere(write: Write) -> None:
    data = LETTER
    for level in range(5):
        data = _archive([(f"lop-{level}.zip" if level else "cv.txt", data)])
    dispatches, unread = _read(write("goi.zip", data))
    assert dispatches == [] and "lồng quá 3 lớp" in str(unread[0].error)
    assert [entry.source for entry in unread] == ["goi.zip"]
    twice = _archive([("trong.zip", _archive([("cv.txt", LETTER)]))])
    assert _names(write("hai.zip", twice)) == ["hai.zip/trong.zip/cv.txt"]


def test_archives_that_fan_out_are_one_sentence(write: Write) -> None:
    data = _archive([("cv.txt", LETTER)])
    for _ in range(4):
        data = _archive([(f"{n}.zip", data + b" " * n) for n in range(4)])
    dispatches, unread = _read(write("goi.zip", _archive([("cv-120.txt", LETTER), ("quat.zip", data)])))
    assert [dispatch.source.name for dispatch in dispatches] == ["goi.zip/cv-120.txt"]
    (deep,) = unread
    assert deep.source == "goi.zip" and "lồng quá 3 lớp" in str(deep.error) and "15 tệp khác" in str(deep.error)


def test_bombs_are_refused_before_they_unfold(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    _, unread = _read(write("bom.zip", _archive([("a.txt", b"0" * (40 << 20))])))
    assert "bom nén" in str(unread[0].error)
    monkeypatch.setattr(containers, "MAX_TOTAL", 3 * len(LETTER))
    nested = [(f"{n}.zip", _archive([(f"cv-{n}.txt", LETTER + b"%d" % n)])) for n in range(4)]
    dispatches, unread = _read(write("goi.zip", _archive(nested)))
    assert len(dispatches) < 4 and "bung ra hơn" in str(unread[-1].error)


def test_too_many_files_are_refused(write: Write) -> None:
    _, unread = _read(write("goi.zip", _archive([(f"{n}.txt", b"x") for n in range(1_001)])))
    assert len(unread) == 1 and "1001 tệp" in str(unread[0].error)


def test_names_lead_nowhere_and_nothing_is_unpacked_to_disk(write: Write, tmp_path: Path) -> None:
    name = "../../ngoài/../C:\\tệp\\cv 12.txt"
    path = write("goi.zip", _archive([(name, LETTER)]))
    before = sorted(tmp_path.rglob("*"))
    assert _names(path) == ["goi.zip/ngoài/tệp/cv 12.txt"]
    assert sorted(tmp_path.rglob("*")) == before
    assert plain_name("/..//./") == "?" and "\n" not in plain_name("a\nb")


def test_names_in_utf8_with_and_without_the_flag(write: Write) -> None:
    flagged = _archive([("công văn.txt", LETTER)])
    assert _names(write("a.zip", flagged)) == ["a.zip/công văn.txt"]
    # Bit 11 of the flags, in the local header and in the directory.
    plain = bytearray(flagged)
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = plain.index(signature) + at
        flags = struct.unpack_from("<H", plain, place)[0]
        struct.pack_into("<H", plain, place, flags & ~0x800)
    assert _names(write("b.zip", bytes(plain))) == ["b.zip/công văn.txt"]


def test_locked_damaged_and_foreign_archives_are_one_sentence(write: Write) -> None:
    good = bytearray(_archive([("cv.txt", LETTER)]))
    locked = bytearray(good)
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(signature) + at] |= 1
    broken = bytearray(good)
    broken[60] ^= 0xFF
    sheet = _archive([("[Content_Types].xml", b"<a/>"), ("khac/book.xml", b"<a/>")])
    told = [(bytes(locked), "có mật khẩu"), (bytes(good[:-30]), "hỏng"), (bytes(broken), "hỏng"), (sheet, "Office")]
    for data, reason in told:
        dispatches, unread = _read(write("goi.zip", data))
        assert dispatches == [] and len(unread) == 1 and reason in str(unread[0].error)
        assert str(unread[0].error).startswith("goi.zip")


def test_what_systems_put_beside_the_files_is_passed_by(write: Write) -> None:
    members = [("cv.txt", LETTER), ("__MACOSX/._cv.txt", b"x"), (".DS_Store", b"x"), ("Thumbs.db", b"x")]
    assert _names(write("goi.zip", _archive(members))) == ["goi.zip/cv.txt"]


# --- e-mails -----------------------------------------------------------------------------------------------------


def test_an_email_and_what_is_attached_to_it(write: Write) -> None:
    body = "Kính gửi Văn phòng, Sở Nội vụ xin gửi công văn số 120 kèm danh mục."
    path = write("thu.eml", _mail(body, ("cv-120.txt", LETTER), ("danh-muc.txt", ANNEX)))
    (mail, letter, annex), unread = _read(path)
    assert unread == [] and mail.source.media_type == "message/rfc822"
    assert "Tiêu đề: Gửi công văn số 120" in mail.text.text and body in mail.text.text
    assert letter.source.parent == annex.source.parent == mail.source.sha256
    assert letter.source.name == "thu.eml/cv-120.txt" and letter.header.number is not None


def test_an_email_without_words_of_its_own_is_no_document(write: Write) -> None:
    (letter, annex), _ = _read(write("thu.eml", _mail("Kính gửi", ("cv.txt", LETTER), ("dm.txt", ANNEX))))
    assert letter.source.parent is None and annex.source.parent == letter.source.sha256


def test_archives_and_emails_in_emails(write: Write) -> None:
    inner = _mail("Trân trọng gửi quý cơ quan văn bản để triển khai.", ("goi.zip", _archive([("cv.txt", LETTER)])))
    outer = EmailMessage()
    outer["Message-ID"] = "<2@example.org>"
    outer.set_content("Chuyển tiếp để các phòng biết và thực hiện theo chức năng.")
    outer.add_attachment(inner, maintype="application", subtype="octet-stream", filename="thu.eml")
    dispatches, unread = _read(write("chuyen.eml", outer.as_bytes()))
    assert unread == []
    assert [d.source.name for d in dispatches] == [
        "chuyen.eml", "chuyen.eml/thu.eml", "chuyen.eml/thu.eml/goi.zip/cv.txt",
    ]  # fmt: skip
    assert dispatches[2].source.parent == dispatches[1].source.sha256


@pytest.mark.parametrize("noise", [b"", b"\xff\xfe\0", b"Content-Type: multipart/mixed; boundary=\n\n--\n", b"\0" * 99])
def test_broken_emails_raise_nothing(write: Write, noise: bytes) -> None:
    found = list(process_all(write("thu.eml", b"MIME-Version: 1.0\nSubject: =?utf-8?b?x?=\n" + noise)))
    assert all(isinstance(read, (Dispatch, Unread)) for read in found)


def test_a_dispatch_is_no_email(write: Write) -> None:
    (source,) = read_sources(write("cv.txt", b"To: x\nSo: 1\n" + LETTER))
    assert isinstance(source, SourceFile) and source.media_type == "text/plain"


# --- several dispatches in one file ------------------------------------------------------------------------------


def test_a_second_dispatch_on_a_later_page(write: Write) -> None:
    whole = LETTER + b"\f" + DECISION
    (first, second), unread = _read(write("hai.txt", whole))
    assert unread == []
    assert (first.header.type.value, second.header.type.value) == ("cong_van", "quyet_dinh")
    assert second.source.name == "hai.txt#2" and second.source.parent == first.source.sha256
    assert second.source.sha256 != first.source.sha256 and second.source.data == b""
    assert first.text.text + second.text.text == whole.decode().replace("\f", "")
    assert [page.number for page in second.text.pages] == [2] and second.tasks[0].page == 2
    for dispatch in (first, second):
        for task in dispatch.tasks:
            assert task.text.split()[0] in dispatch.text.text[slice(*task.span)]


def test_an_annex_with_half_a_letterhead_stays_with_its_dispatch(write: Write) -> None:
    form = DECISION.decode().replace("Số: 70/QĐ-UBND", "Số:      /QĐ-UBND")
    plan = DECISION.decode().replace("Số: 70/QĐ-UBND", "(Kèm theo Quyết định số 70/QĐ-UBND)")
    for annex in (form, plan, "Mẫu số 01\n" + DECISION.decode(), DECISION.decode().replace("CỘNG HÒA", "CỘNG")):
        (one,), _ = _read(write("mot.txt", LETTER + b"\f" + annex.encode()))
        assert len(one.text.pages) == 2


def test_a_second_dispatch_whose_number_is_written_by_hand(write: Write) -> None:
    written = DECISION.decode().replace("Số: 70/QĐ-UBND", "Số: /QĐ-UBND")
    (source,) = read_sources(write("hai.txt", LETTER + b"\f" + written.encode()))
    assert isinstance(source, SourceFile)
    text = extract_text(source)
    assert len(split_documents(text)) == 1
    scanned = replace(text, findings=(NUMBER_BLANK,))  # as a scan tells that it left a number blank
    assert len(split_documents(scanned)) == 2
    form = DECISION.decode().replace("Số: 70/QĐ-UBND", "Số: .../...")
    (source,) = read_sources(write("mot.txt", LETTER + b"\f" + form.encode()))
    assert isinstance(source, SourceFile)
    assert len(split_documents(replace(extract_text(source), findings=(NUMBER_BLANK,)))) == 1


# --- from the command line to the store --------------------------------------------------------------------------


def test_ingest_links_and_keeps_each_file_once(giaoviec: Run, write: Write, tmp_path: Path) -> None:
    body = "Kính gửi Văn phòng, Sở Nội vụ xin gửi công văn số 120 kèm danh mục."
    path = write("thu.eml", _mail(body, ("cv-120.txt", LETTER), ("dm.txt", ANNEX)))
    db = tmp_path / "so" / "x.db"
    assert giaoviec("ingest", path, "--db", db).code == 0
    with sqlite3.connect(db) as conn:
        rows = conn.execute("SELECT id, parent_id, source_name FROM documents ORDER BY id").fetchall()
    conn.close()
    assert rows == [(1, None, "thu.eml"), (2, 1, "thu.eml/cv-120.txt"), (3, 1, "thu.eml/dm.txt")]
    assert len([path for path in (db.parent / "originals").rglob("*") if path.is_file()]) == 3
    assert "3 không đổi" in giaoviec("ingest", path, "--db", db).out


def test_extract_prints_a_line_for_each_document(giaoviec: Run, write: Write) -> None:
    ran = giaoviec("extract", write("goi.zip", _archive([("a.txt", LETTER), ("b.txt", DECISION), ("c.txt", b"")])))
    rows = [json.loads(line) for line in ran.out.splitlines()]
    assert [row["source"] for row in rows] == ["goi.zip/a.txt", "goi.zip/b.txt"]
    assert ran.code == UnreadableFile.exit_code and ran.err.count("\n") == 1 and "goi.zip/c.txt" in ran.err


def test_failures_are_rows_until_they_are_read(giaoviec: Run, write: Write, tmp_path: Path) -> None:
    db = tmp_path / "so" / "x.db"
    bad = write("cv.txt", b"")
    archive = write("goi.zip", _archive([("a.txt", LETTER), ("rong.txt", b"")]))
    assert giaoviec("ingest", bad, archive, "--db", db).code == 1

    def failures() -> list[tuple[str, str, str]]:
        conn = sqlite3.connect(db)
        rows = conn.execute("SELECT path, stage, reason FROM failures ORDER BY path").fetchall()
        documents = conn.execute("SELECT count(*) FROM documents WHERE source_name LIKE '%rong%'").fetchone()
        conn.close()
        assert documents == (0,)
        return rows

    rows = failures()
    assert [row[0] for row in rows] == [str(bad), str(archive / "rong.txt")]
    assert all(stage == "mở tệp" and reason.endswith("tệp rỗng.") for _, stage, reason in rows)
    giaoviec("ingest", bad, "--db", db)
    assert len(failures()) == 2
    bad.write_bytes(DECISION)
    archive.write_bytes(_archive([("a.txt", LETTER)]))
    giaoviec("ingest", bad, archive, "--db", db)
    assert failures() == []


def test_a_secret_inside_leaves_nothing(giaoviec: Run, write: Write, tmp_path: Path) -> None:
    db = tmp_path / "so" / "x.db"
    body = "Kính gửi Văn phòng, xin gửi văn bản để triển khai thực hiện ngay."
    mail = write("thu.eml", _mail(body, ("cv.txt", LETTER), ("mat.txt", SECRET)))
    archive = write("goi.zip", _archive([("mat-2.txt", SECRET)]))
    ran = giaoviec("ingest", mail, archive, "--db", db)
    assert ran.code == SecretDocument.exit_code and "thu.eml/mat.txt" in ran.err and "goi.zip/mat-2.txt" in ran.err
    conn = sqlite3.connect(db)
    assert conn.execute("SELECT count(*) FROM failures").fetchone() == (0,)
    assert conn.execute("SELECT source_name FROM documents").fetchall() == [("thu.eml/cv.txt",)]
    conn.close()
    kept = [path.read_bytes() for path in (db.parent / "originals").rglob("*") if path.is_file()]
    assert kept == [LETTER]


def test_a_password_on_the_command_line(giaoviec: Run, write: Write) -> None:
    file = io.BytesIO()
    canvas = Canvas(file, encrypt="mat-khau")
    for line in range(8):
        canvas.drawString(60, 800 - 14 * line, "Giao cac so, ban, nganh thuc hien nhiem vu, bao cao.")
    canvas.save()
    path = write("khoa.pdf", file.getvalue())
    ran = giaoviec("extract", path)
    assert ran.code == UnreadableFile.exit_code and "--password" in ran.err
    assert giaoviec("extract", path, "--password", "mat-khau").code == 0
    wrong = giaoviec("extract", path, "--password", "sai-roi")
    assert wrong.code == UnreadableFile.exit_code and "sai-roi" not in wrong.err + wrong.out


def test_unopened_is_told_with_its_full_name(write: Write) -> None:
    (found,) = read_sources(write("goi.zip", _archive([("anh.rar", b"Rar!\x1a\x07" + b"\0" * 50)])))
    assert isinstance(found, Unopened) and found.name == "goi.zip/anh.rar"
    assert str(found.error).startswith("goi.zip/anh.rar: ")
