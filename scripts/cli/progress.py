"""How far a job is, shown on a terminal in one line that stays as long as the job runs."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NoReturn

from tqdm import tqdm

from hexapla.memory.jobs.progress import JobProgress, Step
from hexapla.memory.text.cleaning import one_line

__all__ = ["Display"]

_WIDE: Final = 90  # columns from which there is room for a bar and the time
_OFTEN: Final = 0.1  # seconds between two states that are shown: nobody reads faster
_ALIVE: Final = 1.0  # seconds after which the time is shown anew, whatever is told
_BAR: Final = "{n_fmt}/{total_fmt} sets |{bar:12}| {elapsed}<{remaining}{postfix}"
_NARROW: Final = "{n_fmt}/{total_fmt}{postfix}"
_UNCOUNTED: Final = "{elapsed}{postfix}"


class Display:
    """The line on the terminal; where stderr is none, nothing is shown.

    A context manager: the line is there for the block, and its time goes on.
    """

    def __init__(self) -> None:
        self._bar: tqdm[NoReturn] = tqdm(
            file=sys.stderr, disable=None, leave=False, dynamic_ncols=True, bar_format=_UNCOUNTED
        )
        self._paragraphs = 0
        self._started = time.monotonic()
        self._shown = 0.0
        self._ended = threading.Event()
        self._clock = threading.Thread(target=self._go_on, daemon=True)

    def show(self, progress: JobProgress) -> None:
        """Show the step that begins, or what is done."""
        if self._bar.disable:
            return
        if progress.outcome is not None:
            self._paragraphs += progress.outcome.paragraphs
        elif progress.step is None and not progress.done:
            self._started = time.monotonic()  # of the work; the search is over
        is_wide = self._bar.ncols is None or self._bar.ncols >= _WIDE
        self._bar.total, self._bar.n = progress.total, progress.done
        if progress.total:
            self._bar.bar_format = _BAR if is_wide else _NARROW
        if progress.step is not None:
            self._bar.set_postfix_str(
                ", ".join(self._words(progress, is_wide=is_wide)), refresh=False
            )
        if time.monotonic() - self._shown >= _OFTEN:
            self._refresh()

    def _words(self, progress: JobProgress, *, is_wide: bool) -> Iterator[str]:
        """Yield the rate, and what is under way: `A/RES/74/177: reading EN.docx`."""
        if is_wide and self._paragraphs:
            rate = self._paragraphs / max(time.monotonic() - self._started, 1e-9)
            yield f"{rate:.0f} paragraphs/s"
        yield one_line(_under_way(progress, is_wide=is_wide))

    def _refresh(self) -> None:
        self._shown = time.monotonic()
        self._bar.refresh()

    def _go_on(self) -> None:
        while not self._ended.wait(_ALIVE):
            self._refresh()

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Let lines be printed in the block without touching ours."""
        with tqdm.external_write_mode(file=sys.stderr):
            yield

    def __enter__(self) -> Display:
        if not self._bar.disable:
            self._clock.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        if self._clock.is_alive():
            self._clock.join()
        self._bar.close()


def _under_way(progress: JobProgress, *, is_wide: bool) -> str:
    """Say what is done at the moment.

    >>> progress = JobProgress(step=Step.READING, symbol="A/80/1", file="documents/en/report.txt")
    >>> _under_way(progress, is_wide=True)
    'A/80/1: reading en/report.txt'
    """
    step = progress.step or Step.FINDING
    if step is Step.FINDING:
        return "looking for documents"
    # Versions of one document often have one name, in a folder for each language.
    name = "/".join(Path(progress.file).parts[-2 if is_wide else -1 :])
    words = f"{step} {name}".strip()
    return f"{progress.symbol}: {words}" if progress.symbol and (is_wide or not name) else words
