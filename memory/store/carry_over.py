"""What a memory carries over when a set is aligned again: what people decided, other languages."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, count

from hexapla.corpora.languages import language_for
from hexapla.corpora.messages import Message
from hexapla.memory.units import AlignedSet, DocumentRecord, Level, Status, Unit

__all__ = ["ReviewState", "carry_over_languages", "carry_over_review", "review_state"]

ReviewState = Mapping[tuple[Level, str, int], Unit]
"""The n-th unit of a level with a text, with its reviewed and rejected translations alone."""


def review_state(units: Iterable[Unit]) -> ReviewState:
    """Return what was decided on the units of a set, given in the order of the text."""
    found = {}
    for key, unit in _numbered(units):
        decided = tuple(each for each in unit.translations if each.status is not Status.AUTOMATIC)
        if decided:
            found[key] = replace(unit, translations=decided)
    return found


def carry_over_review(
    units: Iterable[Unit], state: ReviewState
) -> tuple[list[Unit], tuple[Message, ...]]:
    """Return the units of a set aligned again with what was decided on the old ones; and warnings.

    Units are given, and returned, in the order of the text.

    A reviewed translation keeps its text and status, and comes back where the new unit has none
    in its language. A rejected one stays rejected if its text is the same. A new translation
    whose own status is not automatic stays as it is. A reviewed unit over other parts of the
    source than the new ones stays beside them, as long as the document has its text.
    """
    result = []
    left = dict(state)
    for key, unit in _numbered(units):
        old = left.pop(key, None)
        result.append(unit if old is None else _decided(unit, old))
    kept, lost = _beside(result, left.values())
    result = sorted([*result, *kept], key=lambda unit: (unit.level, unit.position))
    warning = Message(
        "reviewed translations left out because their source text is gone: %(count)s", count=lost
    )
    return result, (warning,) if lost else ()


def _beside(units: Sequence[Unit], old: Iterable[Unit]) -> tuple[list[Unit], int]:
    """Return the reviewed units whose text the document still has, and how many are lost."""
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
    """Return the texts of units joined without white space, where each starts, and the units."""
    pieces = ["".join(unit.text.split()) for unit in units]
    starts = list(accumulate(map(len, pieces), initial=0))[:-1]
    return "".join(pieces), starts, list(units)


def _numbered(units: Iterable[Unit]) -> Iterator[tuple[tuple[Level, str, int], Unit]]:
    seen: dict[tuple[Level, str], int] = defaultdict(int)
    for unit in units:
        seen[unit.level, unit.text] += 1
        yield (unit.level, unit.text, seen[unit.level, unit.text]), unit


def _decided(unit: Unit, old: Unit) -> Unit:
    """Return a unit with the translations that people reviewed or rejected before."""
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


def carry_over_languages(new: AlignedSet, old: AlignedSet) -> AlignedSet:
    """Return a set with the languages that it was stored with before and that it lacks now.

    A run over some of the languages, or one that must refuse a document, takes nothing away from
    the others. They can only stay beside the same source text: where that has changed, they are
    left out with a warning, for their links would point to texts that are gone.
    """
    present = {record.language for record in new.documents}
    kept = [record for record in old.documents if record.language not in present]
    if not kept:
        return new
    if not _same_source(new, old):
        return replace(new, warnings=(*new.warnings, *map(_left_out, kept)))
    languages = {record.language for record in kept}
    return replace(
        new,
        documents=(*new.documents, *kept),
        units=_with_old_languages(new.units, old.units, languages),
        unaligned=(
            *new.unaligned,
            *(each for each in old.unaligned if each.target_language in languages),
        ),
        facts=(*new.facts, *(each for each in old.facts if each.language in languages)),
    )


def _left_out(record: DocumentRecord) -> Message:
    return Message(
        "%(language)s left out: the source text has changed since it was aligned; align it again",
        language=Message(language_for(record.language).name),
    )


def _same_source(new: AlignedSet, old: AlignedSet) -> bool:
    """Return whether the source is the same file, and was cut into the same texts."""
    digests = [
        {record.digest for record in each.documents if record.language == each.source_language}
        for each in (new, old)
    ]
    texts = {(unit.level, unit.reference): unit.text for unit in new.units}
    return digests[0] == digests[1] and all(
        texts.get((unit.level, unit.reference), unit.text) == unit.text for unit in old.units
    )


def _with_old_languages(
    new: Sequence[Unit], old: Sequence[Unit], languages: set[str]
) -> tuple[Unit, ...]:
    """Return the new units with the old translations, in some languages, of the same spans."""
    merged = {(unit.level, unit.reference): unit for unit in new}
    for unit in old:
        kept = tuple(each for each in unit.translations if each.language in languages)
        if kept:
            key = unit.level, unit.reference
            now = merged.get(key, replace(unit, translations=()))
            merged[key] = replace(now, translations=(*now.translations, *kept))
    return tuple(merged.values())
