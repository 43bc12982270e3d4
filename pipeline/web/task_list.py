"""``/-/viec``: the list of tasks with its filters, the views of it that people saved, and its saving as an address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

from pipeline.errors import RecordRefused
from pipeline.follow import workflow
from pipeline.follow.fields import fields
from pipeline.store.agency_page import agency_label
from pipeline.store.labels import type_label
from pipeline.store.reading import document_label
from pipeline.store.saved_views import delete_view, save_view, saved_views
from pipeline.store.seen_by import agencies_acted_for
from pipeline.store.task_filter import SORTS
from pipeline.store.task_list import list_tasks
from pipeline.store.task_places import read_place
from pipeline.web.access import Actor, confirmed_only, may_see_document
from pipeline.web.list_address import LIST, NAMES, ListAddress, day_of, read_address, read_filter
from pipeline.web.pages import form_of, in_store, read_store, refused, render, say, see
from pipeline.web.routing import AGENCY, READING, SIGNED_IN, Route

VIEWS = f"{LIST}/che-do-xem"
_FACETS = {"agency": "co_quan", "field": "linh_vuc", "type": "loai", "signer": "nguoi_ky", "month": "thang"}
_ROLE_LABELS = {"chu-tri": "chủ trì", "phoi-hop": "phối hợp"}
_TABS = (
    "chua-xong", "qua-han", "den-han-hom-nay", "sap-den-han", "trong-han", "khong-co-han", "chua-tiep-nhan",
    "xin-gia-han", "cho-xac-nhan", "tu-choi", "tam-dung", "hoan-thanh", "da-huy", "tat-ca",
)  # fmt: skip


async def list_page(datasette: Any, request: Any) -> Any:
    """The list that the address asks for; to an agency's account only its own tasks."""
    return await render(datasette, request, "viec_ds.html", await list_context(datasette, request))


async def list_context(datasette: Any, request: Any) -> dict[str, Any]:
    """What the page of a list shows."""
    address, actor = read_address(request.args), request.actor
    after = read_place(request.args.get("sau") or "")

    def read(conn: Any) -> dict[str, Any]:
        own = visible(conn, actor)
        asked = read_filter(address, own, confirmed_only(actor))
        found = list_tasks(conn, asked, after)
        agency = _agency(conn, own, int(address.said["co_quan"])) if "co_quan" in address.said else ""
        document = _document(conn, actor, int(address.said["van_ban"])) if "van_ban" in address.said else ""
        views = saved_views(conn, actor["id"]) if actor else ()
        return {"asked": asked, "found": found, "chosen": _chosen(address, agency, document), "views": views}

    context = await read_store(datasette, read)
    return {
        **context,
        "address": address, "facets": _facets(address, context["found"].facets, actor), "tabs": _tabs(context),
        "sorts": SORTS, "after": after, "own": actor is not None and actor["role"] == AGENCY,
        "bulk_kinds": bulk_kinds(actor) if context["asked"].day == day_of({}) else (),
    }  # fmt: skip


def _document(conn: Any, actor: Actor | None, document_id: int) -> str:
    """The name of a document for who may see it, else only its number."""
    seen = may_see_document(conn, actor, document_id)
    return document_label(conn, document_id) if seen else f"số {document_id}"


def _agency(conn: Any, own: tuple[int, ...] | None, agency_id: int) -> str:
    """The name of an agency for who sees its tasks, else only its number."""
    return agency_label(conn, agency_id) if own is None or agency_id in own else f"số {agency_id}"


def visible(conn: Any, actor: Actor | None) -> tuple[int, ...] | None:
    """The agencies whose tasks somebody may see; None for who sees all."""
    if actor is None or actor["role"] != AGENCY:
        return None
    return agencies_acted_for(conn, actor["agency_id"]) if actor["agency_id"] else ()


def bulk_kinds(actor: Actor | None) -> tuple[Any, ...]:
    """The kinds of events that somebody may record on several tasks at once: those that say nothing of one task.

    What needs no words comes first.
    """
    if actor is None:
        return ()
    rules = workflow()
    may = {event for (_, event), row in rules.transitions.items() if actor["role"] in row.by}
    kinds = [kind for kind in rules.events.values() if kind.id in may and {"note", "new_due"}.issuperset(kind.needs)]
    return tuple(sorted(kinds, key=lambda kind: len(kind.needs)))


async def keep_view(datasette: Any, request: Any) -> Any:
    """Save the list under a name, and go back to it."""
    typed = await form_of(request)
    address = read_address(dict(parse_qsl(typed.get("xem", ""))))
    owner, query = request.actor["id"], address.query(as_of="")
    try:
        await in_store(datasette, lambda db: save_view(db, owner, typed.get("ten", ""), query))
    except RecordRefused as error:
        return await refused(
            datasette, request, "viec_che_do_xem.html", {"address": address}, error, typed=typed, field="ten"
        )
    say(datasette, request, f"Đã lưu chế độ xem “{' '.join(typed['ten'].split())}”.")
    return see(datasette, address.path())


async def drop_view(datasette: Any, request: Any) -> Any:
    """Forget a saved view."""
    await in_store(datasette, lambda db: delete_view(db, request.actor["id"], int(request.url_vars["id"])))
    say(datasette, request, "Đã xóa chế độ xem.")
    return see(datasette, LIST)


def _facets(address: ListAddress, counted: dict[str, Any], actor: Actor | None) -> list[dict[str, Any]]:
    """What the list can still be narrowed by, each value with the list that has only it."""
    hidden = {"co_quan"} if actor and actor["role"] == AGENCY else set()
    return [
        {"label": NAMES[name], "choices": [(one, address.path(**{name: one.value})) for one in counted[facet]]}
        for facet, name in _FACETS.items()
        if name not in hidden and name not in address.said and counted[facet]
    ]


def _tabs(context: dict[str, Any]) -> list[Any]:
    counts = {choice.value: choice for choice in context["found"].statuses}
    shown = [counts[id_] for id_ in _TABS]
    current = counts[context["asked"].group.id]
    return shown if current in shown else [*shown, current]


def _chosen(address: ListAddress, agency: str, document: str) -> list[tuple[str, str, str]]:
    """What the list is narrowed by, in words, each with the list without it."""
    said = address.said
    words: dict[str, Callable[[str], str]] = {
        "co_quan": lambda value: agency, "van_ban": lambda value: document, "loai": type_label,
        "linh_vuc": lambda value: next(field.label for field in fields() if field.id == value),
        "vai_tro": lambda value: _ROLE_LABELS[value], "thang": lambda value: f"{value[5:]}/{value[:4]}",
    }  # fmt: skip
    shown = [name for name in said if name not in ("tinh_trang", "xep", "as_of")]
    return [(NAMES[name], words.get(name, str)(said[name]), address.path(**{name: ""})) for name in shown]


ROUTES = (
    Route(rf"^{LIST}$", "GET", READING | {AGENCY}, list_page, "Danh sách việc; cơ quan chỉ thấy việc của mình"),
    Route(rf"^{VIEWS}$", "POST", SIGNED_IN, keep_view, "Lưu chế độ xem của mình"),
    Route(rf"^{VIEWS}/(?P<id>\d{{1,15}})/xoa$", "POST", SIGNED_IN, drop_view, "Xóa chế độ xem của mình"),
)
