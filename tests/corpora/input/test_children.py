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
from tests.processes import runs, wait_until

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


def test_the_input_needs_no_room_on_the_disk() -> None:
    import resource  # noqa: PLC0415 - Windows has none

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    count = "import sys; print(len(sys.stdin.buffer.read()))"
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        done = run_child([*PYTHON, count], cpu_seconds=10, data=bytes(10**6))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert done.output == b"1000000\n"


@pytest.mark.usefixtures("impatient")
def test_a_program_that_is_late_to_read_gets_all_of_its_input() -> None:
    data = bytes(range(256)) * 1000  # more than a pipe holds
    late = "import sys\nsum(range(10**7))\nsys.stdout.buffer.write(sys.stdin.buffer.read())"
    assert run_child([*PYTHON, late], cpu_seconds=10, data=data).output == data


def test_a_program_that_uses_too_much_processor_time_is_ended() -> None:
    with pytest.raises(LimitError, match="more than 1 seconds of processor time"):
        run_child([*PYTHON, f"{BOUND}while True: pass"], cpu_seconds=1)


@pytest.mark.usefixtures("impatient")
def test_a_program_that_only_sleeps_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    both = tmp_path / "both"
    code = (
        "import os, time\nif other := os.fork():\n"
        f"    open({str(both)!r}, 'w').write(f'{{os.getpid()}} {{other}}')\ntime.sleep(600)"
    )
    with pytest.raises(LimitError, match="without using the processor"):
        run_child([*PYTHON, code], cpu_seconds=10)
    numbers = [int(each) for each in both.read_text("utf-8").split()]
    assert len(numbers) == 2
    wait_until(lambda: not any(map(runs, numbers)))


@pytest.mark.usefixtures("impatient")
def test_a_program_that_gets_no_processor_is_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    code = (
        "import os, signal\n"
        f"open({str(pipe)!r}, 'w').write(str(os.getpid()))\n"
        "os.kill(os.getpid(), signal.SIGSTOP)\n"  # as starved as can be
        "print('done')"
    )

    def go_on() -> None:
        number = pipe.read_text("utf-8")
        stat = Path(f"/proc/{number}/stat")
        # Before it has stopped itself, it would be told to go on for nothing.
        wait_until(lambda: stat.read_text("utf-8").rpartition(")")[2].split()[0] == "T")
        threading.Event().wait(3 * children._IDLE_SECONDS)
        os.kill(int(number), signal.SIGCONT)

    helper = threading.Thread(target=go_on)
    helper.start()
    assert run_child([*PYTHON, code], cpu_seconds=10).output == b"done\n"
    helper.join()


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
