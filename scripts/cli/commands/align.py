"""`hexapla align`: from documents to a memory, TMX files and a report."""

from __future__ import annotations

from pathlib import Path
from typing import Unpack

import click

from hexapla.cli.job import ShownJobOptions, job_options, run_job, shown_options, tell_found
from hexapla.cli.options import ExistingPath
from hexapla.memory.jobs.align_files import find_documents
from hexapla.memory.jobs.versions import MOST_COMPARED

__all__ = ["align"]


@click.command()
@click.argument("paths", nargs=-1, type=ExistingPath())
@click.option(
    "--manifest",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A list of the documents instead: CSV or JSON Lines with symbol, language and path.",
)
@click.option(
    "--pair",
    "pairs",
    nargs=2,
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Two files that are one document, whatever their names; can be given several times.",
)
@click.option(
    "--follow-links",
    is_flag=True,
    help="Also what links in a folder lead to that stands outside of it.",
)
@click.option(
    "--by-content",
    is_flag=True,
    help="Also pair files that nothing but what they say makes versions of one document, at most"
    f" {MOST_COMPARED} of a language.",
)
@click.option(
    "--dry-run", is_flag=True, help="Only say which documents belong together; write nothing."
)
@job_options
@shown_options
def align(
    *,
    paths: tuple[Path, ...],
    manifest: Path | None,
    pairs: tuple[tuple[Path, Path], ...],
    follow_links: bool,
    by_content: bool,
    dry_run: bool,
    **options: Unpack[ShownJobOptions],
) -> int:
    """Align the documents in PATHS (files and folders, any depth) and write all of it to --out.

    Finds the document sets, reads and aligns them, keeps them in OUT/memory.db and writes
    OUT/tmx/zh_en.tmx and so on (sentences), OUT/tmx-paragraphs/ (paragraphs) and OUT/report.html.
    A second run does only what is new or changed. TMX, XLIFF 1.2, tab-separated texts and pages
    with a language a column are aligned already, and go straight into the memory.

    A --manifest is CSV (with commas, semicolons or tabs) whose first line names the columns
    symbol, language and path, or JSON Lines with these three keys. Paths are taken from the
    manifest's own folder.

    \b
    Example: hexapla align documents --out memory --languages en,fr
    """
    if manifest is not None and (paths or pairs or by_content):
        message = "name either PATHS, --pair and --by-content, or a --manifest, not both"
        raise click.UsageError(message)
    if manifest is None and not paths and not pairs:
        raise click.UsageError("Missing argument 'PATHS...' or option '--manifest'.")
    if dry_run:
        found = find_documents(
            paths,
            manifest=manifest,
            pairs=pairs,
            source=options["source"],
            languages=options["languages"],
            follow_links=follow_links,
            by_content=by_content,
        )
        return tell_found(found, as_json=options["as_json"])
    return run_job(
        paths, manifest, pairs, follow_links=follow_links, by_content=by_content, **options
    )
