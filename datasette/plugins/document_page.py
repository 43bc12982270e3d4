"""``/-/van-ban/7``: a document with its tasks marked in its text, so that each can be checked where it stands."""

from typing import Any

from datasette import NotFound, Response, hookimpl
from pipeline.serve import store_name
from pipeline.store.reading import read_document


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(r"^/-/van-ban/(?P<id>\d{1,18})$", document_page)]


async def document_page(request: Any, datasette: Any) -> Any:
    name = store_name(datasette)
    await datasette.ensure_permissions(request.actor, [("view-database", name), "view-instance"])
    document_id, as_of = int(request.url_vars["id"]), request.args.get("as_of") or ""
    database = datasette.get_database(name)
    page = await database.execute_fn(lambda conn: read_document(conn, document_id, as_of))
    if page is None:
        raise NotFound("Không có văn bản này.")
    html = await datasette.render_template("van_ban.html", {"page": page, "database": name}, request=request)
    return Response.html(html)
