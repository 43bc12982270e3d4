"""Every page, as those who may see it: nothing that bars people with disabilities, nothing wider than a phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize

from pipeline.web.routes import ROUTES
from tests.browser.conftest import Visit
from tests.browser.site import Site
from tests.browser.tour import NO_PAGES, stops

pytestmark = pytest.mark.xdist_group("browser")

OFFICE, PHONE = ViewportSize(width=1366, height=768), ViewportSize(width=390, height=844)
GRAVE = ("serious", "critical")


def test_every_page_is_open_to_all_and_fits_a_phone(visit: Visit, site: Site) -> None:
    """axe-core finds nothing serious on the screen of an office, and nothing is wider than a phone."""
    axe, found = Axe(), []
    seen = [*dict.fromkeys((stop.role, stop.path) for stop in stops(site.store))]
    for who in dict.fromkeys(role for role, _ in seen):
        page = visit(who, "/-/dang-nhap", missing=True)
        for path in (path for role, path in seen if role == who):
            page.set_viewport_size(OFFICE)
            page.goto(path)
            found += [f"{path} ({who or 'nobody'}): {one}" for one in _barriers(axe, page)]
            page.set_viewport_size(PHONE)
            page.evaluate("() => new Promise((seen) => setTimeout(seen, 60))")  # charts are drawn anew
            if (over := _beyond(page)) > 0:
                found.append(f"{path} ({who or 'nobody'}): {over} px wider than a phone")
    assert not found, "\n".join(found)


def test_what_is_no_page_is_known_as_such() -> None:
    assert {route.label for route in ROUTES if route.method == "GET"} >= NO_PAGES


def _barriers(axe: Axe, page: Page) -> Iterator[str]:
    for rule in axe.run(page, options={"resultTypes": ["violations"]}).response["violations"]:
        if rule["impact"] in GRAVE:
            yield f"{rule['id']}: " + "; ".join(" ".join(node["target"]) for node in rule["nodes"][:3])


def _beyond(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
