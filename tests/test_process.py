"""The whole way from a file: bad input ends in one sentence or an empty result, and a state secret leaves nothing."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from papers import paper

from pipeline.contract import contract
from pipeline.errors import GiaoviecError, SecretDocument, UnreadableFile
from pipeline.process import process

Giaoviec = Callable[..., Any]
BODY = (
    "Chủ tịch UBND tỉnh yêu cầu:\n1. Sở Y tế rà soát kho thuốc trước ngày 30/4/2025.\n2. Sở Tài chính bố trí kinh phí."
)

BAD = {
    "empty": b"",
    "blank": b" \n\t\r\n",
    "zeros": b"\0" * 4096,
    "pdf of zeros": b"%PDF-1.7\n" + b"\0" * 4096,
    "pdf cut short": b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog",
    "utf-16 without a mark": BODY.encode("utf-16-le"),
    "half a letter": "Kính gửi: Ủy".encode()[:-1] + b"\xff\xfe\x80",
}


@pytest.mark.parametrize("name", BAD)
def test_bad_files_end_in_one_sentence(name: str, tmp_path: Path) -> None:
    path = tmp_path / "van-ban.txt"
    path.write_bytes(BAD[name])
    with pytest.raises(UnreadableFile) as error:
        process(path)
    assert_one_sentence(error.value)


def test_a_folder_and_a_missing_path(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "khong-co.txt"):
        with pytest.raises(UnreadableFile) as error:
            process(path)
        assert_one_sentence(error.value)


def assert_one_sentence(error: GiaoviecError) -> None:
    said = str(error)
    assert said.endswith(".") and "\n" not in said and "Traceback" not in said


@pytest.mark.parametrize("name", ["empty", "pdf of zeros", "utf-16 without a mark"])
def test_the_command_says_so_and_stores_nothing(name: str, tmp_path: Path, giaoviec: Giaoviec) -> None:
    good, bad, db = tmp_path / "a.txt", tmp_path / "b.txt", tmp_path / "so.db"
    good.write_text(paper("cong_van", BODY), "utf-8")
    bad.write_bytes(BAD[name])
    ran = giaoviec("extract", bad)
    assert ran.code == UnreadableFile.exit_code and not ran.out
    assert len(ran.err.strip().splitlines()) == 1 and "Traceback" not in ran.err
    assert giaoviec("ingest", tmp_path, "--db", db).code == 1
    assert stored(db) == ["a.txt"]


def stored(db: Path) -> list[str]:
    import sqlite_utils

    with sqlite_utils.Database(db) as opened:
        return [row["source_name"] for row in opened["documents"].rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_that_say_what_they_are(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "van-ban.txt"
    path.write_bytes(paper("cong_van", BODY).encode(encoding))
    assert [task.lead[0].value for task in process(path).tasks] == ["Sở Y tế", "Sở Tài chính"]


@pytest.mark.parametrize("text", [
    "Trời hôm nay đẹp.\nChúng tôi đi chợ mua rau.\n",
    "def main():\n    return 0\n",
    "1,2,3\n4,5,6\n",
    "Lorem ipsum dolor sit amet.\n" * 50,
    "Ngày xửa ngày xưa, có một chú bé chăn trâu. Chú phải báo cáo mỗi ngày.\n",
    "💧" * 200,
])  # fmt: skip
def test_a_text_without_a_dispatch(text: str, tmp_path: Path) -> None:
    path = tmp_path / "van-ban.txt"
    path.write_text(text, "utf-8")
    found = process(path)
    assert found.tasks == () and found.citations == ()
    assert [finding.code for finding in found.findings] == ["not-a-dispatch"]
    assert contract(found)["header"]["number"] is None


def test_findings_on_a_dispatch(tmp_path: Path) -> None:
    path = tmp_path / "van-ban.txt"
    text = paper("ke_hoach", "I. NHIỆM VỤ\n1. Rà soát hồ sơ trước ngày 05/3/2025.")
    path.write_text(
        text.replace("Số: 60/KH-UBND", "Số:     /KH-UBND").replace("ngày 10 tháng 3", "ngày    tháng 3"), "utf-8"
    )
    assert [finding.code for finding in process(path).findings] == ["number-missing", "day-missing", "lead-missing"]
    path.write_text(text, "utf-8")
    assert [finding.code for finding in process(path).findings] == ["lead-missing", "deadline-before-issue"]


SECRET = {"MẬT": "MẬT\n{}", "TỐI MẬT": "TỐI MẬT\n{}", "TUYỆT MẬT": "TUYỆT MẬT\n{}", "labelled": "Độ mật: Mật\n{}"}


@pytest.mark.parametrize("name", SECRET)
def test_a_state_secret_is_refused_and_leaves_nothing(name: str, tmp_path: Path, giaoviec: Giaoviec) -> None:
    folder = tmp_path / "vao"
    folder.mkdir()
    path, db = folder / "van-ban.txt", tmp_path / "so" / "so.db"
    path.write_text(SECRET[name].format(paper("cong_van", BODY)), "utf-8")
    with pytest.raises(SecretDocument) as error:
        process(path)
    assert_one_sentence(error.value)
    assert "kho thuốc" not in str(error.value)
    ran = giaoviec("extract", path)
    assert ran.code == SecretDocument.exit_code and not ran.out and "kho thuốc" not in ran.err
    ran = giaoviec("ingest", folder, "--db", db)
    assert ran.code != 0 and "kho thuốc" not in ran.out + ran.err
    left = [file for file in tmp_path.rglob("*") if file.is_file() and file != path]
    assert not any("kho thuốc".encode() in file.read_bytes() for file in left)
    assert not db.exists() or stored(db) == []


@pytest.mark.parametrize(
    "words", ["bảo mật hệ thống thông tin", "đổi mật khẩu thư điện tử", "bảo vệ bí mật nhà nước", "nuôi ong lấy mật"]
)
def test_the_word_in_a_sentence_is_no_mark(words: str, tmp_path: Path) -> None:
    path = tmp_path / "van-ban.txt"
    text = paper("cong_van", f"Chủ tịch UBND tỉnh yêu cầu:\n1. Sở Nội vụ tập huấn về {words}.")
    path.write_text(text.replace("V/v thực hiện nhiệm vụ mẫu", f"V/v {words}"), "utf-8")
    assert len(process(path).tasks) == 1


@pytest.mark.slow
@pytest.mark.parametrize("unit", [
    "Giao Sở Y tế rà soát kho thuốc trước ngày 30/4/2025; ",
    "1.1.1.1.1.",
    "((((((((((",
], ids=["orders", "markers", "brackets"])  # fmt: skip
def test_twenty_megabytes_on_one_line(unit: str, tmp_path: Path) -> None:
    path = tmp_path / "van-ban.txt"
    path.write_bytes(unit.encode() * (20_000_000 // len(unit.encode())))
    start = time.perf_counter()
    process(path)
    assert time.perf_counter() - start < 30
