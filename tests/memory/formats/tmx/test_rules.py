"""What is wrong with a TMX file, held against the document type definition itself."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree

from hexapla.corpora.errors import StoreError
from hexapla.memory.formats.tmx.rules import LineFinding, check_tmx
from hexapla.memory.formats.tmx.writer import write_tmx
from hexapla.memory.units import Level
from tests.memory.samples import sample_set

HEADER = (
    '<header creationtool="a" creationtoolversion="1" segtype="sentence" o-tmf="a"'
    ' adminlang="en" srclang="zh-CN" datatype="plaintext"/>'
)
UNIT = (
    '<tu tuid="1"><tuv xml:lang="zh-CN"><seg>树</seg></tuv>'
    '<tuv xml:lang="en-US"><seg>tree</seg></tuv></tu>'
)
GOOD = f'<tmx version="1.4">{HEADER}<body>{UNIT}</body></tmx>'


def found(tmp_path: Path, text: str | bytes) -> list[LineFinding]:
    path = tmp_path / "a.tmx"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return list(check_tmx(path))


def test_what_the_writer_writes_passes(tmp_path: Path) -> None:
    path = tmp_path / "a.tmx"
    units = [unit for unit in sample_set().units if unit.level is Level.SENTENCE]
    created = datetime(2026, 11, 23, tzinfo=UTC)
    write_tmx(path, units, source="zh", target="ar", level=Level.SENTENCE, created=created)
    assert list(check_tmx(path)) == []
    assert found(tmp_path, GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('version="1.4"', 'version="1.1"', "the version is '1.1'"),
        (' adminlang="en"', "", "<header> without adminlang"),
        ('segtype="sentence"', 'segtype="word"', "segtype cannot be 'word'"),
        (' xml:lang="en-US"', "", "<tuv> without lang"),
        ('xml:lang="en-US"', 'xml:lang="en_US"', "the code 'en_US'"),
        ("<seg>tree</seg>", "", "needs one <seg>"),
        ("<seg>tree</seg>", "<seg>a</seg><seg>b</seg>", "needs one <seg>"),
        ("</tu>", "<note>late</note></tu>", "after <tuv>"),
        (UNIT, "<tu/>", "without <tuv>"),
        ("<body>", "<body><p>", "is not well-formed"),
        ("tree", "<b>tree</b>", "<b> cannot stand in <seg>"),
        ("tree", '<bpt x="1"/>', "<bpt> without i"),
        ("tree", '<it pos="middle"/>', "pos cannot be 'middle'"),
        ("tree", "<ph>{<sub>a</sub>}<hi>b</hi></ph>", "<hi> cannot stand in <ph>"),
        ('tuid="1"', 'id="1"', "<tu> cannot have 'id'"),
        (HEADER, "", "<header>"),
        ("<tuv", "stray<tuv", "text cannot stand in <tu>"),
        ("</seg>", "</seg>stray", "text cannot stand in <tuv>"),
    ],
)
def test_what_breaks_the_format_is_an_error(
    old: str, new: str, message: str, tmp_path: Path
) -> None:
    assert GOOD.count(old) >= 1
    errors = [each for each in found(tmp_path, GOOD.replace(old, new, 1)) if not each.tool]
    assert any(message in each.message for each in errors)


@pytest.mark.parametrize(
    ("old", "new", "tool", "message"),
    [
        ("tree", " tree", "omegat", "white space"),
        ("tree", "", "omegat", "empty"),
        ("tree", "t" * 2001, "trados", "2000 characters"),
        ("tree", "<hi>tree</hi>", "poedit", "dropped"),
        ("tree", "tree<ut>x</ut>", "lokalize", "not shown"),
        ("<tu ", '<tu creationdate="2026-11-23" ', "trados", "creationdate"),
        ("<tu ", '<tu creationid="a" ', "", ""),
        ('srclang="zh-CN"', 'srclang="zh"', "poedit", "srclang 'zh'"),
        ('srclang="zh-CN"', 'srclang="*all*"', "poedit", "not read"),
        ("</body>", f"{UNIT}</body>", "omegat", "is not the only one"),
        ('"en-US"', '"eng"', "omegat", "no match"),
        (
            '<tuv xml:lang="en',
            '<tuv xml:lang="fr"><seg>x</seg></tuv><tuv xml:lang="en',
            "trados",
            "two",
        ),
        ("<tuv", '<prop type="file">a</prop><tuv', "omegat", "one file"),
        ("<tmx", "\ufeff<tmx", "trados", "byte order mark"),
        ("tree", "t" * 8001, "wordfast", "8000 characters"),
        ('"en-US"', '"zh-Hans-CN"', "wordfast", "too long"),
    ],
)
def test_what_tools_stumble_over_is_a_warning(
    old: str, new: str, tool: str, message: str, tmp_path: Path
) -> None:
    findings = found(tmp_path, GOOD.replace(old, new, 1))
    assert all(each.tool for each in findings)
    if not tool:
        assert findings == []
    else:
        assert any(each.tool == tool and message in each.message for each in findings)


def test_an_entity_of_its_own_is_an_error(tmp_path: Path) -> None:
    text = '<!DOCTYPE tmx [<!ENTITY e "x">]>' + GOOD.replace("tree", "&e;")
    assert any("entity" in each.message and not each.tool for each in found(tmp_path, text))


def test_agrees_with_the_type_definition_and_the_schema(shared_data: Path) -> None:
    tools = shared_data.parent / "tools"
    with (tools / "tmx14.dtd").open("rb") as stream:
        definition = etree.DTD(stream)
    schema = etree.XMLSchema(etree.parse(tools / "tmx14.xsd"))
    parser = etree.XMLParser(load_dtd=False, no_network=True, resolve_entities=False)
    judged = 0
    for path in sorted((shared_data / "tmx-zoo").glob("*.tmx")):
        errors = [each for each in check_tmx(path) if not each.tool]
        try:
            root = etree.fromstring(etree.tostring(etree.parse(path, parser).getroot()))
        except etree.XMLSyntaxError:
            assert "well-formed" in errors[-1].message
            continue
        valid = definition.validate(root) and schema.validate(root)
        assert valid is (not errors), path.name
        judged += 1
    assert judged > 50


def test_a_missing_file_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"none\.tmx"):
        list(check_tmx(tmp_path / "none.tmx"))


@pytest.mark.parametrize(
    "content",
    [b"PK\x03\x04 no archive", b"\x1f\x8b\x08\x00", b"\x1f\x8b\x08\x00" + b"\0" * 40],
)
def test_what_cannot_be_unpacked_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "bad.tmx"
    path.write_bytes(content)
    with pytest.raises(StoreError, match=r"bad\.tmx"):
        list(check_tmx(path))
