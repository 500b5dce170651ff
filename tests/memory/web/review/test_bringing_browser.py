"""Files that are chosen on the page are brought, and it leads to their sets, in a real browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.memory.web.review.served import base_of, served_here
from tests.processes import GUARD

pytestmark = pytest.mark.browser


def test_the_page_leads_to_the_set_of_each_language(
    browser: Browser, memory: Path, tmp_path: Path
) -> None:
    first, second = tmp_path / "a.tsv", tmp_path / "b.tsv"
    first.write_text("zh\ten\n树木成活。\tThe trees live.\n只有中文。\t\n", encoding="utf-8")
    second.write_text("fr\ten\nLes arbres vivent.\tThe trees live.\n", encoding="utf-8")
    with served_here(memory, who="Ana") as address:
        context = browser.new_context(locale="ar")
        context.set_default_timeout(1000 * GUARD)
        page = context.new_page()
        page.goto(address)
        page.goto(f"{base_of(address)}/bring", wait_until="load")
        page.locator("#files").set_input_files([first, second, first])
        links = page.locator("#after a")
        expect(page.locator("#brought li")).to_have_count(3)
        expect(links).to_have_text(["brought by Ana (zh)", "brought by Ana (fr)"])
        expect(page.locator("#brought .cause").first).to_contain_text("ليس فيه نص إلا بـ zh")
        links.last.click()
        expect(page.locator("h1")).to_contain_text("brought by Ana (fr)")
