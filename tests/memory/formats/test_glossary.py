"""Glossaries: which texts are terms, and TBX that others read."""

from __future__ import annotations

import subprocess
from pathlib import Path

from lxml import etree

from hexapla.memory.formats.glossary import Term, terms, write_omegat_glossary, write_tbx
from tests.memory.factories import make_unit


def test_terms_are_short_texts_that_are_no_sentences(tmp_path: Path) -> None:
    units = [
        make_unit("城市树木", "urban trees"),
        make_unit("城市树木", "Urban trees", place=1),
        make_unit("决定保留树木名册。", "Decides to keep the register.", place=2),
        make_unit("树木，", "trees,", place=3),
        make_unit("2043", "2044", place=4),
        make_unit("甲" * 15, "long", place=5),
    ]
    assert list(terms(units)) == [Term("城市树木", "urban trees", "A/1#1.1")]
    path = tmp_path / "a.utf8"
    assert write_omegat_glossary(path, terms(units)) == 1
    assert path.read_text("utf-8") == "城市树木\turban trees\tA/1#1.1\n"


def test_tbx_is_read_by_translate_toolkit(translate_toolkit: str, tmp_path: Path) -> None:
    path = tmp_path / "a.tbx"
    write_tbx(path, [Term("城市\x00<树木>", "urban & trees", "T/1")], source="zh", target="en")
    assert etree.parse(path).getroot().tag == "martif"
    script = (
        "import sys\nfrom translate.storage import tbx\n"
        "for unit in tbx.tbxfile.parsefile(sys.argv[1]).units:\n"
        " print(unit.source, '=', unit.target)\n"
    )
    shown = subprocess.run(
        [translate_toolkit, "-c", script, path], capture_output=True, encoding="utf-8"
    )
    assert shown.stdout == "城市<树木> = urban & trees\n", shown.stderr


def test_what_is_the_same_in_both_languages_is_no_term() -> None:
    assert list(terms([make_unit("A/99/1", "a/99/1")])) == []
