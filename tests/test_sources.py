"""Files to text: what is read, what is refused, and what a PDF's layout says. The PDFs are drawn here."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from pipeline.errors import UnreadableFile
from pipeline.sources import READERS, extract_text, read_source
from pipeline.sources.ruled_grid import grids_of
from pipeline.types import DocumentText

Write = Callable[[bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes bytes to a file whose name says nothing about them."""

    def write(data: bytes) -> Path:
        path = tmp_path / "van-ban.dat"
        path.write_bytes(data)
        return path

    return write


# --- what is refused ---------------------------------------------------------------------------------------------

REFUSED = [
    (b"", "tệp rỗng"),
    (b" \n\t\n", "tệp rỗng"),
    (b"\xef\xbb\xbf\n", "tệp rỗng"),
    (b"\0" * 5000, "byte 0"),
    ("Kính gửi: Ủy ban nhân dân xã Tân Lập".encode("utf-16-le"), "UTF-16"),
    ("Kính gửi: Ủy ban nhân dân xã Tân Lập".encode("utf-16-be"), "UTF-16"),
    ("Kính gửi: Ủy ban".encode()[:-1] + b"\xff\xfe\x80", "UTF-8"),
    (b"PK\x03\x04" + b"\0" * 26 + b"word/document.xml", "docx"),
    (b"PK\x03\x04" + b"\0" * 26 + b"tep.txt", "tệp nén"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, ".doc"),
    (b"{\\rtf1\\ansi", "RTF"),
    (b"\n<!DOCTYPE html><html>", "HTML"),
    (b"\x89PNG\r\n\x1a\n" + b"\0" * 20, "ảnh"),
    (b"\xff\xd8\xff\xe0" + b"\0" * 20, "ảnh"),
    (b"%PDF-1.7\n" + b"\0" * 5000, "hỏng"),
    (b"%PDF-1.4 khong phai PDF", "hỏng"),
]


@pytest.mark.parametrize(("data", "reason"), REFUSED)
def test_refuses_in_one_sentence(write: Write, data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason) as error:
        extract_text(read_source(write(data)))
    message = str(error.value)
    assert message.startswith("van-ban.dat: ")
    assert message.endswith(".") and "\n" not in message


def test_refuses_a_folder_a_missing_path_and_a_large_file(
    tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UnreadableFile, match="thư mục"):
        read_source(tmp_path)
    with pytest.raises(UnreadableFile, match="không tìm thấy"):
        read_source(tmp_path / "khong-co.txt")
    monkeypatch.setattr("pipeline.sources.MAX_BYTES", 1 << 20)
    with pytest.raises(UnreadableFile, match="lớn quá 1 MB"):
        read_source(write(b"a" * (2 << 20)))


# --- plain text --------------------------------------------------------------------------------------------------


def test_content_decides_the_media_type(write: Write) -> None:
    source = read_source(write("Số: 12/UBND-VP".encode()))
    assert source.media_type == "text/plain"
    assert source.media_type in READERS
    assert len(source.sha256) == 64


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_reads_unicode_with_or_without_a_mark(write: Write, encoding: str) -> None:
    text = "Kính gửi: Ủy ban nhân dân xã Tân Lập\n"
    for form in ("NFC", "NFD"):
        document = extract_text(read_source(write(unicodedata.normalize(form, text).encode(encoding))))
        assert document.text == text


def test_lines_and_pages_of_plain_text(write: Write) -> None:
    document = extract_text(read_source(write(b"mot\r\n\r\nhai\fba\nbon\n\f\n")))
    assert document.text == "mot\n\nhai\nba\nbon\n\n"
    assert _texts(document) == ["mot", "hai", "ba", "bon"]
    assert [line.page for line in document.lines] == [1, 1, 2, 2]
    assert [document.text[slice(*page.span)] for page in document.pages] == ["mot\n\nhai\n", "ba\nbon\n\n"]
    assert all(line.box is None and line.starts_paragraph is None for line in document.lines)
    assert document.page_at(document.text.index("bon")) == 2


def test_a_text_of_one_endless_line(write: Write) -> None:
    data = ("Giao Sở Tài chính báo cáo. " * 300_000).encode()
    start = time.perf_counter()
    document = extract_text(read_source(write(data)))
    assert len(document.lines) == 1
    assert time.perf_counter() - start < 5


# --- PDF ---------------------------------------------------------------------------------------------------------

LEFT, RIGHT = 85.0, 541.0
INDENT = 36.0


class Sheet:
    """Draws a dispatch as Decree 30/2020 lays it out; ``y`` runs down from the top."""

    def __init__(self, **options: object) -> None:
        self.file = BytesIO()
        self.canvas = Canvas(self.file, pagesize=A4, **options)
        self.y = 70.0

    def put(self, x: float, y: float, text: str, size: float = 13, face: str = "Body", centre: bool = False) -> None:
        self.canvas.setFont(face, size)
        draw = self.canvas.drawCentredString if centre else self.canvas.drawString
        draw(x, A4[1] - y, text)

    def paragraph(self, text: str, size: float = 13, gap: float = 6, pitch: float = 17) -> None:
        """Justified by nothing: words are set until the next one does not fit."""
        x = LEFT + INDENT
        self.y += gap
        line = ""
        for word in text.split():
            longer = f"{line} {word}".strip()
            if x + pdfmetrics.stringWidth(longer, "Body", size) > RIGHT:
                self.put(x, self.y, line, size)
                self.y += pitch
                x, longer = LEFT, word
            line = longer
        self.put(x, self.y, line, size)
        self.y += pitch

    def page(self) -> None:
        self.canvas.showPage()
        self.y = 70.0

    def data(self) -> bytes:
        self.canvas.save()
        return self.file.getvalue()


@pytest.fixture(scope="module")
def fonts() -> None:
    """A face with Vietnamese letters; without one on this machine there is nothing to draw."""
    for plain, bold in (("DejaVuSerif", "DejaVuSerif-Bold"), ("LiberationSerif-Regular", "LiberationSerif-Bold"),
                        ("DejaVuSans", "DejaVuSans-Bold"), ("times", "timesbd")):  # fmt: skip
        faces = _face("Body", plain), _face("Bold", bold)
        if all(faces):
            for face in faces:
                pdfmetrics.registerFont(face)
            return
    pytest.skip("máy không có phông chữ tiếng Việt")


def _face(name: str, file: str) -> TTFont | None:
    folders = [Path("/usr/share/fonts"), Path("/Library/Fonts"), Path("C:/Windows/Fonts")]
    faces = (TTFont(name, str(found)) for folder in folders for found in folder.rglob(f"{file}.ttf"))
    return next((face for face in faces if set(map(ord, "ửỹẶĐ")) <= set(face.face.charToGlyph)), None)


def _read(write: Write, sheet: Sheet) -> DocumentText:
    document = extract_text(read_source(write(sheet.data())))
    for line in document.lines:
        x0, top, x1, bottom = line.box or (0, 0, 0, 0)
        assert 0 <= x0 < x1 <= A4[0] and 0 <= top < bottom <= A4[1]
    assert "".join(document.text[slice(*page.span)] for page in document.pages) == document.text
    return document


def _texts(document: DocumentText) -> list[str]:
    return [document.text[slice(*line.span)] for line in document.lines]


def _paragraphs(document: DocumentText) -> list[str]:
    joined: list[str] = []
    for line, text in zip(document.lines, _texts(document), strict=True):
        if line.starts_paragraph:
            joined.append(text)
        else:
            joined[-1] += " " + text
    return joined


FIRST = (
    "Thực hiện chương trình công tác năm, Ủy ban nhân dân huyện yêu cầu các phòng chuyên môn rà soát hệ thống kênh "
    "mương nội đồng, lập danh mục những đoạn bị sạt lở cần gia cố trước mùa mưa và báo cáo về Văn phòng."
)
SECOND = (
    "Giao Phòng Kinh tế và Hạ tầng chủ trì, phối hợp với các xã kiểm tra hiện trạng từng tuyến, đề xuất phương án "
    "xử lý và nhu cầu kinh phí, trình xem xét trong tháng 5 năm 2024."
)


def _letterhead(sheet: Sheet) -> None:
    """The right column first, as some programs write it, on baselines of its own."""
    sheet.put(410, 70, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 9, "Bold", centre=True)
    sheet.put(410, 86, "Độc lập - Tự do - Hạnh phúc", 11, "Bold", centre=True)
    sheet.put(410, 110, "Tân Lập, ngày 12 tháng 4 năm 2024", 11, centre=True)
    sheet.put(165, 72, "ỦY BAN NHÂN DÂN", 10, "Bold", centre=True)
    sheet.put(165, 88, "HUYỆN TÂN LẬP", 10, "Bold", centre=True)
    sheet.put(165, 111, "Số: 45/UBND-KT", 11, centre=True)
    sheet.put(165, 127, "V/v gia cố kênh mương", 10, centre=True)
    sheet.put(165, 140, "trước mùa mưa", 10, centre=True)
    sheet.put(200, 175, "Kính gửi: Các phòng chuyên môn.", 13)
    sheet.y = 205


def _signature(sheet: Sheet) -> None:
    y = sheet.y + 20
    sheet.put(LEFT, y, "Nơi nhận:", 10, "Bold")
    for n, line in enumerate(("- Như trên;", "- Lưu: VT, KT."), 1):
        sheet.put(LEFT, y + 13 * n, line, 10)
    sheet.put(430, y + 3, "KT. CHỦ TỊCH", 12, "Bold", centre=True)
    sheet.put(430, y + 19, "PHÓ CHỦ TỊCH", 12, "Bold", centre=True)
    sheet.put(430, y + 90, "Lê Văn Thử", 12, "Bold", centre=True)


@pytest.mark.usefixtures("fonts")
def test_two_columns_come_left_before_right(write: Write) -> None:
    sheet = Sheet()
    _letterhead(sheet)
    sheet.paragraph(FIRST)
    sheet.paragraph(SECOND)
    _signature(sheet)
    document = _read(write, sheet)
    texts = _texts(document)
    assert texts[:9] == [
        "ỦY BAN NHÂN DÂN", "HUYỆN TÂN LẬP", "Số: 45/UBND-KT", "V/v gia cố kênh mương", "trước mùa mưa",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Tân Lập, ngày 12 tháng 4 năm 2024",
        "Kính gửi: Các phòng chuyên môn.",
    ]  # fmt: skip
    assert texts[-6:] == [
        "Nơi nhận:", "- Như trên;", "- Lưu: VT, KT.", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Lê Văn Thử",
    ]  # fmt: skip
    assert {FIRST, SECOND, "V/v gia cố kênh mương trước mùa mưa"} <= set(_paragraphs(document))
    assert [line.bold for line in document.lines][:3] == [True, True, False]
    assert document.confidence == 1.0


@pytest.mark.usefixtures("fonts")
def test_a_paragraph_cut_by_a_page_is_one(write: Write) -> None:
    sheet = Sheet()
    sheet.paragraph(SECOND)
    sheet.paragraph(FIRST)
    words = FIRST.split()
    cut = next(n for n in range(len(words)) if _width(words[: n + 1]) > RIGHT - LEFT - INDENT)
    sheet.y = 700
    sheet.put(LEFT + INDENT, sheet.y, " ".join(words[:cut]))
    sheet.put(LEFT, 760, "¹ Số liệu của năm trước.", 9)
    sheet.put(300, 810, "1", 11, centre=True)
    sheet.page()
    sheet.put(300, 40, "2", 11, centre=True)
    sheet.paragraph("")
    sheet.y = 80
    for line in _wrap(words[cut:]):
        sheet.put(LEFT, sheet.y, line)
        sheet.y += 17
    sheet.paragraph(SECOND)
    document = _read(write, sheet)
    starts = {text: line.starts_paragraph for line, text in zip(document.lines, _texts(document), strict=True)}
    assert starts[_wrap(words[cut:])[0]] is False
    assert starts["1"] and starts["2"] and starts["¹ Số liệu của năm trước."]
    assert document.text.count("Giao Phòng Kinh tế") == 2
    second_page = [text for line, text in zip(document.lines, _texts(document), strict=True) if line.page == 2]
    assert second_page[0] == "2"


def _width(words: list[str]) -> float:
    return float(pdfmetrics.stringWidth(" ".join(words), "Body", 13))


def _wrap(words: list[str]) -> list[str]:
    lines: list[list[str]] = [[]]
    for word in words:
        if lines[-1] and _width([*lines[-1], word]) > RIGHT - LEFT:
            lines.append([])
        lines[-1].append(word)
    return [" ".join(line) for line in lines]


@pytest.mark.usefixtures("fonts")
def test_footnote_marks_become_superscript_digits(write: Write) -> None:
    sheet = Sheet()
    sheet.paragraph(FIRST)
    y = sheet.y + 6
    text = "Thực hiện quyết định ngày 20/9/2023"
    sheet.put(LEFT + INDENT, y, text)
    x = LEFT + INDENT + _width([text])
    sheet.put(x, y - 5, "12", 8)
    sheet.put(x + pdfmetrics.stringWidth("12", "Body", 8) + 4, y, "của huyện")
    sheet.canvas.line(LEFT, A4[1] - 740, LEFT + 144, A4[1] - 740)
    sheet.put(LEFT, 752, "12 Quyết định giao chỉ tiêu.", 9)
    sheet.put(LEFT, 764 - 3, "13", 6)
    sheet.put(LEFT + 16, 764, "Số liệu của năm trước.", 9)
    document = _read(write, sheet)
    assert "ngày 20/9/2023¹² của huyện" in document.text
    assert _texts(document)[-2:] == ["¹² Quyết định giao chỉ tiêu.", "¹³ Số liệu của năm trước."]


@pytest.mark.usefixtures("fonts")
def test_a_hyphen_at_the_end_of_a_line_stays(write: Write) -> None:
    sheet = Sheet()
    sheet.put(LEFT, 200, "Căn cứ Quyết định của huyện ngày 5/3/2024, số 15/QĐ-")
    sheet.put(LEFT, 217, "UBND về việc giao kế hoạch năm.")
    assert _texts(_read(write, sheet))[0].endswith("15/QĐ-")


@pytest.mark.usefixtures("fonts")
def test_a_stamped_number_is_read_where_it_stands(write: Write) -> None:
    sheet = Sheet()
    _letterhead(sheet)
    sheet.put(LEFT, 205, "Số đăng ký:          /SĐK, ngày ký nhận ở dưới, bằng mực xanh.")
    width = _width(["Số đăng ký: "])
    sheet.canvas.acroForm.textfield(
        value="135", x=LEFT + width, y=A4[1] - 209, width=30, height=15, fontSize=11, borderWidth=0
    )
    document = _read(write, sheet)
    assert "Số đăng ký: 135 /SĐK, ngày" in document.text


@pytest.mark.usefixtures("fonts")
def test_the_box_of_a_signature_is_left_out(write: Write) -> None:
    sheet = Sheet()
    _letterhead(sheet)
    for n, label in enumerate(
        ("Người ký: Ủy ban nhân dân huyện", "Cơ quan: Huyện Tân Lập", "Thời gian ký: 12.04.2024")
    ):
        sheet.put(190, 60 + 8 * n, label, 6)
    sheet.paragraph(FIRST)
    document = _read(write, sheet)
    assert "Người ký" not in document.text and "Thời gian ký" not in document.text
    assert _texts(document)[1] == "HUYỆN TÂN LẬP"


@pytest.mark.usefixtures("fonts")
def test_a_ruled_table_is_read_row_by_row(write: Write) -> None:
    sheet = Sheet()
    sheet.paragraph(FIRST)
    xs, ys = [LEFT, 120, 330, 440, RIGHT], [200, 225, 265, 290]
    sheet.canvas.grid(xs, [A4[1] - y for y in ys])
    rows = [("STT", "Nhiệm vụ", "Chủ trì", "Thời hạn"), ("1", "Lập danh mục", "Phòng Kinh tế", "Tháng 5/2024"),
            ("2", "Kiểm tra kênh", "Các xã", "")]  # fmt: skip
    for y, row in zip(ys, rows, strict=False):
        for x, cell in zip(xs, row, strict=False):
            sheet.put(x + 4, y + 15, cell, 10)
    sheet.put(124, 228 + 27, "kênh sạt lở", 10)
    sheet.y = 320
    sheet.paragraph(SECOND)
    paragraphs = _paragraphs(_read(write, sheet))
    assert paragraphs == [
        FIRST,
        "STT | Nhiệm vụ | Chủ trì | Thời hạn",
        "1 | Lập danh mục kênh sạt lở | Phòng Kinh tế | Tháng 5/2024",
        "2 | Kiểm tra kênh | Các xã |",
        SECOND,
    ]


@pytest.mark.usefixtures("fonts")
def test_merged_cells_are_said_in_every_row(write: Write) -> None:
    sheet = Sheet()
    canvas = sheet.canvas
    canvas.lines([(x, A4[1] - 200, x, A4[1] - 275) for x in (LEFT, 120, 330, RIGHT)])
    canvas.lines([(LEFT, A4[1] - y, RIGHT, A4[1] - y) for y in (200, 225, 275)])
    canvas.line(120, A4[1] - 250, 330, A4[1] - 250)
    sheet.put(LEFT + 4, 215, "STT", 10)
    sheet.put(124, 215, "Nhiệm vụ", 10)
    sheet.put(334, 215, "Chủ trì", 10)
    sheet.put(124, 240, "Lập danh mục", 10)
    sheet.put(334, 255, "Phòng Kinh tế", 10)
    sheet.put(124, 265, "Kiểm tra kênh", 10)
    sheet.y = 320
    sheet.paragraph(FIRST)
    assert _texts(_read(write, sheet))[:3] == [
        "STT | Nhiệm vụ | Chủ trì", "| Lập danh mục | Phòng Kinh tế", "| Kiểm tra kênh | Phòng Kinh tế",
    ]  # fmt: skip


def test_a_broken_line_parts_cells_and_a_short_one_does_not() -> None:
    frame = [(0, y, 300, y) for y in (0, 50, 100)] + [(x, 0, x, 100) for x in (0, 100, 300)]
    broken = [(200, 0, 200, 20), (200, 28, 200, 50), (200, 50, 200, 62)]
    (grid,) = grids_of([(float(a), float(b), float(c), float(d)) for a, b, c, d in frame + broken])
    assert grid.cell_at(150, 25) != grid.cell_at(250, 25)
    assert grid.cell_at(150, 75) == grid.cell_at(250, 75) == (1, 1)
    assert grid.cells()[1, 1] == (100, 50, 300, 100)


def test_rows_that_no_rule_closes_are_rows() -> None:
    rules = [(x, 0.0, x, 200.0) for x in (0.0, 100.0, 200.0)] + [(0.0, y, 200.0, y) for y in (40.0, 100.0)]
    (grid,) = grids_of(rules)
    assert grid.ys == (0, 40, 100, 200)
    assert grids_of([*rules[:2], *rules[3:]]) == []  # one column is a frame


@pytest.mark.usefixtures("fonts")
def test_a_turned_page_reads_like_any_other(write: Write) -> None:
    sheet = Sheet()
    sheet.canvas.setPageRotation(90)
    sheet.canvas.translate(A4[0], 0)
    sheet.canvas.rotate(90)
    sheet.canvas.setFont("Body", 13)
    for n, text in enumerate(("Phụ lục kèm theo công văn của huyện", "Danh mục kênh mương cần gia cố", "Biểu số 01")):
        sheet.canvas.drawString(80, 500 - 30 * n, text)
    document = extract_text(read_source(write(sheet.data())))
    assert _texts(document) == [
        "Phụ lục kèm theo công văn của huyện", "Danh mục kênh mương cần gia cố", "Biểu số 01",
    ]  # fmt: skip
    assert {round(line.box[0]) for line in document.lines if line.box} == {80}


@pytest.mark.usefixtures("fonts")
def test_locked_cut_and_scanned_pdfs_are_refused(write: Write) -> None:
    locked = Sheet(encrypt="mat-khau")
    locked.paragraph(FIRST)
    with pytest.raises(UnreadableFile, match="mật khẩu"):
        extract_text(read_source(write(locked.data())))
    whole = Sheet()
    whole.paragraph(FIRST)
    with pytest.raises(UnreadableFile, match="hỏng"):
        extract_text(read_source(write(whole.data()[:400])))
    scan = Sheet()
    scan.canvas.rect(50, 50, 400, 600, fill=1)
    scan.put(500, 30, "135", 9)
    with pytest.raises(UnreadableFile, match="không có lớp chữ"):
        extract_text(read_source(write(scan.data())))
