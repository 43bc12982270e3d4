"""The one gate before every page: who is signed in, whether they may, and whether a form is one of ours."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from asgi_csrf import error_messages
from datasette.utils.asgi import Request

from pipeline.web.access import actor_of, is_public, role_of
from pipeline.web.headers import Send, with_cookie, with_headers
from pipeline.web.refusals import FORGED, REFUSAL, REFUSED, Refusal, answer, refusal
from pipeline.web.routing import NOBODY, READER, Route, method_of, path_of, routes_at
from pipeline.web.sessions import COOKIE, renewed

_LONGEST_OF_NOBODY = 20_000
App = Callable[[Any, Any, Any], Awaitable[None]]
_CSRF_BODIES = {message.encode() for message in error_messages.values()}


def gate(datasette: Any, app: App, routes: Sequence[Route]) -> App:
    """``app`` behind the gate, which knows every page by ``routes``."""

    async def gated(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        send = with_headers(send)
        # Datasette takes the actor from here where no plugin names one.
        scope = {**scope, "actor": await actor_of(datasette, Request(scope, receive))}
        request = Request(scope, receive)
        if scope["actor"] and (header := renewed(datasette, request)):
            send = with_cookie(send, COOKIE, header)
        why = _turned_away(datasette, request, routes)
        if why is None and method_of(scope) == "GET":
            await app(scope, receive, send)
        elif why is None:
            await _answer_form(datasette, app, request, send)
        elif why.could_sign_in:
            await (await answer(datasette, request, why)).asgi_send(send)
        else:
            await app(_instead(datasette, scope, why), receive, send)

    return gated


def _turned_away(datasette: Any, request: Any, routes: Sequence[Route]) -> Refusal | None:
    """Why a request is not served; None for one that is."""
    role, method = role_of(request.actor, is_public(datasette)), method_of(request.scope)
    found = routes_at(routes, path_of(datasette, request.scope))
    if not any(route.roles for route in found):
        return refusal(request, 404)
    allowed = {route.method for route in found if role in route.roles}
    if method not in allowed:
        known = method in {route.method for route in found}
        return refusal(request, 403 if known or not allowed or role in (NOBODY, READER) else 405)
    if method == "POST":
        most = max(route.most_bytes for route in found if route.method == "POST")
        if not _is_short(request, most if request.actor else _LONGEST_OF_NOBODY):
            return refusal(request, 413)
    # Datasette leaves its check of the token out where there are no cookies, and for bearers of tokens.
    checked = "ds_csrftoken" in request.cookies and "authorization" not in request.headers
    return None if method == "GET" or checked else refusal(request, 403, FORGED)


def _is_short(request: Any, most: int) -> bool:
    """Whether a form says that it is short enough: forms are read whole before anything is known of them."""
    length = request.headers.get("content-length", "")
    return length.isdecimal() and len(length) < 16 and int(length) <= most


def _instead(datasette: Any, scope: Any, why: Refusal) -> Any:
    """The scope of a page that says why: asked for like others, so it passes what gives its forms their token."""
    path = str(datasette.urls.path(REFUSED))
    asked = {"method": "GET", "path": path, "raw_path": path.encode(), "query_string": b""}
    return {**scope, **asked, REFUSAL: why}


async def _answer_form(datasette: Any, app: App, request: Any, send: Send) -> None:
    """Pass a form on; where its token is not ours, say so in our words instead of those of the library."""
    started: list[Any] = []
    forged = False

    async def sent(message: Any) -> None:
        nonlocal forged
        if message["type"] == "http.response.start" and message["status"] == 403:
            started.append(message)
        elif started and message.get("body") in _CSRF_BODIES:
            forged = True
            started.clear()
        elif not forged:
            while started:
                await send(started.pop())
            await send(message)

    await app(request.scope, request.receive, sent)
    if forged:
        await app(_instead(datasette, request.scope, refusal(request, 403, FORGED)), request.receive, send)
