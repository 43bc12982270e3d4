"""``/-/van-ban/7``: a document with its tasks marked in its text, so that each can be checked where it stands."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from datasette.app import NotFound

from pipeline.clock import vietnam_today
from pipeline.store.arrivals import next_number
from pipeline.store.reading import DocumentPage, Row, read_document
from pipeline.store.removing import recorded_on, removal_of
from pipeline.web.access import Actor, is_agency, may_see_document, may_see_task, role_of
from pipeline.web.pages import read_store, render
from pipeline.web.routing import ADMIN, AGENCY, CLERK, READING, Route

CLERKS = frozenset({ADMIN, CLERK})
"""Who brings documents in and keeps the register of arrivals."""


async def document_page(datasette: Any, request: Any) -> Any:
    """The document as of the day that is asked for; to an agency only one that gives it a task."""
    return await render(datasette, request, "van_ban.html", await document_context(datasette, request))


async def document_context(datasette: Any, request: Any) -> dict[str, Any]:
    """What the page shows. Raises NotFound for a document that there is not, for who asks."""
    document_id, as_of = int(request.url_vars["id"]), request.args.get("as_of") or ""

    def read(conn: Any) -> Any:
        if not may_see_document(conn, request.actor, document_id):
            return None
        found = read_document(conn, document_id, as_of)
        if found is None:
            return None
        return {
            "page": _narrowed(conn, request.actor, found), "next": next_number(conn, vietnam_today().year),
            "removal": removal_of(conn, document_id), "recorded": recorded_on(conn, document_id),
        }  # fmt: skip

    found = await read_store(datasette, read)
    if found is None:
        raise NotFound("Không có văn bản này.")
    return {**found, "may_enter": role_of(request.actor) in CLERKS}


def _narrowed(conn: Any, actor: Actor | None, page: DocumentPage) -> DocumentPage:
    """The page without the standing of tasks, and the names of documents, that are not for ``actor`` to see."""
    if not is_agency(actor):
        return page

    def seen(rows: tuple[Row, ...], key: str) -> tuple[Row, ...]:
        return tuple(row for row in rows if may_see_document(conn, actor, row[key]))

    tasks = tuple(task for task in page.tasks if may_see_task(conn, actor, task["id"]))
    own = {task["id"] for task in tasks}
    return replace(
        page,
        tasks=tasks,
        citations=tuple(row if seen((row,), "document_id") else {**row, "document_id": None} for row in page.citations),
        cited_by=seen(page.cited_by, "document_id"),
        parents=seen(page.parents, "id"),
        children=seen(page.children, "id"),
        segments=tuple(replace(one, tasks=tuple(id_ for id_ in one.tasks if id_ in own)) for one in page.segments),
    )


ROUTES = (Route(r"^/-/van-ban/(?P<id>\d{1,18})$", "GET", READING | {AGENCY}, document_page, "Trang văn bản"),)
