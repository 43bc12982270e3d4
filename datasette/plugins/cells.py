"""How cells look: days as 31/12/2025, timings in colour, and links between tasks and documents."""

from typing import Any

from markupsafe import Markup

from datasette import hookimpl
from pipeline.follow import timings
from pipeline.serve import store_name
from pipeline.store.folding import fold
from pipeline.web.cell_values import is_day, label_of, local_moment

_DOCUMENT_COLUMNS = {"van_ban", "label"}
_TASK_COLUMNS = {"viec", "noi_dung", "text"}


@hookimpl
def render_cell(row: Any, value: Any, column: str, table: str | None, database: str, datasette: Any) -> Any:
    if not isinstance(value, str) or not value:
        return None
    if is_day(column, value):
        return day(value)
    if (moment := local_moment(value)) is not None:
        return f"{moment:%d/%m/%Y %H:%M}"
    if column == "tinh_trang" and value in timings():
        return Markup('<span class="timing {}">{}</span>').format(timing_class(value), value)
    if column in _DOCUMENT_COLUMNS or column in _TASK_COLUMNS:
        return _link(row, value, column, table, _Pages(datasette, database))
    if column == "van_ban_vien_dan":
        return _Pages(datasette, database).document(row["vien_dan_id"], value)
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


class _Pages:
    """Links to documents and tasks: to their pages, or in a database served beside to their rows."""

    def __init__(self, datasette: Any, database: str) -> None:
        self._urls = datasette.urls
        self._beside = database if database != store_name(datasette) else None

    def document(self, id_: Any, text: str) -> Markup:
        return self._link("to-document", f"/-/van-ban/{id_}", "documents", id_, text)

    def task(self, id_: Any, text: str) -> Markup:
        return self._link("to-task", f"/-/viec/{id_}", "tasks", id_, text)

    def _link(self, kind: str, page: str, table: str, id_: Any, text: str) -> Markup:
        path = self._urls.row(self._beside, table, id_) if self._beside else self._urls.path(page)
        return Markup('<a class="{}" href="{}">{}</a>').format(kind, path, text)


def _link(row: Any, value: str, column: str, table: str | None, pages: _Pages) -> Any:
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
        return pages.task(task, value)
    return pages.document(document, value)
