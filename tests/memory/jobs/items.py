"""What the workers of a map are told to do; each loads this file, so it needs nothing that is slow.

pytest alone would take longer than all the rest that a worker loads.
"""

from __future__ import annotations

import os
import signal
import time

from hexapla.corpora.errors import EncoderError
from hexapla.memory.jobs.progress import JobProgress, Step, Tell, nobody


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
    if item == "cores":
        time.sleep(0.3)  # so that one worker cannot take all items
        return " ".join(map(str, sorted(os.sched_getaffinity(0))))
    if isinstance(item, str) and item.startswith("sleep"):
        time.sleep(float(item.removeprefix("sleep")))
    return f"done {item}"


def ready(item: int | str) -> str | None:
    return "was ready" if item == "ready" else None


def died(item: int | str) -> str:
    return f"died of {item}"
