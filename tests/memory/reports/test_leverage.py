"""Documents left out of a memory and matched against the rest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from hexapla.memory.reports.analysis import MatchBand
from hexapla.memory.reports.leverage import BandScore, held_out, leverage, write_plot
from hexapla.memory.store.opening import open_store
from hexapla.memory.store.store import Store
from hexapla.memory.units import Level, Translation
from tests.memory.samples import SYMBOL, sample_set

OTHER = "A/RES/99/3"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A document, and one that differs in a word of one sentence and in the English of another."""
    aligned = sample_set()
    changed = {"决定保留树木名册。": "决定保留树木总名册。"}
    units = tuple(
        replace(
            unit,
            symbol=OTHER,
            text=changed.get(unit.text, unit.text),
            translations=tuple(
                Translation(each.language, "It is brought up to date.", 1.0, "label")
                if each.language == "en" and unit.text == "名册每年更新一次。"
                else each
                for each in unit.translations
            ),
        )
        for unit in aligned.units
    )
    with open_store(tmp_path / "memory.db") as opened:
        opened.replace_set(aligned)
        opened.replace_set(replace(aligned, symbol=OTHER, units=units))
        yield opened


def scores(store: Store, target: str, **chosen: str) -> dict[MatchBand, BandScore]:
    found = leverage(store, held_out(store, **chosen), source="zh", target=target)  # type: ignore[arg-type]
    return {each.band: each for each in found.bands}


def test_a_document_is_not_matched_with_itself(store: Store) -> None:
    found = scores(store, "en", symbol=OTHER)
    sentences = sum(1 for _ in store.units(level=Level.SENTENCE, symbol=OTHER, target="en"))
    assert sum(each.segments for each in found.values()) == sentences
    assert found[MatchBand.HIGH].segments == 1
    assert found[MatchBand.HIGH].chrf == pytest.approx(100)
    exact = found[MatchBand.EXACT]
    assert exact.segments == sentences - 1
    assert exact.chrf is not None
    assert 50 < exact.chrf < 100
    assert exact.ter is not None
    assert exact.ter > 0


def test_many_like_itself_do_not_hide_the_best_match(store: Store) -> None:
    aligned = sample_set()
    (unit,) = [each for each in aligned.units if each.reference == "1.1"]
    copies = tuple(
        replace(unit, symbol="A/1", position=place, reference=f"{place}.1") for place in range(60)
    )
    store.replace_set(replace(aligned, symbol="A/1", units=copies, unaligned=()))
    found = scores(store, "en", symbol="A/1")
    assert found[MatchBand.EXACT].segments == 60


def test_what_was_imported_goes_with_its_document(store: Store) -> None:
    aligned = sample_set()
    store.replace_set(replace(aligned, symbol=f"{SYMBOL} (imported)", units=(), unaligned=()))
    assert held_out(store, symbol=SYMBOL) == [(SYMBOL, f"{SYMBOL} (imported)")]


def test_a_year_is_left_out_at_once(store: Store) -> None:
    assert held_out(store, year=2043) == [(SYMBOL,)]
    assert held_out(store, year=1950) == []
    assert sorted(held_out(store)) == [(SYMBOL,), (OTHER,)]
    found = leverage(store, [(SYMBOL, OTHER)], source="zh", target="fr")
    none = next(each for each in found.bands if each.band is MatchBand.NONE)
    assert none.segments == sum(each.segments for each in found.bands)
    assert none.chrf is None


def test_the_signatures_name_the_tokenizer_of_the_language(store: Store) -> None:
    found = leverage(store, held_out(store), source="en", target="zh")
    assert sum(each.segments for each in found.bands) > 0
    assert "tok:zh" in found.signatures[1]
    assert found.documents == 2


def test_the_scores_are_drawn(store: Store, tmp_path: Path) -> None:
    found = leverage(store, held_out(store, symbol=OTHER), source="zh", target="en")
    path = tmp_path / "leverage.svg"
    write_plot(path, found, source="zh", target="en")
    drawing = etree.parse(path).getroot()
    texts = ["".join(map(str, each.itertext())) for each in drawing.iter("{*}text")]
    for band in found.bands:
        assert band.band.value in texts
        if band.chrf is not None:
            assert f"{band.chrf:.1f}" in texts
