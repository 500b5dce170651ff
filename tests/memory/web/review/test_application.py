"""The web application for review: its addresses."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient


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
