"""XML that may be hostile: no entities, no DTD, bounded depth, and streams of any size."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from hexapla.corpora.errors import DocumentError, LimitError
from hexapla.corpora.input import bounds
from hexapla.corpora.input.xml import (
    LINE_BREAK,
    Elements,
    append_text,
    has_entities,
    local_name,
    one_line,
    parse,
)

HERE = Path("a file.xml")


def test_names_are_without_their_namespace_and_comments_have_none() -> None:
    root = parse(b'<a:b xmlns:a="urn:x"><!-- gone --><?gone too?><c/></a:b>', HERE)
    assert [local_name(each) for each in root.iter()] == ["b", "c"]
    assert local_name(etree.Comment("x")) == ""


def test_the_given_encoding_overrules_the_declared_one() -> None:
    data = '<?xml version="1.0" encoding="gb18030"?><a>大会</a>'.encode()
    assert parse(data, HERE, encoding="utf-8").text == "大会"


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (b"", "damaged: "),
        (b"<a>", "damaged: "),
        (b"<a/><b/>", "damaged: "),
        (b"<a>" * 300 + b"</a>" * 300, "damaged: "),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a/>', "refused: declares a DTD with entities"),
        (b"<a>&b;</a>", "damaged: "),
    ],
)
def test_what_is_not_well_formed_or_declares_entities_is_refused(data: bytes, cause: str) -> None:
    with pytest.raises(DocumentError, match=rf"^a file\.xml: {cause}") as caught:
        parse(data, HERE)
    assert "\n" not in str(caught.value)
    with pytest.raises(DocumentError, match=r"a part: "):
        parse(data, HERE, part="a part")


def test_a_dtd_is_not_loaded_and_an_external_entity_not_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    assert parse(b'<!DOCTYPE a SYSTEM "none.dtd"><a/>', HERE).tag == "a"
    declared = f'<!DOCTYPE a [<!ENTITY b SYSTEM "{secret.as_uri()}">]><a>&b;</a>'.encode()
    (_, root) = next(iter(Elements(io.BytesIO(declared))))
    assert has_entities(root)
    assert "the secret" not in str(etree.tostring(root))


def test_a_stream_is_freed_behind_what_is_done_with() -> None:
    data = b"<a>" + b"<b><c/>text</b>" * 50_000 + b"</a>"
    most = count = 0
    elements = Elements(io.BytesIO(data), tag="b")
    for _, element in elements:
        parent = element.getparent()
        assert parent is not None
        most = max(most, len(parent))
        count += 1
        elements.forget(element)
    assert count == 50_000
    assert most < 10_000  # what one read of the stream brings


@pytest.mark.parametrize(
    "unit", ["<c/>" * 200, "<c " + " ".join(f"x{n}='1'" for n in range(200)) + "/>"]
)
def test_what_one_unit_holds_is_bounded_and_units_are_not(
    monkeypatch: pytest.MonkeyPatch, unit: str
) -> None:
    def units(data: str) -> int:
        elements = Elements(io.BytesIO(data.encode()), tag="b")
        found = []
        for _, element in elements:
            found.append(element.tag)
            elements.forget(element)
        return len(found)

    monkeypatch.setattr(bounds, "MOST_TAGS_OF_UNIT", 20_000)
    assert units(f"<a>{f'<b>{unit}</b>' * 1000}</a>") == 1000
    with pytest.raises(LimitError, match="has more than 20,000 tags in one unit"):
        units(f"<a><b>{unit * 200}</b></a>")
    with pytest.raises(LimitError, match="has more than 20,000 tags in one unit"):
        units(f"<a>{unit * 200}</a>")  # units that no one takes for any


def test_the_text_of_one_unit_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MOST_BYTES_OF_UNIT", 100_000)
    with pytest.raises(LimitError, match="has more than 100,000 bytes in one unit"):
        list(Elements(io.BytesIO(b"<a><b>" + b"text " * 100_000 + b"</b></a>")))


def test_text_goes_to_the_end_of_an_element_however_many_it_has() -> None:
    element = etree.fromstring("<a/>")
    for _ in range(3):
        append_text(element, "x")
        etree.SubElement(element, "b")
        append_text(element, "y")
        append_text(element, "z")
    assert etree.tostring(element) == b"<a>x<b/>yzx<b/>yzx<b/>yz</a>"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (" a\n\t b ", "a b"),
        ("大会\n欢迎", "大会欢迎"),
        (f"大会{LINE_BREAK}欢迎", "大会欢迎"),
        ("大会\nthe", "大会 the"),
        ("a\u00a0b", "a\u00a0b"),
        ("", ""),
    ],
)
def test_one_line_has_no_spaces_for_line_ends_between_chinese(text: str, line: str) -> None:
    assert one_line(text) == line


@given(st.text(alphabet="a大 \n\t\f\u2028。", max_size=60))
def test_one_line_is_one_line_and_stays(text: str) -> None:
    line = one_line(text)
    assert line == one_line(line)
    assert not set(line) & set("\n\t\f\u2028")
