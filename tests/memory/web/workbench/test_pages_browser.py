"""The workbench as a translator meets it: in a real browser, from files to a reviewed memory."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from hexapla.memory.formats.tmx.reader import read_tmx
from tests.paths import SAMPLE
from tests.processes import GUARD, started

pytestmark = pytest.mark.browser


def reach(page: Page, wanted: Locator) -> None:
    """Tab to an element, as whoever has no mouse does."""
    wanted.wait_for()
    # More than a page has that can be reached.
    for _ in range(200):
        if wanted.evaluate("each => each === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"not reached by keyboard: {wanted}")


def enter(page: Page, wanted: Locator) -> None:
    reach(page, wanted)
    page.keyboard.press("Enter")


def test_files_become_a_reviewed_memory_by_keyboard_alone(browser: Browser, tmp_path: Path) -> None:
    with started("-m", "hexapla", "app", tmp_path / "bench", "--no-open") as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        context = browser.new_context(locale="en-US", viewport={"width": 1280, "height": 800})
        context.set_default_timeout(1000 * GUARD)
        page = context.new_page()
        heard: list[str] = []
        page.on("pageerror", lambda error: heard.append(str(error)))
        page.on("console", lambda said: heard.append(said.text))
        # Choosers are caught from here on: a key that comes with the listener can be before it.
        page.on("filechooser", lambda _: None)
        page.goto(address)
        enter(page, page.get_by_role("link", name="Add documents").first)
        # Its script listens then.
        page.wait_for_url("**/add", wait_until="load")
        reach(page, page.locator("#files"))
        with page.expect_file_chooser() as chooser:
            page.keyboard.press("Space")
        chooser.value.set_files(sorted(SAMPLE.glob("A_RES_*")))
        expect(page.locator(".files tbody tr")).to_have_count(7)
        # The symbols were found in the texts; a name that is put right stays so.
        for symbol in page.locator(".files [name=symbol]").all():
            assert symbol.input_value() == "A/RES/99/901"
            reach(page, symbol)  # which selects what stands there
            page.keyboard.type("A/99/904")
        axe = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
        page.evaluate(axe)
        assert page.evaluate("axe.run().then(found => found.violations.map(each => each.id))") == []
        enter(page, page.get_by_role("button", name="Align"))
        expect(page.locator("#after")).to_be_visible()
        expect(page.locator("#sets")).to_have_text("A/99/904 aligned")
        enter(page, page.locator("#sets a"))
        page.wait_for_url("**/set?*", wait_until="load")
        page.keyboard.press("ArrowDown")
        with page.expect_response("**/set/change"):
            page.keyboard.press("a")
        expect(page.locator("#progress")).to_contain_text("1 of")
        page.keyboard.press("ArrowDown")
        cell = page.locator("td:focus")
        before = cell.locator(".text").inner_text()
        page.keyboard.press("e")
        page.keyboard.type(" mended")
        with page.expect_response("**/set/change"):
            page.keyboard.press("Enter")
        mended = page.locator("td .text", has_text=f"{before} mended")
        expect(mended).to_be_visible()
        enter(page, page.locator(".head summary"))
        reach(page, page.get_by_label("TMX of what is reviewed, en"))
        with page.expect_download() as download:
            page.keyboard.press("Enter")
        download.value.save_as(tmp_path / "reviewed.tmx")
        # What was aligned is looked up by the box on every page, and is one step away.
        reach(page, page.get_by_role("searchbox").first)
        page.keyboard.type("A/99/904, para. 3(a)")
        page.keyboard.press("Enter")
        expect(page.locator(".citation div")).to_have_count(7)
        enter(page, page.get_by_role("link", name="A/99/904, para. 3(a)"))
        expect(page.locator("td:focus")).to_be_visible()
        context.close()
        assert heard == []
    reviewed = list(read_tmx(tmp_path / "reviewed.tmx"))
    assert all(each.tuid.startswith("A/99/904#") for each in reviewed)
    assert f"{before} mended" in {said.text for each in reviewed for said in each.variants}
    assert (tmp_path / "bench" / "tmx" / "zh_en.tmx").is_file()
