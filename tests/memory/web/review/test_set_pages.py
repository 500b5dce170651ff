"""The pages of one document set: rows, commands, history, files out and back."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from starlette.testclient import TestClient

from hexapla.memory.review import actions
from hexapla.memory.store.opening import open_store
from hexapla.memory.units import Level, Status
from tests.memory.samples import SYMBOL
from tests.memory.web.review.asking import SET, run


def leads_to(pages: TestClient, path: str, **asked: str) -> str:
    answer = pages.get(path, params=SET | asked, follow_redirects=False)
    assert answer.status_code == 303
    return parse_qs(urlsplit(answer.headers["location"]).query)["at"][0]


def test_the_rows_show_the_languages_that_are_wanted(pages: TestClient) -> None:
    page = pages.get("/set", params=SET | {"language": ["en", "ar"]}).text
    assert "Decides to keep the register of trees." in page
    assert 'lang="ar" dir="rtl">تقرر' in page
    assert "Decide conservar" not in page
    assert "Decide conservar" in pages.get("/set", params=SET | {"language": "tlh"}).text
    assert pages.get("/set", params={"symbol": "A/1"}).status_code == 400
    assert pages.get("/set", params=SET | {"level": "word"}).status_code == 400


def test_ways_through_the_rows(pages: TestClient) -> None:
    assert leads_to(pages, "/set/jump", to="2(a)") == "2(a).1"
    assert pages.get("/set/jump", params=SET | {"to": "77"}).status_code == 400
    run(pages, "unlink")
    assert leads_to(pages, "/set/next", step="1", language="en") == "1.1"
    assert leads_to(pages, "/set/next", step="-1", language="en") == "en:1.1"


def test_a_command_gives_the_rows_that_it_changed(pages: TestClient) -> None:
    answer = run(pages, "merge-next")
    assert answer["message"] == "merge"
    assert [each["reference"] for each in answer["rows"]] == ["1.1", "1.2"]
    assert "register of trees. The register is" in answer["rows"][0]["html"]
    assert run(pages, "undo")["message"] == "undo: merge"
    assert run(pages, "undo")["message"] == "there is nothing more to take back or do again"


def test_what_others_did_is_not_undone(pages: TestClient, memory: Path) -> None:
    run(pages, "accept")
    with open_store(memory) as store:
        grid = store.review(SYMBOL, Level.SENTENCE)
        assert grid is not None
        for reference in ("1.1", "1.2"):
            change = actions.edit(grid, reference, "en", f"Bo's {reference}.")
            store.change(SYMBOL, Level.SENTENCE, change, who="Bo")
    command = {"action": "undo", "languages": ["en"], "versions": {"1.1": ""}}
    answer = pages.post("/set/change", json=SET | command)
    assert answer.status_code == 409
    assert answer.json()["message"].startswith("somebody has changed these rows since")
    assert "Bo&#39;s 1.1." in answer.json()["rows"][0]["html"]
    with open_store(memory) as store:
        assert [each.who for each in store.history(SYMBOL, Level.SENTENCE)] == ["Bo", "Bo", "Ana"]


def test_others_are_told_what_was_changed(pages: TestClient) -> None:
    before = pages.get("/set/news", params=SET | {"after": 0}).json()
    assert (before["last"], before["rows"]) == (0, [])
    run(pages, "accept")
    news = pages.get("/set/news", params=SET | {"after": 0}).json()
    assert news["who"] == ["Ana"]
    assert [each["reference"] for each in news["rows"]] == ["1.1"]
    assert pages.get("/set/news", params=SET | {"after": news["last"]}).json()["rows"] == []
    history = pages.get("/set/history", params=SET).text
    assert "<bdi>Ana</bdi>" in history
    assert "reviewed" in history


def test_a_version_that_was_not_seen_is_not_changed(pages: TestClient) -> None:
    command = {"action": "accept", "reference": "1.1", "language": "en", "versions": {"1.1": "x"}}
    answer = pages.post("/set/change", json=SET | command)
    assert answer.status_code == 409
    assert [each["reference"] for each in answer.json()["rows"]] == ["1.1"]


def test_aligning_anew_leaves_what_is_accepted(pages: TestClient, memory: Path) -> None:
    run(pages, "accept")
    run(pages, "move-next", reference="2.1")
    answer = pages.post("/set/realign", json=SET | {"languages": ["en"]}).json()
    assert answer["reload"] is True
    with open_store(memory) as store:
        grid = store.review(SYMBOL, Level.SENTENCE)
    assert grid
    kept = grid.find("1.1")
    assert kept
    cell = kept.cell("en")
    assert cell
    assert (cell.status, cell.text) == (Status.REVIEWED, "Decides to keep the register of trees.")
