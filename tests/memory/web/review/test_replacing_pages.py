"""Find and replace, asked as the page asks it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from hexapla.memory.rows import Change
from hexapla.memory.web.review.messages import translator
from hexapla.memory.web.review.set_pages import said_of
from tests.memory.samples import SYMBOL
from tests.memory.web.people import bearer, pages_of

ASKED = {
    **{"symbol": SYMBOL, "level": "sentence", "languages": ["en", "fr"]},
    **{"find": "Register", "replacement": "list", "language": "en", "ignore_case": True},
}


def ask(pages: TestClient, status: int = 200, **more: object) -> Any:
    answer = pages.post("/set/replace", json=ASKED | more)
    assert answer.status_code == status
    return answer.json()


def test_it_is_shown_done_and_taken_back_in_one_step(pages: TestClient) -> None:
    shown = ask(pages)
    assert shown["total"] == 2
    assert "<del>register</del><ins>list</ins>" in shown["html"]
    done = ask(pages, version=shown["version"], left=["1.2"])
    assert done == {"message": "rows replaced: 1", "reload": True}
    asked = {"symbol": SYMBOL, "level": "sentence"}
    page = pages.get("/set", params=asked).text
    assert "Decides to keep the list of trees." in page
    assert "The register is brought up to date yearly." in page
    pages.post("/set/change", json=asked | {"action": "undo", "languages": ["en"]})
    assert "keep the register of trees." in pages.get("/set", params=asked).text


def test_what_was_not_shown_is_not_done(pages: TestClient) -> None:
    version = ask(pages)["version"]
    ask(pages, 409, version=version, replacement="book")
    ask(pages, 409, version="")
    ask(pages, 400, version=version, left=["1.1", "1.2"])
    ask(pages, 400, language="zh")
    ask(pages, 400, find="")
    assert ask(pages, find="register", ignore_case=False, whole_words=True)["total"] == 2
    assert ask(pages, find="(register)+")["total"] == 0


def test_a_translator_takes_back_what_they_replaced(
    memory: Path, accounts: tuple[Path, dict[str, str]]
) -> None:
    file, tokens = accounts
    with pages_of(memory, file) as pages:
        pages.headers.update(bearer(tokens["Boris"]))
        ask(pages, version=ask(pages)["version"])
        asked = {"symbol": SYMBOL, "level": "sentence", "action": "undo", "languages": ["en"]}
        answer = pages.post("/set/change", json=asked)
        told = 'undo: replace "Register" with "list" in English'
        assert (answer.status_code, answer.json()["message"]) == (200, told)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", 'undo: delete "x" in French'),
        ("zh", '撤销：删除"x"，法文'),
        ("de", 'rückgängig: "x" löschen, Französisch'),
    ],
)
def test_what_was_deleted_is_told_as_that(language: str, told: str) -> None:
    change = Change('undo replace "x" with nothing in fr', (), ())
    assert said_of(translator(language), change) == told
