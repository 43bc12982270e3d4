"""The forms of review: each a POST that is recorded with who and when, or shown again with what was typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from datasette.app import NotFound, Response
from sqlite_utils import Database

from pipeline.errors import EditConflict, EditRefused, GiaoviecError
from pipeline.review import HEADER_FIELDS, TASK_FIELDS, Author, field_of
from pipeline.store import reviewing
from pipeline.store.applying import current_value
from pipeline.store.desk import Done
from pipeline.store.review_page import next_waiting, said_value
from pipeline.web.pages import form_of, in_store, read_store, render, say, see
from pipeline.web.review import ONE, REVIEWERS, review_context
from pipeline.web.routing import Handler, Route

Form = dict[str, str]
Deed = Callable[[Database, int, int, Form, Author, int], Done]
"""What a form does: with the store, document, revision, what was typed, by whom, and the task it is about (0: none)."""

_TASK = rf"{ONE}/viec/(?P<task>\d{{1,18}})"
_STALE = "Trang đã cũ: hãy mở lại trang rồi làm lại."
_GONE = "(việc này đã bị bỏ)"


def _header(db: Database, document: int, revision: int, form: Form, who: Author, task: int) -> Done:
    return reviewing.correct_header(db, document, revision, _typed(form, HEADER_FIELDS), who)


def _edit(db: Database, document: int, revision: int, form: Form, who: Author, task: int) -> Done:
    return reviewing.correct_task(db, document, revision, task, _typed(form, TASK_FIELDS), who)


def _add(db: Database, document: int, revision: int, form: Form, who: Author, task: int) -> Done:
    start, end = form.get("start", ""), form.get("end", "")
    span = (int(start), int(end)) if start.isdecimal() and end.isdecimal() and len(start + end) < 18 else None
    return reviewing.add_task(db, document, revision, _typed(form, TASK_FIELDS), who, span)


def _split(db: Database, document: int, revision: int, form: Form, who: Author, task: int) -> Done:
    return reviewing.split_task(db, document, revision, task, form.get("first", ""), form.get("rest", ""), who)


def _merge(db: Database, document: int, revision: int, form: Form, who: Author, task: int) -> Done:
    return reviewing.merge_tasks(db, document, revision, task, who)


def _delete(db: Database, document: int, revision: int, form: Form, who: Author, task: int) -> Done:
    return reviewing.delete_task(db, document, revision, task, who)


def _accept(db: Database, document: int, revision: int, form: Form, who: Author, task: int) -> Done:
    return reviewing.accept_task(db, document, revision, task, who)


def _accept_sure(db: Database, document: int, revision: int, form: Form, who: Author, task: int) -> Done:
    return reviewing.accept_sure(db, document, revision, who)


def _confirm(db: Database, document: int, revision: int, form: Form, who: Author, task: int) -> Done:
    return reviewing.confirm(db, document, revision, who, anyway=bool(form.get("anyway")))


def _undo(db: Database, document: int, revision: int, form: Form, who: Author, task: int) -> Done:
    return reviewing.undo(db, document, revision, who)


def _handler(deed: Deed, name: str) -> Handler:
    """The page that does a deed; ``name`` is the form that is shown again where it is refused."""

    async def answer(datasette: Any, request: Any) -> Any:
        document, task = int(request.url_vars["id"]), int(request.url_vars.get("task") or 0)
        form = await form_of(request)
        author = Author(request.actor["id"], request.actor["name"], request.actor["role"])
        revision = form.get("revision", "")
        try:
            if not revision.isdecimal() or len(revision) > 9:
                raise EditRefused({"": _STALE})
            await _known(datasette, document)
            done = await in_store(datasette, lambda db: deed(db, document, int(revision), form, author, task))
        except GiaoviecError as error:
            return await _refused(datasette, request, f"viec-{task}" if task else name, form, error)
        if deed is _confirm:
            return await _confirmed(datasette, request, document)
        return see(datasette, f"/-/duyet/{document}{_shown_next(done, task)}")

    return answer


def _shown_next(done: Done, task: int) -> str:
    """Where the page stands afterwards: a task that was made is open to be filled in."""
    if done.task_id and not task:
        return f"?sua={done.task_id}#viec-{done.task_id}"
    return f"#viec-{task}" if task else ""


async def _confirmed(datasette: Any, request: Any, document: int) -> Any:
    """On to the next document that waits, or to the empty list."""
    sql = "SELECT label FROM documents WHERE id = ?"
    label = await read_store(datasette, lambda conn: conn.execute(sql, [document]).fetchone()[0])
    following = await read_store(datasette, lambda conn: next_waiting(conn, document))
    say(datasette, request, f"Đã xác nhận {label}." + (" Đây là văn bản chờ duyệt tiếp theo." if following else ""))
    return see(datasette, f"/-/duyet/{following}" if following else "/-/duyet")


async def _known(datasette: Any, document: int) -> None:
    sql = "SELECT 1 FROM documents WHERE id = ?"
    if not await read_store(datasette, lambda conn: conn.execute(sql, [document]).fetchone()):
        raise NotFound("Không có văn bản này.")


async def _refused(datasette: Any, request: Any, name: str, form: Form, error: GiaoviecError) -> Any:
    """The page again with what was typed: sentences beside fields, or what somebody else has there meanwhile."""
    document, task = int(request.url_vars["id"]), int(request.url_vars.get("task") or 0)
    errors = error.sentences if isinstance(error, EditRefused) else {"": str(error)}
    status, conflict = 422, None
    if isinstance(error, EditConflict):
        status = 409
        conflict = await read_store(datasette, lambda conn: _conflict(Database(conn), document, task, form, error))
    if request.headers.get("accept", "").startswith("application/json"):
        told = {"ok": False, "error": str(error), "status": status, "errors": errors, "conflict": conflict}
        return Response.json(told, status=status)
    context = await review_context(datasette, document)
    shown = {**context, "typed": form, "errors": errors, "form": name, "open_form": name, "conflict": conflict}
    return await render(datasette, request, "duyet_van_ban.html", shown, status)


def _conflict(db: Database, document: int, task: int, form: Form, error: EditConflict) -> dict[str, Any]:
    """Who changed it and when, and of each field both values: what is stored now, and what was typed."""
    gone = bool(task) and current_value(db, document, task, "task") is None
    rows = []
    for id_ in error.fields:
        fields = TASK_FIELDS if id_ == "task" else () if id_ == "confirmed" else (field_of(id_),)
        for field in (field for field in fields if field.id in form):
            stored = _GONE if gone else said_value(field.id, current_value(db, document, task or None, field.id))
            rows.append({"id": field.id, "label": field.label, "theirs": stored, "yours": form[field.id]})
    return {"by": error.by, "at": error.at, "gone": gone, "rows": rows}


def _typed(form: Form, fields: Any) -> Form:
    return {field.id: form[field.id] for field in fields if field.id in form}


ROUTES = (
    Route(rf"{ONE}/dau$", "POST", REVIEWERS, _handler(_header, "dau"), "Sửa phần đầu văn bản"),
    Route(rf"{ONE}/viec$", "POST", REVIEWERS, _handler(_add, "moi"), "Thêm việc"),
    Route(rf"{_TASK}$", "POST", REVIEWERS, _handler(_edit, ""), "Sửa việc"),
    Route(rf"{_TASK}/nhan$", "POST", REVIEWERS, _handler(_accept, ""), "Nhận một việc"),
    Route(rf"{_TASK}/tach$", "POST", REVIEWERS, _handler(_split, ""), "Tách việc"),
    Route(rf"{_TASK}/gop$", "POST", REVIEWERS, _handler(_merge, ""), "Gộp với việc sau"),
    Route(rf"{_TASK}/bo$", "POST", REVIEWERS, _handler(_delete, ""), "Bỏ việc"),
    Route(rf"{ONE}/nhan$", "POST", REVIEWERS, _handler(_accept_sure, ""), "Nhận mọi việc không có gì nghi ngờ"),
    Route(rf"{ONE}/xac-nhan$", "POST", REVIEWERS, _handler(_confirm, "xac-nhan"), "Xác nhận văn bản"),
    Route(rf"{ONE}/lay-lai$", "POST", REVIEWERS, _handler(_undo, ""), "Lấy lại lần sửa cuối"),
)
