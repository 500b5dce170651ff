"""What a memory knows of how a term is said."""

from collections.abc import Sequence
from pathlib import Path

from hexapla.memory.lookup.renderings.answers import (
    Known,
    TranslationHit,
    learn,
    translated,
)
from hexapla.memory.lookup.renderings.meanings import Meanings, known_meanings
from hexapla.memory.lookup.renderings.sampling import Held, held
from hexapla.memory.lookup.renderings.words import words_in
from hexapla.memory.store.opening import open_store
from hexapla.memory.store.store import Store
from hexapla.memory.units import Level
from tests.memory.lookup.renderings.samples import fill, filled, unit


def known(folder: Path, meanings: Meanings | None) -> Known:
    folder.mkdir(exist_ok=True)
    with open_store(folder / "memory.db") as store:
        read = held(filled(store), "发展中国家", "zh", Level.SENTENCE)
        hits = translated(store, read, "en")
        return learnt(store, read, hits, meanings)


def learnt(
    store: Store, read: Held, hits: Sequence[TranslationHit], meanings: Meanings | None
) -> Known:
    return learn(
        *(store, read, hits), languages=("zh", "en"), level=Level.SENTENCE, meanings=meanings
    )


def test_what_the_memory_knows_is_found_in_a_new_sentence(tmp_path: Path) -> None:
    words = words_in("Aid to the developing countries grows.", "en")
    assert known(tmp_path, known_meanings()).best(words) == (3, 4)


def test_what_it_does_not_know_is_found_by_its_meaning(tmp_path: Path) -> None:
    source, target = "向发展中国家提供贷款。", "Loans are given to emerging nations."
    assert known(tmp_path / "a", None).span(source, target) is None
    span = known(tmp_path / "b", known_meanings()).span(source, target)
    assert span is not None
    assert target[slice(*span)] == "emerging nations"


def test_a_text_without_words_has_no_answer(tmp_path: Path) -> None:
    assert known(tmp_path, known_meanings()).span("发展中国家", "…") is None


def test_where_a_term_hardly_stands_by_itself_its_longer_ones_are_meant(tmp_path: Path) -> None:
    rows = [
        {"zh": f"第{n}年的{zh}。", "en": f"The {en} {n}."}
        for zh, en in (("许可人", "Licensor"), ("许可证", "permit"), ("许可", "licence"))
        for n in range(5)
    ]
    for stays, gone in ((10, 0), (11, 0), (15, 10)):
        with open_store(tmp_path / f"{stays}.db") as store:
            fill(store, *(unit("A/1", place, row) for place, row in enumerate(rows[:stays])))
            read = held(store, "许可", "zh", Level.SENTENCE)
            hits = translated(store, read, "en")
            answers = dict.fromkeys(range(len(hits)), (1, 1))
            assert len(learnt(store, read, hits, None).of_longer(hits, answers)) == gone
