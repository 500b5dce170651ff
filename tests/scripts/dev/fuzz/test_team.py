"""A team works through two servers at once: everything that was done is accounted for."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from scripts.dev.fuzz.team import main, worked


def test_what_three_people_do_through_two_servers_stands_in_the_history() -> None:
    found = worked(actions=15, seed=2)
    assert found.faults == ()
    assert sum(found.answers.values()) == 45
    assert {who for who, _ in found.told} == {"Boris", "Chen", "Dalia"}


@pytest.mark.evaluation
def test_a_long_day_of_a_team_stands_in_the_history() -> None:
    done = CliRunner().invoke(
        main, ["--actions", "400"], standalone_mode=False, catch_exceptions=False
    )
    assert done.return_value == 0, done.output
    assert "1200 actions by three people" in done.output
