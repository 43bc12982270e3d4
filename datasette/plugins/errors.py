"""Mistakes in an address or a query and what the store refuses, answered with a whole page and the way back."""

from collections.abc import Awaitable, Callable
from typing import Any

from datasette.utils.asgi import Base400
from datasette.views.base import DatasetteError

from datasette import Response, hookimpl
from pipeline.errors import GiaoviecError


@hookimpl(tryfirst=True)
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Callable[[], Awaitable[Any]] | None:
    if not isinstance(exception, (Base400, DatasetteError, GiaoviecError)):
        return None
    status = 422 if isinstance(exception, GiaoviecError) else exception.status
    message = exception.message if isinstance(exception, DatasetteError) else str(exception)

    async def page() -> Any:
        info = {"ok": False, "error": message, "status": status, "title": None}
        if request.path.endswith(".json"):
            return Response.json(info, status=status)
        html = await datasette.render_template("error.html", info, request=request)
        return Response.html(html, status=status)

    return page
