"""Documents are given to people on the pages, and nobody else changes them meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from hexapla.memory.store.opening import open_store
from tests.memory.samples import SYMBOL
from tests.memory.web.people import bearer, command, pages_of
from tests.memory.web.review.asking import SET

Accounts = tuple[Path, dict[str, str]]


def give(pages: TestClient, token: str, person: str, days: str = "3") -> int:
    form = SET | {"person": person, "days": days, "language": "en"}
    answer = pages.post("/set/assign", data=form, headers=bearer(token), follow_redirects=False)
    return answer.status_code


def test_a_reviewer_gives_a_document_and_others_are_refused(
    memory: Path, accounts: Accounts
) -> None:
    file, tokens = accounts
    with pages_of(memory, file) as pages:
        assert give(pages, tokens["Boris"], "Boris") == 403
        assert give(pages, tokens["Chen"], "Ana") == 400  # a reader changes nothing
        assert give(pages, tokens["Chen"], "Nobody") == 400
        assert give(pages, tokens["Chen"], "Boris", "61") == 400
        assert give(pages, tokens["Chen"], "Boris") == 303
        for name in ("Ana", "Boris", "Chen"):
            page = pages.get("/set", params=SET, headers=bearer(tokens[name])).text
            assert "Boris has this document until" in page
            assert ("give back" in page) == (name == "Boris")
        assert "Boris has this document until" in pages.get("/", headers=bearer(tokens["Ana"])).text
        status, message = command(pages, tokens["Chen"], "accept", "en")
        assert (status, message[:31]) == (403, "Boris has this document until 2")
        french = {"Accept-Language": "fr"}
        _, message = command(pages, tokens["Chen"], "accept", "en", **french)
        assert message.startswith("Boris a ce document jusqu’au 2")
        assert give(pages, tokens["Chen"], "Chen") == 403
        assert give(pages, tokens["Chen"], "") == 403
        assert give(pages, tokens["Boris"], "") == 303
        assert command(pages, tokens["Chen"], "accept", "en")[0] == 200
        history = pages.get("/set/history", params=SET, headers=bearer(tokens["Ana"])).text
        assert history.index("given back") < history.index("given to Boris until")


@pytest.mark.parametrize("person", ["", "Dalia", "Chen"])
def test_an_administrator_takes_a_document_over(
    person: str, memory: Path, accounts: Accounts
) -> None:
    file, tokens = accounts
    with pages_of(memory, file) as pages:
        give(pages, tokens["Chen"], "Boris")
        # Also who runs the server takes it over first: nothing is changed under somebody's hands.
        assert command(pages, tokens["Dalia"], "accept", "en")[0] == 403
        assert give(pages, tokens["Dalia"], person) == 303
    with open_store(memory) as store:
        found = store.holders().get(SYMBOL)
    assert (found.person if found else "") == person
