"""Backup, health, history and upgrade of a memory."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from hexapla.cli.main import cli
from hexapla.corpora.errors import StoreError
from hexapla.memory.review.session import Command, ReviewSession
from hexapla.memory.store.opening import open_store
from hexapla.memory.store.versions import VERSION
from hexapla.memory.units import Level
from tests.commands import printed
from tests.memory.samples import SYMBOL


def test_a_memory_is_checked_backed_up_and_restored(memory: str, tmp_path: Path) -> None:
    backup = tmp_path / "backup.db"
    assert printed("memory", "check", "--memory", memory) == f"{memory}: sound, 1 document sets\n"
    assert printed("memory", "backup", str(backup), "--memory", memory) == f"written: {backup}\n"
    with closing(sqlite3.connect(memory)) as connection, connection:
        connection.execute("UPDATE unit SET shape = 1")
    found = CliRunner().invoke(cli, ("memory", "check", "--deep", "--memory", memory))
    assert "rows of unit have keys of another text" in found.output
    repaired = printed("memory", "check", "--deep", "--repair", "--memory", memory)
    assert repaired.splitlines()[-2:] == [
        f"{memory}: index made anew",
        f"{memory}: sound, 1 document sets",
    ]
    restored = printed("memory", "restore", str(backup), "--memory", memory).splitlines()
    assert restored[0] == f"restored: {memory}"
    assert restored[1].startswith(f"the memory before: {memory}.replaced-")


def test_the_history_tells_who_changed_what(memory: str) -> None:
    with open_store(memory) as store:
        session = ReviewSession(store)

        def do(who: str, action: str, text: str = "") -> None:
            grid = session.grid(SYMBOL, Level.SENTENCE)
            seen = {row.reference: row.version for row in grid.rows}
            command = Command(action, "1.2", "en", ("en", "fr"), text)
            session.run(SYMBOL, Level.SENTENCE, command, seen, who=who)

        do("Ana", "edit", "The list is\x9b[31m brought up to date.")
        do("Boris", "reject")
        do("Boris", "undo")
    every = printed("memory", "history", "--memory", memory).splitlines()
    assert len(every) == 3
    assert "  Ana  edit  " in every[0]
    assert "The register is brought up to date yearly. → The list is" in every[0]
    assert "\x9b" not in every[0]
    assert every[1].endswith("reviewed → rejected")
    assert every[2].endswith("rejected → reviewed")
    asked = ("memory", "history", "--json", "--memory", memory)
    (own,) = map(json.loads, printed(*asked, "--who", "Ana").splitlines())
    assert (own["who"], own["symbol"], own["state"]) == ("Ana", SYMBOL, "done")
    (text,) = own["texts"]
    assert (text["reference"], text["language"], text["status_after"]) == ("1.2", "en", "reviewed")
    assert printed(*asked, "--symbol", "A/1") == ""
    assert printed(*asked, "--since", "2999-01-01") == ""
    assert len(printed(*asked, "--since", "2000-01-01").splitlines()) == 3


def test_the_history_tells_comments_and_who_had_a_document(memory: str) -> None:
    with open_store(memory) as store:
        said = store.comment(SYMBOL, Level.SENTENCE, "1.2", "Yearly?\x1b[31m", who="Ana")
        store.withdraw(SYMBOL, Level.SENTENCE, said.number, who="Ana")
        store.assign(SYMBOL, "Boris", days=2, who="Eva")
        store.assign(SYMBOL, "", days=1, who="Boris")
    every = printed("memory", "history", "--memory", memory).splitlines()
    assert [line.partition("  ")[2] for line in (every[0], every[1], every[3])] == [
        f"Ana  comment  {SYMBOL}#1.2  Yearly?[31m",
        f"Ana  withdraw  {SYMBOL}#1.2",
        f"Boris  assign  {SYMBOL}  (nobody)",
    ]
    assert f"Eva  assign  {SYMBOL}  Boris until 2" in every[2]
    asked = ("memory", "history", "--json", "--memory", memory)
    first, second, third = list(map(json.loads, printed(*asked).splitlines()))[:3]
    assert (first["action"], first["text"], first["reference"]) == ("comment", "Yearly?[31m", "1.2")
    assert (second["action"], second["withdraws"]) == ("withdraw", first["number"])
    assert (third["action"], third["person"], third["who"]) == ("assign", "Boris", "Eva")
    assert len(printed(*asked, "--who", "Boris").splitlines()) == 1
    assert printed(*asked, "--since", "2999-01-01") == ""


def test_a_memory_of_a_version_before_is_upgraded_when_that_is_asked(memory: str) -> None:
    assert printed("memory", "upgrade", "--memory", memory) == f"{memory}: is of this version\n"
    with closing(sqlite3.connect(memory)) as connection:
        for table in ("term", "concept", "edited_concept", "comment", "assignment"):
            connection.execute(f"DROP TABLE {table}")
        for table in ("fact", "edited_fact", "unfinished_file"):
            connection.execute(f"DROP TABLE {table}")
        connection.execute("PRAGMA user_version = 9")
    with pytest.raises(StoreError, match="older version of hexapla"):
        printed("search", "名册", "--memory", memory)
    planned = printed("memory", "upgrade", "--dry-run", "--memory", memory).splitlines()
    assert planned[0] == f"{memory}: version 9 would become {VERSION}"
    assert "terms" in planned[1]
    with pytest.raises(StoreError, match="older version of hexapla"):
        printed("search", "名册", "--memory", memory)
    done = printed("memory", "upgrade", "--memory", memory).splitlines()
    assert done[0] == f"{memory}: version 9 → {VERSION}"
    assert done[-1] == f"the memory before: {memory}.version-9"
    assert "register" in printed("search", "名册", "--memory", memory)
