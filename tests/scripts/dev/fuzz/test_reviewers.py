"""Several people review a set at once: every change is accounted for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from hexapla.memory.review import actions
from hexapla.memory.rows import Grid
from hexapla.memory.store.opening import open_store
from hexapla.memory.store.store import Store
from hexapla.memory.units import Level
from scripts.dev.fuzz.reviewers import _Server, faults, main, reviewed
from tests.memory.samples import SYMBOL, sample_memory


def grid_of(store: Store) -> Grid:
    found = store.review(SYMBOL, Level.SENTENCE)
    assert found is not None
    return found


def test_what_a_history_does_not_account_for_is_told(tmp_path: Path) -> None:
    with open_store(sample_memory(tmp_path / "memory.db")) as store:
        before = grid_of(store)
        for text in ("First.", "Second."):
            change = actions.edit(grid_of(store), before.rows[0].reference, "en", text)
            store.change(SYMBOL, Level.SENTENCE, change, who="Ana")
        after = grid_of(store)
        first, second = history = store.history(SYMBOL, Level.SENTENCE)[::-1]
    kept = {"Ana": ["First.", "Second."]}
    assert list(faults(before, history, after, kept)) == []
    others = "the rows are not those that the history leaves"
    assert list(faults(before, history, before, {})) == [others]
    lost = "1 changes of Ana are lost: Second."
    assert list(faults(before, [first], after, kept)) == [others, lost]
    told = f"change {second.number} was made on a row that was another one"
    assert list(faults(before, [second], after, {})) == [told]
    boris = [replace(each, who="Boris") for each in history]
    assert list(faults(before, boris, after, kept)) == ["2 changes of Ana are lost: First."]


def test_a_server_that_does_not_start_is_told(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="does not start"):
        _Server(str(tmp_path / "none.db"), tmp_path / "none.json")


@pytest.mark.evaluation
def test_a_review_without_a_change_that_is_kept_is_no_success() -> None:
    found = reviewed(people=1, changes=0, ends=0, seed=1)
    assert found.faults == ("no change was answered with a yes: nothing was tried",)


@pytest.mark.evaluation
def test_three_people_review_while_the_server_is_killed() -> None:
    arguments = ["--people", "3", "--changes", "30", "--ends", "2", "--seed", "4"]
    done = CliRunner().invoke(main, arguments, standalone_mode=False, catch_exceptions=False)
    assert done.return_value == 0, done.output
    assert done.output.startswith("90 changes by 3 people, ")


@pytest.mark.evaluation
@pytest.mark.postgres
def test_three_people_review_while_the_database_is_ended() -> None:
    arguments = ["--people", "3", "--changes", "20", "--ends", "2", "--seed", "4", "--database"]
    done = CliRunner().invoke(main, arguments, standalone_mode=False, catch_exceptions=False)
    assert done.return_value == 0, done.output
    assert done.output.startswith("60 changes by 3 people, ")
