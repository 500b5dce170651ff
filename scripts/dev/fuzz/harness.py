"""What the fuzzers share: their arguments, everything hexapla does with a file, and findings."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from hexapla.corpora.errors import HexaplaError
from hexapla.corpora.files.discovery import find_sets
from hexapla.corpora.files.manifest import read_manifest
from hexapla.corpora.readers.registry import identify, read
from hexapla.memory.formats.catalogue import read_catalogue
from hexapla.memory.formats.importing import import_file
from hexapla.memory.formats.terms.files import read_concepts_of
from hexapla.memory.formats.tmx.rules import check_tmx
from hexapla.memory.review.offline import read_reviewed
from hexapla.memory.store.opening import open_store
from hexapla.memory.store.store import Store
from hexapla.memory.units import Level
from scripts.dev.command import FOLDER
from scripts.dev.paths import ROOT

if TYPE_CHECKING:
    from resource import struct_rusage

__all__ = [
    "allowed",
    "child",
    "keep_option",
    "parse",
    "report",
    "runs_option",
    "seed_option",
    "seeds_argument",
    "use",
    "use_each",
]

_Command = TypeVar("_Command", bound=Callable[..., Any])

seeds_argument = click.argument("seeds", type=FOLDER)
seed_option = click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True)
keep_option = click.option(
    "--keep",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("fuzz"),
    show_default=True,
    help="Folder for the findings.",
)

_MEMORY: Final = 1 << 30  # bytes of a child process
_SECONDS: Final = 60  # of the processor, for a file


def runs_option(default: int) -> Callable[[_Command], _Command]:
    """Return the option that says how many inputs are tried."""
    return click.option("--runs", type=click.IntRange(min=1), default=default, show_default=True)


@contextmanager
def allowed() -> Iterator[None]:
    """Let hexapla's own errors pass, if they are of one line.

    Raises AssertionError for those of several.
    """
    try:
        yield
    except HexaplaError as error:
        if len(str(error).splitlines()) != 1:
            raise AssertionError(f"an error of several lines: {error}") from error


def use(path: Path, store: Store) -> None:
    """Do with a file whatever hexapla does with files; its own errors are passed over.

    Raises whatever else goes wrong.
    """
    parse(path, store)
    for each in (_look_through, lambda path: find_sets([path])):
        with allowed():
            each(path)


def parse(path: Path, store: Store) -> None:
    """Give a file to everything that reads it by its format, as `use` does.

    Raises whatever goes wrong, but hexapla's own errors.
    """
    uses: Sequence[Callable[[Path], object]] = (
        *(read, identify),
        lambda path: list(read_reviewed(path)),
        lambda path: list(read_manifest(path).sets),
        lambda path: list(check_tmx(path)),
        lambda path: read_concepts_of(path, ("zh", "en")),
        lambda path: list(read_catalogue(path)),
        lambda path: import_file(store, path, languages=("zh", "en")),
    )
    for each in uses:
        with allowed():
            each(path)


def _look_through(path: Path) -> None:
    """Ask a memory whatever can be asked."""
    with open_store(path, create=False) as memory:
        for level in Level:
            for each in memory.sets():
                memory.review(each.symbol, level)
                memory.history(each.symbol, level)
            for language in ("zh", "en"):
                memory.find_similar("register", language, level=level, limit=9)
        list(memory.problems(deep=True))


def use_each(memory: str, names: Sequence[str]) -> None:
    """Use files in this process, which may hold 1 GB and take a minute for each.

    Names each on the error output before it is used; prints the seconds of the slowest and the
    kilobytes held at most.
    """
    import resource  # noqa: PLC0415  # not on Windows

    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    slowest = 0.0
    for name in names:
        print(name, file=sys.stderr, flush=True)
        # The system ends a process whose alarm rings, in native code too. By the clock, a file has
        # ten times as long: the machine may be busy, but what only waits must end as well.
        signal.setitimer(signal.ITIMER_PROF, _SECONDS)
        signal.setitimer(signal.ITIMER_REAL, 10 * _SECONDS)
        started = time.process_time()
        with open_store(memory) as store:
            use(Path(name), store)
        slowest = max(slowest, time.process_time() - started)
    spent: list[struct_rusage] = [
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    ]
    print(slowest, max(each.ru_maxrss for each in spent))


def child(code: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run Python code in a process of its own, to its end."""
    return subprocess.run(  # noqa: S603  # this interpreter, arguments of ours
        [sys.executable, "-c", code, *map(str, arguments)],
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def report(done: str, findings: int, more: str = "") -> int:
    """Print how many findings there were; return the exit status."""
    click.echo(f"{done}, {findings} findings{more}")
    return 1 if findings else 0
