"""The renderers of the corpus: one document per format says what its text says."""

from __future__ import annotations

import re
import subprocess
import sys
import unicodedata
import zipfile
from collections import Counter
from html import unescape
from importlib import import_module
from pathlib import Path
from shutil import which
from types import ModuleType

import pypdfium2 as pdfium
import pytest

CORPUS = Path(__file__).parents[1] / "corpus"
FOLDER = CORPUS / "van-ban"
NAMES = tuple(sorted(path.stem for path in FOLDER.glob("*.txt")))
NOTED = "cv-ubnd-tinh-2024"  # footnotes, a blank number
TABLED = "kh-so-noi-vu-2025"  # an annex table
STRUCK = re.compile(r"<w:del .*?</w:del>", re.DOTALL)
TWIN = re.compile(r"<mc:Fallback>.*?</mc:Fallback>", re.DOTALL)
LABEL = re.compile("[ivx]+|điều")  # "II." and "Điều 1." may be numbered by Word
SUPERSCRIPTS = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]")


@pytest.fixture
def render(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(CORPUS))
    for package in ("reportlab", "pypdf", "PIL"):
        pytest.importorskip(package)
    return import_module("formats")


def _bag(text: str) -> Counter[str]:
    plain = SUPERSCRIPTS.sub(" ", unicodedata.normalize("NFC", text))
    return Counter(word for word in re.findall(r"[^\W\d_]{2,}", plain.casefold()) if not LABEL.fullmatch(word))


def _text(name: str) -> str:
    return (FOLDER / f"{name}.txt").read_text(encoding="utf-8-sig")


def _without_repeats(text: str) -> str:
    """The text with a table cell that says what the one above says left out: Word has them as one cell."""
    lines: list[str] = []
    above: list[str] = []
    for line in text.splitlines():
        row = [cell.strip() for cell in line.split("|")] if "|" in line else []
        kept = [cell if at < 2 or [cell] != above[at : at + 1] else "" for at, cell in enumerate(row)]
        lines.append(" | ".join(kept) if row else line)
        above = row
    return "\n".join(lines)


def _words(path: Path) -> str:
    """The text of a Word file with tracked changes accepted, without its numbering."""
    with zipfile.ZipFile(path) as archive:
        parts = [archive.read(f"word/{part}.xml").decode() for part in ("document", "footnotes")]
    xml = TWIN.sub("", STRUCK.sub("", "\n".join(parts)))
    spaced = re.sub(r"<w:(?:br|noBreakHyphen)\b[^>]*>|</w:p>|<w:footnoteReference[^>]*>", " ", xml)
    return unescape(re.sub(r"<[^>]+>", "", spaced))


def _format(render: ModuleType, name: str) -> object:
    return next(format_ for format_ in render.FORMATS if format_.name == name)


@pytest.mark.parametrize("name", NAMES)
def test_docx_says_what_the_text_says(render: ModuleType, name: str, tmp_path: Path) -> None:
    (path,) = render.render(_format(render, "docx"), [name], tmp_path)
    wanted, written = _bag(_without_repeats(_text(name))), _bag(_words(path))
    assert not written - wanted, written - wanted
    assert not wanted - written, wanted - written


def test_docx_is_the_same_bytes_each_time(render: ModuleType, tmp_path: Path) -> None:
    first, second = (render.render(_format(render, "docx"), [NOTED], tmp_path / part)[0] for part in "ab")
    assert first.read_bytes() == second.read_bytes()


def test_markers_are_automatic_on_paragraphs_and_styles_or_typed(render: ModuleType) -> None:
    looks = [import_module("render.document").look_of(name, NAMES) for name in NAMES]
    assert Counter(look.markers for look in looks).keys() == {"automatic", "styles", "typed"}
    assert any(look.tracked for look in looks)
    assert any(look.boxed for look in looks)


def test_table_rows_keep_their_cells(render: ModuleType, tmp_path: Path) -> None:
    (path,) = render.render(_format(render, "docx"), [TABLED], tmp_path)
    with zipfile.ZipFile(path) as archive:
        xml = archive.read("word/document.xml").decode()
    assert xml.count("<w:tblHeader/>") == 1
    assert xml.count("<w:gridSpan ") == 3
    assert "STT" in xml


@pytest.mark.parametrize("name", ["cv-so-y-te-2025", "khong-viec-quyet-dinh-bo-nhiem"])
def test_stamps_lie_on_the_blanks(render: ModuleType, name: str, tmp_path: Path) -> None:
    (path,) = render.render(_format(render, "stamped pdf"), [name], tmp_path)
    number = re.search(r"Số: (\d+)/", _text(name))
    assert number
    with pdfium.PdfDocument(path) as document:
        plain = document[0].get_textpage().get_text_range()
        assert number[1] not in plain
        document.init_forms()
        page = document[0]
        pdfium.raw.FPDFPage_Flatten(page, pdfium.raw.FLAT_NORMALDISPLAY)
        page.close()
        shown = document[0].get_textpage().get_text_range()
    assert number[1] in shown
    assert "Ký bởi" in shown


def test_scan_holds_images_only(render: ModuleType, tmp_path: Path) -> None:
    (path,) = render.render(_format(render, "scan 200 dpi"), ["khong-viec-quyet-dinh-bo-nhiem"], tmp_path)
    with pdfium.PdfDocument(path) as document:
        page = document[0]
        assert page.get_textpage().get_text_range() == ""
        (image,) = page.get_objects(filter=[pdfium.raw.FPDF_PAGEOBJ_IMAGE])
        assert image.get_px_size() == (1654, 2339)


@pytest.mark.skipif(which("iconv") is None, reason="needs iconv")
def test_tcvn3_is_what_iconv_reads(render: ModuleType) -> None:
    letters = import_module("render.lettering").lettering("tcvn3")
    small = "ăâđêôơư áàảãạ ắằẳẵặ ấầẩẫậ éèẻẽẹ ếềểễệ íìỉĩị óòỏõọ ốồổỗộ ớờởỡợ úùủũụ ứừửữự ýỳỷỹỵ ĂÂĐÊÔƠƯ"
    coded = "".join(part for part, _ in letters.runs(small)).encode("latin-1")
    ran = subprocess.run(["iconv", "-f", "TCVN5712-1", "-t", "UTF-8"], input=coded, capture_output=True, check=True)
    assert ran.stdout.decode() == small
    assert letters.runs("Ủy ban") == [("ñ", ".VnTimeH"), ("y ban", ".VnTime")]


def test_vni_tells_all_letters_apart(render: ModuleType) -> None:
    letters = import_module("render.lettering").lettering("vni")
    small = "ăâđêôơưáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"
    coded = ["".join(part for part, _ in letters.runs(letter)) for letter in small + small.upper()]
    assert len(set(coded)) == len(coded) == 134
    assert "".join(coded).encode("cp1252")
    assert letters.runs("Ủy ban nhân dân tỉnh Đắk Lắk") == [("UÛy ban nhaân daân tænh Ñaék Laék", "VNI-Times")]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["doc", "tcvn3"])
def test_word_97_is_made(render: ModuleType, name: str, tmp_path: Path) -> None:
    if import_module("render.office").office_program() is None:
        pytest.skip("needs LibreOffice")
    files = render.render(_format(render, name), [NOTED, TABLED], tmp_path)
    old = [path for path in files if path.suffix == ".doc"]
    assert len(old) == 2
    assert all(path.read_bytes().startswith(bytes.fromhex("d0cf11e0")) for path in old)


def test_a_format_without_a_reader_counts_as_not_kept(render: ModuleType, tmp_path: Path) -> None:
    junk = tmp_path / f"{NOTED}.txt"
    junk.write_bytes(b"\0" * 100)
    unread, text = render.score([junk]), render.score([FOLDER / f"{NOTED}.txt"])
    line, kept = render._row(_format(render, "docx"), unread, text)
    assert (line.split(maxsplit=1)[1], kept) == (render.UNREAD, False)


def test_command_prints_a_row_a_format(tmp_path: Path) -> None:
    command = [sys.executable, CORPUS / "formats.py", "--only", "text", "--only", "pdf", "--out", tmp_path, NOTED]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert [line.split()[0] for line in ran.stdout.splitlines()[1:]] == ["text", "pdf"], ran.stderr
