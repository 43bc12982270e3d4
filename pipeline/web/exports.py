"""Datasette's tables, views and queries as files: every row that the filters leave, not only those of the page."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from datasette.app import Response
from datasette.utils import sqlite_timelimit

from pipeline.clock import vietnam_today
from pipeline.store.folding import fold
from pipeline.web.cell_values import cell_value, plain
from pipeline.web.sheets import MOST_ROWS, XLSX_TYPE, Sheet, csv_lines, xlsx

LINK_COLUMNS = ("van_ban_id", "viec_id", "co_quan_id")
"""Columns of views and queries that only carry the links of others."""

_PAGE_END = re.compile(r" limit \d+(?: offset \d+)?$")
_OF_THE_PAGE = {"_next", "_size", "_shape", "_labels", "_facet", "_nofacet", "_nocount", "_dl"}
_UNCOUNTED = (("_nofacet", "1"), ("_nocount", "1"))
_OF_THE_FILE = {"xlsx": _UNCOUNTED, "csv": (*_UNCOUNTED, ("_dl", "1"))}
_MOST_MS = 30_000


async def export(datasette: Any, request: Any, database: str, data: dict[str, Any], extension: str) -> Any:
    """The list of a page as a file, ``xlsx`` or ``csv``; ``data`` is what Datasette found out about the page."""
    if "_next" in request.args:  # the page's SQL then begins where the page does
        path = request.path.rpartition(".")[0]
        return Response.redirect(export_address(path, request.query_string, extension))
    return await file_of(await _sheet(datasette, request, database, data), extension)


async def file_of(sheet: Sheet, extension: str) -> Any:
    """A list as the answer to a request for its file, ``xlsx`` or ``csv``."""
    name = file_name(sheet.title, extension)
    if extension == "csv":
        return attachment(await asyncio.to_thread(lambda: "".join(csv_lines(sheet))), "text/csv; charset=utf-8", name)
    return attachment(await asyncio.to_thread(xlsx, sheet), XLSX_TYPE, name)


async def _sheet(datasette: Any, request: Any, database: str, data: dict[str, Any]) -> Sheet:
    query, table = data["query"], data.get("table")
    sql = _PAGE_END.sub(f" limit {MOST_ROWS + 1}", query["sql"]) if table else query["sql"]
    columns, rows = await _fetched(datasette.get_database(database), sql, query["params"])
    unshown = () if await _is_table(datasette, database, table) else LINK_COLUMNS
    kept = [at for at, name in enumerate(columns) if name not in unshown]
    heading = headings(datasette)
    cells = ([cell_value(table, columns[at], row[at]) for at in kept] for row in rows)
    return Sheet(await _title(datasette, request, database, data), [heading(columns[at]) for at in kept], cells)


def attachment(body: bytes | str, content_type: str, name: str) -> Any:
    """A file to be saved under a name, which may be Vietnamese."""
    ascii_name = re.sub(r"[^a-z0-9.]+", "-", fold(name))
    disposition = f"attachment; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(name)}"
    return Response(body, headers={"content-disposition": disposition}, content_type=content_type)


def file_name(title: str, extension: str) -> str:
    """A list's title with the day on which it is saved: two exports of different days are two files."""
    return f"{plain(title).replace('/', '-')} {vietnam_today():%d-%m-%Y}.{extension}"


def export_address(path: str, query_string: str, extension: str) -> str:
    """The address of a page's list as a file, from its beginning, with the filters and the order of the page.

    >>> export_address("/giaoviec/viec", "tinh_trang=qu%C3%A1+h%E1%BA%A1n&_next=100", "csv")
    '/giaoviec/viec.csv?tinh_trang=qu%C3%A1+h%E1%BA%A1n&_nofacet=1&_nocount=1&_dl=1'
    """
    asked = [pair for pair in parse_qsl(query_string, keep_blank_values=True) if pair[0] not in _OF_THE_PAGE]
    return f"{path}.{extension}?{urlencode([*asked, *_OF_THE_FILE.get(extension, ())])}".rstrip("?")


def headings(datasette: Any) -> Callable[[str], str]:
    """What people read above a column."""
    words = datasette.plugin_config("column-headings") or {}
    return lambda column: str(words.get(column, column))


async def _fetched(database: Any, sql: str, params: Any) -> tuple[list[str], Sequence[Any]]:
    def fetch(conn: Any) -> tuple[list[str], Sequence[Any]]:
        with sqlite_timelimit(conn, _MOST_MS):
            found = conn.execute(sql, params)
            return [column[0] for column in found.description], found.fetchmany(MOST_ROWS + 1)

    answer: tuple[list[str], Sequence[Any]] = await database.execute_fn(fetch)
    return answer


async def _is_table(datasette: Any, database: str, table: str | None) -> bool:
    return table is not None and await datasette.get_database(database).table_exists(table)


async def _title(datasette: Any, request: Any, database: str, data: dict[str, Any]) -> str:
    name = data.get("table") or data.get("query_name")
    if data.get("table"):
        return str(datasette.table_metadata(database, name).get("title") or name)
    query = await datasette.get_canned_query(database, name, request.actor) if name else None
    return str((query or {}).get("title") or name or "Truy vấn")
