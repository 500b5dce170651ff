"""Files of a document set: out, with what is said of its rows, and back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest
from starlette.testclient import TestClient

from hexapla.memory.formats.tmx.reader import read_tmx
from hexapla.memory.formats.workbook import read_workbook, write_workbook
from hexapla.memory.formats.xliff.document import read_xliff
from hexapla.memory.store.opening import open_store
from hexapla.memory.teamwork import Said
from hexapla.memory.units import Carried, Level, Status
from tests.memory.samples import SYMBOL
from tests.memory.web.review.asking import SET, run

READ: Final[Mapping[str, Callable[[Path], Iterable[object]]]] = {
    "tmx": read_tmx,
    "xlf": read_xliff,
    "xlsx": read_workbook,
}


@pytest.mark.parametrize("kind", ["tmx", "xlf", "xlsx", "html"])
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
        (unit,) = READ[kind](path)
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


@pytest.mark.parametrize("kind", ["tmx", "xlf", "xlsx", "html"])
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
        units = list(READ[kind](path))
        (noted,) = (each for each in units if "Is <register> right?" in repr(each))
        assert "Decides to keep the register of trees." in repr(noted)
        assert "Ana, 20" in repr(noted)
    assert "Never mind" not in path.read_bytes().decode("utf-8", "replace")
    if kind != "tmx":
        back = pages.post(
            "/set/return", params=asked | {"name": path.name}, content=path.read_bytes()
        )
        assert back.json() == {"message": "rows taken over from the file: 0", "reload": False}


def test_what_a_translator_says_in_a_cat_tool_comes_back_as_comments(
    pages: TestClient, memory: Path
) -> None:
    with open_store(memory) as store:
        store.comment(SYMBOL, Level.SENTENCE, "1.1", "Is <register> right?", who="Ana")
        store.comment(SYMBOL, Level.SENTENCE, "1.2", "Never mind", who="Boris")
        store.settle(SYMBOL, Level.SENTENCE, "1.2", Said.RESOLVE, who="Boris")
    asked = SET | {"language": "en"}
    content = pages.get("/set/download", params=asked | {"format": "xlf"}).text
    first, second = "Decides to keep the register of trees.", "</target><note>"
    assert content.count(first) == content.count(second) == 1
    state = 'state="needs-review-translation">'
    edited = content.replace(f"{state}{first}", 'state="final">Keeps the register of trees.')
    edited = edited.replace("</note>", "</note><note>It is\n“roster”.</note>")
    answers = [
        pages.post("/set/return", params=asked | {"name": "a.xlf"}, content=edited).json()
        for _ in range(2)
    ]
    assert answers == [
        {
            "message": "rows taken over from the file: 1, comments from the file: 1",
            "reload": True,
        },
        {"message": "rows taken over from the file: 0", "reload": False},
    ]
    with open_store(memory) as store:
        entries = store.comments(SYMBOL, Level.SENTENCE)
        grid = store.review(SYMBOL, Level.SENTENCE)
    new = entries[3:]
    assert [(each.reference, each.text) for each in new] == [("1.1", "It is\n“roster”.")]
    assert grid
    cells = [row.cell("en") for row in grid.rows]
    assert "Keeps the register of trees." in {cell.text for cell in cells if cell}


def test_what_is_written_below_the_notes_of_a_workbook_is_a_comment(
    pages: TestClient, memory: Path
) -> None:
    with open_store(memory) as store:
        store.comment(SYMBOL, Level.SENTENCE, "1.1", "So?", who="Ana")
    asked = SET | {"language": "en"}
    path = memory.with_suffix(".xlsx")
    path.write_bytes(pages.get("/set/download", params=asked | {"format": "xlsx"}).content)
    units = [
        replace(
            unit,
            translations=tuple(
                replace(each, carried=Carried(notes=(f"{each.carried.notes[0]}\nSo it is.",)))
                if each.carried and each.carried.notes
                else each
                for each in unit.translations
            ),
        )
        for unit in read_workbook(path)
    ]
    write_workbook(path, units, source="zh", targets=("en",), notes=True)
    answer = pages.post("/set/return", params=asked | {"name": "a.xlsx"}, content=path.read_bytes())
    assert answer.json()["message"].endswith("comments from the file: 1")
    with open_store(memory) as store:
        assert [each.text for each in store.comments(SYMBOL, Level.SENTENCE)] == [
            "So?",
            "So it is.",
        ]
