"""Every stretch is found that reading all texts would find."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from hexapla.memory.lookup.stretches import LEAST, find_stretches
from hexapla.memory.store.opening import open_store
from hexapla.memory.store.store import Store
from hexapla.memory.text.stretches import ENDS, WordSequence, words_of
from hexapla.memory.units import DocumentRecord
from tests.memory.factories import make_unit

SAMPLES = {
    "zh": "大会请秘书长向会员国报告各项决议的执行情况，并继续提供技术援助和咨询服务；促请各国合作",
    "en": "requests the Secretary-General to report to the Assembly on its implementation; urges "
    "all States to strengthen cooperation and the exchange of information with the Office",
    "ru": "просит Генерального секретаря представить доклад об осуществлении резолюции; "
    "призывает все государства укреплять сотрудничество и обмен информацией с Управлением",
    "ar": "تطلب إلى الأمين العام أن يقدم تقريرا عن تنفيذ هذا القرار؛ وتحث جميع الدول على "
    "تعزيز التعاون وتبادل المعلومات مع المكتب في أقرب وقت ممكن",
}


def made_texts(language: str, count: int, dice: random.Random) -> list[str]:
    """Texts of pieces of the sample in any order: there are stretches of all lengths in common."""
    sample = list(SAMPLES[language]) if language == "zh" else SAMPLES[language].split()
    joiner = "" if language == "zh" else " "
    texts = []
    for _ in range(count):
        pieces = []
        for _ in range(dice.randint(2, 5)):
            start = dice.randrange(len(sample))
            pieces += sample[start : start + dice.randint(2, 12)]
            if dice.random() < 0.3:
                pieces.append(f"第{dice.randint(1, 99)}号" if language == "zh" else "12/4")
        texts.append(joiner.join(pieces))
    return texts


def read_all(row: WordSequence, texts: Sequence[str]) -> list[tuple[int, int]]:
    """The longest stretches of a row in some texts, by trying each everywhere."""
    joined = [f" {' '.join(words_of(text))} " for text in texts]
    found = {
        (start, end)
        for start, end in itertools.combinations(range(len(row) + 1), 2)
        if row.length(start, end) >= LEAST
        and row.words[start] not in ENDS
        and row.words[end - 1] not in ENDS
        and any(f" {' '.join(row.words[start:end])} " in text for text in joined)
    }
    return sorted(
        one
        for one in found
        if not any(two != one and two[0] <= one[0] and one[1] <= two[1] for two in found)
    )


def has_words(row: WordSequence, start: int, end: int) -> bool:
    """Whether there is more than a single word beside numbers, which is not looked for."""
    return sum(start <= gram.start and gram.end <= end for gram in row.grams()) > 1


def with_texts(store: Store, language: str, texts: Sequence[str]) -> None:
    other = "de"
    store.add_units(
        [
            make_unit(text, f"Satz {place}.", target=other, place=place, language=language)
            for place, text in enumerate(texts)
        ],
        DocumentRecord(language, "a", "a", len(texts)),
    )


@pytest.fixture(params=[1, 4096], ids=["indexed", "tail"])
def indexing(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hexapla.memory.store.index.entries.TAIL", request.param)


@pytest.mark.usefixtures("indexing")
@pytest.mark.parametrize("language", SAMPLES)
def test_the_stretches_are_those_that_reading_all_texts_finds(
    tmp_path: Path, language: str
) -> None:
    dice = random.Random(7)
    texts = list(dict.fromkeys(made_texts(language, 40, dice)))
    with open_store(tmp_path / "memory.db") as store:
        with_texts(store, language, texts)
        for text in made_texts(language, 6, dice):
            row = WordSequence(text)
            found = find_stretches(store, row, source=language, target="de")
            wanted = [each for each in read_all(row, texts) if has_words(row, *each)]
            assert [
                (each.start, each.end) for each in found if has_words(row, each.start, each.end)
            ] == wanted
            for each in found:
                piece = f" {' '.join(row.words[each.start : each.end])} "
                there = sum(piece in f" {' '.join(words_of(text))} " for text in texts)
                assert len(each.units) <= each.count
                if each.exact:
                    assert each.count == there


@pytest.fixture
def one_text(location: str) -> Iterator[Store]:
    with open_store(location) as opened:
        with_texts(opened, "zh", [SAMPLES["zh"]])
        yield opened


def test_both_databases_find_and_leave_out(one_text: Store) -> None:
    row = WordSequence("我们请秘书长向会员国报告。")
    (found,) = find_stretches(one_text, row, source="zh", target="de")
    assert row.text[slice(*row.span(found.start, found.end))] == "请秘书长向会员国报告"
    assert find_stretches(one_text, row, source="zh", target="en") == []
    assert find_stretches(one_text, row, source="zh", target="de", accepts=lambda _: []) == []
    assert find_stretches(one_text, WordSequence("!"), source="zh", target="de") == []
