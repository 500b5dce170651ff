"""Units as pairs of two languages, whichever of them a document was aligned from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from hexapla.memory.checks.flags import Check
from hexapla.memory.selection import Selection
from hexapla.memory.store.store import Store
from hexapla.memory.units import Level, Status, Unit

__all__ = ["PairFilter", "as_pair", "pairs"]


@dataclass(frozen=True, slots=True)
class PairFilter:
    """Which pairs are wanted.

    `selection` chooses by symbol, file of origin and status; `min_score` is the confidence, from 0
    to 1, that a pair needs that no one has reviewed. Of the checks of quality
    (`memory.checks.pair`), a pair must have a flag of one of `flags`, where there are any, and none
    of those in `exclude`.
    """

    selection: Selection = field(default_factory=Selection)
    min_score: float = 0.0
    flags: frozenset[Check] = frozenset()
    exclude: frozenset[Check] = frozenset()

    def accepts(self, unit: Unit) -> bool:
        """Return whether a unit with one translation is wanted, whatever its symbol and file."""
        (translation,) = unit.translations
        status = self.selection.status
        if status is None:
            sure = translation.score >= self.min_score
            if not sure and translation.status is not Status.REVIEWED:
                return False
        elif translation.status is not status:
            return False
        if not self.flags and not self.exclude:
            return True
        # The checks bring what reads numbers in seven languages; few who look up choose by them.
        from hexapla.memory.checks.pair import check_pair  # noqa: PLC0415 - see above

        languages = unit.language, translation.language
        found = {flag.check for flag in check_pair(unit.text, translation.text, languages)}
        return not found & self.exclude and (not self.flags or bool(found & self.flags))


def as_pair(unit: Unit, source: str, target: str) -> Unit | None:
    """Return a unit with `source` as its language and its `target` as the only translation.

    None where it lacks one of them, or one is rejected. Where the source is a translation itself,
    the pair is as sure, and as reviewed, as the less sure of both, and the context is not known.
    """
    sides = {
        each.language: each for each in unit.translations if each.status is not Status.REJECTED
    }
    other = sides.get(target)
    if unit.language == source:
        return None if other is None else replace(unit, translations=(other,))
    own = sides.get(source)
    if own is None:
        return None
    if other is None:
        if unit.language != target:
            return None
        other = replace(
            own, language=target, text=unit.text, label=unit.label, carried=unit.carried
        )
    reviewed = own.status is other.status is Status.REVIEWED
    return replace(
        unit,
        language=source,
        text=own.text,
        carried=own.carried,
        before="",
        after="",
        translations=(
            replace(
                other,
                score=min(own.score, other.score),
                status=Status.REVIEWED if reviewed else Status.AUTOMATIC,
            ),
        ),
    )


def pairs(
    store: Store, source: str, target: str, *, level: Level, pair_filter: PairFilter | None = None
) -> Iterator[Unit]:
    """Yield the pairs of two languages of all sets that are not excluded, in their order."""
    pair_filter = pair_filter or PairFilter()
    for unit in _units(store, level, pair_filter.selection):
        pair = as_pair(unit, source, target)
        if pair is not None and pair_filter.accepts(pair):
            yield pair


def _units(store: Store, level: Level, selection: Selection) -> Iterable[Unit]:
    if selection.is_of_all_sets:
        return store.units(level=level, excluded=False)
    return (
        unit
        for symbol in store.selected(selection)
        for unit in store.units(level=level, symbol=symbol, excluded=False)
    )
