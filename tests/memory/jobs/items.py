"""What the workers of a map are told to do; each loads this file, so it needs nothing that is slow.

pytest alone would take longer than all the rest that a worker loads.
"""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from hexapla.corpora.errors import EncoderError
from hexapla.memory.jobs.progress import JobProgress, Step, Tell, nobody
from tests.processes import GUARD, wait_until


def work(item: int | str, *, tell: Tell = nobody) -> str:
    """Do what an item says, in a worker, and tell that it is begun."""
    tell(JobProgress(step=Step.READING, symbol=str(item), file="报告.txt"))
    if item == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if item == "exit":
        os._exit(3)
    if item == "fail":
        raise EncoderError("embedded", "is not installed")
    if item == "held":
        return str(signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ()))
    if item == "late":
        # Its time is up, where it has any: the others may take as long as a busy machine lets them.
        if rest := signal.getitimer(signal.ITIMER_REAL)[0]:
            assert rest <= GUARD  # the limit that such items are given
            signal.setitimer(signal.ITIMER_REAL, 0.001)
        time.sleep(600)
    if isinstance(item, str) and item.startswith("cores "):
        _, count, folder = item.split(" ", 2)
        (Path(folder) / str(os.getpid())).touch()
        # So that no worker takes the item of another, which may not be there yet.
        wait_until(lambda: len(list(Path(folder).iterdir())) == int(count))
        return " ".join(map(str, sorted(os.sched_getaffinity(0))))
    if isinstance(item, str) and item.startswith("sleep"):
        time.sleep(float(item.removeprefix("sleep")))
    return f"done {item}"


def ready(item: int | str) -> str | None:
    return "was ready" if item == "ready" else None


def died(item: int | str) -> str:
    return f"died of {item}"
