"""Lists as files for a spreadsheet: XLSX with real days and numbers, CSV that opens in Excel as it was meant.

Nothing that stands in a dispatch may come to life in a spreadsheet: a text that begins like a formula stays a text.
"""

from __future__ import annotations

import csv
import io
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, islice
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from pipeline.web.cell_values import Cell

MOST_ROWS = 50_000
"""Rows of one file: more take a minute to write and are no list that anybody reads."""

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")  # Excel takes the wide forms for the others
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
_FIRST_DAY = date(1900, 3, 1)  # Excel counts a 29 February 1900
_MOST_DIGITS = 10**15  # Excel keeps 15
_MOST_TEXT = 32_767  # characters of a cell in Excel
_WIDTHS = 9, 60  # characters
_PEEKED = 200  # rows from which widths are taken
_BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
_HEAD_FONT, _HEAD_FILL = Font(bold=True), PatternFill("solid", fgColor="EAF0F5")
_WRAPPED = Alignment(vertical="top", wrap_text=True)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list to be written: its title, its headings and its rows, of which one more than are written may be given.

    ``note``: a last line where the list is not whole for a reason of its own.
    """

    title: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    note: str = ""


def xlsx(sheet: Sheet, most: int = MOST_ROWS) -> bytes:
    """The list as an XLSX file: head row frozen, filter buttons, widths that fit.

    Where there are more than ``most`` rows, a last line says so.
    """
    book = Workbook(write_only=True)
    page = book.create_sheet(_sheet_title(sheet.title))
    rows = iter(sheet.rows)
    first = list(islice(rows, _PEEKED))
    for at, width in enumerate(_widths(sheet.headings, first), start=1):
        page.column_dimensions[get_column_letter(at)].width = width
    page.freeze_panes = "A2"
    page.append([_head_cell(page, heading) for heading in sheet.headings])
    count = 0
    for row in islice(chain(first, rows), most):
        page.append([_cell(page, value) for value in row])
        count += 1
    page.auto_filter.ref = f"A1:{get_column_letter(max(len(sheet.headings), 1))}{count + 1}"
    more = next(chain(first[most:], rows), None) is not None
    if more or sheet.note:
        page.append([bound_note(most) if more else sheet.note])
    page.print_title_rows = "1:1"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", "9"  # A4
    page.page_setup.fitToHeight, page.sheet_properties.pageSetUpPr = 0, PageSetupProperties(fitToPage=True)
    with tempfile.TemporaryFile() as file:
        book.save(file)
        file.seek(0)
        return file.read()


def csv_lines(sheet: Sheet, most: int = MOST_ROWS) -> Iterator[str]:
    """The list as CSV, line by line, with the mark by which Excel knows UTF-8; bounded as :func:`xlsx` is."""
    yield _BYTE_ORDER_MARK + _csv_line(sheet.headings)
    rows = iter(sheet.rows)
    for row in islice(rows, most):
        yield _csv_line(row)
    more = next(rows, None) is not None
    if more or sheet.note:
        yield _csv_line([bound_note(most) if more else sheet.note])


def bound_note(most: int) -> str:
    """The line that stands behind a list which has more rows than a file takes."""
    return f"Chỉ xuất {most:,} dòng đầu của danh sách: hãy lọc bớt rồi tải lại.".replace(",", ".", 1)


def neutral(text: str) -> str:
    """A text of a CSV file that no spreadsheet takes for a formula: an apostrophe stands before what begins like one.

    >>> neutral("=1+1"), neutral("- kiểm tra"), neutral("-5,2"), neutral("Sở Y tế")
    ("'=1+1", "'- kiểm tra", '-5,2', 'Sở Y tế')
    """
    return f"'{text}" if text.startswith(_FORMULA) and not _NUMBER.fullmatch(text) else text


def _csv_line(row: Sequence[Cell]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow([_csv_value(value) for value in row])
    return line.getvalue()


def _csv_value(value: Cell) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return neutral(value) if isinstance(value, str) else value


def _head_cell(page: Any, heading: str) -> Any:
    cell = WriteOnlyCell(page, heading)
    cell.data_type, cell.font, cell.fill, cell.alignment = "s", _HEAD_FONT, _HEAD_FILL, _WRAPPED
    return cell


def _cell(page: Any, value: Cell) -> Any:
    if isinstance(value, str):
        return _text_cell(page, value[:_MOST_TEXT])
    if isinstance(value, date):
        return _day_cell(page, value)
    if isinstance(value, int) and abs(value) >= _MOST_DIGITS:
        return _text_cell(page, str(value))
    return value


def _text_cell(page: Any, text: str) -> Any:
    """Marked as a text where Excel would otherwise calculate it when somebody edits the cell."""
    cell = WriteOnlyCell(page, text)
    cell.data_type, cell.alignment = "s", _WRAPPED
    cell.quotePrefix = text.startswith(_FORMULA)
    return cell


def _day_cell(page: Any, day: date) -> Any:
    moment = isinstance(day, datetime)
    if (day.date() if isinstance(day, datetime) else day) < _FIRST_DAY:
        return _text_cell(page, f"{day:%d/%m/%Y %H:%M}" if moment else f"{day:%d/%m/%Y}")
    cell = WriteOnlyCell(page, day)
    cell.number_format = "dd/mm/yyyy hh:mm" if moment else "dd/mm/yyyy"
    return cell


def _widths(headings: Sequence[str], rows: Sequence[Sequence[Cell]]) -> Iterator[float]:
    least, most = _WIDTHS
    for at, heading in enumerate(headings):
        longest = max((len(str(row[at])) for row in rows if at < len(row) and row[at] is not None), default=0)
        yield min(max(least, longest + 2, len(heading) * 0.7 + 3), most)


def _sheet_title(title: str) -> str:
    """At most 31 characters without those that Excel refuses.

    >>> _sheet_title("Việc: quá hạn [2025/12]")
    'Việc quá hạn 202512'
    """
    return re.sub(r"[\[\]:*?/\\']", "", title)[:31].strip() or "Danh sách"
