"""Quality checks of one text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.corpora.languages import LANGUAGES
from hexapla.memory.checks.flags import Check
from hexapla.memory.checks.texts import check_text
from tests.memory.samples import TEXTS


@pytest.mark.parametrize(
    ("text", "language", "check"),
    [
        ("The register (of trees.", "en", Check.BRACKETS),
        ("Das Register der der Bäume.", "de", Check.REPEATED),
        ("السجل  الحالي", "ar", Check.SPACES),
        ("Реестр деревьев. ", "ru", Check.SPACES),
        ("Décide ce qui suit:", "fr", Check.SPACES),
        ("Le «registre » des arbres.", "fr", Check.SPACES),
        ("Le terme « registre des arbres.", "fr", Check.QUOTES),
        ("The “register of trees.", "en", Check.QUOTES),
        ("Le registre de Gen\u00c3\u00a8ve.", "fr", Check.CHARACTERS),
        ("реeстр деревьев", "ru", Check.CHARACTERS),
        ("a \ufffd tree", "en", Check.CHARACTERS),
    ],
)
def test_each_check_finds_its_fault(text: str, language: str, check: Check) -> None:
    assert [flag.check for flag in check_text(text, language)] == [check]


def test_right_texts_of_all_languages_pass() -> None:
    for language, paragraphs in TEXTS.items():
        for sentence in (each for sentences in paragraphs for each in sentences):
            assert check_text(sentence, language) == [], sentence


@given(st.text(max_size=60), st.sampled_from(tuple(LANGUAGES)))
def test_any_text_is_looked_at(text: str, language: str) -> None:
    assert all(flag.cause for flag in check_text(text, language))
