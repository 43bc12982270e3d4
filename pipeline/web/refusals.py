"""What somebody is told whose request is turned away: a page, JSON for programs, the login page for nobody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlencode

from datasette.app import Response

from pipeline.web.login import LOGIN
from pipeline.web.pages import render
from pipeline.web.routing import NO_ONE, Route, method_of, path_of

REFUSAL = "giaoviec.refusal"
"""Where the scope of a request for the page below holds the refusal."""
REFUSED = "/-/tu-choi"
_SENTENCES = {
    403: "Tài khoản này không được xem trang này hoặc làm việc này.",
    404: "Không có trang này.",
    405: "Địa chỉ này không nhận cách gửi ấy.",
    413: "Nội dung gửi lên quá dài.",
}
FORGED = "Biểu mẫu đã quá cũ hoặc không phải của trang này: hãy mở lại trang rồi gửi lại."
_DATA = (".json", ".jsono", ".csv", ".xlsx", ".blob")


@dataclass(frozen=True, slots=True)
class Refusal:
    """The status and the sentence; whether a program is told, or nobody in particular, who could sign in."""

    status: int
    sentence: str
    as_data: bool
    could_sign_in: bool


def refusal(request: Any, status: int, sentence: str = "") -> Refusal:
    """Why ``request`` is turned away, as its sender wants it told."""
    named = request.path.endswith(_DATA) or "_format" in parse_qs(request.query_string)
    as_data = named or request.headers.get("accept", "").startswith("application/json")
    # What there is and what is not are alike to nobody.
    could = request.actor is None and not as_data and status in (403, 404) and method_of(request.scope) == "GET"
    return Refusal(status, sentence or _SENTENCES[status], as_data, could)


async def answer(datasette: Any, request: Any, why: Refusal) -> Any:
    """The refusal; nobody who asks for a page is shown where to sign in, and gets there after it."""
    if why.as_data:
        info = {"ok": False, "error": why.sentence, "status": why.status}
        return Response.json(info, status=why.status)
    if why.could_sign_in:
        query = f"?{request.query_string}" if request.query_string else ""
        wanted = urlencode({"next": path_of(datasette, request.scope) + query})
        return Response.redirect(f"{datasette.urls.path(LOGIN)}?{wanted}", status=303)
    return await render(datasette, request, "error.html", {"error": why.sentence, "status": why.status}, why.status)


async def refused_page(datasette: Any, request: Any) -> Any:
    """The page that the gate asks for in place of one that it does not let through."""
    return await answer(datasette, request, request.scope[REFUSAL])


ROUTES = (Route(rf"^{REFUSED}$", "GET", NO_ONE, refused_page, "Câu trả lời khi không được phép"),)
