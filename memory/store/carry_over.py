"""What a memory keeps of a set when it is aligned again with other languages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hexapla.corpora.languages import LANGUAGES
from hexapla.memory.units import AlignedSet, DocumentRecord, Unit

__all__ = ["keep_languages"]


def keep_languages(new: AlignedSet, old: AlignedSet) -> AlignedSet:
    """Add to a set the languages that it was stored with before and that it lacks now.

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
        units=_merged(new.units, old.units, languages),
        unaligned=(
            *new.unaligned,
            *(each for each in old.unaligned if each.target_language in languages),
        ),
    )


def _left_out(record: DocumentRecord) -> str:
    name = LANGUAGES[record.language].name
    return f"{name} left out: the source text has changed since it was aligned; align it again"


def _same_source(new: AlignedSet, old: AlignedSet) -> bool:
    """Tell whether the source is the same file, and was cut into the same texts."""
    digests = [
        {record.digest for record in each.documents if record.language == each.source_language}
        for each in (new, old)
    ]
    texts = {(unit.level, unit.reference): unit.text for unit in new.units}
    return digests[0] == digests[1] and all(
        texts.get((unit.level, unit.reference), unit.text) == unit.text for unit in old.units
    )


def _merged(new: Sequence[Unit], old: Sequence[Unit], languages: set[str]) -> tuple[Unit, ...]:
    """Put the old translations into these languages into the new units of the same spans."""
    merged = {(unit.level, unit.reference): unit for unit in new}
    for unit in old:
        kept = tuple(each for each in unit.translations if each.language in languages)
        if kept:
            key = unit.level, unit.reference
            now = merged.get(key, replace(unit, translations=()))
            merged[key] = replace(now, translations=(*now.translations, *kept))
    return tuple(merged.values())
