"""A team works through two servers at once: everything that was done is accounted for."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from scripts.dev.fuzz.team import main, worked


def test_what_three_people_do_through_two_servers_stands_in_the_history() -> None:
    found = worked(actions=15, seed=2)
    assert found.faults == ()
    assert sum(found.answers.values()) >= 45
    assert {who for who, _ in found.told} == {"Boris", "Chen", "Dalia"}


@pytest.mark.evaluation
@pytest.mark.postgres
def test_the_same_with_a_memory_in_a_database() -> None:
    found = worked(actions=30, seed=3, postgres=True)
    assert found.faults == ()
    assert found.answers[200] > 0


@pytest.mark.evaluation
def test_a_long_day_of_a_team_stands_in_the_history() -> None:
    done = CliRunner().invoke(
        main, ["--actions", "400"], standalone_mode=False, catch_exceptions=False
    )
    assert done.return_value == 0, done.output
    assert "requests of three people" in done.output
