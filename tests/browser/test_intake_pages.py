"""Signing in, bringing files in and looking at them, as a clerk does it in a browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from pipeline.web import intake
from pipeline.web.sessions import COOKIE
from tests.browser.conftest import Visit
from tests.browser.site import PASSWORD, Site, session_of

_DROP = """(box, files) => {
    const carried = new DataTransfer();
    for (const [name, text] of files) carried.items.add(new File([text], name));
    box.dispatchEvent(new DragEvent("drop", { dataTransfer: carried, bubbles: true, cancelable: true }));
}"""

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


def test_files_that_are_dropped_have_each_their_result(visit: Visit, corpus: Path) -> None:
    page = visit("clerk", "/-/nap")
    text = (corpus / "van-ban" / "hd-so-noi-vu-2025.txt").read_text("utf-8")
    dropped = [
        ["hướng dẫn.txt", text],
        ["lại lần nữa.txt", text],
        ["hỏng.pdf", "%PDF-1.7"],
        ["mật.txt", text.replace("Độc lập", "MẬT\nĐộc lập", 1)],
        ["<i>lạ.pdf", "%PDF-1.7"],
    ]
    page.locator(".drop").evaluate(_DROP, dropped)
    lines = page.locator("#ket-qua > li")
    expect(page.locator("#ket-qua > li.waiting")).to_have_count(0, timeout=60_000)
    marks = ["mới", "đã có", "không đọc được", "từ chối", "không đọc được"]
    assert lines.locator(".mark").all_inner_texts() == marks
    expect(lines.nth(4)).to_contain_text("_i_lạ.pdf")
    expect(page.locator("#tinh-hinh")).to_have_text("5 tệp đã xong.")


def test_too_large_a_file_is_refused_before_it_is_sent(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "MOST_BYTES", 10)
    page = visit("clerk", "/-/nap")
    page.locator(".drop").evaluate(_DROP, [["lớn.txt", "x" * 100]])
    expect(page.locator("#ket-qua > li.failed")).to_contain_text("Tệp lớn quá")
    expect(page.locator("#tinh-hinh")).to_have_text("0 tệp đã xong, 1 tệp chưa nạp.")


def test_it_works_without_scripts(chromium: Browser, site: Site, corpus: Path) -> None:
    context = chromium.new_context(base_url=site.address, java_script_enabled=False)
    context.add_cookies([{"name": COOKIE, "value": session_of(site, "clerk"), "url": site.address}])
    page = context.new_page()
    page.goto("/-/nap")
    files = [corpus / "van-ban" / f"{name}.txt" for name in ("cv-van-phong-ubnd-2025", "kh-so-noi-vu-2025")]
    page.get_by_label("Chọn tệp").set_input_files(files)
    page.get_by_label("Số đến").fill("700")
    page.get_by_role("button", name="Nạp").click()
    expect(page.locator("#ket-qua > li.added")).to_have_count(2, timeout=60_000)
    expect(page.locator("#ket-qua > li").nth(1)).to_contain_text("số đến 701")
    context.close()


def bring(page: Page, *files: Path) -> None:
    page.get_by_label("Chọn tệp").set_input_files(files)
    page.get_by_role("button", name="Nạp").click()
    expect(page.locator("#ket-qua > li.waiting")).to_have_count(0, timeout=60_000)
