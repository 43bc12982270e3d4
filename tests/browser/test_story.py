"""The life of a document, as its people live it: a scan comes in, is set right by keyboard, reported, confirmed, told.

And the count: how often a clerk must click or press between bringing in a clean document and its being confirmed.
"""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from pipeline.store.accounts import Account, accounts_path, add_account, open_accounts
from tests.browser.conftest import Visit
from tests.browser.scans import scan_of
from tests.browser.site import Site

pytestmark = [pytest.mark.xdist_group("browser"), pytest.mark.slow]

LONG_MS = 120_000
"""For reading on a machine that has much else to do."""
READING_S, PRESSING_S = 1.5, 0.3
"""What a clerk takes to look at something in doubt, and to press a key."""


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="không có tesseract")
def test_from_the_scan_to_the_sheet(visit: Visit, site: Site, corpus: Path, tmp_path: Path) -> None:
    supervisor = visit("supervisor", "/")
    done_before = _done(supervisor)
    document = _bring_and_review(
        visit("clerk", "/-/nap"), scan_of(corpus / "van-ban" / "cv-ubnd-tinh-2024.pdf", tmp_path / "bản quét.pdf")
    )
    reported, open_task = _led(site, document)
    agency = _account(site, reported)

    theirs = visit(agency, "/-/viec")
    theirs.get_by_role("link").filter(has_text=reported["text"][:40]).first.click()
    _record(theirs, "Báo cáo hoàn thành", {"Kết quả": "Đã làm xong, có biên bản kèm theo."})
    _record(theirs, "Rút báo cáo", {"Lý do": "Gửi nhầm biên bản."})
    _record(theirs, "Báo cáo hoàn thành", {"Kết quả": "Đã làm xong, có biên bản kèm theo."})
    expect(theirs.locator(".timing").first).to_contain_text("Đã báo cáo", ignore_case=True)

    supervisor.goto(f"/-/viec/{reported['id']}")
    _record(supervisor, "Xác nhận hoàn thành", {})
    expect(supervisor.locator(".timing").first).to_contain_text("Hoàn thành", ignore_case=True)
    supervisor.goto(f"/-/viec/{open_task['id']}")
    _record(supervisor, "Gia hạn", {"Hạn mới": "31/12/2099", "Lý do": "Chờ hướng dẫn."})
    expect(supervisor.locator(".state-line")).to_contain_text("31/12/2099")
    supervisor.goto("/")
    assert _done(supervisor) == done_before + 1

    supervisor.goto("/-/viec")
    with supervisor.expect_download() as download:
        supervisor.get_by_role("link", name="XLSX").click()
    rows = _sheet(download.value.path())
    row = next(row for row in rows if row["Mã việc"] == open_task["id"])
    assert f"{row['Hạn']:%d/%m/%Y}" == "31/12/2099"


def _bring_and_review(page: Page, scan: Path) -> int:
    """Bring the scan in, set the deadline of the first task right by keyboard, confirm; the number of the document."""
    page.get_by_label("Chọn tệp").set_input_files(scan)
    page.get_by_role("button", name="Nạp").click()
    expect(page.locator("#ket-qua > li.added")).to_have_count(1, timeout=LONG_MS)
    page.locator("#ket-qua a.button").click()
    expect(page.locator("#pages img").first).to_be_visible()
    expect(page.locator("#panel :focus")).to_be_visible()  # the page is ready for keys
    card = page.locator("#panel article.task[data-task]").first
    number = card.get_attribute("data-task")
    card.focus()
    page.keyboard.press("e")
    field = page.locator(f"#viec-{number}-deadlines")
    field.fill("30/9/2098")
    expect(page.locator(f"#viec-{number} .readings")).to_contain_text("30/09/2098")
    page.keyboard.press("Control+Enter")
    expect(page.locator(f"#viec-{number}")).to_contain_text("30/9/2098")
    document = int(page.url.rstrip("/").rsplit("/", 1)[1].partition("?")[0].partition("#")[0])
    page.keyboard.press("u")
    expect(page.locator(f"#viec-{number}")).not_to_contain_text("30/9/2098")
    _accept_all(page, Hand(page))
    return document


class Hand:
    """A clerk's hand: every click and every key is counted, and takes its time."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.moves = 0
        self.began = time.monotonic()

    def click(self, locator: Any) -> None:
        self._move(PRESSING_S)
        locator.click()

    def press(self, key: str, looking_s: float = 0.0) -> None:
        self._move(PRESSING_S + looking_s)
        self.page.keyboard.press(key)

    def _move(self, seconds: float) -> None:
        self.page.wait_for_timeout(seconds * 1000)
        self.moves += 1


def _accept_all(page: Page, hand: Hand) -> None:
    """Accept what is in doubt task by task, after a look, then confirm."""
    waiting = page.locator("#panel .task.open")
    while count := waiting.count():
        hand.press("a", READING_S)
        expect(waiting).to_have_count(count - 1)
    hand.press("c")
    expect(page.locator(".notice[role=status]")).to_contain_text("Đã xác nhận")


def test_four_clean_pages_take_twelve_moves(visit: Visit, corpus: Path) -> None:
    page = visit("clerk", "/-/nap")
    hand = Hand(page)
    with page.expect_file_chooser() as chooser:
        hand.click(page.get_by_label("Chọn tệp"))
    hand.moves += 1  # the file, in the window of the system
    chooser.value.set_files(corpus / "van-ban" / "kh-ubnd-tinh-2024.pdf")
    hand.click(page.get_by_role("button", name="Nạp"))
    expect(page.locator("#ket-qua > li.added")).to_have_count(1, timeout=LONG_MS)
    hand.click(page.locator("#ket-qua a.button"))
    expect(page.locator("#pages figure")).to_have_count(4)
    expect(page.locator("#panel :focus")).to_be_visible()
    _accept_all(page, hand)
    assert hand.moves <= 12, f"{hand.moves} moves"
    assert time.monotonic() - hand.began < 60, "a document takes under a minute"


def _record(page: Page, what: str, fields: Mapping[str, str]) -> None:
    """Open the form of an event, fill its fields in by their labels and send it."""
    box = page.locator("details", has=page.locator("summary", has_text=what)).last
    box.locator("summary").first.click()
    for name, value in fields.items():
        box.get_by_label(name).fill(value)
    box.get_by_role("button", name="Ghi").click()
    expect(page.locator(".notice[role=status]")).to_be_visible()


def _done(page: Page) -> int:
    """The figure of finished work on the dashboard, both columns."""
    cells = page.locator("a.cell", has_text="Hoàn thành").filter(has_not_text="Chưa").locator("b")
    return sum(int(text.replace(".", "")) for text in cells.all_inner_texts())


def _led(site: Site, document: int) -> list[dict[str, Any]]:
    """The first two tasks of a document that one agency leads alone, with that agency."""
    sql = """SELECT t.id, t.text, g.key, g.name FROM tasks t JOIN assignments a ON a.task_id = t.id
        JOIN agencies g ON g.id = a.agency_id WHERE t.document_id = ?
        GROUP BY t.id HAVING count(*) = 1 ORDER BY t.position LIMIT 2"""
    with closing(sqlite3.connect(site.store)) as conn:
        conn.row_factory = sqlite3.Row
        return [dict(row) for row in conn.execute(sql, [document]).fetchall()]


def _account(site: Site, task: dict[str, Any]) -> str:
    with open_accounts(accounts_path(site.store)) as accounts:
        add_account(accounts, Account("co-quan-moi", "Cơ Quan Khác Mẫu", "agency", task["key"], task["name"]))
    return "co-quan-moi"


def _sheet(path: Path) -> list[dict[str, Any]]:
    with path.open("rb") as file:  # a download has no ending
        heads, *rows = openpyxl.load_workbook(file, read_only=True).active.iter_rows(values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows]
