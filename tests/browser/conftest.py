"""A real browser before the real server. Skipped where there is no Chromium; .ci/run installs it.

Whatever a test looks at, it fails where the page writes an error to the console or asks another host for anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from pipeline.web import passwords
from pipeline.web.sessions import COOKIE
from tests.browser.site import CHROMIUM, Site, fill, serving, session_of

WINDOW = (1366, 768)
PATIENCE_MS = 20_000  # of a machine that has much else to do
Visit = Callable[..., Page]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """For one module at a time: while Playwright runs, no other test of this thread could start an event loop."""
    if CHROMIUM is None:
        pytest.skip("không có Chromium")
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Iterator[Site]:
    """A server with documents of its own for each module, as tests write."""
    store = tmp_path_factory.mktemp("site") / "giaoviec.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "ITERATIONS", 1000)
        fill(store, Path(__file__).parents[2] / "corpus")
    with serving(store) as found:
        yield found


@pytest.fixture
def visit(chromium: Browser, site: Site) -> Iterator[Visit]:
    """``visit(role, path)``: a page of its own for somebody who is signed in, for nobody without a role.

    ``missing``: refusals and pages that there are not are what the test is about.
    """
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def open_page(
        role: str | None = None, path: str = "/", size: tuple[int, int] = WINDOW, missing: bool = False
    ) -> Page:
        context = chromium.new_context(
            base_url=site.address, locale="vi-VN", viewport={"width": size[0], "height": size[1]}
        )
        contexts.append(context)
        if role:
            context.add_cookies([{"name": COOKIE, "value": session_of(site, role), "url": site.address}])
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        _watch(page, site, wrong, missing)
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not wrong, "\n".join(wrong)


def _watch(page: Page, site: Site, wrong: list[str], missing: bool) -> None:
    host = urlsplit(site.address).netloc

    def said(message: ConsoleMessage) -> None:
        expected = missing and "the server responded with a status of 4" in message.text
        if message.type in ("error", "warning") and not expected:
            wrong.append(f"console: {message.text}")

    page.on("console", said)
    page.on("pageerror", lambda error: wrong.append(f"script: {error}"))

    def asked(url: str) -> None:
        found = urlsplit(url)
        if found.scheme not in ("data", "blob") and found.netloc != host:
            wrong.append(f"another host: {url}")

    page.on("request", lambda request: asked(request.url))
