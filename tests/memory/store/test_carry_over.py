"""What people decided, and other languages, stay when a set is aligned again."""

from __future__ import annotations

from dataclasses import replace

from hexapla.memory.store.store import Store
from hexapla.memory.units import (
    AlignedSet,
    Level,
    PairSummary,
    Status,
    Translation,
)
from hexapla.memory.web.review.messages import translator
from tests.memory.factories import make_set


def decided(aligned: AlignedSet, place: int, status: Status, text: str = "") -> AlignedSet:
    """The set with the English of one unit decided on, and edited where a text is given."""
    unit = aligned.units[place]
    english = unit.translations[0]
    changed = replace(english, status=status, text=text or english.text)
    units = list(aligned.units)
    units[place] = replace(unit, translations=(changed, *unit.translations[1:]))
    return replace(aligned, units=tuple(units))


def english(store: Store, symbol: str) -> list[tuple[str, str, Status]]:
    return [
        (unit.text, each.text, each.status)
        for unit in store.units(level=Level.SENTENCE, symbol=symbol)
        for each in unit.translations
        if each.language == "en"
    ]


def test_decisions_survive_a_redo(store: Store) -> None:
    aligned = make_set("S/1", ("甲。", "A."), ("乙。", "B."), ("丙。", "C."), ("丁。", "D."))
    store.replace_set(
        decided(decided(aligned, 0, Status.REVIEWED, "An edited A."), 1, Status.REJECTED)
    )
    redone = make_set(
        "S/1",
        ("新。", "New."),
        ("甲。", "Worse A."),
        ("乙。", "B."),
        ("丙。", "C2."),
        fingerprint="g",
    )
    for _ in range(2):
        store.replace_set(redone)
        assert english(store, "S/1") == [
            ("新。", "New.", Status.AUTOMATIC),
            ("甲。", "An edited A.", Status.REVIEWED),
            ("乙。", "B.", Status.REJECTED),
            ("丙。", "C2.", Status.AUTOMATIC),
        ]
    (summary,) = store.sets()
    assert summary.pairs[0] == PairSummary("en", 0, 4, 1, 1, 0)
    assert summary.warnings == ()


def test_a_rejected_link_that_is_now_another_is_judged_anew(store: Store) -> None:
    store.replace_set(decided(make_set("S/1", ("甲。", "B.")), 0, Status.REJECTED))
    store.replace_set(make_set("S/1", ("甲。", "A.")))
    assert english(store, "S/1") == [("甲。", "A.", Status.AUTOMATIC)]


def test_a_decision_belongs_to_its_occurrence_of_a_repeated_text(store: Store) -> None:
    repeated = make_set("S/1", ("同上。", "Idem."), ("同上。", "Wrong."), ("同上。", "Idem."))
    store.replace_set(decided(repeated, 1, Status.REJECTED))
    store.replace_set(repeated)
    assert [status for *_, status in english(store, "S/1")] == [
        *(Status.AUTOMATIC, Status.REJECTED, Status.AUTOMATIC)
    ]


def test_a_reviewed_translation_comes_back_where_the_new_unit_has_none(store: Store) -> None:
    store.replace_set(decided(make_set("S/1", ("甲。", "A.")), 0, Status.REVIEWED))
    french = make_set("S/1", ("甲。", "A."))
    (unit,) = french.units
    only_french = replace(unit, translations=(Translation("fr", "A (fr).", 0.5, "label"),))
    store.replace_set(replace(french, units=(only_french,)))
    assert english(store, "S/1") == [("甲。", "A.", Status.REVIEWED)]


def test_a_new_decision_stands_against_an_old_one(store: Store) -> None:
    aligned = make_set("S/1", ("甲。", "A."))
    store.replace_set(decided(aligned, 0, Status.REVIEWED, "Old."))
    store.replace_set(decided(aligned, 0, Status.REJECTED, "New."))
    assert english(store, "S/1") == [("甲。", "New.", Status.REJECTED)]


def test_reviewed_translations_that_lose_their_text_are_counted(store: Store) -> None:
    store.replace_set(decided(make_set("S/1", ("甲。", "A.")), 0, Status.REVIEWED))
    store.replace_set(make_set("S/1", ("乙。", "B.")))
    (summary,) = store.sets()
    assert summary.warnings == (
        "reviewed translations left out because their source text is gone: 1",
    )
    assert summary.warnings[0].said(translator("de")).endswith("weil ihr Ausgangstext fehlt: 1")
