"""The memories of a folder: made, opened, copied, backed up."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from hexapla.memory.store.opening import open_store
from hexapla.memory.units import Level
from hexapla.memory.web.access import AccessPolicy
from hexapla.memory.web.review.application import application
from tests.memory.samples import SYMBOL, sample_set

SET = {"symbol": SYMBOL, "level": "sentence"}


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[TestClient]:
    path = tmp_path / "memory.db"
    with open_store(path) as store:
        store.replace_set(sample_set())
    access = AccessPolicy(frozenset({"server"}))
    app = application(str(path), access=access, who="Ana", encoder="none", folder=tmp_path)
    headers = {"Origin": "http://server"}
    with TestClient(app, base_url="http://server", headers=headers) as client:
        yield client


def change(bench: TestClient, action: str, name: str, status: int = 200) -> str:
    answer = bench.post("/memories", data={"action": action, "name": name})
    assert answer.status_code == status
    return answer.text


def test_a_memory_is_made_beside_the_first_and_each_is_opened(
    bench: TestClient, tmp_path: Path
) -> None:
    assert SYMBOL not in change(bench, "make", "气候 2045")
    assert (tmp_path / "memories" / "气候 2045" / "memory.db").is_file()
    assert str(tmp_path / "memories" / "气候 2045") in bench.get("/add").text
    page = bench.get("/memories").text
    assert page.index("the first one") < page.index("气候 2045")
    assert SYMBOL in change(bench, "open", "")
    assert SYMBOL not in change(bench, "open", "气候 2045")


def test_a_copy_has_all_and_is_a_memory_of_its_own(bench: TestClient, tmp_path: Path) -> None:
    assert SYMBOL in change(bench, "copy", "copy")
    change_row = {"action": "accept", "reference": "1.1", "language": "en", "versions": {}}
    page = bench.get("/set", params=SET).text
    version = page.partition('data-reference="1.1" data-version="')[2].partition('"')[0]
    change_row["versions"] = {"1.1": version}
    assert bench.post("/set/change", json=SET | change_row).status_code == 200
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
