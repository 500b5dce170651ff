"""`hexapla align`: from documents to a memory, TMX files and a report."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Unpack

import click

from hexapla.cli.job import JobOptions, job_options, run_job
from hexapla.corpora.files.discovery import find_sets

__all__ = ["align"]


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@job_options
def align(*, paths: tuple[Path, ...], **options: Unpack[JobOptions]) -> int:
    """Align the documents in PATHS (files and folders, any depth) and write all of it to --out.

    Finds the document sets, reads and aligns them, keeps them in OUT/memory.db and writes
    OUT/tmx/zh_en.tmx and so on (sentences), OUT/tmx-paragraphs/ (paragraphs) and OUT/report.html.
    A second run does only what is new or changed. TMX, XLIFF 1.2, tab-separated texts and pages
    with a language a column are aligned already, and go straight into the memory.

    \b
    Example: hexapla align documents --out memory --languages en,fr
    """
    return run_job(partial(find_sets, paths), **options)
