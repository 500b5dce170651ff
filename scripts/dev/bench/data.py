"""The texts that the benchmark aligns: novels with gold beads, and documents made of real texts."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hexapla.align.beads import Bead
from hexapla.corpora.document import Document, Kind, Paragraph
from hexapla.corpora.languages import LANGUAGES
from scripts.dev.evaluate.gold_sets import gold_pairs, read_gold, read_lines

__all__ = ["SEED", "Novel", "novels", "passages", "synthetic_pair", "targets"]

SEED: Final = 20261124
# Shares of the paragraphs of synthetic documents that a version leaves out, or cuts in two.
_LACKING: Final = 0.02
_CUT: Final = 0.03


@dataclass(frozen=True, slots=True)
class Novel:
    """A Chinese text and its English translation, one segment a line, with the gold beads."""

    source: Sequence[str]
    target: Sequence[str]
    gold: Sequence[Bead]


def novels(data: Path, beads: int = sys.maxsize) -> Iterator[Novel]:
    """Read the novels of MAC-Dev, of each no more than the first gold beads.

    Raises UsageError where one cannot be read.
    """
    for pair in gold_pairs(data, "mac-dev"):
        gold = read_gold(pair.gold)[:beads]
        yield Novel(
            read_lines(pair.source)[: _end(bead.source for bead in gold)],
            read_lines(pair.target)[: _end(bead.target for bead in gold)],
            gold,
        )


def targets(data: Path) -> dict[str, list[str]]:
    """Return the lines of the numbered United Nations targets by language.

    Raises UsageError where they cannot be read.
    """
    folder = data / "sdg-targets" / "numbered"
    return {language: read_lines(folder / f"{language}.txt") for language in LANGUAGES}


def synthetic_pair(
    data: Path, paragraphs: int, *, seed: int = SEED
) -> tuple[Document, Document, list[Bead]]:
    """Make a Chinese and an English document of about so many paragraphs, and their gold beads.

    Each paragraph joins one to four passages that are drawn from novels and United Nations
    targets, so that hardly any two are the same. Of each version 2 % of the paragraphs are left
    out, and 3 % are cut in two where they join several passages. None has a number: nothing but
    the texts leads the way. The same seed gives the same documents.
    """
    known = passages(data, "unnumbered")
    dice = random.Random(seed)
    sides: tuple[list[str], list[str]] = ([], [])
    gold = []
    for _ in range(paragraphs):
        drawn = dice.sample(known, dice.randint(1, 4))
        spans = []
        for side, texts, joiner in zip(sides, zip(*drawn, strict=True), ("", " "), strict=True):
            chance = dice.random()
            if chance < _LACKING:
                pieces = []
            elif chance < _LACKING + _CUT:
                middle = len(texts) // 2
                pieces = [joiner.join(texts[:middle]), joiner.join(texts[middle:])]
            else:
                pieces = [joiner.join(texts)]
            present = [piece for piece in pieces if piece]
            spans.append(tuple(range(len(side), len(side) + len(present))))
            side.extend(present)
        if any(spans):
            gold.append(Bead(spans[0], spans[1]))
    source, target = (
        Document(
            "", language, tuple(Paragraph(f"p-{i}", Kind.BODY, "", t) for i, t in enumerate(side))
        )
        for language, side in zip(("zh", "en"), sides, strict=True)
    )
    return source, target, gold


def passages(data: Path, edition: str = "numbered") -> list[tuple[str, str]]:
    """Return real Chinese texts with their English: the gold beads of novels, and the targets.

    The targets are of an edition, "numbered" or "unnumbered". Raises UsageError where the data
    cannot be read.
    """
    found = [
        (
            "".join(novel.source[i] for i in bead.source),
            " ".join(novel.target[j] for j in bead.target),
        )
        for novel in novels(data)
        for bead in novel.gold
        if bead.source and bead.target
    ]
    folder = data / "sdg-targets" / edition
    chinese, english = (read_lines(folder / f"{language}.txt") for language in ("zh", "en"))
    return found + list(zip(chinese, english, strict=True))


def _end(spans: Iterable[Sequence[int]]) -> int:
    return max((index for span in spans for index in span), default=-1) + 1
