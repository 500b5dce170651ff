"""Tags within segments, those of other formats too."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from hexapla.memory.formats.importing import import_file
from hexapla.memory.formats.profiles import PROFILES
from hexapla.memory.formats.registry import ExportRequest, format_to_write
from hexapla.memory.formats.tmx.inline import valid_segment
from hexapla.memory.formats.tmx.rules import check_tmx
from hexapla.memory.formats.tmx.units import read_units
from hexapla.memory.lookup.match import find_matches
from hexapla.memory.lookup.pairs import pairs
from hexapla.memory.store.store import Store
from hexapla.memory.units import Level

NAMES = ("bpt", "ept", "ph", "it", "ut", "hi", "sub", "g", "x", "bx", "ex", "b", "br", "mrk")


@st.composite
def segments(draw: st.DrawFn, depth: int = 3) -> str:
    """Text with tags, right and wrong ones."""
    pieces = [draw(st.sampled_from(("", "a ", "甲")))]
    for _ in range(draw(st.integers(0, 3)) if depth else 0):
        name = draw(st.sampled_from(NAMES))
        attributes = "".join(
            f' {key}="{draw(st.sampled_from(("1", "2", "x", "end")))}"'
            for key in draw(
                st.sets(st.sampled_from(("i", "x", "id", "rid", "type", "pos", "assoc")))
            )
        )
        pieces.append(f"<{name}{attributes}>{draw(segments(depth - 1))}</{name}>b")
    return "".join(pieces)


@pytest.mark.parametrize(
    ("seg", "valid"),
    [
        ('The <g id="7">Charter</g>', 'The <bpt i="1" x="7"/>Charter<ept i="1"/>'),
        ('<bx id="3"/>a<ex id="3"/>', '<bpt i="1" x="3"/>a<ept i="1"/>'),
        (
            "one<br/>two <b>three</b>",
            'one<ph>&lt;br/&gt;</ph>two <bpt i="1">&lt;b&gt;</bpt>three<ept i="1">&lt;/b&gt;</ept>',
        ),
        (
            '<bpt i="1"/><g id="1">a</g><ept i="1"/>',
            '<bpt i="1"/><bpt i="2" x="1"/>a<ept i="2"/><ept i="1"/>',
        ),
        ('<ph id="1" equiv-text="x">{1}</ph>', '<ph x="1">{1}</ph>'),
        ('<bpt i="1" x="1">{b}</bpt>a<ept i="1"/>', '<bpt i="1" x="1">{b}</bpt>a<ept i="1"/>'),
    ],
)
def test_tags_of_other_formats_become_tags_of_tmx(seg: str, valid: str) -> None:
    made = valid_segment(etree.fromstring(f"<seg>{seg}</seg>"))
    assert etree.tostring(made, encoding="unicode") == f"<seg>{valid}</seg>"


@given(segments())
def test_whatever_stands_in_a_segment_is_written_right(seg: str) -> None:
    made = valid_segment(etree.fromstring(f"<seg>{seg}</seg>"))
    assert valid_segment(made) is made, "what was made valid is valid"


def test_odd_files_are_exported_right_for_every_tool(
    store: Store, shared_data: Path, tmp_path: Path
) -> None:
    counts = import_file(store, shared_data / "field" / "19-tmx-odd" / "odd.tmx")
    assert (counts.added, [str(loss) for loss in counts.losses]) == (
        7,
        ["line 6: has a text that stands in no <seg>", "line 10: has no text but in fr"],
    )
    path = tmp_path / "o.tmx"
    for tool in PROFILES:
        _, write = format_to_write(path)
        write(
            path,
            partial(pairs, store, "en", "fr", level=Level.SENTENCE),
            ExportRequest(*("en", "fr"), tool=tool),
        )
        assert list(check_tmx(path)) == []
    assert "The Charter is in force." in [unit.text for unit in read_units(path)]


def test_line_breaks_and_tabs_that_are_tags_part_words(store: Store, shared_data: Path) -> None:
    path = shared_data / "field" / "29-tmx-linebreak" / "lb.tmx"
    assert [(unit.text, unit.translations[0].text) for unit in read_units(path)] == [
        ("Annex\nProgramme of work", "Annexe\nProgramme de travail"),
        ("Item\tBudget", "Point\tBudget"),
        ("partial text", "texte partiel"),
        ("Chapter\tOne\nTwo", "Chapitre\tUn\nDeux"),
    ]
    assert import_file(store, path).left_out == 0
    (match,) = find_matches(store, "Item Budget", source="en", target="fr", limit=1)
    assert match.score >= 95


def test_traditional_characters_are_kept_apart(store: Store, shared_data: Path) -> None:
    counts = import_file(store, shared_data / "field" / "03-tmx-zh-variants" / "variants.tmx")
    assert [str(loss) for loss in counts.losses] == [
        "line 4, line 9: zh-TW is in traditional characters, which are kept apart",
        "line 7: zh-Hant-HK is in traditional characters, which are kept apart",
    ]
    text = "The repository holds every record of the session."
    (match,) = find_matches(store, text, source="en", target="zh")
    assert match.target == "储存库保存会议的所有记录。"
    assert not find_matches(store, "The programme was revised.", source="en", target="zh")
    found = find_matches(store, "The programme was reviewed.", source="en", target="fr")
    assert found[0].target == "Le programme a été examiné."
