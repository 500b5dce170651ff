"""What the style sheets of a page say of its lists."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from hexapla.corpora.readers.html_styles import ListStyles, list_style

PAGE = '<div class="law old"><ol><li><div><ol class="points" id="x"><li>a</ol></div></ol></div>'


def style(sheet: str) -> str:
    page = etree.HTML(f"<style>{sheet}</style>{PAGE}")
    inner = page.find(".//ol[@id='x']")
    assert inner is not None
    return ListStyles.of_page(page).of(inner)


@pytest.mark.parametrize(
    ("sheet", "wanted"),
    [
        ("", ""),
        ("ol { color: red }", ""),
        ("ol { list-style-type: lower-alpha }", "lower-alpha"),
        ("OL, ul { LIST-STYLE: Upper-Roman }", "upper-roman"),
        ("ol { list-style: url(dot.png) outside lower-roman }", "lower-roman"),
        (".points { list-style: decimal } ol { list-style: none }", "decimal"),
        ("ol { list-style: none } ol { list-style: decimal }", "decimal"),
        ("ol { list-style: none; list-style-type: decimal !important }", "decimal"),
        ("#x { list-style: decimal } .points { list-style: none }", "none"),
        (".law ol ol { list-style: decimal }", "decimal"),
        (".law.old > ol > li ol.points > li { list-style: decimal }", "decimal"),
        (".law .new ol { list-style: decimal }", ""),
        ("ol ol ol { list-style: decimal }", ""),
        ("/* ol { list-style: decimal } */", ""),
        ("@media print { ol { list-style: decimal } p { margin: 0 } }", "decimal"),
        ("ol:first-child { list-style: decimal }", ""),
        ("ol[type] { list-style: decimal }", ""),
        ("ol { list-style: decimal", "decimal"),
    ],
)
def test_rules(sheet: str, wanted: str) -> None:
    assert style(sheet) == wanted


@given(st.text(alphabet="ol.x#{},:;>*/ -list-style:decimal", max_size=60))
def test_any_sheet_is_read(sheet: str) -> None:
    found = style(sheet)
    assert found == found.lower()
    assert found in sheet


def test_declarations_of_other_properties_are_none() -> None:
    assert list_style("") == list_style("list-style-position: inside") == ""
    assert list_style("list-style-image: url(a.png)") == ""
