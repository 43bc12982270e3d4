"""``/-/van-ban/7/goc``: the file in which a document came, as it came."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any
from urllib.parse import quote

from datasette.app import NotFound, Response

from pipeline.sources.media import JPEG, PDF, PNG
from pipeline.store.originals import find_original, source_of
from pipeline.web.access import may_see_document, store_path
from pipeline.web.pages import read_store
from pipeline.web.routing import AGENCY, READING, Route

_SHOWN = frozenset({PDF, JPEG, PNG})
"""What a browser shows by itself without running anything of it on our pages; all else is only saved."""

# The viewer of PDFs is an embedded object of the browser's own, which a stricter policy would keep out.
_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"


async def original(datasette: Any, request: Any) -> Any:
    """The file, shown where a browser can do so safely; to an agency only one that gives it a task."""
    document_id, folder = int(request.url_vars["id"]), store_path(datasette).parent

    def read(conn: Any) -> tuple[Path, str, str] | None:
        if not may_see_document(conn, request.actor, document_id):
            return None
        place, named = find_original(conn, folder, document_id), source_of(conn, document_id)
        return (place, *named) if place and named else None

    found = await read_store(datasette, read)
    if found is None:
        raise NotFound("Không còn bản gốc của văn bản này.")
    place, name, media_type = found
    shown = media_type in _SHOWN
    headers = {
        "content-disposition": f"{'inline' if shown else 'attachment'}; filename*=UTF-8''{quote(name, safe='')}",
        "x-content-type-options": "nosniff",
        "content-security-policy": _POLICY if shown else f"{_POLICY}; sandbox",
        "cache-control": "private, no-store",
    }
    body = await asyncio.to_thread(place.read_bytes)
    return Response(body, headers=headers, content_type=media_type if shown else "application/octet-stream")


ROUTES = (
    Route(r"^/-/van-ban/(?P<id>\d{1,18})/goc$", "GET", READING | {AGENCY}, original, "Bản gốc của văn bản"),
)  # fmt: skip
