"""Whatever goes wrong answered with a whole page and the way back: a mistake in an address, a refusal, the unforeseen.

Of the unforeseen only the kind is told: its own text may quote a document. ``GIAOVIEC_DEBUG`` prints the rest.
"""

import os
import traceback
from collections.abc import Awaitable, Callable
from typing import Any

from datasette.utils.asgi import Base400
from datasette.views.base import DatasetteError

from datasette import Response, hookimpl
from pipeline.errors import GiaoviecError


@hookimpl(tryfirst=True)
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Callable[[], Awaitable[Any]]:
    status, message = _told(exception)

    async def page() -> Any:
        info = {"ok": False, "error": message, "status": status, "title": None}
        if request.path.endswith(".json"):
            return Response.json(info, status=status)
        html = await datasette.render_template("error.html", info, request=request)
        return Response.html(html, status=status)

    return page


def _told(exception: Exception) -> tuple[int, str]:
    """The status of the answer and its sentence."""
    if isinstance(exception, DatasetteError):
        return exception.status, exception.message
    if isinstance(exception, Base400):
        return exception.status, str(exception)
    if isinstance(exception, GiaoviecError):
        return 422, str(exception)
    if os.environ.get("GIAOVIEC_DEBUG"):
        traceback.print_exception(exception)
    kind = type(exception).__name__
    return 500, f"Lỗi ngoài dự kiến ({kind}). Hãy thử lại; nếu vẫn lỗi, hãy báo cho người quản trị máy chủ."
