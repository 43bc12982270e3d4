"""The table of rights for the README, drawn from the same routes that the gate reads."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.web.permissions import SQL
from pipeline.web.routes import ALL_ROUTES
from pipeline.web.routing import ADMIN, AGENCY, CLERK, NOBODY, READER, SUPERVISOR

VISITORS = {
    NOBODY: "chưa đăng nhập",
    READER: "chưa đăng nhập, `--public`",
    AGENCY: "cơ quan",
    CLERK: "văn thư",
    SUPERVISOR: "lãnh đạo",
    ADMIN: "quản trị",
}
YES, NO = "có", "–"


def rights_table() -> str:
    """Every page and who gets it, as Markdown."""
    heads = ("Trang, việc", "Gửi bằng", *VISITORS.values())
    rows = [heads, ("---",) * len(heads), *_rows()]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _rows() -> Iterator[tuple[str, ...]]:
    for route in ALL_ROUTES:
        yield route.label, route.method, *_cells(route.roles)
    yield "Truy vấn SQL tự viết, ở trang cơ sở dữ liệu và bảng", "GET", *_cells(SQL)


def _cells(roles: frozenset[str]) -> Iterator[str]:
    return (YES if role in roles else NO for role in VISITORS)
