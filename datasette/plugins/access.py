"""The gate before all pages, what Datasette asks about rights, and what it answers where they lack."""

from collections.abc import Awaitable, Callable
from typing import Any

from datasette import hookimpl
from pipeline.web.access import is_public
from pipeline.web.form_token import token_to_header
from pipeline.web.gate import gate
from pipeline.web.permissions import permission
from pipeline.web.refusals import answer, refusal
from pipeline.web.routes import ALL_ROUTES


@hookimpl(trylast=True)
def asgi_wrapper(datasette: Any) -> Callable[[Any], Any]:
    return lambda app: gate(datasette, token_to_header(app), ALL_ROUTES)


@hookimpl
def permission_allowed(datasette: Any, actor: Any, action: str) -> bool | None:
    return permission(actor, action, is_public(datasette))


@hookimpl
def forbidden(datasette: Any, request: Any) -> Callable[[], Awaitable[Any]]:
    return lambda: answer(datasette, request, refusal(request, 403))
