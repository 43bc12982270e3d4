"""Signing in, bringing files in and looking at them, as a clerk does it in a browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.site import PASSWORD

pytestmark = pytest.mark.xdist_group("browser")


def test_sign_in_bring_a_file_see_the_document_sign_out(visit: Visit, corpus: Path) -> None:
    page = visit(None, "/-/nap")
    page.get_by_label("Tên đăng nhập").fill("clerk")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("heading", name="Nạp văn bản")).to_be_visible()
    bring(page, corpus / "van-ban" / "kh-ubnd-phuong-2025.txt")
    taken = page.locator("#ket-qua > li.added")
    expect(taken).to_contain_text(re.compile(r"\d+ việc"))
    expect(taken).to_contain_text("số đến 1, ngày đến")
    taken.get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Kế hoạch")
    page.get_by_role("button", name="Đăng xuất").click()
    expect(page.get_by_role("heading", name="Đăng nhập")).to_be_visible()
    page.goto("/-/nap")
    expect(page.get_by_role("heading", name="Đăng nhập")).to_be_visible()


def bring(page: Page, *files: Path) -> None:
    page.get_by_label("Chọn tệp").set_input_files(files)
    page.get_by_role("button", name="Nạp").click()
    expect(page.locator("#ket-qua > li.waiting")).to_have_count(0, timeout=60_000)
