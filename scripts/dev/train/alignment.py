"""Learns the figures of align/scoring/weights.py.

    python -m scripts.dev.train.alignment ../shared/data --manuals unpacked

`scripts.dev.train.lattices` tells what is learned from, and `scripts.dev.train.left_out` where the
manuals come from, and how well what is learned so does on what was not learned from. Needs the
extra `training`.
"""

from __future__ import annotations

from pathlib import Path

import click

from hexapla.align.encoders.registry import get_encoder
from hexapla.align.scoring.features import FEATURES
from scripts.dev.command import FOLDER, command, data_argument
from scripts.dev.train.crf import BOUNDS
from scripts.dev.train.lattices import lattices, learn

__all__ = ["main"]


@command
@data_argument
@click.option("--manuals", type=FOLDER, help="Where Debian's translated manuals were unpacked.")
def main(data: Path, *, manuals: Path | None) -> None:
    """Learn the figures of align/scoring/weights.py from the texts under DATA and print them.

    Takes some 2 GB of memory, and four minutes of a processor.

    \b
    Example: python -m scripts.dev.train.alignment ../shared/data --manuals unpacked
    """
    weights = learn(lattices(data, manuals, get_encoder("embedded")))
    click.echo(f"GAP_OPEN: Final = {weights.gap_open:.3f}\n")
    for name, weight in zip(FEATURES, weights.features, strict=True):
        bounded = "  # at its bound" if weight in BOUNDS.get(name, ()) else ""
        click.echo(f'    "{name}": {weight:.3f},{bounded}')


if __name__ == "__main__":
    main()
