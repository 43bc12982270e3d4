"""``/-/van-ban/7``: a document with its tasks marked in its text, so that each can be checked where it stands."""

from __future__ import annotations

from typing import Any

from datasette.app import NotFound

from pipeline.store.reading import read_document
from pipeline.web.access import may_see_document
from pipeline.web.pages import read_store, render
from pipeline.web.routing import AGENCY, READING, Route


async def document_page(datasette: Any, request: Any) -> Any:
    """The document as of the day that is asked for; to an agency only one that gives it a task."""
    document_id, as_of = int(request.url_vars["id"]), request.args.get("as_of") or ""

    def read(conn: Any) -> Any:
        seen = may_see_document(conn, request.actor, document_id)
        return read_document(conn, document_id, as_of) if seen else None

    page = await read_store(datasette, read)
    if page is None:
        raise NotFound("Không có văn bản này.")
    return await render(datasette, request, "van_ban.html", {"page": page})


ROUTES = (Route(r"^/-/van-ban/(?P<id>\d{1,18})$", "GET", READING | {AGENCY}, document_page, "Trang văn bản"),)
