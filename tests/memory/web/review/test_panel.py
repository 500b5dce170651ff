"""What is told of one row beside the others."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from starlette.testclient import TestClient

from hexapla.memory.store.opening import open_store
from hexapla.memory.termbase import Concept, Term, TermStatus
from hexapla.memory.terms.joining import join_concepts
from tests.memory.samples import SYMBOL, sample_set

ASKED = {"symbol": SYMBOL, "level": "sentence", "at": "2(a).1", "of": "en"}


def test_a_row_is_told_with_its_place_and_the_text_around(pages: TestClient) -> None:
    html = pages.get("/set/row", params=ASKED).json()["html"]
    assert f"<bdi>{SYMBOL}, para. 2(a)</bdi>" in html
    assert "<mark>To report on the present resolution" in html
    # Each paragraph by itself.
    assert re.search(r"<p [^>]*>\s*Requests the Secretary-General:\s*</p>", html)
    assert "nowhere else in the memory" in html
    assert f"of cost; ({SYMBOL}, para. 2(a))" in html.replace("&lt;", "<")


def test_what_was_translated_earlier_is_told_and_what_differs(
    pages: TestClient, memory: Path
) -> None:
    earlier = sample_set()
    units = tuple(
        replace(each, text=each.text.replace("报告", "一份报告")) for each in earlier.units
    )
    with open_store(memory) as store:
        store.replace_set(replace(earlier, symbol="A/RES/97/8", units=units))
    html = pages.get("/set/row", params=ASKED).json()["html"]
    assert "A/RES/97/8, para. 2(a)" in html
    assert "<del>一份</del>" in html


def test_terms_that_are_avoided_are_told_in_the_language_of_the_page(
    pages: TestClient, memory: Path
) -> None:
    terms = (
        Term("zh", "名册"),
        Term("en", "roster"),
        Term("en", "register", TermStatus.DEPRECATED),
    )
    with open_store(memory) as store:
        join_concepts(store, [Concept(terms)], "add", who="Ana")
    header = {"Accept-Language": "de"}
    asked = ASKED | {"at": "1.1"}
    html = pages.get("/set/row", params=asked, headers=header).json()["html"]
    cause = "register: nicht mehr zu verwenden, stattdessen roster"
    assert f"<bdi>{cause}</bdi>" in html
    shown = {"symbol": SYMBOL, "level": "sentence", "show": "flagged"}
    page = pages.get("/set", params=shown, headers=header).text
    assert f'title="{cause}"' in page and 'data-reference="1.1"' in page
    with open_store(memory) as store:
        store.take_back(1, who="Ana")
    assert cause not in pages.get("/set", params=shown, headers=header).text


def test_a_row_that_is_not_there_is_refused(pages: TestClient) -> None:
    for more in ({"at": "77"}, {"of": "tlh"}):
        answer = pages.get("/set/row", params=ASKED | more)
        assert answer.status_code == 400
        assert answer.json() == {"message": "this row is not there any more"}
