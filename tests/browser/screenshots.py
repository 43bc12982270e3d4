"""Pictures of every page, ``python -m tests.browser.screenshots --out FOLDER``; with ``--guide`` those of the guide."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from PIL import Image
from playwright.sync_api import Browser, FilePayload, Page, expect, sync_playwright

from pipeline.web.sessions import COOKIE
from tests.browser.site import CHROMIUM, SAMPLES, Site, fill, serving, session_of
from tests.browser.tour import Stop, stops

ROOT = Path(__file__).parents[2]
SIZES = ((1366, 768), (390, 844))
_COLOURS = 64  # of a picture of the guide: text stays sharp, the file small
_GUIDE_WIDTH = 1366


class Scene(NamedTuple):
    """A picture of the guide: what it is called, the page, who looks, and how high the cut is."""

    name: str
    path: str
    role: str
    height: int


SCENES = (
    Scene("bang-dieu-hanh", "/", "supervisor", 760),
    Scene("nap", "/-/nap", "clerk", 720),
    Scene("cho-duyet", "/-/duyet", "clerk", 420),
    Scene("duyet", "/-/duyet/{document}", "clerk", 760),
    Scene("viec", "/-/viec", "supervisor", 640),
    Scene("mot-viec", "/-/viec/{task}", "agency", 760),
    Scene("lich", "/-/lich", "supervisor", 700),
)


def main() -> None:
    """Draw the pictures; those of the guide go where it shows them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "screenshots")
    parser.add_argument("--guide", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        store = Path(folder) / "giaoviec.db"
        fill(store, ROOT / "corpus", pictured=True)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        with serving(store) as site:
            places = _guide(browser, site) if given.guide else _every(browser, site, given.out)
            for place in places:
                print(place)
        browser.close()


def _every(browser: Browser, site: Site, out: Path) -> Iterator[Path]:
    for size in SIZES:
        folder = out / f"{size[0]}x{size[1]}"
        folder.mkdir(parents=True, exist_ok=True)
        for stop in dict.fromkeys(stops(site.store)):
            page = _page(browser, site, stop, size)
            place = folder / f"{stop.name}.png"
            page.screenshot(path=place)
            page.context.close()
            yield place


def _guide(browser: Browser, site: Site) -> Iterator[Path]:
    numbers = {stop.path.split("/")[2]: stop.path.split("/")[3] for stop in stops(site.store) if _is_numbered(stop)}
    for scene in SCENES:
        path = scene.path.format(document=numbers["van-ban"], task=numbers["viec"])
        page = _page(browser, site, Stop(scene.name, path, scene.role), (_GUIDE_WIDTH, scene.height))
        place = ROOT / "docs" / "hinh" / f"{scene.name}.png"
        place.parent.mkdir(parents=True, exist_ok=True)
        if scene.name == "nap":
            _bring(page)
        page.screenshot(path=place)
        page.context.close()
        Image.open(place).convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE).save(place, optimize=True)
        yield place


def _bring(page: Page) -> None:
    """Three files: one that is new, one that is known, one that can't be read."""
    folder = ROOT / "corpus" / "van-ban"
    new, known = folder / "cv-ubnd-huyen-2023.pdf", folder / f"{SAMPLES[0]}.pdf"
    broken = FilePayload(name="ban-quet-loi.pdf", mimeType="application/pdf", buffer=b"%PDF-1.7")
    for sent in (new, known, broken):
        done = page.locator("#ket-qua > li:not(.waiting)").count()
        page.get_by_label("Chọn tệp").set_input_files(sent)
        page.get_by_role("button", name="Nạp").click()
        expect(page.locator("#ket-qua > li:not(.waiting)")).to_have_count(done + 1, timeout=60_000)
    page.evaluate("scrollTo(0, 0)")


def _is_numbered(stop: Stop) -> bool:
    return stop.path.startswith("/-/") and stop.path.count("/") == 3


def _page(browser: Browser, site: Site, stop: Stop, size: tuple[int, int]) -> Page:
    context = browser.new_context(base_url=site.address, locale="vi-VN", viewport={"width": size[0], "height": size[1]})
    if stop.role:
        context.add_cookies([{"name": COOKIE, "value": session_of(site, stop.role), "url": site.address}])
    page = context.new_page()
    page.goto(stop.path, wait_until="networkidle")
    return page


if __name__ == "__main__":
    main()
