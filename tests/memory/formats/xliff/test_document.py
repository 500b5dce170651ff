"""XLIFF of other tools, and back."""

from __future__ import annotations

from pathlib import Path

import pytest

from hexapla.corpora.errors import StoreError
from hexapla.memory.formats.importing import import_file
from hexapla.memory.formats.xliff.document import read_xliff, write_xliff
from hexapla.memory.store.store import Store
from hexapla.memory.units import Level, Status
from tests.memory.factories import make_unit

XLIFF = """<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2">
<file original="a.docx" source-language="zh-CN" target-language="en" datatype="plaintext"><body>
<trans-unit id="1"><source>甲<ph id="1">&lt;br/></ph>乙。</source>
<target state="needs-adaptation">A <g id="2">and</g> <x id="3"/>B<bpt id="4">{b}</bpt>.</target>
<note>ask Ann</note></trans-unit>
<trans-unit id="2"><source>丙。</source><target state="signed-off">C.</target></trans-unit>
<trans-unit id="3"><source>丁。</source><target>D.</target></trans-unit>
</body></file></xliff>"""


def test_states_and_notes_of_xliff_are_kept(store: Store, tmp_path: Path) -> None:
    path, back = tmp_path / "a.xlf", tmp_path / "back.xlf"
    path.write_text(XLIFF, "utf-8")
    import_file(store, path)
    write_xliff(back, store.units(level=Level.SENTENCE), source="zh", target="en")
    units = list(read_xliff(back))
    assert [(each.text, each.translations[0].text) for each in units] == [
        *(("甲\n乙。", "A and B."), ("丙。", "C."), ("丁。", "D."))
    ]
    text = back.read_text("utf-8")
    for piece in (
        'state="needs-adaptation"',
        'state="signed-off"',
        "<note>ask Ann</note>",
        '<source>甲<ph id="1">&lt;br/&gt;</ph>乙。</source>',
        '>A <g id="2">and</g> <x id="3"/>B<bpt id="4" rid="4">{b}</bpt>.</target>',
    ):
        assert text.count(piece) == 1
    assert [each.translations[0].status for each in units] == [
        *(Status.AUTOMATIC, Status.REVIEWED, Status.AUTOMATIC)
    ]
    assert import_file(store, back).added == 0


def test_a_segment_is_named_as_well_as_the_file_can(tmp_path: Path) -> None:
    path = tmp_path / "a.xlf"
    rest = "<source>甲</source><target>A</target></trans-unit>"
    path.write_text(
        '<xliff version="1.2"><file original="b.docx" source-language="zh" target-language="en">'
        f'<body><trans-unit id="7">{rest}<trans-unit resname="S/1#3.1" id="8">{rest}'
        f"<trans-unit>{rest}<trans-unit><source>甲</source><target/></trans-unit>"
        "</body></file></xliff>",
        "utf-8",
    )
    assert [each.tuid for each in read_xliff(path)] == ["b.docx#7", "S/1#3.1", "b.docx#3"]


def test_an_entity_of_the_file_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.xlf"
    path.write_text(
        '<!DOCTYPE xliff [<!ENTITY e SYSTEM "file:///etc/passwd">]>\n'
        '<xliff version="1.2"><file source-language="zh" target-language="en"><body>\n'
        "<trans-unit><source>&e;</source><target>A</target></trans-unit></body></file></xliff>",
        "utf-8",
    )
    with pytest.raises(StoreError, match="line 3: has an entity of its own"):
        list(read_xliff(path))


def test_rejected_translations_are_left_out_and_reviewed_ones_approved(tmp_path: Path) -> None:
    path = tmp_path / "a.xlf"
    units = [
        make_unit("甲", "A", status=Status.REJECTED),
        make_unit("乙", "B", status=Status.REVIEWED, place=1),
    ]
    codes = {"zh": "zh-TW", "en": "en-GB"}
    assert write_xliff(path, units, source="zh", target="en", codes=codes) == 1
    text = path.read_text("utf-8")
    assert 'source-language="zh-TW" target-language="en-GB"' in text
    assert 'resname="A/1#2.1" approved="yes"' in text
