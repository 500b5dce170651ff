"""Find and replace: what is found, what a pattern may take, what cannot be read."""

from __future__ import annotations

import time
from typing import Any

import pytest

from hexapla.corpora.errors import HexaplaError, LimitError, UsageError
from hexapla.memory.editing.replacing import replacing
from tests.memory.editing.edited import edited_text


@pytest.mark.parametrize(
    ("find", "replacement", "options", "text", "expected"),
    [
        ("a.c", "x", {}, "abc a.c", "abc x"),
        ("\\d", "\\1", {}, "5 \\d", "5 \\1"),
        ("STATE", "Party", {"ignore_case": True}, "state State", "Party Party"),
        ("art", "x", {"whole_words": True}, "art party art.", "x party x."),
        ("(a)", "x", {"whole_words": True}, "12(a) a", "12x a"),
        (r"(\d+) %", r"\1%", {"pattern": True}, "5 % of 10 %", "5% of 10%"),
        (r"(?P<n>\d)", r"[\g<n>]", {"pattern": True}, "a1", "a[1]"),
        (r"^The ", "", {"pattern": True}, "The the The ", "the The"),
        ("e\u0301", "e", {}, "été", "ete"),
    ],
)
def test_what_is_found_is_replaced(
    find: str, replacement: str, options: dict[str, Any], text: str, expected: str
) -> None:
    edit = replacing(find, replacement, language="en", **options)
    assert edited_text(edit, text, "en") == expected


def test_ideographs_are_words_beside_one_another() -> None:
    edit = replacing("大会", "联大", language="zh", whole_words=True)
    assert edited_text(edit, "大会决定，UN大会", "zh") == "联大决定，UN联大"


def test_other_languages_stay() -> None:
    assert edited_text(replacing("a", "b", language="fr"), "a", "en") == "a"


@pytest.mark.parametrize(
    ("find", "replacement", "told"),
    [
        ("", "x", "nothing to look for"),
        ("(", "x", "cannot be read"),
        ("a", r"\1", "cannot be read"),
        ("a", r"\g<x>", "cannot be read"),
        ("a{1000000000}", "x", "counts too far"),
        ("((a{300}){300}){300}", "x", "counts too far"),
        (f"a{{{'9' * 6000}}}", "x", "counts too far"),
        ("(" * 2000, "x", "cannot be read"),
        ("a" * 20_000, "x", "too long"),
    ],
)
def test_what_is_no_pattern_is_one_line(find: str, replacement: str, told: str) -> None:
    with pytest.raises(UsageError, match=told) as found:
        replacing(find, replacement, language="en", pattern=True)
    assert len(str(found.value).splitlines()) == 1
    assert len(str(found.value)) < 300


def test_a_pattern_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hexapla.memory.editing.replacing._LIMIT", 0.2)
    edit = replacing("(?:a|aa)+$", "x", language="en", pattern=True)
    started = time.process_time()
    with pytest.raises(LimitError, match="make it simpler"):
        edited_text(edit, "a" * 60 + "b", "en")
    assert time.process_time() - started < 2


def test_a_pattern_that_makes_texts_without_end_is_given_up() -> None:
    edit = replacing("a", "a" * 100_000, language="en")
    with pytest.raises(HexaplaError, match="too long"):
        edited_text(edit, "a" * 100, "en")
