"""Phrases with wildcards are found as regular expressions find them, and never take longer."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.corpora.errors import UsageError
from hexapla.memory.lookup.wildcards import LETTER, Finder
from hexapla.memory.text.keys import search_key

# What would take a regular expression for ever.
HOSTILE = (
    ("a*a*a*a*a*a*a*a*b", "a" * 500),
    ("a" + "*" * 500 + "b", "a" * 500),
    ("*" * 5000 + "b", "a" * 2000),
    ("中*中*中*中*中*中*中*中*国", "中" * 500),
)


def expected(phrase: str) -> re.Pattern[str]:
    """The same as one regular expression, which may take for ever."""
    key = search_key(phrase)
    gap = r"[^\s]{0,10}?" if re.search("[中国]", key) else r"\w*"
    before = f"(?<!{LETTER})" if re.match(LETTER, key) else ""
    after = f"(?!{LETTER})" if re.search(f"{LETTER}$", key) else ""
    return re.compile(before + gap.join(map(re.escape, re.split(r"\*+", key))) + after)


@given(st.text("ab 1*-", min_size=1, max_size=6), st.text("ab 1-", max_size=14))
def test_words_are_found_as_by_a_regular_expression(phrase: str, text: str) -> None:
    finder, key = Finder(phrase), search_key(text)
    if search_key(phrase).strip("* "):
        assert finder.is_in(key) == bool(expected(phrase).search(key))
    if search_key(phrase)[:1] not in ("", "*"):
        assert [*finder.places(key)] == [each.span() for each in expected(phrase).finditer(key)]


@given(
    st.from_regex(r"[中国a][中国a*]{0,4}[中国a]", fullmatch=True), st.text("中国a b", max_size=30)
)
def test_chinese_is_found_as_by_a_regular_expression(phrase: str, text: str) -> None:
    if "*" in phrase and not re.search("[中国]", phrase):
        return
    finder, key = Finder(phrase), search_key(text)
    assert finder.is_in(key) == bool(expected(phrase).search(key))
    assert [*finder.places(key)] == [each.span() for each in expected(phrase).finditer(key)]


def test_no_phrase_takes_for_ever() -> None:
    script = (
        "import signal, sys; from hexapla.memory.lookup.wildcards import Finder\n"
        "signal.alarm(20)\n"
        f"for phrase, text in {HOSTILE!r}:\n"
        "    print(Finder(phrase).is_in(text), *Finder(phrase).places(text))\n"
    )
    shown = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8")
    assert shown.stdout.split() == ["False"] * len(HOSTILE), shown.stderr


def test_too_many_wildcards_are_refused() -> None:
    with pytest.raises(UsageError, match="at most 10"):
        Finder("a*" * 11 + "b")
