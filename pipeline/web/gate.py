"""The one gate before every page: signed in, allowed, by a form of ours; and the headers that every answer carries."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlencode

from datasette.app import Response
from datasette.utils.asgi import Request

from pipeline.web.access import Actor, actor_of, is_public, role_of
from pipeline.web.login import LOGIN
from pipeline.web.pages import render
from pipeline.web.routing import NO_ONE, NOBODY, READER, Route, method_of, routes_at

App = Callable[[Any, Any, Any], Awaitable[None]]
_REFUSED = "giaoviec.refused"
_REFUSED_PATH = "/-/tu-choi"
_FORGED = 1
_SENTENCES = {
    403: "Tài khoản này không được xem trang này hoặc làm việc này.",
    404: "Không có trang này.",
    405: "Địa chỉ này không nhận cách gửi ấy.",
    _FORGED: "Biểu mẫu đã quá cũ hoặc không phải của trang này: hãy mở lại trang rồi gửi lại.",
}
_HEADERS = {
    b"content-security-policy": b"default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; "
    b"object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'",
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"SAMEORIGIN",
    b"referrer-policy": b"same-origin",
    b"cross-origin-opener-policy": b"same-origin",
    b"permissions-policy": b"camera=(), geolocation=(), microphone=()",
}


@dataclass(frozen=True, slots=True)
class _Refusal:
    """Why a request was turned away, and whether a program is told."""

    status: int
    as_data: bool


def gate(datasette: Any, app: App, routes: Sequence[Route]) -> App:
    """``app`` behind the gate, which knows every page by ``routes``."""

    async def gated(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        request = Request(scope, receive)
        actor = await actor_of(datasette, request)
        send = _with_headers(send)
        # Datasette takes the actor from here where no plugin names one.
        scope = {**scope, "actor": actor}
        status = _status(datasette, request, actor, routes)
        if status == 200:
            await app(scope, receive, send)
            return
        refusal = _Refusal(status, _wants_data(request))
        if actor is None and status in (403, 404) and method_of(scope) == "GET" and not refusal.as_data:
            await _to_login(datasette, request).asgi_send(send)
            return
        # A page of its own, asked for in place of the one that was: so it passes what gives its forms their token.
        path = str(datasette.urls.path(_REFUSED_PATH))
        instead = {"method": "GET", "path": path, "raw_path": path.encode(), "query_string": b"", _REFUSED: refusal}
        await app({**scope, **instead}, receive, send)

    return gated


async def refused_page(datasette: Any, request: Any) -> Any:
    """Why something was not served, as a page or, to programs, as JSON."""
    refusal = request.scope[_REFUSED]
    sentence = _SENTENCES[refusal.status]
    # A forged form is answered as what is forbidden.
    status = 403 if refusal.status == _FORGED else refusal.status
    if refusal.as_data:
        return Response.json({"ok": False, "error": sentence, "status": status}, status=status)
    return await render(datasette, request, "error.html", {"error": sentence, "status": status}, status)


def _status(datasette: Any, request: Any, actor: Actor | None, routes: Sequence[Route]) -> int:
    """200 for a request that is served, else why it is turned away."""
    role, method = role_of(actor, is_public(datasette)), method_of(request.scope)
    found = routes_at(routes, _path(datasette, request.scope))
    if not any(route.roles for route in found):
        return 404
    allowed = {route.method for route in found if role in route.roles}
    if method not in allowed:
        known = method in {route.method for route in found}
        return 403 if known or not allowed or role in (NOBODY, READER) else 405
    return 200 if method == "GET" or _by_a_form_of_ours(request) else _FORGED


def _to_login(datasette: Any, request: Any) -> Any:
    """To the form, which leads on to what was asked for."""
    query = f"?{request.query_string}" if request.query_string else ""
    wanted = urlencode({"next": _raw_path(request.scope) + query})
    return Response.redirect(f"{datasette.urls.path(LOGIN)}?{wanted}", status=303)


def _by_a_form_of_ours(request: Any) -> bool:
    """Whether the check of the token is made, which Datasette leaves out without cookies and for bearers of tokens."""
    return "ds_csrftoken" in request.cookies and "authorization" not in request.headers


def _path(datasette: Any, scope: Any) -> str:
    """The path as Datasette looks it up."""
    path, base = _raw_path(scope), datasette.setting("base_url")
    return "/" + path[len(base) :] if base != "/" and path.startswith(base) else path


def _raw_path(scope: Any) -> str:
    raw = scope.get("raw_path")
    return str((raw.decode("ascii") if raw else scope["path"]).partition("?")[0])


def _wants_data(request: Any) -> bool:
    """Whether a program asks, not somebody at a browser."""
    typed = parse_qs(request.query_string)
    last = request.path.rpartition("/")[2]
    named = last.endswith((".json", ".jsono", ".csv", ".xlsx", ".blob")) or "_format" in typed
    return named or request.headers.get("accept", "").startswith("application/json")


def _with_headers(send: Any) -> Any:
    async def sent(message: Any) -> None:
        if message["type"] == "http.response.start":
            given = {name.lower() for name, _ in message.get("headers", [])}
            added = [(name, value) for name, value in _HEADERS.items() if name not in given]
            message = {**message, "headers": [*message.get("headers", []), *added]}
        await send(message)

    return sent


ROUTES = (Route(rf"^{_REFUSED_PATH}$", "GET", NO_ONE, refused_page, "Câu trả lời khi không được phép"),)
