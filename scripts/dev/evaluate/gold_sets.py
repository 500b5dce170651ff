"""The gold alignments that the aligner is scored on, a line each.

A new set is one line of `GOLD_SETS`, and its floor in tests/floors.json under its name, or under
its name and each pair (`sdg-noisy zh-en`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hexapla.align.beads import Bead, parse_beads
from hexapla.corpora.errors import UsageError

__all__ = [
    "GOLD_SETS",
    "TARGETS",
    "GoldPair",
    "GoldSet",
    "gold_pairs",
    "harder_pairs",
    "in_all_languages",
    "read_gold",
    "read_lines",
]

TARGETS: Final = ("en", "fr", "es", "ru", "ar", "de")


@dataclass(frozen=True, slots=True)
class GoldSet:
    """A set below the folder of data: one segment a line, and gold alignments of the lines.

    With `many_texts`, its folder holds SOURCE/NAME, TARGET/NAME and gold/NAME for each of many
    texts, which are scored as one; otherwise one text as LANGUAGE.txt with gold/SOURCE-TARGET, and
    each pair is scored by itself. The evaluations of the test suite take the `quick` targets for
    all.
    """

    name: str
    folder: str
    source: str
    targets: tuple[str, ...]
    quick: tuple[str, ...]
    many_texts: bool = False


GOLD_SETS: Final = (
    GoldSet("mac-dev", "mac-dev", "zh", ("en",), ("en",), many_texts=True),
    GoldSet("text-berg", "text-berg", "de", ("fr",), ("fr",), many_texts=True),
    GoldSet("sdg-numbered", "sdg-targets/numbered", "zh", TARGETS, ("en", "ar")),
    GoldSet("sdg-unnumbered", "sdg-targets/unnumbered", "zh", TARGETS, ("en", "ar")),
    GoldSet("sdg-noisy", "sdg-targets/noisy", "zh", TARGETS, TARGETS),
)


@dataclass(frozen=True, slots=True)
class GoldPair:
    """Two texts, one segment a line, and their gold alignment; `group` is what is scored as one."""

    set_name: str
    group: str
    languages: tuple[str, str]
    source: Path
    target: Path
    gold: Path


def gold_pairs(data: Path, *names: str) -> Iterator[GoldPair]:
    """Yield the gold pairs of a folder laid out as ../shared/data is: of some sets, or of all.

    Raises UsageError where a part of it is missing.
    """
    for each in GOLD_SETS:
        if each.name in names or not names:
            pairs = _texts if each.many_texts else _versions
            yield from pairs(each, data / each.folder)


def harder_pairs(folder: Path) -> Iterator[GoldPair]:
    """Yield the gold pairs that `scripts.dev.evaluate.harder_sets` wrote; errors as above."""
    for kind in _inside(folder):
        each = GoldSet(f"harder-{kind.name}", kind.name, "zh", TARGETS, ())
        for text in _inside(kind):
            yield from _versions(each, text)


def _texts(gold_set: GoldSet, folder: Path) -> Iterator[GoldPair]:
    """Yield the pairs of many texts, scored as one group."""
    name, source = gold_set.name, gold_set.source
    for target in gold_set.targets:
        for gold in _inside(folder / "gold"):
            paths = folder / source / gold.name, folder / target / gold.name
            yield GoldPair(name, name, (source, target), *paths, gold)


def _versions(gold_set: GoldSet, folder: Path) -> Iterator[GoldPair]:
    """Yield the pairs of one text in several languages, each its own group."""
    name, source = gold_set.name, gold_set.source
    present = _inside(folder / "gold")
    for target in gold_set.targets:
        paths = folder / f"{source}.txt", folder / f"{target}.txt"
        gold = folder / "gold" / f"{source}-{target}"
        if gold in present:
            yield GoldPair(name, f"{name} {source}-{target}", (source, target), *paths, gold)


def in_all_languages(pairs: Iterable[GoldPair]) -> list[list[GoldPair]]:
    """Return the pairs of each source that has all six targets."""
    sources: dict[Path, list[GoldPair]] = {}
    for pair in pairs:
        sources.setdefault(pair.source, []).append(pair)
    return [
        inside
        for inside in sources.values()
        if {pair.languages[1] for pair in inside} == set(TARGETS)
    ]


def read_gold(path: Path, sizes: tuple[int, int] | None = None) -> list[Bead]:
    """Return the gold beads of a file.

    Raises UsageError where it cannot be read, or where it links what is not among texts of these
    sizes.
    """
    try:
        beads = parse_beads(read_lines(path))
    except UsageError as error:
        raise UsageError(f"{path}: {error}") from error
    if sizes is not None:
        for bead in beads:
            both = zip(bead.indices, sizes, strict=True)
            if any(max(side, default=-1) >= size for side, size in both):
                cause = f"links {bead.source} and {bead.target}, not all in the texts"
                raise UsageError(f"{path}: {cause}")
    return beads


def read_lines(path: Path) -> list[str]:
    """Return the segments of a file, one a line; UsageError where it cannot be read."""
    try:
        return path.read_text("utf-8").removesuffix("\n").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read: {error}") from error


def _inside(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError as error:
        raise UsageError(f"{folder}: {error.strerror or error}") from error
