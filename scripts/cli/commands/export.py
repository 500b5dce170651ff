"""`hexapla export`: units of the memory as a file for another program."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import click

from hexapla.cli.options import (
    FiniteRange,
    LanguageList,
    figures_left_out,
    figures_option,
    language_option,
    memory_option,
    not_empty,
)
from hexapla.cli.output import say, say_line
from hexapla.cli.quality import quality_options
from hexapla.cli.where import where_options
from hexapla.corpora.errors import UsageError
from hexapla.memory.checks.flags import Check
from hexapla.memory.formats.exporting import export_pairs
from hexapla.memory.formats.profiles import GENERAL, PROFILES
from hexapla.memory.formats.registry import told_to_write
from hexapla.memory.lookup.advice import why_no_pairs
from hexapla.memory.lookup.notes import noted_pairs
from hexapla.memory.lookup.pairs import PairFilter, pairs
from hexapla.memory.selection import Selection
from hexapla.memory.store.opening import open_store
from hexapla.memory.text.figures import WordFilter
from hexapla.memory.text.language_codes import named_codes
from hexapla.memory.units import Level, Status

__all__ = ["export"]


_HELP = f"""\
Write the pairs of two languages of the memory to FILE, in the format that its name says.

Writes {told_to_write()}. JSON Lines have all that is known; glossaries have the short texts alone.

\b
Example: hexapla export zh_en.tmx --target en --tool omegat --symbol "A/RES/99/*"
"""


@click.command(help=_HELP)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--source", type=language_option, default="zh", show_default=True, help="Language.")
@click.option(
    "--target",
    "targets",
    type=LanguageList(),
    multiple=True,
    required=True,
    help="The other language; of several, each has a file of its own, FILE_fr for one.",
)
@click.option(
    "--level",
    type=click.Choice([each.value for each in Level]),
    default=Level.SENTENCE.value,
    show_default=True,
    help="Sentences or paragraphs.",
)
@click.option(
    "--tool",
    type=click.Choice(list(PROFILES)),
    default=GENERAL.name,
    show_default=True,
    help="The program that a .tmx file is for.",
)
@click.option(
    "--code",
    "codes",
    multiple=True,
    help="A language's code in the file, with a region: en-GB, for one; may be given again.",
)
@where_options
@click.option("--from-file", callback=not_empty, help="From this file, by its name or path.")
@click.option(
    "--only",
    type=click.Choice([Status.REVIEWED.value, Status.AUTOMATIC.value]),
    help="Only what has this status.",
)
@click.option(
    "--least",
    "min_score",
    type=FiniteRange(0, 1),
    default=0.0,
    help="Leave out what is less sure than this, from 0 to 1, and not reviewed.",
)
@click.option(
    "--comments",
    is_flag=True,
    help="With what is said of the rows and is not resolved, as notes (TMX, XLIFF, PO).",
)
@figures_option
@quality_options
@memory_option
def export(
    *,
    file: Path,
    source: str,
    targets: tuple[tuple[str, ...], ...],
    level: str,
    tool: str,
    codes: tuple[str, ...],
    where: Selection,
    from_file: str | None,
    only: str | None,
    min_score: float,
    flags: frozenset[Check],
    exclude: frozenset[Check],
    comments: bool,
    figures: bool,
    memory: str,
) -> None:
    """Write the pairs of two languages of the memory to a file."""
    selection = replace(where, file=from_file, status=Status(only) if only else None)
    pair_filter = PairFilter(selection, min_score, flags, exclude)
    wanted = tuple(dict.fromkeys(code for some in targets for code in some))
    if source in wanted or not wanted:
        raise UsageError(f"source and target are the same language: {source}")
    with open_store(memory, create=False) as store:
        for target in wanted:
            found = partial(
                noted_pairs if comments else pairs,
                *(store, source, target),
                level=Level(level),
                pair_filter=pair_filter,
            )
            with_words = WordFilter()
            written = export_pairs(
                _path(file, target) if len(wanted) > 1 else file,
                found if figures else with_words.after(found),
                source=source,
                target=target,
                level=Level(level),
                tool=tool,
                codes=named_codes(codes),
            )
            for path, count in written:
                say_line(f"{path}: {count} units")
            if with_words.left_out:
                say(figures_left_out(with_words.left_out), err=True)
            if not any(count for _, count in written):
                why = why_no_pairs(
                    store, source, target, level=Level(level), pair_filter=pair_filter
                )
                say_line(f"warning: {written[0][0]}: 0 units: {why}", err=True)


def _path(file: Path, target: str) -> Path:
    """Return the file of one of several languages."""
    return file.with_name(f"{file.stem}_{target}{file.suffix}")
