"""A file of an office → the rows of its table: CSV or Excel, told by its bytes; every cell as text, dates as ISO.

Excel saves CSV as the machine is set: UTF-8 with a mark, UTF-16, or Windows-1258, in which vowel and tone mark are two
characters; with commas, semicolons or tabs, and sometimes a first line (``sep=;``) that says which.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from datetime import date, datetime
from pathlib import Path

from pipeline.errors import UnreadableFile

_ZIP, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_DELIMITERS = ",;\t|"
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_LOST = re.compile(r"\w\?|\?\w")  # S? Y t?: what was saved in a code page that lacks the letters
_INVISIBLE = dict.fromkeys(map(ord, "\N{ZERO WIDTH SPACE}\N{ZERO WIDTH NO-BREAK SPACE}\N{WORD JOINER}\N{SOFT HYPHEN}"))
_LARGEST = 20 * 1024 * 1024
_MOST_ROWS = 100_000
_AGAIN = "hãy lưu lại dạng Excel (.xlsx) hoặc “CSV UTF-8”"

Row = tuple[int, tuple[str, ...]]
"""The number of a row as Excel shows it, from 1, and its cells."""


def read_table(path: Path) -> tuple[Row, ...]:
    """The rows that hold anything, the heading first; of a workbook, those of its first sheet.

    Raises UnreadableFile for a file that is missing, too large, neither text nor an Excel workbook, or no table.
    """
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= _LARGEST else b""
    except OSError as error:
        raise UnreadableFile(f"{path.name}: không đọc được tệp.") from error
    if size > _LARGEST:
        raise UnreadableFile(f"{path.name}: tệp danh bạ quá lớn.")
    if data.startswith(_OLD_OFFICE):
        raise UnreadableFile(f"{path.name}: tệp Excel đời cũ (.xls) hoặc có mật khẩu: {_AGAIN}.")
    rows = _from_workbook(path.name, data) if data.startswith(_ZIP) else _from_text(path.name, data)
    kept = tuple((number, cells) for number, cells in rows if any(cells))
    if not kept:
        raise UnreadableFile(f"{path.name}: tệp không có dòng nào.")
    if all(len(cells) < 2 for _, cells in kept):
        raise UnreadableFile(f"{path.name}: không phải bảng có nhiều cột; {_AGAIN}.")
    return kept


def _from_text(name: str, data: bytes) -> list[Row]:
    text = _decoded(name, data)
    told = _SEPARATOR_LINE.match(text)
    if told:
        text = text[told.end() :]
    first = text.split("\n", 1)[0]
    delimiter = told[1] if told else max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return [(number, tuple(map(_clean, row))) for number, row in enumerate(reader, start=1)]
    except csv.Error as error:
        raise UnreadableFile(f"{name}: dòng {reader.line_num} không đúng dạng CSV (dấu nháy kép?).") from error


def _decoded(name: str, data: bytes) -> str:
    """The text of a CSV file; what lost letters when it was saved is refused, not loaded with question marks."""
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = data.decode("utf-16" if marked else "utf-8-sig")
    except UnicodeDecodeError as error:
        text = unicodedata.normalize("NFC", data.decode("cp1258", "replace"))
        if _LOST.search(text):
            raise UnreadableFile(f"{name}: tệp đã mất chữ có dấu khi lưu bằng mã ANSI: {_AGAIN}.") from error
        if "\N{REPLACEMENT CHARACTER}" in text or any(map(unicodedata.combining, text)):
            text = "\0"
    if "\0" in text:
        raise UnreadableFile(f"{name}: không phải CSV hay tệp Excel (.xlsx): {_AGAIN}.")
    return text


def _from_workbook(name: str, data: bytes) -> list[Row]:
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        found = sheet.iter_rows(values_only=True, max_row=_MOST_ROWS + 1)
        rows = [(number, tuple(map(_cell, row))) for number, row in enumerate(found, start=1)]
        book.close()
    except Exception as error:  # a damaged workbook fails in many ways inside zipfile, xml and openpyxl
        raise UnreadableFile(f"{name}: tệp Excel hỏng hoặc không đọc được.") from error
    if len(rows) > _MOST_ROWS and any(any(cells) for _, cells in rows[_MOST_ROWS:]):
        raise UnreadableFile(f"{name}: tệp danh bạ quá dài.")
    return rows


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _clean(str(value))


def _clean(text: str) -> str:
    """The text of a cell in composed letters, in one line, without characters that nobody sees."""
    return " ".join(unicodedata.normalize("NFC", text.translate(_INVISIBLE)).split())
