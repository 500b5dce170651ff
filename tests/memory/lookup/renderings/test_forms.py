"""A term is found in every form, by the index and in the texts."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.corpora.errors import UsageError
from hexapla.corpora.input.processor_time import processor_time
from hexapla.memory.lookup.concordance import occurrences
from hexapla.memory.lookup.renderings.forms import Forms, finder_of, holding
from hexapla.memory.lookup.renderings.stems import stem
from hexapla.memory.lookup.wildcards import Finder
from hexapla.memory.store.opening import open_store
from hexapla.memory.text.keys import search_key
from hexapla.memory.units import Level
from tests.memory.lookup.renderings.samples import fill, unit

# A term, and texts that have it in other forms; texts that do not have it.
FORMS = [
    (
        ("развивающаяся страна", "ru"),
        ["Помощь развивающимся странам.", "В развивающихся странах", "Развивающаяся страна"],
        ["Развитые страны.", "Развивающиеся. Страны", "страна развивающаяся"],
    ),
    (
        ("البلدان النامية", "ar"),
        ["دعم البلدان النامية", "للبلدان النامية", "بلدان نامية", "والبلدان النامية"],
        ["البلدان المتقدمة", "النامية البلدان"],
    ),
    (("سجل", "ar"), ["في السجل", "للسجل", "سجل", "بالسجل"], ["سجلات", "تسجيل"]),
    (("país en desarrollo", "es"), ["los países en desarrollo"], ["país desarrollado"]),
    (("pays développé", "fr"), ["aux pays développés,"], ["le pays se développe"]),
    (("plan national", "fr"), ["les plans nationaux"], ["un plan nouveau"]),
    (("Entwicklungsland", "de"), ["in den Entwicklungsländern"], ["die Entwicklung"]),
    (("developing country", "en"), ["small Developing Countries"], ["developing. Countries"]),
    (("rule of law", "en"), ["the rule of law", "rules of law"], ["the ruling of a law"]),
]


@pytest.mark.parametrize(("term", "there", "elsewhere"), FORMS)
@pytest.mark.parametrize("indexed", [False, True])
def test_a_term_is_found_in_its_forms(
    tmp_path: Path,
    term: tuple[str, str],
    there: list[str],
    elsewhere: list[str],
    indexed: bool,
) -> None:
    finder = finder_of(*term)
    for text in there:
        ((start, end),) = occurrences(text, finder)
        assert text[start:end].strip() == text[start:end]
    assert not [text for text in elsewhere if occurrences(text, finder)]
    with open_store(tmp_path / "memory.db") as store:
        rows = [{term[1]: text, "zh": "一。"} for text in there + elsewhere]
        fill(store, *(unit("A/1", place, row) for place, row in enumerate(rows)))
        if indexed:
            store.rebuild()
        units, sets = holding(store, *term, Level.SENTENCE)
        found = [text for _, text in store.texts(term[1], units.tolist())]
    assert set(there) <= set(found)
    assert units.tolist() == sorted(set(units.tolist())) and len(sets) == len(units)


@pytest.mark.parametrize(
    ("term", "language"), [("develop*", "en"), ("名册", "zh"), ("COVID-19 病", "en"), ("…", "en")]
)
def test_what_has_no_forms_is_found_as_it_is(term: str, language: str) -> None:
    assert isinstance(finder_of(term, language), Finder)


def test_what_is_no_word_cannot_be_looked_for(tmp_path: Path) -> None:
    with open_store(tmp_path / "memory.db") as store, pytest.raises(UsageError):
        holding(store, "…", "en", Level.SENTENCE)


@pytest.mark.parametrize("term", ["register" * 999 + ":", "open public " * 999 + "register:"])
def test_a_long_term_with_a_sign_takes_no_time(term: str) -> None:
    with processor_time(20):
        assert isinstance(finder_of(term, "en"), Finder)


WORDS = st.lists(
    st.sampled_from(["state", "states", "states'", "party.", "parties", "the", "a", "/", "стран"]),
    max_size=9,
).map(" ".join)


@given(st.sampled_from(["state party", "states", "the state"]), WORDS)
def test_places_are_the_term_in_some_form(term: str, text: str) -> None:
    key = search_key(text)
    wanted = [stem(word, "en") for word in term.split()]
    done = 0
    for start, end in Forms(term, "en").places(key):
        assert done <= start < end <= len(key)
        assert [stem(word, "en") for word in key[start:end].split(" ")] == wanted
        done = end
