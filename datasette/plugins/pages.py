"""The pages of this program, registered, and the gate before all pages."""

from collections.abc import Callable
from typing import Any

from datasette import hookimpl
from pipeline.web.gate import gate
from pipeline.web.routes import ALL_ROUTES, ROUTES
from pipeline.web.routing import views


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return views(ROUTES)


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[Any], Any]:
    return lambda app: gate(datasette, app, ALL_ROUTES)
