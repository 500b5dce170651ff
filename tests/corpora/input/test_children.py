"""Programs that read hostile files: ended for what they use, never for a busy machine."""

from __future__ import annotations

import os
import signal
import sys
import threading
from pathlib import Path

import pytest

from hexapla.corpora.errors import LimitError
from hexapla.corpora.input import children
from hexapla.corpora.input.children import run_child

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the processor is counted there")
PYTHON = [sys.executable, "-I", "-S", "-c"]
BOUND = "import resource; resource.setrlimit(resource.RLIMIT_CPU, (1, 3))\n"


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look often, and let nothing sleep long."""
    monkeypatch.setattr(children, "_LOOK_EVERY", 0.05)
    monkeypatch.setattr(children, "_IDLE_SECONDS", 0.5)


def test_a_program_gets_its_input_and_gives_output_and_status() -> None:
    data = bytes(range(256)) * 1000  # more than a pipe holds
    echo = "import sys; sys.stdout.buffer.write(sys.stdin.buffer.read()); sys.exit(3)"
    done = run_child([*PYTHON, echo], cpu_seconds=10, data=data)
    assert (done.output, done.status) == (data, 3)


def test_a_program_that_reads_nothing_is_no_error() -> None:
    assert run_child([*PYTHON, "print(1)"], cpu_seconds=10, data=bytes(10**6)).output == b"1\n"


def test_a_program_that_uses_too_much_processor_time_is_ended() -> None:
    with pytest.raises(LimitError, match="more than 1 seconds of processor time"):
        run_child([*PYTHON, f"{BOUND}while True: pass"], cpu_seconds=1)


@pytest.mark.usefixtures("impatient")
def test_a_program_that_only_sleeps_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    alive = tmp_path / "alive"
    code = (
        f"import os, time\nif os.fork(): time.sleep(60)\ntime.sleep(2)\nopen({str(alive)!r}, 'w')"
    )
    with pytest.raises(LimitError, match="without using the processor"):
        run_child([*PYTHON, code], cpu_seconds=10)
    threading.Event().wait(2)
    assert not alive.exists()


@pytest.mark.usefixtures("impatient")
def test_a_program_that_gets_no_processor_is_waited_for(tmp_path: Path) -> None:
    started = tmp_path / "started"
    code = (
        "import os, signal, sys\n"
        f"os.mkfifo({str(started)!r})\n"
        "os.kill(os.getpid(), signal.SIGSTOP)\n"  # as starved as can be
        "print('done')"
    )

    def go_on() -> None:
        (pid,) = (int(each.name) for each in Path("/proc").glob("[0-9]*") if _runs(each, started))
        threading.Event().wait(3 * children._IDLE_SECONDS)
        os.kill(pid, signal.SIGCONT)

    def wait() -> None:
        while not started.exists():
            threading.Event().wait(0.01)
        go_on()

    helper = threading.Thread(target=wait)
    helper.start()
    assert run_child([*PYTHON, code], cpu_seconds=10).output == b"done\n"
    helper.join()


def _runs(process: Path, started: Path) -> bool:
    try:
        return str(started).encode() in (process / "cmdline").read_bytes()
    except OSError:
        return False


def test_the_clock_bounds_where_the_processor_cannot_be_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(children, "_LOOK_EVERY", 0.05)
    monkeypatch.setattr(children, "_CLOCK_TIMES", 0.1)
    monkeypatch.setattr(children, "_processor_time", lambda session: None)
    with pytest.raises(LimitError, match=r"0\.1 seconds"):
        run_child([*PYTHON, "import time; time.sleep(60)"], cpu_seconds=1)


def test_a_program_that_does_not_start_is_an_error() -> None:
    with pytest.raises(OSError, match="No such file"):
        run_child(["/nowhere/at/all"], cpu_seconds=1)
