"""Runs the programs that read hostile files: bounded in processor time, memory and output.

What counts is the processor time of the program, never the clock: on a busy machine a good file
takes longer, and is read all the same. A program that waits for ever uses no processor time, so
one that has only slept for `IDLE_SECONDS` is ended too.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from hexapla.corpora.errors import LimitError

__all__ = ["Finished", "run_child"]

# Far longer than a disk or a page fault makes a program wait: only a deadlock sleeps so long.
_IDLE_SECONDS = 300
# Where the system cannot count (Windows has no limit of processor time that a program can set on
# itself, and only Linux has /proc), the clock must do; it is so generous that a busy machine, with
# twenty programs for each processor, refuses no file for it.
_CLOCK_TIMES = 20
_LOOK_EVERY = 2.0  # seconds between two looks at a program that is not done


@dataclass(frozen=True, slots=True)
class Finished:
    """A program that ended by itself: what it wrote, and its exit status (below 0: a signal)."""

    output: bytes
    status: int


def run_child(
    command: Sequence[str],
    *,
    cpu_seconds: int,
    data: bytes = b"",
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> Finished:
    """Run a program on `data`, its standard input, and return what it wrote.

    The program, or a wrapper in `command`, sets `cpu_seconds` as its own RLIMIT_CPU where the
    system has that; it is not set from here, for a process with threads must run nothing between
    fork and exec. The program is ended with all that it started.

    Raises LimitError where it took more processor time than that, or only slept; OSError where
    it does not start.
    """
    # The output goes to a file, for of a file the system bounds the size (RLIMIT_FSIZE): a program
    # that a hostile document has taken over could fill our memory through a pipe. The input needs
    # none: a thread writes it as the program takes it. (`communicate` would not: what a busy
    # program has not taken when its time is up, it never gets when it is called again.)
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(  # noqa: S603  # no shell, and no word of it from the document
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        # It ends with the program, which nobody waits for twice.
        threading.Thread(target=_give, args=(process, data), daemon=True).start()
        try:
            _wait(process, cpu_seconds)
        finally:
            _end(process)
        if sys.platform != "win32" and process.returncode == -signal.SIGXCPU:
            raise LimitError("more than %(seconds)s seconds of processor time", seconds=cpu_seconds)
        output.seek(0)
        return Finished(output.read(), process.returncode)


def _give(process: subprocess.Popen[bytes], data: bytes) -> None:
    """Write its input to a program; one that has ended, or wants no more of it, gets no more."""
    assert process.stdin is not None
    with suppress(OSError), process.stdin:
        process.stdin.write(data)


def _wait(process: subprocess.Popen[bytes], cpu_seconds: int) -> None:
    started = moved = time.monotonic()
    used = -1
    while True:
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=_LOOK_EVERY)
            return
        now = time.monotonic()
        spent = _processor_time(process.pid)
        if spent is None:
            if now - started > _CLOCK_TIMES * cpu_seconds:
                raise LimitError(
                    "more than %(seconds)s seconds", seconds=_CLOCK_TIMES * cpu_seconds
                )
        elif spent != used:
            used, moved = spent, now
        elif now - moved > _IDLE_SECONDS:
            raise LimitError(
                "%(seconds)s seconds without using the processor", seconds=_IDLE_SECONDS
            )


def _processor_time(session: int) -> int | None:
    """Return the processor time of the programs of a session, in ticks; None where unknown.

    Of one that waits for a processor or was stopped, it is that of the clock: it is not idle.
    """
    total = None
    for process in Path("/proc").glob("[0-9]*") if sys.platform == "linux" else ():
        try:
            # The name of the program is in brackets, and may hold any sign (proc(5)).
            fields = (process / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has ended
        if int(fields[3]) == session:
            waits = fields[0] in "RTt"
            total = (total or 0) + int(fields[11]) + int(fields[12])
            total += time.monotonic_ns() if waits else 0
    return total


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program that still runs, and those that it started."""
    if process.poll() is not None:
        return
    if sys.platform == "win32":
        system = Path(os.environ.get("SYSTEMROOT", "C:/Windows"), "System32/taskkill.exe")
        subprocess.run(  # noqa: S603
            [system, "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False
        )
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
