"""Where OmegaT cuts, by the rules that it comes with."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.corpora.languages import LANGUAGES
from hexapla.corpora.segmentation.omegat import omegat_cuts

MARK = "‖"


def cut(text: str, language: str) -> str:
    """A text with a mark at each place where it is cut."""
    edges = [0, *omegat_cuts(text, language), len(text)]
    return MARK.join(text[start:end] for start, end in pairwise(edges)).removesuffix(MARK)


@pytest.mark.parametrize(
    ("language", "marked"),
    [
        ("zh", "他说：“好。”然后走了。‖散会。"),  # none after a closing mark
        ("zh", "12. ‖A/99/15号文件。"),
        ("en", "1. ‖Welcomes para. ‖4 of Mr. Ito’s report, vol. ‖I. It is No. 5, etc. of 9."),
        ("fr", "Voir M. Ito, par. ‖4, art. 5. ‖Il dit : « Non. » Elle part."),
        ("es", "El Sr. Ito cita el párr. ‖4, pág. 5, etc. La lista sigue."),
        ("ru", "В 2018 г. ‖Комитет принял п. ‖4, т.е. все."),
        ("ar", "انظر ص. ‖14. ‖هل انتهت؟ نعم."),
        ("de", "Am 12. März kam Hr. É. Ito, d. h. er. ‖Siehe Ziff. ‖4."),
    ],
)
def test_segments_are_those_of_that_tool(language: str, marked: str) -> None:
    assert cut(marked.replace(MARK, ""), language) == marked


@given(st.text(alphabet="AaÄд1 .?!。”»\u00a0\n", max_size=40), st.sampled_from(sorted(LANGUAGES)))
def test_cuts_are_in_order_and_white_space_ends_a_segment(text: str, language: str) -> None:
    places = list(omegat_cuts(text, language))
    assert places == sorted(set(places))
    assert all(0 < place <= len(text) for place in places)
    assert not any(text[place : place + 1] == " " for place in places)


def test_arabic_has_no_abbreviations_and_german_many() -> None:
    assert list(omegat_cuts("Abb. 3. Ende", "ar")) == [5, 8]
    assert list(omegat_cuts("Abb. 3. Ende", "de")) == []


def test_a_line_break_that_is_shown_cuts() -> None:
    text = "A stone is here.<br0>It is big<br1/> and round. Yes.<br2>"
    cuts = [0, *omegat_cuts(text, "en"), len(text)]
    assert [text[start:end].strip() for start, end in pairwise(cuts)] == [
        *("A stone is here.<br0>", "It is big<br1/>", "and round.", "Yes.<br2>")
    ]
