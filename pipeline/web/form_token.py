"""The token of a form with files, handed to the check of tokens where that looks first: in a header.

asgi-csrf would look for it in the body with a parser that newer releases of python-multipart no longer have.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any

App = Callable[[Any, Any, Any], Awaitable[None]]

HEADER = b"x-csrftoken"
_BEGINNING = 4_096  # bytes in which the token stands: it is the first field of every form of ours
_BOUNDARY = re.compile(rb'multipart/form-data;\s*boundary="?([^\s";]{1,70})"?', re.IGNORECASE)


def token_to_header(app: App) -> App:
    """``app``, which gets the first field of a form with files as a header too, where that field is the token.

    Nothing is checked here, and a header that was sent stays as it is.
    """

    async def handed(scope: Any, receive: Any, send: Any) -> None:
        headers = dict(scope.get("headers") or [])
        boundary = _BOUNDARY.match(headers.get(b"content-type", b""))
        if scope["type"] != "http" or scope["method"] != "POST" or boundary is None or HEADER in headers:
            return await app(scope, receive, send)
        messages, body = [], b""
        while len(body) < _BEGINNING:
            messages.append(await receive())
            body += messages[-1].get("body", b"")
            if not messages[-1].get("more_body"):
                break

        async def replayed() -> Any:
            return messages.pop(0) if messages else await receive()

        token = first_token(body[:_BEGINNING], boundary[1])
        added = [(HEADER, token)] if token else []
        return await app({**scope, "headers": [*scope["headers"], *added]}, replayed, send)

    return handed


def first_token(body: bytes, boundary: bytes) -> bytes | None:
    r"""The value of the first field of a form, where that is the token.

    >>> first_token(b'--x\r\nContent-Disposition: form-data; name="csrftoken"\r\n\r\nIj.a-b\r\n--x\r\n', b"x")
    b'Ij.a-b'
    """
    line = b"--" + re.escape(boundary)
    name = rb'Content-Disposition: form-data; name="csrftoken"\r\n(?:[^\r\n]+\r\n)*\r\n'
    found = re.match(line + rb"\r\n" + name + rb"([\w.-]+)\r\n" + line, body, re.IGNORECASE)
    return found[1] if found else None
