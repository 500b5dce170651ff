"""`hexapla align`: from documents to a memory, TMX files and a report."""

from __future__ import annotations

from pathlib import Path

import click

from corpora.discovery import find_sets
from scripts.commands.options import LanguageList, language_option
from scripts.job import job_options, run_job

__all__ = ["align"]


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--source", type=language_option, default="zh", show_default=True, help="The pivot language."
)
@click.option("--languages", type=LanguageList(), help="Only these others, such as en,fr.")
@job_options
def align(
    *,
    paths: tuple[Path, ...],
    source: str,
    languages: tuple[str, ...] | None,
    out: Path,
    encoder: str,
    memory: str | None,
    jobs: int,
    as_json: bool,
) -> int:
    """Align the documents in PATHS (files and folders, any depth) and write all of it to --out.

    Finds the document sets, reads and aligns them, keeps them in OUT/memory.db and writes
    OUT/tmx/zh_en.tmx and so on (sentences), OUT/tmx-paragraphs/ (paragraphs) and OUT/report.html.
    A second run does only what is new or changed.

    \b
    Example: hexapla align documents --out memory --languages en,fr
    """
    return run_job(
        lambda: find_sets(paths, source=source, languages=languages),
        source=source,
        out=out,
        encoder=encoder,
        memory=memory,
        jobs=jobs,
        as_json=as_json,
    )
