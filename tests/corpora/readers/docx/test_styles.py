"""The styles of Word: what they inherit, however long their chains, and that circles end."""

from __future__ import annotations

from lxml import etree

from hexapla.corpora.readers.docx.styles import Style, read_styles
from hexapla.corpora.structure.blocks import Role
from tests.work import LINEAR, growth

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def style(name: str, based_on: str = "", inner: str = "", called: str = "") -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{called or name}"/>'
        f'<w:basedOn w:val="{based_on}"/><w:pPr>{inner}</w:pPr></w:style>'
    )


def read(styles: str) -> dict[str, Style]:
    return dict(read_styles(etree.fromstring(f"<w:styles {W}>{styles}</w:styles>")).by_id)


def listed(number: str, depth: str = "") -> str:
    level = f'<w:ilvl w:val="{depth}"/>' if depth else ""
    return f'<w:numPr>{level}<w:numId w:val="{number}"/></w:numPr>'


def test_what_a_style_does_not_say_comes_from_the_nearest_that_does() -> None:
    found = read(
        style("own", "mid", listed("7", "2"))
        + style("mid", "top", '<w:outlineLvl w:val="3"/>')
        + style("below", "mid")
        + style("top", "", listed("5", "1"), called="heading 2")
    )
    assert (found["own"].number_id, found["own"].depth) == ("7", "2")
    assert found["below"].number_id == "5"
    assert found["below"].numbered_by == "top"
    assert found["below"].depth == "1"
    assert found["below"].outline == "3"
    assert found["below"].role == (Role.HEADING, 2)


def test_the_level_of_a_list_is_not_that_of_another_list() -> None:
    found = read(style("own", "base", listed("7")) + style("base", "", listed("5", "1")))
    assert (found["own"].number_id, found["own"].depth) == ("7", "")


def test_styles_that_are_based_on_each_other_end() -> None:
    found = read(style("a", "b") + style("b", "a", listed("5")) + style("c", "c"))
    assert found["a"].number_id == "5"
    assert found["c"].number_id == ""


def chain(length: int) -> dict[str, Style]:
    return read("".join(style(f"s{n}", f"s{n + 1}") for n in range(length)) + style("end"))


def test_long_chains_are_gone_along_once() -> None:
    assert len(chain(4000)) == 4001  # deeper than functions can call each other
    assert growth(chain, 200) < LINEAR
