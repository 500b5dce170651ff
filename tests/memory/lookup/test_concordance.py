"""Words are found wherever they stand, in any language and on both sides at once."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.corpora.errors import UsageError
from hexapla.memory.formats.importing import import_file
from hexapla.memory.lookup.concordance import Phrase, concordance, occurrences
from hexapla.memory.lookup.wildcards import Finder
from hexapla.memory.register import symbol_year
from hexapla.memory.selection import Selection
from hexapla.memory.store.opening import open_store
from hexapla.memory.store.store import Store
from hexapla.memory.text.keys import search_key
from hexapla.memory.units import Level
from tests.examples import examples
from tests.memory.samples import SYMBOL, sample_memory, sample_set


def found(store: Store, *phrases: tuple[str, str]) -> set[str]:
    given = (Phrase(text, language) for text, language in phrases)
    return {hit.unit.reference for hit in concordance(store, *given).hits}


@pytest.mark.parametrize(
    ("text", "language", "references"),
    [
        ("名册", "zh", {"1.1", "1.2"}),
        ("树木名册", "zh", {"1.1"}),
        ("树", "zh", {"title.1", "1.1"}),
        ("请秘*长", "zh", {"2.1"}),
        ("第97/8号", "zh", {"pp-1.1"}),
        ("register", "en", {"1.1", "1.2"}),
        ("REGIST*", "en", {"1.1", "1.2"}),
        ("regis", "en", set()),
        ("the register of trees", "en", {"1.1"}),
        ("of the register", "en", set()),
        ("resolution", "fr", {"title.1", "pp-1.1", "2(a).1"}),
        ("arboles", "es", {"title.1", "1.1"}),
        ("سِجِلّ", "ar", {"title.1", "1.1"}),
        ("ســـجل", "ar", {"title.1", "1.1"}),
    ],
)
def test_words_phrases_and_wildcards(
    store: Store, text: str, language: str, references: set[str]
) -> None:
    assert found(store, (text, language)) == references


@pytest.mark.parametrize(("text", "references"), [("名册*名册", {"1"}), ("名册*树木名册", set())])
def test_a_word_that_is_asked_for_twice(store: Store, text: str, references: set[str]) -> None:
    for _ in ("not indexed yet", "indexed"):
        hits = concordance(store, Phrase(text, "zh"), level=Level.PARAGRAPH).hits
        assert {hit.unit.reference for hit in hits} == references
        store.rebuild()


def test_both_sides_at_once(store: Store) -> None:
    assert found(store, ("名册", "zh"), ("trees", "en")) == {"1.1"}
    assert found(store, ("树木", "zh"), ("secretary", "en")) == set()


def test_counts_by_organ_and_year(store: Store) -> None:
    other = replace(sample_set(), symbol="S/2031/7")
    store.replace_set(
        replace(other, units=tuple(replace(unit, symbol="S/2031/7") for unit in other.units))
    )
    result = concordance(store, Phrase("名册", "zh"), limit=1)
    assert (len(result.hits), result.total) == (1, 4)
    assert dict(result.organs) == {"A": 2, "S": 2}
    assert result.years == ((2031, 2), (1945 + 98, 2))


def test_counts_are_those_of_what_is_found(store: Store) -> None:
    # Its words stand in two sentences, in this order in one.
    result = concordance(store, Phrase("the register of trees", "en"))
    assert (result.total, result.exact, dict(result.organs)) == (1, True, {"A": 1})
    none = concordance(store, Phrase("of the register", "en"))
    assert (none.total, none.organs, none.years) == (0, (), ())
    some = concordance(store, Phrase("名册", "zh"), predicate=lambda unit: unit.reference == "1.1")
    assert (len(some.hits), some.total, dict(some.organs)) == (1, 1, {"A": 1})


WORDS = st.lists(st.sampled_from(("register", "regis", "of", "Trees", "the", "名册", "册", "树")))


@examples(60)
@given(phrase=WORDS.map(" ".join) | WORDS.map("".join), end=st.sampled_from(("", "*", "-", ".")))
def test_what_the_index_decides_is_what_is_found_in_the_texts(
    sample: Store, phrase: str, end: str
) -> None:
    for language in ("zh", "en"):
        try:
            found = concordance(sample, Phrase(phrase + end, language), limit=50)
        except UsageError:
            continue
        finder = Finder(phrase + end)
        holding = [
            text
            for unit in sample.units(level=Level.SENTENCE)
            for text in (
                unit.text,
                *(each.text for each in unit.translations if each.language == language),
            )
            if (text == unit.text) == (language == "zh") and finder.is_in(search_key(text))
        ]
        assert found.total == len(found.hits) == len(holding)
        assert all(places for hit in found for _, places in hit.marks)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(sample_memory(tmp_path_factory.mktemp("sample") / "memory.db")) as opened:
        opened.rebuild()
        yield opened


def test_counts_of_very_many_are_estimates(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_READ", "_LOOKED_AT"):
        monkeypatch.setattr(f"hexapla.memory.lookup.concordance.{name}", 1)
    result = concordance(store, Phrase("名册", "zh"))
    assert (len(result.hits), result.total, result.exact) == (1, 2, False)


@pytest.mark.parametrize(
    ("case", "phrase", "language", "found"),
    [
        ("12-zh-search/p.tsv", "Secretary General", "en", "Secretary-General"),
        ("12-zh-search/p.tsv", "follow up", "en", "follow-up"),
        ("12-zh-search/p.tsv", "决定再次开会", "zh", "决定（再次）开会"),
        ("12-zh-search/p.tsv", "秘書長在其報告中", "zh", "秘书长，在其报告中"),
        ("12-zh-search/p.tsv", "الأمين العام في تقريره", "ar", "الأمين العام، في تقريره"),
        ("12-zh-search/p.tsv", "решила вновь", "ru", "решила (вновь"),
        ("12-zh-search/p.tsv", "bien être", "fr", "bien-être"),
        ("11-ar-search/t.tsv", "مسئولية", "ar", "مسؤولية"),
        ("11-ar-search/t.tsv", "المتحده تعمل", "ar", "المتّحدة تـعـمـل"),
        ("11-ar-search/t.tsv", "125", "ar", "١٢٥"),
    ],
)
def test_phrases_of_translators_are_found(
    shared_data: Path, tmp_path: Path, case: str, phrase: str, language: str, found: str
) -> None:
    with open_store(tmp_path / "memory.db") as opened:
        import_file(opened, shared_data / "field" / case)
        result = concordance(opened, Phrase(phrase, language))
        (hit,) = result.hits
        texts = {hit.unit.language: hit.unit.text} | {
            each.language: each.text for each in hit.unit.translations
        }
        ((_, ((start, end),)),) = hit.marks
        assert (texts[language][start:end], result.total) == (found, 1)


def test_what_was_taken_out_is_not_found(store: Store) -> None:
    store.remove(Selection(SYMBOL))
    assert found(store, ("名册", "zh")) == set()


def test_a_phrase_without_a_word_is_refused(store: Store) -> None:
    for text in ("", "*", "，", "*tion"):
        with pytest.raises(UsageError, match="at least the beginning"):
            concordance(store, Phrase(text, "en"))


@pytest.mark.parametrize(
    ("text", "phrase", "marked"),
    [
        ("国际合作与技术合作", "合作", ["合作", "合作"]),
        ("La COOPÉRATION internationale", "cooperation", ["COOPÉRATION"]),
        ("التَّعَاوُن الدولي", "التعاون", ["التَّعَاوُن"]),
        ("第７３/１８６号", "73/186", ["７３/１８６"]),
        ("cooperate, cooperation", "cooperat*", ["cooperate", "cooperation"]),
        ("краи\u0306няя и край", "край*", ["краи\u0306няя", "край"]),
        ("le droit e\u0301gal, l'être e\u0301", "égal", ["e\u0301gal"]),
        ("Straße und Maß, Straßen", "strassen", ["Straßen"]),
    ],
)
def test_marks_stand_in_the_text_as_it_is(text: str, phrase: str, marked: list[str]) -> None:
    shown = [text[start:end] for start, end in occurrences(text, Finder(phrase))]
    assert [each.rstrip("\u0650\u064f\u064e") for each in shown] == marked


@pytest.mark.parametrize(
    ("text", "phrase", "marked"),
    [
        (
            "The Secretary-General, in his report",
            "secretary general in his",
            "Secretary-General, in his",
        ),
        ("decided (again) to meet", "decided again to meet", "decided (again) to meet"),
        ("follow up", "follow-up", "follow up"),
        ("秘书长，在其报告中", "秘书长在其报告", "秘书长，在其报告"),
        ("决定（再次）开会", "决定再次开会", "决定（再次）开会"),
        ("第 12 段", "第12段", "第 12 段"),
        ("通过《世界人权宣言》", "通過世界人權宣言", "通过《世界人权宣言"),
        ("La Asamblea («General»)", "asamblea general", "Asamblea («General"),
    ],
)
def test_phrases_go_on_across_the_punctuation_inside_them(
    text: str, phrase: str, marked: str
) -> None:
    assert [text[start:end] for start, end in occurrences(text, Finder(phrase))] == [marked]


@pytest.mark.parametrize(
    ("text", "phrase"),
    [("He met. They decided", "met they"), ("A/RES/74/177", "74 177"), ("开会。决定", "开会决定")],
)
def test_phrases_end_where_a_sentence_or_a_part_of_a_symbol_does(text: str, phrase: str) -> None:
    assert not occurrences(text, Finder(phrase))


@given(st.text(max_size=40), st.text(min_size=1, max_size=5))
def test_marks_are_places_of_the_text(text: str, phrase: str) -> None:
    for start, end in occurrences(text, Finder(phrase)):
        assert 0 <= start < end <= len(text)


@pytest.mark.parametrize(
    ("symbol", "year"),
    [("A/RES/74/177", 2019), ("A/74/5", 2019), ("S/RES/2334(2016)", 2016), ("S/2019/7", 2019)],
)
def test_years_of_symbols(symbol: str, year: int) -> None:
    assert symbol_year(symbol) == year
