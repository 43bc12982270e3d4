"""Review by keyboard in a browser: nothing typed is lost by a key, nothing is chosen that was not chosen."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit

pytestmark = [pytest.mark.xdist_group("browser"), pytest.mark.slow]


def _document(visit: Visit, size: tuple[int, int] = (1366, 768)) -> Page:
    page = visit("clerk", "/-/duyet", size=size)
    page.get_by_role("link", name="Duyệt văn bản đầu tiên").click()
    expect(page.locator("#panel :focus")).to_have_count(1)  # the script has begun
    return page


def _lead_of_a_task(page: Page) -> str:
    """Open the form of the first task by keyboard; the id of its lead's field."""
    page.locator(".task[data-task]").first.focus()
    page.keyboard.press("e")
    return f"#viec-{page.locator('.task[data-task]').first.get_attribute('data-task')}-lead"


def test_escape_asks_once_before_what_was_typed_is_lost(visit: Visit) -> None:
    page = _document(visit)
    text = page.locator(_lead_of_a_task(page).replace("-lead", "-text"))
    former = text.input_value()
    page.keyboard.type("gõ thêm ")
    page.keyboard.press("Escape")
    expect(page.locator(".unsaved")).to_contain_text("Esc lần nữa")
    page.keyboard.type("nữa ")
    expect(page.locator(".unsaved")).to_have_count(0)
    assert "gõ thêm nữa" in text.input_value()
    page.keyboard.press("Escape")
    expect(text).to_be_visible()
    page.keyboard.press("Escape")
    expect(text).to_be_hidden()
    assert text.input_value() == former
    page.keyboard.press("e")
    page.keyboard.press("Escape")
    expect(text).to_be_hidden()


def test_what_was_refused_is_not_lost_by_one_key_either(visit: Visit) -> None:
    page = visit("clerk", "/-/duyet", missing=True)
    page.get_by_role("link", name="Duyệt văn bản đầu tiên").click()
    expect(page.locator("#panel :focus")).to_have_count(1)
    page.keyboard.press("h")
    page.locator("#dau-number").fill("mười lăm")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#dau-form .problem")).to_contain_text("Số chỉ gồm chữ số")
    page.keyboard.press("Escape")
    expect(page.locator("#dau-form .unsaved")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#dau-number")).to_be_hidden()


def test_escape_closes_the_suggestions_first(visit: Visit) -> None:
    page = _document(visit)
    lead = page.locator(_lead_of_a_task(page))
    lead.fill("")
    lead.press_sequentially("sở y")
    expect(page.locator(".choices")).to_be_visible()
    lead.press("Escape")
    expect(page.locator(".choices")).to_have_count(0)
    expect(page.locator(".unsaved")).to_have_count(0)
    assert lead.input_value() == "sở y"
    lead.press("Escape")
    expect(page.locator(".unsaved")).to_be_visible()


def test_no_suggestion_is_taken_before_one_is_chosen(visit: Visit) -> None:
    page = _document(visit)
    lead = page.locator(_lead_of_a_task(page))
    lead.fill("")
    lead.press_sequentially("sở y")
    expect(page.locator(".choices")).to_be_visible()
    expect(page.locator(".choices [aria-selected=true]")).to_have_count(0)
    lead.press("Enter")
    expect(page.locator(".choices")).to_have_count(0)
    assert lead.input_value().strip() == "sở y"
    lead.fill("")
    lead.press_sequentially("sở y")
    first = page.locator(".choices li").first
    expect(first).to_be_visible()
    name = first.get_attribute("data-name")
    lead.press("ArrowDown")
    lead.press("Enter")
    expect(lead).to_have_value(re.compile(f"^{re.escape(name or '')}$"))


@pytest.mark.parametrize("block", ["start", "end"])
def test_suggestions_stay_on_the_screen(visit: Visit, block: str) -> None:
    page = _document(visit, (1366, 500))
    lead = page.locator(_lead_of_a_task(page))
    lead.evaluate("(field, block) => field.scrollIntoView({ block })", block)
    lead.fill("")
    lead.press_sequentially("s")
    expect(page.locator(".choices")).to_be_visible()
    box = page.locator(".choices").bounding_box()
    assert box and box["height"] > 30 and box["y"] >= 0 and box["y"] + box["height"] <= 500


def test_the_first_step_leads_to_the_first_task(visit: Visit) -> None:
    page = _document(visit)
    page.locator("[data-deed=confirm]").focus()
    page.keyboard.press("j")
    page.keyboard.press("e")
    expect(page.locator("#dau-form")).not_to_have_attribute("open", "")
    expect(page.locator(".task[data-task] details").first).to_have_attribute("open", "")
