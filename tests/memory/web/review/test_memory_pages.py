"""The pages over the whole memory."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from hexapla.memory.store.opening import open_store
from hexapla.memory.termbase import Concept, Term
from hexapla.memory.terms.joining import join_concepts
from hexapla.memory.units import Priority
from tests.memory.samples import SYMBOL

TEXT = "决定保留树木名册。"


@pytest.mark.parametrize("sort", ["look", "year", "organ", "symbol"])
def test_the_library_lists_the_sets_that_are_looked_for(pages: TestClient, sort: str) -> None:
    assert SYMBOL in pages.get("/", params={"sort": sort, "level": "paragraph"}).text
    assert SYMBOL in pages.get("/", params={"q": "res/98"}).text
    assert SYMBOL not in pages.get("/", params={"q": "res/97"}).text


def test_a_set_is_excluded_and_taken_back(pages: TestClient, memory: Path) -> None:
    for name in ("EXCLUDED", "USUAL"):
        given = {"symbol": SYMBOL, "priority": name}
        answer = pages.post("/priority", data=given, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        with open_store(memory) as store:
            assert [each.priority for each in store.sets()] == [Priority[name]]
    assert pages.post("/priority", data={"symbol": SYMBOL, "priority": "x"}).status_code == 400


def test_a_search_marks_what_it_found_in_both_languages(pages: TestClient) -> None:
    asked = {"q": "名册", "with": "register", "source": "zh", "target": "en"}
    page = pages.get("/search", params=asked).text
    assert "2 found" in page
    assert page.count("<mark>名册</mark>") == 2
    assert page.count("<mark>register</mark>") == 2
    assert "There is nothing here." in pages.get("/search", params=asked | {"with": "forest"}).text
    assert "found" not in pages.get("/search").text
    assert pages.get("/search", params=asked | {"target": "tlh"}).status_code == 400


def test_a_paragraph_is_cited_in_every_language(pages: TestClient) -> None:
    page = pages.get("/cite", params={"document": SYMBOL, "paragraph": "pp1"}).text
    assert "Recalling its resolution 97/8 of 5 March 2043,¹" in page
    assert 'dir="rtl">إذ تشير' in page
    answer = pages.get("/cite", params={"document": SYMBOL, "paragraph": "99"})
    assert answer.status_code == 404
    assert 'role="alert"' in answer.text and 'value="99"' in answer.text


def test_matches_show_what_differs(pages: TestClient) -> None:
    asked = {"source": "zh", "target": "en"}
    page = pages.get("/match", params=asked | {"text": "决定保留树木的名册。"}).text
    assert "Decides to keep the register of trees." in page
    assert "<ins>的</ins>" in page
    assert "<b>90 %</b>" in page
    assert "There is nothing here." in pages.get("/match", params=asked | {"text": "xyz"}).text
    assert "There is nothing here." not in pages.get("/match", params=asked).text


def test_terms_of_a_text_are_shown_with_how_they_are_said(pages: TestClient, memory: Path) -> None:
    roster = Concept((Term("zh", "名册"), Term("en", "<roster>"), Term("fr", "fichier")))
    with open_store(memory) as store:
        join_concepts(store, [roster], "add", who="Ana")
    asked = {"source": "zh", "target": "en", "text": "名册"}
    page = pages.get("/match", params=asked).text
    assert "<h2>Terms</h2>" in page
    assert "&lt;roster&gt;" in page and "fichier" not in page
    assert "<h2>Terms</h2>" not in pages.get("/match", params=asked | {"text": "树木"}).text


def test_parts_of_a_text_are_marked_where_they_stand(pages: TestClient) -> None:
    asked = {"source": "zh", "target": "en"}
    page = pages.get("/match", params=asked | {"text": "保留树木名册"}).text
    assert "Texts that contain it" in page
    assert "决定<mark>保留树木名册</mark>。" in page
    page = pages.get("/match", params=asked | {"text": "请秘书处在明年决定保留树木名册"}).text
    assert "Parts of it: 53 %" in page
    assert "<mark>决定保留树木名册</mark>。" in page
    assert "There is nothing here." not in page


@pytest.mark.parametrize(
    ("given", "where"),
    [
        ({"q": f"{SYMBOL}, para. 2(a)"}, "/cite?document=A%2FRES%2F98%2F12&paragraph=2%28a%29"),
        ({"q": "register of trees"}, "/search?q=register+of+trees&source=en&target=zh"),
        (
            {"q": "树木", "from": "zh", "to": "ru"},
            "/search?q=%E6%A0%91%E6%9C%A8&source=zh&target=ru",
        ),
        ({"q": "树" * 20}, "/match?text=" + "%E6%A0%91" * 20 + "&source=zh&target=en"),
        ({"q": "registre"}, "/search?q=registre&source=fr&target=en"),
        ({"q": " "}, "/search"),
    ],
)
def test_one_box_leads_to_what_answers(
    pages: TestClient, given: dict[str, str], where: str
) -> None:
    answer = pages.get("/find", params=given, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, where)
    assert pages.get("/find", params=given).status_code == 200


@pytest.mark.parametrize(
    ("address", "asked", "held"),
    [
        ("/", {}, SYMBOL),
        ("/search", {"q": "名册", "source": "zh", "target": "en"}, "2 found"),
        ("/match", {"text": TEXT, "source": "zh", "target": "en"}, "Decides to keep"),
        ("/renderings", {"q": "名册", "source": "zh", "target": "en"}, "2 found"),
        ("/concordance", {"q": "名册", "source": "zh", "target": "en"}, "key words: 2"),
    ],
)
def test_every_page_is_narrowed_alike(
    pages: TestClient, address: str, asked: dict[str, str], held: str
) -> None:
    inside = {"session": "98", "date": "2043", "body": "A"}
    page = pages.get(address, params=asked | inside).text
    assert held in page
    assert '<details class="narrowed" open>' in page
    for outside in ({"session": "97"}, {"date": "2044..2045"}, {"subject": "water"}):
        assert held not in pages.get(address, params=asked | outside).text
    wrong = pages.get(address, params=asked | {"date": "soon"})
    assert wrong.status_code == 400
    assert "soon: give a year" in wrong.text


def test_title_and_date_stand_beside_what_is_found(pages: TestClient) -> None:
    title = "Resolution of the General Assembly: records of urban trees"
    headers = {"Accept-Language": "en"}
    for address, asked in (
        ("/search", {"q": "名册", "source": "zh", "target": "fr"}),
        ("/match", {"text": TEXT, "source": "zh", "target": "fr"}),
        ("/cite", {"document": SYMBOL, "paragraph": "pp1"}),
    ):
        page = pages.get(address, params=asked, headers=headers).text
        assert title in page
        assert '<p class="about"><bdi>2043</bdi>' in page
    page = pages.get("/cite", params={"document": SYMBOL}, headers=headers).text
    assert page.count(f">{title}<") == 1
