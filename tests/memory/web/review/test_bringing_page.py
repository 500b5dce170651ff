"""Translators bring files of aligned texts into a set of their own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from hexapla.memory.store.opening import open_store
from hexapla.memory.units import Level, Status
from hexapla.memory.web.review import bringing_page
from tests.memory.samples import SYMBOL
from tests.memory.web.people import bearer, pages_of

TMX = """<tmx version="1.4"><header srclang="zh" segtype="sentence" datatype="plaintext"
 creationtool="x" creationtoolversion="1" o-tmf="x" adminlang="en"/><body>
<tu tuid="A/RES/98/12#1.1"><tuv xml:lang="zh"><seg>决定保留树木名册。</seg></tuv>
<tuv xml:lang="en"><seg>Decides that the roster of trees stays.</seg></tuv></tu>
<tu><tuv xml:lang="zh"><seg>河流每年泛滥。</seg></tuv>
<tuv xml:lang="{0}"><seg>The river floods every year.</seg></tuv></tu>
</body></tmx>"""
Accounts = tuple[Path, dict[str, str]]


def bring(pages: TestClient, content: str | bytes, name: str = "a.tmx", token: str = "") -> Any:
    headers = bearer(token) if token else {}
    return pages.post("/bring", params={"name": name}, content=content, headers=headers)


def test_what_is_brought_is_in_a_set_of_its_own(pages: TestClient, memory: Path) -> None:
    assert 'type="file"' in pages.get("/bring").text
    answer = bring(pages, TMX.format("en"))
    assert answer.json()["message"] == "2 added, 0 merged, 0 known already"
    assert bring(pages, TMX.format("en")).json()["message"] == "0 added, 0 merged, 2 known already"
    table = "zh\ten\n树木成活。\tThe trees live.\n只有中文。\t\n"
    answer = bring(pages, table, "本周.tsv").json()
    assert answer["message"] == "1 added, 0 merged, 0 known already"
    assert answer["losses"] == ["row 3: has no text but in zh"]
    pages.headers["Accept-Language"] = "zh"
    assert bring(pages, table, "本周.tsv").json()["losses"] == ["第3行：只有zh文本"]
    del pages.headers["Accept-Language"]
    with open_store(memory) as store:
        assert [each.symbol for each in store.sets()] == [SYMBOL, "brought by Ana (zh)"]
        own = list(store.units(level=Level.SENTENCE, symbol="brought by Ana (zh)"))
        (kept,) = (
            each
            for each in store.units(level=Level.SENTENCE, symbol=SYMBOL)
            if each.reference == "1.1"
        )
        assert list(store.problems(deep=True)) == []
    assert sorted(cell.text for each in own for cell in each.translations) == [
        "Decides that the roster of trees stays.",
        "The river floods every year.",
        "The trees live.",
    ]
    # The document that the file speaks of is told with the unit, and stays as it was.
    assert "A/RES/98/12" in repr(own)
    assert "roster" not in repr(kept)
    assert "The river floods" in pages.get("/search", params={"q": "河流", "target": "en"}).text


def test_why_a_file_is_refused_is_told_in_the_language_of_the_page(pages: TestClient) -> None:
    answer = pages.post(
        "/bring",
        params={"name": "a.tsv"},
        content="a\tb\nc\td\n",
        headers={"Accept-Language": "fr"},
    )
    # Nobody who brings a file can give options of a command.
    assert answer.json()["message"] == "la première ligne ne nomme aucune langue"


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.tmx", "<tmx><body><tu>", "not well-formed"),
        ("a.doc", "x", "is of no format that can be imported"),
        ("", "x", "is of no format that can be imported"),
        ("a.tmx\0", "x", "the name of the file cannot be used"),
        ("../../etc/a.csv", "a,b\n1,2\n", "the first row names no languages\n"),
        ("a.en", "The trees live.", "is of no format that can be imported"),
    ],
)
def test_what_cannot_be_read_is_told_in_one_line(
    pages: TestClient, name: str, content: str, told: str
) -> None:
    answer = bring(pages, content, name)
    assert answer.status_code == 400
    assert told in f"{answer.json()['message']}\n"
    assert "/tmp" not in answer.json()["message"]


def test_a_file_with_too_many_units_is_refused_before_anything_is_written(
    pages: TestClient, memory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bringing_page, "_MOST", 1)
    answer = bring(pages, TMX.format("en"))
    assert (answer.status_code, answer.json()["message"]) == (
        400,
        "the file has more than 1 units: bring it in parts",
    )
    with open_store(memory) as store:
        assert [each.symbol for each in store.sets()] == [SYMBOL]


def test_what_a_file_says_to_be_accepted_is_so_for_reviewers_alone(
    memory: Path, accounts: Accounts
) -> None:
    file, tokens = accounts
    table = "status\tzh\ten\nreviewed\t树木成活。\tThe trees live.\n"
    with pages_of(memory, file) as pages:
        for name in ("Boris", "Chen"):
            assert bring(pages, table, "a.tsv", tokens[name]).status_code == 200
    with open_store(memory) as store:
        for name, status in (("Boris", Status.AUTOMATIC), ("Chen", Status.REVIEWED)):
            (unit,) = store.units(level=Level.SENTENCE, symbol=f"brought by {name} (zh)")
            assert [each.status for each in unit.translations] == [status]


def test_only_what_is_theirs_is_taken_from_people(memory: Path, accounts: Accounts) -> None:
    file, tokens = accounts
    with pages_of(memory, file) as pages:
        assert bring(pages, TMX.format("en"), token=tokens["Ana"]).status_code == 403
        refused = bring(pages, TMX.format("fr"), token=tokens["Boris"])
        assert refused.status_code == 403
        assert refused.json()["message"] == "Boris may change en alone"
        assert bring(pages, TMX.format("en"), token=tokens["Boris"]).status_code == 200
        assert bring(pages, TMX.format("fr"), token=tokens["Chen"]).status_code == 200
        page = pages.get("/", headers=bearer(tokens["Ana"])).text
        assert "Bring translations" not in page
    with open_store(memory) as store:
        assert [each.symbol for each in store.sets()] == [
            SYMBOL,
            "brought by Boris (zh)",
            "brought by Chen (zh)",
        ]


def test_each_source_language_has_a_set_and_all_are_told(pages: TestClient, memory: Path) -> None:
    first = bring(pages, "zh\ten\n树木成活。\tThe trees live.\n", "a.tsv").json()
    second = bring(pages, "fr\ten\nLes arbres vivent.\tThe trees live.\n", "b.tsv").json()
    assert first["symbols"] == ["brought by Ana (zh)"]
    assert second["symbols"] == ["brought by Ana (fr)"]
    with open_store(memory) as store:
        sets = {each.symbol: each.source_language for each in store.sets()}
    assert sets == {SYMBOL: "zh", "brought by Ana (fr)": "fr", "brought by Ana (zh)": "zh"}


def test_nothing_is_added_to_a_set_that_somebody_else_has(memory: Path, accounts: Accounts) -> None:
    file, tokens = accounts
    with pages_of(memory, file) as pages:
        assert bring(pages, TMX.format("en"), token=tokens["Boris"]).status_code == 200
        with open_store(memory) as store:
            store.assign("brought by Boris (zh)", "Chen", days=3, who="Chen")
        table = "zh\ten\n树木成活。\tThe trees live.\n"
        refused = bring(pages, table, "a.tsv", tokens["Boris"])
        assert refused.status_code == 403
        assert refused.json()["message"].startswith("Chen has this document until")
    with open_store(memory) as store:
        found = store.units(level=Level.SENTENCE, symbol="brought by Boris (zh)")
        assert "树木成活。" not in [each.text for each in found]
