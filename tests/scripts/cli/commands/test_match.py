"""What is like a text, from the command line."""

import json

import pytest

from hexapla.corpora.errors import UsageError
from tests.commands import printed
from tests.memory.samples import TEXTS


def test_match_shows_what_changed(memory: str) -> None:
    shown = printed("match", "决定保留花草名册。", "--memory", memory)
    assert "[-树木-]{+花草+}" in shown
    assert "Decides to keep the register of trees." in shown


def test_match_adapts_numbers_and_says_so(memory: str) -> None:
    query = "回顾其2044年6月4日第98/7号决议，¹"
    first = json.loads(printed("match", query, "--memory", memory, "--json").splitlines()[0])
    assert first["kind"] == "adapted"
    assert first["target"] == "Recalling its resolution 98/7 of 4 June 2044,¹"
    assert first["stored"] == TEXTS["en"][2][0]
    assert "numbers adapted; the memory has: " in printed("match", query, "--memory", memory)


def test_match_shows_what_contains_the_text_and_what_stands_in_it(memory: str) -> None:
    shown = printed("match", "保留树木名册", "--memory", memory)
    assert "contained" in shown
    assert "决定[保留树木名册]。" in shown
    asked = "请秘书处在明年决定保留树木名册"
    shown = printed("match", asked, "--memory", memory)
    assert "53 % of the text is covered by 1 fragment:" in shown
    (line,) = printed("match", asked, "--memory", memory, "--json").splitlines()
    found = json.loads(line)
    assert found["kind"] == "fragment"
    assert asked[slice(*found["span"])] == "决定保留树木名册"
    assert found["target"] == found["stored"] == "Decides to keep the register of trees."
    assert "no match" in printed("match", asked, "--memory", memory, "--no-fragments")


def test_match_works_from_any_language(memory: str) -> None:
    text = TEXTS["fr"][3][0]
    found = printed("match", text, "--source", "fr", "--target", "de", "--memory", memory)
    assert TEXTS["de"][3][0] in found


def test_match_in_meaning_needs_vectors(memory: str) -> None:
    query = ("match", "应当保存树木的清单。", "--semantic", "--memory", memory)
    with pytest.raises(UsageError, match="run hexapla embed"):
        printed(*query)
    assert printed("embed", "--memory", memory).endswith("9 texts added\n")
    assert "semantic" in printed(*query)
