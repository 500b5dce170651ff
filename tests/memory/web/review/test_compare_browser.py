"""A draft that is dropped on the page is compared, in a real browser."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.memory.samples import SYMBOL
from tests.memory.web.review.served import base_of, served_here
from tests.memory.word.documents import accepted, package_at, package_of
from tests.processes import GUARD

pytestmark = pytest.mark.browser

DRAFT = (
    "The General Assembly,",
    "1.\tDecides to keep the register of all trees. The register is brought up to date yearly.",
)


def test_a_draft_is_compared_and_its_word_file_kept(
    browser: Browser, memory: Path, tmp_path: Path
) -> None:
    draft = tmp_path / "draft.docx"
    draft.write_bytes(package_of(*DRAFT).saved())
    with served_here(memory, who="Ana") as address:
        context = browser.new_context(locale="ar", viewport={"width": 390, "height": 800})
        context.set_default_timeout(1000 * GUARD)
        page = context.new_page()
        heard: list[str] = []
        page.on("pageerror", lambda error: heard.append(str(error)))
        page.on("console", lambda said: heard.append(said.text))
        page.goto(address)
        page.goto(f"{base_of(address)}/compare?old={SYMBOL}&target=fr", wait_until="load")
        page.locator("#draft").set_input_files(draft)
        changed = page.locator("tr.changed")
        expect(changed.locator("ins").first).to_have_text(" all")
        expect(changed.locator(".target")).to_contain_text("registre")
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 390
        axe = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
        page.evaluate(axe)
        assert page.evaluate("axe.run().then(found => found.violations.map(each => each.id))") == []
        with page.expect_download() as download:
            page.locator("a[data-file]").first.click()
        download.value.save_as(tmp_path / "redline.docx")
        assert DRAFT[1].partition("\t")[2] in " ".join(
            accepted(package_at(tmp_path / "redline.docx"))
        )
        context.close()
        assert heard == []
