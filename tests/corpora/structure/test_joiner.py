"""Pieces of a text joined as their document writes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.corpora.languages import LANGUAGES
from hexapla.corpora.structure.joiner import Joiner


@pytest.mark.parametrize(
    ("language", "known", "parts", "joined"),
    [
        ("en", "", ("the", "state"), "the state"),
        ("en", "", ("the\u00ad", "rapy"), "therapy"),
        ("en", "cooperation", ("cooper-", "ation"), "cooperation"),
        ("en", "co-operative cooperative", ("co-", "operative"), "co-operative"),
        ("en", "", ("twenty-", "first"), "twenty-first"),
        ("de", "", ("Kultur-", "und Bildungspolitik"), "Kultur- und Bildungspolitik"),
        ("en", "", ("A/99/", "12"), "A/99/12"),
        ("en", "", ("the state(", "of tapes)"), "the state(of tapes)"),
        ("en", "", ("the state", ", and"), "the state, and"),
        ("zh", "", ("请秘", "书长"), "请秘书长"),
        ("zh", "第 70 号 第 71 号", ("第", "70"), "第 70"),
        ("zh", "第70号第71号", ("第", "70"), "第70"),
        ("zh", "", ("the", "state"), "the state"),
    ],
)
def test_seams(language: str, known: str, parts: tuple[str, ...], joined: str) -> None:
    assert Joiner.of([known], language).join(*parts) == joined


_PART = st.text(alphabet="abc大会12.,;) -", max_size=12)


@given(st.lists(_PART, max_size=6), st.sampled_from(sorted(LANGUAGES)))
def test_joining_loses_nothing_but_hyphens_and_adds_nothing_but_spaces(
    parts: list[str], language: str
) -> None:
    joined = Joiner.of(parts, language).join(*parts)
    assert joined == joined.strip()
    bare = "".join(parts).replace(" ", "").replace("-", "")
    assert joined.replace(" ", "").replace("-", "") == bare


@given(st.lists(st.from_regex(r"[a-z]{1,8}", fullmatch=True), min_size=2, max_size=5))
def test_joining_at_once_and_one_by_one_is_the_same(parts: list[str]) -> None:
    joiner = Joiner.of([], "en")
    step = ""
    for part in parts:
        step = joiner.join(step, part)
    assert step == joiner.join(*parts)


def test_an_unknown_language_is_an_error() -> None:
    with pytest.raises(KeyError):
        Joiner.of(["text"], "tlh")
