"""`hexapla lines`: two files of one segment a line, aligned."""

from __future__ import annotations

from pathlib import Path

import click

from hexapla.align.aligner import align_texts
from hexapla.align.beads import format_bead
from hexapla.align.encoders.registry import get_encoder
from hexapla.cli.options import FolderName, LanguageList
from hexapla.cli.output import say
from hexapla.corpora.input.decoding import decode, load
from hexapla.memory.units import SURE_FROM

__all__ = ["lines"]


@click.command()
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("target", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--languages", type=LanguageList(), required=True, help="The two languages, such as zh,en."
)
@click.option(
    "--encoder",
    default="embedded",
    show_default=True,
    help="embedded, none (no model), or transformers: with a directory or hub name.",
)
@click.option(
    "--cache",
    type=FolderName(),
    help="Folder to keep vectors in, so that no text is encoded twice.",
)
@click.option("--cautious", is_flag=True, help="Print only the beads that are sure.")
def lines(
    *,
    source: Path,
    target: Path,
    languages: tuple[str, ...],
    encoder: str,
    cache: Path | None,
    cautious: bool,
) -> None:
    """Align two files of one segment a line; print `[i, j]:[k]:score`, one bead a line.

    \b
    Example: hexapla lines chapter.zh chapter.en --languages zh,en
    """
    if len(languages) != 2:
        raise click.BadParameter("give exactly two, such as zh,en", param_hint="--languages")
    beads = align_texts(
        _segments(source),
        _segments(target),
        encoder=get_encoder(encoder, cache=cache),
        languages=(languages[0], languages[1]),
    )
    for bead in beads:
        if not cautious or bead.score >= SURE_FROM:
            say(format_bead(bead))


def _segments(path: Path) -> list[str]:
    """Return the lines of a file; an empty line keeps its place, so that indices stay true."""
    text = decode(load(path), path)
    return [line.strip() for line in text.removesuffix("\n").split("\n")]
