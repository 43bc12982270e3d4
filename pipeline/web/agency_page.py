"""``/-/co-quan/7``: an agency, who carries on its work, its figures as of a day and the beginnings of its lists."""

from __future__ import annotations

from typing import Any

from datasette.app import NotFound

from pipeline.store.agency_page import read_agency
from pipeline.web.access import confirmed_only
from pipeline.web.list_address import LIST, day_of
from pipeline.web.pages import read_store, render
from pipeline.web.routing import AGENCY, READING, Route
from pipeline.web.task_list import visible

_CELLS = (
    ("chua-xong-qua-han", "overdue", "Chưa xong, quá hạn"), ("chua-xong-trong-han", "open", "Chưa xong, trong hạn"),
    ("hoan-thanh-dung-han", "done", "Hoàn thành đúng hạn"), ("hoan-thanh-qua-han", "late", "Hoàn thành quá hạn"),
    ("khong-co-han", "none", "Không có hạn, định kỳ"),
)  # fmt: skip


async def agency_page(datasette: Any, request: Any) -> Any:
    """The page of an agency; an account of an agency sees its own, and those whose work it took over."""
    agency_id, day = int(request.url_vars["id"]), day_of(request.args)

    def read(conn: Any) -> Any:
        own = visible(conn, request.actor)
        return (
            read_agency(conn, agency_id, day, confirmed_only(request.actor))
            if own is None or agency_id in own
            else None
        )

    page = await read_store(datasette, read)
    if page is None:
        raise NotFound("Không có cơ quan này.")
    most = max(count for _, count in page.ages)
    as_of = request.args.get("as_of") or ""
    context = {"page": page, "cells": _CELLS, "list_path": LIST, "as_of": as_of, "id": agency_id, "most": most}
    return await render(datasette, request, "co_quan.html", context)


ROUTES = (
    Route(
        r"^/-/co-quan/(?P<id>\d{1,18})$", "GET", READING | {AGENCY}, agency_page,
        "Trang một cơ quan; cơ quan chỉ trang của mình",
    ),
)  # fmt: skip
