"""What people decided on a memory's translations, kept when a set is aligned again."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, count

from hexapla.memory.units import Level, Status, Unit

__all__ = ["Decisions", "decisions", "keep_decisions"]

Decisions = Mapping[tuple[Level, str, int], Unit]
"""The n-th unit of a level with a text, with its reviewed and rejected translations alone."""


def decisions(units: Iterable[Unit]) -> Decisions:
    """Collect what was decided on the units of a set, given in the order of the text."""
    found = {}
    for key, unit in _numbered(units):
        decided = tuple(each for each in unit.translations if each.status is not Status.AUTOMATIC)
        if decided:
            found[key] = replace(unit, translations=decided)
    return found


def keep_decisions(units: Iterable[Unit], decided: Decisions) -> tuple[list[Unit], tuple[str, ...]]:
    """Put decisions into the new units of a set, given in the order of the text; give warnings.

    A reviewed translation keeps its text and status, and comes back where the new unit has none
    in its language. A rejected one stays rejected if its text is the same. A new translation
    whose own status is not automatic stays as it is. A reviewed unit over other parts of the
    source than the new ones stays beside them, as long as the document has its text.
    """
    result = []
    left = dict(decided)
    for key, unit in _numbered(units):
        old = left.pop(key, None)
        result.append(unit if old is None else _decided(unit, old))
    kept, lost = _beside(result, left.values())
    result = sorted([*result, *kept], key=lambda unit: (unit.level, unit.position))
    warning = f"reviewed translations left out because their source text is gone: {lost}"
    return result, (warning,) if lost else ()


def _beside(units: Sequence[Unit], old: Iterable[Unit]) -> tuple[list[Unit], int]:
    """Give the reviewed units whose text the document has still, and count what is lost."""
    kept, lost = [], 0
    texts: dict[Level, tuple[str, list[int], list[Unit]]] = {}
    taken = {(unit.level, unit.reference) for unit in units}
    for unit in old:
        reviewed = tuple(each for each in unit.translations if each.status is Status.REVIEWED)
        if unit.level not in texts:
            texts[unit.level] = _whole([each for each in units if each.level is unit.level])
        whole, starts, owners = texts[unit.level]
        place = whole.find("".join(unit.text.split()))
        if place < 0 or not reviewed:
            lost += len(reviewed)
            continue
        owner = owners[bisect_right(starts, place) - 1]
        names = (unit.reference if n == 1 else f"{unit.reference}~{n}" for n in count(1))
        reference = next(name for name in names if (unit.level, name) not in taken)
        taken.add((unit.level, reference))
        kept.append(
            replace(unit, reference=reference, position=owner.position, translations=reviewed)
        )
    return kept, lost


def _whole(units: Sequence[Unit]) -> tuple[str, list[int], list[Unit]]:
    """Join the texts of units without white space; give where each starts too."""
    pieces = ["".join(unit.text.split()) for unit in units]
    starts = list(accumulate(map(len, pieces), initial=0))[:-1]
    return "".join(pieces), starts, list(units)


def _numbered(units: Iterable[Unit]) -> Iterator[tuple[tuple[Level, str, int], Unit]]:
    seen: dict[tuple[Level, str], int] = defaultdict(int)
    for unit in units:
        seen[unit.level, unit.text] += 1
        yield (unit.level, unit.text, seen[unit.level, unit.text]), unit


def _decided(unit: Unit, old: Unit) -> Unit:
    """Give a unit with the translations that people reviewed or rejected before."""
    merged = {each.language: each for each in unit.translations}
    for was in old.translations:
        now = merged.get(was.language)
        if now is not None and now.status is not Status.AUTOMATIC:
            continue
        if was.status is Status.REVIEWED:
            merged[was.language] = was
        elif now is not None and now.text == was.text:
            merged[was.language] = replace(now, status=was.status)
    return replace(unit, translations=tuple(merged.values()))
