"""Where head, body, tail and annexes lie, whatever the order and the line breaks; blank lines change nothing."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from case_files import load
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.rules import load_rules
from pipeline.types import Cell, DocumentText, Line, OffsetMap, Page, Span
from pipeline.values.document_types import DocumentType, document_types
from pipeline.zones import find_zones
from pipeline.zones.cells import fold
from pipeline.zones.signing import SigningWords, is_name, is_office, signing_words, without_rank
from pipeline.zones.titles import title_of


def text_of(raw: str) -> DocumentText:
    text = unicodedata.normalize("NFC", raw)
    return DocumentText(text, raw, OffsetMap(), (Page(1, Span(0, len(text))),), ())


PLAN = """ỦY BAN NHÂN DÂN
XÃ TÂN MẪU
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 21/QĐ-UBND
Tân Mẫu, ngày 1 tháng 8 năm 2025
QUYẾT ĐỊNH
Về việc thành lập Tổ công tác thử nghiệm sổ theo dõi
CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ TÂN MẪU
Căn cứ Luật Tổ chức chính quyền địa phương;
QUYẾT ĐỊNH:
Điều 1. Thành lập Tổ công tác gồm các ông, bà có tên trong danh sách.
Nơi nhận:
- Như Điều 3;
- Lưu: VT.
CHỦ TỊCH
Vũ Văn Mẫu
KẾ HOẠCH
Hoạt động của Tổ công tác
(Ban hành kèm theo Quyết định số 21/QĐ-UBND ngày 01/8/2025 của Chủ tịch UBND xã Tân Mẫu)
1. Tổ viên lập sổ theo dõi.
PHỤ LỤC
Danh mục sổ
"""
SIGNED_FIRST = """Số: 5/TTr-SMM
Lào Cai, ngày 10/01/2026
TỜ TRÌNH
Về việc mua sắm tủ hồ sơ
Kính gửi: Sở Tài chính
Trung tâm Mẫu kính trình Sở xem xét./.
GIÁM ĐỐC
(Ký, đóng dấu)
Phạm Văn Mẫu
Nơi nhận:
- Như trên;
- Lưu: VT.
"""
COLUMNS = """UBND TỈNH AN GIANG                 CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ NỘI VỤ                          Độc lập - Tự do - Hạnh phúc
Số:      /SNV-CCHC                 An Giang, ngày      tháng 3 năm 2026
V/v rà soát hồ sơ mẫu
Kính gửi:  - Các sở, ban, ngành;
           - UBND các xã, phường.
Sở Nội vụ đề nghị các cơ quan báo cáo.
Nơi nhận:                       KT. GIÁM ĐỐC
- Như trên;                     PHÓ GIÁM ĐỐC
- Lưu: VT.
                                Nguyễn Văn Mẫu
[1] Ghi chú mẫu.
"""
PARTS = {
    "plan": (PLAN, "Căn cứ Luật", "danh sách.", "Nơi nhận:", "Vũ Văn Mẫu", ["KẾ HOẠCH", "PHỤ LỤC"]),
    "signed first": (SIGNED_FIRST, "Trung tâm Mẫu", "xem xét./.", "GIÁM ĐỐC", "- Lưu: VT.", []),
    "columns": (COLUMNS, "Sở Nội vụ đề", "báo cáo.", "Nơi nhận:", "Nguyễn Văn Mẫu", ["[1] Ghi chú"]),
}


@pytest.mark.parametrize("name", PARTS)
def test_parts(name: str) -> None:
    raw, body, body_end, tail, tail_end, annexes = PARTS[name]
    text = text_of(raw)
    zones = find_zones(text)
    assert text.text[slice(*zones.body)].strip().startswith(body)
    assert text.text[slice(*zones.body)].strip().endswith(body_end)
    assert text.text[slice(*zones.tail)].strip().startswith(tail)
    assert text.text[slice(*zones.tail)].strip().endswith(tail_end)
    found = [text.text[slice(*span)].strip() for span in zones.annexes]
    assert [a[: len(b)] for a, b in zip(found, annexes, strict=True)] == annexes


@pytest.mark.parametrize("raw", ["", "\n\n", "Trời hôm nay đẹp.\nChúng tôi đi chợ.", "x" * 100_000])
def test_a_text_without_a_dispatch_is_all_body(raw: str) -> None:
    zones = find_zones(text_of(raw))
    assert zones.head == Span(0, 0)
    assert zones.body == Span(0, len(raw))
    assert zones.tail.start == zones.tail.end == len(raw)
    assert zones.annexes == ()


@pytest.mark.parametrize("name", PARTS)
def test_zones_follow_each_other(name: str) -> None:
    text = text_of(PARTS[name][0])
    zones = find_zones(text)
    spans = [zones.head, zones.body, zones.tail, *zones.annexes]
    assert spans[0].start == 0
    assert all(a.end == b.start for a, b in pairwise(spans))


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(sorted(PARTS)), st.data())
def test_blank_lines_change_nothing(name: str, data: st.DataObject) -> None:
    lines = PARTS[name][0].split("\n")
    gaps = data.draw(st.lists(st.integers(0, 2), min_size=len(lines), max_size=len(lines)))
    spaced = "\n".join(line + "\n" * gap for line, gap in zip(lines, gaps, strict=True))

    def parts(raw: str) -> list[list[str]]:
        text = text_of(raw)
        zones = find_zones(text)
        spans = [zones.head, zones.body, zones.tail, *zones.annexes]
        return [[line for line in text.text[slice(*span)].split("\n") if line.strip()] for span in spans]

    assert parts(spaced) == parts("\n".join(lines))


@given(st.text())
def test_fold_keeps_offsets(raw: str) -> None:
    assert len(fold(raw)) == len(raw)


def _cell(text: str) -> Cell:
    return Cell(Span(0, len(text)), text, fold(text), 1)


@pytest.mark.parametrize("rule", document_types(), ids=lambda rule: rule.id)
def test_every_title_is_recognised(rule: DocumentType) -> None:
    assert rule.examples
    for example in rule.examples:
        title = title_of(_cell(example))
        assert title is not None and title[0] is rule
    for example in rule.counter_examples:
        assert title_of(_cell(example)) is None


@pytest.mark.parametrize(("text", "name"), [
    ("Nguyễn Văn Mẫu", True), ("NGUYỄN VĂN MẪU", True), ("Đại tá, TS. Trần Thị Mẫu", True), ("H’Mẫu Niê", True),
    ("PHÓ CHỦ TỊCH", False), ("PHỤ LỤC", False), ("Danh mục kèm theo", False), ("Nơi nhận:", False),
])  # fmt: skip
def test_names(text: str, name: bool) -> None:
    assert is_name(text) is name


def check_person(text: str) -> None:
    assert is_name(text)


def check_no_person(text: str) -> None:
    assert not is_name(text)


def check_office(text: str) -> None:
    assert is_office(fold(text))


def check_rank(rank: str) -> None:
    assert without_rank(f"{rank} Nguyễn Văn Mẫu") == "Nguyễn Văn Mẫu"


def check_title(case: list[str]) -> None:
    title = title_of(_cell(case[0]))
    assert title is not None and (title[0].id, title[1]) == (case[1], len(case[0]))


CHECKS: dict[str, Callable[[Any], None]] = {
    "persons": check_person,
    "no_persons": check_no_person,
    "offices": check_office,
    "ranks": check_rank,
    "titles": check_title,
}


@pytest.mark.parametrize(("part", "case"), [(part, case) for part in CHECKS for case in load("zones")[part]])
def test_case(part: str, case: Any) -> None:
    CHECKS[part](case)


# What the words of each rule are for: an office in the signature, what stands before a name, a name.
SIGNING: dict[str, Callable[[str], bool]] = {
    "office": lambda text: is_office(fold(text)),
    "rank": lambda text: without_rank(text) != text,
    "surname": is_name,
    "not_a_surname": lambda text: not is_name(text),
}


@pytest.mark.parametrize("rule", load_rules("signing", SigningWords), ids=lambda rule: rule.id)
def test_signing_words(rule: SigningWords) -> None:
    assert rule.examples and rule.counter_examples
    assert [text for text in rule.examples if not SIGNING[rule.id](text)] == []
    assert [text for text in rule.counter_examples if SIGNING[rule.id](text)] == []
    assert [word for word in rule.words if not signing_words(rule.id).fullmatch(fold(word))] == []


@pytest.mark.parametrize(("text", "kind"), [
    ("QUYÊT ĐỊNH", "quyet_dinh"), ("KÊ HOACH", "ke_hoach"), ("TƠ TRINH VỀ VIỆC MẪU", "to_trinh"),
    ("BẢN THOẢ THUẬN", "ban_thoa_thuan"), ("QUYẾT  ĐỊNH", "quyet_dinh"), ("Phương án", "phuong_an"),
    ("PHƯỜNG AN KHÁNH", None), ("PHƯỜNG AN", None), ("Phường An Đông", None), ("BÁO CAO BẰNG", None),
    ("TỔ TRINH SÁT", None), ("DỰ AN KHÊ", None),
])  # fmt: skip
def test_titles_by_their_marks(text: str, kind: str | None) -> None:
    title = title_of(_cell(text))
    assert (title[0].id if title else None) == kind


Row = tuple[str, float, float, bool | None]
PRINTED: list[Row] = [
    ("ỦY BAN NHÂN DÂN XÃ TÂN MẪU", 90, 270, True),
    ("Số: 18/CT-UBND", 130, 230, True),
    ("CHỈ THỊ", 284, 340, True),
    ("Về việc tăng cường quản lý, bảo vệ rừng mẫu và phòng", 162, 461, True),
    ("cháy, chữa cháy rừng mùa khô 2025 - 2026", 184, 440, False),
    ("Công tác quản lý rừng của xã đã có", 113, 538, True),
    ("chuyển biến tốt, số vụ vi phạm giảm.", 85, 400, False),
]
SENT: list[Row] = [
    ("BỘ MẪU", 127, 234, True),
    ("Số: 8/CĐ-BM", 121, 240, True),
    ("CÔNG ĐIỆN", 272, 352, True),
    ("Về việc bảo đảm an toàn hồ mẫu", 165, 459, True),
    ("BỘ MẪU điện:", 147, 414, True),
    ("- Chủ tịch Ủy ban nhân dân các tỉnh: Hà Tĩnh, Quảng", 176, 538, True),
    ("Trị, Nghệ An.", 176, 284, False),
    ("Mưa lớn còn kéo dài trên diện rộng ở nhiều nơi trong", 113, 538, True),
    ("những ngày tới.", 85, 200, False),
]


def page_of(rows: list[Row]) -> DocumentText:
    text = "\n".join(row[0] for row in rows)
    lines, at = [], 0
    for number, (printed, left, right, starts) in enumerate(rows):
        box = (left, 60.0 + 18 * number, right, 73.0 + 18 * number)
        lines.append(Line(Span(at, at + len(printed)), 1, box, 14.0, printed.isupper(), starts_paragraph=starts))
        at += len(printed) + 1
    return DocumentText(text, text, OffsetMap(), (Page(1, Span(0, len(text)), 595, 842),), tuple(lines))


@pytest.mark.parametrize(("rows", "body"), [(PRINTED, "Công tác"), (SENT, "Mưa lớn")], ids=["subject", "addressees"])
def test_the_body_begins_where_the_page_is_justified(rows: list[Row], body: str) -> None:
    text = page_of(rows)
    assert text.text[find_zones(text).body.start :].strip().startswith(body)
