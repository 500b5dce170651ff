"""The workbench as a translator meets it: in a real browser, from files to a reviewed memory."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from hexapla.memory.formats.tmx.reader import read_tmx
from tests.paths import SAMPLE
from tests.processes import GUARD, started

pytestmark = pytest.mark.browser


def test_files_that_are_brought_become_a_reviewed_memory(browser: Browser, tmp_path: Path) -> None:
    with started("-m", "hexapla", "app", tmp_path / "bench", "--no-open") as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        context = browser.new_context(locale="en-US", viewport={"width": 1280, "height": 800})
        context.set_default_timeout(1000 * GUARD)
        page = context.new_page()
        heard: list[str] = []
        page.on("pageerror", lambda error: heard.append(str(error)))
        page.on("console", lambda said: heard.append(said.text))
        page.goto(address)
        page.get_by_role("link", name="Add documents").first.click()
        # Its script listens then.
        page.wait_for_url("**/add", wait_until="load")
        page.locator("#files").set_input_files(sorted(SAMPLE.glob("A_RES_*")))
        expect(page.locator(".files tbody tr")).to_have_count(7, timeout=1000 * GUARD)
        # The symbols were found in the texts; a name that is put right stays so.
        for symbol in page.locator(".files [name=symbol]").all():
            assert symbol.input_value() == "A/RES/99/901"
            symbol.fill("A/99/904")
        axe = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
        page.evaluate(axe)
        assert page.evaluate("axe.run().then(found => found.violations.map(each => each.id))") == []
        page.get_by_role("button", name="Align").click()
        expect(page.locator("#after")).to_be_visible(timeout=1000 * GUARD)
        expect(page.locator("#sets")).to_have_text("A/99/904 aligned")
        page.locator("#sets a").click()
        page.locator("td.cell:not(.source)").first.click()
        with page.expect_response("**/set/change"):
            page.keyboard.press("a")
        expect(page.locator("#progress")).to_contain_text("1 of")
        page.locator(".head summary").click()
        with page.expect_download() as download:
            page.get_by_label("TMX of what is reviewed, en").click()
        download.value.save_as(tmp_path / "reviewed.tmx")
        # What was aligned is looked up by the box on every page, and is one click away.
        page.get_by_role("searchbox").first.fill("A/99/904, para. 3(a)")
        page.keyboard.press("Enter")
        expect(page.locator(".citation div")).to_have_count(7)
        page.get_by_role("link", name="A/99/904, para. 3(a)").click()
        expect(page.locator(":focus")).to_be_visible()
        context.close()
        assert heard == []
    assert next(iter(read_tmx(tmp_path / "reviewed.tmx"))).tuid.startswith("A/99/904#")
    assert (tmp_path / "bench" / "tmx" / "zh_en.tmx").is_file()
