"""Document sets: listed, left out, removed."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from hexapla.cli.main import cli
from hexapla.corpora.errors import StoreError, UsageError
from hexapla.memory.review.session import Command, ReviewSession
from hexapla.memory.selection import Selection
from hexapla.memory.store.opening import open_store
from hexapla.memory.units import Level, Status
from tests.commands import printed
from tests.memory.samples import SYMBOL, sample_set


def test_sets_are_listed_excluded_and_removed(memory: str) -> None:
    assert printed("sets", "--memory", memory) == (
        f"{SYMBOL}  zh,en,fr,es,ru,ar,de  7 paragraphs, 8 sentences"
        "  2043  Resolution of the General Assembly: records of urban trees\n"
    )
    given = ("--symbol", "A/RES/98/*", "--memory", memory)
    assert printed("sets", *given, "--exclude") == "exclude: 1 document sets\n"
    assert "8 sentences  excluded  2043  " in printed("sets", *given)
    assert printed("search", "名册", "--memory", memory).endswith("\n0 of 0 shown\n")
    assert printed("sets", *given, "--include") == "include: 1 document sets\n"
    with pytest.raises(UsageError, match=r"would remove all of 1 document set, A/RES/98/12: add"):
        printed("sets", *given, "--remove")
    assert printed("sets", *given, "--remove", "--yes") == "removed: 90 translations\n"
    assert printed("sets", "--memory", memory, "--json") == ""


def test_many_sets_are_removed_only_when_that_is_meant(memory: str) -> None:
    with open_store(memory) as store:
        store.replace_set(replace(sample_set(), symbol="A/2"))
    for given in (["--symbol", "*"], ["--file", "*"], ["--status", "automatic"]):
        with pytest.raises(UsageError, match=r"2 document sets, A/2 to A/RES/98/12: add --yes"):
            printed("sets", *given, "--remove", "--memory", memory)
    for symbol, said in (("A/2", "removed: "), ("A/3*", "removed: 0")):
        removed = printed("sets", "--symbol", symbol, "--remove", "--memory", memory)
        assert removed.startswith(said)


def test_what_is_reviewed_is_removed_when_that_is_meant_and_can_be_put_back(
    memory: str, tmp_path: Path
) -> None:
    with open_store(memory) as store:
        session = ReviewSession(store)
        grid = session.grid(SYMBOL, Level.SENTENCE)
        seen = {row.reference: row.version for row in grid.rows}
        command = Command("edit", "1.2", "en", ("en", "fr"), "The list is kept up.")
        session.run(SYMBOL, Level.SENTENCE, command, seen, who="Ana")
        store.replace_set(replace(sample_set(), symbol="A/2"))
    given = ("--symbol", SYMBOL, "--remove", "--memory", memory)
    with pytest.raises(UsageError, match="with 1 reviewed translations: add --yes"):
        printed("sets", *given)
    assert printed("sets", *given, "--dry-run") == f"{SYMBOL}  1 reviewed\n"
    assert printed("sets", "--symbol", "A/2", *given[2:], "--dry-run") == "A/2\n"
    shown = CliRunner().invoke(cli, ["sets", *given, "--yes"])
    (kept,) = tmp_path.rglob("removed-*.jsonl")
    assert f"kept: {kept}; " in shown.stderr
    with open_store(memory) as store:
        assert store.selected(Selection()) == ("A/2",)
    printed("import", str(kept), "--memory", memory)
    with open_store(memory) as store:
        assert SYMBOL in store.selected(Selection())
        (unit,) = (
            each
            for each in store.units(level=Level.SENTENCE, symbol=SYMBOL)
            if each.reference == "1.2"
        )
    english = next(each for each in unit.translations if each.language == "en")
    assert (english.text, english.status) == ("The list is kept up.", Status.REVIEWED)


def test_where_it_cannot_be_kept_nothing_is_removed_and_no_empty_file_left(
    memory: str, tmp_path: Path
) -> None:
    with open_store(memory) as store:
        session = ReviewSession(store)
        seen = {row.reference: row.version for row in session.grid(SYMBOL, Level.SENTENCE).rows}
        command = Command("edit", "1.2", "en", ("en", "fr"), "The list is kept up.")
        session.run(SYMBOL, Level.SENTENCE, command, seen, who="Ana")
    with closing(sqlite3.connect(memory)) as damaged, damaged:
        damaged.execute("UPDATE translation SET text = CAST(x'ff' AS TEXT)")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(StoreError):
        printed("sets", "--symbol", SYMBOL, "--remove", "--yes", "--memory", memory)
    assert sorted(tmp_path.iterdir()) == before
    with open_store(memory) as store:
        assert store.selected(Selection()) == (SYMBOL,)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--exclude"],
        ["--remove"],
        ["--exclude", "--symbol", "A", "--dry-run"],
        ["--exclude", "--symbol", "A", "--status", "rejected"],
    ],
)
def test_sets_refuses_what_is_not_clear(memory: str, arguments: list[str]) -> None:
    with pytest.raises(UsageError):
        printed("sets", *arguments, "--memory", memory)
