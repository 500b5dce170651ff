"""Documents brought to the pages, asked without a socket."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from hexapla.memory.jobs.export import export_tmx
from hexapla.memory.store.opening import open_store
from hexapla.memory.web.access import AccessPolicy
from hexapla.memory.web.review.application import application
from hexapla.memory.web.turns import told_apart
from hexapla.memory.web.workbench.work import CommandQueue
from tests.memory.samples import sample_memory, sample_set
from tests.paths import SAMPLE
from tests.processes import GUARD


@pytest.fixture
def pages(tmp_path: Path) -> Iterator[TestClient]:
    location = str(tmp_path / "memory.db")
    open_store(location).close()
    access = AccessPolicy(frozenset({"server"}))
    app = application(location, access=access, who="Ana", encoder="none", folder=tmp_path)
    headers = {"Origin": "http://server", "Hexapla-Memory": told_apart(location)}
    with TestClient(app, base_url="http://server", headers=headers) as client:
        yield client


def brought(pages: TestClient, *files: Path) -> str:
    batch = pages.post("/add/begin").json()["batch"]
    for file in files:
        asked = {"batch": batch, "path": f"{file.parent.name}/{file.name}"}
        assert pages.post("/add/file", params=asked, content=file.read_bytes()).status_code == 200
    return str(batch)


def ended(pages: TestClient) -> dict[str, Any]:
    """Wait for the end of the work."""
    until = time.monotonic() + GUARD
    while True:
        state: dict[str, Any] = pages.get("/add/state").json()
        if not state["running"]:
            return state
        assert time.monotonic() < until
        time.sleep(0.05)


def test_what_is_brought_is_grouped_and_aligned(pages: TestClient, tmp_path: Path) -> None:
    batch = brought(pages, *sorted((SAMPLE / "note").iterdir()), SAMPLE / "README.md")
    found = pages.post("/add/group", json={"batch": batch, "source": "zh"}).json()
    assert {each["symbol"] for each in found["documents"]} == {"A/99/902"}
    assert [each["language"] for each in found["documents"]] == ["zh", "en", "ar"]
    # Somebody knows better what it is called, and leaves one version out.
    documents = [each | {"symbol": "A/99/903"} for each in found["documents"]]
    documents[2]["symbol"] = " "
    asked = {"batch": batch, "source": "zh", "documents": documents, "aligned": []}
    started = pages.post("/add/align", json=asked).json()
    assert started["total"] == 1
    state = ended(pages)
    (aligned,) = state["sets"]
    assert (aligned["symbol"], aligned["state"], aligned["causes"]) == ("A/99/903", "aligned", [])
    assert (state["share"], state["step"]) == (1, "")
    assert (tmp_path / "tmx" / "zh_en.tmx").is_file()
    assert "A/99/903" in pages.get("/").text


def test_texts_that_are_aligned_already_are_imported(pages: TestClient, tmp_path: Path) -> None:
    other = tmp_path / "other"
    with open_store(sample_memory(tmp_path / "other.db")) as store:
        export_tmx(store, other, source="zh")
    batch = brought(pages, other / "tmx" / "zh_en.tmx")
    found = pages.post("/add/group", json={"batch": batch}).json()
    assert found["aligned"] == ["tmx/zh_en.tmx"]
    pages.post("/add/align", json={"batch": batch, "aligned": found["aligned"]})
    assert ended(pages)["told"]
    with open_store(tmp_path / "memory.db") as store:
        assert [each.symbol for each in store.sets()] == [sample_set().symbol]


@pytest.mark.parametrize(
    ("source", "cause"),
    [("zh", "keine Fassung in einer anderen Sprache"), ("en", "keine Fassung auf Englisch")],
)
def test_what_does_not_fit_together_is_named_in_the_language_of_the_page(
    pages: TestClient, tmp_path: Path, source: str, cause: str
) -> None:
    (tmp_path / "note").mkdir()
    (tmp_path / "note" / "letter.txt").touch()
    (tmp_path / "note" / "cut.docx").write_bytes(b"PK\x03\x04")
    brought_files = (tmp_path / "note" / name for name in ("letter.txt", "cut.docx"))
    batch = brought(pages, SAMPLE / "note" / "zh.txt", *brought_files)
    asked = {"batch": batch, "source": source}
    found = pages.post("/add/group", json=asked, headers={"Accept-Language": "de"}).json()
    assert found["documents"] == []
    cut, empty, alone = found["refused"]
    assert cut["cause"] == "ein beschädigtes Zip-Paket: File is not a zip file"
    assert empty == {"path": "note/letter.txt", "cause": "die Datei ist leer", "language": ""}
    assert (alone["path"], alone["language"]) == ("note/zh.txt", "zh")
    assert alone["cause"].startswith(cause)


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("group", {"batch": "20440101T000000-00000000"}),
        ("group", {"source": "tlh"}),
        ("align", {}),
        ("align", {"documents": ["zh.txt"]}),
        ("align", {"documents": [{"path": "../memory.db", "symbol": "A", "language": "zh"}]}),
        ("align", {"documents": [{"path": "none.txt", "symbol": "A", "language": "zh"}]}),
        ("align", {"documents": [{"path": "note/zh.txt", "symbol": "A", "language": "tlh"}]}),
        ("align", {"aligned": ["../memory.db"]}),
        ("align", {"aligned": ["none.tmx"]}),
    ],
)
def test_what_is_asked_wrongly_is_refused(
    path: str, asked: dict[str, Any], pages: TestClient
) -> None:
    batch = brought(pages, SAMPLE / "note" / "zh.txt")
    answer = pages.post(f"/add/{path}", json={"batch": batch} | asked)
    assert answer.status_code == 400
    assert answer.json()["message"]


def test_a_second_job_waits_for_the_first(
    pages: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(_: object, *counts: int) -> CommandQueue:
        # A server runs until it is ended.
        return CommandQueue([["app", str(tmp_path / "other"), "--no-open"]], *counts)

    monkeypatch.setattr("hexapla.memory.web.workbench.pages.CommandQueue", endless)
    batch = brought(pages, *sorted((SAMPLE / "note").iterdir()))
    found = pages.post("/add/group", json={"batch": batch}).json()
    asked = {"batch": batch, "documents": found["documents"]}
    assert pages.post("/add/align", json=asked).json()["running"]
    assert pages.post("/add/align", json=asked).status_code == 409
    assert pages.post("/add/cancel").json()["cancelled"]
    assert not pages.get("/add/state").json()["running"]


def test_pages_for_review_alone_take_no_documents(tmp_path: Path) -> None:
    location = str(tmp_path / "memory.db")
    open_store(location).close()
    app = application(location, access=AccessPolicy(frozenset({"server"})), who="Ana")
    with TestClient(app, base_url="http://server", headers={"Origin": "http://server"}) as client:
        assert client.post("/add/begin").status_code == 404
        assert "/add" not in client.get("/").text
        assert client.get("/static/none.js").status_code == 404
