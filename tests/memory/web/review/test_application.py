"""The web application for review: its addresses."""

from __future__ import annotations

import subprocess
import sys

import pytest
from starlette.testclient import TestClient

from hexapla.memory.lookup.renderings.meanings import known_meanings
from hexapla.memory.web.review.site import environment


def test_the_style_and_the_script_are_served(pages: TestClient) -> None:
    style = pages.get("/static/review.css")
    assert style.headers["content-type"].startswith("text/css")
    # The colours are those of all pages; nothing of the template is left.
    assert "--paper:" in style.text
    assert "{%" not in style.text
    script = pages.get("/static/review.js")
    assert script.headers["content-type"].startswith("text/javascript")
    assert pages.get("/static/other.js").status_code == 404
    assert pages.get("/favicon.ico").status_code == 204


def test_the_language_of_the_interface_is_kept(pages: TestClient) -> None:
    answer = pages.get("/interface?language=zh&back=/search", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/search")
    assert '<html lang="zh" dir="ltr">' in pages.get("/search").text
    pages.get("/interface?language=tlh")
    assert '<html lang="zh" dir="ltr">' in pages.get("/").text


@pytest.mark.parametrize("path", ["/set/change", "/set/realign", "/set/return", "/priority"])
def test_what_changes_something_is_posted(pages: TestClient, path: str) -> None:
    assert pages.get(path).status_code == 405


def test_the_first_page_waits_neither_for_readers_nor_for_the_aligner() -> None:
    asked = "import sys; import hexapla.memory.web.review.application; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, check=True, text=True)
    loaded = set(done.stdout.split())
    assert "hexapla.memory.web.review.library_page" in loaded
    assert not loaded & {"numpy", "lxml", "hexapla.align", "hexapla.corpora.readers"}


@pytest.mark.parametrize("first", ["/", "/cite"])
def test_the_other_pages_are_loaded_when_the_first_is_sent(pages: TestClient, first: str) -> None:
    environment.cache_clear()
    known_meanings.cache_clear()
    state = pages.app.state  # type: ignore[attr-defined]  # of a Starlette
    state.environment = environment()
    assert state.loading is None
    pages.get(first)
    wait_for_loading(pages)
    assert known_meanings.cache_info().currsize == 1
    assert state.environment.cache is not None
    assert "review/compare.html" in {name for _, name in state.environment.cache}


def test_pages_that_cannot_be_loaded_are_told_in_the_log_and_to_who_asks(
    pages: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken = "hexapla.memory.web.review.compare_page"
    monkeypatch.setitem(sys.modules, broken, None)
    pages.get("/")
    wait_for_loading(pages)
    told = f"the pages of compare_page cannot be loaded: ModuleNotFoundError: import of {broken}"
    assert caplog.text.count(told) == 1
    answer = pages.get("/compare", headers={"Accept-Language": "fr"})
    assert answer.status_code == 500
    assert "cette page ne peut être chargée" in answer.text
    assert broken not in answer.text
    assert pages.get("/cite").status_code == 200
    # Repaired, it is there without another start.
    monkeypatch.undo()
    assert pages.get("/compare").status_code == 200


def test_what_a_look_up_needs_and_cannot_be_loaded_is_told_in_the_log(
    pages: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    known_meanings.cache_clear()
    broken = "hexapla.align.encoders.embedded"
    monkeypatch.setitem(sys.modules, broken, None)
    pages.get("/")
    wait_for_loading(pages)
    told = f"the look-up cannot be prepared: ModuleNotFoundError: import of {broken}"
    assert caplog.text.count(told) == 1


def wait_for_loading(pages: TestClient) -> None:
    """Wait until all pages are loaded."""

    async def loaded() -> None:
        await pages.app.state.loading  # type: ignore[attr-defined]  # of a Starlette

    assert pages.portal is not None
    pages.portal.call(loaded)
