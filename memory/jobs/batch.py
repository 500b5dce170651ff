"""Document sets aligned into a memory, in this process, in several or on a cluster."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Final

from hexapla.align.encoders.registry import get_encoder
from hexapla.corpora.files.discovery import DocumentSet
from hexapla.corpora.messages import Message
from hexapla.memory.jobs.align_set import TaskResult, align_set
from hexapla.memory.jobs.cluster import map_on_cluster
from hexapla.memory.jobs.outcomes import Outcome, refused
from hexapla.memory.jobs.processes import map_here, map_in_processes
from hexapla.memory.jobs.progress import JobProgress, Step, Tell, nobody
from hexapla.memory.jobs.tasks import Task, tasks
from hexapla.memory.store.store import Store

__all__ = ["align_sets"]

# Bytes of the documents that travel to a worker of a cluster together, for small sets: enough for
# the computing to be longer than the way, few enough for a worker that dies to cost little.
_BATCH: Final = 100_000
# What a set counts at least: reading and storing even an empty one takes time.
_SMALLEST: Final = 1000


def align_sets(
    sets: Iterable[DocumentSet],
    *,
    store: Store,
    encoder_name: str = "embedded",
    cache_folder: Path | None = None,
    jobs: int = 1,
    scheduler: str | None = None,
    time_limit: float | None = None,
    retry: bool = False,
    tell: Tell = nobody,
) -> Iterator[Outcome]:
    """Align document sets into a memory, each in one transaction; yield the outcomes in order.

    A set whose files, encoder and version of hexapla are those it was stored with is skipped. A
    document that cannot be read, or is no translation of the source, is left out of its set, and
    the next run does the set again. With `jobs` above 1 that many processes align; one that dies
    costs only the set that it had. With a `scheduler`, the workers of that Dask cluster do. A set
    that takes longer than `time_limit` seconds is ended (in this process on systems that have
    alarms). What is ended, or ends its process, is refused, and so it is in later runs while it is
    the same, unless with `retry`. With a `cache_folder`, vectors are kept there and no text is
    encoded twice. Where the caller stops early, what is not stored yet is left as it was. Each step
    is told to `tell` when it begins, in this thread.

    Raises EncoderError or UsageError where there is no such encoder or cluster, StoreError where
    the memory cannot be read or written.
    """
    encoder = get_encoder(encoder_name, cache=cache_folder)
    work = tasks(sets, store, encoder, cache_folder, retry=retry)
    for result in _results(work, tell, jobs=jobs, scheduler=scheduler, time_limit=time_limit):
        outcome = result.outcome
        if result.aligned is not None:
            tell(JobProgress(step=Step.STORING, symbol=outcome.symbol))
            store.replace_set(result.aligned)
        elif result.quarantine:
            store.quarantine(outcome.symbol, result.quarantine, outcome.errors[-1][1])
        yield outcome


def _results(
    work: Iterable[Task | Outcome],
    tell: Tell,
    *,
    jobs: int,
    scheduler: str | None,
    time_limit: float | None,
) -> Iterator[TaskResult]:
    """Yield the results in order, computed here, in processes or on a cluster."""
    on_death = partial(_died, time_limit=time_limit)
    if scheduler is not None:
        return map_on_cluster(
            align_set,
            work,
            scheduler=scheduler,
            known_result=_without_work,
            on_death=on_death,
            time_limit=time_limit,
            share=_share,
            tell=tell,
        )
    if jobs > 1:
        return map_in_processes(
            align_set,
            work,
            jobs=jobs,
            known_result=_without_work,
            on_death=on_death,
            time_limit=time_limit,
            tell=tell,
        )
    return map_here(
        align_set,
        work,
        known_result=_without_work,
        on_timeout=partial(_timed_out, time_limit=time_limit),
        time_limit=time_limit,
        tell=tell,
    )


def _share(task: Task | Outcome) -> float:
    """Return which part of a batch of sets a set is."""
    return max(task.size, _SMALLEST) / _BATCH if isinstance(task, Task) else 1.0


def _without_work(task: Task | Outcome) -> TaskResult | None:
    """Return the result of a set that is not to be aligned, None for the others."""
    return TaskResult(task) if isinstance(task, Outcome) else None


def _died(task: Task | Outcome, *, time_limit: float | None) -> TaskResult:
    if time_limit is None:
        cause = Message("the process that aligned it died, as when memory runs out")
    else:
        cause = Message(
            "the process that aligned it died, as when memory runs out or %(seconds)s seconds are"
            " over",
            seconds=f"{time_limit:g}",
        )
    return _quarantined(task, cause)


def _timed_out(task: Task | Outcome, *, time_limit: float | None) -> TaskResult:
    return _quarantined(
        task, Message("aligning it took longer than %(seconds)s seconds", seconds=f"{time_limit:g}")
    )


def _quarantined(task: Task | Outcome, cause: Message) -> TaskResult:
    """Refuse a set that would end the next run, too."""
    outcome = refused(task.symbol, [(task.symbol, cause)])
    return TaskResult(outcome, quarantine=task.fingerprint if isinstance(task, Task) else "")
