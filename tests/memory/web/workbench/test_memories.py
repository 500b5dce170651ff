"""The memories of a folder: made, opened, copied, backed up."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from starlette.testclient import TestClient

from hexapla.memory.store.opening import open_store
from hexapla.memory.units import Level
from hexapla.memory.web.access import AccessPolicy
from hexapla.memory.web.review.application import application
from hexapla.memory.web.turns import told_apart
from tests.memory.samples import SYMBOL, sample_memory

SET = {"symbol": SYMBOL, "level": "sentence"}


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[TestClient]:
    path = tmp_path / "memory.db"
    sample_memory(path)
    access = AccessPolicy(frozenset({"server"}))
    app = application(str(path), access=access, who="Ana", encoder="none", folder=tmp_path)
    headers = {"Origin": "http://server"}
    with TestClient(app, base_url="http://server", headers=headers) as client:
        yield client


def memory_of(page: str) -> str:
    """Return the memory that the form of a page names."""
    return page.partition('name="memory" value="')[2].partition('"')[0]


def change(bench: TestClient, action: str, name: str, status: int = 200) -> str:
    given = {"action": action, "name": name, "memory": memory_of(bench.get("/memories").text)}
    answer = bench.post("/memories", data=given)
    assert answer.status_code == status
    return answer.text


def test_a_memory_is_made_beside_the_first_and_each_is_opened(
    bench: TestClient, tmp_path: Path
) -> None:
    assert SYMBOL not in change(bench, "make", "气候 2045")
    # Where nothing is, the page says how to begin, and has nothing to sort.
    empty = bench.get("/").text
    assert "Nothing is here yet" in empty and 'href="/bring"' in empty
    assert 'class="sets"' not in empty
    assert (tmp_path / "memories" / "气候 2045" / "memory.db").is_file()
    assert str(tmp_path / "memories" / "气候 2045") in bench.get("/add").text
    page = bench.get("/memories").text
    assert page.index("the first one") < page.index("气候 2045")
    assert SYMBOL in change(bench, "open", "")
    assert SYMBOL not in change(bench, "open", "气候 2045")


def test_the_memory_that_was_opened_last_is_opened_again(bench: TestClient, tmp_path: Path) -> None:
    change(bench, "make", "climate")
    assert SYMBOL not in started_anew(tmp_path)
    change(bench, "open", "")
    assert SYMBOL in started_anew(tmp_path)
    change(bench, "open", "climate")
    (tmp_path / "memories" / "climate" / "memory.db").write_bytes(b"no memory")
    assert SYMBOL in started_anew(tmp_path)
    # Whoever names another memory wants that one.
    other = tmp_path / "other.db"
    open_store(other).close()
    assert SYMBOL not in started_anew(tmp_path, other)


def started_anew(folder: Path, memory: Path | None = None) -> str:
    """Return the first page of another start of the application."""
    access = AccessPolicy(frozenset({"server"}))
    location = str(memory or folder / "memory.db")
    app = application(location, access=access, who="Ana", encoder="none", folder=folder)
    with TestClient(app, base_url="http://server") as client:
        return client.get("/").text


def test_a_copy_has_all_and_is_a_memory_of_its_own(bench: TestClient, tmp_path: Path) -> None:
    assert SYMBOL in change(bench, "copy", "copy")
    change_row = {"action": "accept", "reference": "1.1", "language": "en", "versions": {}}
    page = bench.get("/set", params=SET).text
    version = page.partition('data-reference="1.1" data-version="')[2].partition('"')[0]
    change_row["versions"] = {"1.1": version}
    header = {"Hexapla-Memory": memory_of(bench.get("/").text)}
    assert bench.post("/set/change", json=SET | change_row, headers=header).status_code == 200
    counts = []
    for path in (tmp_path / "memory.db", tmp_path / "memories" / "copy" / "memory.db"):
        with open_store(path, create=False) as store:
            counts.append(sum(each.reviewed for each in store.progress(Level.SENTENCE)))
    assert counts == [0, 1]


def test_a_page_of_another_memory_changes_nothing(bench: TestClient) -> None:
    page = bench.get("/set", params=SET).text
    header = {"Hexapla-Memory": page.partition('data-memory="')[2].partition('"')[0]}
    assert bench.get("/set/news", params=SET, headers=header).status_code == 200
    change(bench, "copy", "copy")
    for answer in (
        bench.post("/set/change", json=SET | {"action": "undo"}, headers=header),
        bench.get("/set/news", params=SET, headers=header),
    ):
        assert answer.status_code == 409
        assert answer.json()["message"].startswith("another memory was opened meanwhile")


@pytest.mark.parametrize("address", ["/memories", "/priority"])
def test_a_form_of_another_memory_changes_nothing(
    bench: TestClient, tmp_path: Path, address: str
) -> None:
    given = {"symbol": SYMBOL, "priority": "EXCLUDED", "action": "make", "name": "late"}
    old = memory_of(bench.get("/").text)
    change(bench, "copy", "copy")
    for named in ({"memory": old}, {}):
        answer = bench.post(address, data=given | named)
        assert answer.status_code == 409
        assert "another memory was opened meanwhile" in answer.text
    assert not (tmp_path / "memories" / "late").exists()
    assert 'value="EXCLUDED" selected' not in bench.get("/").text


def test_what_names_no_memory_changes_none(bench: TestClient) -> None:
    """A form's kind of content is no way around the memory that scripts name."""
    for address in ("/set/change", "/add/begin", "/add/cancel"):
        for answer in (
            bench.post(address, json={}),
            bench.post(address, data={"x": "y"}),
            bench.post(address, content=b"x"),
        ):
            assert answer.status_code == 409


def test_of_changes_at_once_one_alone_is_done(tmp_path: Path) -> None:
    """The second waits for the first, and is of another memory then."""
    asyncio.run(_changed_at_once(tmp_path))


async def _changed_at_once(tmp_path: Path) -> None:
    path = tmp_path / "memory.db"
    open_store(path).close()
    access = AccessPolicy(frozenset({"server"}))
    app = application(str(path), access=access, who="Ana", encoder="none", folder=tmp_path)
    own = told_apart(str(path))
    headers = {"Origin": "http://server", "Hexapla-Memory": own}
    through = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=through, base_url="http://server", headers=headers) as client,
    ):
        bodies = [{"action": "make", "name": name} for name in ("first", "second")]
        answers = await asyncio.gather(*(client.post("/memories", data=each) for each in bodies))
        assert sorted(each.status_code for each in answers) == [303, 409]
        assert len(list((tmp_path / "memories").glob("*/memory.db"))) == 1
        assert told_apart(app.state.turns.location) != own


def test_a_backup_is_a_memory(bench: TestClient, tmp_path: Path) -> None:
    answer = bench.get("/memories/backup")
    assert 'filename="memory.db"' in answer.headers["content-disposition"]
    (tmp_path / "backup.db").write_bytes(answer.content)
    with open_store(tmp_path / "backup.db", create=False) as store:
        assert [each.symbol for each in store.sets()] == [SYMBOL]


@pytest.mark.parametrize("name", ["", ".", "..", "../out", "a/b", "a\\b", "con", ".x", "x" * 300])
def test_names_that_are_none_are_refused_on_a_page(
    bench: TestClient, tmp_path: Path, name: str
) -> None:
    assert "a memory cannot have this name" in change(bench, "make", name, 400)
    assert not (tmp_path / "memories").exists()


def test_what_is_there_is_kept(bench: TestClient) -> None:
    change(bench, "make", "twice")
    assert "there is a memory of this name already" in change(bench, "copy", "twice", 400)
    assert "there is no such memory" in change(bench, "open", "nowhere", 400)
    assert "there is no such action" in change(bench, "burn", "twice", 400)
