"""Writes defective parallel texts with gold, harder than the sets there are.

python -m scripts.dev.evaluate.harder_sets ../shared/data harder --seed 7
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from hexapla.align.beads import Bead
from hexapla.cli.main import run
from hexapla.corpora.errors import StoreError, UsageError
from scripts.dev.command import command, data_argument
from scripts.dev.evaluate.defects import DEFECTS, Line, damaged, gold_beads, parallel_units

__all__ = ["main", "write_sets"]


def write_sets(data: Path, out: Path, seed: int) -> None:
    """Write every text under `data` with every kind of defects: `out`/KIND/TEXT.

    Such a folder holds a file a language, one segment a line, and gold/zh-LANG for each other
    language, over lines from 0. Raises UsageError where a text cannot be read, DocumentError
    where a document cannot, StoreError where a file cannot be written.
    """
    try:
        texts = parallel_units(data)
    except (OSError, ValueError, KeyError) as error:
        raise UsageError(f"{data}: not laid out as ../shared/data is: {error}") from error
    for kind, defects in DEFECTS.items():
        for name, versions in texts.items():
            folder = out / kind / name
            try:
                _write(damaged(versions, defects, seed), folder)
            except OSError as error:
                raise StoreError(folder, error.strerror or str(error)) from error


def _write(versions: Mapping[str, Sequence[Line]], folder: Path) -> None:
    (folder / "gold").mkdir(parents=True, exist_ok=True)
    source, *targets = versions
    for language, lines in versions.items():
        _write_lines(folder / f"{language}.txt", [line.written for line in lines])
    for target in targets:
        beads = gold_beads(versions[source], versions[target])
        _write_lines(folder / "gold" / f"{source}-{target}", [_gold_line(bead) for bead in beads])


def _gold_line(bead: Bead) -> str:
    return f"{list(bead.source)}:{list(bead.target)}"


def _write_lines(path: Path, lines: Sequence[str]) -> None:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


@command
@data_argument
@click.argument("out", type=click.Path(file_okay=False, path_type=Path))
@click.option("--seed", type=int, required=True, help="Another seed makes other defects.")
def main(*, data: Path, out: Path, seed: int) -> None:
    """Write defective versions of the texts in DATA, laid out as ../shared/data is, to OUT.

    \b
    Example: python -m scripts.dev.evaluate.harder_sets ../shared/data harder --seed 7
    """
    write_sets(data, out, seed)


if __name__ == "__main__":
    run(main)
