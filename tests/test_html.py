"""Web pages as legal portals save them."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from pipeline.errors import UnreadableFile
from pipeline.sources import extract_text, read_source
from pipeline.sources.signatures import HTML
from pipeline.types import DocumentText

PAGE = """<!DOCTYPE html>
<html><head><title>Trang tra cứu</title><style>p { color: red }</style>
<script>var a = "<p>không đọc</p>";</script></head>
<body><nav><a href="/">Trang chủ</a></nav><!-- <p>ghi chú</p> -->
<table><tr><td><p><b>UBND XÃ MẪU</b><br>-------</p></td>
<td><p>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<br/>Độc lập - Tự do - Hạnh phúc</p></td></tr>
<tr><td>Số:&nbsp;&nbsp;&nbsp;&nbsp;/UBND</td><td><i>Mẫu, ngày 02 tháng 3 năm 2025</i></td></tr></table>
<p>Kính gửi: Các   thôn,
xóm&#160;trong x&atilde;<sup>1</sup>.</p>
<div>Yêu cầu:<br>- Rà soát hộ nghèo;<br>- Lập danh sách<br>gửi về xã.<br><br>Thực hiện nghiêm</div>
<ol type="a"><li>Họp dân;</li><li value="4"><p>Niêm yết.</p></li></ol><ul><li>Báo cáo</li></ul>
<p style="display:none">ẩn</p><p style='text-transform: uppercase'>phụ lục</p>
<table border="1"><thead><tr><th>TT</th><th>Nội dung</th><th colspan="2">Đơn vị</th></tr></thead>
<tbody><tr><td>1</td><td>Thống kê</td><td rowspan="2">Thôn Một</td><td>Thôn Hai</td></tr>
<tr><td>2</td><td>Đo đạc</td><td>Thôn Ba</td></tr></tbody></table>
<footer>Liên hệ</footer></body></html>"""

EXPECTED = """UBND XÃ MẪU
-------
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số:    /UBND
Mẫu, ngày 02 tháng 3 năm 2025
Kính gửi: Các thôn, xóm trong xã¹.
Yêu cầu:
- Rà soát hộ nghèo;
- Lập danh sách
gửi về xã.
Thực hiện nghiêm
a. Họp dân;
d. Niêm yết.
- Báo cáo
PHỤ LỤC
TT | Nội dung | Đơn vị |
1 | Thống kê | Thôn Một | Thôn Hai
2 | Đo đạc | Thôn Một | Thôn Ba
"""


def read(tmp_path: Path, data: bytes, name: str = "cong-van.doc") -> DocumentText:
    path = tmp_path / name
    path.write_bytes(data)
    source = read_source(path)
    assert source.media_type == HTML
    return extract_text(source)


@pytest.mark.parametrize("data", [PAGE.encode(), codecs.BOM_UTF8 + PAGE.encode(), PAGE.encode("utf-16")])
def test_text_lists_and_tables(tmp_path: Path, data: bytes) -> None:
    assert read(tmp_path, data).text == EXPECTED


def test_lines_that_go_on_and_lines_that_begin(tmp_path: Path) -> None:
    document = read(tmp_path, PAGE.encode())
    going_on = [document.text[line.span.start : line.span.end] for line in document.lines if not line.starts_paragraph]
    assert "gửi về xã." in going_on
    assert "Thực hiện nghiêm" not in going_on
    assert document.lines[0].bold


@pytest.mark.parametrize(
    ("charset", "encoded"),
    [
        ("windows-1258", "<p>Viê\u0323t".encode("cp1258")),
        ("windows-1252", "<font face='.VnTime'>ViÖt".encode("cp1252")),
        ("utf-8", "<p style='font-family:\"VNI-Times\"'>Vieät".encode()),
        ("utf-8", "Việt".encode()),
        ("khong-co", "Việt".encode()),
    ],
)
def test_charsets(tmp_path: Path, charset: str, encoded: bytes) -> None:
    head = f'<html><meta http-equiv="Content-Type" content="text/html; charset={charset}">'.encode()
    assert read(tmp_path, head + b"<body>" + encoded).text == "Việt\n"


def test_blank_pages_and_deep_ones(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="không có chữ"):
        read(tmp_path, b"<!DOCTYPE html><html><body><script>x</script></body></html>")
    assert read(tmp_path, b"<html>" + b"<div>" * 100 + "sâu".encode()).text == "sâu\n"
    document = b"<html>" + b"<div><table><tr><td>" * 5000 + "quá sâu".encode()
    with pytest.raises(UnreadableFile, match="không có chữ"):
        read(tmp_path, document)


def test_entities_of_the_outside_are_not_fetched(tmp_path: Path) -> None:
    page = '<!DOCTYPE html [<!ENTITY e SYSTEM "file:///etc/hostname">]><html><body><p>Sở Mẫu &e;</p></body></html>'
    assert "Sở Mẫu" in read(tmp_path, page.encode()).text
