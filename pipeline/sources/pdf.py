"""Born-digital PDF: lines in reading order with their boxes and styles, by pdfium (BSD/Apache).

Number and day are often stamped on top of the page as annotations; they are drawn into a copy of the page first. A scan
has no text layer and can't be read here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from pipeline.errors import UnreadableFile
from pipeline.sources.media import SUPPORTED
from pipeline.sources.pdf_columns import blocks_of
from pipeline.sources.pdf_furniture import Placed, Sheet
from pipeline.sources.pdf_glyphs import PageInk, read_page
from pipeline.sources.pdf_paragraphs import paragraphs
from pipeline.sources.pdf_rows import Run, print_line, rows_of, runs_of
from pipeline.sources.pdf_stamps import without_signature
from pipeline.sources.pdf_tables import take_tables
from pipeline.text import repair
from pipeline.types import DocumentText, Line, Page, SourceFile, Span

# A scan with a stamped number has a few characters a page; the shortest dispatch has hundreds.
_FEWEST_LETTERS = 30
_OVERLAP = 2.0  # points by which a line above a table may reach into it

_VIETNAMESE = re.compile("[ĂÂĐÊÔƠƯăâđêôơưẠ-ỹ]")
_USUAL_SHARE = 0.12  # 0.18 to 0.28 in real dispatches, 0.02 in one set in TCVN3


def read(source: SourceFile) -> DocumentText:
    """The text of ``source``; raises :class:`UnreadableFile` when it is damaged, locked or has no text layer."""
    inks = _inks(source)
    sheets = [_sheet(ink) for ink in inks]
    if sum(len(placed.line.text) for sheet in sheets for placed in sheet.lines) < _FEWEST_LETTERS + 5 * len(sheets):
        raise UnreadableFile(f"{source.name}: PDF không có lớp chữ (bản quét ảnh), chưa đọc được; {SUPPORTED}.")
    return _document(sheets)


def _inks(source: SourceFile) -> list[PageInk]:
    try:
        document = pdfium.PdfDocument(source.data)
    except pdfium.PdfiumError as error:
        locked = "password" in str(error).lower()
        why = "PDF có mật khẩu, không mở được" if locked else "PDF hỏng hoặc không đầy đủ, không mở được"
        raise UnreadableFile(f"{source.name}: {why}.") from None
    try:
        return list(_pages(document))
    except pdfium.PdfiumError:
        raise UnreadableFile(f"{source.name}: PDF hỏng, không đọc được hết các trang.") from None
    finally:
        document.close()


def _pages(document: pdfium.PdfDocument) -> Iterator[PageInk]:
    for index in range(len(document)):
        page = document[index]
        if raw.FPDFPage_GetAnnotCount(page):
            page = _flattened(document, index, page)
        try:
            yield read_page(page)
        finally:
            page.close()


def _flattened(document: pdfium.PdfDocument, index: int, page: pdfium.PdfPage) -> pdfium.PdfPage:
    """The page with its annotations drawn in; pdfium shows them to text extraction only after opening it anew."""
    page.close()
    if document.formenv is None:
        document.init_forms()
    page = document[index]
    raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
    page.close()
    return document[index]


def _sheet(ink: PageInk) -> Sheet:
    """The lines of a page in reading order: what stands above, between and below its tables, and their rows."""
    tables, outside = take_tables(ink.glyphs, ink.rules)
    runs = without_signature(runs_of(outside))
    lines: list[Placed] = []
    for table in tables:
        above = [run for run in runs if run.base <= table.box[1] + _OVERLAP]
        runs = [run for run in runs if run.base > table.box[1] + _OVERLAP]
        _place(lines, above, ink.width)
        lines += [Placed(row, "row", _next_block(lines)) for row in table.rows]
    _place(lines, runs, ink.width)
    return Sheet(tuple(lines), ink.rules, ink.width, ink.height)


def _place(lines: list[Placed], runs: list[Run], width: float) -> None:
    for block in blocks_of(rows_of(runs), width):
        number = _next_block(lines)
        lines += [Placed(print_line(row), block.side, number) for row in block.rows]


def _next_block(lines: list[Placed]) -> int:
    return lines[-1].block + 1 if lines else 0


def _document(sheets: list[Sheet]) -> DocumentText:
    marked = paragraphs(sheets)
    raw_text = "".join(placed.line.text + "\n" for page in marked for placed, _ in page)
    text, offsets = repair(raw_text)
    ends = iter([at for at, char in enumerate(text) if char == "\n"])
    lines: list[Line] = []
    pages: list[Page] = []
    start = 0
    for number, (page, sheet) in enumerate(zip(marked, sheets, strict=True), 1):
        begin = start
        for placed, starts in page:
            end = next(ends)
            line = placed.line
            lines.append(Line(Span(start, end), number, line.box, line.size, line.bold, line.italic, starts))
            start = end + 1
        pages.append(Page(number, Span(begin, start), sheet.width, sheet.height))
    return DocumentText(text, raw_text, offsets, tuple(pages), tuple(lines), _confidence(text))


def _confidence(text: str) -> float:
    """How far the text layer is Vietnamese: old fonts (TCVN3, VNI) and poor OCR leave hardly a Vietnamese letter."""
    letters = sum(map(str.isalpha, text)) or 1
    share = len(_VIETNAMESE.findall(text)) / letters
    return min(1.0, round(share / _USUAL_SHARE, 2))
