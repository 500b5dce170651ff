"""Why paragraphs have their numbers: the readings that were tried, in a translator's words."""

from __future__ import annotations

from hexapla.corpora.numbers.markers import Family
from hexapla.corpora.numbers.numbering import Reason
from hexapla.corpora.structure.blocks import Block, Role
from hexapla.corpora.structure.explanation import FORMS, Explanation, Reading
from hexapla.corpora.structure.paragraphs import explained, paragraphs


def explain(*texts: str) -> list[Explanation]:
    return list(explained([Block(text) for text in texts], "en"))


def test_every_way_of_numbering_has_a_name() -> None:
    assert set(FORMS) == set(Family)


def test_the_readings_are_printed_as_they_stand() -> None:
    *_, first, second = explain("1. Decides to keep:", "(i) Each note;", "(ii) Each file.")
    assert first.paragraph.label == "1(i)"
    assert first.readings == (
        Reading("(i)", "small Roman numeral", 1, True, Reason.STARTS),
        Reading("(i)", "letter", 9, False, Reason.OUTWEIGHED),
    )
    assert [reading.reason for reading in second.readings] == [Reason.FOLLOWS]


def test_a_number_that_starts_a_list_behind_it_has_both_readings() -> None:
    first, _ = explain("1. (a) To keep each note;", "(b) To keep each file.")
    assert first.paragraph.label == "1(a)"
    assert [(reading.text, reading.reason) for reading in first.readings] == [
        ("1.", Reason.STARTS),
        ("(a)", Reason.INNER),
    ]


def test_a_number_taken_for_text_is_among_the_readings_of_what_it_was_joined_to() -> None:
    found = explain(
        "1. Requests the Secretariat to report on what was done in the course of the year",
        "2031. and in the years after it, and to keep the notes until all have been read.",
        "2. Decides to meet again, and to read what was written down at the last meeting.",
    )
    assert [each.paragraph.label for each in found] == ["1", "2"]
    assert [(reading.text, reading.taken) for reading in found[0].readings] == [
        ("1.", True),
        ("2031.", False),
    ]


def test_given_numbers_are_printed_as_the_format_has_them() -> None:
    (found,) = explained([Block("Decides to meet.", Role.TEXT, "7.")], "en")
    assert found.readings == (Reading("7.", "number", 7, True, Reason.GIVEN),)


def test_explained_paragraphs_are_the_paragraphs() -> None:
    blocks = [Block("1. Decides."), Block("(a) To keep;"), Block("See above.", Role.NOTE, "1")]
    found = explained(blocks, "en")
    assert tuple(each.paragraph for each in found) == paragraphs(blocks, "en")
    assert found[-1].readings == ()
