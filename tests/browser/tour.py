"""Every page there is, as those who may see it meet it: for looking at all of them, by eye and by program."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import yaml

from pipeline.serve import DATABASE_NAME, datasette_folder
from pipeline.store import open_store
from pipeline.store.agency_names import busiest_agency
from pipeline.web.routes import ROUTES
from pipeline.web.routing import ADMIN, AGENCY, NOBODY

NO_PAGES = {
    "Bản gốc của văn bản", "Ảnh một trang của bản gốc", "Chữ và vị trí trên một trang", "Gợi ý tên cơ quan",
    "Cách hiểu thời hạn, chỉ tiêu đang gõ", "Tệp chứng minh; cơ quan chỉ tệp của mình",
    "Danh sách việc thành tệp; cơ quan chỉ thấy việc của mình", "Việc đến hạn một ngày, thành tệp",
    "Hình của hướng dẫn",
}  # fmt: skip
"""Labels of routes that answer with files, pictures or data."""
_NUMBER = re.compile(r"\(\?P<\w+>[^()]*\)|\(\?:[^()]*\)\?")


@dataclass(frozen=True, slots=True)
class Stop:
    """A page as a role meets it (None: nobody); ``name`` is what to call its picture."""

    name: str
    path: str
    role: str | None


def stops(store: Path) -> list[Stop]:
    """The pages of the program as an admin and as an agency meet them, then those of Datasette."""
    return [*_own(store), *_of_datasette()]


def _own(store: Path) -> Iterator[Stop]:
    numbers = _numbers(store)
    for route in (route for route in ROUTES if route.method == "GET" and route.roles):
        if route.label in NO_PAGES:
            continue
        if NOBODY in route.roles:
            path = route.pattern.strip("^$")
            yield Stop(_name(path, None), path, None)
            continue
        for role in (ADMIN, AGENCY):
            if role in route.roles:
                path = _path(route.pattern, numbers)
                yield Stop(_name(path, role), path, role)
    for role in ("clerk", "supervisor"):
        yield Stop(_name("/", role), "/", role)


def _of_datasette() -> Iterator[Stop]:
    metadata = yaml.safe_load((datasette_folder() / "metadata.yaml").read_text(encoding="utf-8"))
    queries = metadata["databases"][DATABASE_NAME]["queries"]
    shown = ["", "/viec", "/van_ban", "/documents", "/documents/1", "/tasks/1", "/task_events", "/failures"]
    for place in [*shown, *(f"/{query}" for query in queries)]:
        path = f"/{DATABASE_NAME}{place}"
        yield Stop(_name(path, None), path, ADMIN)
    yield Stop("khong-co-trang", "/-/khong-co", ADMIN)


def _numbers(store: Path) -> dict[str, int]:
    """The numbers of a document, a task and an agency that the agency's account may see too."""
    db = open_store(store)
    with closing(db.conn):
        busiest = busiest_agency(db)
        assert busiest is not None
        sql = """SELECT t.document_id, t.id, g.id FROM agencies g JOIN assignments a ON a.agency_id = g.id
            JOIN tasks t ON t.id = a.task_id WHERE g.key = ? ORDER BY t.id LIMIT 1"""
        document, task, agency = db.conn.execute(sql, [busiest.key]).fetchone()
    return {"van-ban": document, "duyet": document, "viec": task, "co-quan": agency}


def _path(pattern: str, numbers: dict[str, int]) -> str:
    path = pattern.strip("^$").replace("\\", "")
    first = path.split("/")[2] if path.count("/") > 1 else ""
    return _NUMBER.sub(str(numbers.get(first, 1)), path)


def _name(path: str, role: str | None) -> str:
    name = re.sub(r"[^a-z0-9]+", "-", path.removeprefix("/-").lower()).strip("-") or "bang-dieu-hanh"
    return f"{name}-{role}" if role and role != ADMIN else name
