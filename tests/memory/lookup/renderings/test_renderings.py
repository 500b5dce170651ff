"""How a term is said in other languages, out of a memory of our own sentences."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from hexapla.corpora.document import Kind
from hexapla.corpora.errors import UsageError
from hexapla.memory.lookup.renderings.meanings import Meanings, known_meanings
from hexapla.memory.lookup.renderings.renderings import Renderings, find_renderings
from hexapla.memory.selection import Selection
from hexapla.memory.store.opening import open_store
from hexapla.memory.store.store import Store
from hexapla.memory.units import (
    DocumentRecord,
    Level,
    Priority,
    Status,
    Translation,
    Unit,
)

# What each set has: symbol, then sentences in some languages.
SETS = {
    "A/RES/60/5": [
        {
            "zh": "向发展中国家提供技术援助。",
            "en": "Technical assistance is provided to developing countries.",
            "ru": "Техническая помощь оказывается развивающимся странам.",
            "ar": "تقدم المساعدة التقنية إلى البلدان النامية.",
            "de": "Den Entwicklungsländern wird technische Hilfe gewährt.",
        },
        {
            "zh": "请一个发展中国家主持会议。",
            "en": "A developing country is requested to chair the meeting.",
            "ru": "Одну из развивающихся стран просят председательствовать на заседании.",
            "ar": "يطلب إلى بلدان نامية أن ترأس الاجتماع.",
            "de": "Ein Entwicklungsland wird gebeten, den Vorsitz zu führen.",
        },
    ],
    "A/RES/74/9": [
        {
            "zh": "发展中国家的债务令人关切。",
            "en": "The debt of Developing Countries is a matter of concern.",
            "ru": "Долг развивающихся стран вызывает обеспокоенность.",
            "ar": "ديون البلدان النامية تبعث على القلق.",
            "de": "Die Schulden der Entwicklungsländer geben Anlass zur Sorge.",
        },
        {
            "zh": "秘书长提出报告。",
            "en": "The Secretary-General submits a report.",
            "ru": "Генеральный секретарь представляет доклад.",
            "ar": "يقدم الأمين العام تقريرا.",
            "de": "Der Generalsekretär legt einen Bericht vor.",
        },
    ],
    "S/RES/2501(2019)": [
        {
            "zh": "会议的费用由会员国承担。",
            "en": "The costs of the meeting are borne by Member States.",
            "ru": "Расходы на заседание несут государства-члены.",
            "ar": "تتحمل الدول الأعضاء تكاليف الاجتماع.",
            "de": "Die Kosten der Tagung tragen die Mitgliedstaaten.",
        },
        {
            "zh": "发展中国家参加会议。",
            "en": "Developing countries take part in the meeting.",
            "ru": "Развивающиеся страны участвуют в заседании.",
            "ar": "تشارك البلدان النامية في الاجتماع.",
            "de": "Entwicklungsländer nehmen an der Tagung teil.",
        },
    ],
}


def unit(symbol: str, place: int, texts: dict[str, str], level: Level = Level.SENTENCE) -> Unit:
    return Unit(
        *(symbol, level, place, f"{place + 1}.1", Kind.OPERATIVE, str(place + 1)),
        *("zh", texts["zh"]),
        tuple(
            Translation(language, text, 0.99, "imported")
            for language, text in texts.items()
            if language != "zh"
        ),
    )


def fill(store: Store, *units: Unit) -> None:
    record = DocumentRecord("zh", "own.tsv", f"{len(units):064}", len(units))
    store.add_units(units, record)


@pytest.fixture(scope="module")
def meanings() -> Meanings:
    return known_meanings()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "memory.db") as opened:
        fill(
            opened,
            *(
                unit(symbol, place, texts)
                for symbol, rows in SETS.items()
                for place, texts in enumerate(rows)
            ),
        )
        yield opened


def asked(store: Store, term: str, source: str, target: str, meanings: Meanings) -> Renderings:
    (found,) = find_renderings(store, term, source=source, targets=[target], meanings=meanings)
    return found


@pytest.mark.parametrize(
    ("language", "text", "forms"),
    [
        ("en", "developing countries", {"developing countries", "developing country"}),
        ("ru", "развивающихся стран", {"развивающимся странам", "развивающихся стран"}),
        ("ar", "البلدان النامية", {"البلدان النامية", "بلدان نامية"}),
        ("de", "Entwicklungsländer", {"Entwicklungsländern", "Entwicklungsland"}),
    ],
)
def test_forms_of_one_rendering_are_under_one_heading(
    store: Store, meanings: Meanings, language: str, text: str, forms: set[str]
) -> None:
    found = asked(store, "发展中国家", "zh", language, meanings)
    assert found.hits == 4
    assert found.exact
    best = found.renderings[0]
    assert (best.count, best.share) == (4, 1.0)
    assert best.text.casefold() == text.casefold() == best.forms[0].casefold()
    assert forms <= {text, *best.forms}


def test_since_when_and_by_which_organ_is_told(store: Store, meanings: Meanings) -> None:
    best = asked(store, "发展中国家", "zh", "en", meanings).renderings[0]
    assert (best.first, best.last) == ("2005", "2019")
    assert best.organs == (("A", 3), ("S", 1))


def test_the_places_are_the_newest_of_several_documents_with_the_words_marked(
    store: Store, meanings: Meanings
) -> None:
    places = asked(store, "发展中国家", "zh", "en", meanings).renderings[0].evidence
    assert [each.tuid for each in places] == [
        *("S/RES/2501(2019)#2.1", "A/RES/74/9#1.1", "A/RES/60/5#2.1")
    ]
    assert [each.label for each in places] == ["2", "1", "2"]
    for each in places:
        assert each.source[slice(*each.source_span)] == "发展中国家"
        assert each.target[slice(*each.target_span)].casefold().startswith("developing countr")


@pytest.mark.parametrize(
    ("term", "source", "target", "text"),
    [
        ("DEVELOPING countries", "en", "zh", "发展中国家"),
        ("developing countries", "en", "ru", "развивающиеся страны"),
        ("Entwicklungsländer", "de", "en", "developing countries"),
        ("البلدان النامية", "ar", "zh", "发展中国家"),
        ("развивающихся стран", "ru", "zh", "发展中国家"),
    ],
)
def test_a_term_may_be_of_any_language(
    store: Store, meanings: Meanings, term: str, source: str, target: str, text: str
) -> None:
    found = asked(store, term, source, target, meanings)
    shown = {form.casefold() for each in found.renderings[:1] for form in each.forms}
    assert text.casefold() in shown


def test_what_is_not_there_has_no_renderings(store: Store, meanings: Meanings) -> None:
    assert asked(store, "裁军", "zh", "en", meanings) == Renderings("en", 0, ())
    assert asked(store, "发展中国家", "zh", "fr", meanings) == Renderings("fr", 0, ())


def test_without_an_encoder_counts_decide(store: Store) -> None:
    (found,) = find_renderings(store, "发展中国家", source="zh", targets=["en"])
    assert found.renderings[0].text.casefold() == "developing countries"


def test_a_term_without_a_word_cannot_be_looked_for(store: Store) -> None:
    with pytest.raises(UsageError):
        find_renderings(store, "…", source="zh", targets=["en"])


def test_rejected_translations_and_excluded_sets_do_not_count(
    store: Store, meanings: Meanings
) -> None:
    every = store.units(level=Level.SENTENCE, symbol="A/RES/74/9", target="en")
    (before,) = (each for each in every if "债务" in each.text)
    rejected = replace(before.translations[0], status=Status.REJECTED)
    fill(store, replace(before, translations=(rejected,)))
    store.prioritize(Selection("S/RES/2501(2019)"), Priority.EXCLUDED)
    assert asked(store, "发展中国家", "zh", "en", meanings).hits == 2


def test_paragraphs_are_looked_in_where_no_sentence_has_the_term(
    tmp_path: Path, meanings: Meanings
) -> None:
    with open_store(tmp_path / "paragraphs.db") as store:
        fill(store, unit("A/RES/60/5", 0, SETS["A/RES/60/5"][0], Level.PARAGRAPH))
        found = asked(store, "发展中国家", "zh", "en", meanings)
    assert [each.text for each in found.renderings] == ["developing countries"]


def test_of_many_units_a_part_is_read_and_the_rest_estimated(
    tmp_path: Path, meanings: Meanings
) -> None:
    dice = Random(28)
    names = dice.choices(["developing countries", "nations that develop"], [2, 1], k=1200)
    rows = [
        {"zh": f"向发展中国家提供{n}项援助。", "en": f"Aid {n} is for {name}."}
        for n, name in enumerate(names)
    ]
    with open_store(tmp_path / "many.db") as store:
        fill(store, *(unit("A/RES/60/5", place, row) for place, row in enumerate(rows)))
        found = asked(store, "发展中国家", "zh", "en", meanings)
    assert not found.exact
    assert found.hits == 1200
    assert found.renderings[0].text == "developing countries"
    assert found.renderings[0].share == pytest.approx(2 / 3, abs=0.06)
    assert found.renderings[0].count == pytest.approx(800, abs=72)
