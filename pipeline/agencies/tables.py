"""A file of an office → the rows of its table: CSV or Excel, told by its bytes; every cell as text, dates as ISO."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from pathlib import Path

from pipeline.errors import UnreadableFile

_ZIP = b"PK\x03\x04"
_DELIMITERS = ",;\t"
_LARGEST = 20 * 1024 * 1024

Row = tuple[int, tuple[str, ...]]
"""The number of a row as the office sees it, from 1, and its cells."""


def read_table(path: Path) -> tuple[Row, ...]:
    """The rows that hold anything, the heading first; of a workbook, those of its first sheet.

    Raises UnreadableFile for a file that is missing, too large, neither UTF-8 text nor an Excel workbook, or empty.
    """
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= _LARGEST else b""
    except OSError as error:
        raise UnreadableFile(f"{path.name}: không đọc được tệp.") from error
    if size > _LARGEST:
        raise UnreadableFile(f"{path.name}: tệp danh bạ quá lớn.")
    rows = _from_workbook(path.name, data) if data.startswith(_ZIP) else _from_text(path.name, data)
    kept = tuple((number, cells) for number, cells in rows if any(cells))
    if not kept:
        raise UnreadableFile(f"{path.name}: tệp không có dòng nào.")
    return kept


def _from_text(name: str, data: bytes) -> list[Row]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"{name}: không phải CSV mã UTF-8 hay tệp Excel (.xlsx).") from error
    if "\0" in text:
        raise UnreadableFile(f"{name}: không phải CSV mã UTF-8 hay tệp Excel (.xlsx).")
    first = text.split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        return [(reader.line_num, tuple(" ".join(cell.split()) for cell in row)) for row in reader]
    except csv.Error as error:
        raise UnreadableFile(f"{name}: dòng {reader.line_num} không đúng dạng CSV.") from error


def _from_workbook(name: str, data: bytes) -> list[Row]:
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        rows = [
            (number, tuple(map(_cell, row))) for number, row in enumerate(sheet.iter_rows(values_only=True), start=1)
        ]
        book.close()
    except Exception as error:  # a damaged workbook fails in many ways inside zipfile, xml and openpyxl
        raise UnreadableFile(f"{name}: tệp Excel hỏng hoặc không đọc được.") from error
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
    return " ".join(str(value).split())
