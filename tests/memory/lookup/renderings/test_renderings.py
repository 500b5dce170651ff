"""How a term is said in other languages, out of a memory of our own sentences."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from hexapla.corpora.errors import UsageError
from hexapla.memory.lookup.renderings.meanings import Meanings, known_meanings
from hexapla.memory.lookup.renderings.renderings import Renderings, find_renderings
from hexapla.memory.selection import Selection
from hexapla.memory.store.opening import open_store
from hexapla.memory.store.store import Store
from hexapla.memory.units import Level, Priority, Status
from tests.memory.lookup.renderings.samples import SETS, fill, filled, unit


@pytest.fixture(scope="module")
def meanings() -> Meanings:
    return known_meanings()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "memory.db") as opened:
        filled(opened)
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


def kept(tmp_path: Path, meanings: Meanings | None, term: str, *rows: dict[str, str]) -> Renderings:
    """Ask how a term is said by a memory of some rows, each of them a unit of five years."""
    texts = [
        {code: f"{text} ({year})" for code, text in row.items()}
        for row in rows
        for year in range(2001, 2006)
    ]
    with open_store(tmp_path / "rows.db") as store:
        fill(store, *(unit("A/1", place, row) for place, row in enumerate(texts)))
        (found,) = find_renderings(store, term, source="zh", targets=["en"], meanings=meanings)
    return found


def test_what_a_longer_term_is_called_that_begins_with_the_term_is_none_of_its_renderings(
    tmp_path: Path, meanings: Meanings
) -> None:
    longer = {"zh": "许可人交付材料。", "en": "The licensor delivers the material."}
    found = kept(
        *(tmp_path, meanings, "许可", longer),
        {"zh": "许可人通知各方。", "en": "The licensor informs the parties."},
        {"zh": "许可人授予许可。", "en": "The licensor grants a licence."},
        {"zh": "许可年底终止。", "en": "The licence ends with the year."},
        {"zh": "许可不得转让。", "en": "Nobody transfers the licence."},
    )
    assert [each.text for each in found.renderings] == ["licence"]
    assert (found.hits, found.renderings[0].count) == (15, 15)


def test_a_longer_term_in_which_the_term_is_said_as_elsewhere_holds_it(
    tmp_path: Path, meanings: Meanings
) -> None:
    found = kept(
        *(tmp_path, meanings, "发展"),
        {"zh": "发展议程已获通过。", "en": "The development agenda is adopted."},
        {"zh": "发展议程须审查。", "en": "The development agenda is examined."},
        {"zh": "发展需要和平。", "en": "There is no development without peace."},
    )
    assert found.renderings[0].text == "development"
    assert (found.hits, found.renderings[0].count) == (15, 15)


def test_of_renderings_that_are_as_frequent_the_likelier_comes_first(
    tmp_path: Path, meanings: Meanings
) -> None:
    rows = [
        {"zh": "人人有权参加会议。", "en": "Everyone has a right to the hall."},
        {"zh": "人人有权参加工会。", "en": "Everyone has a right to join unions."},
        {"zh": "人人有权参加选举。", "en": "Everyone has a right to participate in elections."},
    ]
    with open_store(tmp_path / "rows.db") as store:
        fill(store, *(unit("A/1", place, row) for place, row in enumerate(rows)))
        found = asked(store, "参加", "zh", "en", meanings)
    assert [each.count for each in found.renderings] == [1] * 3
    assert [each.text for each in found.renderings[:2]] == ["participate", "join"]


def test_a_word_that_hardly_ever_stands_without_its_term_is_no_rendering_of_it(
    tmp_path: Path, meanings: Meanings
) -> None:
    rows = [
        {"zh": f"授权作品第{n}部已登记。", "en": f"The licensed material {n} is on record."}
        for n in range(24)
    ]
    rows.append({"zh": "授权作品已登记。", "en": "What is licensed is on record."})
    with open_store(tmp_path / "rows.db") as store:
        fill(store, *(unit("A/1", place, row) for place, row in enumerate(rows)))
        found = asked(store, "授权作品", "zh", "en", meanings)
    assert found.renderings[0].text == "licensed material"


def test_what_points_to_the_text_itself_is_no_part_of_a_rendering(
    tmp_path: Path, meanings: Meanings
) -> None:
    rows = [
        {
            "zh": f"本公约第{n}条有效。",
            "de": f"Artikel {n} des vorliegenden Abkommens ist wirksam.",
        }
        for n in range(3, 9)
    ]
    with open_store(tmp_path / "rows.db") as store:
        fill(store, *(unit("A/1", place, row) for place, row in enumerate(rows)))
        found = asked(store, "公约", "zh", "de", meanings)
    assert found.renderings[0].text == "Abkommens"


@pytest.mark.parametrize(
    ("languages", "rows", "term", "rendering"),
    [
        (
            ("fr", "es"),
            [
                ("Le produit intérieur brut augmente.", "El producto interno bruto aumenta."),
                ("Il mesure le produit intérieur brut.", "Mide el producto interno bruto."),
            ],
            *("produit intérieur brut", "producto interno bruto"),
        ),
        (
            ("zh", "en"),
            [
                ("人均收入增加。", "The income per capita grows."),
                ("人均消费减少。", "Consumption per capita falls."),
            ],
            *("人均", "per capita"),
        ),
        (
            ("en", "zh"),
            [
                ("This public licence ends.", "本公共许可协议终止。"),
                ("Terms of this public licence.", "本公共许可协议的条款。"),
            ],
            *("public licence", "公共许可协议"),
        ),
        (
            ("zh", "ar"),
            [("非法贸易。", "التجارة غير المشروعة."), ("非法捕捞。", "الصيد غير المشروع.")],
            *("非法", "غير المشروع"),
        ),
    ],
)
def test_a_rendering_is_whole_and_holds_no_more(
    tmp_path: Path,
    meanings: Meanings,
    languages: tuple[str, str],
    rows: list[tuple[str, str]],
    term: str,
    rendering: str,
) -> None:
    source, target = languages
    texts = [
        {"zh": f"第{place}句。"} | {source: f"{one} {place}", target: f"{other} {place}"}
        for place, (one, other) in enumerate(2 * rows)
    ]
    with open_store(tmp_path / "rows.db") as store:
        fill(store, *(unit("A/1", place, row) for place, row in enumerate(texts)))
        found = asked(store, term, source, target, meanings)
    assert [(each.text, each.count) for each in found.renderings] == [(rendering, 4)]
