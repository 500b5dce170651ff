"""What all pages for review share."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from hexapla.corpora.errors import UsageError
from hexapla.memory.units import Level
from hexapla.memory.web.review.site import (
    MAX_BODY,
    SetView,
    environment,
    natural_number,
    set_view,
    string_list,
)


def test_the_address_of_rows_says_which_they_are() -> None:
    shown = SetView("A/RES/1/2", Level.SENTENCE, ("en", "fr"))
    assert shown.query(at="1 2") == (
        "symbol=A%2FRES%2F1%2F2&level=sentence&at=1+2&language=en&language=fr"
    )


def test_what_a_request_names_is_checked() -> None:
    assert set_view(None, None, ()) == SetView("", Level.SENTENCE, ())
    assert set_view("A/1", "paragraph", ["en"]) == SetView("A/1", Level.PARAGRAPH, ("en",))
    with pytest.raises(UsageError, match="sentence or paragraph"):
        set_view("A/1", "word", ())


@pytest.mark.parametrize(
    ("found", "number"),
    [(7, 7), ("12", 12), (-1, 0), ("1.5", 0), (None, 0), ("9" * 10, 0), ("٣", 3), ("²", 0)],
)
def test_numbers_of_requests(found: object, number: int) -> None:
    assert natural_number(found) == number


def test_lists_of_requests() -> None:
    assert string_list(["a", 1]) == ("a", "1")
    assert string_list("ab") == string_list(None) == ()


def test_what_is_shown_is_escaped() -> None:
    template = environment().from_string("<p>{{ text }}</p>")
    assert template.render(text="<b>\x00") == "<p>&lt;b&gt;\ufffd</p>"


def test_errors_are_a_page_or_a_line_in_the_language_of_the_interface(pages: TestClient) -> None:
    shown = pages.get("/set?symbol=none", headers={"Accept-Language": "zh-CN"})
    assert shown.status_code == 400
    assert '<html lang="zh">' in shown.text
    told = pages.post("/set/change", content=b"[]", headers={"Accept-Language": "fr"})
    assert told.status_code == 400
    assert "demande" in told.json()["message"]


def test_a_body_has_a_bound(pages: TestClient) -> None:
    answer = pages.post("/set/change", content=b" " * (MAX_BODY + 1))
    assert (answer.status_code, answer.json()) == (400, {"message": "the request is too large"})
