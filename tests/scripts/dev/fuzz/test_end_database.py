"""A database that ends in the middle of a job has all of it or nothing."""

from __future__ import annotations

import pytest

from scripts.dev.fuzz.end_database import JOBS, ended_trials

pytestmark = [pytest.mark.evaluation, pytest.mark.postgres]


@pytest.mark.parametrize("name", JOBS)
def test_a_job_whose_database_ends_runs_again(name: str) -> None:
    for trial in ended_trials(name, 2, seed=3):
        assert trial.fault == ""
