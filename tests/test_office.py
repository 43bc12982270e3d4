"""Word 97, RTF and ODT by LibreOffice: what is converted, what is refused, and that nothing is left behind."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from wordml import docx, font, listed, numbering, p

from pipeline.errors import UnreadableFile
from pipeline.sources import extract_text, office, read_source
from pipeline.sources.signatures import DOC, DOCX, ODT, RTF, WORD_XML, office_type
from pipeline.types import SourceFile

needs_office = pytest.mark.skipif(office.find_program() is None, reason="cần LibreOffice")

RTF_TEXT = rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 .VnTime;}}\f0\fs28 Giao S\'eb Y t\'d5 tr\'ad\'edc ng\'b5y 30/6.\par}"
WORD_2003 = """<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Word.Document"?>
<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"><w:body><w:p><w:r><w:t>Kính gửi: Sở Mẫu
</w:t></w:r></w:p></w:body></w:wordDocument>"""


def source_of(data: bytes, name: str = "van-ban") -> SourceFile:
    return SourceFile(name, sha256(data).hexdigest(), office_type(data) or "", data)


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Temporary files go here, and must be gone at the end."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], bytes]:
    """A numbered Word file in another format of LibreOffice's."""
    folder = tmp_path_factory.mktemp("office")
    whole = docx(
        p("Phân công thực hiện") + p("Lập danh sách hộ nghèo", listed(1)) + p("Sè: 5/Q§", "", font(".VnTime")),
        numbering=numbering(("decimal", "%1.")),
    )
    (folder / "a.docx").write_bytes(whole)

    def convert(suffix: str) -> bytes:
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [office.find_program() or "", profile, "--headless", "--convert-to", suffix, "--outdir", str(folder)]
        subprocess.run([*command, str(folder / "a.docx")], check=True, capture_output=True, timeout=120)
        return (folder / f"a.{suffix}").read_bytes()

    return convert


@needs_office
@pytest.mark.slow
@pytest.mark.parametrize(("suffix", "kind"), [("doc", DOC), ("odt", ODT), ("rtf", RTF)])
def test_numbers_fonts_and_letters_survive(
    converted: Callable[[str], bytes], own_folder: Path, suffix: str, kind: str
) -> None:
    source = source_of(converted(suffix))
    assert source.media_type == kind
    assert extract_text(source).text.splitlines() == [
        "Phân công thực hiện", "1. Lập danh sách hộ nghèo", "Số: 5/QĐ",
    ]  # fmt: skip
    assert list(own_folder.iterdir()) == []


@needs_office
@pytest.mark.slow
def test_one_bad_file_costs_no_other(own_folder: Path) -> None:
    good, bad = source_of(RTF_TEXT), source_of(b"{\\rtf1 cut")
    other = source_of(WORD_2003.encode())
    assert (good.media_type, other.media_type) == (RTF, WORD_XML)
    found = office.convert_batch([good, bad, other])
    assert isinstance(found[bad.sha256], UnreadableFile)
    assert office_type(found[good.sha256]) == DOCX  # type: ignore[arg-type]
    assert extract_text(good).text == "Giao Sở Y tế trước ngày 30/6.\n"
    assert extract_text(other).text.strip() == "Kính gửi: Sở Mẫu"
    assert list(own_folder.iterdir()) == []


@needs_office
@pytest.mark.slow
def test_many_files_in_one_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = (RTF_TEXT, RTF_TEXT.replace(b"30/6", b"15/7"), b"{\\rtf1 cut", "Sở Mẫu".encode(), WORD_2003.encode())
    paths = [tmp_path / f"{number}.doc" for number in range(len(data))]
    for path, content in zip(paths, data, strict=True):
        path.write_bytes(content)
    with office.together([*paths, tmp_path / "thieu.doc"]):
        monkeypatch.setattr(office, "_convert", lambda *_: pytest.fail("LibreOffice đã chạy lần nữa"))
        texts = [extract_text(read_source(paths[at])).text for at in (0, 1, 3, 4)]
        with pytest.raises(UnreadableFile, match="RTF hỏng"):
            extract_text(read_source(paths[2]))
    assert [text.strip() for text in texts] == [
        "Giao Sở Y tế trước ngày 30/6.", "Giao Sở Y tế trước ngày 15/7.", "Sở Mẫu", "Kính gửi: Sở Mẫu",
    ]  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script plays LibreOffice")
def test_time_runs_out(own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = own_folder / "soffice"
    program.write_text("#!/bin/sh\nsleep 60 &\nwait\n")
    program.chmod(0o755)
    monkeypatch.setattr(office, "find_program", lambda: str(program))
    monkeypatch.setattr(office, "_START_SECONDS", 0.2)
    monkeypatch.setattr(office, "_FILE_SECONDS", 0.1)
    with pytest.raises(UnreadableFile, match="LibreOffice không chuyển đổi được"):
        office.read(source_of(RTF_TEXT, "van-ban.rtf"))
    assert list(own_folder.iterdir()) == [program]


def test_without_libreoffice_the_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(office, "find_program", lambda: None)
    path = tmp_path / "cu.doc"
    path.write_bytes(RTF_TEXT)
    with pytest.raises(UnreadableFile, match=r"cu\.doc: cần LibreOffice .*(apt-get|brew|winget)"):
        extract_text(read_source(path))


def test_passwords_and_cut_files_need_no_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find_program", lambda: "/khong/co")
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(UnreadableFile, match="mật khẩu"):
        office.read(source_of(locked, "khoa.docx"))
    with pytest.raises(UnreadableFile, match="RTF hỏng"):
        office.read(source_of(RTF_TEXT[:40]))
