"""Akoma Ntoso: identification, numbers, headings, notes, tables, annexes, hostile files."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from hexapla.corpora.document import Kind
from hexapla.corpora.errors import DocumentError
from hexapla.corpora.readers.akoma import read
from hexapla.corpora.readers.content import Content
from hexapla.corpora.readers.registry import read as read_document
from hexapla.corpora.structure.blocks import Block, Role
from hexapla.corpora.structure.paragraphs import paragraphs
from tests.corpora.readers.formats import as_akn, resolution
from tests.corpora.readers.raw_files import raw

NAMES = (
    "http://docs.oasis-open.org/legaldocml/ns/akn/3.0",
    "http://docs.oasis-open.org/legaldocml/ns/akn/3.0/CSD13",
    "http://www.akomantoso.org/2.0",
)


def akoma(inner: str, name: str = NAMES[0]) -> Content:
    return read(raw(f'<akomaNtoso xmlns="{name}"><statement>{inner}</statement></akomaNtoso>'))


def blocks(body: str) -> Sequence[Block]:
    return akoma(f"<mainBody>{body}</mainBody>").blocks("en")


def shown(body: str) -> list[tuple[str, str, Role]]:
    return [(block.marker, block.text, block.role) for block in blocks(body)]


def identified(uri: str, more: str = "") -> str:
    return akoma(f'<meta><FRBRWork><FRBRuri value="{uri}"/>{more}</FRBRWork></meta>').symbol


@pytest.mark.parametrize(
    ("uri", "symbol"),
    [
        ("/akn/un/statement/deliberation/unga/2044-11-03/99-901/", "A/RES/99/901"),
        ("/akn/un/statement/deliberation/un-ga/2044-11-03/99-901", "A/RES/99/901"),
        ("/akn/un/statement/deliberation/unga/2044-11-03/99-901B/", "A/RES/99/901B"),
        ("/akn/un/statement/deliberation/unga/2044-11-03/ES-19-2/", "A/RES/ES-19/2"),
        ("/akn/un/statement/deliberation/unsc/2044-04-29/9729-2044/", "S/RES/9729(2044)"),
        ("/akn/un/statement/deliberation/ecosoc/2044-06-05/2044-3", "E/RES/2044/3"),
        ("/akn/un/collection/publication/un-ga/2044-01-13/A-RES-99-1/", "A/RES/99/1"),
        ("/akn/ke/act/2044-01-13/3", ""),
        ("", ""),
    ],
)
def test_the_identification_gives_the_symbol(uri: str, symbol: str) -> None:
    assert identified(uri) == symbol


def test_the_symbol_that_is_shown_or_named_goes_before_the_identifier() -> None:
    uri = "/akn/un/statement/deliberation/unga/2044-11-03/99-901/"
    assert identified(uri, '<FRBRalias name="symbol" value="A/99/L.4"/>') == "A/99/L.4"
    for text, symbol in (
        ("S/RES/9729 (2044)", "S/RES/9729(2044)"),
        ("A/RES/99/901 B", "A/RES/99/901B"),
        ("A/RES/99/901 A-C", "A/RES/99/901"),
    ):
        number = f'<p><docNumber refersTo="#symbol">{text}</docNumber></p>'
        assert akoma(f"<coverPage>{number}</coverPage>").symbol == symbol


@pytest.mark.parametrize("name", NAMES)
def test_the_language_in_every_version(name: str) -> None:
    found = read(raw(as_akn(resolution("ar"), "ar").replace(NAMES[0], name)))
    assert found.language == "ara"
    assert len(found.blocks("ar")) == 37
    tagged = f'<akomaNtoso xmlns="{name}"><doc xml:lang="fr"><p>x</p></doc></akomaNtoso>'
    assert read(raw(tagged)).language == "fr"


def test_numbers_come_from_their_elements_and_not_from_identifiers() -> None:
    body = (
        '<paragraph eId="para_72"><num>13.</num><content><p>one</p><p>more</p></content>'
        "</paragraph>"
        '<paragraph eId="para_73"><num>\t14.</num><list><intro><p>two:</p></intro>'
        "<point><num>(a)</num><content><p>first</p></content></point>"
        "<sublist><point><num>(i)</num><content><p>below</p></content></point></sublist>"
        "</list></paragraph>"
        '<paragraph eId="para_74"><content><p>no number</p></content></paragraph>'
        "<paragraph><num>15.1</num><content><p>.\tstray stop</p></content></paragraph>"
    )
    assert shown(body) == [
        ("13.", "one", Role.TEXT),
        ("", "more", Role.TEXT),
        ("14.", "two:", Role.TEXT),
        ("(a)", "first", Role.ITEM),
        ("(i)", "below", Role.ITEM),
        ("", "no number", Role.TEXT),
        ("15.1", "stray stop", Role.TEXT),
    ]
    labels = [each.label for each in paragraphs(blocks(body), "en")]
    assert labels == ["13", "", "14", "14(a)", "14(a)(i)", "", "15.1"]


def test_identifiers_count_where_there_are_no_numbers() -> None:
    def body(first: int, attribute: str = "eId") -> str:
        return "".join(
            f'<paragraph {attribute}="para_{n}"><list {attribute}="para_{n}__list_1">'
            f"<intro><p>Requests:</p></intro>"
            f'<point {attribute}="para_{n}__list_1__point_a"><content><p>one;</p></content></point>'
            f'<point {attribute}="para_{n}__list_1__point_b"><content><p>two;</p></content></point>'
            "</list></paragraph>"
            for n in (first, first + 1)
        )

    wanted = ["1", "1(a)", "1(b)", "2", "2(a)", "2(b)"]
    for attribute in ("eId", "id"):
        found = paragraphs(blocks(body(1, attribute)), "en")
        assert [each.label for each in found] == wanted
    # The identifiers of the UN's own files count all elements: these are no numbers.
    assert not any(block.marker for block in blocks(body(5)))


def test_bullets_make_items_and_two_numbers_open_at_once() -> None:
    body = (
        "<paragraph><num>•</num><content><p>point</p></content></paragraph>"
        "<paragraph><num>7.</num><list><point><num>(a)</num><content><p>both</p></content></point>"
        "</list></paragraph>"
    )
    assert shown(body) == [("", "point", Role.ITEM), ("(a)", "both", Role.ITEM)]
    assert [block.outer for block in blocks(body)] == [(), ("7.",)]
    assert [each.label for each in paragraphs(blocks(body), "en")] == ["", "7(a)"]


def _element(name: str, number: str, *inner: str, heading: str = "") -> str:
    title = f"<heading>{heading}</heading>" if heading else ""
    inside = "".join(inner) or "<content><p>The Board may give notice.</p></content>"
    return f"<{name}><num>{number}</num>{title}{inside}</{name}>"


def _several(name: str, *numbers: str) -> str:
    return "".join(_element(name, number) for number in numbers)


_INTRO = "<intro><p>The Board shall:</p></intro>"


@pytest.mark.parametrize("heading", ["", "Notices"])
def test_the_nesting_of_an_act_makes_its_labels(heading: str) -> None:
    def section(number: str, *inner: str) -> str:
        return _element("section", number, *inner, heading=heading)

    body = "".join(
        (
            section("1", _several("subsection", "(1)", "(2)", "(3)"), _element(
                "subsection", "(4)", _INTRO, _several("paragraph", "(a)", "(b)", "(c)"))),
            # Bare numbers are printed in brackets.
            section("2", _element("subsection", "1", _INTRO, _several("paragraph", "a", "b"))),
            section("3", _several("paragraph", "1.", "2.", "3.")),
            section("4", _several("paragraph", "1.", "2.")),
            section("5", _several("paragraph", "5.1", "5.2")),
            section("6", _element("subsection", "(1)", "<blockList>", *(
                f"<item><num>{n}</num><p>x;</p></item>" for n in ("(A)", "(B)")), "</blockList>")),
        )
    )  # fmt: skip
    found = [each.label for each in paragraphs(blocks(body), "en")]
    assert [label for label in found if label not in "123456"] == [
        *("1(1)", "1(2)", "1(3)", "1(4)", "1(4)(a)", "1(4)(b)", "1(4)(c)"),
        *("2(1)", "2(1)(a)", "2(1)(b)", "3.1", "3.2", "3.3", "4.1", "4.2", "5.1", "5.2"),
        *("6(1)(A)", "6(1)(B)"),
    ]
    assert [label for label in found if label in "123456"] == list("123456" if heading else "")


def test_a_subsection_of_several_numbers_with_a_heading_is_headed() -> None:
    body = _element(
        "section",
        "3",
        _several("subsection", "3.1", "3.2", "3.3"),
        _element("subsection", "3.4", heading="Boats"),
        heading="Lamps",
    )
    found = [(each.kind, each.label, each.level) for each in paragraphs(blocks(body), "en")]
    assert found == [
        (Kind.HEADING, "3", 1),
        *((Kind.BODY, label, 0) for label in ("3.1", "3.2", "3.3")),
        (Kind.HEADING, "3.4", 2),
        (Kind.BODY, "", 0),
    ]


def test_numbers_that_stand_side_by_side_are_read_by_their_sequence() -> None:
    body = _several("paragraph", "1.", "(a)", "(i)", "(ii)", "(b)", "(i)", "2.")
    assert [each.label for each in paragraphs(blocks(body), "en")] == [
        *("1", "1(a)", "1(a)(i)", "1(a)(ii)", "1(b)", "1(b)(i)", "2"),
    ]


def test_chapters_do_not_nest_and_sections_may_be_called_so() -> None:
    section = _element("subsection", "(1)", _INTRO, _several("point", "(a)", "(b)"))
    body = _element(
        "chapter",
        "Chapter I",
        *(_element("section", f"Section {n}", section, heading="Aim") for n in (1, 2)),
        heading="General",
    )
    assert [each.label for each in paragraphs(blocks(body), "en")] == [
        *("I", "1", "1(1)", "1(1)(a)", "1(1)(b)", "2", "2(1)", "2(1)(a)", "2(1)(b)"),
    ]


def test_headings_by_element_and_by_style() -> None:
    body = (
        '<paragraph class="H1"><heading>\tA</heading></paragraph>'
        '<paragraph class="H23"><content><p>B</p></content></paragraph>'
        '<paragraph class="BLUEHeadingH2"><subheading>C</subheading></paragraph>'
        "<section><num>II</num><subheading>D</subheading>"
        '<crossHeading refersTo="#preamble">Having considered,</crossHeading>'
        "<part><heading>E</heading></part></section>"
        '<paragraph class="SingleTxt"><content><p><subheading>F</subheading></p></content>'
        "</paragraph>"
        f'<paragraph class="H1"><content><p>{"Long text. " * 50}</p></content></paragraph>'
    )
    found = [(b.text[:20], b.role, b.marker, b.level) for b in blocks(body)]
    assert found == [
        ("A", Role.HEADING, "", 2),
        ("B", Role.HEADING, "", 3),
        ("C", Role.HEADING, "", 3),
        ("D", Role.HEADING, "II", 1),
        ("Having considered,", Role.TEXT, "", 0),
        ("E", Role.HEADING, "", 2),
        ("F", Role.HEADING, "", 1),
        ("Long text. Long text", Role.TEXT, "", 0),
    ]


def test_notes_follow_their_paragraphs_and_leave_their_marks() -> None:
    body = (
        '<p>One,<sup>(</sup><authorialNote marker="1"><p>See <i>this</i>,</p><p>and that.</p>'
        '</authorialNote><sup>)</sup> 1<sup>er</sup> and two<authorialNote marker="*"><p>Star.</p>'
        "</authorialNote>.</p><p>Next<noteRef marker='1' href='#n'/>.</p>"
    )
    assert shown(body) == [
        ("", "One,¹ 1er and two*.", Role.TEXT),
        ("1", "See this, and that.", Role.NOTE),
        ("*", "Star.", Role.NOTE),
        ("", "Next¹.", Role.TEXT),
    ]


def test_tables_cell_by_cell_and_boxes_as_text() -> None:
    cells = "<table><tr><th><p>a</p></th><td>b</td></tr><tr><td/><td><p>c</p></td></tr></table>"
    assert shown(cells) == [("", text, Role.CELL) for text in "abc"]
    assert shown("<table><tr><td><p>box</p></td></tr></table>") == [("", "box", Role.TEXT)]


def test_kinds_of_a_whole_resolution() -> None:
    found = paragraphs(read(raw(as_akn(resolution("en"), "en"))).blocks("en"), "en")
    kinds = [each.kind for each in found]
    assert kinds.count(Kind.MASTHEAD) == 3
    assert kinds.count(Kind.TITLE) == kinds.count(Kind.ORGAN) == kinds.count(Kind.SIGNATURE) == 1
    assert kinds.count(Kind.PREAMBULAR) == 6
    assert kinds.count(Kind.OPERATIVE) == 10
    assert [each.label for each in found if each.kind is Kind.LIST_ITEM] == [
        f"{number}({letter})" for number in (3, 7) for letter in "abc"
    ]
    assert [each.label for each in found if each.kind is Kind.HEADING] == ["annex", ""]


def test_a_collection_is_read_as_one_document() -> None:
    def part(letter: str) -> str:
        return (
            f"<component><statement><preface><p><docNumber>{letter}</docNumber>"
            f"<docTitle>Title of {letter}</docTitle></p></preface><preamble><formula><p>"
            "<span>The General Assembly</span>,</p></formula></preamble><mainBody><paragraph>"
            "<num>1.</num><content><p>Decides so.</p></content></paragraph></mainBody>"
            "<conclusions><p>58th plenary meeting<eol/>3 November 2044</p></conclusions>"
            "</statement></component>"
        )

    inner = (
        "<documentCollection><preface><p><docNumber>99/9.</docNumber>"
        "<docTitle>Both</docTitle></p></preface><collectionBody><component><documentRef/>"
        f"</component></collectionBody></documentCollection><components>{part('A')}{part('B')}"
        "</components>"
    )
    found = read(raw(f'<akomaNtoso xmlns="{NAMES[0]}">{inner}</akomaNtoso>')).blocks("en")
    each = [
        ("{}", Role.HEADING),
        ("Title of {}", Role.TITLE),
        ("The General Assembly,", Role.TEXT),
        ("Decides so.", Role.TEXT),
        ("58th plenary meeting 3 November 2044", Role.TEXT),
    ]
    wanted = [(text.format(letter), role) for letter in "AB" for text, role in each]
    assert [(b.text, b.role) for b in found] == [("99/9. Both", Role.TITLE), *wanted]


def test_what_is_no_text_is_left_out() -> None:
    inner = (
        "<meta><notes><note><p>meta</p></note></notes></meta><mainBody><toc><tocItem>contents"
        "</tocItem></toc><p>kept<img src='x'/> and <ref href='#'>this</ref></p></mainBody>"
    )
    assert [block.text for block in akoma(inner).blocks("en")] == ["kept and this"]


def test_hostile_and_damaged_files_are_refused_in_one_line(tmp_path: Path) -> None:
    whole = as_akn(resolution("en"), "en")
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(30))
    for text in (
        f"<!DOCTYPE x [{bomb}]>{whole.replace('Annex', '&e29;')}",
        f"<!DOCTYPE x [{bomb}]>{whole.replace('para_', '&e29;')}",
        whole[:2000],
        whole.replace("</statement>", "</doc>"),
        whole.replace("<mainBody>", "<mainBody>" + "<container>" * 300, 1),
    ):
        with pytest.raises(DocumentError, match=r"^a file\.xml: (damaged|refused): ") as caught:
            read(raw(text))
        assert "\n" not in str(caught.value)
    chance = random.Random(6)
    path = tmp_path / "a.xml"
    for _ in range(60):
        data = bytearray(whole.encode())
        for _ in range(chance.choice((1, 3))):
            data[chance.randrange(len(data))] = chance.choice(b"<>&;\"'/ax")
        path.write_bytes(data)
        try:
            read_document(path)
        except DocumentError as error:
            assert "\n" not in str(error)
