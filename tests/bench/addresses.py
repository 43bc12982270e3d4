"""Every address that ``make bench-web`` asks for: each page of the table of rights as each role that may see it.

A page that is measured too rarely would let a slow one pass: a test holds the addresses against the table of rights,
and what is left out is named here with its reason.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle, islice
from typing import Any

import httpx
import yaml

from pipeline.serve import DATABASE_NAME, datasette_folder
from pipeline.web.datasette_pages import ROUTES as OF_DATASETTE
from pipeline.web.routes import ROUTES
from pipeline.web.routing import ADMIN, AGENCY, CLERK, NO_ONE, SUPERVISOR, Route
from tests.bench.register import MEASURED_AGENCY, TODAY

DAYS = ("", *((TODAY - timedelta(days=back)).isoformat() for back in (1, 30, 365, 900)))
TYPED = {"co_quan": ("Sở Mẫu 17", "so mau 523"), "tu_khoa": ("đợt 4711", "tháo gỡ khó khăn", '"giải ngân đầu tư"')}
NOT_MEASURED = {
    r"^/-/viec\.(?P<extension>xlsx|csv)$": "tệp tải về, đến 50.000 dòng: không phải trang, lâu theo số dòng",
    r"^/-/lich\.(?P<extension>xlsx|csv)$": "tệp tải về, đến 50.000 dòng: không phải trang, lâu theo số dòng",
    OF_DATASETTE[0].pattern: "tệp tĩnh: không hỏi cơ sở dữ liệu",
}
"""Pages that somebody may see and that are not measured, each with its reason."""

_GROUP = re.compile(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")
_ASKED = 35  # addresses of a page
_THINGS = {
    "documents": "SELECT id FROM documents WHERE media_type = 'application/pdf' ORDER BY id",
    "tasks": "SELECT id FROM tasks WHERE id IN (SELECT 1 + (SELECT max(id) - 1 FROM tasks) * value / 6 FROM "
    "json_each('[0, 1, 2, 3, 4, 5, 6]'))",
    "agencies": "SELECT id FROM agencies ORDER BY id",
    "files": "SELECT e.task_id, f.id FROM event_files f JOIN task_events e ON e.id = f.event_id ORDER BY f.id",
}
_OF_AGENCY = {
    "documents": """SELECT DISTINCT d.id FROM assignments p JOIN tasks t ON t.id = p.task_id
        JOIN documents d ON d.id = t.document_id WHERE p.agency_id = ? AND d.media_type = 'application/pdf'""",
    "tasks": """SELECT t.id FROM assignments p JOIN tasks t ON t.id = p.task_id
        JOIN documents d ON d.id = t.document_id WHERE p.agency_id = ? AND d.confirmed_at IS NOT NULL LIMIT 200""",
    "files": """SELECT e.task_id, f.id FROM assignments p JOIN task_events e ON e.assignment_id = p.id
        JOIN event_files f ON f.event_id = e.id WHERE p.agency_id = ?""",
}
_LISTS = {
    "quá hạn": ("tinh_trang=qua-han",), "tất cả": ("tinh_trang=tat-ca",), "chờ xác nhận": ("tinh_trang=cho-xac-nhan",),
    "hoàn thành": ("tinh_trang=hoan-thanh",), "mới giao trước": ("xep=moi",), "loại văn bản": ("loai=ke_hoach",),
    "người ký": ("nguoi_ky=Nguyễn Văn Mẫu 7",), "lĩnh vực": ("linh_vuc=y-te",), "tháng": (f"thang={TODAY:%Y-%m}",),
    "cơ quan": ("co_quan=17", "co_quan=523&vai_tro=phoi-hop"), "văn bản": ("van_ban=1",),
    "từ khóa": tuple(f"tim={words}" for words in TYPED["tu_khoa"]),
}  # fmt: skip
"""How the list of tasks is narrowed: what follows the question mark."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A page to be measured: who asks, and for which addresses in turn."""

    role: str
    places: Sequence[str]


def addresses(conn: sqlite3.Connection) -> dict[str, Asked]:
    """Every page by its name."""
    pages = {}
    for route in ROUTES:
        for role in _roles(route):
            name = f"{route.label} ({role})"
            pages[name] = Asked(role, list(_of_route(conn, route, role)))
    for name, queries in _LISTS.items():
        pages[f"danh sách việc: {name}"] = Asked(SUPERVISOR, _on_days("/-/viec?", queries))
        pages[f"danh sách việc của cơ quan: {name}"] = Asked(AGENCY, _on_days("/-/viec?", queries))
    return {**pages, **_deeper(conn), **_of_datasette(conn)}


def _roles(route: Route) -> Iterable[str]:
    """Who asks for a page: one of the office's people who may, and an agency's account where it may."""
    if route.method != "GET" or route.pattern in NOT_MEASURED:
        return
    yield from [role for role in (SUPERVISOR, CLERK, ADMIN) if role in route.roles][:1]
    yield from [AGENCY] if AGENCY in route.roles else []


def _of_route(conn: sqlite3.Connection, route: Route, role: str) -> Iterator[str]:
    """The addresses of a page: of things all over the register, of today and of days before."""
    typed = next((said for ending, said in _SAID.items() if route.pattern.endswith(f"{ending}$")), "")
    for groups, day in islice(zip(cycle(_groups(conn, route.pattern, role)), cycle(DAYS)), _ASKED):
        place = _GROUP.sub(lambda found, groups=groups: str(groups[found[1]]), route.pattern).strip("^$")
        said = "&".join(filter(None, [typed, day and f"as_of={day}"]))
        yield place.replace("\\", "") + (f"?{said}" if said else "")


_SAID = {"/co-quan": "go=so mau", "/cach-hieu": "truong=deadlines&go=trước ngày 30/6", "/vao": "ma=x"}
"""What is said to pages that answer something typed."""


def _groups(conn: sqlite3.Connection, pattern: str, role: str) -> list[dict[str, Any]]:
    """What stands in the places of an address that vary."""
    if "(?P<name>" in pattern:
        return [{"name": "viec"}]
    if "(?P<file>" in pattern:
        return [{"id": id_, "file": file} for id_, file in _things(conn, "files", role)]
    of = {"/-/van-ban": "documents", "/-/duyet": "documents", "/-/viec": "tasks", "/-/co-quan": "agencies"}
    kind = next((kind for start, kind in of.items() if pattern.startswith(f"^{start}/")), None)
    return [{"id": id_, "page": 1} for (id_,) in _things(conn, kind, role)] if kind else [{}]


def _things(conn: sqlite3.Connection, kind: str, role: str) -> list[tuple[Any, ...]]:
    """Seven of a kind, spread over the register; to an agency its own."""
    if role == AGENCY and kind in _OF_AGENCY:
        rows = conn.execute(_OF_AGENCY[kind], [MEASURED_AGENCY]).fetchall()
    elif role == AGENCY:
        rows = [(MEASURED_AGENCY,)]
    else:
        rows = conn.execute(_THINGS[kind]).fetchall()
    return [rows[(len(rows) - 1) * part // 6] for part in range(7)]


def _on_days(start: str, queries: Sequence[str]) -> list[str]:
    said = islice(zip(cycle(queries), cycle(DAYS)), 15)
    return [f"{start}{query}&as_of={day}" if day else f"{start}{query}" for query, day in said]


def _deeper(conn: sqlite3.Connection) -> dict[str, Asked]:
    """Pages behind the first, and forms that a page shows when it is asked."""
    waiting = conn.execute("SELECT count(*) FROM documents WHERE confirmed_at IS NULL").fetchone()[0]
    task = conn.execute("SELECT min(id) FROM tasks WHERE needs_review").fetchone()[0]
    document = conn.execute("SELECT document_id FROM tasks WHERE id = ?", [task]).fetchone()[0]
    due = [(TODAY + timedelta(days=days)).isoformat() for days in (-40, 0, 3, 20)]
    return {
        "văn bản chờ duyệt, trang giữa và cuối": Asked(
            CLERK, [f"/-/duyet?trang={max(waiting * part // 200, 1)}" for part in (1, 2, 4)]
        ),
        "duyệt một văn bản, mở mẫu sửa một việc": Asked(CLERK, [f"/-/duyet/{document}?sua={task}"]),
        "lịch hạn: một ngày": Asked(SUPERVISOR, [f"/-/lich?ngay={day}" for day in due]),
        "lịch hạn: một ngày của một cơ quan": Asked(SUPERVISOR, [f"/-/lich?ngay={day}&co_quan=17" for day in due]),
    }


def _of_datasette(conn: sqlite3.Connection) -> dict[str, Asked]:
    """Datasette's pages: every named query, every table and view, a row, and its own pages about itself."""
    metadata = yaml.safe_load((datasette_folder() / "metadata.yaml").read_text("utf-8"))["databases"][DATABASE_NAME]
    pages = {
        f"câu hỏi {name}": Asked(SUPERVISOR, _of_query(name, query["params"]))
        for name, query in metadata["queries"].items()
    }
    for name, table in metadata["tables"].items():
        if not table.get("hidden"):
            pages[f"bảng {name}"] = Asked(SUPERVISOR, [f"/{DATABASE_NAME}/{name}"])
    task = conn.execute("SELECT max(id) / 2 FROM tasks").fetchone()[0]
    return {
        **pages,
        "mọi bảng": Asked(SUPERVISOR, [f"/{DATABASE_NAME}"]),
        "mọi bảng (JSON)": Asked(SUPERVISOR, ["/.json"]),
        "dòng": Asked(SUPERVISOR, [f"/{DATABASE_NAME}/tasks/{task}"]),
        "ai đang đăng nhập": Asked(AGENCY, ["/-/actor.json"]),
        "trang nội bộ của Datasette": Asked(
            ADMIN, [f"/-/{name}" for name in ("settings", "plugins", "metadata", "versions", "threads", "databases")]
        ),
    }


def _of_query(name: str, parameters: Sequence[str]) -> list[str]:
    typed = {parameter: TYPED.get(parameter, ("",)) for parameter in parameters if parameter != "as_of"}
    made = []
    for at, day in enumerate(islice(cycle(DAYS), 15)):
        said: Mapping[str, str] = {parameter: values[at % len(values)] for parameter, values in typed.items()}
        made.append(f"/{DATABASE_NAME}/{name}?{httpx.QueryParams({**said, 'as_of': day})}")
    return made


def is_shown(route: Route) -> bool:
    """Whether a route is a page that somebody may see: all of these are measured, or named above."""
    return route.method == "GET" and route.roles != NO_ONE
