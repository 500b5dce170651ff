"""The page of `hexapla serve`: everything is looked up by its address, and nothing is changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from hexapla.memory.store.opening import open_store
from hexapla.memory.termbase import Concept, Term
from hexapla.memory.terms.joining import join_concepts
from hexapla.memory.web.access import DATA_POLICY, PAGE_POLICY, AccessPolicy
from hexapla.memory.web.api import application
from tests.memory.samples import SYMBOL


@pytest.fixture
def served(memory: Path) -> Iterator[TestClient]:
    with open_store(memory) as store:
        concept = Concept((Term("zh", "名册"), Term("en", "roster")), domain="trees")
        join_concepts(store, [concept], "add", who="Ana")
    app = application(str(memory), access=AccessPolicy(frozenset({"server"})))
    with TestClient(app, base_url="http://server") as client:
        yield client


def looked_up(served: TestClient, q: str, source: str = "", target: str = "") -> str:
    answer = served.get("/find", params={"q": q, "from": source, "to": target})
    assert answer.status_code == 200
    return answer.text


def shown(page: str) -> list[str]:
    """Return the texts that a page shows, without what is marked in them."""
    texts = re.findall(r'<p class="text"[^>]*>(.*?)</p>', page, re.DOTALL)
    return [unescape(re.sub(r"<[^>]*>", "", each)).strip() for each in texts]


def test_a_paragraph_a_text_and_a_phrase_are_answered(served: TestClient) -> None:
    cited = looked_up(served, f"{SYMBOL}, preambular para. 1")
    assert "Recalling its resolution 97/8 of 5 March 2043,¹" in cited
    assert 'dir="rtl">إذ تشير' in cited
    matched = looked_up(served, "回顾其2044年3月5日第97/9号决议，¹", "zh", "en")
    # What is put in for the new numbers is not what stands in the memory: both are shown.
    assert "adapted to the new numbers" in matched
    texts = shown(matched)
    assert "Recalling its resolution 97/8 of 5 March 2043,¹" in texts
    assert "Recalling its resolution 97/89 of 5 March 20432044,¹" in texts
    found = looked_up(served, "名册", target="en")
    assert found.count("<mark>名册</mark>") == 3
    assert "roster" in found
    assert "There is nothing here." in looked_up(served, "xyz " * 9, target="zh")
    assert "<ol" not in looked_up(served, "")


def test_every_place_is_a_link_that_leads_there(served: TestClient) -> None:
    page = looked_up(served, "名册", target="en")
    addresses = re.findall(rf'<a href="([^"]*)"><bdi>{SYMBOL}, para. 1</bdi>', page)
    assert len(addresses) == 2
    assert "Decides to keep the register of trees." in served.get(unescape(addresses[0])).text
    buttons = map(unescape, re.findall(r'data-copy="([^"]*)"', page))
    assert f"Decides to keep the register of trees. ({SYMBOL}, para. 1)" in buttons
    # All that the page names is there.
    for address in map(unescape, re.findall(r'(?:href|src)="(/[^"]*)"', page)):
        assert served.get(address).status_code == 200, address


def test_what_cannot_be_answered_is_said(served: TestClient) -> None:
    assert "there is no paragraph 99" in looked_up(served, f"{SYMBOL}, para. 99")
    asked = {"q": f"{SYMBOL}, para. 99"}
    german = served.get("/find", params=asked, headers={"Accept-Language": "de"}).text
    assert f"{SYMBOL}: Einen Absatz 99 gibt es nicht" in german
    assert "the memory has no such document" in looked_up(served, "A/RES/1/2")
    answer = served.get("/find", params={"q": "名册", "from": "tlh"})
    assert answer.status_code == 400
    assert "none of zh" in answer.text


def test_it_is_a_page_and_the_rest_are_data(served: TestClient) -> None:
    for path, policy in (("/find", PAGE_POLICY), ("/", DATA_POLICY), ("/terms", DATA_POLICY)):
        assert served.get(path).headers["content-security-policy"] == policy
    assert served.post("/find").status_code == 405
    arabic = served.get("/find", headers={"Accept-Language": "ar"}).text
    assert '<html lang="ar" dir="rtl">' in arabic


def test_a_text_is_copied_with_its_source_in_its_own_language(served: TestClient) -> None:
    answer = served.get(
        "/find",
        params={"q": "register of trees", "from": "en", "to": "zh"},
        headers={"Accept-Language": "fr"},
    )
    page = answer.text
    assert f"<bdi>{SYMBOL}, par. 1</bdi>" in page
    assert f"({SYMBOL}，第1段)" in page
