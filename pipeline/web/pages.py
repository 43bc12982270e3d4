"""What every handler does: read a form, write to the store, show a page, say what was refused."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import parse_qs

from datasette.app import Response
from sqlite_utils import Database

from pipeline.errors import GiaoviecError
from pipeline.serve import store_name
from pipeline.store import open_store
from pipeline.web.access import store_path

T = TypeVar("T")


async def in_store(datasette: Any, fn: Callable[[Database], T]) -> T:
    """What ``fn`` makes of the store, opened for writing, in a thread of its own. Raises what ``fn`` raises."""
    return await asyncio.to_thread(_with_store, store_path(datasette), fn)


async def read_store(datasette: Any, fn: Callable[[Any], T]) -> T:
    """What ``fn`` makes of a connection of Datasette's, which only reads."""
    found: T = await datasette.get_database(store_name(datasette)).execute_fn(fn)
    return found


async def form_of(request: Any) -> dict[str, str]:
    """What was typed into a form, by field; of a field that came several times, the last."""
    return {name: values[-1] for name, values in (await form_lists(request)).items()}


async def form_lists(request: Any) -> dict[str, list[str]]:
    """What was typed into a form whose fields may come several times: boxes ticked in a list."""
    body = (await request.post_body()).decode("utf-8", errors="replace")
    return parse_qs(body, keep_blank_values=True, max_num_fields=20_000)


async def render(datasette: Any, request: Any, template: str, context: dict[str, Any], status: int = 200) -> Any:
    """The page that ``template`` makes of ``context``; ``typed`` and ``errors`` of forms are there, empty."""
    given = {"typed": {}, "errors": {}, "database": store_name(datasette), **context}
    return Response.html(await datasette.render_template(template, given, request=request), status=status)


async def refused(
    datasette: Any,
    request: Any,
    template: str,
    context: dict[str, Any],
    error: GiaoviecError | str,
    *,
    typed: dict[str, Any],
    field: str = "",
    status: int = 422,
) -> Any:
    """The form again with what was typed and the sentence beside its field, or above the form without one."""
    return await render(
        datasette, request, template, {**context, "typed": typed, "errors": {field: str(error)}}, status
    )


def see(datasette: Any, path: str) -> Any:
    """Go and look there: the answer to a form that was taken, so that reloading does not send it again."""
    return Response.redirect(datasette.urls.path(path), status=303)


def say(datasette: Any, request: Any, sentence: str) -> None:
    """A sentence on the next page shown: what was done."""
    datasette.add_message(request, sentence)


def _with_store(path: Path, fn: Callable[[Database], T]) -> T:
    store = open_store(path)
    with closing(store.conn):
        return fn(store)
