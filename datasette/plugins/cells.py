"""How cells look: days as 31/12/2025, timings in colour, and links between tasks and documents."""

import re
from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from datasette import hookimpl
from pipeline.follow import timings
from pipeline.store.folding import fold
from pipeline.store.labels import code_label, event_label, relation_label, role_label, type_label

_DAY_COLUMNS = {
    "han", "han_moi", "ngay", "ngay_giao", "ngay_ban_hanh", "ngay_do", "ky", "ky_toi", "due", "date", "given_on",
    "on_day", "new_due", "occurrence_due", "done_on", "arrival_date", "occurrences_until",
}  # fmt: skip
_DAY = re.compile(r"\d{4}(?:-\d{2}){0,2}")
_LABELS: dict[tuple[str | None, str], Callable[[str], str]] = {
    (None, "type"): type_label,
    (None, "relation"): relation_label,
    ("task_events", "kind"): event_label,
    ("task_events", "role"): role_label,
    ("corrections", "role"): role_label,
}
_DOCUMENT_COLUMNS = {"van_ban", "label"}
_TASK_COLUMNS = {"viec", "noi_dung", "text"}


@hookimpl
def render_cell(row: Any, value: Any, column: str, table: str | None, datasette: Any) -> Any:
    if not isinstance(value, str) or not value:
        return None
    if column in _DAY_COLUMNS and _DAY.fullmatch(value):
        return day(value)
    if column == "tinh_trang" and value in timings():
        return Markup('<span class="timing {}">{}</span>').format(timing_class(value), value)
    if column in _DOCUMENT_COLUMNS or column in _TASK_COLUMNS:
        return _link(row, value, column, table, datasette)
    if column == "van_ban_vien_dan":
        return Markup('<a class="to-document" href="{}">{}</a>').format(
            datasette.urls.path(f"/-/van-ban/{row['vien_dan_id']}"), value
        )
    label = _LABELS.get((table, column)) or _LABELS.get((None, column))
    return label(value) if label else code_label(column, value)


@hookimpl
def extra_template_vars() -> dict[str, Any]:
    return {"day": day, "timing_class": timing_class}


def day(iso: str | None) -> str:
    """``2025-12-31`` as ``31/12/2025``, with the precision it has."""
    return "/".join(reversed(iso.split("-"))) if iso else ""


def timing_class(timing: str) -> str:
    """The CSS class of a timing: ``quá hạn`` gives ``timing-qua-han``."""
    return "timing-" + fold(timing).replace(" ", "-")


def _link(row: Any, value: str, column: str, table: str | None, datasette: Any) -> Any:
    cells = dict(zip(row.keys(), tuple(row), strict=False)) if not isinstance(row, dict) else row
    document = cells.get("van_ban_id") or cells.get("document_id")
    task = cells.get("viec_id")
    if table in ("van_ban", "documents") and column != "text":
        document = cells.get("id")
    elif table in ("viec", "tasks"):
        task = cells.get("id")
    if isinstance(document, dict):
        document = document.get("value")
    if not document:
        return None
    if task and column in _TASK_COLUMNS:
        return Markup('<a class="to-task" href="{}">{}</a>').format(datasette.urls.path(f"/-/viec/{task}"), value)
    path = datasette.urls.path(f"/-/van-ban/{document}")
    return Markup('<a class="to-document" href="{}">{}</a>').format(path, value)
