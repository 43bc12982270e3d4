"""``/``: the dashboard of a day and the newest documents."""

from __future__ import annotations

from typing import Any

from pipeline.clock import vietnam_today
from pipeline.serve import store_name
from pipeline.store.functions import read_day
from pipeline.web.addresses import Addresses
from pipeline.web.board import dashboard
from pipeline.web.pages import read_store, render
from pipeline.web.routing import READING, Route

_NEWEST = 8


async def home_page(datasette: Any, request: Any) -> Any:
    """The figures as of the day that is asked for; of today where none is, or what was typed is no day."""
    store, today = store_name(datasette), vietnam_today()
    day = read_day(request.args.get("as_of")) or today
    addresses = Addresses(datasette.urls.path, store, None if day == today else day)
    queries = await datasette.get_canned_queries(store, request.actor)
    report, by_document = (queries[query]["sql"] for query in ("bao_cao_bon_o", "theo_van_ban"))

    def read(conn: Any) -> dict[str, Any]:
        newest = conn.execute(by_document, {"as_of": day.isoformat()}).fetchmany(_NEWEST)
        return {"board": dashboard(conn, report, day, addresses), "newest": newest}

    found = await read_store(datasette, read)
    return await render(datasette, request, "index.html", {**found, "board_day": day, "queries_of_store": queries})


ROUTES = (Route(r"^/$", "GET", READING, home_page, "Bảng điều hành"),)
