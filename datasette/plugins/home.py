"""The figures on the home page: the first line of the four-cell report and the newest documents."""

from collections.abc import Awaitable, Callable
from typing import Any

from datasette import hookimpl
from pipeline.serve import store_name


@hookimpl
def extra_template_vars(datasette: Any, view_name: str) -> Callable[[], Awaitable[dict[str, Any]]] | dict[str, Any]:
    if view_name not in ("index", "database"):
        return {}

    async def figures() -> dict[str, Any]:
        name = store_name(datasette)
        queries = await datasette.get_canned_queries(name, None)
        return {
            "queries_of_store": queries,
            "report": await _first_row(datasette, queries.get("bao_cao_bon_o")) if view_name == "index" else None,
            "newest": await _newest(datasette, queries.get("theo_van_ban")) if view_name == "index" else [],
        }

    return figures


async def _first_row(datasette: Any, query: dict[str, Any] | None) -> Any:
    return next(iter(await _rows(datasette, query)), None)


async def _newest(datasette: Any, query: dict[str, Any] | None) -> list[Any]:
    return (await _rows(datasette, query))[:8]


async def _rows(datasette: Any, query: dict[str, Any] | None) -> list[Any]:
    if query is None:
        return []
    database = datasette.get_database(store_name(datasette))
    return list((await database.execute(query["sql"], {"as_of": ""})).rows)
