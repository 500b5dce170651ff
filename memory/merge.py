"""Two memories made one: what colleagues added and decided, with or without a common ancestor."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from hexapla.memory.selection import IMPORTED, document_symbol
from hexapla.memory.store.store import Store
from hexapla.memory.termbase import Concept
from hexapla.memory.terms.joining import JoinCounts, join_concepts
from hexapla.memory.units import (
    AlignedSet,
    ImportCounts,
    Level,
    Loss,
    Status,
    Translation,
    Unit,
)

__all__ = ["Conflict", "MergeCounts", "merge_memories", "merge_sets"]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A translation that people decided on in both memories, each otherwise: ours stays."""

    tuid: str
    level: Level
    language: str
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class MergeCounts:
    """Sets that were new, sets that something was taken over into, and all others.

    `losses` are what of imported units was not taken over, `terms` what became of their concepts,
    `registered` the documents of which was taken over what a catalogue says, and `comments` how
    much of what is said of rows.
    """

    added: int
    merged: int
    unchanged: int
    conflicts: tuple[Conflict, ...]
    losses: tuple[Loss, ...] = ()
    terms: JoinCounts = field(default_factory=JoinCounts)
    registered: int = 0
    comments: int = 0


def merge_memories(
    ours: Store, theirs: Store, base: Store | None = None, *, who: str = ""
) -> MergeCounts:
    """Take over what another memory has that ours has not, set by set.

    With `base`, the memory that both were once copied from, each translation is merged three ways:
    what only they changed is theirs, what only we changed is ours. Without it, and where both
    changed it, the better decided stays: reviewed before rejected before automatic. Imported units
    are added as `Store.add_units` does. A set is taken over whole or not at all; what stops the
    merge between two sets can be done again. Concepts of the termbase are joined as
    `memory.terms.joining` does, as an edit by `who`; what a catalogue says of documents is taken
    over where ours has nothing from one, and what is said of rows of aligned sets where ours has
    not got it. Assignments and histories stay where they were made. Raises StoreError, before
    anything is taken over, where a memory has values that none has.
    """
    for memory in (theirs, base) if base else (theirs,):
        _refuse_unsound(memory)
    counts = {"added": 0, "merged": 0, "unchanged": 0}
    conflicts: list[Conflict] = []
    losses: list[Loss] = []
    comments = 0
    for summary in list(theirs.sets()):
        symbol = summary.symbol
        if summary.fingerprint == IMPORTED:
            became = _add_imported(ours, theirs, symbol)
            losses += became.losses
            counts[_word(became)] += 1
            continue
        other = theirs.stored_set(symbol)
        mine = None if ours.fingerprint(symbol) == IMPORTED else ours.stored_set(symbol)
        if other is None:
            continue  # somebody has taken it out meanwhile
        if mine is None:
            ours.replace_set(other, priority=summary.priority)
            counts["added"] += 1
        else:
            merged, found = merge_sets(mine, other, base.stored_set(symbol) if base else None)
            conflicts += found
            if merged != mine:
                ours.replace_set(merged)
            counts["unchanged" if merged == mine else "merged"] += 1
        comments += sum(ours.join_comments(theirs.comments(symbol, level)) for level in Level)
    known = {each.symbol for each in ours.catalogue()}
    edit = ours.edit_register(
        (each for each in theirs.catalogue() if each.symbol not in known),
        "merge of the register",
        who=who,
    )
    terms = join_concepts(ours, _new_concepts(theirs, base), "merge of terms", who=who)
    return MergeCounts(
        **counts,
        conflicts=tuple(conflicts),
        losses=tuple(losses),
        terms=terms,
        registered=edit.size if edit else 0,
        comments=comments,
    )


def _refuse_unsound(memory: Store) -> None:
    """Read all that is to be merged once: what cannot be read is found before ours is changed."""
    memory.refuse_wrong_values()
    for summary in list(memory.sets()):
        memory.stored_set(summary.symbol)
    for _ in memory.concepts():
        pass
    for _ in memory.doings():
        pass


def _new_concepts(theirs: Store, base: Store | None) -> list[Concept]:
    """Return their concepts but for those that have stayed since the common ancestor."""
    older = {replace(each, key=0) for each in base.concepts()} if base else set()
    found = (replace(each, key=0) for each in theirs.concepts())
    return [each for each in found if each not in older]


def merge_sets(
    ours: AlignedSet, theirs: AlignedSet, base: AlignedSet | None
) -> tuple[AlignedSet, tuple[Conflict, ...]]:
    """Return our set with what theirs has besides, as `merge_memories` says.

    Units are the same where level, reference and source text are. Where a source text differs,
    ours stays, and what people decided on theirs is a conflict.
    """
    conflicts: list[Conflict] = []
    if ours.source_language != theirs.source_language:
        return ours, tuple(_lost(unit) for unit in theirs.units if unit.is_reviewed)
    units = {(unit.level, unit.reference): unit for unit in ours.units}
    older = {(unit.level, unit.reference): unit for unit in base.units} if base else {}
    for unit in theirs.units:
        key = unit.level, unit.reference
        mine, was = units.get(key), older.get(key)
        if mine is None:
            if was != unit:
                units[key] = unit
        elif mine.text == unit.text:
            same = was if was and was.text == unit.text else None
            units[key] = _merged_unit(mine, unit, same, conflicts)
        elif unit.is_reviewed and was != unit:
            conflicts.append(_lost(unit))
    present = {each.language for each in ours.documents}
    fresh = [each for each in theirs.documents if each.language not in present]
    languages = {each.language for each in fresh}
    merged = replace(
        ours,
        documents=(*ours.documents, *fresh),
        units=tuple(units.values()),
        unaligned=(
            *ours.unaligned,
            *(each for each in theirs.unaligned if each.target_language in languages),
        ),
        facts=(*ours.facts, *(each for each in theirs.facts if each.language in languages)),
    )
    return merged, tuple(conflicts)


def _merged_unit(ours: Unit, theirs: Unit, base: Unit | None, conflicts: list[Conflict]) -> Unit:
    mine, other, was = (_by_language(unit) for unit in (ours, theirs, base))
    for language, translation in other.items():
        old = mine.get(language)
        if _value(translation) == _value(was.get(language)):
            continue
        if (
            old is None
            or _value(old) == _value(was.get(language))
            or translation.status.rank > old.status.rank
        ):
            mine[language] = translation
        elif translation.text != old.text and translation.status is old.status is Status.REVIEWED:
            conflicts.append(Conflict(ours.tuid, ours.level, language, old.text, translation.text))
    return replace(ours, translations=tuple(mine.values()))


def _by_language(unit: Unit | None) -> dict[str, Translation]:
    return {each.language: each for each in unit.translations} if unit else {}


def _value(translation: Translation | None) -> tuple[str, Status] | None:
    """Return what of a translation can be changed by people."""
    return (translation.text, translation.status) if translation else None


def _lost(unit: Unit) -> Conflict:
    """Return the conflict of a unit with reviewed translations for which there is no place."""
    first = next(each for each in unit.translations if each.status is Status.REVIEWED)
    return Conflict(unit.tuid, unit.level, first.language, "", first.text)


def _add_imported(ours: Store, theirs: Store, symbol: str) -> ImportCounts:
    """Add the units that a file gave to another memory; return what became of them."""
    (record, *_) = theirs.documents(symbol)
    units = (
        replace(unit, symbol=document_symbol(symbol))
        for level in Level
        for unit in theirs.units(level=level, symbol=symbol)
    )
    return ours.add_units(units, record)


def _word(counts: ImportCounts) -> str:
    return "added" if counts.added else "merged" if counts.merged else "unchanged"
