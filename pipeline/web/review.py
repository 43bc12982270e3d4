"""Review as pages: what waits, and a document beside its pages with all that was read from it marked in place."""

from __future__ import annotations

import asyncio
from hashlib import sha256
from pathlib import Path
from typing import Any

from datasette.app import NotFound, Response

from pipeline.clock import vietnam_today
from pipeline.errors import EditRefused, UnreadableFile
from pipeline.review import describe, describe_target, read_typed_date, read_typed_target, read_typed_time
from pipeline.sources import read_source
from pipeline.sources.page_images import PICTURED, WIDTH, page_image
from pipeline.store.labels import type_label
from pipeline.store.originals import find_original
from pipeline.store.review_page import ReviewPage, page_layer, review_page, waiting_documents
from pipeline.store.suggest import suggest
from pipeline.values.document_types import document_types
from pipeline.web.access import store_path
from pipeline.web.cell_values import local_moment
from pipeline.web.pages import in_store, read_store, render
from pipeline.web.routing import ADMIN, CLERK, Route

REVIEWERS = frozenset({ADMIN, CLERK})
ONE = r"^/-/duyet/(?P<id>\d{1,18})"
_DOUBTS = {"task": "Có phải việc không", "lead": "Chủ trì", "deadline": "Thời hạn", "target": "Chỉ tiêu"}
_PER_PAGE = 50
_MOST_DIGITS = 9  # of the number of a page
_MOST_TYPED = 2_000  # characters that are read while somebody types


async def waiting_page(datasette: Any, request: Any) -> Any:
    """The documents that wait for review, those with something in doubt first."""
    asked = request.args.get("trang") or "1"
    at = max(int(asked), 1) if asked.isdecimal() and len(asked) < _MOST_DIGITS else 1
    rows, count, doubtful = await read_store(
        datasette, lambda conn: waiting_documents(conn, _PER_PAGE, (at - 1) * _PER_PAGE)
    )
    last = max(-(-count // _PER_PAGE), 1)
    context = {"rows": rows, "count": count, "doubtful": doubtful, "page_number": at, "last": last, "grouped": _grouped}
    return await render(datasette, request, "duyet.html", context)


async def document_page(datasette: Any, request: Any) -> Any:
    """One document under review; ``?sua=`` names the task whose form stands open."""
    context = await review_context(datasette, int(request.url_vars["id"]))
    asked = request.args.get("sua") or ""
    return await render(datasette, request, "duyet_van_ban.html", {**context, "open_form": asked and f"viec-{asked}"})


async def review_context(datasette: Any, document_id: int) -> dict[str, Any]:
    """What the page of a document shows. Raises NotFound where there is none."""
    page: ReviewPage | None = await read_store(datasette, lambda conn: review_page(conn, document_id))
    if page is None:
        raise NotFound("Không có văn bản này.")
    has_image = page.document["media_type"] in PICTURED and all(one["width"] > 0 for one in page.pages)
    if has_image:
        has_image = await _original(datasette, document_id) is not None
    return {
        "page": page, "pictured": has_image, "types": _types(), "open_form": "", "form": "", "conflict": None,
        "clock": _clock, "doubt_labels": _DOUBTS, "numbers": {task["id"]: task["number"] for task in page.tasks},
    }  # fmt: skip


async def image(datasette: Any, request: Any) -> Any:
    """A page as it was received; a browser keeps it, as the content of an original never changes."""
    document_id, number = int(request.url_vars["id"]), int(request.url_vars["page"])
    place = await _original(datasette, document_id)
    if place is None:
        raise NotFound("Không còn bản gốc của văn bản này.")
    tag = '"' + sha256(f"{place.name} {number} {WIDTH}".encode()).hexdigest()[:24] + '"'
    headers = {"cache-control": "private, max-age=604800", "etag": tag}
    if request.headers.get("if-none-match") == tag:
        return Response("", status=304, headers=headers)
    try:
        body = await asyncio.to_thread(lambda: page_image(read_source(place), number))
    except UnreadableFile as error:
        raise NotFound(str(error)) from None
    return Response(body, headers=headers, content_type="image/jpeg")


async def layer(datasette: Any, request: Any) -> Any:
    """The lines of a page with their boxes, for pointing at words."""
    document_id, number = int(request.url_vars["id"]), int(request.url_vars["page"])
    found = await read_store(datasette, lambda conn: page_layer(conn, document_id, number))
    return Response.json(found or {"ok": False, "error": "Văn bản không có trang ấy."}, status=200 if found else 404)


async def suggestions(datasette: Any, request: Any) -> Any:
    """Agencies for what is being typed."""
    document_id, typed = int(request.url_vars["id"]), (request.args.get("go") or "")[:_MOST_TYPED]
    found = await in_store(datasette, lambda db: suggest(db, document_id, typed))
    return Response.json([one._asdict() for one in found])


async def readings(datasette: Any, request: Any) -> Any:
    """How each typed line of a field would be read, before it is saved."""
    document_id = int(request.url_vars["id"])
    field, typed = request.args.get("truong") or "", (request.args.get("go") or "")[:_MOST_TYPED]
    sql = "SELECT date FROM documents WHERE id = ?"
    issued = await read_store(datasette, lambda conn: (conn.execute(sql, [document_id]).fetchone() or [None])[0])
    lines = [line for line in typed.splitlines() if line.strip()]
    return Response.json(await asyncio.to_thread(lambda: [_reading(field, line, issued) for line in lines]))


def _reading(field: str, line: str, issued: str | None) -> dict[str, Any]:
    try:
        return {"typed": line, "ok": True, "said": _said(field, line, issued)}
    except EditRefused as error:
        return {"typed": line, "ok": False, "said": str(error)}


def _said(field: str, line: str, issued: str | None) -> str:
    if field == "deadlines":
        return "; ".join(describe(one) for one in read_typed_time(line, issued, vietnam_today()))
    if field == "targets":
        return describe_target(read_typed_target(line))
    if field == "date":
        return "/".join(reversed((read_typed_date(line) or "").split("-")))
    return line


def _grouped(count: int) -> str:
    return f"{count:,}".replace(",", ".")


def _clock(at: str) -> str:
    """A time of the record as Vietnam's clocks had it, wherever the server stands."""
    moment = local_moment(at)
    return f"{moment:%H:%M %d/%m/%Y}" if moment else at


async def _original(datasette: Any, document_id: int) -> Path | None:
    folder = store_path(datasette).parent
    found: Path | None = await read_store(datasette, lambda conn: find_original(conn, folder, document_id))
    return found


def _types() -> list[tuple[str, str]]:
    codes = dict.fromkeys([*(rule.code for rule in document_types()), "khac"])
    return sorted(((code, type_label(code)) for code in codes), key=lambda pair: (pair[0] == "khac", pair[1]))


ROUTES = (
    Route(r"^/-/duyet$", "GET", REVIEWERS, waiting_page, "Văn bản chờ duyệt"),
    Route(rf"{ONE}$", "GET", REVIEWERS, document_page, "Duyệt một văn bản"),
    Route(rf"{ONE}/trang/(?P<page>\d{{1,5}})/anh$", "GET", REVIEWERS, image, "Ảnh một trang của bản gốc"),
    Route(rf"{ONE}/trang/(?P<page>\d{{1,5}})/chu$", "GET", REVIEWERS, layer, "Chữ và vị trí trên một trang"),
    Route(rf"{ONE}/co-quan$", "GET", REVIEWERS, suggestions, "Gợi ý tên cơ quan"),
    Route(rf"{ONE}/cach-hieu$", "GET", REVIEWERS, readings, "Cách hiểu thời hạn, chỉ tiêu đang gõ"),
)
