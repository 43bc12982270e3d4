"""Word files: what is printed, in reading order, and what a hostile file does not get."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from wordml import SPACES, cell, docx, font, listed, numbering, p, r, row, table

from pipeline.errors import UnreadableFile
from pipeline.sources import extract_text, read_source
from pipeline.sources.docx import read_bytes
from pipeline.types import DocumentText


def text_of(body: str, **parts: str) -> str:
    return read_bytes("van-ban.docx", docx(body, **parts)).text.rstrip("\n")


def lines_of(document: DocumentText) -> list[tuple[str, bool | None, int]]:
    text = document.text
    return [(text[line.span.start : line.span.end], line.starts_paragraph, line.page) for line in document.lines]


# --- paragraphs --------------------------------------------------------------------------------------------------


def test_content_decides_not_the_name(tmp_path: Path) -> None:
    path = tmp_path / "cong-van.pdf"
    path.write_bytes(docx(p("Kính gửi: Sở Mẫu")))
    document = extract_text(read_source(path))
    assert document.text == "Kính gửi: Sở Mẫu\n"
    assert document.pages[0].span == (0, len(document.text))


def test_bold_size_and_capitals_come_from_runs_and_styles() -> None:
    styles = (
        f'<w:styles {SPACES}><w:style w:type="paragraph" w:styleId="Ten"><w:rPr><w:b/><w:caps/>'
        f'<w:sz w:val="28"/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Con"><w:basedOn w:val="Ten"/></w:style></w:styles>'
    )
    body = p("Quyết định", '<w:pStyle w:val="Con"/>') + p("nghiêng", "", "<w:i/><w:b w:val='0'/>")
    body += p("ẩn", "", "<w:vanish/>")
    document = read_bytes("a", docx(body, styles=styles))
    assert document.text == "QUYẾT ĐỊNH\nnghiêng\n"
    assert [(line.bold, line.italic, line.size) for line in document.lines] == [(True, False, 14), (False, True, None)]
    assert document.raw.startswith("Quyết định")


def test_signs_inside_runs() -> None:
    run = (
        "<w:p><w:r><w:t>QĐ</w:t><w:noBreakHyphen/><w:t>TTg</w:t><w:tab/><w:t>tiến</w:t><w:softHyphen/><w:t>độ</w:t></w:r>"
        '<w:r><w:sym w:font="Symbol" w:char="F0B3"/><w:t xml:space="preserve"> 90 m</w:t></w:r>'
        '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>2</w:t></w:r></w:p>'
    )
    assert text_of(run) == "QĐ-TTg    tiếnđộ≥ 90 m²"


def test_tracked_changes_are_read_as_accepted() -> None:
    body = (
        f"<w:p>{r('Hạn ')}<w:del>{r('cũ').replace('w:t', 'w:delText')}</w:del><w:ins>{r('30/6/2025')}</w:ins>"
        f"<w:moveFrom>{r(' dời đi')}</w:moveFrom><w:moveTo>{r(', dời đến')}</w:moveTo></w:p>"
        f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{r('Đoạn này ')}</w:p>" + p("nối với đoạn kia")
    )
    assert text_of(body) == "Hạn 30/6/2025, dời đến\nĐoạn này nối với đoạn kia"


def test_soft_breaks_begin_lines_and_paragraphs_where_a_point_begins() -> None:
    body = f"<w:p>{r('V/v kiểm kê')}<w:r><w:br/></w:r>{r('tài sản công')}<w:r><w:br/></w:r>{r('- Giao Sở Mẫu;')}</w:p>"
    assert lines_of(read_bytes("a", docx(body))) == [
        ("V/v kiểm kê", True, 1), ("tài sản công", False, 1), ("- Giao Sở Mẫu;", True, 1),
    ]  # fmt: skip


def test_pages_end_where_word_ended_them() -> None:
    body = (
        f"<w:p>{r('Đầu câu ')}<w:r><w:lastRenderedPageBreak/></w:r>{r('cuối câu. ')}"
        '<w:r><w:br w:type="page"/></w:r></w:p>'
        f"<w:p><w:r><w:lastRenderedPageBreak/></w:r>{r('Phụ lục')}</w:p>" + p("Mới", "<w:pageBreakBefore/>")
    )
    document = read_bytes("a", docx(body))
    assert lines_of(document) == [
        ("Đầu câu", True, 1), ("cuối câu.", False, 2), ("Phụ lục", True, 3), ("Mới", True, 4),
    ]  # fmt: skip
    assert [document.page_at(page.span.start) for page in document.pages] == [1, 2, 3, 4]


def test_text_boxes_once_and_headers_only_with_the_letterhead() -> None:
    box = f"<w:txbxContent>{p('KHẨN')}</w:txbxContent>"
    body = (
        f"<w:p>{r('Số: 12/UBND-VX')}<w:r><mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    running = f"<w:hdr {SPACES}>{p('Trang 2')}</w:hdr>"
    letterhead = f"<w:hdr {SPACES}>{p('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM')}</w:hdr>"
    assert text_of(body, header=running) == "Số: 12/UBND-VX\nKHẨN"
    assert text_of(body, header=letterhead).splitlines()[0] == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"


def test_notes_stand_at_the_end_of_their_page() -> None:
    notes = (
        f'<w:footnotes {SPACES}><w:footnote w:id="0" w:type="separator">{p("---")}</w:footnote>'
        f'<w:footnote w:id="5">{p("Theo số liệu của xã.")}</w:footnote></w:footnotes>'
    )
    body = (
        f'<w:p>{r("Đạt 90%")}<w:r><w:footnoteReference w:id="5"/></w:r>{r(" kế hoạch.")}</w:p>'
        + p("Điều 1.") + p("Trang sau", "<w:pageBreakBefore/>")
    )  # fmt: skip
    assert text_of(body, footnotes=notes) == "Đạt 90%¹ kế hoạch.\nĐiều 1.\n¹ Theo số liệu của xã.\nTrang sau"


# --- automatic numbers -------------------------------------------------------------------------------------------

LEVELS = (("upperRoman", "%1."), ("decimal", "%2."), ("lowerLetter", "%3)"), ("bullet", "\uf0b7"))


def test_levels_restart_below_a_higher_one() -> None:
    places = (0, 1, 1, 2, 2, 3, 0, 1, 2)
    body = "".join(p("x", listed(1, level)) for level in places)
    labels = [line.split()[0] for line in text_of(body, numbering=numbering(*LEVELS)).splitlines()]
    assert labels == ["I.", "1.", "2.", "a)", "b)", "•", "II.", "1.", "a)"]


def test_numbers_of_several_levels_and_of_styles() -> None:
    levels = numbering(("decimal", "%1."), ("decimal", "%1.%2."))
    styles = (
        f'<w:styles {SPACES}><w:style w:type="paragraph" w:styleId="Muc"><w:pPr>{listed(1, 1)}</w:pPr></w:style>'
        f'<w:style w:type="paragraph" w:styleId="Con"><w:basedOn w:val="Muc"/></w:style></w:styles>'
    )
    body = (
        p("một", listed(1)) + p("hai", '<w:pStyle w:val="Con"/>') + p("", '<w:pStyle w:val="Con"/>')
        + p("ba", '<w:pStyle w:val="Con"/>') + p("không", '<w:pStyle w:val="Con"/>' + listed(0))
    )  # fmt: skip
    assert text_of(body, numbering=levels, styles=styles) == "1. một\n1.1. hai\n1.3. ba\nkhông"


def test_a_list_that_starts_anew_and_one_that_goes_on() -> None:
    more = (
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="3"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )
    body = "".join(p("x", listed(number)) for number in (1, 2, 3, 3, 1))
    lines = text_of(body, numbering=numbering(("decimal", "%1."), more=more)).splitlines()
    labels = [line.split()[0] for line in lines]
    assert labels == ["1.", "2.", "5.", "6.", "7."]


def test_words_in_a_number_are_decoded_too() -> None:
    levels = numbering(("decimal", "§iÒu %1."))
    body = p("Giao Së Y tÕ thùc hiÖn", listed(1) + f"<w:rPr>{font('.VnTime')}</w:rPr>", font(".VnTime"))
    assert text_of(body, numbering=levels) == "Điều 1. Giao Sở Y tế thực hiện"


# --- tables ------------------------------------------------------------------------------------------------------


def test_a_grid_becomes_rows() -> None:
    body = table(row("STT", "Nhiệm vụ", "Chủ trì"), row("1", "Rà soát quy hoạch", cell("Sở Xây dựng", "Sở Tài chính")))
    assert text_of(body) == "STT | Nhiệm vụ | Chủ trì\n1 | Rà soát quy hoạch | Sở Xây dựng; Sở Tài chính"


def test_merged_cells_keep_every_row_whole() -> None:
    begin, on, wide = '<w:vMerge w:val="restart"/>', "<w:vMerge/>", '<w:gridSpan w:val="2"/>'
    body = table(
        row(cell("STT", properties=begin), cell("Nhiệm vụ", properties=begin), cell("Đơn vị", properties=wide)),
        row(cell(properties=on), cell(properties=on), "Chủ trì", "Phối hợp"),
        row("1", "Lập sổ", cell("Sở Y tế", properties=begin), "Sở Nội vụ"),
        row("2", "Kiểm kê", cell(properties=on), ""),
        row(cell("I. Việc khác", properties='<w:gridSpan w:val="4"/>')),
    )  # fmt: skip
    assert text_of(body).splitlines() == [
        "STT | Nhiệm vụ | Đơn vị |",
        "STT | Nhiệm vụ | Chủ trì | Phối hợp",
        "1 | Lập sổ | Sở Y tế | Sở Nội vụ",
        "2 | Kiểm kê | Sở Y tế |",
        "I. Việc khác",
    ]


def test_a_row_with_blank_ends_keeps_its_columns() -> None:
    body = table(row("STT", "Nhiệm vụ", "Chủ trì", "Hạn"), row("", "Lập sổ", "Sở Y tế", ""), row("1", "Kê", "", ""))
    assert text_of(body).splitlines()[1:] == ["| | Lập sổ | Sở Y tế | |", "1 | Kê | |"]


def test_a_letterhead_is_read_cell_by_cell() -> None:
    body = table(
        row(cell("UBND XÃ MẪU", "-------"), cell("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")),
        row("Số: 15/UBND", "Mẫu, ngày 02 tháng 3 năm 2025"),
        borders=False,
    )
    assert text_of(body).splitlines() == [
        "UBND XÃ MẪU", "-------", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Số: 15/UBND",
        "Mẫu, ngày 02 tháng 3 năm 2025",
    ]  # fmt: skip


def test_a_letterhead_in_an_old_font_is_one_too() -> None:
    old = [f"<w:tc>{p(text, '', font('.VnTimeH'))}</w:tc>" for text in ("x· mÉu", "céng hoµ x· héi chñ nghÜa viÖt nam")]
    assert text_of(table(row(*old))) == "XÃ MẪU\nCỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM"


# --- hostile and damaged files -----------------------------------------------------------------------------------


def refused(data: bytes) -> str:
    with pytest.raises(UnreadableFile) as error:
        read_bytes("van-ban.docx", data)
    assert str(error.value).startswith("van-ban.docx: ")
    return str(error.value)


def test_external_entities_are_refused() -> None:
    hostile = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    document = f"{hostile}<w:document {SPACES}><w:body>{p('&e;')}</w:body></w:document>"
    assert "DTD" in refused(docx("", document=document))


def test_a_bomb_is_not_unpacked() -> None:
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * (80 << 20))
    assert "bom nén" in refused(packed.getvalue())


def test_a_part_larger_than_it_says_is_not_unpacked() -> None:
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * (80 << 20))
    data = packed.getvalue().replace((80 << 20).to_bytes(4, "little"), (900).to_bytes(4, "little"))
    assert refused(data)


def test_cut_empty_and_foreign_packages() -> None:
    whole = docx(p("Kính gửi: Sở Mẫu"))
    assert "hỏng" in refused(whole[: len(whole) // 2])
    assert "hỏng" in refused(whole.replace(b"w:body", b"w:bodx") if b"w:body" in whole else docx("", document="<x/>"))
    assert "không có chữ" in refused(docx(p()))
    assert "hỏng" in refused(docx("", document="<w:document"))
