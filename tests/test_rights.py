"""Every page and every canned query, asked by every role and by nobody, against the table in the README."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.serve import DATABASE_NAME, datasette_app, datasette_folder
from pipeline.store import open_store, save
from pipeline.store.accounts import accounts_path, list_accounts, open_accounts
from pipeline.web import datasette_pages
from pipeline.web.login import LOGIN
from pipeline.web.rights_table import NO, VISITORS, YES, rights_table
from pipeline.web.routes import ALL_ROUTES, ROUTES
from pipeline.web.routing import AGENCY, EVERYBODY, NOBODY, READER, READING, Route
from pipeline.web.sessions import COOKIE, session_cookie
from tests.browsing import Browser, browser
from tests.factory import Paper, Work, build, confirmed

QUERIES = yaml.safe_load((datasette_folder() / "metadata.yaml").read_text(encoding="utf-8"))["databases"][
    DATABASE_NAME
]["queries"]
TABLES = ("documents", "tasks", "agencies", "task_events", "viec", "van_ban", "viec_cua_co_quan", "standings")
RECORDS = "Bảng, dòng, câu hỏi thường dùng; JSON, CSV"
ENDS_SESSIONS = "/-/tai-khoan/ra-het"
SQL = "Truy vấn SQL tự viết, ở trang cơ sở dữ liệu và bảng"
EXAMPLES = {
    "Tệp tĩnh (kiểu chữ, hình)": ["/static/giaoviec.css", "/favicon.ico"],
    "Các bảng (JSON)": ["/.json"],
    "Ai đang đăng nhập (JSON)": ["/-/actor", "/-/actor.json"],
    "Trang nội bộ của Datasette": [
        f"/-/{name}{ending}"
        for name in ("settings", "plugins", "metadata", "versions", "threads", "databases")
        for ending in ("", ".json")
    ],
    "Trang thử và đăng nhập của Datasette": [
        f"/-/{name}" for name in ("auth-token?token=x", "logout", "permissions", "messages", "allow-debug", "patterns")
    ],
    "Cơ sở dữ liệu nội bộ, tải cả tệp cơ sở dữ liệu": ["/_internal", "/_internal/tables.json", "/giaoviec.db"],
    RECORDS: [
        "/giaoviec",
        "/giaoviec.json",
        *(f"/giaoviec/{table}{ending}" for table in TABLES for ending in ("", ".json", ".csv")),
        "/giaoviec/tasks/1",
        "/giaoviec/tasks/1.json",
        *(f"/giaoviec/{query}{ending}" for query in QUERIES for ending in ("", ".json", ".csv")),
    ],
    SQL: [
        "/giaoviec?sql=select+1",
        "/giaoviec.json?sql=select+1",
        "/giaoviec.csv?sql=select+1",
        "/giaoviec/viec?_where=1=1",
        "/giaoviec/viec.json?_where=1=1",
    ],
}
"""What to ask for a route of Datasette; of our own the pattern tells."""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("db") / "giaoviec.db"
    with open_store(path) as db:
        paper = Paper([Work("rà soát hồ sơ", due=date(2026, 3, 31), lead=("Sở Y tế",))])
        confirmed(db, save(db, build(paper)).document_id)
    return path


@pytest.fixture(scope="module")
def visitors(store: Path) -> dict[str, Browser]:
    app, public = datasette_app(store), datasette_app(store, public=True)
    with open_store(store) as db:
        key = db.conn.execute("SELECT key FROM agencies WHERE name = 'Sở Y tế'").fetchone()[0]
    found = {role: browser(store, role, app=app) for role in VISITORS if role not in (NOBODY, READER, AGENCY)}
    nobody = {NOBODY: browser(store, None, app=app), READER: browser(store, None, app=public)}
    return {**found, **nobody, AGENCY: browser(store, AGENCY, key, app=app)}


def told(root: Path) -> dict[tuple[str, str], dict[str, bool]]:
    """The README's table: for a page and a method, who gets it."""
    section = (root / "README.md").read_text(encoding="utf-8").split("## Ai được làm gì")[1].split("\n## ")[0]
    rows = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in re.findall(r"^\|.*$", section, re.M)]
    assert {cell for row in rows[2:] for cell in row[2:]} == {YES, NO}
    return {(row[0], row[1]): dict(zip(VISITORS, (c == YES for c in row[2:]), strict=True)) for row in rows[2:]}


def test_the_readme_has_the_table_of_the_routes(root: Path) -> None:
    assert rights_table() in (root / "README.md").read_text(encoding="utf-8"), "make rights"
    labels = [(route.label, route.method) for route in ALL_ROUTES]
    assert len(labels) == len(set(labels)) == len(told(root)) - 1


def test_every_page_by_everybody(root: Path, store: Path, visitors: dict[str, Browser]) -> None:
    for (label, method), rights in told(root).items():
        for path in addresses(label):
            for who, allowed in rights.items():
                answer = ask(visitors[who], method, path)
                assert let_in(answer) == allowed, (who, method, path, answer.status_code)
                assert answer.status_code < 500, (who, method, path)
                if allowed and path == ENDS_SESSIONS:
                    sign_in_again(store, visitors[who], who)


def test_what_only_shows_takes_no_form(root: Path, visitors: dict[str, Browser]) -> None:
    table = told(root)
    only_shown = [label for label, method in table if method == "GET" and (label, "POST") not in table]
    taken = {route.pattern for route in ROUTES if route.method == "POST"}
    for label in only_shown:
        for path in (path for path in addresses(label) if not any(re.match(pattern, path) for pattern in taken)):
            for who, visitor in visitors.items():
                assert visitor.post(path).status_code in (403, 404, 405), (who, path)


def test_nobody_is_led_to_sign_in_and_programs_are_told(visitors: dict[str, Browser]) -> None:
    page = visitors[NOBODY].get("/giaoviec/viec?_search=h%E1%BB%93+s%C6%A1")
    assert page.status_code == 303
    assert page.headers["location"] == f"{LOGIN}?next=%2Fgiaoviec%2Fviec%3F_search%3Dh%25E1%25BB%2593%2Bs%25C6%25A1"
    for path in ("/giaoviec/viec.json", "/giaoviec/viec.csv", "/giaoviec/viec?_format=json", "/giaoviec.json?sql=x"):
        assert visitors[NOBODY].get(path).status_code == 403, path
    assert visitors[NOBODY].get("/giaoviec/viec", accept="application/json").json()["status"] == 403
    assert visitors[NOBODY].get("/-/khong-co").status_code == 303, "what there is, is not told to nobody"
    assert visitors["clerk"].get("/-/khong-co").status_code == 404


def test_an_agency_sees_documents_that_give_it_work_and_its_own_tasks_there(
    store: Path, visitors: dict[str, Browser]
) -> None:
    with open_store(store) as db:
        works = [Work("việc của Công an", lead=("Công an tỉnh",)), Work("việc chung", coordinate=("Sở Y tế",), lead=())]
        both = save(db, build(Paper(works, number="16", citations=("15/UBND-VX",)))).document_id
        other = save(db, build(Paper([Work("việc khác", lead=("Công an tỉnh",))], number="17"))).document_id
        confirmed(db, both)
    page = visitors[AGENCY].get(f"/-/van-ban/{both}")
    assert page.status_code == 200 and "1 việc, tính đến" in page.text
    assert "/giaoviec/" not in page.text.split("<main")[1].split("<footer")[0]
    assert visitors["clerk"].get(f"/-/van-ban/{both}").text.count('<td class="col-viec">') == 2
    assert visitors[AGENCY].get(f"/-/van-ban/{other}").status_code == 404
    assert browser(store, AGENCY, "@khong-co-viec").get("/-/van-ban/1").status_code == 404


def test_reading_pages_take_no_forms() -> None:
    async def page(datasette: Any, request: Any) -> Any: ...

    with pytest.raises(ValueError, match="readers"):
        Route(r"^/-/x$", "POST", READING, page, "x")
    assert Route(r"^/-/x$", "POST", EVERYBODY, page, "x").method == "POST"


def addresses(label: str) -> list[str]:
    """What to ask: for a pattern of our own, number 1 wherever it wants something, each of the words it may want."""
    if label in EXAMPLES:
        return EXAMPLES[label]
    route = next(route for route in ROUTES if route.label == label)
    words = re.search(r"\(\?P<\w+>(\w+(?:\|\w+)+)\)", route.pattern)
    patterns = [route.pattern.replace(words[0], word) for word in words[1].split("|")] if words else [route.pattern]
    return [
        re.sub(r"\(\?P<\w+>[^()]*\)|\(\?:[^()]*\)\?", "1", pattern).strip("^$").replace(r"\.", ".")
        for pattern in patterns
    ]


def ask(visitor: Browser, method: str, path: str) -> Any:
    return visitor.get(path) if method == "GET" else visitor.post(path)


def sign_in_again(store: Path, visitor: Browser, role: str) -> None:
    """A new session for the account of a role."""
    with open_accounts(accounts_path(store)) as accounts:
        account = next(one for one in list_accounts(accounts) if one.role == role)
    visitor.cookies = {COOKIE: session_cookie(visitor.app, account)}


def let_in(answer: Any) -> bool:
    """Whether the gate let a request through; what the page then says of an empty form is not its business."""
    if answer.status_code in (302, 303):
        return not answer.headers["location"].startswith(f"{LOGIN}?")
    words = answer.json()["error"] if "json" in answer.headers["content-type"] and answer.is_error else answer.text
    return answer.status_code not in (403, 405) and "Không có trang này." not in words


def test_every_route_of_datasette_has_examples() -> None:
    assert {route.label for route in datasette_pages.ROUTES} | {SQL} == set(EXAMPLES)
