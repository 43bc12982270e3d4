"""How cells look: days as 31/12/2025, timings in colour, and links between tasks and documents."""

from typing import Any

from markupsafe import Markup

from datasette import hookimpl
from pipeline.follow import timings
from pipeline.store.folding import fold
from pipeline.web.cell_values import is_day, label_of, local_moment

_DOCUMENT_COLUMNS = {"van_ban", "label"}
_TASK_COLUMNS = {"viec", "noi_dung", "text"}


@hookimpl
def render_cell(row: Any, value: Any, column: str, table: str | None, datasette: Any) -> Any:
    if not isinstance(value, str) or not value:
        return None
    if is_day(column, value):
        return day(value)
    if (moment := local_moment(value)) is not None:
        return f"{moment:%d/%m/%Y %H:%M}"
    if column == "tinh_trang" and value in timings():
        return Markup('<span class="timing {}">{}</span>').format(timing_class(value), value)
    if column in _DOCUMENT_COLUMNS or column in _TASK_COLUMNS:
        return _link(row, value, column, table, datasette)
    if column == "van_ban_vien_dan":
        return Markup('<a class="to-document" href="{}">{}</a>').format(
            datasette.urls.path(f"/-/van-ban/{row['vien_dan_id']}"), value
        )
    return label_of(table, column, value)


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
