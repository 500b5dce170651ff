"""Glossaries: which texts are terms, and TBX that others read."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from hexapla.corpora.errors import StoreError
from hexapla.memory.formats.glossary import (
    GlossaryTerm,
    read_tbx,
    terms,
    write_omegat_glossary,
    write_tbx,
)
from hexapla.memory.formats.importing import import_file
from hexapla.memory.formats.reading import Losses, imported_text
from hexapla.memory.store.store import Store
from hexapla.memory.units import Carried, ImportCounts, Level
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
    assert list(terms(units)) == [GlossaryTerm("城市树木", "urban trees", "A/1#1.1")]
    path = tmp_path / "a.utf8"
    assert write_omegat_glossary(path, terms(units)) == 1
    assert path.read_text("utf-8") == "城市树木\turban trees\tA/1#1.1\n"


def test_tbx_is_read_by_translate_toolkit(translate_toolkit: str, tmp_path: Path) -> None:
    path = tmp_path / "a.tbx"
    write_tbx(
        path, [GlossaryTerm("城市\x00<树木>", "urban & trees", "T/1")], source="zh", target="en"
    )
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


NAME = st.text(st.sampled_from("abc 甲乙<&é"), min_size=1, max_size=9).map(imported_text)


@given(pairs=st.lists(st.tuples(NAME, NAME), max_size=5))
def test_terms_come_in_as_they_went_out(
    tmp_path_factory: pytest.TempPathFactory, pairs: list[tuple[str, str]]
) -> None:
    path = tmp_path_factory.mktemp("terms") / "a.tbx"
    units = [
        make_unit(source, target, place=place)
        for place, (source, target) in enumerate(pairs)
        if source and target
    ]
    kept = list(terms(units))
    write_tbx(path, kept, source="zh", target="en")
    losses = Losses()
    found = [
        GlossaryTerm(unit.text, unit.translations[0].text, unit.tuid)
        for unit in read_tbx(path, left_out=losses)
    ]
    assert found == kept
    assert losses.found() == ()


def test_a_glossary_comes_back_to_its_units(store: Store, tmp_path: Path) -> None:
    path, table = tmp_path / "a.tbx", tmp_path / "a.tsv"
    table.write_text("id\tzh\ten\nT/1#1.1\t城市树木\turban trees\n", "utf-8")
    import_file(store, table)
    units = list(store.units(level=Level.SENTENCE, source="zh", target="en"))
    count = write_tbx(path, terms(units), source="zh", target="en")
    assert count == 1
    assert import_file(store, path) == ImportCounts(0, 0, 1)


@pytest.mark.parametrize(
    ("root", "entry", "section", "group"),
    [
        ("martif", "termEntry", "langSet", "tig"),
        ("martif", "termEntry", "langSet", "ntig"),
        ("tbx", "conceptEntry", "langSec", "termSec"),
    ],
)
def test_tbx_of_others(root: str, entry: str, section: str, group: str, tmp_path: Path) -> None:
    def term(text: str, note: str = "") -> str:
        held = (
            f"<termGrp><term>{text}</term></termGrp>" if group == "ntig" else f"<term>{text}</term>"
        )
        return f"<{group}>{held}{note}</{group}>"

    def language(code: str, *terms: str) -> str:
        return f'<{section} xml:lang="{code}">{"".join(terms)}</{section}>'

    old = '<termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote>'
    body = "".join(
        f'<{entry} id="c{number}"><note>of trees</note>{"".join(languages)}</{entry}>\n'
        for number, languages in enumerate(
            (
                (language("fr", term("arbre")), language("en-GB", term("tree"), term("arbor"))),
                (language("en", term("leaf"), term("leef", old)), language("fr", term("feuille"))),
                (language("en", term("root")), language("zh-TW", term("根"))),
                (language("en", term("bark")),),
            )
        )
    )
    path = tmp_path / "trees.tbx"
    space = ' xmlns="urn:iso:std:iso:30042:ed-2"' if root == "tbx" else ""
    path.write_text(
        f'<{root}{space} type="TBX" xml:lang="en"><text><body>{body}</body></text></{root}>',
        "utf-8",
    )
    losses = Losses()
    units = list(read_tbx(path, left_out=losses))
    assert [(unit.tuid, unit.text, unit.translations[0].text) for unit in units] == [
        ("trees#c0", "tree", "arbre"),
        ("trees#c0", "arbor", "arbre"),
        ("trees#c1", "leaf", "feuille"),
    ]
    assert units[0].translations[0].carried == Carried(notes=("of trees",))
    assert [str(loss) for loss in losses.found()] == [
        "line 2: a term is deprecated",
        "line 3: zh-TW is in traditional characters, which are kept apart",
        "line 4: has no term but in en",
    ]
    assert next(read_tbx(path, languages=("fr",))).text == "arbre"
    path.write_text("<html/>", "utf-8")
    with pytest.raises(StoreError, match="is no TBX"):
        list(read_tbx(path))
