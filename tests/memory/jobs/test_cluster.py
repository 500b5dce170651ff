"""A map over a real Dask cluster: a scheduler and two workers, each a process of its own."""

from __future__ import annotations

import gc
import re
import subprocess
import warnings
from collections.abc import Iterator
from contextlib import ExitStack
from importlib.metadata import version
from pathlib import Path

import pytest
from click.testing import CliRunner
from distributed import Client

from hexapla.cli.main import cli
from hexapla.corpora.errors import UsageError
from hexapla.corpora.files.discovery import find_sets
from hexapla.memory.jobs.batch import align_sets
from hexapla.memory.jobs.cluster import map_on_cluster
from hexapla.memory.jobs.outcomes import State
from hexapla.memory.jobs.progress import JobProgress, Step
from hexapla.memory.store.opening import open_store
from scripts.dev.local.cluster import LocalCluster, local_cluster, local_worker
from tests.memory.jobs.items import died, ready, work
from tests.paths import SAMPLE
from tests.processes import GUARD, started, wait_until

ONE, TWO = (None,), (None, None)

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:distributed")


@pytest.fixture(scope="module", autouse=True)
def _little_watching() -> Iterator[None]:
    """Dask looks a hundred times a second at what its workers do, which costs as much as the tests.

    A batch is given up with the first worker that dies of it: each that comes again takes a second.
    The processes of the cluster take their settings from the environment.
    """
    with pytest.MonkeyPatch.context() as settings:
        settings.setenv("DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED", "False")
        settings.setenv("DASK_DISTRIBUTED__ADMIN__SYSTEM_MONITOR__INTERVAL", "10s")
        settings.setenv("DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES", "0")
        settings.setenv("DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT", f"{GUARD}s")
        settings.setenv("DASK_DISTRIBUTED__WORKER__MULTIPROCESSING_METHOD", "forkserver")
        yield


@pytest.fixture(autouse=True)
def _long_waits(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("_CONNECTING", "_WAITING", "_RETURNING"):
        monkeypatch.setattr(f"hexapla.memory.jobs.cluster.{name}", GUARD)
    yield
    # Dask forgets to close sockets to a scheduler that was killed.
    with warnings.catch_warnings(action="ignore", category=ResourceWarning):
        gc.collect()


@pytest.fixture(scope="module")
def address(_little_watching: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with local_cluster(tmp_path_factory.mktemp("cluster"), TWO) as cluster:
        yield cluster.address


def resolutions(folder: Path, count: int) -> Path:
    """Write the sample's resolution in two languages under so many symbols."""
    folder.mkdir()
    for path in (SAMPLE / f"A_RES_99_901-{code}.txt" for code in ("ZH", "ES")):
        for number in range(901, 901 + count):
            text = path.read_text("utf-8").replace("901", str(number))
            (folder / path.name.replace("901", str(number))).write_text(text, "utf-8")
    return folder


def mapped(address: str, items: list[int | str], time_limit: float | None = None) -> list[str]:
    return list(
        map_on_cluster(
            work,
            items,
            scheduler=address,
            known_result=ready,
            on_death=died,
            time_limit=time_limit,
        )
    )


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
    assert mapped(address, [1, "late", 2], time_limit=GUARD) == [
        *("done 1", "died of late", "done 2")
    ]


def test_what_the_workers_tell_is_told_here(address: str) -> None:
    told: list[JobProgress] = []
    results = map_on_cluster(
        work, [1, 2], scheduler=address, known_result=ready, on_death=died, tell=told.append
    )
    assert list(results) == ["done 1", "done 2"]
    # It may come by another way than the last result, and later.
    assert JobProgress(step=Step.READING, symbol="1", file="报告.txt") in told


def test_items_are_taken_as_they_are_needed(address: str) -> None:
    taken = []

    def items() -> Iterator[int]:
        for number in range(1_000_000):
            taken.append(number)
            yield number

    results = map_on_cluster(work, items(), scheduler=address, known_result=ready, on_death=died)
    assert [next(results) for _ in range(3)] == ["done 0", "done 1", "done 2"]
    assert len(taken) < 30
    results.close()


def test_a_cluster_stores_what_one_process_stores(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    documents = resolutions(tmp_path / "documents", 3)
    for name, options in (
        ("one", ()),
        ("two", ("--jobs", "2")),
        ("cluster", ("--scheduler", address)),
    ):
        done = CliRunner().invoke(
            cli,
            ["align", str(documents), "--encoder", "none", "--out", str(tmp_path / name), *options],
            catch_exceptions=False,
            standalone_mode=False,
        )
        assert done.return_value == 0, done.output
    files = sorted(
        path.relative_to(tmp_path / "one")
        for path in (tmp_path / "one").rglob("*")
        if path.is_file()
    )
    assert {file.suffix for file in files} >= {".db", ".html", ".tmx"}
    for file in files:
        one = (tmp_path / "one" / file).read_bytes()
        assert (tmp_path / "two" / file).read_bytes() == one, file
        assert (tmp_path / "cluster" / file).read_bytes() == one, file


def test_a_worker_finds_relative_paths_where_this_program_does(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolutions(tmp_path / "documents", 1)
    monkeypatch.chdir(tmp_path)
    with open_store("memory.db") as store:
        sets = find_sets([Path("documents")]).sets
        outcomes = list(align_sets(sets, store=store, scheduler=address, cache_folder=Path("kept")))
    assert {each.state for each in outcomes} == {State.ALIGNED}
    assert list((tmp_path / "kept").iterdir())


def test_workers_that_cannot_be_used_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # It runs in this folder, where Python looks first for what is installed.
    other = tmp_path / "hexapla-0.0.1.dist-info"
    other.mkdir()
    (other / "METADATA").write_text("Metadata-Version: 2.1\nName: hexapla\nVersion: 0.0.1\n")
    with local_cluster(tmp_path, ()) as cluster:
        with local_worker(cluster.address, tmp_path, nanny=False):
            # The number says nothing: its modules are those of this program.
            assert mapped(cluster.address, [1]) == ["done 1"]
            monkeypatch.setattr("hexapla.memory.jobs.cluster.digest_of_sources", lambda: "changed")
            with pytest.raises(UsageError, match=r"the worker has hexapla 0\.0\.1: install hex"):
                mapped(cluster.address, [1])
        # The scheduler may hear late that it is gone, and would be asked for it.
        with Client(cluster.address, set_as_default=False) as client:
            wait_until(lambda: not client.nthreads())
        with (
            local_worker(cluster.address, tmp_path, threads=2, nanny=False),
            pytest.raises(UsageError, match=r"several threads.*--nthreads 1"),
        ):
            mapped(cluster.address, [1])


def test_a_worker_with_changed_sources_of_the_same_version_is_refused(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hexapla.memory.jobs.cluster.digest_of_sources", lambda: "changed")
    ours = re.escape(version("hexapla"))
    with pytest.raises(UsageError, match=f"other sources of {ours}: install hexapla {ours} there"):
        mapped(address, [1])


def test_a_scheduler_that_is_not_there_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hexapla.memory.jobs.cluster._CONNECTING", 1)
    with pytest.raises(UsageError, match="no Dask scheduler answers there"):
        mapped("tcp://127.0.0.1:9", [1])
    with pytest.raises(UsageError, match="no Dask scheduler answers there"):
        mapped("nonsense", [1])


def test_small_items_travel_together_and_come_in_order(address: str) -> None:
    items: list[int | str] = [*range(20), "ready", "die", *range(20, 25), "late", 25]
    results = map_on_cluster(
        work,
        items,
        scheduler=address,
        known_result=ready,
        on_death=died,
        time_limit=GUARD,
        share=lambda _: 0.25,
    )
    assert list(results) == [
        *(f"done {number}" for number in range(20)),
        *("was ready", "died of die"),
        *(f"done {number}" for number in range(20, 25)),
        *("died of late", "done 25"),
    ]


def killed(cluster: LocalCluster) -> None:
    """Kill a scheduler; who is connected to it does not wait for another."""
    for client in Client._instances:
        client._timeout = 1
    cluster.scheduler.kill()
    cluster.scheduler.join()


def clients_are_closed() -> bool:
    return all(client.status == "closed" for client in Client._instances)


def test_a_scheduler_that_comes_back_is_gone_on_with(tmp_path: Path) -> None:
    def items() -> Iterator[int | str]:
        yield from ("sleep0.1", *["sleep0.5"] * 9)
        # Nobody speaks to the scheduler while the next item is looked for: Dask gives it up.
        killed(second)
        wait_until(clients_are_closed)
        comes_back()
        yield 1

    def comes_back() -> LocalCluster:
        return clusters.enter_context(local_cluster(tmp_path, ONE, port=port, nannies=False))

    with ExitStack() as clusters:
        first = clusters.enter_context(local_cluster(tmp_path, ONE, nannies=False))
        port = int(first.address.rpartition(":")[2])
        results = map_on_cluster(
            work,
            items(),
            scheduler=first.address,
            known_result=ready,
            on_death=died,
            share=lambda item: 0.4 if item == "sleep0.5" else 1.0,
        )
        assert next(results) == "done sleep0.1"
        killed(first)
        second = comes_back()
        assert list(results) == [*["done sleep0.5"] * 9, "done 1"]


JOB = """
import sys
from pathlib import Path
from hexapla.corpora.files.discovery import find_sets
from hexapla.memory.jobs import batch
from hexapla.memory.jobs.progress import Step
from hexapla.memory.store.opening import open_store
batch._BATCH = 20_000
def hold(progress):
    if progress.step is Step.STORING and progress.symbol == sys.argv[4]:
        print("held", flush=True)
        sys.stdin.read()
with open_store(sys.argv[2]) as store:
    sets = find_sets([Path(sys.argv[1])]).sets
    for outcome in batch.align_sets(
        sets, store=store, encoder_name="none", scheduler=sys.argv[3], tell=hold
    ):
        print(outcome.symbol, outcome.state, flush=True)
"""


def test_a_program_that_is_killed_is_gone_on_with_each_set_once(
    address: str, tmp_path: Path
) -> None:
    documents, script = resolutions(tmp_path / "documents", 5), tmp_path / "job.py"
    script.write_text(JOB)
    memory = tmp_path / "memory.db"
    command = (script, documents, memory, address)
    with started(*command, "A/RES/99/902", stdin=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "A/RES/99/901 aligned\n"
        assert process.stdout.readline() == "held\n"
        process.kill()
    with started(*command, "none") as process:
        again, _ = process.communicate(timeout=GUARD)
        assert process.returncode == 0
    assert [line.split()[1] for line in again.splitlines()] == ["unchanged", *["aligned"] * 4]
    with open_store(memory) as store:
        assert len(list(store.sets())) == 5
        assert list(store.problems(deep=True)) == []


def test_the_memory_keeps_what_was_stored_before_the_cluster_went(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hexapla.memory.jobs.batch._BATCH", 1)
    sets = find_sets([resolutions(tmp_path / "documents", 6)]).sets
    with (
        open_store(tmp_path / "memory.db") as store,
        local_cluster(tmp_path, ONE, nannies=False) as cluster,
    ):
        outcomes = align_sets(sets, store=store, encoder_name="none", scheduler=cluster.address)
        assert next(outcomes).state is State.ALIGNED
        killed(cluster)
        wait_until(clients_are_closed)
        # It does not come back.
        for name in ("_CONNECTING", "_RETURNING"):
            monkeypatch.setattr(f"hexapla.memory.jobs.cluster.{name}", 1)
        with pytest.raises(UsageError, match="the scheduler is gone"):
            list(outcomes)
    with open_store(tmp_path / "memory.db") as store:
        assert list(store.problems(deep=True)) == []
        states = [each.state for each in align_sets(sets, store=store, encoder_name="none")]
        assert states.count(State.UNCHANGED) >= 1
        assert State.REFUSED not in states
