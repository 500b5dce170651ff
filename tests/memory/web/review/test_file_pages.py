"""Files of a document set: out, with what is said of its rows, and back."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from hexapla.memory.formats.tmx.reader import read_tmx
from hexapla.memory.formats.workbook import read_workbook
from hexapla.memory.store.opening import open_store
from hexapla.memory.teamwork import Said
from hexapla.memory.units import Level, Status
from tests.memory.samples import SYMBOL
from tests.memory.web.review.asking import SET, run


@pytest.mark.parametrize("kind", ["tmx", "xlsx", "html"])
def test_what_is_reviewed_is_downloaded(pages: TestClient, kind: str, tmp_path: Path) -> None:
    run(pages, "accept")
    asked = SET | {"format": kind, "language": "en"}
    answer = pages.get("/set/download", params=asked | {"only": "reviewed"})
    name = answer.headers["content-disposition"]
    assert name.startswith("attachment; filename*=UTF-8''A_RES_98_12_zh")
    path = tmp_path / f"file.{kind}"
    path.write_bytes(answer.content)
    if kind == "html":
        assert answer.text.count("<tr>") == 2
        assert 'lang="en" dir="ltr">Decides to keep the register of trees.' in answer.text
    else:
        (unit,) = read_tmx(path) if kind == "tmx" else read_workbook(path)
        assert "Decides to keep the register of trees." in repr(unit)
    assert len(pages.get("/set/download", params=asked).content) > len(answer.content)
    assert pages.get("/set/download", params=asked | {"format": "doc"}).status_code == 400


def test_a_reviewed_file_comes_back(pages: TestClient, memory: Path) -> None:
    asked = SET | {"language": "en"}
    content = pages.get("/set/download", params=asked | {"format": "html"}).text
    edited = content.replace("Decides to keep", "Resolves to keep").replace(
        "automatic", "reviewed", 3
    )
    answer = pages.post("/set/return", params=asked | {"name": "a.html"}, content=edited)
    assert answer.json()["reload"] is True
    with open_store(memory) as store:
        grid = store.review(SYMBOL, Level.SENTENCE)
    assert grid
    cells = [row.cell("en") for row in grid.rows]
    assert {cell.status for cell in cells if cell} >= {Status.REVIEWED}
    again = pages.post("/set/return", params=asked | {"name": "a.html"}, content=edited)
    assert again.json() == {"message": "rows taken over from the file: 0", "reload": False}
    bad = pages.post("/set/return", params=asked | {"name": "a.doc"}, content=b"x")
    assert bad.status_code == 400
    assert "only files that end with" in bad.json()["message"]


@pytest.mark.parametrize("kind", ["tmx", "xlsx", "html"])
def test_open_comments_go_with_a_file(pages: TestClient, kind: str, memory: Path) -> None:
    with open_store(memory) as store:
        store.comment(SYMBOL, Level.SENTENCE, "1.1", "Is <register> right?", who="Ana")
        store.comment(SYMBOL, Level.SENTENCE, "1.2", "Never mind", who="Boris")
        store.settle(SYMBOL, Level.SENTENCE, "1.2", Said.RESOLVE, who="Boris")
    asked = SET | {"format": kind, "language": "en"}
    path = memory.with_suffix(f".{kind}")
    path.write_bytes(pages.get("/set/download", params=asked).content)
    if kind == "html":
        said = path.read_text("utf-8")
        assert '<th scope="col">note</th>' in said
        assert said.count(": Is &lt;register&gt; right?") == 1
    else:
        units = list(read_tmx(path) if kind == "tmx" else read_workbook(path))
        (noted,) = (each for each in units if "Is <register> right?" in repr(each))
        assert "Decides to keep the register of trees." in repr(noted)
        assert "Ana, 20" in repr(noted)
    assert "Never mind" not in path.read_bytes().decode("utf-8", "replace")
    if kind != "tmx":
        back = pages.post(
            "/set/return", params=asked | {"name": path.name}, content=path.read_bytes()
        )
        assert back.json() == {"message": "rows taken over from the file: 0", "reload": False}
