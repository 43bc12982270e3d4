"""The corpus: gold that fits its text, and PDFs that say what the texts say in the layout of Decree 30/2020/NĐ-CP."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pypdfium2 as pdfium
import pytest

CORPUS = Path(__file__).parents[1] / "corpus"
FOLDER = CORPUS / "van-ban"
NAMES = sorted(path.stem for path in FOLDER.glob("*.txt"))
FORMS = {"giay_gioi_thieu", "phieu_gui", "khac"}  # a few lines to fill in
TASK_FREE = [name for name in NAMES if name.startswith("khong-viec-")]
CONTRACT = "khong-viec-hop-dong-thue-thiet-bi"
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def _text(name: str) -> str:
    return unicodedata.normalize("NFC", (FOLDER / f"{name}.txt").read_text(encoding="utf-8-sig"))


def _gold(name: str) -> dict:
    return json.loads((FOLDER / f"{name}.gold.json").read_text(encoding="utf-8"))


def _pages(name: str) -> list[str]:
    with pdfium.PdfDocument(FOLDER / f"{name}.pdf") as document:
        return [page.get_textpage().get_text_range() for page in document]


def _bag(text: str) -> Counter[str]:
    """Words with footnote marks as the digits that a PDF shows, glued to their word."""
    plain = re.sub(r"\[(\d+)\]", r"\1", text.translate(SUPERSCRIPTS))
    return Counter(re.findall(r"[^\W_]+", plain.casefold()))


def _module(name: str, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(CORPUS))
    pytest.importorskip("reportlab")
    return import_module(name)


@pytest.mark.parametrize("name", TASK_FREE)
def test_task_free_gold_is_found_in_its_text(name: str) -> None:
    flat = " ".join(_text(name).split())
    gold = _gold(name)
    header = gold["header"]
    literal = ["symbol", "subject", "archive", "signer", "signer_title"]
    expected = [header[field] for field in literal if header[field]]
    expected += (header["signer_capacity"] or "").split(", ")  # lines of authority are joined by a comma
    expected += header["addressees"] + header["recipients"] + gold["references"]
    assert gold["tasks"] == []
    assert [value for value in expected if value not in flat] == []
    shortest = 800 if header["type"] in FORMS else 1500
    assert shortest <= len(_text(name)) <= 6000


@pytest.mark.parametrize("name", NAMES)
def test_pdf_says_what_the_text_says(name: str) -> None:
    pages = _pages(name)
    wanted, printed = _bag(_text(name)), _bag(unicodedata.normalize("NFC", "\n".join(pages)))
    covered = sum((wanted & printed).values()) / wanted.total()
    assert covered >= 0.99, (wanted - printed).most_common(10)
    assert sum((printed - wanted).values()) <= len(pages) + 0.01 * wanted.total()


@pytest.mark.parametrize("name", NAMES)
def test_pdf_pages_are_numbered_from_the_second_and_none_is_empty(name: str) -> None:
    pages = _pages(name)
    numbers = [page.split()[0] for page in pages[1:]]
    assert numbers == [str(number) for number in range(2, len(pages) + 1)]
    assert min(_bag(page).total() for page in pages) > 20
    assert (FOLDER / f"{name}.pdf").stat().st_size < 60_000


@pytest.mark.parametrize("name", TASK_FREE)
def test_pdf_sets_head_and_end_in_two_columns(name: str) -> None:
    header = _gold(name)["header"]
    with pdfium.PdfDocument(FOLDER / f"{name}.pdf") as document:
        first = document[0]
        middle = first.get_width() / 2
        if header["place"]:  # a contract has neither
            assert _left_edge(first, "Độc lập - Tự do") > middle - 30
            assert _left_edge(first, f"{header['place']}, ngày") > middle - 30
        if header["place"] and header["number"]:
            assert _left_edge(first, "Số:") < _left_edge(first, "Độc lập - Tự do")
        if header["recipients"]:
            end = next(page for page in document if page.get_textpage().search("Nơi nhận:").get_next())
            assert _left_edge(end, "Nơi nhận:") < 100
            assert _left_edge(end, header["signer"]) > middle


def test_pdf_sets_two_parties_side_by_side() -> None:
    with pdfium.PdfDocument(FOLDER / f"{CONTRACT}.pdf") as document:
        last = document[len(document) - 1]
        middle = last.get_width() / 2
        assert _left_edge(last, "ĐẠI DIỆN BÊN A") < middle < _left_edge(last, "ĐẠI DIỆN BÊN B")


def _left_edge(page: pdfium.PdfPage, words: str) -> float:
    """Where ``words`` begin on a page, in points from the left; the last place if they stand there twice."""
    textpage = page.get_textpage()
    search = textpage.search(words)
    places = []
    while found := search.get_next():
        places.append(textpage.get_charbox(found[0])[0])
    return places[-1]


def test_annex_stands_on_a_page_of_its_own() -> None:
    pages = _pages("khong-viec-quyet-dinh-cong-bo-thu-tuc")
    signed = next(at for at, page in enumerate(pages) if "Nơi nhận" in page)
    annex = next(at for at, page in enumerate(pages) if "PHỤ LỤC" in page)
    assert annex > signed
    assert pages[annex].split()[1:3] == ["PHỤ", "LỤC"]


def test_footnotes_stand_on_the_page_that_calls_them() -> None:
    pages = _pages("khong-viec-bao-cao-quy")
    assert "quý II năm 20231" in pages[0].replace("\r\n", " ")
    assert "Quý II năm 2023 năng suất bình quân" in pages[0].replace("\r\n", " ")


@pytest.mark.parametrize("name", ["khong-viec-bao-cao-quy", "khong-viec-quyet-dinh-cong-bo-thu-tuc"])
def test_builder_gives_the_committed_bytes(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fonts = _module("typeset.fonts", monkeypatch)
    try:
        toolchain = fonts.register_fonts()
    except fonts.NoFont as error:
        pytest.skip(str(error))
    with pdfium.PdfDocument(FOLDER / f"{name}.pdf") as document:
        built_with = document.get_metadata_value("Creator")
    if built_with != toolchain:
        pytest.skip(f"built with {built_with}; here {toolchain}")
    assert _module("build_pdf", monkeypatch).main([name, "--out", str(tmp_path)]) == 0
    assert (tmp_path / f"{name}.pdf").read_bytes() == (FOLDER / f"{name}.pdf").read_bytes()


def test_missing_font_is_one_clear_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fonts = _module("typeset.fonts", monkeypatch)
    builder = _module("build_pdf", monkeypatch)
    fonts.register_fonts.cache_clear()
    monkeypatch.setattr(fonts, "_folders", lambda: (tmp_path,))
    assert builder.main([TASK_FREE[0], "--out", str(tmp_path)]) == 1
    assert "fonts-liberation2" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


SPLIT = """ỦY BAN NHÂN DÂN
XÃ MẪU
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số:      /UBND-VP
V/v giữ vệ sinh
đường thôn
Mẫu, ngày     tháng 5 năm 2025
Kính gửi: Các thôn.
Thôn nào có đường rộng trên 3 m² và có cống¹ thì
¹ Kể cả cống nhỏ.
2
quét vào sáng thứ Bảy.
Nơi nhận:
- Như trên;
- Lưu: VT.
CHỦ TỊCH
Nguyễn Văn Mẫu
"""


def test_parts_make_a_paragraph_cut_by_a_page_break_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = _module("typeset.parts", monkeypatch).read_parts(
        SPLIT,
        {
            "type": "cong_van",
            "issuer": "Ủy ban nhân dân xã Mẫu",
            "subject": "giữ vệ sinh đường thôn",
            "addressees": ["Các thôn"],
            "signer": "Nguyễn Văn Mẫu",
        },
    )
    assert parts.body == ("Thôn nào có đường rộng trên 3 m² và có cống¹ thì quét vào sáng thứ Bảy.",)
    assert parts.notes == {"1": "Kể cả cống nhỏ."}
    assert parts.issuer == ("ỦY BAN NHÂN DÂN", "XÃ MẪU")
    assert parts.reason == "V/v giữ vệ sinh đường thôn"
    assert parts.number == "Số:      /UBND-VP"
    assert parts.recipients == ("Nơi nhận:", "- Như trên;", "- Lưu: VT.")
    assert (parts.office, parts.signer) == (("CHỦ TỊCH",), "Nguyễn Văn Mẫu")
