"""Broken lines and clauses."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.align.scoring.surface import continues, edge_clauses, is_vocalised, without_vowel_marks


def test_a_line_after_a_pause_or_in_lower_case_goes_on() -> None:
    texts = ["Recalling its resolution,", "The Council", "and its decision", "决定延长,", "任期"]
    assert continues(texts).tolist() == [False, True, True, False, True]


def test_a_full_stop_ends_what_was_said() -> None:
    assert not continues(["The end.", "Next.", "第一段。", "第二段。"]).any()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One clause only.", ("One clause only.", "One clause only.")),
        (
            "Having met in Geneva, the Committee adopted its report, which follows below.",
            ("Having met in Geneva,", "which follows below."),
        ),
        (
            "委员会在日内瓦开会，审议了报告，随后通过了各项建议。",
            ("委员会在日内瓦开会，", "随后通过了各项建议。"),
        ),
        ("到2030年,确保所有儿童都能上学,", ("到2030年,确保所有儿童都能上学,",) * 2),
        ("A sum of 1,250,000 dollars was paid.", ("A sum of 1,250,000 dollars was paid.",) * 2),
        ("", ("", "")),
        (",,,,", (",,,,", ",,,,")),
    ],
)
def test_first_and_last_clause(text: str, expected: tuple[str, str]) -> None:
    assert edge_clauses(text) == expected


@given(
    st.lists(
        st.tuples(
            st.sampled_from("ابتثجحخدذرزسشصضطظعغفقكلمنهويآأؤإئةى ،.1"),
            st.text(
                "".join(map(chr, (*range(0x64B, 0x653), 0x670, *range(0x6D6, 0x6EE)))), max_size=3
            ),
        )
    ),
    st.sampled_from(["NFC", "NFD"]),
)
def test_vowel_marks_go_and_nothing_else(
    letters: list[tuple[str, str]], form: Literal["NFC", "NFD"]
) -> None:
    plain = "".join(letter for letter, _ in letters)
    vocalised = unicodedata.normalize(form, "".join(letter + marks for letter, marks in letters))
    assert unicodedata.normalize("NFC", without_vowel_marks(vocalised)) in (
        plain,
        unicodedata.normalize(form, plain),
    )


@given(st.text())
def test_texts_without_vowel_marks_stay_as_they_are(text: str) -> None:
    once = without_vowel_marks(text)
    assert without_vowel_marks(once) == once
    if max(text, default="") < "\u064b" or min(text, default="\uffff") > "\u06ed":
        assert once == text


@given(st.lists(st.text()))
def test_texts_without_arabic_are_not_vocalised(texts: list[str]) -> None:
    assert is_vocalised(texts) == is_vocalised(["".join(texts)])
    assert not is_vocalised([re.sub("[\u0600-\u06ff]", "", text) for text in texts])


@pytest.mark.parametrize("name", ["sdg-targets/unnumbered", "pud/noisy", "cc-legal/plain"])
def test_texts_as_they_are_printed_are_not_vocalised(name: str, shared_data: Path) -> None:
    lines = (shared_data / name / "ar.txt").read_text(encoding="utf-8").splitlines()
    assert not is_vocalised(lines)
