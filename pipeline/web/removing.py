"""``/-/van-ban/7/go`` and ``…/dua-lai``: a document taken out of the register, put back; ``/-/da-go``: what is out."""

from __future__ import annotations

from typing import Any

from pipeline.errors import RecordRefused
from pipeline.store.removing import remove_document, removed_documents, restore_document
from pipeline.web.access import author
from pipeline.web.documents import CLERKS, document_context
from pipeline.web.pages import form_of, in_store, read_store, refused, render, say, see
from pipeline.web.routing import Route

LIST = "/-/da-go"
_ONE = r"^/-/van-ban/(?P<id>\d{1,18})"
_MOST = 500
_FIELDS = {"reason": "ly_do", "anyway": "van_go"}


async def removed_page(datasette: Any, request: Any) -> Any:
    """The documents that are out, the last first."""
    rows = await read_store(datasette, lambda conn: removed_documents(conn, _MOST))
    return await render(datasette, request, "da_go.html", {"rows": rows, "most": _MOST})


async def remove(datasette: Any, request: Any) -> Any:
    """Take a document out; where that is refused its page comes again with what was typed."""
    document_id, typed = int(request.url_vars["id"]), await form_of(request)
    reason, anyway, who = typed.get("ly_do", ""), typed.get("van_go") == "1", author(request.actor)
    context = await document_context(datasette, request)
    try:
        await in_store(datasette, lambda db: remove_document(db, document_id, reason, who, anyway))
    except RecordRefused as error:
        field = _FIELDS.get(error.field, "go")
        return await refused(datasette, request, "van_ban.html", context, error, typed=typed, field=field)
    say(datasette, request, f"Đã gỡ {context['page'].document['label']} khỏi sổ. Có thể đưa lại bất cứ lúc nào.")
    return see(datasette, f"/-/van-ban/{document_id}")


async def restore(datasette: Any, request: Any) -> Any:
    """Put a document back."""
    document_id, who = int(request.url_vars["id"]), author(request.actor)
    context = await document_context(datasette, request)
    try:
        await in_store(datasette, lambda db: restore_document(db, document_id, who))
    except RecordRefused as error:
        return await refused(datasette, request, "van_ban.html", context, error, typed={}, field="go")
    say(datasette, request, f"Đã đưa {context['page'].document['label']} trở lại sổ.")
    return see(datasette, f"/-/van-ban/{document_id}")


ROUTES = (
    Route(rf"^{LIST}$", "GET", CLERKS, removed_page, "Văn bản đã gỡ khỏi sổ"),
    Route(rf"{_ONE}/go$", "POST", CLERKS, remove, "Gỡ văn bản nạp nhầm khỏi sổ"),
    Route(rf"{_ONE}/dua-lai$", "POST", CLERKS, restore, "Đưa văn bản đã gỡ trở lại sổ"),
)
