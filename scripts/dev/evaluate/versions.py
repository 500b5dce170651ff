"""Measures how files are paired by content: `python -m scripts.dev.evaluate.versions DATA`.

The parallel texts of the data are cut into documents of a few units each, neighbours of one text
among them, that lack a tenth of their units each. Of every language a third of the documents is not
there at all, so that many have no partner. Names and symbols say nothing.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import click

from hexapla.cli.main import run
from hexapla.corpora.errors import UnpairedError
from hexapla.memory.jobs.versions import likely_versions
from scripts.dev.command import command, data_argument, json_option, show
from scripts.dev.evaluate.defects import Units, parallel_units
from scripts.dev.evaluate.gold_sets import TARGETS

__all__ = ["Found", "main", "measure"]

_SIZES: Final = (5, 10, 20)  # units of a document
_LACKING: Final = 0.1
_NOT_THERE: Final = 1 / 3
_SOURCE: Final = "zh"


@dataclass(frozen=True, slots=True)
class Found:
    """The documents with a version in both languages, those that were paired so, and wrongly."""

    size: int
    language: str
    there: int
    right: int
    wrong: int


def measure(data: Path, *, size: int, seed: int = 1) -> list[Found]:
    """Pair the documents of `size` units; return what was found for each target language."""
    chance = random.Random(seed)  # noqa: S311  # the same documents for the same seed
    with TemporaryDirectory() as folder:
        unpaired = list(_documents(data, Path(folder), size, chance))
        pairs = likely_versions(unpaired, source=_SOURCE)
    # A file is named by its document, which nobody reads there.
    of_language = {error.language: set[str]() for error in unpaired}
    for error in unpaired:
        of_language[error.language].add(Path(error.where).stem)
    found = []
    for code in TARGETS:
        here = [(i.stem, j.stem) for i, j in pairs if j.parent.name == code]
        right = sum(first == second for first, second in here)
        there = len(of_language[_SOURCE] & of_language[code])
        found.append(Found(size, code, there, right, len(here) - right))
    return found


def _documents(
    data: Path, folder: Path, size: int, chance: random.Random
) -> Iterator[UnpairedError]:
    """Write the documents to be paired, a folder a language; yield each as one without partner."""
    for name, texts in parallel_units(data).items():
        for code, units in texts.items():
            (folder / code).mkdir(exist_ok=True)
            for start in range(0, len(units) - size + 1, size):
                if chance.random() >= _NOT_THERE:
                    path = folder / code / f"{name}{start}.txt"
                    path.write_text(_text(units[start : start + size], chance), "utf-8")
                    yield UnpairedError(path, "no other version", code)


def _text(units: Units, chance: random.Random) -> str:
    return "\n\n".join(text for _, text in units if chance.random() >= _LACKING) + "\n"


@command
@data_argument
@click.option("--seed", type=int, default=1, show_default=True)
@json_option
def main(*, data: Path, seed: int, as_json: bool) -> None:
    """Pair documents made of the texts in DATA by what they say.

    \b
    Example: python -m scripts.dev.evaluate.versions ../shared/data
    """
    show([each for size in _SIZES for each in measure(data, size=size, seed=seed)], as_json=as_json)


if __name__ == "__main__":
    run(main)
