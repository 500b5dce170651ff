"""`hexapla nightly`: one run at a time, a log, and what happened told by the exit status."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from hexapla.memory.jobs.sole_run import sole_run
from tests.commands import run
from tests.processes import started, wait_until


@pytest.fixture
def share(tmp_path: Path) -> Path:
    folder = tmp_path / "share"
    folder.mkdir()
    return folder


def night(
    share: Path, *more: str | Path
) -> tuple[subprocess.CompletedProcess[str], dict[str, Any]]:
    """Run a night; return what it told, and its summary."""
    out = share.parent / "out"
    summary = share.parent / "summary.json"
    options = ("--out", out, "--log", share.parent / "log", "--summary", summary)
    shown = run("nightly", share, *more, *options)
    found: dict[str, Any] = json.loads(summary.read_text("utf-8"))
    return shown, found


def test_half_a_set_waits_and_is_aligned_when_the_rest_comes(share: Path) -> None:
    lone = share / "A_99_950-ZH.txt"
    lone.write_text("1. 决定保留树木名册；\n\n2. 请秘书长提出报告。\n", "utf-8")
    for _ in range(2):
        shown, summary = night(share)
        assert (shown.returncode, summary["status"], shown.stderr) == (0, 0, "")
        (waiting,) = summary["waiting"]
        assert waiting["file"] == str(lone)
        assert f"waits: {lone}: " in shown.stdout
    (share / "A_99_950-EN.txt").write_text(
        "1. Decides to keep the register of trees;\n\n2. Requests the Secretary to report.\n",
        "utf-8",
    )
    shown, summary = night(share)
    assert (shown.returncode, summary["waiting"]) == (0, [])
    assert summary["sets"] == {"aligned": 1, "unchanged": 0, "refused": 0}
    lines = (share.parent / "log").read_text("utf-8").splitlines()
    assert all(re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00 \S", line) for line in lines)
    assert [line.split(" ", 2)[1] for line in lines].count("waits:") == 2
    assert sum(" aligned: A/99/950" in line for line in lines) == 1


def test_what_is_damaged_is_told_apart_from_what_is_not_there(share: Path) -> None:
    shown, summary = night(share)
    assert (shown.returncode, summary["meaning"]) == (3, "nothing there")
    shown, summary = night(share.parent / "not-mounted")
    assert (shown.returncode, summary["meaning"]) == (3, "nothing there")
    (share / "A_99_951-ZH.docx").write_bytes(b"PK\x03\x04 and no more")
    (share / "A_99_951-EN.txt").write_text("1. Decides to keep the register.\n", "utf-8")
    shown, summary = night(share)
    assert (shown.returncode, summary["meaning"]) == (1, "damaged or refused")
    assert [each["file"][-7:] for each in summary["damaged"]] == ["ZH.docx"]
    assert summary["waiting"] == []


def test_a_share_that_is_not_mounted_is_told_though_others_are(share: Path) -> None:
    (share / "A_99_952-ZH.txt").write_text("1. 决定保留树木名册；\n", "utf-8")
    gone = share.parent / "gone"
    shown, summary = night(share, gone)
    assert (shown.returncode, summary["missing"]) == (3, [str(gone)])
    assert f"nothing there: {gone}" in shown.stdout
    assert len(summary["waiting"]) == 1


def test_what_stops_it_is_in_the_summary(share: Path) -> None:
    (share / "A_99_953-ZH.txt").write_text("1. 决定保留树木名册；\n", "utf-8")
    night(share)
    (share.parent / "out" / "memory.db").write_bytes(b"no memory")
    shown, summary = night(share)
    assert (shown.returncode, summary["meaning"]) == (2, "stopped")


def test_a_second_run_sees_that_the_first_is_at_work(share: Path) -> None:
    out = share.parent / "out"
    with sole_run(out):
        shown, summary = night(share)
    assert shown.returncode == 4
    assert (summary["status"], summary["meaning"]) == (4, "another run is at work")
    assert "another run is at work here: process " in shown.stderr
    assert len(shown.stderr.splitlines()) == 1
    assert list(out.iterdir()) == []


def test_a_run_that_was_killed_keeps_nobody_out(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path;"
        " from hexapla.memory.jobs.sole_run import sole_run\n"
        "with sole_run(Path(sys.argv[1])): print('held', flush=True); time.sleep(300)"
    )
    with started("-c", code, tmp_path) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        process.kill()
        process.wait()
    with sole_run(tmp_path):
        assert [each.name for each in tmp_path.iterdir()] == [".running"]
    assert list(tmp_path.iterdir()) == []


# The command, which stands still as it stores the second set.
HELD = """
import sys, time
from hexapla.cli.main import main
from hexapla.memory.store.store import Store
stored, symbols = Store.replace_set, []
def hold(store, aligned):
    symbols.append(aligned.symbol)
    if len(symbols) == 2:
        time.sleep(600)
    stored(store, aligned)
Store.replace_set = hold
sys.argv = ["hexapla", "nightly", *sys.argv[1:]]
main()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM")
def test_it_ends_in_one_line_where_the_system_asks_for_it(share: Path) -> None:
    for number in range(3):
        for language, text in (("ZH", "决定保留树木名册"), ("EN", "Decides to keep the register")):
            path = share / f"A_99_{number}-{language}.txt"
            path.write_text(
                "\n\n".join(f"{each}. {text} {each}." for each in range(1, 60)), "utf-8"
            )
    out, log = share.parent / "out", share.parent / "log"
    with started("-c", HELD, share, "--out", out, "--log", log, stderr=subprocess.PIPE) as process:
        wait_until(lambda: log.exists() and " aligned: " in log.read_text("utf-8"))
        process.send_signal(signal.SIGTERM)
        shown, told = process.communicate()
    assert process.returncode == 143
    assert told == "hexapla: ended by SIGTERM; what was finished is kept\n"
    assert shown == ""
    assert not (out / ".running").exists()
    assert run("memory", "check", "--memory", out / "memory.db").returncode == 0
