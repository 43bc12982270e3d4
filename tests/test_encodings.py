"""Texts of the years before Unicode: told by font and by syllables, decoded with the way back."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

import pytest
from case_files import load
from wordml import docx, font, p, r

from pipeline.errors import UnreadableFile
from pipeline.rules import load_rules
from pipeline.sources import extract_text, read_source
from pipeline.sources.docx import read_bytes
from pipeline.sources.pdf_fonts import with_letters
from pipeline.sources.pdf_glyphs import Glyph, Style
from pipeline.text import repair
from pipeline.text.encodings import FontRule, decode_lines, decode_runs, encoding_of_font, guess, letters
from pipeline.text.syllables import plausibility

TEXT = (
    "Giao Sở Nông nghiệp chủ trì, phối hợp với Ủy ban nhân dân các xã rà soát diện tích đất rừng, lập hồ sơ quản lý,\n"
    "hướng dẫn các hộ nhận khoán ký lại hợp đồng; tổng hợp kết quả, báo cáo trước ngày 15 tháng 9 năm 2003.\n"
    "Những vướng mắc phát sinh được gửi về Văn phòng để xem xét, giải quyết từng trường hợp theo thẩm quyền./."
)
TCVN3 = (
    "Giao Së N«ng nghiÖp chñ tr×, phèi hîp víi Uû ban nh©n d©n c¸c x· rµ so¸t diÖn tÝch ®Êt rõng, lËp hå s¬ qu¶n lý,\n"
    "h\xadíng dÉn c¸c hé nhËn kho¸n ký l¹i hîp ®ång; tæng hîp kÕt qu¶, b¸o c¸o tr\xadíc ngµy 15 th¸ng 9 n¨m 2003.\n"
    "Nh÷ng v\xadíng m¾c ph¸t sinh ®\xadîc göi vÒ V¨n phßng ®Ó xem xÐt, gi¶i quyÕt tõng tr\xadêng hîp theo thÈm quyÒn./."
)
VNI = (
    "Giao Sôû Noâng nghieäp chuû trì, phoái hôïp vôùi UÛy ban nhaân "
    "daân caùc xaõ raø soaùt dieän tích ñaát röøng, laäp hoà sô quaûn lyù,\n"
    "höôùng daãn caùc hoä nhaän khoaùn kyù laïi hôïp ñoàng; toång hôïp keát quaû, baùo caùo tröôùc ngaøy "
    "15 thaùng 9 naêm 2003.\n"
    "Nhöõng vöôùng maéc phaùt sinh ñöôïc göûi veà Vaên phoøng ñeå xem xeùt, giaûi quyeát töøng tröôøng "
    "hôïp theo thaåm quyeàn./."
)
VIQR = (
    "Giao So+? No^ng nghie^.p chu? tri`, pho^'i ho+.p vo+'i U?y ban nha^n da^n ca'c xa~ ra` soa't die^.n ti'ch "
    "dda^'t ru+`ng, la^.p ho^` so+ qua?n ly',\n"
    "hu+o+'ng da^~n ca'c ho^. nha^.n khoa'n ky' la.i ho+.p ddo^`ng; to^?ng ho+.p ke^'t qua?, ba'o ca'o tru+o+'c nga`y "
    "15 tha'ng 9 na(m 2003.\n"
    "Nhu+~ng vu+o+'ng ma('c pha't sinh ddu+o+.c gu+?i ve^` Va(n pho`ng dde^? xem xe't, gia?i quye^'t tu+`ng "
    "tru+o+`ng ho+.p theo tha^?m quye^`n./."
)


def check_font(case: list[Any]) -> None:
    name, encoding, capitals = case
    found = encoding_of_font(name)
    assert (found.name, found.capitals) == (encoding, capitals) if found else encoding is None


CHECKS = {"fonts": check_font}


@pytest.mark.parametrize("case", load("encodings")["fonts"], ids=lambda case: case[0])
def test_font(case: list[Any]) -> None:
    check_font(case)


def windows_1258(text: str) -> bytes:
    """The tone marks apart from their letters, as Windows writes them."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    apart = []
    for char in text:
        parts = unicodedata.normalize("NFD", char)
        base = unicodedata.normalize("NFC", "".join(c for c in parts if c not in tones))
        apart.append(base + "".join(c for c in parts if c in tones))
    return "".join(apart).encode("cp1258")


def without_style(text: str) -> str:
    """Uỷ and Ủy are one word in two spellings."""
    return text.replace("Uỷ", "Ủy")


# --- fonts -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", load_rules("fonts", FontRule), ids=lambda rule: rule.id)
def test_fonts(rule: FontRule) -> None:
    for name in rule.examples:
        assert encoding_of_font(name) == (rule.encoding, rule.capitals)
    for name in rule.counter_examples:
        assert encoding_of_font(name) != (rule.encoding, rule.capitals)


def test_each_run_by_its_font() -> None:
    runs = [("céng hoµ", ".VnTimeH"), (" Sè 5 ", ".VnTime"), ("Tænh", "VNI-Times"), (" Café Hà", "Arial")]
    assert decode_runs(runs) == ["CỘNG HOÀ", " Số 5 ", "Tỉnh", " Café Hà"]


def test_a_font_that_stayed_when_the_text_was_converted() -> None:
    assert decode_runs([("Sở Y tế báo cáo", ".VnTime"), (" ngày", ".VnTime")]) == ["Sở Y tế báo cáo", " ngày"]


def test_a_font_that_came_without_the_text() -> None:
    assert decode_runs([(line, "Times New Roman") for line in TCVN3.splitlines(keepends=True)]) == [
        line.replace("Ủy", "Uỷ") for line in TEXT.splitlines(keepends=True)
    ]


def test_a_letter_and_its_mark_in_two_runs() -> None:
    vni = font("VNI-Times")
    body = f"<w:p>{r('ña', vni)}{r('õ', vni + '<w:b/>')}{r(' nhaän', vni)}</w:p>"
    assert read_bytes("a", docx(body)).text == "đã nhận\n"


def test_horned_u_that_a_program_made_a_soft_hyphen() -> None:
    look = f"<w:rPr>{font('.VnTime')}</w:rPr>"
    body = f"<w:p><w:r>{look}<w:t>tr</w:t><w:softHyphen/><w:t>ëng phßng</w:t></w:r></w:p>"
    document = read_bytes("a", docx(body))
    assert document.text == "trưởng phòng\n"
    assert document.raw == "tr\xadëng phßng\n"


def test_offsets_lead_back_to_the_codes() -> None:
    document = read_bytes("a", docx(p("Uûy ban nhaân daân tænh", "", font("VNI-Times"))))
    at = document.text.index("tỉnh")
    assert document.raw[document.offsets.raw(at) :].startswith("tænh")


# --- the text itself ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "coded"), [("tcvn3", TCVN3), ("vni", VNI), ("viqr", VIQR)])
def test_told_by_syllables(name: str, coded: str) -> None:
    assert guess(coded) == name
    assert without_style(decode_lines(coded)[0]) == TEXT


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(TCVN3.encode("latin-1"), id="tcvn3"),
        pytest.param(VNI.encode("cp1252"), id="vni"),
        pytest.param(VIQR.encode(), id="viqr"),
        pytest.param(windows_1258(TEXT), id="windows-1258"),
        pytest.param(TCVN3.encode(), id="tcvn3 in utf-8"),
        pytest.param(VNI.encode("utf-16"), id="vni in utf-16"),
    ],
)
def test_plain_files(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "cong-van.txt"
    path.write_bytes(data)
    document = extract_text(read_source(path))
    assert without_style(document.text) == TEXT
    assert len(document.lines) == 3


UNTOUCHED = [
    TEXT,
    unicodedata.normalize("NFD", TEXT),
    "Société Générale à Hà Nội: crédit, hôtel, forêt, château, élève, français, où, là, déjà vu, tête-à-tête",
    "Straße, Größe, Übung, Mädchen, Brötchen, schön, fünf, zwölf, Käse, Tür, Grüße, Öl, Äpfel",
    "Don't panic! Is it (a) or (b)? x^2 + y^2 = z^2; a+b=c. See http://example.com/~user/a.b?c=d",
    "for (i = 0; i < n; i++) { a[i] ^= b[i] & ~mask; } // 'x' or \"y\"? " * 5,
    "Khong dau: Uy ban nhan dan tinh. So: 12/UBND. Ngay 3/4/2024? Co. " * 5,
]


@pytest.mark.parametrize("text", UNTOUCHED)
def test_left_alone(text: str) -> None:
    assert decode_lines(text)[0] == text


def test_bytes_of_no_encoding_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(bytes(range(128, 256)) * 20)
    with pytest.raises(UnreadableFile, match="UTF-8"):
        read_source(path)


def test_every_letter_of_the_alphabet() -> None:
    from pipeline.text import encodings_tcvn3, encodings_vni

    small = "ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
    tcvn3 = {letter: chr(code) for code, letter in encodings_tcvn3.TABLE.items() if code < 0x100}
    vni = {letter: code for code, letter in encodings_vni.TABLE.items()}
    assert letters("".join(tcvn3[c] for c in small), "tcvn3") == small
    assert letters("".join(vni[c] for c in small), "vni") == small
    assert letters("".join(vni[c].upper() for c in small), "vni") == small.upper()


def test_plausibility_tells_readings_apart() -> None:
    assert plausibility(TEXT)[0] > 0.95
    assert plausibility(TCVN3)[0] < 0.3
    assert plausibility(VNI)[0] < 0.5


# --- pages of PDF ------------------------------------------------------------------------------------------------


def shown(*runs: tuple[str, str]) -> str:
    """What characters in these fonts show, a bar for each that is left."""
    glyphs: list[Glyph] = []
    for text, name in runs:
        spaced = True
        for char in text:
            if char != " ":
                x = 10.0 * len(glyphs)
                glyphs.append(Glyph(char, x, 0, x + 8, 10, 9, Style(12, False, False, name), spaced))
            spaced = char == " "
    return "|".join(glyph.text for glyph in with_letters(glyphs))


def test_glyphs_of_old_fonts() -> None:
    assert shown(("t\u2212 n\xad\xedc", "ABCDEF+.VnTime"), ("sè", "VnTimeHBold"), ("é", "Arial")) == "t|ư|n|ư|ớ|c|S|Ố|é"
    assert shown(("ñaõ toå", "VNI-Times,Bold")) == "đ|ã|t|ổ"


def test_a_hyphen_at_the_end_of_a_line_may_be_a_letter() -> None:
    assert shown(("th\ufffe Q§\ufffe 12\ufffe", ".VnTime")) == "t|h|ư|Q|Đ|\ufffe|1|2|\ufffe"


def test_glyphs_of_fonts_that_say_nothing() -> None:
    assert shown((TCVN3.replace("\n", " "), "CIDFont+F1")).startswith("G|i|a|o|S|ở|N|ô|n|g|n|g|h|i|ệ|p")
    assert shown((TEXT.replace("\n", " "), "CIDFont+F1")).replace("|", "") == "".join(TEXT.split())


# --- repair of letters and signs that only look right ------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("Số: 12/ВТС-PTHT", "Số: 12/BTC-PTHT"),
        ("А. NỘI DUNG", "A. NỘI DUNG"),
        ("Số：15／UBND", "Số:15/UBND"),
        ("12∕QĐ−TTg", "12/QĐ-TTg"),
        ("Москва, А. Сергеев", "Москва, А. Сергеев"),
        ("hệ số α, ĐΒ-12, 5 µg, “trích” – ‘dẫn’", "hệ số α, ĐB-12, 5 µg, “trích” – ‘dẫn’"),
    ],
)
def test_look_alikes(given: str, wanted: str) -> None:
    assert repair(given)[0] == wanted
    assert repair(wanted)[0] == wanted
