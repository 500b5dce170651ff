"""A paragraph in all languages: as text, JSON, table and Markdown."""

import csv
import json
from dataclasses import replace
from io import StringIO

import pytest

from hexapla.corpora.errors import StoreError, UsageError
from hexapla.memory.store.opening import open_store
from hexapla.memory.units import AlignedSet, DocumentRecord, Level, Translation
from tests.commands import printed
from tests.memory.samples import SYMBOL, TEXTS


def test_cite_as_text_and_as_json(memory: str) -> None:
    lines = printed("cite", SYMBOL, "2(a)", "--memory", memory).splitlines()
    assert lines[0] == f"{SYMBOL}#2(a)"
    assert lines[1] == f"    2043  {TEXTS['en'][0][0]}"
    assert lines[2:] == [f"{language}  {texts[5][0]}" for language, texts in TEXTS.items()]
    found = json.loads(printed("cite", SYMBOL, "2(a)", "--memory", memory, "--format", "json"))
    assert found["texts"] == {language: texts[5][0] for language, texts in TEXTS.items()}


def test_texts_do_not_steer_the_terminal_nor_hide_what_they_say(memory: str) -> None:
    evil = "决定\x9b31m保留\u202e树木\x1b[2J名册。"
    english = "Keeps\x85\u2066 the register\u200e."
    with open_store(memory) as store:
        unit = next(store.units(level=Level.PARAGRAPH))
        unit = replace(unit, text=evil, translations=(Translation("en", english, 1.0, "label"),))
        records = tuple(DocumentRecord(each, each, each, 1) for each in ("zh", "en"))
        store.replace_set(AlignedSet("A/1", "zh", records, (unit,), (), ""))
    reference = unit.reference
    for arguments in (
        ("cite", "A/1", reference),
        ("cite", "A/1", reference, "--format", "md"),
        ("match", evil),
        ("search", "名册", "--level", "paragraph"),
    ):
        shown = printed(*arguments, "--memory", memory)
        assert "\\u2066 the register\u200e." in shown.replace("«register»", "register")
        assert not set("\x9b\x85\x1b\u202e\u2066") & set(shown)


def test_cite_as_table_and_as_markdown(memory: str) -> None:
    table = printed("cite", SYMBOL, "2(a)", "--memory", memory, "--format", "tsv")
    rows = list(csv.reader(StringIO(table), "excel-tab"))
    assert [row[3] for row in rows] == [texts[5][0] for texts in TEXTS.values()]
    shown = printed(
        "cite", SYMBOL, "2(a)", "--memory", memory, "--format", "md", "--languages", "en"
    )
    assert "&lt;both kinds>" in shown
    assert len(shown.splitlines()) == 3


def test_cite_refuses_what_is_not_there(memory: str) -> None:
    with pytest.raises(UsageError, match="no paragraph 99"):
        printed("cite", SYMBOL, "99", "--memory", memory)
    with pytest.raises(StoreError, match="no translation memory"):
        printed("cite", SYMBOL, "1", "--memory", memory + ".not")
