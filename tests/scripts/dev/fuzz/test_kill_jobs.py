"""Jobs that are killed and run again give what an undisturbed run gives."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from scripts.dev.fuzz.kill_jobs import JOBS, main, trials


@pytest.mark.evaluation
@pytest.mark.parametrize("name", JOBS)
def test_a_killed_job_that_is_run_again_gives_the_same_bytes(name: str) -> None:
    (trial,) = trials(JOBS[name], 1, seed=2)
    assert trial.fault == ""


def test_the_command_tells_how_many_came_out_the_same() -> None:
    done = CliRunner().invoke(main, ["--count", "1", "--job", "import"], standalone_mode=False)
    assert done.return_value == 0
    assert done.output.startswith("import: 1 runs: ")
    assert done.output.endswith("1 same\n")
