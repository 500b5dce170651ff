"""Names of States and bodies are read in every language that has them."""

from __future__ import annotations

import pytest

from hexapla.corpora.languages import LANGUAGES
from hexapla.memory.checks.values.names import names, names_of
from hexapla.memory.checks.values.plain import plain

SENTENCES = {
    "zh": "会议由{}主持。",
    "en": "Chaired by {} now.",
    "fr": "Présidé par {} hier.",
    "es": "Fue {} quien.",
    "ru": "Было {} тогда.",
    "ar": "كان {} هناك.",
    "de": "Es war {} damals.",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_of_the_tables_is_read_as_what_it_names(language: str) -> None:
    lost = [
        name
        for code, written in names_of(language).items()
        for name in written
        if name[0].isupper() or language in ("zh", "ar")
        if all(
            each.readings[0] != (f"name {code}",)
            for each in names(plain(SENTENCES[language].format(name)), language)
        )
    ]
    assert not lost


def test_a_name_that_is_never_declined_has_no_forms() -> None:
    assert [each.shown for each in names("Самой идее Самоа", "ru")] == ["Samoa"]


def test_russian_names_are_read_in_their_cases() -> None:
    text = "Китай, Китаю, с Уругваем, о Парагвае, ЮНЕСКО и НАТО"
    assert [each.shown for each in names(text, "ru")] == [
        *("China", "China", "Uruguay", "Paraguay"),
        "United Nations Educational, Scientific and Cultural Organization",
        "North Atlantic Treaty Organization",
    ]
