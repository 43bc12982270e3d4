"""The menu of every page: what somebody may open of it, by the same table as the gate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pipeline.serve import store_name
from pipeline.web.routes import ALL_ROUTES
from pipeline.web.routing import routes_at


@dataclass(frozen=True, slots=True)
class MenuItem:
    """A line of the menu; ``{store}`` in its path stands for the name of the store."""

    label: str
    path: str


MENU = (
    MenuItem("Nạp", "/-/nap"),
    MenuItem("Duyệt", "/-/duyet"),
    MenuItem("Quá hạn", "/{store}/viec_qua_han"),
    MenuItem("Lịch", "/-/lich"),
    MenuItem("Báo cáo", "/{store}/bao_cao_bon_o"),
    MenuItem("Cơ quan", "/{store}/theo_co_quan"),
    MenuItem("Văn bản", "/{store}/van_ban"),
    MenuItem("Việc", "/-/viec"),
    MenuItem("Tất cả", "/{store}"),
    MenuItem("Hướng dẫn", "/-/huong-dan"),
)


def menu_for(datasette: Any, role: str) -> list[tuple[str, str]]:
    """Labels and paths of what a role may open."""
    store = store_name(datasette)
    items = [(item.label, item.path.format(store=store)) for item in MENU]
    return [(label, path) for label, path in items if may_get(role, path)]


def may_get(role: str, path: str) -> bool:
    """Whether a role may open a page."""
    return any(role in route.roles for route in routes_at(ALL_ROUTES, path) if route.method == "GET")
