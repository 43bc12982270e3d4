"""``/-/viec/7``: a task with the part of each agency, what may be recorded now, its history and its files."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import quote

from datasette.app import NotFound, Response

from pipeline.clock import vietnam_today
from pipeline.store.agency_page import agency_names
from pipeline.store.functions import read_day
from pipeline.store.originals import kept_file
from pipeline.store.task_history import read_file
from pipeline.store.task_occurrences import Occurrence, read_occurrences
from pipeline.store.task_page import Part, TaskPage, read_task_page
from pipeline.web import parts
from pipeline.web.access import Actor, may_see_task, store_path
from pipeline.web.list_address import LIST, day_of
from pipeline.web.pages import read_store, render
from pipeline.web.plots import HEIGHT, WIDTH, plot
from pipeline.web.routing import AGENCY, READING, Route
from pipeline.web.task_list import visible

_TOLD = 30  # events, the last ones, before one asks for more
_GONE = "Không có việc này."


async def task_page(datasette: Any, request: Any) -> Any:
    """The task as of the day that is asked for; to an agency only one that it was given."""
    context = await task_context(datasette, request, request.args)
    return await render(datasette, request, "viec.html", context)


async def task_context(datasette: Any, request: Any, args: Mapping[str, str]) -> dict[str, Any]:
    """What the page of a task shows; ``args`` say which part of it, as of which day. Raises NotFound."""
    task_id = int(request.url_vars["id"])
    context: dict[str, Any] | None = await read_store(datasette, lambda conn: _read(conn, request.actor, task_id, args))
    if context is None:
        raise NotFound(_GONE)
    return context


async def evidence_file(datasette: Any, request: Any) -> Any:
    """A file that proves an event, to be saved; never shown within a page of ours, whatever is in it."""
    task_id, file_id = int(request.url_vars["id"]), int(request.url_vars["file"])

    def read(conn: Any) -> Any:
        found = read_file(conn, file_id)
        if found is None or found[0] != task_id or not may_see_task(conn, request.actor, task_id):
            return None
        own = visible(conn, request.actor)
        page = read_task_page(conn, task_id, date.max, own)
        shown = {one.id for event in page.events for one in event.files} if page else set()
        return found[2] if file_id in shown else None

    file = await read_store(datasette, read)
    path = file and kept_file(store_path(datasette).parent, file.sha256)
    if path is None:
        raise NotFound("Không có tệp này.")
    headers = {
        "content-disposition": f"attachment; filename*=UTF-8''{quote(file.name)}",
        "x-content-type-options": "nosniff",
        "content-security-policy": "default-src 'none'; sandbox",
        "cache-control": "private, no-store",
    }
    body = await asyncio.to_thread(path.read_bytes)
    return Response(body, headers=headers, content_type="application/octet-stream")


def _read(conn: Any, actor: Actor | None, task_id: int, args: Mapping[str, str]) -> dict[str, Any] | None:
    if not may_see_task(conn, actor, task_id):
        return None
    day, own = day_of(args), visible(conn, actor)
    page = read_task_page(conn, task_id, day, own)
    if page is None:
        return None
    part = parts.open_part(page, args.get("phan") or "", own)
    occurrences = read_occurrences(conn, task_id, day, part.id if part else None) if page.task["recurring"] else ()
    chosen = _chosen(occurrences, args.get("ky") or "")
    members = parts.members(page, args)
    forms = {
        "part": parts.recordable(actor, page, part, own, chosen) if part else None,
        "whole": parts.recordable_whole(actor, page, own),
    }
    every = bool(args.get("moi")) or len(members) <= parts.MEMBERS + 5
    told = page.events if part is None else [one for one in page.events if one.assignment_id in (None, part.id or None)]
    all_told = bool(args.get("nhat_ky")) or len(told) <= _TOLD + 5
    return {
        "page": page, "part": part, "members": members if every else members[: parts.MEMBERS],
        "more_members": 0 if every else len(members) - parts.MEMBERS, "timings": parts.timings_of(page),
        "occurrences": occurrences, "chosen": chosen, "forms": forms, "list_path": LIST, "args": args,
        "days_left": parts.days_left, "plots": _plots(page), "plot_size": (WIDTH, HEIGHT),
        "names": agency_names(conn) if forms["part"] and any(k.id == "reassign" for k in forms["part"].kinds) else (),
        "may_measure": _may_measure(actor, page, part, own), "past": day < vietnam_today(), "own": own,
        "events": told if all_told else told[:_TOLD], "more_events": 0 if all_told else len(told) - _TOLD,
    }  # fmt: skip


def _chosen(occurrences: tuple[Occurrence, ...], asked: str) -> Occurrence | None:
    day = read_day(asked) if asked else None
    return next((one for one in occurrences if one.due == day), None)


def _may_measure(actor: Actor | None, page: TaskPage, part: Part | None, own: tuple[int, ...] | None) -> bool:
    """Who follows a target may record what was measured of it: the office, and who leads the task for its own part."""
    if actor is None or not page.targets or page.day != vietnam_today():
        return False
    return own is None or (part is not None and parts.acts_for(actor, part, own))


def _plots(page: TaskPage) -> dict[int, Any]:
    return {target["id"]: plot(target["measures"], target["value"]) for target in page.targets}


ROUTES = (
    Route(
        r"^/-/viec/(?P<id>\d{1,18})$", "GET", READING | {AGENCY}, task_page, "Trang một việc; cơ quan chỉ việc của mình"
    ),
    Route(
        r"^/-/viec/(?P<id>\d{1,18})/tep/(?P<file>\d{1,18})$", "GET", READING | {AGENCY}, evidence_file,
        "Tệp chứng minh; cơ quan chỉ tệp của mình",
    ),
)  # fmt: skip
