"""A new document against a memory."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hexapla.corpora.document import Kind
from hexapla.corpora.errors import UsageError
from hexapla.memory.reports.analysis import MatchBand
from hexapla.memory.reports.pretranslation import Pretranslation, pretranslate
from hexapla.memory.store.store import Store
from hexapla.memory.units import Level, Translation, Unit
from tests.memory.reports.conftest import HOSTILE, make_document
from tests.memory.samples import SYMBOL, sample_set


def test_each_segment_falls_in_its_band(result: Pretranslation) -> None:
    assert [draft.band for draft in result.drafts] == [
        MatchBand.EXACT,
        MatchBand.EXACT,
        MatchBand.NEAR,
        MatchBand.REPETITION,
        MatchBand.HIGH,
        MatchBand.NONE,
    ]
    assert result.drafts[3].repeats == 2
    assert sum(each.segments for each in result.counts.values()) == 6


def test_numbers_and_dates_of_a_match_are_adapted(result: Pretranslation) -> None:
    match = result.drafts[2].matches[0]
    assert match.target == "Recalling its resolution 99/10 of 7 December 2044,¹"
    assert match.stored == "Recalling its resolution 97/8 of 5 March 2043,¹"


def test_the_closest_document_is_found_and_compared(result: Pretranslation) -> None:
    assert result.closest is not None
    assert result.closest.symbol == SYMBOL
    assert 0.5 < result.closest.share < 1
    rows = {row.new: row.old for row in result.closest.rows if row.new}
    assert rows["决定保留树木总名册。"] == "决定保留树木名册。"
    assert rows[HOSTILE] == ""
    assert any(row.old and not row.new for row in result.closest.rows)


def test_a_document_is_not_the_closest_to_itself(store: Store) -> None:
    document = replace(make_document("决定保留树木名册。"), symbol=SYMBOL)
    assert pretranslate(store, document, "en").closest is None


def test_terms_are_short_units_inside_the_text(store: Store) -> None:
    term = Unit(
        *("A/1", Level.SENTENCE, 0, "1.1", Kind.TITLE, "", "zh", "树木名册"),
        (Translation("en", "Register of trees", 1.0, "label"),),
    )
    aligned = sample_set()
    store.replace_set(replace(aligned, symbol="A/1", units=(term,), unaligned=(), documents=()))
    found = pretranslate(store, make_document("各国的树木名册很长。"), "en").terms
    assert [(each.source, each.target, each.comment) for each in found] == [
        ("树木名册", "Register of trees", "A/1")
    ]


def test_the_target_language_itself_is_refused(store: Store) -> None:
    with pytest.raises(UsageError, match="target language"):
        pretranslate(store, make_document("The register.", language="en"), "en")
