"""What people decided on a memory's translations, kept when a set is aligned again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from memory.units import Level, Status, Translation, Unit

__all__ = ["Decisions", "decisions", "keep_decisions"]

Decisions = Mapping[tuple[Level, str, int], Mapping[str, Translation]]
"""The reviewed and rejected translations by language, of the n-th unit of a level with a text."""


def decisions(units: Iterable[Unit]) -> Decisions:
    """Collect what was decided on the units of a set, given in the order of the text."""
    found = {}
    for key, unit in _numbered(units):
        decided = {
            each.language: each for each in unit.translations if each.status is not Status.AUTOMATIC
        }
        if decided:
            found[key] = decided
    return found


def keep_decisions(units: Iterable[Unit], decided: Decisions) -> tuple[list[Unit], tuple[str, ...]]:
    """Put decisions into the new units of a set, given in the order of the text; give warnings.

    A reviewed translation keeps its text and status, and comes back where the new unit has none
    in its language. A rejected one stays rejected if its text is the same. A new translation
    whose own status is not automatic stays as it is.
    """
    result = []
    left = dict(decided)
    for key, unit in _numbered(units):
        old = left.pop(key, None)
        result.append(unit if old is None else _decided(unit, old))
    lost = sum(each.status is Status.REVIEWED for old in left.values() for each in old.values())
    warning = f"reviewed translations left out because their source text is gone: {lost}"
    return result, (warning,) if lost else ()


def _numbered(units: Iterable[Unit]) -> Iterator[tuple[tuple[Level, str, int], Unit]]:
    seen: dict[tuple[Level, str], int] = defaultdict(int)
    for unit in units:
        seen[unit.level, unit.text] += 1
        yield (unit.level, unit.text, seen[unit.level, unit.text]), unit


def _decided(unit: Unit, old: Mapping[str, Translation]) -> Unit:
    """Give a unit with the translations that people reviewed or rejected before."""
    merged = {each.language: each for each in unit.translations}
    for language, was in old.items():
        now = merged.get(language)
        if now is not None and now.status is not Status.AUTOMATIC:
            continue
        if was.status is Status.REVIEWED:
            merged[language] = was
        elif now is not None and now.text == was.text:
            merged[language] = replace(now, status=was.status)
    return replace(unit, translations=tuple(merged.values()))
