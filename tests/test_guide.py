"""The guide: served to everybody who works here, whole, with pictures that are there and small."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.cli.app import COMMANDS
from pipeline.serve import datasette_app
from pipeline.store import open_store
from pipeline.web.guide import read_guide
from tests.browsing import Browser, browser

MOST_BYTES = 1_500_000


@pytest.fixture
def agency(tmp_path: Path) -> Browser:
    path = tmp_path / "giaoviec.db"
    with open_store(path):
        pass
    return browser(path, "agency", app=datasette_app(path))


def test_everybody_finds_the_guide_in_the_menu(agency: Browser) -> None:
    page = agency.get("/-/tai-khoan").text
    assert '<a href="/-/huong-dan">Hướng dẫn</a>' in page
    guide = agency.get("/-/huong-dan")
    assert guide.status_code == 200 and "<h1>Hướng dẫn sử dụng</h1>" in guide.text
    places = re.findall(r'<li><a href="#([^"]+)">', guide.text)
    assert len(places) > 5 and all(f'id="{place}"' in guide.text for place in places)


def test_every_picture_is_there_and_every_one_is_shown(agency: Browser, root: Path) -> None:
    shown = re.findall(r'src="(/-/huong-dan/hinh/[^"]+)"', agency.get("/-/huong-dan").text)
    kept = sorted((root / "docs" / "hinh").iterdir())
    assert sorted(Path(one).name for one in shown) == [place.name for place in kept]
    for path in shown:
        answer = agency.get(path)
        assert answer.headers["content-type"] == "image/png" and answer.content.startswith(b"\x89PNG")
    assert sum(place.stat().st_size for place in kept) < MOST_BYTES
    assert agency.get("/-/huong-dan/hinh/khong-co.png").status_code == 404


def test_every_picture_says_what_it_shows() -> None:
    assert all(len(words) > 10 for words in re.findall(r'<img src="[^"]*" alt="([^"]*)"', read_guide("").html))


def test_keys_and_commands_of_the_guide_are_those_of_the_program(root: Path) -> None:
    text = (root / "docs" / "huong-dan.md").read_text("utf-8")
    assert set(re.findall(r"`giaoviec (\w+)", text)) <= set(COMMANDS)
    keys = re.search(r"const keys = \{(.*?)\};", (root / "datasette/static/js/review/keys.js").read_text("utf-8"), re.S)
    assert keys is not None
    for key in ("n", "e", "g", "x", "t", "h", "u", "A", "c"):
        assert re.search(rf"\b{key}:", keys[1]), key
