"""Words and phrases, from the command line."""

import json
from pathlib import Path

import pytest

from hexapla.corpora.errors import UsageError
from tests.commands import printed
from tests.memory.samples import TEXTS


def test_search_shows_words_marked_with_their_translation(memory: str) -> None:
    lines = printed("search", "树木", "--memory", memory).splitlines()
    assert "zh  决定保留«树木»名册。" in lines
    assert "en  Decides to keep the register of «trees»." in lines
    assert lines[-3:] == ["2 of 2 shown", "by organ: A 2", "by year: 2043 2"]


def test_search_on_both_sides_with_context_and_as_json(memory: str) -> None:
    words = ("search", "名册", "--with", "tree*", "--memory", memory)
    shown = printed(*words, "--context")
    assert "zh  决定保留树木«名册»。" in shown
    assert "en  Decides to keep the register of «trees»." in shown
    assert f"    … {TEXTS['zh'][2][0]}" in shown
    found = json.loads(printed(*words, "--json"))
    assert [hit["unit"]["text"] for hit in found["hits"]] == [TEXTS["zh"][3][0]]


def test_search_of_nothing_is_refused(memory: str) -> None:
    with pytest.raises(UsageError, match="at least the beginning"):
        printed("search", "，", "--memory", memory)


def test_search_is_narrowed_by_symbol_status_and_quality(memory: str, tmp_path: Path) -> None:
    table = tmp_path / "more.tsv"
    table.write_text("id\tstatus\tzh\ten\nB/1#1\treviewed\t名册12页。\t13 pages.\n", "utf-8")
    printed("import", str(table), "--memory", memory)
    query = ("search", "名册", "--memory", memory)
    assert printed(*query).count("zh  ") == 3
    assert printed(*query, "--only", "reviewed").count("zh  ") == 1
    assert printed(*query, "--symbol", "A/*").count("zh  ") == 2
    assert "12页" in printed(*query, "--flag", "numbers")
    assert "12页" not in printed(*query, "--without-flag", "numbers")


def test_search_marks_what_answers(memory: str) -> None:
    asked = ("search", "名册", "--with-language", "fr", "--memory", memory)
    lines = printed(*asked).splitlines()
    assert "fr  Décide de conserver le «registre» des arbres." in lines
    for hit in json.loads(printed(*asked, "--json"))["hits"]:
        ((language, (span,)),) = hit["answers"]
        (text,) = (each["text"] for each in hit["unit"]["translations"] if each["language"] == "fr")
        assert (language, text[slice(*span)].casefold()) == ("fr", "registre")
