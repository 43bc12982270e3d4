"""PDF: lines in reading order with their boxes and styles, by pdfium (BSD/Apache).

Number and day are often stamped on top of the page as annotations; they are drawn into a copy of the page first. Pages
without a usable text layer are recognised, see :mod:`pipeline.sources.ocr`; the others stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import replace
from typing import Any

import numpy.typing as npt
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from pipeline.errors import NothingWritten, UnreadableFile
from pipeline.sources.limits import check_page, open_pdf
from pipeline.sources.ocr import Recognised, Recogniser, with_recognition
from pipeline.sources.ocr_scans import needs_recognition, picture_of, stamped_ink
from pipeline.sources.pdf_columns import blocks_of
from pipeline.sources.pdf_fonts import with_letters
from pipeline.sources.pdf_furniture import Placed, Sheet
from pipeline.sources.pdf_glyphs import PageInk, read_page
from pipeline.sources.pdf_paragraphs import paragraphs
from pipeline.sources.pdf_rows import Run, print_line, rows_of, runs_of
from pipeline.sources.pdf_stamps import without_signature
from pipeline.sources.pdf_tables import take_tables
from pipeline.text import repair
from pipeline.types import DocumentText, Finding, Line, Page, SourceFile, Span

# A scan with a stamped number has a few characters a page; the shortest dispatch has hundreds.
_FEWEST_LETTERS = 30
_MAY_BE_SECRET = re.compile(r"m[aạâậ]t", re.IGNORECASE)
_OVERLAP = 2.0  # points by which a line above a table may reach into it

_LINE_END = re.compile("\n")
_VIETNAMESE = re.compile("[ĂÂĐÊÔƠƯăâđêôơưẠ-ỹ]")
_USUAL_SHARE = 0.12  # 0.18 to 0.28 in real dispatches, 0.02 in one set in TCVN3


_REOPENED = 16  # scanned pages
_NOT_RECOGNISED = "Trang {} là bản quét ảnh, chưa được nhận dạng: {}"


def read(source: SourceFile) -> DocumentText:
    """The text of ``source``; raises :class:`UnreadableFile` when it is damaged, locked, blank or can't be read."""
    document = open_pdf(source)
    try:
        with Recogniser(source.name) as recogniser:
            pages = _Pages(recogniser, source)
            for ink, page in _pages(document, source.name):
                pages.add(ink, page)
            sheets = pages.sheets()
            pages.close()
    except pdfium.PdfiumError:
        raise UnreadableFile(f"{source.name}: PDF hỏng, không đọc được hết các trang.") from None
    finally:
        document.close()
    if not _has_text(sheets):
        raise pages.refused or UnreadableFile(f"{source.name}: PDF không có lớp chữ và không nhận dạng được chữ nào.")
    text = with_recognition(_document(sheets), pages.recognised)
    return replace(text, findings=(*text.findings, *pages.findings()))


def document_of(name: str, pages: Sequence[Recognised]) -> DocumentText:
    """The text of a document of which every page was recognised; raises :class:`UnreadableFile` when it is blank."""
    sheets = [_sheet(page.ink) for page in pages]
    if not _has_text(sheets):
        words = " ".join(placed.line.text for sheet in sheets for placed in sheet.lines)
        # Few letters are as good as none, unless they may be the mark of a secret or a page took too long.
        unsure = _MAY_BE_SECRET.search(words) or any(page.timed_out for page in pages)
        blank = UnreadableFile if unsure else NothingWritten
        raise blank(f"{name}: ảnh không có chữ nào đọc được.")
    return with_recognition(_document(sheets), dict(enumerate(pages, 1)))


def _has_text(sheets: Sequence[Sheet]) -> bool:
    return sum(len(placed.line.text) for sheet in sheets for placed in sheet.lines) >= _FEWEST_LETTERS


class _Pages:
    """The lines of page after page; what is being recognised is waited for at the end."""

    def __init__(self, recogniser: Recogniser, source: SourceFile) -> None:
        self._recogniser = recogniser
        self._source = source
        self._scans: pdfium.PdfDocument | None = None
        self._sheets: list[Sheet | Future[Recognised]] = []
        self.recognised: dict[int, Recognised] = {}
        self.refused: UnreadableFile | None = None
        self._left_out: list[int] = []

    def add(self, ink: PageInk, page: pdfium.PdfPage) -> None:
        if not needs_recognition(page, ink):
            self._sheets.append(_sheet(ink))
            return
        try:
            self._sheets.append(self._recogniser.add(*self._picture(len(self._sheets)), stamped_ink(ink)))
        except UnreadableFile as error:
            self.refused = error
            self._left_out.append(len(self._sheets) + 1)
            self._sheets.append(Sheet((), (), ink.width, ink.height))
        self._settle(wait=False)

    def _picture(self, index: int) -> tuple[npt.NDArray[Any], float]:
        """From a second copy of the file, in which annotations are not drawn in: these are text already."""
        if self._scans is not None and index % _REOPENED == 0:  # pdfium keeps what it has read of a file
            self._scans.close()
            self._scans = None
        if self._scans is None:
            self._scans = pdfium.PdfDocument(self._source.data, password=self._source.password)
        return picture_of(self._scans[index])

    def sheets(self) -> list[Sheet]:
        self._settle(wait=True)
        return [sheet for sheet in self._sheets if isinstance(sheet, Sheet)]

    def close(self) -> None:
        if self._scans is not None:
            self._scans.close()

    def findings(self) -> tuple[Finding, ...]:
        numbers = ", ".join(map(str, self._left_out))
        why = str(self.refused).partition(": ")[2]
        return (Finding("page-not-recognised", "error", _NOT_RECOGNISED.format(numbers, why)),) if numbers else ()

    def _settle(self, wait: bool) -> None:
        """Keep of each recognised page no more than its lines and its words' boxes."""
        for at, sheet in enumerate(self._sheets):
            if isinstance(sheet, Future) and (wait or sheet.done()):
                page = sheet.result()
                self._sheets[at] = _sheet(page.ink)
                self.recognised[at + 1] = page.without_ink()


def _pages(document: pdfium.PdfDocument, name: str) -> Iterator[tuple[PageInk, pdfium.PdfPage]]:
    for index in range(len(document)):
        page = document[index]
        if raw.FPDFPage_GetAnnotCount(page):
            page = _flattened(document, index, page)
        try:
            check_page(name, index + 1, page)
            ink = read_page(page)
            yield ink._replace(glyphs=with_letters(ink.glyphs)), page
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
    ends = (found.start() for found in _LINE_END.finditer(text))
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
    found = len(_VIETNAMESE.findall(text))
    if found > _USUAL_SHARE * len(text):  # of its letters then, too
        return 1.0
    share = found / (sum(map(str.isalpha, text)) or 1)
    return min(1.0, round(share / _USUAL_SHARE, 2))
