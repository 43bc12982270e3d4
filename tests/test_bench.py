"""The generated register of the benches is one that the store itself would have written, with pages that answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from pipeline.store import open_store
from pipeline.store.verify import verify
from pipeline.web.routes import ALL_ROUTES
from pipeline.web.routing import SIGNED_IN, routes_at
from tests.bench.addresses import NOT_MEASURED, addresses, is_shown
from tests.bench.register import fill
from tests.bench.web import EXPECTED, reader

TASKS = 6_000


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with open_store(tmp_path_factory.mktemp("bench") / "giaoviec.db") as db:
        fill(db, TASKS)
        yield db


@pytest.fixture(scope="module")
def path(register: Database) -> Path:
    return Path(register.conn.execute("PRAGMA database_list").fetchone()[2])


def test_a_generated_register_is_sound(register: Database, path: Path) -> None:
    assert register.conn.execute("SELECT count(*) FROM tasks").fetchone()[0] == TASKS
    assert [found for found in verify(register.conn, path.parent) if "không còn bản gốc" not in found] == []
    assert register.conn.execute("SELECT count(*) FROM occurrences").fetchone()[0] > 0


def test_every_page_of_the_table_of_rights_is_measured(register: Database) -> None:
    asked = [place.partition("?")[0] for page in addresses(register.conn).values() for place in page.places]
    found = [routes_at(ALL_ROUTES, place) for place in set(asked)]
    measured = {routes[0].pattern for routes in found if routes}
    shown = {route.pattern for route in ALL_ROUTES if is_shown(route)}
    assert len([routes for routes in found if not routes]) == 0
    assert measured | set(NOT_MEASURED) == shown, "thêm vào tests/bench/addresses.py, hoặc nêu lý do ở đó"
    assert not measured & set(NOT_MEASURED)


def test_every_page_that_is_measured_answers_who_asks(register: Database, path: Path) -> None:
    readers = {role: reader(path, role) for role in sorted(SIGNED_IN)}
    answers = {
        (name, page.places[0]): readers[page.role].get(page.places[0]).status_code
        for name, page in addresses(register.conn).items()
    }
    assert {asked: status for asked, status in answers.items() if status not in EXPECTED} == {}
