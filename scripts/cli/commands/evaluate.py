"""`hexapla evaluate`: how much the memory would have helped with its own documents."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from hexapla.cli.options import language_option, memory_option
from hexapla.cli.output import json_line, say
from hexapla.corpora.errors import UsageError
from hexapla.memory.reports.leverage import Leverage, held_out, leverage, write_plot
from hexapla.memory.store.opening import open_store

__all__ = ["evaluate"]


@click.command()
@click.option(
    "--source", type=language_option, default="zh", show_default=True, help="Language translated."
)
@click.option("--target", type=language_option, required=True, help="Language translated into.")
@click.option("--symbol", help="Leave out this document alone.")
@click.option("--year", type=int, help="Leave out the documents of this year, all at once.")
@click.option(
    "--plot", type=click.Path(dir_okay=False, path_type=Path), help="Draw the scores: an SVG file."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@memory_option
def evaluate(
    *,
    source: str,
    target: str,
    symbol: str | None,
    year: int | None,
    plot: Path | None,
    as_json: bool,
    memory: str,
) -> None:
    """Leave documents out of the memory, match them against the rest, and score what is found.

    Every document is left out in its turn, unless --symbol or --year names some. The translation
    of each sentence's best match is compared with the official one: chrF and BLEU (100 is the same
    text), TER (0 is the same text), by match band.

    \b
    Example: hexapla evaluate --target en --year 2019 --memory out/memory.db
    """
    with open_store(memory, create=False) as store:
        groups = held_out(store, symbol=symbol, year=year)
        if not groups:
            raise UsageError("the memory has no such documents")
        found = leverage(store, groups, source=source, target=target)
    if plot:
        write_plot(plot, found, source=source, target=target)
    say(json_line(asdict(found)) if as_json else _table(found))


def _table(found: Leverage) -> str:
    lines = [f"{'band':<8}{'segments':>10}{'words':>10}{'chrF':>8}{'BLEU':>8}{'TER':>8}"]
    for each in found.bands:
        scores = "".join(
            f"{'–':>8}" if score is None else f"{score:>8.1f}"
            for score in (each.chrf, each.bleu, each.ter)
        )
        lines.append(f"{each.band.value:<8}{each.segments:>10}{each.words:>10}{scores}")
    return "\n".join([*lines, f"documents: {found.documents}", *found.signatures])
