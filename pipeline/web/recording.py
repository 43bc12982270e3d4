"""Recording on a task: an event with its files, or a measured value of a target."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from datasette.app import NotFound
from sqlite_utils import Database

from pipeline.errors import GiaoviecError, RecordOutdated, RecordRefused
from pipeline.follow import workflow
from pipeline.review.times import describe_day
from pipeline.store import record_event, record_measure
from pipeline.store.functions import read_day
from pipeline.store.task_occurrences import is_occurrence
from pipeline.store.units import units_of
from pipeline.types import SourceFile
from pipeline.web import uploads
from pipeline.web.access import Actor, may_see_task, store_path
from pipeline.web.events_typed import read_event, read_measure, read_number
from pipeline.web.pages import in_store, render, say, see
from pipeline.web.routing import SIGNED_IN, Route
from pipeline.web.task_list import visible
from pipeline.web.task_page import task_context
from pipeline.web.uploads import Form, UploadRefused, looked_through, read_form

_NOT_YOURS = "Chỉ cơ quan chủ trì được ghi vào phần việc của mình."


async def record(datasette: Any, request: Any) -> Any:
    """Record an event; where it is refused the page comes again with what was typed."""
    form = Form()
    try:
        form = await read_form(request, uploads.MOST_BYTES)
        said = await _recorded(datasette, request, form)
    except GiaoviecError as error:
        return await _again(datasette, request, form, error)
    say(datasette, request, said)
    return see(datasette, _back(request, form))


async def measure(datasette: Any, request: Any) -> Any:
    """Record a measured value of a target."""
    form = Form()
    try:
        form = await read_form(request, uploads.MOST_BYTES)
        typed = {name: values[-1] for name, values in form.fields.items()}
        value, part = read_measure(typed, request.actor), read_number(typed.get("phan", ""))
        task_id = int(request.url_vars["id"])

        def write(db: Database) -> Any:
            check_part(db, request.actor, task_id, part or None, for_whole=True)
            return record_measure(db, task_id, value, typed.get("target", ""), part or None)

        found = await in_store(datasette, write)
    except GiaoviecError as error:
        return await _again(datasette, request, form, error)
    say(datasette, request, f"Đã ghi giá trị đo của “{found.target}”.")
    return see(datasette, _back(request, form) + "#chi-tieu")


async def _recorded(datasette: Any, request: Any, form: Form) -> str:
    """Write the event of a form, and say so."""
    typed = {name: values[-1] for name, values in form.fields.items()}
    task_id, part, seen = int(request.url_vars["id"]), read_number(form.one("phan")), read_number(form.one("seen"))
    occurrence = read_day(form.one("ky")) if form.one("ky") else None
    event = read_event(typed, request.actor, occurrence)

    whole = form.one("ca_viec") == "1"
    meant = None if whole else part or None

    def check(db: Database) -> None:
        check_part(db, request.actor, task_id, meant, for_whole=whole)
        if occurrence and not is_occurrence(db.conn, task_id, occurrence):
            raise RecordRefused("Việc không có kỳ này.")

    if form.uploads:
        await in_store(datasette, check)  # nobody's files are read for a task that is not theirs
    files = await _evidence(datasette, form)

    def write(db: Database) -> int:
        check(db)
        return record_event(db, task_id, event, meant, files, seen)

    await in_store(datasette, write)
    until = f", hạn mới {describe_day(event.new_due)}" if event.new_due else ""
    return f"Đã ghi: {workflow().events[event.kind].label}{until}."


async def _evidence(datasette: Any, form: Form) -> list[SourceFile]:
    """The files of a form, a refusal of one said beside the field of files."""
    try:
        return await looked_through(form.uploads, store_path(datasette))
    except GiaoviecError as error:
        raise RecordRefused(str(error), "files") from error


def check_part(db: Database, actor: Actor, task_id: int, assignment_id: int | None, *, for_whole: bool) -> None:
    """Let pass who may record there. Raises NotFound for a task that somebody may not see, RecordRefused else."""
    if not may_see_task(db.conn, actor, task_id):
        raise NotFound("Không có việc này.")
    own = visible(db.conn, actor)
    units = units_of(db.conn, [task_id])
    meant = [unit for unit in units if assignment_id in (None, unit.assignment_id)]
    if own is not None and (not meant or any(unit.agency_id not in own for unit in meant)):
        raise RecordRefused(_NOT_YOURS)
    if assignment_id is None and len(units) > 1 and not for_whole:
        raise RecordRefused("Hãy chọn phần việc của một cơ quan.")


async def _again(datasette: Any, request: Any, form: Form, error: GiaoviecError) -> Any:
    """The page again with what was typed: 409 where somebody else was faster, with what happened meanwhile."""
    typed = {name: values[-1] for name, values in form.fields.items()}
    field = error.field if isinstance(error, RecordRefused) else "files" if isinstance(error, UploadRefused) else ""
    args = {name: typed.get(name, "") for name in ("phan", "ky")}
    context = await task_context(datasette, request, args)
    outdated = isinstance(error, RecordOutdated)
    seen = read_number(typed.get("seen", "")) if outdated else 0
    sent_from = context["forms"]["whole" if typed.get("ca_viec") else "part"]
    shown = {kind.id for kind in sent_from.kinds} if sent_from else set()
    placed = typed.get("kind") in shown or (context["may_measure"] and typed.get("target"))
    sent = [upload.name for upload in form.uploads]
    context |= {
        "stray": "" if placed else str(error), "typed": typed, "errors": {field: str(error)},
        "sent_files": sent, "refused_at": _refused_at(typed, field, context) if placed else "",
        "meanwhile": [one for one in context["page"].events if one.id > seen] if outdated else [],
    }  # fmt: skip
    return await render(datasette, request, "viec.html", context, 409 if outdated else 422)


def _refused_at(typed: Mapping[str, str], field: str, context: Mapping[str, Any]) -> str:
    """Where on the page of the task the refused form says what is wrong: its field, or its head for what has none."""
    target = next((one["id"] for one in context["page"].targets if one["raw"] == typed.get("target")), None)
    form = f"{'ca-viec' if typed.get('ca_viec') else 'ghi'}-{typed.get('kind')}" if target is None else f"do-{target}"
    return f"{form}-{field if field not in ('', 'kind') else 'refused'}"


def _back(request: Any, form: Form) -> str:
    """The page of the task, at the part that was recorded on."""
    query = urlencode({name: form.one(name) for name in ("phan", "ky") if form.one(name) not in ("", "0")})
    return f"/-/viec/{request.url_vars['id']}" + (f"?{query}" if query else "")


ROUTES = (
    Route(
        r"^/-/viec/(?P<id>\d{1,18})/ghi$", "POST", SIGNED_IN, record,
        "Ghi diễn biến của việc: tiếp nhận, báo cáo, gia hạn …; cơ quan chỉ phần của mình",
        2 * uploads.MOST_BYTES,
    ),
    Route(
        r"^/-/viec/(?P<id>\d{1,18})/do$", "POST", SIGNED_IN, measure,
        "Ghi giá trị đo của chỉ tiêu; cơ quan chỉ phần của mình", 2 * uploads.MOST_BYTES,
    ),
)  # fmt: skip
