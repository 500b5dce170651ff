"""What runs beside the server."""

from __future__ import annotations

import asyncio
from pathlib import Path

from hexapla.memory.store.opening import open_store
from hexapla.memory.web.workbench.work import CommandQueue, run
from tests.paths import SAMPLE


def test_what_a_command_prints_is_read_line_by_line() -> None:
    (said,) = asyncio.run(run(["read", "nothing-there.txt"]))
    assert "nothing-there.txt" in said["message"]


def test_commands_run_one_after_the_other(tmp_path: Path) -> None:
    note = SAMPLE / "note"

    async def worked() -> CommandQueue:
        out = ["--out", str(tmp_path), "--json"]
        work = CommandQueue([["align", str(note), *out], ["align", str(note), *out]], 1)
        await work.wait()
        return work

    work = asyncio.run(worked())
    assert [each["state"] for each in work.said if "state" in each] == ["aligned", "unchanged"]
    assert work.finished_sets == 2
    with open_store(tmp_path / "memory.db") as store:
        assert [each.symbol for each in store.sets()] == ["A/99/902"]


def test_how_much_is_done_grows_with_each_step(tmp_path: Path) -> None:
    async def worked() -> list[float]:
        command = ["align", str(SAMPLE / "note"), "--out", str(tmp_path), "--json", "--steps"]
        work = CommandQueue([command], 1, 3)
        shares = [work.share]
        while not work.done:
            await asyncio.sleep(0)
            if work.share != shares[-1]:
                shares.append(work.share)
        assert work.step["step"] == "writing"
        return shares

    shares = asyncio.run(worked())
    assert shares == sorted(shares)
    assert shares[0] == 0
    assert shares[-1] == 1
    assert len(shares) > 3


def test_what_is_ended_leaves_no_command_running(tmp_path: Path) -> None:
    async def ended() -> CommandQueue:
        # A server runs until it is ended.
        command = ["app", str(tmp_path), "--no-open"]
        work = CommandQueue([command, command], 1)
        while not work.said:
            await asyncio.sleep(0.01)
        assert not work.done
        await work.cancel()
        return work

    work = asyncio.run(ended())
    assert work.cancelled
    assert work.done
    assert sum("http://" in each.get("message", "") for each in work.said) == 1


def test_what_is_ended_as_it_starts_leaves_no_command_running(tmp_path: Path) -> None:
    async def ended() -> CommandQueue:
        work = CommandQueue([["app", str(tmp_path), "--no-open"]], 1)
        # The process is asked for, and not there yet.
        await asyncio.sleep(0)
        await work.cancel()
        return work

    work = asyncio.run(ended())
    assert work.done
    assert work.said == []
