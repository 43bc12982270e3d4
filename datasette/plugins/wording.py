"""Vietnamese words for what Datasette names in English: column headings, titles of tables, kinds of filters."""

from typing import Any

from datasette import hookimpl
from pipeline.clock import vietnam_today
from pipeline.serve import attached_names, store_name
from pipeline.store.functions import read_day
from pipeline.store.labels import state_label, type_label
from pipeline.values.numbers import print_number
from pipeline.web.cell_values import local_moment

_LOOKUPS = {
    "exact": "là", "not": "không phải là", "contains": "có chứa", "endswith": "kết thúc bằng",
    "startswith": "bắt đầu bằng", "gt": ">", "gte": "≥", "lt": "<", "lte": "≤", "like": "giống mẫu (%)",
    "notlike": "không giống mẫu (%)", "glob": "giống mẫu (*)", "in": "là một trong", "notin": "không là một trong",
    "arraycontains": "danh sách có", "arraynotcontains": "danh sách không có", "date": "ngày là",
    "isnull": "trống", "notnull": "không trống", "isblank": "trống hoặc rỗng", "notblank": "có nội dung",
}  # fmt: skip


@hookimpl
def extra_template_vars(datasette: Any, database: str | None) -> dict[str, Any]:
    headings = datasette.plugin_config("column-headings") or {}
    name = database or store_name(datasette)

    def title_of(table: str) -> str:
        return str(datasette.table_metadata(name, table).get("title") or table)

    return {
        "store": store_name(datasette),
        "beside": [(name, str(datasette.metadata("title", database=name))) for name in attached_names(datasette)],
        "heading": lambda column: headings.get(column, column),
        "title_of": title_of,
        "lookup_label": lambda key, display: _LOOKUPS.get(key, display),
        "is_day": lambda typed: read_day(typed) is not None,
        "typed_day": _typed_day,
        "type_name": type_label,
        "state_name": state_label,
        "decimal": print_number,
        "moment": local_moment,
        "today": lambda: f"{vietnam_today():%d/%m/%Y}",
        "number": lambda count: f"{count:,}".replace(",", "."),
    }


def _typed_day(typed: str | None) -> str:
    """What was typed, as people here write days; what is no day stays as it is."""
    found = read_day(typed) if typed else None
    return f"{found:%d/%m/%Y}" if found else typed or ""
