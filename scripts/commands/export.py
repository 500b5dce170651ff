"""`hexapla export`: units of the memory as a file for another program."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import click

from memory.exchange.po import write_po
from memory.exchange.tables import write_table
from memory.exchange.workbook import write_workbook
from memory.exchange.xliff import write_xliff
from memory.store import open_store
from memory.tmx import build_time, write_tmx
from memory.units import Level, Status, Unit
from scripts.commands.options import language_option, memory_option

__all__ = ["export"]


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--source", type=language_option, default="zh", show_default=True, help="Language.")
@click.option("--target", type=language_option, required=True, help="The other language.")
@click.option(
    "--level",
    type=click.Choice([each.value for each in Level]),
    default=Level.SENTENCE.value,
    show_default=True,
    help="Sentences or paragraphs.",
)
@click.option("--symbol", help="Only the set with this symbol.")
@click.option("--only-reviewed", is_flag=True, help="Only what somebody has reviewed.")
@click.option(
    "--least",
    type=click.FloatRange(0, 1),
    default=0.0,
    help="Leave out what is less sure than this, from 0 to 1, and not reviewed.",
)
@memory_option
def export(
    *,
    file: Path,
    source: str,
    target: str,
    level: str,
    symbol: str | None,
    only_reviewed: bool,
    least: float,
    memory: str,
) -> None:
    """Write the units of the memory to FILE: .tmx, .xlf, .po, .xlsx, .csv or .tsv, by its name.

    \b
    Example: hexapla export zh_en.tmx --target en --symbol A/RES/99/901
    """
    chosen = Level(level)
    with open_store(memory, create=False) as store:
        stored = store.units(
            level=chosen, source=source, target=target, symbol=symbol, excluded=False
        )
        units = _kept(stored, least=None if only_reviewed else least)
        match file.suffix.lower():
            case ".tmx":
                count = write_tmx(
                    file, units, source=source, target=target, level=chosen, created=build_time()
                )
            case ".xlf" | ".xliff":
                count = write_xliff(file, units, source=source, target=target)
            case ".po":
                count = write_po(file, units, source=source, target=target)
            case ".xlsx":
                count = write_workbook(file, units, source=source, targets=(target,))
            case ".csv" | ".tsv":
                count = write_table(file, units, source=source, targets=(target,))
            case ending:
                raise click.UsageError(f"no format has the ending {ending!r}")
    click.echo(f"{file}: {count} units")


def _kept(units: Iterable[Unit], *, least: float | None) -> Iterator[Unit]:
    """Keep what is reviewed, and unless `least` is None what is at least as sure."""
    for unit in units:
        kept = tuple(
            each
            for each in unit.translations
            if each.status is Status.REVIEWED or (least is not None and each.score >= least)
        )
        if kept:
            yield replace(unit, translations=kept)
