"""The home page: the dashboard of a day and the newest documents."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

from datasette import hookimpl
from pipeline.serve import store_name
from pipeline.store.functions import read_day
from pipeline.web.addresses import Addresses
from pipeline.web.board import dashboard

_NEWEST = 8


@hookimpl
def extra_template_vars(
    datasette: Any, view_name: str, request: Any
) -> Callable[[], Awaitable[dict[str, Any]]] | dict[str, Any]:
    if view_name not in ("index", "database"):
        return {}

    async def figures() -> dict[str, Any]:
        name = store_name(datasette)
        queries = await datasette.get_canned_queries(name, None)
        said = {"queries_of_store": queries}
        return said if view_name == "database" else {**said, **await _board(datasette, name, queries, request)}

    return figures


async def _board(datasette: Any, name: str, queries: dict[str, Any], request: Any) -> dict[str, Any]:
    typed = request.args.get("as_of") if request else None
    today = date.today()
    day = read_day(typed) or today
    addresses = Addresses(datasette.urls.path, name, None if day == today else day)
    report, by_document = (queries[query]["sql"] for query in ("bao_cao_bon_o", "theo_van_ban"))

    def read(conn: Any) -> dict[str, Any]:
        newest = conn.execute(by_document, {"as_of": day.isoformat()}).fetchmany(_NEWEST)
        return {"board": dashboard(conn, report, day, addresses), "newest": newest, "board_day": day}

    found: dict[str, Any] = await datasette.get_database(name).execute_fn(read)
    return found
