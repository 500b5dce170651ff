"""Adjectives and inhabitants of States, in all languages that write words apart."""

from __future__ import annotations

import pytest

from hexapla.memory.checks.values.comparison import differences
from hexapla.memory.checks.values.demonyms import demonyms
from hexapla.memory.checks.values.names import names_of
from hexapla.memory.checks.values.tables import cells, rows


@pytest.mark.parametrize(
    ("language", "text", "shown"),
    [
        ("en", "the Kenyan and South African delegations", ["Kenya", "South Africa"]),
        ("en", "an indian summer, Latin American States", []),
        ("fr", "les sociétés sénégalaises et les Maliens", ["Senegal", "Mali"]),
        ("es", "las expertas chilenas y el israelí", ["Chile", "Israel"]),
        ("ru", "египетского и с канадцами", ["Egypt", "Canada"]),
        ("ar", "للمصريين والأردنيين والتقرير المالي", ["Egypt", "Jordan"]),
        ("de", "der kenianischen und ungarische", ["Kenya", "Hungary"]),
        ("ru", "иракцы и габонцы", ["Iraq", "Gabon"]),
        ("ru", "кениец, сенегалец и иракец", ["Kenya", "Senegal", "Iraq"]),
        ("ru", "монегаски и малагасийцы", ["Monaco", "Madagascar"]),
        ("de", "Laoten, Monegassen und Madegassen", ["Laos", "Monaco", "Madagascar"]),
        ("de", "Guatemalteken, Laotier und Nigrier", ["Guatemala"]),
        ("ar", "السوريون والأفغان", ["Syria", "Afghanistan"]),
        ("zh", "埃及人", []),
    ],
)
def test_words_for_people_and_things_of_a_state_mean_it(
    language: str, text: str, shown: list[str]
) -> None:
    assert [each.shown for each in demonyms(text, language)] == shown


def test_one_state_in_the_place_of_another_is_found_and_one_left_out_is_not() -> None:
    right, languages = "the Egyptian mediators", ("en", "fr")
    (found,) = differences(right, "les médiateurs jordaniens", languages)
    assert found.source and found.target
    assert (found.source.shown, found.target.shown) == ("Egypt", "Jordan")
    assert differences(right, "les médiateurs égyptiens", languages) == []
    assert differences(right, "les médiateurs", languages) == []
    assert differences("the people of Egypt", "le peuple égyptien", languages) == []


def test_every_code_is_that_of_a_state_with_a_name() -> None:
    table = "demonyms.tsv"
    for row in rows(table):
        assert row[0] in names_of("en")
        assert all(cells(table, row, language) for language in ("en", "fr", "es", "ru", "de"))
