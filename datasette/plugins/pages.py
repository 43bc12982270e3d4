"""The pages of this program, registered."""

from typing import Any

from datasette import hookimpl
from pipeline.web.routes import ROUTES
from pipeline.web.routing import views


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return views(ROUTES)
