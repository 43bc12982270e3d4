"""The headers that every answer carries: nothing from elsewhere is loaded, nobody elsewhere frames a page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

Send = Callable[[Any], Awaitable[None]]

_POLICY = {
    "default-src": "'self'",
    "img-src": "'self' data: blob:",
    "style-src": "'self' 'unsafe-inline'",  # the places of highlights on a page are inline styles
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'self'",
}
HEADERS = {
    "content-security-policy": "; ".join(f"{name} {sources}" for name, sources in _POLICY.items()),
    "x-content-type-options": "nosniff",
    "x-frame-options": "SAMEORIGIN",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}


def with_cookie(send: Send, cookie: str, header: str) -> Send:
    """``send``, which sets a cookie by ``header`` unless the answer sets that cookie itself."""

    async def sent(message: Any) -> None:
        if message["type"] == "http.response.start":
            given = message.get("headers", [])
            begins = f"{cookie}=".encode()
            if not any(name.lower() == b"set-cookie" and value.startswith(begins) for name, value in given):
                message = {**message, "headers": [*given, (b"set-cookie", header.encode())]}
        await send(message)

    return sent


def with_headers(send: Send) -> Send:
    """``send``, which adds the headers that an answer does not set by itself."""

    async def sent(message: Any) -> None:
        if message["type"] == "http.response.start":
            given = {name.lower() for name, _ in message.get("headers", [])}
            added = [(name.encode(), value.encode()) for name, value in HEADERS.items() if name.encode() not in given]
            message = {**message, "headers": [*message.get("headers", []), *added]}
        await send(message)

    return sent
