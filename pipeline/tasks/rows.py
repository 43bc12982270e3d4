"""Tables that assign work: header cells recognised by meaning, one task a row (guideline "Where …", 8)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.outline.columns import column_role, counts_rows
from pipeline.types import Block, Span

# Steps of an administrative procedure are no assignments, although somebody carries them out.
_PROCEDURE = re.compile(
    r"\b(?:bước|trình\s+tự|thời\s+hạn\s+giải\s+quyết|mã\s+(?:số\s+)?(?:tthc|thủ\s+tục)"
    r"|tên\s+(?:thủ\s+tục|tthc)|lệ\s+phí|biểu\s+mẫu)\b",
    re.I,
)
_ROW_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3})*\s*[.)]?$")
_PROCEDURE_TITLE = re.compile(
    r"(?:quy trình (?:nội bộ|giải quyết|điện tử|thực hiện)|DANH MỤC (?:CÁC )?THỦ TỤC|QUY TRÌNH)"
)
_AGENDA_TITLE = re.compile(
    r"(?:LỊCH (?:CÔNG TÁC|LÀM VIỆC|TIẾP|HỌP|TRỰC)|CHƯƠNG TRÌNH (?:HỘI NGHỊ|HỌP|LÀM VIỆC|TẬP HUẤN|BUỔI))\b"
)
_DONE_TITLE = re.compile(
    r"(?:(?:BẢNG|BIỂU) )?(?:TỔNG HỢP )?(?:KẾT QUẢ|TÌNH HÌNH) (?:TRIỂN KHAI |ĐÃ )*(?:THỰC HIỆN|XỬ LÝ)\b"
)
_ASSIGNING_TITLE = re.compile(r"(?:KẾ HOẠCH(?! VÀ)|PHÂN CÔNG|DANH MỤC (?:CÁC )?NHIỆM VỤ|CHƯƠNG TRÌNH)")
_ANNEX_TITLE = re.compile(r"PHỤ LỤC\b")
_LONGEST_TITLE = 200
# An hour of a day: when a meeting begins, never when work is due.
_NAMES_SOMEBODY = re.compile(r"^(?:[-+•]\s*)?[^\W\d_]{2}")  # a cell that begins with a number holds a time or an amount
_SHORTEST_WORK = 8  # characters of a table cell that can state work
_FEWEST_CELLS = 3  # filled: of a group's row only its title is
_HOUR = re.compile(
    r"\d{1,2}\s*(?:[:hg]|giờ)\s*\d{0,2}(?:\s*phút)?(?:\s*[-–]\s*\d{1,2}\s*(?:[:hg]|giờ)\s*\d{0,2}(?:\s*phút)?)?"
)
Columns = dict[str, int]


@dataclass(frozen=True, slots=True)
class Table:
    """A table that assigns work: which column holds what, how many there are, whether the first counts the rows.

    ``framed``: its rows begin with a bar.
    """

    columns: Columns
    width: int
    counted: bool
    framed: bool


def read_columns(cells: Sequence[str]) -> Columns | None:
    """The columns of a table that assigns work (content and somebody in charge), None for any other row.

    >>> read_columns(["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"])
    {'content': 1, 'lead': 2, 'deadline': 3}
    >>> read_columns(["STT", "Nội dung", "Nhiệm vụ cụ thể", "Chủ trì"])
    {'content': 2, 'detail': 2, 'lead': 3}
    >>> read_columns(["STT", "Tên thủ tục", "Thời hạn giải quyết", "Phí"]) is None
    True
    """
    columns: Columns = {}
    for k, cell in enumerate(cells):
        role = column_role(cell)
        if role is not None and role not in columns:
            columns[role] = k
    if "detail" in columns:
        columns["content"] = columns["detail"]
    if "content" not in columns or "lead" not in columns or any(_PROCEDURE.search(cell) for cell in cells):
        return None
    return columns


def read_table(block: Block, above: Table | None) -> Table | None:
    """The table in force behind a row: another one where the row is a head, else the one ``above``.

    The head of a table that assigns nothing ends the one above it; a second line of a head ("Chủ trì | Phối hợp" below
    "Cơ quan thực hiện") says more of its columns.
    """
    cells = [block.text[a:b] for a, b in (row_cells(block, above) if above else block.cells)]
    columns = read_columns(cells)
    if columns is not None:
        return Table(columns, len(cells), _counts(cells), block.text.startswith("|"))
    if above is None or _counts(cells):
        return None
    second = {role: k for k, cell in enumerate(cells) if cell and (role := column_role(cell)) is not None}
    filled = sum(1 for cell in cells if cell)
    if len(second) < max(filled, 2) or second.get("lead") != above.columns["lead"]:
        return above
    return replace(above, columns={**above.columns, **second})


def row_cells(block: Block, table: Table) -> tuple[Span, ...]:
    """The cells of a row under the columns of its table, whatever bar it begins with.

    Bars at both ends are a frame, or those of empty cells where the row then has as many cells as the head. One in
    front may also be that of the row above where its last line break stands before its last bar: "| 12 | Lập sổ | …".
    """
    cells = block.cells
    end = len(block.text)
    if block.text.startswith("|") and block.text.endswith("|") and not table.framed and len(cells) + 2 == table.width:
        cells = (Span(0, 0), *cells, Span(end, end))
    if table.counted and len(cells) > 1 and cells[0].start == cells[0].end:
        number = block.text[cells[1].start : cells[1].end]
        if _ROW_NUMBER.match(number):
            return cells[1:]
    return cells


def _counts(cells: Sequence[str]) -> bool:
    return bool(cells) and counts_rows(cells[0])


def told_by_tables(title: str, before: str, *, report: bool) -> str:
    """What the tables behind ``title`` tell: "steps" of a procedure, what was "done", "meetings"; "" for assigned work.

    ``before`` is what those above tell; in a ``report`` they tell what was done unless their title says otherwise.
    """
    title = title[:_LONGEST_TITLE]
    if _PROCEDURE_TITLE.search(title):
        return "steps"
    if _AGENDA_TITLE.match(title):
        return "meetings"
    if _DONE_TITLE.match(title):
        return "done"
    if _ASSIGNING_TITLE.match(title):
        return ""
    another = _ANNEX_TITLE.match(title) or (before == "done" and title.isupper())
    return ("done" if report else "") if another else before


def is_hour(cell: str) -> bool:
    """Whether a cell holds an hour of the day and nothing besides.

    >>> is_hour("08:00 - 09:15"), is_hour("14 giờ 00 phút"), is_hour("17 giờ 00 ngày 15/10")
    (True, True, False)
    """
    return _HOUR.fullmatch(cell.strip()) is not None


def assigns(text: str, cells: Sequence[Span], table: Table) -> bool:
    """Whether a row states work and who does it, if anybody: no title of a group, no item of an agenda."""
    if len(cells) <= max(table.columns["content"], table.columns["lead"]):
        return False
    content, lead = cells[table.columns["content"]], cells[table.columns["lead"]]
    if content.end - content.start < _SHORTEST_WORK:
        return False
    if lead.start == lead.end and sum(1 for a, b in cells if a < b) < _FEWEST_CELLS:
        return False
    if any(is_hour(text[a:b]) for a, b in cells):
        return False
    return lead.end <= lead.start or _NAMES_SOMEBODY.search(text[lead.start : lead.end]) is not None


def cell_of(table: Table, cells: Sequence[Span], role: str) -> Span | None:
    """The cell of a row in the column of a role; None where the row or the table has none, or an empty one."""
    at = table.columns.get(role, len(cells))
    return cells[at] if at < len(cells) and cells[at].start < cells[at].end else None
