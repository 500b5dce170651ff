"""In the hits of a concordance the words that answer are marked."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from hexapla.align.encoders.base import Sums
from hexapla.align.encoders.embedded import EmbeddedEncoder
from hexapla.corpora.errors import EncoderError
from hexapla.memory.lookup.concordance import Phrase, concordance
from hexapla.memory.lookup.renderings.marking import with_answers
from hexapla.memory.lookup.renderings.meanings import Meanings, known_meanings
from hexapla.memory.store.opening import open_store
from hexapla.memory.store.store import Store
from tests.memory.lookup.renderings.samples import filled


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "memory.db") as opened:
        yield filled(opened)


def marked(store: Store, *phrases: Phrase, targets: list[str]) -> set[tuple[str, str]]:
    found = with_answers(store, concordance(store, *phrases), phrases[0], targets, known_meanings())
    return {
        (language, hit.unit.texts[language][start:end])
        for hit in found.hits
        for language, spans in hit.answers
        for start, end in spans
    }


def test_the_words_that_answer_are_marked_in_each_language(store: Store) -> None:
    found = marked(store, Phrase("债务", "zh"), targets=["en", "de", "ru"])
    assert found == {("en", "debt"), ("de", "Schulden"), ("ru", "Долг")}


def test_a_phrase_with_a_star_is_answered_too(store: Store) -> None:
    found = marked(store, Phrase("developing countr*", "en"), targets=["de"])
    assert {text for _, text in found} == {
        *("Entwicklungsländern", "Entwicklungsland", "Entwicklungsländer")
    }


def test_a_language_with_a_phrase_of_its_own_has_the_marks_of_that(store: Store) -> None:
    phrases = Phrase("债务", "zh"), Phrase("concern", "en")
    assert marked(store, *phrases, targets=["en"]) == set()


def test_where_nothing_is_found_nothing_is_marked(store: Store) -> None:
    assert marked(store, Phrase("裁军", "zh"), targets=["en"]) == set()
    assert marked(store, Phrase("债务", "zh"), targets=["fr"]) == set()


class _Missing(EmbeddedEncoder):
    """An encoder whose weights are not there."""

    def sums(self, texts: Sequence[str]) -> Sums:
        raise EncoderError(self.name, "its weights cannot be read")


def test_hits_are_shown_without_marks_where_the_encoder_cannot_be_loaded(store: Store) -> None:
    phrase = Phrase("债务", "zh")
    found = concordance(store, phrase)
    shown = with_answers(store, found, phrase, ["en"], Meanings(_Missing()))
    assert shown == found
    assert len(shown.hits) == 1
