"""A map over a real Dask cluster: a scheduler and two workers, each a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from corpora.discovery import find_sets
from corpora.errors import UsageError
from memory.batch import State, align_sets
from memory.cluster import map_on_cluster
from memory.store import open_store
from scripts.main import cli
from tests.memory.test_processes import died, ready, work

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "scripts" / "sample"

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:distributed")


@contextmanager
def started(module: str, *options: str) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(
        [sys.executable, "-m", f"distributed.cli.{module}", *options],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as process:
        try:
            yield process
        finally:
            process.terminate()


@contextmanager
def cluster(folder: Path, workers: int = 2) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Start a scheduler and workers; give the address and the scheduler's process."""
    told = folder / "scheduler.json"
    with ExitStack() as stack:
        scheduler = stack.enter_context(
            started(
                "dask_scheduler",
                *("--host", "127.0.0.1", "--port", "0", "--no-dashboard"),
                *("--scheduler-file", str(told)),
            )
        )
        deadline = time.monotonic() + 60
        while not told.exists() and time.monotonic() < deadline:
            time.sleep(0.1)
        for _ in range(workers):
            stack.enter_context(
                started(
                    "dask_worker",
                    *("--scheduler-file", str(told), "--nthreads", "1", "--no-dashboard"),
                    *("--local-directory", str(folder)),
                )
            )
        yield told.read_text("utf-8").partition('"address": "')[2].partition('"')[0], scheduler


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with cluster(tmp_path_factory.mktemp("cluster")) as (found, _):
        yield found


def mapped(address: str, items: list[int | str], limit: float | None = None) -> list[str]:
    return list(map_on_cluster(work, items, scheduler=address, ready=ready, died=died, limit=limit))


def test_results_come_in_order_and_ready_ones_need_no_worker(address: str) -> None:
    assert mapped(address, ["sleep0.3", 1, "ready", "sleep0.1", 2]) == [
        *("done sleep0.3", "done 1", "was ready", "done sleep0.1", "done 2")
    ]
    assert mapped(address, []) == []


def test_a_worker_that_dies_costs_only_its_own_item(address: str) -> None:
    assert mapped(address, [1, 2, "die", 3, "ready", 4]) == [
        *("done 1", "done 2", "died of die", "done 3", "was ready", "done 4")
    ]


def test_an_item_that_hangs_is_ended(address: str) -> None:
    assert mapped(address, [1, "sleep600", 2], limit=1.0) == [
        *("done 1", "died of sleep600", "done 2")
    ]


def test_items_are_taken_as_they_are_needed(address: str) -> None:
    taken = []

    def items() -> Iterator[int]:
        for number in range(1_000_000):
            taken.append(number)
            yield number

    results = map_on_cluster(work, items(), scheduler=address, ready=ready, died=died)
    assert [next(results) for _ in range(3)] == ["done 0", "done 1", "done 2"]
    assert len(taken) < 30
    results.close()


def test_a_cluster_stores_what_one_process_stores(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    for name, options in (
        ("one", ()),
        ("two", ("--jobs", "2")),
        ("cluster", ("--scheduler", address)),
    ):
        done = CliRunner().invoke(
            cli,
            ["align", str(SAMPLE), "--out", str(tmp_path / name), *options],
            catch_exceptions=False,
            standalone_mode=False,
        )
        assert done.return_value == 0, done.output
    files = sorted(
        path.relative_to(tmp_path / "one")
        for path in (tmp_path / "one").rglob("*")
        if path.is_file()
    )
    assert len(files) > 10
    for file in files:
        one = (tmp_path / "one" / file).read_bytes()
        assert (tmp_path / "two" / file).read_bytes() == one, file
        assert (tmp_path / "cluster" / file).read_bytes() == one, file


def test_a_scheduler_that_is_not_there_is_one_line() -> None:
    with pytest.raises(UsageError, match="no Dask scheduler answers there"):
        mapped("tcp://127.0.0.1:9", [1])
    with pytest.raises(UsageError, match="no Dask scheduler answers there"):
        mapped("nonsense", [1])


def test_a_scheduler_that_goes_is_one_line_and_a_new_one_goes_on(tmp_path: Path) -> None:
    results: list[str] = []
    items: list[int | str] = ["sleep0.1", *["sleep1"] * 9]
    with (
        cluster(tmp_path, workers=1) as (address, scheduler),
        pytest.raises(UsageError, match="the scheduler is gone"),
    ):
        for result in map_on_cluster(work, items, scheduler=address, ready=ready, died=died):
            results.append(result)
            scheduler.kill()
    assert results
    (tmp_path / "scheduler.json").unlink()
    with cluster(tmp_path, workers=1) as (address, _):
        assert mapped(address, [1]) == ["done 1"]


def test_the_memory_keeps_what_was_stored_before_the_cluster_went(tmp_path: Path) -> None:
    sets = find_sets([SAMPLE]).sets
    with open_store(tmp_path / "memory.db") as store, cluster(tmp_path, 1) as (address, scheduler):
        outcomes = align_sets(sets, store=store, scheduler=address)
        assert next(outcomes).state is State.ALIGNED
        scheduler.kill()
        with pytest.raises(UsageError, match="the scheduler is gone"):
            list(outcomes)
    with open_store(tmp_path / "memory.db") as store:
        assert list(store.problems(deep=True)) == []
        states = [each.state for each in align_sets(sets, store=store)]
        assert states.count(State.SKIPPED) >= 1
        assert State.REFUSED not in states
