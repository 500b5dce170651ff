"""The properties of the elements of a Word document, those that are asked for."""

from __future__ import annotations

from lxml import etree

from hexapla.corpora.readers.docx.elements import W, children, first_child, looks

_NAMESPACE = f'xmlns:w="{W[1:-1]}"'


def test_properties_are_those_of_the_paragraph_run_row_or_cell_around() -> None:
    body = etree.fromstring(
        f"<w:body {_NAMESPACE}><w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>"
        '<w:tcPr><w:gridSpan w:val="2"/><w:tcW/></w:tcPr><w:p>'
        '<w:pPr><w:pStyle w:val="A"/><w:jc/><w:rPr><w:vanish/></w:rPr></w:pPr>'
        "<w:r><w:rPr><w:b/><w:i/></w:rPr><w:t>x</w:t></w:r><w:r><w:t>y</w:t></w:r>"
        "</w:p></w:tc></w:tr></w:tbl></w:body>"
    )
    found = looks(body)
    names = {each.tag: sorted(look) for each, look in found.items()}
    assert names == {
        f"{W}tr": [f"{W}del"],
        f"{W}tc": [f"{W}gridSpan"],
        f"{W}p": [f"{W}pStyle", f"{W}rPr"],
        f"{W}pPr": [f"{W}vanish"],  # of the paragraph mark
        f"{W}r": [f"{W}i"],
    }


def test_what_a_tracked_change_keeps_of_the_old_look_is_none_of_the_run() -> None:
    body = etree.fromstring(
        f"<w:body {_NAMESPACE}><w:p><w:del><w:r><w:rPr><w:rPrChange><w:rPr><w:vanish/></w:rPr>"
        "</w:rPrChange></w:rPr><w:t>x</w:t></w:r></w:del></w:p></w:body>"
    )
    assert {each.tag for each in looks(body)} == {f"{W}rPrChange"}
    assert looks(None) == {}


def test_of_several_children_of_a_name_the_first_counts() -> None:
    level = etree.fromstring(
        f'<w:lvl {_NAMESPACE}><w:start w:val="1"/><w:start w:val="2"/></w:lvl>'
    )
    assert children(level)[f"{W}start"] is first_child(level, "start") is level[0]
    assert first_child(level, "numFmt") is first_child(None, "start") is None
    assert children(None) == {}
