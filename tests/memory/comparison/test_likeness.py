"""How alike two paragraphs are."""

from __future__ import annotations

from hexapla.memory.comparison.likeness import Likeness, unnumbered


def test_what_every_paragraph_says_counts_little() -> None:
    frame = "Requests the Secretary-General to report to the Assembly on {}"
    old = [frame.format(what) for what in ("trees and parks", "roads", "harbours", "schools")]
    new = ["A report on trees and parks", frame.format("mountains")]
    likeness = Likeness(old, new, "en", ())
    assert likeness.of(0, 0) > likeness.of(1, 0)
    assert likeness.in_rare_grams(0, 0) > 0.4 > likeness.in_rare_grams(0, 1)


def test_texts_without_words_are_not_alike() -> None:
    likeness = Likeness(["–"], ["…"], "en", ())
    assert likeness.of(0, 0) < 0.3  # of what they have of words, which is none, all is the same
    assert likeness.in_rare_grams(0, 0) == 0


def test_a_number_in_front_is_no_part_of_the_text_and_a_figure_is() -> None:
    assert unnumbered("12 - تقرر ذلك") == unnumbered("١٣ - تقرر ذلك")
    assert unnumbered("(iv) Trees") == unnumbered("(b) Trees") == unnumbered("Trees")
    assert unnumbered("1.5 million trees") != unnumbered("2.5 million trees")
    assert unnumbered("12.") != unnumbered("13.")
    assert unnumbered("2018 - 2019 budget") != unnumbered("2019 budget")


def test_a_measure_keeps_its_raised_digit() -> None:
    assert unnumbered("12 km² of forest") != unnumbered("12 km³ of forest")
    assert unnumbered("the Convention¹²") == unnumbered("the Convention⁷")
    assert unnumbered("the Convention¹") != unnumbered("the Convention")
