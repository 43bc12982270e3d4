"""``/-/viec.xlsx`` and ``/-/viec.csv``: the list of tasks that an address asks for, as a file."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from pipeline.store.labels import state_label, type_label
from pipeline.store.task_filter import TaskFilter
from pipeline.store.task_hits import find_hits
from pipeline.store.task_list import Row, task_rows
from pipeline.store.task_places import Hit
from pipeline.web.access import confirmed_only
from pipeline.web.cell_values import Cell, cell_value
from pipeline.web.exports import file_of
from pipeline.web.list_address import LIST, read_address, read_filter
from pipeline.web.pages import read_store
from pipeline.web.routing import AGENCY, READING, Route
from pipeline.web.sheets import MOST_ROWS, Sheet
from pipeline.web.task_list import visible

_HEADINGS = (
    "Mã việc", "Việc", "Chủ trì", "Phối hợp", "Hạn", "Hạn (nguyên văn)", "Kỳ tới", "Tình trạng", "Trạng thái",
    "Đã báo cáo", "Chỉ tiêu", "Văn bản", "Loại văn bản", "Người ký", "Ngày giao", "Mục",
)  # fmt: skip
_AT_ONCE = 2_000  # tasks whose words are fetched at a time
_CAPPED = "Danh sách dài: chỉ có những việc mới nhất trong những việc hợp điều kiện; hãy lọc bớt."


async def task_file(datasette: Any, request: Any) -> Any:
    """The whole list, to an agency's account only its own tasks."""

    def read(conn: Any) -> Sheet:
        asked = read_filter(read_address(request.args), visible(conn, request.actor), confirmed_only(request.actor))
        hits, capped = _every(conn, asked)
        portions = (hits[at : at + _AT_ONCE] for at in range(0, len(hits), _AT_ONCE))
        rows = [_cells(row) for portion in portions for row in task_rows(conn, portion, asked)]
        title = f"Việc {asked.group.label.lower()} đến {asked.day:%d-%m-%Y}"
        return Sheet(title, _HEADINGS, rows, _CAPPED if capped else "")

    return await file_of(await read_store(datasette, read), request.url_vars["extension"])


def _every(conn: sqlite3.Connection, asked: TaskFilter) -> tuple[tuple[Hit, ...], bool]:
    """One task more than a file takes, if there are so many: reading is taken up again wherever it stopped."""
    found = find_hits(conn, asked, MOST_ROWS + 1)
    hits = found.hits
    while found.stopped is not None and len(hits) <= MOST_ROWS:
        found = find_hits(conn, asked, MOST_ROWS + 1 - len(hits), found.stopped)
        hits += found.hits
    return hits, found.capped


def _cells(row: Row) -> Sequence[Cell]:
    count, reported = row["members"] or (0, 0)
    progress = f"{reported} trên {count}" if count else None
    said = (
        row["id"], row["text"], row["lead"], row["coordinate"], ("han", row["due"]), row["deadline_texts"],
        ("ky_toi", row["next_due"]), row["timing"], state_label(row["state"]), progress,
        row["target_texts"], row["document"], type_label(row["type"]), row["signer"], ("ngay_giao", row["given_on"]),
        row["path"],
    )  # fmt: skip
    return [cell_value(None, *value) if isinstance(value, tuple) else cell_value(None, "", value) for value in said]


ROUTES = (
    Route(
        rf"^{LIST}\.(?P<extension>xlsx|csv)$", "GET", READING | {AGENCY}, task_file,
        "Danh sách việc thành tệp; cơ quan chỉ thấy việc của mình",
    ),
)  # fmt: skip
