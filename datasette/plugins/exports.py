"""Any table, view or query as a file for a spreadsheet: ``….xlsx``, ``….csv?_dl=1``; and their addresses on the pages.

What programs read as ``….csv`` is Datasette's own and stays plain.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

from datasette import hookimpl
from pipeline.web.exports import LINK_COLUMNS, export, export_address
from pipeline.web.sheets import MOST_ROWS

_CSV_FILE = "csv_file"  # the name of our renderer, as Datasette lets nobody take the place of its own


@hookimpl
def register_output_renderer() -> list[dict[str, Any]]:
    async def render_xlsx(datasette: Any, request: Any, database: str, data: dict[str, Any]) -> Any:
        return await export(datasette, request, database, data, "xlsx")

    async def render_csv(datasette: Any, request: Any, database: str, data: dict[str, Any]) -> Any:
        return await export(datasette, request, database, data, "csv")

    return [{"extension": "xlsx", "render": render_xlsx}, {"extension": _CSV_FILE, "render": render_csv}]


@hookimpl
def asgi_wrapper() -> Callable[[Any], Any]:
    def wrap(app: Any) -> Any:
        async def routed(scope: Any, receive: Any, send: Any) -> None:
            if scope["type"] == "http" and _is_download(scope):
                place = scope.get("raw_path") or scope["path"].encode()
                whole = place.partition(b"?")[0].removesuffix(b".csv") + f".{_CSV_FILE}".encode()
                scope = {**scope, "path": scope["path"].removesuffix(".csv") + f".{_CSV_FILE}", "raw_path": whole}
            await app(scope, receive, send)

        return routed

    return wrap


@hookimpl
def extra_template_vars(request: Any) -> dict[str, Any]:
    def address(extension: str) -> str:
        return export_address(request.path, request.query_string, extension)

    return {"export_address": address, "link_columns": LINK_COLUMNS, "most_exported": MOST_ROWS}


def _is_download(scope: Any) -> bool:
    return scope["path"].endswith(".csv") and "_dl" in parse_qs(scope.get("query_string", b"").decode("latin-1"))
