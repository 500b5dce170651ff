"""One alignment job on the command line: its options, its progress and what it prints."""

from __future__ import annotations

import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Protocol, TypedDict, Unpack

import click
from tqdm import tqdm

from hexapla.cli.options import FolderName, LanguageList, language_option, not_empty
from hexapla.corpora.errors import StoreError
from hexapla.corpora.files.discovery import Discovery
from hexapla.memory.formats.importing import Imported, import_bitexts
from hexapla.memory.jobs.batch import Outcome, State, align_sets, export_tmx
from hexapla.memory.reports.report import write_report
from hexapla.memory.store.opening import open_store
from hexapla.memory.text.cleaning import one_line
from hexapla.memory.units import SURE_FROM

__all__ = ["Find", "JobOptions", "job_options", "run_job"]


class JobOptions(TypedDict):
    """What `job_options` gives to a command."""

    source: str
    languages: tuple[str, ...] | None
    out: Path
    encoder: str
    cache: Path | None
    cautious: bool
    memory: str | None
    jobs: int
    scheduler: str | None
    time_limit: float
    retry: bool
    as_json: bool


class Find(Protocol):
    """Finds the document sets of a job."""

    def __call__(self, *, source: str, languages: Sequence[str] | None) -> Discovery:
        """Give the sets of a source language, limited to some others."""


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
            "--cautious",
            is_flag=True,
            help="Write only what is sure, or reviewed, to the TMX files.",
        ),
        click.option(
            "--memory",
            metavar="URL",
            callback=not_empty,
            help="Memory to keep [default: OUT/memory.db].",
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
            type=click.FloatRange(min=1),
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


def run_job(find: Find, **options: Unpack[JobOptions]) -> int:
    """Align the sets that `find` gives into the memory, import bitexts, write TMX and report.

    Gives the exit status. Nothing is searched for where the output folder cannot be written.
    """
    source, out, as_json = options["source"], options["out"], options["as_json"]
    _make_folder(out)
    discovery = find(source=source, languages=options["languages"])
    refused = [(error.where, error.cause) for error in discovery.errors]
    states: Counter[State] = Counter()
    if not as_json:
        _tell_refusals(refused)
    with open_store(options["memory"] or out / "memory.db") as store:
        found = align_sets(
            discovery.sets,
            store=store,
            encoder_name=options["encoder"],
            cache_folder=options["cache"],
            jobs=options["jobs"],
            scheduler=options["scheduler"],
            limit=options["time_limit"],
            retry=options["retry"],
        )
        for outcome in _with_progress(found, len(discovery.sets)):
            states[outcome.state] += 1
            refused.extend(outcome.refusals)
            with tqdm.external_write_mode(file=sys.stderr):
                _tell(outcome, as_json=as_json)
        imported = list(import_bitexts(store, discovery.bitexts, source=source))
        not_imported = [(str(each.path), each.cause) for each in imported if each.cause]
        refused += not_imported
        least = SURE_FROM if options["cautious"] else 0.0
        written = [*export_tmx(store, out, source=source, least=least)]
        written += write_report(out / "report.html", store, refused=refused)
    if as_json:
        _print_json(discovery, imported, written)
    else:
        _tell_refusals(not_imported)
        _print_summary(states, imported, written, left_out=len(discovery.left_out))
    return 1 if refused else 0


def _make_folder(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(out, error.strerror or str(error)) from error
    if not os.access(out, os.W_OK):
        raise StoreError(out, "no permission to write in this folder")


def _with_progress(outcomes: Iterable[Outcome], total: int) -> Iterator[Outcome]:
    """Pass the outcomes on; on a terminal, show sets done, paragraphs a second and time left."""
    started, paragraphs = time.monotonic(), 0
    with tqdm(total=total, unit="set", file=sys.stderr, disable=None, leave=False) as bar:
        for outcome in outcomes:
            paragraphs += outcome.paragraphs
            rate = paragraphs / max(time.monotonic() - started, 1e-9)
            bar.set_postfix_str(f"{rate:.0f} paragraphs/s, {outcome.symbol}", refresh=False)
            bar.update()
            yield outcome


def _print_json(discovery: Discovery, imported: list[Imported], written: list[Path]) -> None:
    for each in imported:
        became = asdict(each.counts) if each.counts else {"cause": each.cause or "known already"}
        click.echo(json.dumps({"refused" if each.cause else "imported": str(each.path), **became}))
    for error in discovery.errors:
        click.echo(json.dumps({"refused": error.where, "cause": error.cause}))
    for path in discovery.left_out:
        click.echo(json.dumps({"left_out": str(path)}))
    for path in written:
        click.echo(json.dumps({"written": str(path)}, ensure_ascii=False))


def _tell(outcome: Outcome, *, as_json: bool) -> None:
    """Print what became of a set: as JSON, or what is to be known of it at once."""
    if as_json:
        click.echo(json.dumps(asdict(outcome), ensure_ascii=False))
        return
    for warning in outcome.warnings:
        click.echo(one_line(f"{outcome.symbol}: {warning}"), err=True)
    _tell_refusals(outcome.refusals)


def _tell_refusals(refused: Iterable[tuple[str, str]]) -> None:
    for where, cause in refused:
        click.echo(one_line(f"refused: {where}: {cause}"), err=True)


def _print_summary(
    states: Counter[State], imported: list[Imported], written: list[Path], *, left_out: int
) -> None:
    counted = ", ".join(f"{states[state]} {state}" for state in State if states[state])
    click.echo(f"document sets: {counted or 'none found'}")
    for each in imported:
        if each.counts:
            known = f", {each.counts.known + each.counts.merged} known already"
            click.echo(one_line(f"imported: {each.path}: {each.counts.added} units{known}"))
    if again := sum(not (each.counts or each.cause) for each in imported):
        click.echo(f"{again} aligned file{'s' if again > 1 else ''} imported by an earlier run")
    if left_out:
        click.echo(f"{left_out} file{'s' if left_out > 1 else ''} of other kinds left out")
    for path in written:
        click.echo(one_line(f"written: {path}"))
