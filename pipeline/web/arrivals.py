"""``/-/van-ban/7/den``: what the register of arrivals says of a document, set right by a clerk."""

from __future__ import annotations

from typing import Any

from pipeline.errors import GiaoviecError, RecordOutdated, RecordRefused
from pipeline.store.arrivals import Entry, correct_arrival
from pipeline.store.functions import read_day
from pipeline.web.access import author
from pipeline.web.documents import CLERKS, document_context
from pipeline.web.pages import form_of, in_store, render, say, see
from pipeline.web.routing import Route

_FIELDS = {"number": "so_den", "day": "ngay_den"}


async def enter_arrival(datasette: Any, request: Any) -> Any:
    """Set number and day; where that is refused, the page comes again with what was typed."""
    document_id, typed = int(request.url_vars["id"]), await form_of(request)
    try:
        entry, seen = _read(typed), typed.get("thay", "")
        await in_store(datasette, lambda db: correct_arrival(db, document_id, entry, author(request.actor), seen))
    except GiaoviecError as error:
        field = _FIELDS.get(error.field, "") if isinstance(error, RecordRefused) else ""
        context = await document_context(datasette, request)
        given = {**context, "typed": typed, "errors": {field or "den": str(error)}}
        return await render(
            datasette, request, "van_ban.html", given, 409 if isinstance(error, RecordOutdated) else 422
        )
    said = f"Đã ghi số đến {entry.number or '(không có)'}" if entry.day else "Đã bỏ văn bản khỏi sổ văn bản đến"
    say(datasette, request, f"{said}{f', ngày đến {entry.day:%d/%m/%Y}' if entry.day else ''}.")
    return see(datasette, f"/-/van-ban/{document_id}")


def _read(typed: dict[str, str]) -> Entry:
    number, written = typed.get("so_den", "").strip(), typed.get("ngay_den", "").strip()
    day = read_day(written) if written else None
    if written and day is None:
        raise RecordRefused(f"“{written}” không phải là ngày; viết như 31/12/2025.", "day")
    return Entry(number or None, day)


ROUTES = (
    Route(r"^/-/van-ban/(?P<id>\d{1,18})/den$", "POST", CLERKS, enter_arrival, "Ghi số đến, ngày đến của văn bản"),
)
