"""Datasette's own pages as routes, so that one table says who may ask for what; what is not listed is not served."""

from __future__ import annotations

from pipeline.web.routing import ADMIN, EVERYBODY, NO_ONE, READING, SIGNED_IN, Route

_FORMAT = r"(\.\w+)?"
_INTERNAL = "settings|plugins|metadata|versions|threads|databases"
_CLOSED = "auth-token|logout|permissions|messages|allow-debug|patterns"


def _page(pattern: str, roles: frozenset[str], label: str) -> Route:
    return Route(pattern, "GET", roles, None, label)


ROUTES = (
    _page(r"^/(-/)?static(-plugins)?/|^/favicon\.ico$", EVERYBODY, "Tệp tĩnh (kiểu chữ, hình)"),
    _page(r"^/\.jsono?$", READING, "Các bảng (JSON)"),
    _page(rf"^/-/actor{_FORMAT}$", SIGNED_IN, "Ai đang đăng nhập (JSON)"),
    _page(rf"^/-/({_INTERNAL}){_FORMAT}$", frozenset({ADMIN}), "Trang nội bộ của Datasette"),
    _page(rf"^/-/({_CLOSED}){_FORMAT}$", NO_ONE, "Trang thử và đăng nhập của Datasette"),
    _page(r"^/_\w+(/.*)?$|^/[^/]+\.db$", NO_ONE, "Cơ sở dữ liệu nội bộ, tải cả tệp cơ sở dữ liệu"),
    _page(r"^/(?!-/)[^/]+(/[^/]+){0,2}/?$", READING, "Bảng, dòng, câu hỏi thường dùng; JSON, CSV"),
)
