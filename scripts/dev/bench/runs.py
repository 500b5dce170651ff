"""The measurements of the benchmark: seconds, processor seconds and memory of whole alignments."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final

import numpy as np

from hexapla.align.aligner import align_texts
from hexapla.align.beads import Bead
from hexapla.align.documents import align_encoded, encode_document
from hexapla.align.encoders.base import Encoder
from hexapla.align.encoders.registry import get_encoder
from hexapla.align.evaluation import count, score, total
from hexapla.align.resources import available_cores
from hexapla.corpora.errors import UsageError
from hexapla.corpora.files.discovery import DocumentSet, find_sets
from hexapla.corpora.languages import LANGUAGES
from hexapla.memory.jobs.batch import align_sets
from hexapla.memory.jobs.outcomes import State
from hexapla.memory.store.opening import open_store
from hexapla.memory.units import Level
from scripts.dev.bench.data import Novel, synthetic_pair, targets
from scripts.dev.bench.harness import Clock, in_new_process, peak_bytes
from scripts.dev.bench.overlap_baseline import PackageEncoder, overlap_beads

__all__ = [
    "ENCODER",
    "Growth",
    "Method",
    "SetTime",
    "exponent",
    "measure_growth",
    "measure_methods",
    "measure_set",
]

ENCODER: Final = "embedded"

# Methods that are measured once.
_LONG: Final = frozenset(("overlaps of 1 to 7 lines", "1 to 7 lines, own forward pass"))

Align = Callable[[Sequence[str], Sequence[str]], list[Bead]]


@dataclass(frozen=True, slots=True)
class Method:
    """A way to align the novels: wall-clock and processor seconds for all of them (medians).

    `ratio` is its time over hexapla's. The floor has no F1, for it gives no beads.
    """

    name: str
    seconds: float
    cpu_seconds: float
    ratio: float
    strict_f1: float | None


@dataclass(frozen=True, slots=True)
class Growth:
    """One document pair of a given length: seconds, peak memory in bytes, strict F1.

    `seconds` are by the wall clock, encoding and aligning together; the others of the processor,
    which what else runs on the machine changes little.
    """

    paragraphs: int
    sentences: int
    seconds: float
    encode_cpu_seconds: float
    align_cpu_seconds: float
    peak_bytes: int
    strict_f1: float

    @property
    def cpu_seconds(self) -> float:
        """Both together."""
        return self.encode_cpu_seconds + self.align_cpu_seconds


@dataclass(frozen=True, slots=True)
class SetTime:
    """A document set from files to stored beads, against only encoding each line once.

    `complete` is the share of the source's paragraphs with a translation in every language.
    """

    paragraphs: int
    languages: int
    seconds: float
    cpu_seconds: float
    floor_seconds: float
    ratio: float
    complete: float


def measure_methods(texts: Sequence[Novel], encoder: Encoder, repeats: int) -> tuple[Method, ...]:
    """Align all novels with all methods in turn, so that what else runs slows all alike.

    The first repeat alone has those that take ten times as long as the others.
    """
    methods = _methods(encoder)
    found: dict[str, list[list[Bead]]] = {}
    clocks: dict[str, list[Clock]] = {name: [] for name in methods}
    for align in methods.values():
        align(texts[0].source[:3], texts[0].target[:3])
    for repeat in range(repeats):
        wanted = [name for name in methods if repeat == 0 or name not in _LONG]
        found |= {name: [] for name in wanted}
        spent = {name: Clock() for name in wanted}
        for novel in texts:
            for name in wanted:
                align = methods[name]
                with spent[name]:
                    beads = align(novel.source, novel.target)
                found[name].append(beads)
        for name, clock in spent.items():
            clocks[name].append(clock)
    return tuple(
        Method(
            name,
            median(clock.seconds for clock in clocks[name]),
            median(clock.cpu_seconds for clock in clocks[name]),
            _median_ratio(clocks[name], clocks["hexapla"]),
            _strict_f1(texts, found[name]),
        )
        for name in methods
    )


def _methods(encoder: Encoder) -> dict[str, Align]:
    """Return what is compared, hexapla first, each as a function from lines to beads.

    The overlap method is run with the encoder as its package gives it, as whoever uses the method
    would, and with hexapla's own forward pass of the same weights. Overlaps of up to 4 lines are
    bertalign's defaults (`max_align=5`); of up to 7 lines, which hexapla compares too, those of its
    authors' command for MAC-Dev (`--max_align 8`).
    """
    # Only this optional part needs the package.
    import galechurch  # noqa: PLC0415 - see above

    pair = ("zh", "en")
    package = PackageEncoder(available_cores())

    def overlaps(using: Encoder, longest: int) -> Align:
        return lambda x, y: overlap_beads(x, y, encoder=using, languages=pair, longest=longest)

    def by_length(source: Sequence[str], target: Sequence[str]) -> list[Bead]:
        return [
            Bead(
                tuple(range(bead.source_start, bead.source_end)),
                tuple(range(bead.target_start, bead.target_end)),
            )
            for bead in galechurch.align(source, target).beads
        ]

    def only_encoded(source: Sequence[str], target: Sequence[str]) -> list[Bead]:
        encoder.encode(source)
        encoder.encode(target)
        return []

    return {
        "hexapla": lambda x, y: align_texts(x, y, encoder=encoder, languages=pair),
        "overlaps of 1 to 4 lines": overlaps(package, 4),
        "overlaps of 1 to 7 lines": overlaps(package, 7),
        "1 to 4 lines, own forward pass": overlaps(encoder, 4),
        "1 to 7 lines, own forward pass": overlaps(encoder, 7),
        "galechurch": by_length,
        "encoding each line once": only_encoded,
    }


def _strict_f1(texts: Sequence[Novel], found: Sequence[Sequence[Bead]]) -> float | None:
    if not any(found):
        return None
    counts = [count(novel.gold, beads) for novel, beads in zip(texts, found, strict=True)]
    return total(counts).strict.f1


def measure_growth(data: Path, paragraphs: int) -> Growth:
    """Align a synthetic pair of so many paragraphs a side in a process of its own.

    Raises UsageError where that process dies.
    """
    return in_new_process(_grown, data, paragraphs, what=f"a document of {paragraphs} paragraphs")


def _grown(data: Path, paragraphs: int) -> Growth:
    """Align a synthetic pair; to be called in a fresh process, whose peak memory it tells."""
    source, target, gold = synthetic_pair(data, paragraphs)
    encoder = get_encoder(ENCODER)
    warm_up, _, _ = synthetic_pair(data, 2)
    align_encoded(encode_document(warm_up, encoder), [encode_document(warm_up, encoder)])
    encoding, aligning = Clock(), Clock()
    with encoding:
        left, right = encode_document(source, encoder), encode_document(target, encoder)
    with aligning:
        [alignment] = align_encoded(left, [right])
    return Growth(
        paragraphs,
        len(alignment.source_segments),
        encoding.seconds + aligning.seconds,
        encoding.cpu_seconds,
        aligning.cpu_seconds,
        peak_bytes(),
        score(gold, alignment.paragraph_beads).strict.f1,
    )


def exponent(sizes: Sequence[int], seconds: Sequence[float]) -> float:
    """Fit seconds = c · size ** exponent: the slope of the logarithms."""
    slope, _ = np.polyfit(np.log(sizes), np.log(seconds), 1)
    return float(slope)


def measure_set(data: Path, encoder: Encoder, paragraphs: int, repeats: int) -> SetTime:
    """Align the first paragraphs of the numbered targets in all languages, by the batch's own way.

    Raises UsageError where a part of the data is missing or cannot be aligned.
    """
    texts = targets(data)
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        _stored(_written(texts, 3, work / "warm-up"), work / "warm-up.db")
        found = _written(texts, paragraphs, work / "set")
        whole, floor = [], []
        for repeat in range(repeats):
            clock, below = Clock(), Clock()
            with clock:
                _stored(found, work / f"{repeat}.db")
            with below:
                for lines in texts.values():
                    encoder.encode(lines[:paragraphs])
            whole.append(clock)
            floor.append(below)
        complete = _complete(work / "0.db")
    return SetTime(
        paragraphs,
        len(texts),
        median(clock.seconds for clock in whole),
        median(clock.cpu_seconds for clock in whole),
        median(clock.seconds for clock in floor),
        _median_ratio(whole, floor),
        complete,
    )


def _written(
    texts: Mapping[str, Sequence[str]], paragraphs: int, folder: Path
) -> tuple[DocumentSet, ...]:
    """Write the first lines of each language to a file."""
    folder.mkdir()
    for language, lines in texts.items():
        path = folder / f"goals.{language}.txt"
        path.write_text("\n".join(lines[:paragraphs]) + "\n", encoding="utf-8")
    return tuple(find_sets([folder]).sets)


def _stored(sets: Sequence[DocumentSet], path: Path) -> None:
    with open_store(path) as store:
        for outcome in align_sets(sets, store=store, encoder_name=ENCODER):
            if outcome.state is not State.ALIGNED or outcome.errors:
                raise UsageError(f"{outcome.symbol}: could not be aligned")


def _complete(path: Path) -> float:
    with open_store(path, create=False) as store:
        units = list(store.units(level=Level.PARAGRAPH))
    return sum(len(unit.translations) == len(LANGUAGES) - 1 for unit in units) / len(units)


def _median_ratio(over: Sequence[Clock], under: Sequence[Clock]) -> float:
    return median(a.seconds / b.seconds for a, b in zip(over, under, strict=False))
