"""The main job on the command line: its options, its progress and what it prints."""

from __future__ import annotations

import webbrowser
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Final, TypedDict, Unpack

import click

from hexapla.cli.options import (
    MEMORY_VARIABLE,
    FiniteRange,
    FolderName,
    LanguageList,
    figures_left_out,
    figures_option,
    language_option,
    not_empty,
)
from hexapla.cli.output import json_line, say, say_line
from hexapla.cli.progress import Display
from hexapla.cli.speech import report_language_option
from hexapla.corpora.errors import UnpairedError
from hexapla.corpora.files.discovery import Discovery, LeftOut
from hexapla.corpora.messages import Message
from hexapla.memory.jobs.align_files import JobResult, align_files
from hexapla.memory.jobs.outcomes import Error, Outcome, State
from hexapla.memory.jobs.progress import JobProgress
from hexapla.memory.jobs.versions import likely_versions
from hexapla.memory.output.speech import Speech
from hexapla.memory.text.cleaning import one_line
from hexapla.memory.units import REVIEW_FROM

__all__ = [
    "AlignOptions",
    "JobOptions",
    "ShownJobOptions",
    "job_options",
    "run_job",
    "shown_options",
    "summary_lines",
    "tell_found",
]


_NAMED: Final = 10  # files left out that are named: there may be thousands
_ADVICE: Final = (
    "versions of one document find each other by symbol, by equal names, or in folders such as zh/"
    " and en/; --pair FILE FILE names two outright"
)


class AlignOptions(TypedDict):
    """What `align_files` is told, by the same names."""

    source: str
    languages: tuple[str, ...] | None
    encoder: str
    cache: Path | None
    min_confidence: float
    figures: bool
    memory: str | None
    jobs: int
    scheduler: str | None
    time_limit: float
    retry: bool


class JobOptions(AlignOptions):
    """What `job_options` gives to a command."""

    out: Path
    as_json: bool


class ShownJobOptions(JobOptions):
    """What `job_options` and `shown_options` give to a command."""

    steps: bool
    speech: Speech
    opens: bool


def shown_options(command: Callable[..., int]) -> Callable[..., int]:
    """Add the options of a job that somebody, or a program, looks at while it goes on."""
    command = report_language_option(command)
    command = click.option(
        "--open", "opens", is_flag=True, help="Show the report in the browser at the end."
    )(command)
    return click.option(
        "--steps", is_flag=True, help="With --json: also each step as it begins, as a line."
    )(command)


def job_options(command: Callable[..., int]) -> Callable[..., int]:
    """Add the options that every alignment job takes."""
    options = (
        click.option(
            "--source",
            type=language_option,
            default="zh",
            show_default=True,
            help="The pivot language.",
        ),
        click.option("--languages", type=LanguageList(), help="Only these others, such as en,fr."),
        click.option(
            "--out",
            required=True,
            type=FolderName(),
            help="Folder for the memory, the TMX files and the report.",
        ),
        click.option(
            "--encoder",
            default="embedded",
            show_default=True,
            help="embedded, none (no model), or transformers: with a directory or hub name.",
        ),
        click.option(
            "--cache",
            type=FolderName(),
            help="Folder to keep vectors in, so that no text is encoded twice.",
        ),
        click.option(
            "--min-confidence",
            type=FiniteRange(0, 1),
            default=REVIEW_FROM,
            show_default=True,
            help="Keep what is less sure, and not reviewed, out of the TMX files, in OUT/doubtful.",
        ),
        figures_option,
        click.option(
            "--memory",
            metavar="URL",
            envvar=MEMORY_VARIABLE,
            callback=not_empty,
            help="Memory to keep, as of all commands [default: OUT/memory.db]."
            f" {MEMORY_VARIABLE} or hexapla.toml can name it too.",
        ),
        click.option(
            "--jobs", type=click.IntRange(min=1), default=1, show_default=True, help="Processes."
        ),
        click.option(
            "--scheduler",
            metavar="URL",
            callback=not_empty,
            help="A Dask cluster's scheduler, tcp://HOST:8786, whose workers align instead.",
        ),
        click.option(
            "--time-limit",
            type=FiniteRange(min=1),
            default=3600,
            show_default=True,
            help="Seconds that a document set may take before it is refused.",
        ),
        click.option(
            "--retry",
            is_flag=True,
            help="Try sets again that took too long, or ended their process, in an earlier run.",
        ),
        click.option("--json", "as_json", is_flag=True, help="Results as JSON Lines."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def run_job(
    paths: Iterable[Path],
    manifest: Path | None,
    pairs: Iterable[tuple[Path, Path]] = (),
    *,
    out: Path,
    as_json: bool,
    steps: bool,
    speech: Speech,
    opens: bool,
    follow_links: bool = False,
    by_content: bool = False,
    **options: Unpack[AlignOptions],
) -> int:
    """Align, show how far it is, print what was done; return the exit status."""
    with Display() as display:
        result = align_files(
            paths,
            out,
            manifest=manifest,
            pairs=pairs,
            follow_links=follow_links,
            by_content=by_content,
            speech=speech,
            on_progress=_teller(display, as_json=as_json, steps=steps),
            **options,
        )
    for line in _json_lines(result) if as_json else summary_lines(result):
        say(line)
    if result.unpaired:
        say(_ADVICE, err=True)
        if not by_content:  # all is done: whoever does not want to know need not wait
            _tell_likely(likely_versions(result.unpaired, source=options["source"]))
    if opens:
        webbrowser.open((out / "report.html").resolve().as_uri())
    return 1 if result.errors or _is_empty(result) else 0


def _tell_likely(pairs: Sequence[tuple[Path, Path]]) -> None:
    """Name files that look like versions of one document, and the option that pairs them."""
    for first, second in pairs[:_NAMED]:
        say_line(f"say the same: {first} and {second}", err=True)
    if pairs:
        say(f"--by-content pairs {'these' if len(pairs) > 1 else 'them'}", err=True)


def tell_found(found: Discovery, *, as_json: bool) -> int:
    """Print the document sets that were found, and what is in none; return the exit status."""
    refused = [(error.where, error.cause) for error in found.errors]
    if as_json:
        for each in found.sets:
            documents = [
                {"language": file.language, "path": str(file.path)}
                for file in (each.source, *each.targets)
            ]
            say(json_line({"symbol": each.symbol, "documents": documents}))
        for bitext in found.bitexts:
            say(json_line({"aligned": str(bitext.path)}))
        for error in found.errors:
            told = _told("refused", error.where, error.cause)
            if isinstance(error, UnpairedError):
                told["language"] = error.language
            say(json_line(told))
        for file in found.left_out:
            say(json_line(_told("left_out", file.path, file.cause)))
        return 1 if refused else 0
    for each in found.sets:
        say_line(each.symbol)
        for document in (each.source, *each.targets):
            say_line(f"  {document.language}  {document.path}")
    for bitext in found.bitexts:
        say_line(f"aligned already: {bitext.path}")
    _tell_errors(refused)
    for line in _left_out(found.left_out):
        say(line)
    return 1 if refused else 0


def _is_empty(result: JobResult) -> bool:
    """Return whether there was nothing to do at all."""
    return not result.states and not result.imported


def _teller(display: Display, *, as_json: bool, steps: bool) -> Callable[[JobProgress], None]:
    """Return what shows how far the job is, and prints what is to be known at once."""

    def tell(progress: JobProgress) -> None:
        display.show(progress)
        if progress.step is None:
            with display.aside():
                if as_json:
                    _tell_json(progress.outcome)
                else:
                    _tell(progress)
        elif as_json and steps:
            began = {"step": progress.step, "symbol": progress.symbol, "file": progress.file}
            with display.aside():
                say(json_line(began))

    return tell


def _tell_json(outcome: Outcome | None) -> None:
    if outcome is not None:
        told = asdict(outcome)
        told["refusals"] = told.pop("errors")  # the name that other people's scripts know
        told["causes"] = [cause.as_json() for _, cause in outcome.errors]
        say(json_line(told))


def _tell(progress: JobProgress) -> None:
    """Print what is to be known of a set at once."""
    if progress.outcome is not None:
        for warning in progress.outcome.warnings:
            say_line(f"{progress.outcome.symbol}: {warning}", err=True)
    _tell_errors(progress.errors)


def _tell_errors(errors: Iterable[Error]) -> None:
    for where, cause in errors:
        say_line(f"refused: {where}: {cause}", err=True)


def _told(kind: str, where: str | Path, cause: Message) -> dict[str, object]:
    """Return what became of a file and why, also in parts that another language can be made of."""
    return {kind: str(where), "cause": cause, "causes": [cause.as_json()]}


def _json_lines(result: JobResult) -> Iterator[str]:
    for each in result.imported:
        if each.cause:
            yield json_line(_told("refused", each.path, each.cause))
            continue
        became = asdict(each.counts) if each.counts else {"cause": "known already"}
        yield json_line({"imported": str(each.path), **became})
    for where, cause in result.refused:
        yield json_line(_told("refused", where, cause))
    for file in result.left_out:
        yield json_line(_told("left_out", file.path, file.cause))
    if result.doubtful:
        yield json_line({"doubtful": result.doubtful})
    if result.figures:
        yield json_line({"figures": result.figures})
    for path in result.written:
        yield json_line({"written": str(path)})


def summary_lines(result: JobResult) -> Iterator[str]:
    """Yield what was done, line by line."""
    counted = ", ".join(
        f"{count} {state}" for state in State if (count := result.states.get(state, 0))
    )
    yield f"document sets: {counted or 'none found'}"
    for each in result.imported:
        if each.counts:
            known = f", {each.counts.known + each.counts.merged} known already"
            yield one_line(f"imported: {each.path}: {each.counts.added} units{known}")
    if again := sum(not (each.counts or each.cause) for each in result.imported):
        yield f"{again} aligned file{'s' if again > 1 else ''} imported by an earlier run"
    yield from _left_out(result.left_out)
    if result.doubtful:
        number = f"{result.doubtful} pair{'s' if result.doubtful > 1 else ''} of sentences"
        told = "too doubtful for the TMX files, kept apart in the folder doubtful"
        yield f"{number} to look at: {told}"
    if result.figures:
        yield figures_left_out(result.figures)
    for path in result.written:
        yield one_line(f"written: {path}")


def _left_out(files: Sequence[LeftOut]) -> Iterator[str]:
    for file in files[:_NAMED]:
        yield one_line(f"left out: {file.path}: {file.cause}")
    if (more := len(files) - _NAMED) > 0:
        yield f"and {more} more left out"
