"""The generated register of the benches is one that the store itself would have written, with pages that answer."""

from __future__ import annotations

from pathlib import Path

from pipeline.store import open_store
from pipeline.store.verify import verify
from pipeline.web.routes import ROUTES
from tests.bench.register import fill
from tests.bench.web import addresses
from tests.browsing import browser

TASKS = 600


def test_a_generated_register_is_sound_and_every_page_that_is_measured_answers(tmp_path: Path) -> None:
    path = tmp_path / "giaoviec.db"
    with open_store(path) as db:
        fill(db, TASKS)
        assert db.conn.execute("SELECT count(*) FROM tasks").fetchone()[0] == TASKS
        assert [found for found in verify(db.conn, tmp_path) if "bản gốc" not in found] == []
        assert db.conn.execute("SELECT count(*) FROM occurrences").fetchone()[0] > 0
    reader, pages = browser(path, "supervisor"), addresses(TASKS)
    assert {route.pattern for route in ROUTES if route.pattern in pages} >= {"^/$", "^/-/lich$", "^/-/viec$"}
    assert {name for name, places in pages.items() if reader.get(places[0]).status_code >= 500} == set()
