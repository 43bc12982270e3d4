"""What a PDF may be: each thing beyond it is one clear sentence, said soon."""

from __future__ import annotations

import time
from hashlib import sha256
from io import BytesIO

import pypdfium2 as pdfium
import pytest
from reportlab.pdfgen.canvas import Canvas

from pipeline.errors import UnreadableFile
from pipeline.sources import extract_text
from pipeline.sources.media import PDF
from pipeline.types import SourceFile

LINE = "Giao cac so, ban, nganh thuc hien nhiem vu theo ke hoach, bao cao ket qua."


def _pdf(pages: int = 1, lines: int = 1, encrypt: str | None = None, drawing: str = "") -> bytes:
    file = BytesIO()
    canvas = Canvas(file, encrypt=encrypt)
    for _ in range(pages):
        for line in range(lines):
            canvas.drawString(60, 800 - 14 * line, LINE)
        if drawing:
            canvas._code.append(drawing)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def _source(data: bytes, password: str | None = None) -> SourceFile:
    return SourceFile("van-ban.pdf", sha256(data).hexdigest(), PDF, data, password=password)


def _empty() -> bytes:
    file = BytesIO()
    with pdfium.PdfDocument.new() as document:
        document.save(file)
    return file.getvalue()


def _with_objects(count: int) -> bytes:
    """A page, and objects that nothing refers to."""
    head = (
        b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\n"
        b"endobj\n3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>\nendobj\n"
    )
    body = b"".join(b"%d 0 obj\nnull\nendobj\n" % number for number in range(4, count))
    return head + body + b"trailer\n<</Root 1 0 R/Size %d>>\nstartxref\n0\n%%%%EOF\n" % count


def _declaring(count: int) -> bytes:
    """An ordinary file whose table says that it holds more objects than it does."""
    data = _pdf()
    at = data.rindex(b"/Size ")
    return data[:at] + b"/Size %d" % count + data[data.index(b"\n", at) :]


REFUSED = {
    "cut in half": (lambda: _pdf()[: len(_pdf()) // 2], "bị cắt cụt"),
    "without its end": (lambda: _pdf(pages=3, lines=40)[:-1500], "hỏng"),
    "no pages": (_empty, "không có trang nào"),
    "a million pages": (lambda: _pdf().replace(b"/Count 1", b"/Count 1000000"), "1000000 trang"),
    "a million objects": (lambda: _with_objects(1_000_000), "đối tượng"),
    "a million objects, as it says": (lambda: _declaring(1_000_000), "1000000 đối tượng"),
    "locked": (lambda: _pdf(encrypt="mat-khau"), "--password"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refuses_in_one_clear_sentence(name: str) -> None:
    make, reason = REFUSED[name]
    source = _source(make())
    start = time.perf_counter()
    with pytest.raises(UnreadableFile, match=reason) as error:
        extract_text(source)
    assert time.perf_counter() - start < 5
    message = str(error.value)
    assert message.startswith("van-ban.pdf: ") and message.endswith(".") and "\n" not in message


def test_a_page_of_a_million_lines_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.sources.limits.MAX_DRAWN", 1_000)
    assert LINE in extract_text(_source(_pdf(drawing="0 0 m 1 1 l S\n" * 900))).text
    with pytest.raises(UnreadableFile, match="trang 1 có hơn 1000 đối tượng"):
        extract_text(_source(_pdf(drawing="0 0 m 1 1 l S\n" * 1_100)))


def test_a_password_opens() -> None:
    data = _pdf(encrypt="mat-khau")
    assert LINE in extract_text(_source(data, "mat-khau")).text
    with pytest.raises(UnreadableFile, match="mật khẩu không đúng"):
        extract_text(_source(data, "khac"))


def test_the_number_of_pages_is_configurable(monkeypatch: pytest.MonkeyPatch) -> None:
    data = _pdf(pages=4)
    monkeypatch.setenv("GIAOVIEC_MAX_PAGES", "3")
    with pytest.raises(UnreadableFile, match="4 trang, quá giới hạn 3"):
        extract_text(_source(data))
    monkeypatch.setenv("GIAOVIEC_MAX_PAGES", "4")
    assert len(extract_text(_source(data)).pages) == 4


def test_a_password_never_shows() -> None:
    assert "mat-khau" not in repr(_source(b"", "mat-khau"))


@pytest.mark.slow
def test_five_hundred_pages_are_streamed() -> None:
    """The characters of one page at a time: what is kept of a page is its lines, about a tenth of that."""
    import tracemalloc

    data = _pdf(pages=60, lines=45)
    extract_text(_source(data))
    tracemalloc.start()
    extract_text(_source(data))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    # 500 pages of which each kept what these 60 keep in common stay far below 600 MB.
    assert peak / 60 * 500 < 300 << 20
