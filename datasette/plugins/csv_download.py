"""Downloaded CSV files begin with a byte order mark: without it Excel takes Vietnamese letters for another encoding."""

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs

from datasette import hookimpl

_MARK = b"\xef\xbb\xbf"


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[Any], Any]:
    """Put the mark before the first bytes of ``….csv?_dl=1``; what programs read as ``….csv`` stays plain."""

    def wrap(app: Any) -> Any:
        async def marked(scope: Any, receive: Any, send: Any) -> None:
            if scope["type"] == "http" and _is_download(scope):
                send = _marking(send)
            await app(scope, receive, send)

        return marked

    return wrap


def _is_download(scope: Any) -> bool:
    return scope["path"].endswith(".csv") and "_dl" in parse_qs(scope.get("query_string", b"").decode("latin-1"))


def _marking(send: Callable[[Any], Awaitable[None]]) -> Callable[[Any], Awaitable[None]]:
    pending = False

    async def sent(message: Any) -> None:
        nonlocal pending
        if message["type"] == "http.response.start":
            headers = message.get("headers", [])
            pending = any(k.lower() == b"content-type" and v.startswith(b"text/csv") for k, v in headers)
            if pending:
                kept = [(k, v) for k, v in headers if k.lower() != b"content-length"]
                message = {**message, "headers": kept}
        elif pending and message.get("body"):
            pending = False
            message = {**message, "body": _MARK + message["body"]}
        await send(message)

    return sent
