"""The outline: list markers, how points nest, what is joined, and what is set aside."""

from __future__ import annotations

import pytest
from papers import paper

from pipeline.outline import build_outline
from pipeline.outline.markers import read_marker
from pipeline.sources import extract_text
from pipeline.types import Block, DocumentText, Kind, Outline, SourceFile
from pipeline.zones import find_zones

MARKERS = [
    ("Phần thứ nhất", "part", "Phần thứ nhất"),
    ("Chương II", "part", "Chương II"),
    ("PHẦN I. MỤC TIÊU", "part", "PHẦN I."),
    ("Điều 1. Ban hành", "article", "Điều 1."),
    ("Điều 12: Hiệu lực", "article", "Điều 12:"),
    ("Điều 2a. Sửa", "article", "Điều 2a."),
    ("I. MỤC ĐÍCH", "roman", "I."),
    ("IV/ Tổ chức thực hiện", "roman", "IV/"),
    ("VIII. Kinh phí", "roman", "VIII."),
    ("III - Nhiệm vụ", "roman", "III -"),
    ("A. Đánh giá", "capital", "A."),
    ("B) Nhiệm vụ", "capital", "B)"),
    ("1.1. Công tác", "decimal", "1.1."),
    ("2.3.1 Giao Sở", "decimal", "2.3.1"),
    ("1.1) Rà soát", "decimal", "1.1)"),
    ("1. Sở Mẫu", "arabic", "1."),
    ("12) Rà soát", "arabic", "12)"),
    ("3/ Giao", "arabic", "3/"),
    ("4: Giao", "arabic", "4:"),
    ("1.Giao", "arabic", "1."),
    ("(1) Rà soát", "paren", "(1)"),
    ("(a) Lập", "paren", "(a)"),
    ("(iv) Lập", "paren", "(iv)"),
    ("a) Rà soát", "letter", "a)"),
    ("đ) Giao", "letter", "đ)"),
    ("b/ Giao", "letter", "b/"),
    ("c. Giao", "letter", "c."),
    ("ư) Lập", "letter", "ư)"),
    ("Thứ nhất, rà soát", "ordinal", "Thứ nhất,"),
    ("Hai là: lập", "ordinal", "Hai là:"),
    ("Một là, lập", "ordinal", "Một là,"),
    ("- Rà soát", "dash", "-"),
    ("– Rà soát", "dash", "–"),
    ("−Rà soát", "dash", "−"),
    ("— Rà soát", "dash", "—"),
    ("+ Giao", "plus", "+"),
    ("+Giao", "plus", "+"),
    ("• Giao", "bullet", "•"),
    ("* Giao", "bullet", "*"),
    ("▪ Giao", "bullet", "▪"),
    ("o Giao", "bullet", "o"),
]
NO_MARKERS = [
    *(
        "1.504 hồ sơ đã giải quyết",
        "2025 là năm bản lề",
        "30/6/2025 là hạn cuối",
        "15% số xã",
        "24/24 giờ",
        "1,5 tỷ đồng",
    ),
    *(
        "",
        " ",
        "-",
        "1",
        "1.",
        "A",
        "Sở Mẫu",
        "ở các xã",
        "o các xã",
        "TP. Mẫu Giang",
        "Vì vậy, các xã",
        "Mục tiêu chung",
    ),
    *("Điều này cho thấy", "Một số đơn vị", "Thứ hai tuần tới", "Chương trình hành động", "Phần lớn các xã", "Mười xã"),
]


@pytest.mark.parametrize(("text", "style", "sign"), MARKERS)
def test_marker(text: str, style: str, sign: str) -> None:
    found = read_marker(text)
    assert (found.style, found.sign) == (style, sign)
    assert text[: found.length].strip() == sign


@pytest.mark.parametrize("text", NO_MARKERS)
def test_no_marker(text: str) -> None:
    assert read_marker(text).style == ""


def outline_of(text: str) -> tuple[DocumentText, Outline]:
    document = extract_text(SourceFile("van-ban.txt", "0" * 64, "text/plain", text.encode()))
    return document, build_outline(document, find_zones(document))


def body(*lines: str, form: str = "cong_van") -> list[Block]:
    """The points and rows of a dispatch with that body."""
    _, outline = outline_of(paper(form, "\n".join(lines)))
    return [block for block in outline.blocks if block.kind in (Kind.POINT, Kind.ROW)]


def tree(blocks: list[Block]) -> list[str]:
    """Paths with the first word of each block."""
    return [f"{block.path} {block.text.split()[0]}".strip() for block in blocks]


NESTS = {
    "roman, arabic, letter, dash, plus": (
        [
            "I. NHIỆM VỤ",
            "1. Một việc:",
            "a) Hai việc:",
            "- Ba việc:",
            "+ Bốn việc.",
            "- Năm việc.",
            "b) Sáu việc.",
            "2. Bảy việc.",
            "II. KINH PHÍ",
        ],
        [
            "I. NHIỆM",
            "I.|1. Một",
            "I.|1.|a) Hai",
            "I.|1.|a)|- Ba",
            "I.|1.|a)|-|+ Bốn",
            "I.|1.|a)|- Năm",
            "I.|1.|b) Sáu",
            "I.|2. Bảy",
            "II. KINH",
        ],
    ),
    "decimals below a number": (
        ["1. Một việc:", "1.1. Hai việc:", "1.1.1. Ba việc.", "1.1.2. Bốn việc.", "1.2. Năm việc.", "2. Sáu việc."],
        ["1. Một", "1.|1.1. Hai", "1.|1.1.|1.1.1. Ba", "1.|1.1.|1.1.2. Bốn", "1.|1.2. Năm", "2. Sáu"],
    ),
    "articles with clauses and points": (
        ["Điều 1. Một việc:", "1. Hai việc:", "a) Ba việc;", "b) Bốn việc.", "2. Năm việc.", "Điều 2. Sáu việc."],
        ["Điều 1. Một", "Điều 1.|1. Hai", "Điều 1.|1.|a) Ba", "Điều 1.|1.|b) Bốn", "Điều 1.|2. Năm", "Điều 2. Sáu"],
    ),
    "bullets above dashes": (
        ["1. Một việc:", "* Hai việc:", "- Ba việc.", "- Bốn việc.", "* Năm việc.", "2. Sáu việc."],
        ["1. Một", "1.|* Hai", "1.|*|- Ba", "1.|*|- Bốn", "1.|* Năm", "2. Sáu"],
    ),
    "a paragraph belongs to the point above it": (
        ["1. Sở Mẫu rà soát.", "Việc này làm ngay.", "2. Sở Mẫu lập sổ."],
        ["1. Sở", "1. Việc", "2. Sở"],
    ),
}


@pytest.mark.parametrize("name", NESTS)
def test_nesting(name: str) -> None:
    lines, expected = NESTS[name]
    assert tree(body(*lines)) == expected


WRAPPED = (
    "Tổ chức các lớp dạy nghề ngắn hạn cho lao động nông thôn, ưu tiên",
    "người thuộc hộ nghèo, hộ cận nghèo và người khuyết tật còn khả năng",
    "lao động; hướng dẫn các xã lập danh sách người học.{end}",
    "{start} các cơ sở dạy nghề đổi mới giáo trình, gắn dạy nghề với nhu",
    "cầu tuyển dụng của doanh nghiệp trong các khu công nghiệp, cụm công",
    "nghiệp trên địa bàn tỉnh và các tỉnh lân cận, nhất là các nghề cơ",
    "khí, may mặc, chế biến gỗ và dịch vụ du lịch tại các bản làng xa.",
)


@pytest.mark.parametrize(
    ("end", "start", "parts"),
    [
        ("", "Khuyến khích", 2),  # the next word would have had room
        (" Việc này làm ngay.", "Khuyến khích", 1),  # the line is full, so the sentence only happens to end there
        ("", "khuyến khích", 1),
    ],
)
def test_hard_wrapped_paragraphs_are_told_apart_by_room_at_the_end(end: str, start: str, parts: int) -> None:
    lines = [line.format(end=end, start=start) for line in WRAPPED]
    found = body("1. Sở Mẫu:", *lines)
    assert len(found) == 1 + parts


def test_a_dash_stuck_to_a_word_inside_a_wrapped_sentence_is_no_bullet() -> None:
    lines = [line.format(end="", start="khuyến khích") for line in WRAPPED]
    lines[1] = "-" + lines[1]
    assert [block.style for block in body("1. Sở Mẫu:", *lines)] == ["arabic", ""]


def test_a_marker_is_not_part_of_the_text() -> None:
    block = body("1. Sở Mẫu rà soát.")[0]
    assert (block.marker, block.text) == ("1.", "Sở Mẫu rà soát.")


def test_notes_and_their_marks_are_set_aside() -> None:
    text = paper("cong_van", "1. Sở Mẫu rà soát¹ các quy định[2].\n¹ Ghi chú một.\n[2] Ghi chú hai.\n2. Sở Mẫu lập sổ.")
    _, outline = outline_of(text)
    assert [b.text for b in outline.blocks if b.kind is Kind.POINT] == [
        "Sở Mẫu rà soát các quy định.",
        "Sở Mẫu lập sổ.",
    ]
    assert [b.text.split()[-1] for b in outline.blocks if b.kind is Kind.FOOTNOTE] == ["một.", "hai."]


@pytest.mark.parametrize("number", ["2", "- 2 -", "Trang 2", "2/5", "Trang 2/5"])
def test_a_page_number_is_furniture(number: str) -> None:
    _, outline = outline_of(
        paper("cong_van", f"1. Sở Mẫu rà soát các quy định có\n{number}\nliên quan.\n2. Sở Mẫu lập sổ.")
    )
    assert next(b.text for b in outline.blocks if b.kind is Kind.POINT) == "Sở Mẫu rà soát các quy định có liên quan."
    assert number in [b.text for b in outline.blocks if b.kind is Kind.FURNITURE]


def test_rows_have_their_cells() -> None:
    (row,) = (b for b in body("STT | Nhiệm vụ | Chủ trì", "Sở Mẫu đề nghị.") if b.kind is Kind.ROW)
    assert [row.text[a:b] for a, b in row.cells] == ["STT", "Nhiệm vụ", "Chủ trì"]
    (row,) = (b for b in body("| 1 | Rà soát | |", "Sở Mẫu đề nghị.") if b.kind is Kind.ROW)
    assert [row.text[a:b] for a, b in row.cells][:3] == ["1", "Rà soát", ""]


ROW = "1 | Rà soát hồ sơ, lập danh mục và | Sở Mẫu; | 6/2026"
CUT_ROWS = [
    ("| | bàn giao cho kho lưu trữ | Sở Nội vụ | |", "Rà soát hồ sơ, lập danh mục và bàn giao cho kho lưu trữ"),
    ("| | | Sở Nội vụ | |", "Rà soát hồ sơ, lập danh mục và"),
    ("| | - Bàn giao cho kho lưu trữ. | | |", "Rà soát hồ sơ, lập danh mục và - Bàn giao cho kho lưu trữ."),
]
WHOLE_ROWS = [
    "2 | bàn giao cho kho lưu trữ | Sở Nội vụ | 7/2026",
    "| | Bàn giao cho kho lưu trữ | Sở Nội vụ | 7/2026",
    "| | Nhóm nhiệm vụ về kho lưu trữ | | |",
    "| | bàn giao cho kho lưu trữ | Sở Nội vụ",
]


def rows_of(*pages: str) -> list[list[str]]:
    """The cells of the rows, the head left out, of a table over ``pages``."""
    head = "STT | Nhiệm vụ | Chủ trì | Thời hạn"
    text = paper("quyet_dinh", "Điều 1. Ban hành danh mục mẫu.", after="PHỤ LỤC\n" + head + "\n" + "\f".join(pages))
    _, outline = outline_of(text)
    cells = [[b.text[a:z] for a, z in b.cells] for b in outline.blocks if b.kind is Kind.ROW]
    return [row for row in cells if row[0] != "STT"]


@pytest.mark.parametrize(("rest", "work"), CUT_ROWS)
@pytest.mark.parametrize("between", ["", "2\n", "2\nSTT | Nhiệm vụ | Chủ trì | Thời hạn\n"])
def test_a_row_cut_by_a_page_is_whole(rest: str, work: str, between: str) -> None:
    (row,) = rows_of(ROW, between + rest)
    assert row[:2] == ["1", work]
    assert row[2] == ("Sở Mẫu; Sở Nội vụ" if "Sở Nội vụ" in rest else "Sở Mẫu;")


@pytest.mark.parametrize("below", WHOLE_ROWS)
def test_a_row_of_its_own_stays_apart(below: str) -> None:
    assert len(rows_of(ROW, below)) == 2


def test_rows_of_one_page_stay_apart() -> None:
    assert len(rows_of(f"{ROW}\n{CUT_ROWS[0][0]}")) == 2


def test_a_row_over_three_pages_is_one() -> None:
    rows = rows_of(ROW, "| | bàn giao cho kho và | | |", "| | lập biên bản. | | |\n2 | Tổng kết | Sở Mẫu | 12/2026")
    assert [row[1] for row in rows] == ["Rà soát hồ sơ, lập danh mục và bàn giao cho kho và lập biên bản.", "Tổng kết"]


def test_a_cut_row_leads_back_to_the_document() -> None:
    text = paper("quyet_dinh", "Điều 1. Mẫu.", after=f"PHỤ LỤC\nSTT | Việc | Ai | Khi\n{ROW}\f{CUT_ROWS[0][0]}")
    document, outline = outline_of(text)
    row = next(b for b in outline.blocks if b.kind is Kind.ROW and b.text.startswith("1"))
    for word in ("danh mục", "bàn giao", "Sở Nội vụ", "6/2026"):
        at = row.text.index(word)
        assert document.text[slice(*row.locate(at, at + len(word)))] == word


def test_head_and_tail_are_no_points() -> None:
    _, outline = outline_of(paper("cong_van", "1. Sở Mẫu rà soát."))
    kinds = [block.kind for block in outline.blocks]
    assert kinds.count(Kind.POINT) == 1
    assert kinds[0] is Kind.HEAD and kinds[-1] is Kind.TAIL


@pytest.mark.parametrize("text", ["Trời hôm nay đẹp.", "1.\n2.\n3.", "-\n-\n", "I.\nA.\n1.1.\n"])
def test_any_text_has_an_outline(text: str) -> None:
    document, outline = outline_of(text)
    for i, block in enumerate(outline.blocks):
        assert block.parent is None or block.parent < i
        for start, at, length in block.pieces:
            assert document.text[at : at + length] == block.text[start : start + length]
