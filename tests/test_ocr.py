"""Recognition of scans: pages drawn here with an invented text, and words as the program would give them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from pipeline.confidence import weigh
from pipeline.errors import SecretDocument, UnreadableFile
from pipeline.process import process
from pipeline.sources import extract_text, ocr_engine, read_source
from pipeline.sources.arrival import read_stamp, take_arrival
from pipeline.sources.ocr import Recogniser, recognise
from pipeline.sources.ocr_blanks import DAY_BLANK, NUMBER_BLANK, leave_blank
from pipeline.sources.ocr_engine import Letter, TooSlow, Word
from pipeline.sources.ocr_formulas import repair_formulas
from pipeline.sources.ocr_ink import frame_of
from pipeline.sources.ocr_numerals import repair_numerals
from pipeline.sources.ocr_page import Upright
from pipeline.sources.ocr_pairs import repair_pairs
from pipeline.sources.ocr_picture import grey, skew, straighten
from pipeline.sources.ocr_regions import regions
from pipeline.sources.ocr_repair import (
    repair_bullets,
    repair_figures,
    repair_letters,
    repair_openings,
    repair_place,
    repair_symbols,
    repair_words,
)
from pipeline.sources.ocr_rules import find_rules, frames_of
from pipeline.sources.ocr_strays import parted_words, raised_marks, without_signatures

_FONTS = [Path("/usr/share/fonts"), Path("/Library/Fonts"), Path("C:/Windows/Fonts")]
_NAMES = ("Tinos-Regular.ttf", "LiberationSerif-Regular.ttf", "times.ttf", "DejaVuSerif.ttf")
_FONT = next((str(f) for name in _NAMES for folder in _FONTS if folder.is_dir() for f in folder.rglob(name)), None)

needs_tesseract = pytest.mark.skipif(
    "vie" not in ocr_engine.languages() or _FONT is None,
    reason="cần tesseract có dữ liệu tiếng Việt (tesseract-ocr tesseract-ocr-vie) và một phông chữ có chân",
)

BODY = (
    "Thực hiện Kế hoạch số 45/KH-UBND ngày 12 tháng 02 năm 2025 của Ủy ban nhân dân tỉnh",
    "Sông Thao về rà soát hồ sơ đất công, Ủy ban nhân dân tỉnh yêu cầu các đơn vị:",
    "1. Sở Tài chính chủ trì, phối hợp với Sở Xây dựng lập danh mục nhà đất dôi dư, báo cáo",
    "Ủy ban nhân dân tỉnh trước ngày 15/5/2025.",
    "2. Văn phòng Ủy ban nhân dân tỉnh theo dõi, đôn đốc việc thực hiện công văn này.",
)


def sheet(number: str = "128", day: str = "10", extra: Sequence[tuple[int, int, str, str]] = ()) -> Image.Image:
    """A4 at 300 dpi with letterhead, body and signature; ``extra``: x, y, colour and text of what is stamped on it."""
    page = Image.new("RGB", (2480, 3508), "white")
    draw = ImageDraw.Draw(page)

    def put(x: int, y: int, text: str, size: int = 54, fill: str = "black") -> None:
        assert _FONT
        draw.text((x, y), text, fill=fill, font=ImageFont.truetype(_FONT, size))

    put(330, 240, "ỦY BAN NHÂN DÂN")
    put(330, 310, "TỈNH SÔNG THAO")
    put(330, 400, f"Số: {number}/UBND-TH")
    put(1130, 240, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 50)
    put(1280, 310, "Độc lập - Tự do - Hạnh phúc")
    put(1190, 400, f"Sông Thao, ngày {day} tháng 3 năm 2025")
    put(600, 620, "Kính gửi: Sở Tài chính; Sở Xây dựng.")
    for at, text in enumerate(BODY):
        put(400 if text[0] in "12T" else 300, 800 + 90 * at, text, 50)
    put(330, 1500, "Nơi nhận:", 46)
    put(330, 1570, "- Như trên;", 44)
    put(330, 1630, "- Lưu: VT, TH.", 44)
    put(1450, 1500, "KT. CHỦ TỊCH")
    put(1430, 1570, "PHÓ CHỦ TỊCH")
    put(1430, 1900, "Trần Văn Mẫu")
    for x, y, colour, text in extra:
        put(x, y, text, 60, colour)
    return page


def scan(tmp_path: Path, *pages: Image.Image, text: str = "") -> Path:
    """A PDF of pictures; ``text`` is hidden on its first page."""
    path = tmp_path / "quet.pdf"
    canvas = Canvas(str(path), pagesize=(595.2, 841.92))
    for at, page in enumerate(pages):
        canvas.drawImage(ImageReader(page), 0, 0, 595.2, 841.92)
        hidden = canvas.beginText(72, 700)
        hidden.setTextRenderMode(3)
        hidden.textLines(text if at == 0 else "")
        canvas.drawText(hidden)
        canvas.showPage()
    canvas.save()
    return path


def words(line: str, confidence: float = 0.95, number: int = 0, top: float = 100) -> list[Word]:
    """A line as recognised: words 20 pixels a letter wide, 12 apart; a dash is flat."""
    found: list[Word] = []
    x = 100.0
    for text in line.split():
        flat = not any(map(str.isalnum, text))
        height = 8 if flat else 40
        base = top + 40
        low = base - 12 if flat else base
        found.append(Word(text, x, low - height, x + 20 * len(text), low, base, 54, confidence, number))
        x += 20 * len(text) + 12
    return found


def text_of(line: Sequence[Word]) -> str:
    return " ".join(word.text for word in line)


@pytest.mark.parametrize(
    ("fix", "read", "meant"),
    [
        (repair_formulas, "CỌNG HOÀ XÃ HỌI CHỦ NGHĨA VIỆT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (repair_formulas, "Đọc lập - Tự do - Hạnh phúe", "Độc lập - Tự do - Hạnh phúc"),
        (repair_formulas, "Kinh gừi:", "Kính gửi:"),
        (repair_formulas, "Nơi nhân:", "Nơi nhận:"),
        (repair_formulas, "Kính gửi các đồng chí", "Kính gửi các đồng chí"),
        (repair_formulas, "QUYÉT ĐỊNH:", "QUYẾT ĐỊNH:"),
        (repair_bullets, "~ Sở Tài chính rà soát", "- Sở Tài chính rà soát"),
        (repair_bullets, "— Sở Tài chính rà soát", "- Sở Tài chính rà soát"),
        (repair_bullets, "« Sở Tài chính rà soát", "- Sở Tài chính rà soát"),
        (repair_bullets, "+ Sở Tài chính rà soát", "+ Sở Tài chính rà soát"),
        (repair_bullets, "Sở Tài chính", "Sở Tài chính"),
        (repair_symbols, "số 12/QD-UBND", "số 12/QĐ-UBND"),
        (repair_symbols, "số 12/0Đ-UBND", "số 12/QĐ-UBND"),
        (repair_symbols, "số 12/QĐĐ-UBND, số 3/2025/NĐĐ-CP", "số 12/QĐ-UBND, số 3/2025/NĐ-CP"),
        (repair_symbols, "Công điện số 4/CĐĐ-TTg;", "Công điện số 4/CĐ-TTg;"),
        (repair_symbols, "số 12/QLĐĐ-VP, số 5/ĐĐBQH-VP", "số 12/QLĐĐ-VP, số 5/ĐĐBQH-VP"),
        (repair_symbols, "số 3/2025NĐ-CP, số 64/2025QH15;", "số 3/2025/NĐ-CP, số 64/2025/QH15;"),
        (repair_symbols, "ngày 3/2025 TT-HĐND", "ngày 3/2025 TT-HĐND"),
        (repair_symbols, "số 7/2025/QÐ-UBNĐ", "số 7/2025/QĐ-UBND"),
        (repair_symbols, "số 01/TTY-SXD", "số 01/TTr-SXD"),
        (repair_symbols, "Số: JUBND-TH", "Số: /UBND-TH"),
        (repair_symbols, "số 12/HD-UBND", "số 12/HD-UBND"),
        (repair_symbols, "km/h - nhanh", "km/h - nhanh"),
        (repair_figures, "ngày 2l tháng O5 năm 2O25", "ngày 21 tháng 05 năm 2025"),
        (repair_figures, "ngày l tháng 5", "ngày 1 tháng 5"),
        (repair_figures, "trước 3l/l2/2025.", "trước 31/12/2025."),
        (repair_figures, "Điều l0. Sửa đổi", "Điều 10. Sửa đổi"),
        (repair_figures, "tháng I và tháng II", "tháng I và tháng II"),
        (repair_figures, "ngày lễ lớn", "ngày lễ lớn"),
        (repair_openings, "Il. NHIỆM VỤ", "II. NHIỆM VỤ"),
        (repair_openings, "1L Đánh giá", "1. Đánh giá"),
        (repair_openings, "V/w rà soát hồ sơ", "V/v rà soát hồ sơ"),
        (repair_openings, "Vy rà soát", "Vy rà soát"),
        (repair_openings, ",/Q Kính gửi: Sở Y tế", "Kính gửi: Sở Y tế"),
        (repair_openings, "Nội dung Kính gửi", "Nội dung Kính gửi"),
    ],
)
def test_small_repairs(fix: object, read: str, meant: str) -> None:
    assert text_of(fix(words(read))) == meant  # type: ignore[operator]


def test_the_letter_after_d_is_read_by_its_place() -> None:
    lines = [w for n, text in enumerate(("c) Một", "đ) Hai", "d) Ba", "e) Bốn")) for w in words(text, number=n)]
    assert [w.text for w in repair_letters(lines) if w.text.endswith(")")] == ["c)", "d)", "đ)", "e)"]
    lines = [w for n, text in enumerate(("c) Một", "d) Hai", "d) Ba", "e) Bốn")) for w in words(text, number=n)]
    assert [w.text for w in repair_letters(lines) if w.text.endswith(")")] == ["c)", "d)", "đ)", "e)"]


def test_the_place_is_spelled_as_in_the_letterhead() -> None:
    lines = [*words("HUYỆN SÔNG MÃ"), *words("Sông Mạ, ngày 5 tháng 3 năm 2025", number=1, top=300)]
    assert text_of(repair_place(lines, 3508)).endswith("Sông Mã, ngày 5 tháng 3 năm 2025")


def test_seals_and_specks_are_no_words() -> None:
    lines = [*words("X% s6 ⁄Z", 0.2), *words("ˆ", 0.6, 1, 300), *words("Sở Y tế báo cáo", 0.95, 2, 500)]
    assert text_of(repair_words(lines, 3508)) == "Sở Y tế báo cáo"


def test_a_page_number_is_a_figure() -> None:
    assert text_of(repair_words(words("l", 0.6, top=3300), 3508)) == "1"
    assert repair_words(words("š", 0.9, top=3300), 3508) == []


def blanks(line: str, again: str | None = None, confidence: float = 0.95) -> tuple[str, list[str]]:
    second = words(again if again is not None else line, confidence)
    kept, findings = leave_blank(words(line, confidence), 3508, lambda _: second)
    return text_of(kept), [finding.code for finding in findings]


def test_number_and_day_are_kept_where_two_readings_agree() -> None:
    assert blanks("Số: 128/UBND-TH") == ("Số: 128/UBND-TH", [])
    assert blanks("Sông Thao, ngày 10 tháng 3 năm 2025") == ("Sông Thao, ngày 10 tháng 3 năm 2025", [])


@pytest.mark.parametrize(
    ("line", "again", "kept", "code"),
    [
        ("Số: 43 /TB-VP", "Số: 42 /TB-VP", "Số: /TB-VP", NUMBER_BLANK.code),
        ("Số:,42 z' TB-UBND", None, "Số: TB-UBND", NUMBER_BLANK.code),
        (
            "(Kèm theo Quyết định số 40Í /QĐ-UBND của Sở)",
            None,
            "(Kèm theo Quyết định số /QĐ-UBND của Sở)",
            NUMBER_BLANK.code,
        ),
        ("Số: 4 2", None, "Số:", NUMBER_BLANK.code),
        ("Số: J3}/UBND-NN", None, "Số: /UBND-NN", NUMBER_BLANK.code),
        ("Số: /UBND-NN", None, "Số: /UBND-NN", NUMBER_BLANK.code),
        ("Số: 2, 7 /TB-UBND", None, "Số: /TB-UBND", NUMBER_BLANK.code),
        ("Mường Lò, ngày 4Ð tháng 6 năm 2025", None, "Mường Lò, ngày tháng 6 năm 2025", DAY_BLANK.code),
        ("Mường Lò, ngày82tháng 6 năm 2025", None, "Mường Lò, ngày tháng 6 năm 2025", DAY_BLANK.code),
        ("Mường Lò, ngày 42 tháng 6 năm 2025", None, "Mường Lò, ngày tháng 6 năm 2025", DAY_BLANK.code),
        ("Mường Lò, ngày tháng 6 năm 2025", None, "Mường Lò, ngày tháng 6 năm 2025", DAY_BLANK.code),
    ],
)
def test_what_is_not_certain_stays_blank(line: str, again: str | None, kept: str, code: str) -> None:
    assert blanks(line, again) == (kept, [code])


def test_an_unsure_figure_stays_blank_even_if_read_twice() -> None:
    assert blanks("Số: 43 /TB-VP", confidence=0.6) == ("Số: /TB-VP", [NUMBER_BLANK.code])


def test_a_figure_taller_than_the_print_is_a_pen() -> None:
    line = words("Số: 43 /TB-VP")
    line[1] = line[1]._replace(top=line[1].top - 20)
    kept, findings = leave_blank(line, 3508, lambda _: line)
    assert (text_of(kept), findings) == ("Số: /TB-VP", (NUMBER_BLANK,))


@pytest.mark.parametrize(("height", "sure", "kept"), [(40, 0.98, True), (52, 0.98, False), (40, 0.6, False)])
def test_digits_count_by_themselves_beside_an_unsure_symbol(height: float, sure: float, kept: bool) -> None:
    line = words("Số: 4176/CĐ-SMAU", 0.55)
    letters = [Letter(c, height if c.isdigit() else 40, sure if c.isdigit() else 0.98) for c in line[1].text]
    line[1] = line[1]._replace(letters=tuple(letters))
    result, _ = leave_blank(line, 3508, lambda _: line)
    assert text_of(result) == ("Số: 4176/CĐ-SMAU" if kept else "Số: /CĐ-SMAU")


def test_the_number_of_the_party_ends_at_a_dash() -> None:
    assert blanks("Số 35-CV/TU") == ("Số 35-CV/TU", [])
    assert blanks("Số 35-CV/TU", "Số 36-CV/TU") == ("Số -CV/TU", [NUMBER_BLANK.code])
    line = "hoạch số 94-KH/TU của Tỉnh ủy"
    assert blanks(line, "khác") == (line, [])


def bars(count: int) -> np.ndarray:
    """A page with a word of upright strokes at the place of the first word of a line."""
    page = np.full((400, 1600), 255, np.uint8)
    for n in range(count):
        page[100:140, 104 + 20 * n : 110 + 20 * n] = 0
    return page


@pytest.mark.parametrize(
    ("line", "count", "meant"),
    [
        ("IL MỤC TIÊU", 2, "II. MỤC TIÊU"),
        ("II MỤC TIÊU", 2, "II. MỤC TIÊU"),
        ("II. MỤC TIÊU", 3, "III. MỤC TIÊU"),
        ("II. MỤC TIÊU", 1, "II. MỤC TIÊU"),
        ("HI. MỤC TIÊU", 3, "III. MỤC TIÊU"),
        ("TV. MỤC TIÊU", 1, "IV. MỤC TIÊU"),
        ("1. MỤC TIÊU", 1, "1. MỤC TIÊU"),
        ("II Mục tiêu", 2, "II Mục tiêu"),
    ],
)
def test_numerals_of_headings_are_told_by_their_strokes(line: str, count: int, meant: str) -> None:
    assert text_of(repair_numerals(words(line), bars(count))) == meant


@pytest.mark.parametrize(
    ("read", "count", "meant"),
    [("IIH/2027", 3, "III/2027"), ("I/2027", 2, "II/2027"), ("II/2027", 1, "II/2027"), ("IV/2027", 1, "IV/2027"),
     ("1/2027", 1, "1/2027"), ("TV", 0, "IV")],
)  # fmt: skip
def test_quarters_are_told_by_their_strokes(read: str, count: int, meant: str) -> None:
    line = words(f"quý {read}")
    line[1] = line[1]._replace(x0=100.0)
    assert text_of(repair_numerals(line, bars(count))) == f"quý {meant}"


def test_the_ink_of_a_signature_is_no_line() -> None:
    title = [w._replace(x0=w.x0 + 1400, x1=w.x1 + 1400) for w in words("PHÓ GIÁM ĐỐC")]
    ink = [w._replace(x0=w.x0 + 1400, x1=w.x1 + 1400) for w in words("/Wxxw VM", 0.6, 1, 220)]
    name = [w._replace(x0=w.x0 + 1400, x1=w.x1 + 1400) for w in words("- Lò Văn Mẫu", 0.9, 2, 340)]
    assert text_of(without_signatures([*title, *ink, *name], 2481)) == "PHÓ GIÁM ĐỐC Lò Văn Mẫu"
    assert text_of(without_signatures([*ink, *name], 2481)) == "/Wxxw VM - Lò Văn Mẫu"


def test_marks_of_footnotes_are_raised_figures() -> None:
    body = words("các hộ đã di dời!; còn lại chờ xét? theo kế hoạch")
    note = [w._replace(size=38) for w in words("! Gồm hai thôn", number=1, top=3200)]
    assert text_of(raised_marks([*body, *note], 3508)) == (
        "các hộ đã di dời¹; còn lại chờ xét? theo kế hoạch ¹ Gồm hai thôn"
    )
    assert text_of(raised_marks(body, 3508)) == text_of(body)


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("Trung tâmLưu trữ", "Trung tâm Lưu trữ"),
        ("lịchsửtỉnh", "lịch sử tỉnh"),
        ("Năm2027và nămtiếp theo", "Năm 2027 và năm tiếp theo"),
        ("QuýIV/2027", "Quý IV/2027"),
        ("nghiêng Êban Krông HĐND", "nghiêng Êban Krông HĐND"),
    ],
)
def test_glued_words_are_parted_by_syllables(read: str, meant: str) -> None:
    assert text_of(parted_words(words(read))) == meant


def test_accents_are_told_by_the_word_beside() -> None:
    assert (
        text_of(repair_pairs(words("Tố chức kiếm tra, thấm định; bố sung"))) == "Tổ chức kiểm tra, thẩm định; bổ sung"
    )
    assert text_of(repair_pairs(words("tố cáo, thanh kiếm, bố trí"))) == "tố cáo, thanh kiếm, bố trí"


def test_dates_in_sentences_are_left_alone() -> None:
    for line in ("Căn cứ Luật Mẫu ngày 4Ð tháng 02 năm 2025", "trình trước ngày 4Ð tháng 6 năm 2025 để tổng hợp"):
        assert blanks(line) == (line, [])


def test_a_received_stamp_is_no_text() -> None:
    page = [
        *words("UBND TỈNH SÔNG THAO"),
        *words("ĐẾN Số: 1542", number=1, top=600),
        *words("Ngày: 12/3/2025", number=2, top=660),
        *words("Kính gửi: Sở Y tế", number=3, top=1500),
    ]
    rest, arrival = take_arrival(page, [], 3508)
    assert text_of(rest) == "UBND TỈNH SÔNG THAO Kính gửi: Sở Y tế"
    assert arrival is not None and (arrival.number, arrival.date) == ("1542", "2025-03-12")


def test_the_word_alone_is_no_stamp() -> None:
    page = words("NƠI ĐẾN CỦA VĂN BẢN")
    assert take_arrival(page, [], 3508) == (page, None)


def test_what_is_uncertain_on_a_stamp_is_not_told() -> None:
    read = read_stamp([*words("ĐẾN Số: 1542", 0.5), *words("Ngày: 45/13/2025", number=1)])
    assert (read.number, read.date) == (None, None)


def test_skew_is_measured_and_undone() -> None:
    page = np.full((1200, 1000), 255, np.uint8)
    page[100:1100:50, 100:900] = 0
    page[101:1101:50, 100:900] = 0
    for angle in (-2.0, 0.0, 1.5):
        assert skew(straighten(page, angle)) == pytest.approx(-angle, abs=0.15)


def test_boxes_return_to_the_page_as_it_is_shown() -> None:
    frame = frame_of(Upright(1, 0.0, 1000, 2000))
    width, height = 1000 * 0.24, 2000 * 0.24
    x0, top, x1, bottom = frame.box((0, 0, height, width))
    assert (x0, top, x1, bottom) == pytest.approx((0, 0, width, height))
    x0, top, x1, bottom = frame.box((0, 0, 10, 20))  # the upright page's top left was its bottom left
    assert (x0, top, x1, bottom) == pytest.approx((0, height - 10, 20, height))


def test_seals_and_pens_fade_and_print_stays() -> None:
    colours = np.array([[[0, 0, 0], [200, 30, 40], [40, 60, 180], [80, 20, 30]]], np.uint8)
    assert grey(np.repeat(colours, 5, axis=1))[0, ::5].tolist() == [0, 255, 255, 80]


def test_ruled_lines_and_frames_are_found() -> None:
    page = np.full((1000, 1000), 255, np.uint8)
    page[200:204, 100:700] = page[400:404, 100:700] = 0
    page[200:404, 100:104] = page[200:404, 696:700] = 0
    rules = find_rules(page)
    assert len(rules) == 4
    assert frames_of(rules)[0] == pytest.approx((100, 200, 700, 404), abs=4)


def test_columns_are_parted_and_prose_is_not() -> None:
    page = np.full((1600, 1600), 255, np.uint8)
    for row in range(100, 400, 60):
        page[row : row + 30, 100:600] = page[row : row + 30, 900:1500] = 0
    for row in range(600, 1500, 60):
        for x in range(100, 1500, 140):
            page[row : row + 30, x + row % 90 : x + row % 90 + 110] = 0
    found = regions(page)
    assert [(r.x0 == 0, r.x1 == 1600) for r in found] == [(True, False), (False, True), (True, True)]
    assert found[0].bottom <= 600


def test_a_missing_program_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr_engine, "find_tesseract", lambda: None)
    path = scan(tmp_path, Image.new("L", (600, 800), 200))
    with pytest.raises(UnreadableFile, match=r"^quet\.pdf: .*tesseract-ocr.*cài bằng lệnh"):
        extract_text(read_source(path))


def test_pages_with_text_need_no_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr_engine, "find_tesseract", lambda: None)
    path = tmp_path / "lan.pdf"
    canvas = Canvas(str(path))
    for row in range(20):
        canvas.drawString(72, 800 - 14 * row, "Plain words on a page that needs nothing.")
    canvas.showPage()
    canvas.drawImage(ImageReader(Image.new("L", (600, 800), 200)), 0, 0, 595, 842)
    canvas.save()
    text = extract_text(read_source(path))
    assert "needs nothing" in text.text
    assert [finding.code for finding in text.findings] == ["page-not-recognised"]


@pytest.mark.parametrize("stage", ["read_picture", "stamped_words", "leave_blank"])
def test_a_page_that_takes_too_long_is_left_out(stage: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*_: object) -> None:
        raise TooSlow

    monkeypatch.setattr(f"pipeline.sources.ocr.{stage}", slow)
    page = recognise(np.full((300, 200), 255, np.uint8))
    assert page.timed_out and not page.ink.glyphs


@needs_tesseract
def test_the_time_limit_ends_the_program() -> None:
    page = np.full((3000, 2000), 255, np.uint8)
    page[100:2900:50, 100:1900] = 0
    with pytest.raises(TooSlow):
        ocr_engine.read_words(page, seconds=0.001)


@needs_tesseract
def test_a_scan_reads_like_its_print(tmp_path: Path) -> None:
    dispatch = process(scan(tmp_path, sheet()))
    header = dispatch.header
    assert header.number and header.number.value == "128"
    assert header.symbol and header.symbol.value == "UBND-TH"
    assert header.date and header.date.value == "2025-03-10"
    assert header.signer and header.signer.value == "Trần Văn Mẫu"
    assert [task.lead[0].value for task in dispatch.tasks] == ["Sở Tài chính", "Văn phòng Ủy ban nhân dân tỉnh"]
    assert str(dispatch.tasks[0].deadlines[0].due) == "2025-05-15"
    line = dispatch.text.lines[0]
    assert line.box is not None and line.box[0] == pytest.approx(330 * 0.24, abs=3) and 0.8 < line.confidence < 1


@needs_tesseract
def test_marks_in_colour_are_not_lost(tmp_path: Path) -> None:
    urgent = process(scan(tmp_path, sheet(extra=[(400, 500, "red", "HỎA TỐC")])))
    assert urgent.header.urgency is not None
    with pytest.raises(SecretDocument):
        process(scan(tmp_path, sheet(extra=[(400, 500, "red", "MẬT")])))


@needs_tesseract
def test_a_pen_fills_no_blank(tmp_path: Path) -> None:
    page = sheet(number="     ", day="     ", extra=[(430, 380, "blue", "77"), (1570, 385, "blue", "21")])
    dispatch = process(scan(tmp_path, page))
    assert dispatch.header.number is None
    assert dispatch.header.symbol and dispatch.header.symbol.value == "UBND-TH"
    assert dispatch.header.date and dispatch.header.date.value == "2025-03"
    assert {"number-unreadable", "day-unreadable"} <= {finding.code for finding in dispatch.findings}


@needs_tesseract
def test_a_garbled_text_layer_is_replaced_and_a_good_page_kept(tmp_path: Path) -> None:
    garbled = "\n".join(["Uy BAN NHAN DAN tinh thuc hien ke h~ch va b30 c30 k@t qua cong vi~c duqc giao"] * 12)
    text = extract_text(read_source(scan(tmp_path, sheet(), text=garbled)))
    assert "ỦY BAN NHÂN DÂN" in text.text and "h~ch" not in text.text


@needs_tesseract
def test_pages_are_recognised_in_their_order(tmp_path: Path) -> None:
    pages = []
    for n in range(3):
        page = Image.new("L", (1240, 1754), 255)
        draw = ImageDraw.Draw(page)
        assert _FONT
        for row in range(4):
            at = (150, 200 + 60 * row)
            draw.text(at, f"Trang thứ {n + 1} của bản kế hoạch rà soát", fill=0, font=ImageFont.truetype(_FONT, 36))
        pages.append(page)
    text = extract_text(read_source(scan(tmp_path, *pages)))
    assert [text.text[page.span.start :][:11] for page in text.pages] == ["Trang thứ 1", "Trang thứ 2", "Trang thứ 3"]


@needs_tesseract
def test_words_of_low_confidence_weaken_what_stands_on_them(tmp_path: Path) -> None:
    dispatch = process(scan(tmp_path, sheet()))
    weak = tuple(replace(line, confidence=0.45) for line in dispatch.text.lines)
    weighed = weigh(replace(dispatch, text=replace(dispatch.text, lines=weak)))
    assert weighed.tasks[0].confidence == pytest.approx(dispatch.tasks[0].confidence / 2, abs=0.01)
    assert weighed.header.number and dispatch.header.number
    assert weighed.header.number.confidence < dispatch.header.number.confidence


def test_nothing_is_started_before_the_first_page() -> None:
    with Recogniser("mẫu.pdf") as recogniser:
        assert recogniser is not None
