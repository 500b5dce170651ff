"""What is given back of an imported file is in a form that every tool takes."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from hexapla.memory.formats.exporting import export_pairs
from hexapla.memory.formats.profiles import PROFILES
from hexapla.memory.formats.tmx.portable import portable_date, portable_markup
from hexapla.memory.formats.tmx.rules import TOOLS, check_tmx
from hexapla.memory.lookup.pairs import pairs
from hexapla.memory.store.opening import open_store
from hexapla.memory.units import Carried, DocumentRecord, Level, Translation
from tests.memory.factories import make_unit

CARRIED = Carried(
    attributes=(
        ("creationdate", "2020-01-01"),
        ("lastusagedate", "yesterday"),
        ("srclang", "xx"),
        ("segtype", "odd"),
    ),
    properties=(("file", "x.txt"), ("x-old", "\x01")),
    notes=("a\x00",),
)
TEXTS = (
    ("标记。", "A mark.", '<hi x="1">标</hi>记。'),
    ("旧。", "Old.", "<ut>x</ut>旧。"),
    ("同。", "One.", ""),
    ("同。", "Two.", ""),
    ("长" * 2500, "long " * 1800, ""),
    ("&<>]]>", "\u200bx\x0b", ""),
    ("\u3000空", "\u00a0", ""),
)


@pytest.mark.parametrize("tool", PROFILES)
def test_what_is_exported_for_a_tool_passes_its_check(tool: str, tmp_path: Path) -> None:
    units = [
        make_unit(
            text,
            place=place,
            carried=Carried(*carried_parts(), markup),
            translations=(Translation("en", other, 1.0, "imported", carried=CARRIED),),
        )
        for place, (text, other, markup) in enumerate(TEXTS)
    ]
    with open_store(tmp_path / "memory.db") as store:
        store.add_units(units, DocumentRecord("zh", "a.tmx", "a", len(units)))
        source, target = ("en", "zh") if tool == "lokalize" else ("zh", "en")
        written = export_pairs(
            tmp_path / "a.tmx",
            partial(pairs, store, source, target, level=Level.SENTENCE),
            source=source,
            target=target,
            level=Level.SENTENCE,
            tool=tool,
        )
    # What is for every tool passes the checks of all.
    mine = TOOLS if tool == "general" else (tool,)
    assert written
    for path, count in written:
        assert count
        assert [each for each in check_tmx(path) if each.matters_to(mine)] == []


def carried_parts() -> tuple[
    tuple[tuple[str, str], ...], tuple[tuple[str, str], ...], tuple[str, ...]
]:
    return CARRIED.attributes, CARRIED.properties, CARRIED.notes


@pytest.mark.parametrize(
    ("markup", "portable"),
    [
        ("a <hi>b <hi>c</hi></hi>", 'a <bpt i="1"/>b <bpt i="2"/>c<ept i="2"/><ept i="1"/>'),
        ('<bpt i="7"/>a<ept i="7"/><hi type="x">b</hi>', None),
        ("<hi/>a<ut>code</ut>", "a<ph>code</ph>"),
        ("&lt;hi>a", "&lt;hi>a"),
    ],
)
def test_tags_that_tools_drop_become_such_as_they_keep(markup: str, portable: str | None) -> None:
    found = portable_markup(markup)
    assert portable is None or found == portable
    before, after = (etree.fromstring(f"<seg>{each}</seg>") for each in (markup, found))
    assert "".join(map(str, before.itertext())) == "".join(map(str, after.itertext()))
    numbers = [each.get("i") for each in after.iter("bpt")]
    assert len(numbers) == len(set(numbers))


@given(st.text(max_size=30))
def test_a_date_is_as_tmx_has_it_or_none(text: str) -> None:
    date = portable_date(text)
    assert not date or portable_date(date) == date
