"""What all pages for review share."""

from __future__ import annotations

import tempfile

import pytest
from starlette.testclient import TestClient

from hexapla.align.beads import Method
from hexapla.corpora.document import Kind
from hexapla.corpora.errors import UsageError
from hexapla.corpora.input import bounds
from hexapla.memory.checks.flags import Check
from hexapla.memory.review.marks import Mark
from hexapla.memory.units import Level
from hexapla.memory.web.review.site import (
    MAX_BODY,
    SetView,
    environment,
    natural_number,
    set_view,
    string_list,
)
from tests.memory.samples import SYMBOL


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


@pytest.mark.parametrize(
    ("macro", "value"),
    [
        *(("flag", check) for check in Check),
        *(("kind", kind) for kind in Kind),
        *(("way", method) for method in ("manual", Method.DISPUTED, Method.CROSSING)),
        *(("word", mark) for mark in Mark if mark is not Mark.COVERED),
    ],
)
def test_everything_that_is_marked_has_a_word(macro: str, value: str) -> None:
    source = f'{{% import "review/marks.html" as marks %}}{{{{ marks.{macro}(value, _) }}}}'
    assert environment().from_string(source).render(value=value, _=str).strip()


def test_errors_are_a_page_or_a_line_in_the_language_of_the_interface(pages: TestClient) -> None:
    shown = pages.get("/set?symbol=none", headers={"Accept-Language": "zh-CN"})
    assert shown.status_code == 400
    assert '<html lang="zh" dir="ltr">' in shown.text
    told = pages.post("/set/change", content=b"[]", headers={"Accept-Language": "fr"})
    assert told.status_code == 400
    assert "demande" in told.json()["message"]


def test_a_body_has_a_bound(pages: TestClient) -> None:
    answer = pages.post("/set/change", content=b" " * (MAX_BODY + 1))
    assert (answer.status_code, answer.json()) == (400, {"message": "the request is too large"})


@pytest.mark.parametrize(
    "content",
    [
        b"[" * 200_000,
        b'{"a": ' * 10_000 + b"1" + b"}" * 10_000,
        b'{"symbol": "S", "versions": {"\\ud800": "1"}}',
    ],
)
def test_what_no_answer_could_repeat_is_refused(pages: TestClient, content: bytes) -> None:
    answer = pages.post("/set/change", content=content[: MAX_BODY - 1])
    assert (answer.status_code, answer.json()) == (
        400,
        {"message": "the request is not understood"},
    )


def test_fields_that_are_given_twice_are_refused(pages: TestClient) -> None:
    answer = pages.post("/priority", content=b"symbol=a&symbol=b&priority=EXCLUDED")
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "name", ["a.xlsx", "a.csv", "a.html", "a.\0csv", "a", "a.xlsx\0", "/a.csv"]
)
def test_a_file_that_comes_back_is_refused_without_our_own_paths(
    pages: TestClient, name: str
) -> None:
    asked = {"symbol": SYMBOL, "name": name}
    answer = pages.post("/set/return", params=asked, content=b"PK\x03\x04broken")
    assert answer.status_code == 400
    assert tempfile.gettempdir() not in answer.json()["message"]


def test_a_file_that_comes_back_has_its_bounds(
    pages: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "_TEXT_ANYWAY", 3)
    monkeypatch.setattr(bounds, "_TEXT_A_BYTE", 0)
    asked = {"symbol": SYMBOL, "name": "a.csv"}
    answer = pages.post("/set/return", params=asked, content="id,zh,en\n1,甲甲,AA\n".encode())
    assert answer.status_code == 400
    assert "3 characters of text come out of it" in answer.json()["message"]
