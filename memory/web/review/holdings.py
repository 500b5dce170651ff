"""What a memory holds, in figures and as a picture by year and organ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from hexapla.memory.register import symbol_organ, symbol_year
from hexapla.memory.rows import Progress
from hexapla.memory.text.language_codes import language_rank
from hexapla.memory.units import Level, SetSummary

__all__ = ["Bar", "BarPart", "Holdings", "holdings"]

# As many colours as are told apart at a glance; the rarer organs share the last one.
_ORGANS: Final = 4
_BARS: Final = 30
_HEIGHT: Final = 100
_OTHERS: Final = ""


@dataclass(frozen=True, slots=True)
class BarPart:
    """The sets of an organ in a bar: how many, and where the piece is drawn, of 100 in height."""

    organ: str
    count: int
    top: float
    height: float


@dataclass(frozen=True, slots=True)
class Bar:
    """The sets of some years, `first` to `last`; 0 for those whose symbols tell none."""

    first: int
    last: int
    count: int
    pieces: tuple[BarPart, ...]

    @property
    def name(self) -> str:
        """The year, or the first and the last of several."""
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"


@dataclass(frozen=True, slots=True)
class Holdings:
    """What a memory holds: its sets, their languages and documents, units, and how far reviewed.

    `decided` and `to_look_at` are of the `total` of translations and texts without a partner.
    `organs` are those of the picture, the most frequent first, "" for all others.
    """

    sets: int
    documents: int
    languages: tuple[str, ...]
    units: int
    total: int
    decided: int
    to_look_at: int
    organs: tuple[str, ...]
    bars: tuple[Bar, ...]


def holdings(sets: Sequence[tuple[Progress, SetSummary]], level: Level) -> Holdings:
    """Return what a memory holds, from the sets with their progress at a level."""
    counts = Counter((symbol_year(each.symbol) or 0, symbol_organ(each.symbol)) for each, _ in sets)
    organs = _organs(counts)
    return Holdings(
        sets=len(sets),
        documents=sum(len(summary.documents) for _, summary in sets),
        languages=tuple(
            sorted({code for _, each in sets for code in each.languages}, key=language_rank)
        ),
        units=sum(_units(summary, level) for _, summary in sets),
        total=sum(_total(each) for each, _ in sets),
        decided=sum(each.reviewed + each.rejected for each, _ in sets),
        to_look_at=sum(each.to_look_at for each, _ in sets),
        organs=organs,
        bars=_bars(counts, organs),
    )


def _units(summary: SetSummary, level: Level) -> int:
    return summary.sentences if level is Level.SENTENCE else summary.paragraphs


def _total(found: Progress) -> int:
    sure = found.sure + found.review + found.doubtful
    return sure + found.reviewed + found.rejected + found.unaligned


def _organs(counts: Counter[tuple[int, str]]) -> tuple[str, ...]:
    found: Counter[str] = Counter()
    for (_, organ), count in counts.items():
        found[organ] += count
    ranked = sorted(found, key=lambda organ: (-found[organ], organ))
    return (*ranked[:_ORGANS], *([_OTHERS] if len(ranked) > _ORGANS else []))


def _bars(counts: Counter[tuple[int, str]], organs: Sequence[str]) -> tuple[Bar, ...]:
    """Return a bar for each year, or for several years where there are many, and one for none."""
    years = sorted({year for year, _ in counts if year})
    # With a single year the picture would say nothing.
    if len(years) < 2:
        return ()
    step = -(-(years[-1] - years[0] + 1) // _BARS)
    spans = [range(first, first + step) for first in range(years[0], years[-1] + 1, step)]
    every = [range(1), *spans] if any(not year for year, _ in counts) else spans
    found = [_counted(counts, span, organs) for span in every]
    most = max(each.total() for each in found)
    return tuple(
        Bar(span[0], span[-1], each.total(), tuple(_pieces(each, organs, most)))
        for span, each in zip(every, found, strict=True)
    )


def _counted(
    counts: Counter[tuple[int, str]], years: Iterable[int], organs: Sequence[str]
) -> Counter[str]:
    found: Counter[str] = Counter()
    for (year, organ), count in counts.items():
        if year in years:
            found[organ if organ in organs else _OTHERS] += count
    return found


def _pieces(counts: Counter[str], organs: Sequence[str], most: int) -> Iterable[BarPart]:
    top = float(_HEIGHT)
    for organ in organs:
        if count := counts[organ]:
            height = _HEIGHT * count / most
            top -= height
            yield BarPart(organ, count, round(top, 2), round(height, 2))
