"""`hexapla nightly`: the main job for cron, with a log and exit statuses that tell apart."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import Final, NoReturn, Unpack, cast

import click

from hexapla.cli.job import AlignOptions, JobOptions, job_options, summary_lines
from hexapla.cli.output import json_line, say, say_line
from hexapla.corpora.errors import HexaplaError, StoreError
from hexapla.memory.jobs.align_files import JobResult, align_files
from hexapla.memory.jobs.outcomes import Error, State
from hexapla.memory.jobs.progress import JobProgress
from hexapla.memory.jobs.sole_run import RunningError, sole_run
from hexapla.memory.output.files import open_log, replacing
from hexapla.memory.text.cleaning import on_terminal, one_line

__all__ = ["nightly"]

# The status that cron is told.
_DONE: Final = 0
_DAMAGED: Final = 1
_NOT_BEGUN: Final = 2
_NOTHING: Final = 3
_AT_WORK: Final = 4
_TERMINATED: Final = 128 + signal.SIGTERM
_MEANINGS: Final = {
    _DONE: "done",
    _DAMAGED: "damaged or refused",
    _NOT_BEGUN: "stopped",
    _NOTHING: "nothing there",
    _AT_WORK: "another run is at work",
    _TERMINATED: "ended by SIGTERM",
}


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--log",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A file to which lines with the time are added.",
)
@click.option(
    "--summary",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A file for what was done, as one JSON object.",
)
@job_options
def nightly(
    *,
    paths: tuple[Path, ...],
    log: Path | None,
    summary: Path | None,
    **options: Unpack[JobOptions],
) -> int:
    """Align what is new in PATHS as hexapla align does, night after night, from cron.

    One run at a time works in --out. Nothing is printed while it goes on, and at the end a
    summary that can be mailed. A document whose other versions are not there yet waits, and is no
    error.

    The exit status is 0 where all is done, 1 where a file is damaged or refused, 2 where it had to
    stop, 3 where one of PATHS is not there, or nothing in them, as when a share is not mounted, 4
    where another run is at work, and 143 where it was ended (SIGTERM); what was finished is kept.

    \b
    Example: hexapla nightly /srv/documents --out /srv/memory --log /srv/nightly.log
    """
    as_json, out = options["as_json"], options["out"]
    own = {name: each for name, each in options.items() if name in AlignOptions.__annotations__}
    begun = datetime.now(UTC)
    with _log(log) as tell, _summarized(summary, begun) as summarize, _ended_in_order(tell):
        try:
            with sole_run(out):
                status, result, missing = _run(paths, out, tell, cast(AlignOptions, own))
        except RunningError as error:
            tell(f"not begun: {error}")
            say_line(f"hexapla: {error}", err=True)
            summarize(_AT_WORK, None, ())
            return _AT_WORK
        except HexaplaError as error:
            tell(f"stopped: {error}")
            raise
        told = summarize(status, result, missing)
        tell(f"ended with status {status}")
    if as_json:
        say(json_line(told))
    else:
        for line in _text(result, status, missing):
            say(line)
    return status


Tell = Callable[[str], None]


def _run(
    paths: tuple[Path, ...], out: Path, tell: Tell, options: AlignOptions
) -> tuple[int, JobResult | None, tuple[Path, ...]]:
    """Align; return the exit status, the result where there was any, and the paths not there."""
    missing = tuple(path for path in paths if not path.exists())
    for path in missing:
        tell(f"nothing there: {path}")
    there = [path for path in paths if path not in missing]
    tell(f"begun: {', '.join(map(str, paths))}")
    if not there:
        return _NOTHING, None, missing
    result = align_files(there, out, on_progress=lambda news: _tell_news(news, tell), **options)
    for error in result.unpaired:
        tell(f"waits: {error}")
    if _damaged(result):
        return _DAMAGED, result, missing
    nothing = not (result.states or result.imported or result.unpaired)
    return (_NOTHING if nothing or missing else _DONE), result, missing


def _damaged(result: JobResult) -> list[Error]:
    """Return what is refused for another cause than that its other versions are not there."""
    waiting = {(error.where, error.cause) for error in result.unpaired}
    return [each for each in result.errors if each not in waiting]


def _tell_news(news: JobProgress, tell: Tell) -> None:
    if news.step is not None:
        return
    if news.outcome is not None and news.outcome.state is State.ALIGNED:
        tell(f"aligned: {news.outcome.symbol}, {news.outcome.seconds:.1f} s")
    for where, cause in news.errors:
        tell(f"refused: {where}: {cause}")


def _summary(
    status: int, begun: datetime, result: JobResult | None, missing: Sequence[Path]
) -> dict[str, object]:
    found = result or JobResult({}, (), (), (), (), ())
    return {
        "status": status,
        "meaning": _MEANINGS[status],
        "begun": begun.isoformat(timespec="seconds"),
        "ended": datetime.now(UTC).isoformat(timespec="seconds"),
        "missing": [str(path) for path in missing],
        "sets": {state.value: found.states.get(state, 0) for state in State},
        "imported": [str(each.path) for each in found.imported if each.counts],
        "damaged": [{"file": where, "cause": cause} for where, cause in _damaged(found)],
        "waiting": [{"file": each.where, "cause": each.cause} for each in found.unpaired],
        "left_out": len(found.left_out),
        "written": [str(path) for path in found.written],
    }


def _text(result: JobResult | None, status: int, missing: Sequence[Path]) -> Iterator[str]:
    yield from (one_line(f"nothing there: {path}") for path in missing)
    if result is None:
        return
    if status == _NOTHING and not missing:
        yield "nothing there: no document was found"
    yield from summary_lines(result)
    yield from (one_line(f"damaged: {where}: {cause}") for where, cause in _damaged(result))
    yield from (one_line(f"waits: {error}") for error in result.unpaired)


Summarize = Callable[[int, JobResult | None, Sequence[Path]], dict[str, object]]


@contextmanager
def _summarized(path: Path | None, begun: datetime) -> Iterator[Summarize]:
    """Write a summary, whatever ends the run: that of the night before would be taken for it."""
    written = False

    def summarize(
        status: int, result: JobResult | None, missing: Sequence[Path]
    ) -> dict[str, object]:
        nonlocal written
        told = _summary(status, begun, result, missing)
        if path is not None:
            with replacing(path) as stream:
                stream.write(json_line(told) + "\n")
        written = True
        return told

    try:
        yield summarize
    except SystemExit:
        summarize(_TERMINATED, None, ())
        raise
    except BaseException:
        if not written:
            summarize(_NOT_BEGUN, None, ())
        raise


@contextmanager
def _log(path: Path | None) -> Iterator[Tell]:
    """Open the log, to which lines are added. Raises StoreError where it cannot be written."""
    if path is None:
        yield lambda _: None
        return
    with open_log(path) as stream:

        def tell(line: str) -> None:
            now = datetime.now(UTC).isoformat(timespec="seconds")
            written = f"{now} {on_terminal(one_line(line))}\n"
            try:
                stream.write(written.encode("utf-8", "backslashreplace"))
            except OSError as error:
                raise StoreError(path, error.strerror or str(error)) from error

        yield tell


@contextmanager
def _ended_in_order(tell: Tell) -> Iterator[None]:
    """End in one line where the system asks for it, as when the machine is shut down."""

    def end(_: int, __: FrameType | None) -> NoReturn:
        raise SystemExit(_TERMINATED)

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    except SystemExit:
        tell("ended by SIGTERM; what was finished is kept")
        say("hexapla: ended by SIGTERM; what was finished is kept", err=True)
        raise
    finally:
        signal.signal(signal.SIGTERM, before)
