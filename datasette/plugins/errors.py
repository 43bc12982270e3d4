"""Mistakes in an address or a query answered with a whole page, with the way back to the others."""

from collections.abc import Awaitable, Callable
from typing import Any

from datasette.utils.asgi import Base400
from datasette.views.base import DatasetteError

from datasette import Response, hookimpl


@hookimpl(tryfirst=True)
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Callable[[], Awaitable[Any]] | None:
    if not isinstance(exception, (Base400, DatasetteError)):
        return None
    status = exception.status
    message = exception.message if isinstance(exception, DatasetteError) else str(exception)

    async def page() -> Any:
        info = {"ok": False, "error": message, "status": status, "title": None}
        if request.path.endswith(".json"):
            return Response.json(info, status=status)
        html = await datasette.render_template("error.html", info, request=request)
        return Response.html(html, status=status)

    return page
