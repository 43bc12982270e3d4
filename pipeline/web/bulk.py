"""One event recorded on several tasks of a list at once, with the result told task by task."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from datasette.app import NotFound
from sqlite_utils import Database

from pipeline.errors import GiaoviecError, RecordRefused
from pipeline.follow import Event, check_shown, workflow
from pipeline.review.times import describe_day
from pipeline.store import record_event
from pipeline.store.reading import read_task
from pipeline.web.access import Actor
from pipeline.web.events_typed import read_event, read_number
from pipeline.web.list_address import LIST
from pipeline.web.pages import form_lists, in_store, render
from pipeline.web.recording import check_part
from pipeline.web.routing import SIGNED_IN, Route
from pipeline.web.task_list import bulk_kinds

MOST = 200
"""Tasks at once."""


@dataclass(frozen=True, slots=True)
class _Chosen:
    """A task that was ticked: the part of it, 0 for all of it, and the last event when it was shown."""

    task_id: int
    part: int
    seen: int


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one task: ``refused`` is the reason, empty where it was recorded."""

    task_id: int
    text: str
    refused: str


async def record_several(datasette: Any, request: Any) -> Any:
    """Record on each task that was ticked what may be recorded on it; a refusal of one leaves the others."""
    typed = await form_lists(request)
    said = {name: values[-1] for name, values in typed.items()}
    actor, wrong = request.actor, None
    results: tuple[Result, ...] = ()
    until = ""
    try:
        chosen = _read_chosen(typed.get("chon", []))
        event = read_event(said, actor)
        _check_said(event, actor)
        until = f" (hạn mới {describe_day(event.new_due)})" if event.new_due else ""
        results = await in_store(datasette, lambda db: tuple(_one(db, actor, one, event) for one in chosen))
    except RecordRefused as error:
        wrong = error
    context = {
        "results": results, "kinds": bulk_kinds(actor), "typed": said, "ticked": typed.get("chon", []),
        "errors": {wrong.field if wrong.field != "kind" else "kind": str(wrong)} if wrong else {},
        "back": LIST + (f"?{said['xem']}" if said.get("xem") else ""),
        "label": workflow().events[said["kind"]].label if said.get("kind") in workflow().events else "",
        "until": until,
    }  # fmt: skip
    return await render(datasette, request, "viec_ghi_nhieu.html", context, 422 if wrong else 200)


def _one(db: Database, actor: Actor, chosen: _Chosen, event: Event) -> Result:
    task = read_task(db.conn, chosen.task_id)
    try:
        check_part(db, actor, chosen.task_id, chosen.part or None, for_whole=True)
        record_event(db, chosen.task_id, event, chosen.part or None, seen=chosen.seen)
    except NotFound as error:
        return Result(chosen.task_id, "", str(error))
    except GiaoviecError as error:
        return Result(chosen.task_id, task["text"] if task else "", str(error))
    return Result(chosen.task_id, task["text"] if task else "", "")


def _check_said(event: Event, actor: Actor) -> None:
    """Refuse for all what would be refused for each: a kind that is not recorded so, something left out."""
    kind = next((kind for kind in bulk_kinds(actor) if kind.id == event.kind), None)
    if kind is None:
        raise RecordRefused("Vai trò này không ghi được điều ấy cho nhiều việc.", "kind")
    for name, sentence in (("new_due", "Hãy nêu hạn mới."), ("note", "Hãy nêu lý do.")):
        if name in kind.needs and getattr(event, name) is None:
            raise RecordRefused(sentence, name)
    check_shown(event, files=False)


def _read_chosen(ticked: list[str]) -> tuple[_Chosen, ...]:
    """What the boxes carry: ``task.part.seen``."""
    if not ticked:
        raise RecordRefused("Chưa chọn việc nào: hãy đánh dấu ở đầu dòng.", "chon")
    if len(ticked) > MOST:
        raise RecordRefused(f"Mỗi lần ghi nhiều nhất {MOST} việc.", "chon")
    parts = [one.split(".") for one in ticked]
    if any(len(one) != 3 for one in parts):
        raise RecordRefused("Biểu mẫu không còn đúng: hãy mở lại danh sách rồi ghi.", "chon")
    return tuple(_Chosen(*map(read_number, one)) for one in parts)


ROUTES = (
    Route(
        rf"^{LIST}/ghi-nhieu$", "POST", SIGNED_IN, record_several,
        "Ghi một điều cho nhiều việc; việc nào không được ghi thì báo ở dòng của nó",
    ),
)  # fmt: skip
