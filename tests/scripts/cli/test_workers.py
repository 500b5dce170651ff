"""Servers of several processes: what they say together, one that is killed, and their end."""

from __future__ import annotations

import json
import os
import re
import signal
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from hexapla.memory.store.opening import open_store
from hexapla.memory.web.accounts import AccountRole, new_account, write_accounts
from tests.memory.samples import sample_memory
from tests.processes import GUARD, runs, started, wait_until

pytestmark = pytest.mark.skipif(os.name == "nt", reason="looks at processes as Linux shows them")


def children(number: int) -> list[int]:
    """The processes that a process started and that run, but for what follows resources.

    Each may end between being listed and being looked at; one that ended, gone or not, is no child.
    """
    found = Path(f"/proc/{number}/task/{number}/children").read_text("utf-8").split()
    workers = []
    for each in map(int, found):
        with suppress(FileNotFoundError, ProcessLookupError):
            if b"spawn_main" in Path(f"/proc/{each}/cmdline").read_bytes():
                workers.append(each)
    return workers


def answered(figures: str) -> int:
    """How many look-ups the figures tell of."""
    (count,) = re.findall(r'_total{route="/match",method="GET",status="200"} (\d+)', figures)
    return int(count)


def test_a_server_of_two_processes_goes_on_and_ends(tmp_path: Path) -> None:
    sample_memory(tmp_path / "memory.db")
    account, token = new_account("Boris", AccountRole.TRANSLATOR)
    write_accounts(tmp_path / "accounts.json", [account])
    log = tmp_path / "log.jsonl"
    command = ("-m", "hexapla", "serve", "--workers", "2", "--port", "0")
    options = ("--memory", str(tmp_path / "memory.db"), "--log", str(log))
    people = ("--accounts", str(tmp_path / "accounts.json"))
    with started(*command, *options, *people) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        own = {"Authorization": f"Bearer {token}"}

        def ask(path: str = "match?text=a") -> httpx.Response:
            # A connection of its own each: any of the processes takes it.
            return httpx.get(
                address + path, headers=own, trust_env=False, verify=False, timeout=GUARD
            )

        wait_until(lambda: len(children(process.pid)) == 2)
        assert {ask().status_code for _ in range(20)} == {200}
        # An answer may be there before it is counted.
        wait_until(lambda: answered(ask("metrics").text) == 20)
        first, second = children(process.pid)
        os.kill(first, signal.SIGKILL)
        wait_until(lambda: len({*children(process.pid)} - {first}) == 2)
        assert {ask().status_code for _ in range(20)} == {200}
        wait_until(lambda: answered(ask("metrics").text) == 40)
        process.terminate()
        assert process.wait(timeout=GUARD) == -signal.SIGTERM
        for each in (first, second):
            assert not runs(each)
    lines = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    assert [each["user"] for each in lines if each["path"] == "/match"] == ["Boris"] * 40


def _no_memory(folder: Path) -> None:
    (folder / "memory.db").write_bytes(b"no memory")


def _no_log(folder: Path) -> None:
    (folder / "link").symlink_to(folder)
    (folder / "link").replace(folder / "log")


@pytest.mark.parametrize("spoil", [_no_memory, _no_log])
def test_workers_that_cannot_begin_end_the_server(
    spoil: Callable[[Path], None], tmp_path: Path
) -> None:
    open_store(tmp_path / "memory.db").close()
    command = ("-m", "hexapla", "serve", "--workers", "2", "--port", "0", "--log")
    memory = ("--memory", str(tmp_path / "memory.db"))
    with started(*command, str(tmp_path / "log"), *memory) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        wait_until(lambda: len(children(process.pid)) == 2)
        # One has begun. What comes in its place, and the other if it has not, cannot.
        wait_until(
            lambda: (
                httpx.get(
                    f"{address}healthz", trust_env=False, verify=False, timeout=GUARD
                ).is_success
            )
        )
        spoil(tmp_path)
        for each in children(process.pid):
            with suppress(ProcessLookupError):
                os.kill(each, signal.SIGKILL)
        assert process.wait(timeout=GUARD) == 2
