"""``/-/nap``: files are sent, read in a worker, stored, and entered into the register of arrivals."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from datasette.app import Response
from pebble import ThreadPool

from pipeline.batch import Stored
from pipeline.batch.brought import bring_in
from pipeline.clock import vietnam_today
from pipeline.errors import GiaoviecError, RecordRefused, SecretDocument
from pipeline.review import Author
from pipeline.store import open_store
from pipeline.store.arrivals import next_number, register, waits_for_number
from pipeline.store.arrived import arrived_document, brought_lately
from pipeline.store.functions import read_day
from pipeline.store.incoming import incoming_folder
from pipeline.web.access import author, signature, store_path
from pipeline.web.documents import CLERKS
from pipeline.web.pages import read_store, render
from pipeline.web.routing import Route
from pipeline.web.uploads import Form, Upload, UploadRefused, file_name, read_form

PAGE = "/-/nap"
MOST_BYTES = 100 * 2**20
MOST_FILES = 50
"""In one form; a page with scripts sends file by file."""

_AT_ONCE = 2
_LATELY = 10
_TEMPLATE = "nap.html"


@dataclass(frozen=True, slots=True)
class Arriving:
    """What is to be entered into the register: nothing without ``day``, the next number without ``number``."""

    day: date | None
    number: str | None


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a document of a file, for the page; ``note`` says why it is not in the register."""

    name: str
    result: str
    error: str = ""
    documents: int = 1
    document: Mapping[str, Any] | None = None
    note: str = ""


async def intake_page(datasette: Any, request: Any) -> Any:
    """The form, and what came in lately."""
    return await render(datasette, request, _TEMPLATE, await _context(datasette))


async def take_files(datasette: Any, request: Any) -> Any:
    """Take the files of a form; a script that sent one is answered with the lines to show for it."""
    form = Form()
    try:
        form = await read_form(request, MOST_BYTES, MOST_FILES)
        arriving = _read_arriving(form)
        if not form.uploads:
            raise RecordRefused("Chưa chọn tệp nào.", "tep")
        taken = await _take(datasette, request, form, arriving)
    except GiaoviecError as error:
        return await _refused(datasette, request, form, error)
    if not _by_script(request):
        kept = {name: form.one(name) for name in ("vao_so", "ngay_den")}
        return await render(datasette, request, _TEMPLATE, {**await _context(datasette), "taken": taken, "typed": kept})
    lines = await datasette.render_template("_nap_ket_qua.html", {"taken": taken}, request=request)
    return Response.json({"ok": True, "html": lines, "next": (await _context(datasette))["next"]})


async def _take(datasette: Any, request: Any, form: Form, arriving: Arriving) -> list[Taken]:
    """The files one after another, so that numbers are in their order; on threads that only bring files in."""
    path, who = store_path(datasette), request.actor

    def take() -> list[Taken]:
        taken: list[Taken] = []
        for upload in form.uploads:
            first = arriving.number if not any(one.note or one.result == "added" for one in taken) else None
            taken += take_upload(path, upload, Arriving(arriving.day, first), author(who), signature(who))
        return taken

    return await asyncio.wrap_future(_threads().schedule(take))


def take_upload(database: Path, upload: Upload, arriving: Arriving, who: Author, signed: str) -> list[Taken]:
    """Read and store one file; what is not in the register yet is entered, what comes with a letter is not."""
    with tempfile.TemporaryDirectory(prefix="nap-", dir=incoming_folder(database)) as folder:
        place = Path(folder) / file_name(upload.name)
        place.write_bytes(upload.data)
        stored = bring_in(place, database, signed)
    if not stored:
        return [Taken(upload.name, "failed", "Không có văn bản nào trong tệp này.")]
    db = open_store(database)
    with closing(db.conn):
        taken = []
        for row in stored:
            note = ""
            if arriving.day and _is_to_enter(db, row):
                try:
                    register(db, row.document_id or 0, arriving.day, who, arriving.number)
                except RecordRefused as error:
                    note = str(error)
                arriving = Arriving(arriving.day, None)
            taken.append(_told(db, place.name, row, note))
        return taken


def _is_to_enter(db: Any, row: Stored) -> bool:
    """What is new, and what was stored by an earlier form but not entered; nothing that came with a letter."""
    return row.result in ("added", "unchanged") and waits_for_number(db.conn, row.document_id or 0)


def _told(db: Any, name: str, row: Stored, note: str) -> Taken:
    result = "secret" if row.code == SecretDocument.exit_code else row.result
    document = arrived_document(db.conn, row.document_id) if row.document_id else None
    return Taken(name, result, row.error, row.documents, document, note)


def _read_arriving(form: Form) -> Arriving:
    """Raises RecordRefused for a day that is none, or is still to come."""
    if form.one("vao_so") != "1":
        return Arriving(None, None)
    typed = form.one("ngay_den").strip()
    day = read_day(typed)
    if day is None or day > vietnam_today():
        why = "chưa tới" if day else "không phải là ngày; viết như 31/12/2025"
        raise RecordRefused(f"Ngày đến “{typed}” {why}.", "ngay_den")
    return Arriving(day, form.one("so_den").strip() or None)


async def _refused(datasette: Any, request: Any, form: Form, error: GiaoviecError) -> Any:
    status = 413 if isinstance(error, UploadRefused) else 422
    if _by_script(request):
        return Response.json({"ok": False, "error": str(error)}, status=status)
    field = error.field if isinstance(error, RecordRefused) else "tep" if isinstance(error, UploadRefused) else ""
    typed = {name: values[-1] for name, values in form.fields.items()}
    context = {**await _context(datasette), "typed": typed or {"vao_so": "1"}, "errors": {field: str(error)}}
    return await render(datasette, request, _TEMPLATE, context, status)


async def _context(datasette: Any) -> dict[str, Any]:
    def read(conn: Any) -> tuple[int, list[Any]]:
        return next_number(conn, vietnam_today().year), brought_lately(conn, _LATELY)

    number, lately = await read_store(datasette, read)
    return {
        "next": number, "lately": lately, "taken": [], "typed": {"vao_so": "1"},
        "most_mb": MOST_BYTES // 2**20, "most_bytes": MOST_BYTES, "most_files": MOST_FILES,
    }  # fmt: skip


def _by_script(request: Any) -> bool:
    return bool(request.headers.get("accept", "").startswith("application/json"))


@cache
def _threads() -> Any:
    """Apart from those that read pages, so that waiting files hold up nobody; none keeps the server from ending."""
    return ThreadPool(max_workers=_AT_ONCE)


ROUTES = (
    Route(rf"^{PAGE}$", "GET", CLERKS, intake_page, "Trang nạp văn bản"),
    Route(rf"^{PAGE}$", "POST", CLERKS, take_files, "Nạp văn bản", 2 * MOST_BYTES),
)
