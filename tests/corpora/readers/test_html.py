"""HTML: the Universal Declaration in seven languages, lists, tables, notes, hostile pages."""

from __future__ import annotations

import time
from collections.abc import Sequence
from html import escape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from hexapla.corpora.document import Kind
from hexapla.corpora.errors import DocumentError
from hexapla.corpora.readers.html import read
from hexapla.corpora.readers.registry import read as read_document
from hexapla.corpora.structure.blocks import Block, Role
from hexapla.corpora.structure.paragraphs import paragraphs
from tests.corpora.readers.formats import resolution
from tests.corpora.readers.raw_files import raw

HERE = "a page.html"


def blocks(body: str) -> Sequence[Block]:
    page = f"<!doctype html><html><body>{body}</body></html>"
    return read(raw(page, HERE)).blocks("en")


def texts(body: str) -> list[str]:
    return [block.text for block in blocks(body)]


def numbered(body: str) -> list[tuple[str, str]]:
    return [(block.marker, block.text) for block in blocks(body)]


@pytest.mark.parametrize("language", ["zh", "en", "fr", "es", "ru", "ar", "de"])
def test_the_universal_declaration_is_read_exactly(shared_data: Path, language: str) -> None:
    """Every <h1>, <h2> and <p> is one paragraph with its text, and with its article's number."""
    path = shared_data / "udhr" / f"{language}.html"
    wanted = []
    for element in etree.HTML(path.read_text()).iter("h1", "h2", "p"):
        article = next(element.iterancestors("article"), None)
        item = next(element.iterancestors("li"), None)
        label = article.get("data-number", "") if article is not None else ""
        if item is not None:
            label += f".{len(list(item.itersiblings(preceding=True))) + 1}"
        kind = {"h1": Kind.TITLE, "h2": Kind.HEADING}.get(str(element.tag))
        wanted.append((" ".join("".join(map(str, element.itertext())).split()), label, kind))
    document = read_document(path)
    found = [(each.text, each.label, each.kind) for each in document.paragraphs]
    assert document.language == language
    assert document.warnings == ()
    assert len(found) == len(wanted) >= 90
    for (text, label, kind), (own_text, own_label, own_kind) in zip(wanted, found, strict=True):
        assert (text, label) == (own_text, own_label)
        assert kind is own_kind or (kind is None and own_kind not in (Kind.TITLE, Kind.HEADING))


def test_headings_and_roles() -> None:
    body = "<h1>T</h1><h1>One</h1><h2>Two</h2><p>text</p><h6>Six</h6><div>more</div>"
    assert [(block.role, block.level) for block in blocks(body)] == [
        (Role.TITLE, 1),
        (Role.HEADING, 1),
        (Role.HEADING, 2),
        (Role.TEXT, 0),
        (Role.HEADING, 6),
        (Role.TEXT, 0),
    ]


@pytest.mark.parametrize(
    ("rules", "wanted"),
    [
        ("ol ol { list-style-type: lower-alpha }", ["1.", "a."]),
        (".x { list-style: upper-roman inside }", ["I.", "1."]),
        ("/* ol { list-style: none } */ ol.x > li > ol { LIST-STYLE: Lower-Roman; }", ["1.", "i."]),
        ("ol { list-style-type: lower-alpha } #y { list-style-type: decimal }", ["a.", "1."]),
        ("ul, ol li { list-style-type: upper-alpha }", ["A.", "A."]),
        ("a:hover ol { list-style: none } ol::marker{}", ["1.", "1."]),
    ],
)
def test_style_sheets_number_lists(rules: str, wanted: list[str]) -> None:
    body = f"<style>{rules}</style><ol class=x><li>one<ol id=y><li>two</ol></ol>"
    assert [block.marker for block in blocks(body)] == wanted


@pytest.mark.parametrize(
    ("attributes", "wanted"),
    [
        ("", ["1.", "2."]),
        ('start="9"', ["9.", "10."]),
        ('type="a" start=26', ["z.", "aa."]),
        ('type="A"', ["A.", "B."]),
        ('type="i" start="3"', ["iii.", "iv."]),
        ('type="I"', ["I.", "II."]),
        ("reversed", ["2.", "1."]),
        ('style="list-style-type: lower-alpha"', ["a.", "b."]),
        ('style="list-style: none"', ["", ""]),
        ('style="list-style-type:cjk-ideographic"', ["一、", "二、"]),
        ('style="list-style-type:arabic-indic" start="12"', ["١٢.", "١٣."]),
        ('start="many" type="x"', ["1.", "2."]),
        ('class="lower-roman"', ["i.", "ii."]),
        ('style="list-style: square"', ["", ""]),
        ('class="lower-arabic"', ["أ -", "ب -"]),
        ('style="list-style-type:lower-alpha" type="1"', ["a.", "b."]),
    ],
)
def test_list_numbers_are_given_as_printed(attributes: str, wanted: list[str]) -> None:
    found = blocks(f"<ol {attributes}><li>x<li>y</ol>")
    assert [block.marker for block in found] == wanted
    assert {block.role for block in found} == {Role.ITEM}


def test_lists_nest_and_items_hold_paragraphs() -> None:
    body = (
        "<ol><li>one<ol type=a><li><p>first</p><p>goes on</p></li><li value=4>fourth</li></ol>"
        "</li><li>two</li></ol><ul><li>point</li></ul>"
        "<ol><li><ol type=a><li>both</li></ol></li></ol>"
    )
    assert numbered(body) == [
        ("1.", "one"),
        ("a.", "first"),
        ("", "goes on"),
        ("d.", "fourth"),
        ("2.", "two"),
        ("", "point"),
        ("a.", "both"),
    ]
    assert [block.level for block in blocks(body)] == [1, 2, 2, 2, 1, 1, 2]
    assert [block.depth for block in blocks(body)] == [1, 2, 0, 2, 1, 0, 2]
    assert blocks(body)[-1].outer == ("1.",)


def labelled(body: str, language: str = "en") -> list[tuple[str, str]]:
    return [(each.label, each.text) for each in paragraphs(blocks(body), language)]


def test_nesting_makes_the_labels() -> None:
    body = (
        "<p>Article 2. Scope</p><ol type=a><li>one:<ol><li>first:<ol type=A><li>x:<ol type=i>"
        "<li>deep<li>deeper</ol><li>y</ol><li>second</ol><li>two<div><ol type=A><li>z</ol></div>"
        "</ol><ol start=3 type=a><li>three</ol>"
    )
    wanted = ["2", "2(a)", "2(a)(1)", "2(a)(1)(A)", "2(a)(1)(A)(i)", "2(a)(1)(A)(ii)"]
    wanted += ["2(a)(1)(B)", "2(a)(2)", "2(b)", "2(b)(A)", "2(c)"]
    assert [label for label, _ in labelled(body)] == wanted


def test_first_items_that_open_at_once_have_all_their_numbers() -> None:
    body = "<ol><li><ol type=a><li><ol type=i><li>x<li>y</ol><li>z</ol><li>next</ol>"
    assert labelled(body) == [("1(a)(i)", "x"), ("1(a)(ii)", "y"), ("1(b)", "z"), ("2", "next")]


def test_capitals_number_items_of_articles_and_sentences_are_no_headings() -> None:
    items = "<li>The Board meets.<ol><li>It may sit.</ol><li>The Board votes."
    articles = f"<h2>Article 1</h2><ol type=A>{items}</ol><h2>Article 2</h2><ol type=I>{items}</ol>"
    assert [label for label, _ in labelled(articles)] == [
        *("1", "1(A)", "1(A)(1)", "1(B)", "2", "2(I)", "2(I)(1)", "2(II)"),
    ]
    found = paragraphs(blocks(f"<ol type=A>{items}</ol>"), "en")
    assert [each.label for each in found] == ["A", "A(1)", "B"]
    assert not any(each.kind is Kind.HEADING for each in found)


def test_the_numbers_of_items_follow_their_attributes() -> None:
    body = "<ol start=5><li>a.<li value=9>b.<li>c.</ol><ol reversed type=a><li>x.<li>y.<li>z.</ol>"
    assert [label for label, _ in labelled(body)] == ["5", "9", "10", "10(c)", "10(b)", "10(a)"]


def test_a_list_of_another_style_goes_on_with_no_item() -> None:
    body = "<ol><li>x<ol type=a><li>a<li>b</ol>so that<ol type=i><li>i<li>ii</ol><li>y</ol>"
    assert [label for label, _ in labelled(body)] == [
        *("1", "1(a)", "1(b)", "", "1(i)", "1(ii)", "2"),
    ]


# How each language writes Section 2 (a) (1) (A) on a page, and the numbers of its lists.
_PAGES = {
    "en": ("Section {} – Scope.", "type=a", "", "type=A"),
    "fr": ("Article {} – Champ.", "type=a", "", "type=A"),
    "es": ("Sección {} – Ámbito.", 'style="list-style-type: lower-alpha"', "", "type=A"),
    "ru": ("Раздел {} – Объем.", "type=a", "", 'class="upper-latin"'),
    "de": ("Abschnitt {} – Umfang", "type=a", "", "type=A"),
    "zh": ("第{}条　范围", "type=a", 'class="cjk-decimal"', "type=A"),
    "ar": (
        "القسم {} – النطاق:",
        'class="lower-arabic"',
        'class="arabic-indic"',
        'class="lower-arabic"',
    ),
}


@pytest.mark.parametrize("language", sorted(_PAGES))
def test_language_versions_of_a_law_have_the_same_labels(language: str) -> None:
    title, outer, middle, inner = _PAGES[language]
    items = f"<ol {middle}><li>1:<ol {inner}><li>A<li>B</ol><li>2</ol>"
    body = "".join(
        f"<p>{title.format(n)}</p><ol {outer}><li>a:{items}<li>b</ol>" for n in ("1", "2", "3")
    )
    wanted = ["", "(a)", "(a)(1)", "(a)(1)(A)", "(a)(1)(B)", "(a)(2)", "(b)"]
    found = [label for label, _ in labelled(body, language)]
    assert found == [f"{n}{label}" for n in (1, 2, 3) for label in wanted]


def test_a_legal_code_has_the_same_labels_in_seven_languages(shared_data: Path) -> None:
    """The labels of the provisions, which the identifiers of the page's elements give."""
    folder = shared_data / "cc-legal" / "html"
    rows = [row.split("\t") for row in (folder / "labels.tsv").read_text().splitlines()]
    for path in sorted(folder.glob("*.html")):
        page = etree.HTML(path.read_text(encoding="utf-8"))
        found = [
            (each.label, "".join(each.text.split())) for each in read_document(path).paragraphs
        ]
        for name, label in rows:
            element = page.find(f".//*[@id='{name}']")
            assert element is not None
            text = "".join("".join(map(str, element.itertext())).split())
            # The number of a section is in its text, that of an item is not.
            assert any(own == label and rest and rest[:20] in text for own, rest in found), (
                path,
                name,
            )
        assert len({label for label, _ in found} & {label for _, label in rows}) == len(rows) == 72


def test_an_article_without_a_heading_has_its_number() -> None:
    found = numbered('<article data-number="3"><p>text</p><p>more</p></article>')
    assert found == [("3", "text"), ("", "more")]


def test_line_breaks_and_white_space() -> None:
    assert texts("one<br>line<br><br>two<br>\n&nbsp;<br>three") == ["one line", "two", "three"]
    assert texts("<p>a  b\n c\u00a0d&amp;&lt;</p>") == ["a b c\u00a0d&<"]
    assert texts("<p>大会\n  欢迎 and\nthe\n报告</p>") == ["大会欢迎 and the 报告"]
    assert texts("<pre>one\ntwo\n\nthree</pre>") == ["one two", "three"]
    assert texts("text<p>para</p>tail <b>bold</b>.") == ["text", "para", "tail bold."]


def test_what_is_no_text_is_left_out() -> None:
    body = (
        "<nav>menu</nav><script>var p = '<p>x</p>'</script>kept<style>p {}</style>"
        "<p hidden>h</p> too<p style='display: none'>n</p><!-- comment --><svg><text>s</text></svg>"
        "<noscript>no</noscript><template><p>t</p></template>"
    )
    assert texts(body) == ["kept too"]


def test_tables_are_read_cell_by_cell_and_layout_is_opened() -> None:
    data = "<table><tr><th>a<td><p>b</p><tr><td>c<td></table>"
    assert [(b.text, b.role) for b in blocks(data)] == [(t, Role.CELL) for t in "abc"]
    layout = "<table><tr><td><h2>H</h2><p>one</p></td><td>side</td></tr></table>"
    roles = [Role.HEADING, Role.TEXT, Role.TEXT]
    assert [block.role for block in blocks(layout)] == roles
    box = "<table><tr><td>box</td></tr></table>"
    assert [block.role for block in blocks(box)] == [Role.TEXT]
    presentation = '<table role="presentation"><tr><td>a<td>b</table>'
    assert [block.role for block in blocks(presentation)] == [Role.TEXT, Role.TEXT]


def test_tables_without_borders_are_data_only_where_all_cells_are_short() -> None:
    def roles(attributes: str, *rows: str) -> list[Role]:
        return [b.role for b in blocks(f"<table {attributes}>{''.join(rows)}</table>")]

    short = "<tr><td>a</td><td>b</td></tr>"
    assert roles("", short, short) == [Role.CELL] * 4
    assert roles("", short) == [Role.TEXT] * 2
    assert roles("", "<tr><th>a<th>b</tr>") == [Role.CELL] * 2
    long = f"<tr><td>menu</td><td>{'One long paragraph. ' * 10}<br> <br>Another.</td></tr>"
    assert roles("", short, long) == [Role.TEXT] * 5
    assert roles('border="0"', short, long) == [Role.TEXT] * 5
    assert roles('border="1"', short, long) == [Role.CELL] * 5
    assert roles("", "<tr><th>a<th>b</tr>", long) == [Role.CELL] * 5


# Pages in the manner of un.org, old and new, in our own words.

OLD_PAGE = """<HTML><HEAD><TITLE>A/RES/99/903. Old pages</TITLE></HEAD><BODY BGCOLOR="#FFFFFF">
<TABLE WIDTH="100%" BORDER="0"><TR><TD ALIGN="left"><IMG SRC="un.gif"> <B>United Nations</B></TD>
<TD ALIGN="right"><B>A/RES/99/903</B></TD></TR>
<TR><TD><FONT SIZE="5"><B>General Assembly</B></FONT></TD>
<TD>Distr. GENERAL<BR><BR>8 December 2044</TD></TR></TABLE><HR>
<CENTER><PRE>
                                    A/RES/99/903
                                    58th plenary meeting
</PRE></CENTER>
<CENTER><B>99/903. Old pages</B></CENTER><BR>
&nbsp;&nbsp;&nbsp;&nbsp;<I>The General Assembly</I>,<BR><BR>
&nbsp;&nbsp;&nbsp;&nbsp;<I>Recalling</I> its earlier resolutions on the preservation
of precedents,<BR><BR>
&nbsp;&nbsp;&nbsp;&nbsp;1.&nbsp;&nbsp;<I>Takes note</I> of the report;<SUP>1</SUP><BR><BR>
&nbsp;&nbsp;&nbsp;&nbsp;2.&nbsp;&nbsp;<I>Requests</I> the Secretary-General:<BR>
&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;(<I>a</I>) To keep old pages;<BR>
(<I>b</I>) To read them.<BR><BR>
<FONT SIZE="-1">1/ See A/98/903.<BR><A NAME="2">2/</A> A/98/904, in which the pages
are listed.</FONT><BR><BR>
<CENTER><A HREF="/index.html">Home</A> | <A HREF="/search.html">Search</A></CENTER>
</BODY></HTML>"""


def test_an_old_page_laid_out_with_tables_and_line_breaks(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(OLD_PAGE)
    document = read_document(path)
    assert (document.symbol, document.language) == ("A/RES/99/903", "en")
    found = [(each.kind, each.label, each.text) for each in document.paragraphs]
    assert [text for kind, _, text in found if kind is Kind.MASTHEAD] == [
        "United Nations",
        "A/RES/99/903",
        "General Assembly",
        "Distr. GENERAL",
        "8 December 2044",
        "58th plenary meeting",
    ]
    assert [each for each in found if each[0] is not Kind.MASTHEAD] == [
        (Kind.TITLE, "", "99/903. Old pages"),
        (Kind.ORGAN, "", "The General Assembly,"),
        (
            Kind.PREAMBULAR,
            "",
            "Recalling its earlier resolutions on the preservation of precedents,",
        ),
        (Kind.OPERATIVE, "1", "Takes note of the report;¹"),
        (Kind.OPERATIVE, "2", "Requests the Secretary-General:"),
        (Kind.LIST_ITEM, "2(a)", "To keep old pages;"),
        (Kind.LIST_ITEM, "2(b)", "To read them."),
        (Kind.NOTE, "1", "See A/98/903."),
        (Kind.NOTE, "2", "A/98/904, in which the pages are listed."),
    ]


def test_a_page_in_a_table_with_menus_beside_it() -> None:
    body = (
        '<table width="600" border="0"><tr><td colspan="2"><a href="/">Home</a> | '
        '<a href="/ga">Assembly</a></td></tr><tr><td><a href="a">Agenda</a><br>'
        '<a href="b">Documents</a></td><td><b>Statement</b><br><br>The register of precedents was '
        "opened today by the Secretariat. It holds 950 documents.<br><br>All of them can be read "
        'free of charge, <a href="c">here</a> and <a href="d">there</a>.</td></tr></table>'
        '<p><a href="x">A/98/903</a>, <a href="y">A/98/904</a></p><h2><a href="1">One</a> '
        '<a href="2">Two</a></h2>'
    )
    assert texts(body) == [
        "Statement",
        "The register of precedents was opened today by the Secretariat. It holds 950 documents.",
        "All of them can be read free of charge, here and there.",
        "A/98/903, A/98/904",
        "One Two",
    ]


@pytest.mark.parametrize("language", ["zh", "fr", "ar"])
def test_a_page_of_today_without_what_stands_around_it(tmp_path: Path, language: str) -> None:
    parts = resolution(language)
    body = "".join(f"<p>{part.number} {escape(part.paragraph.text)}</p>\n" for part in parts)
    languages = "".join(
        f'<li><a href="/{code}">{name}</a></li>'
        for code, name in (("ar", "العربية"), ("zh", "中文"), ("fr", "Français"))
    )
    page = tmp_path / "page.html"
    page.write_text(
        f"""<!DOCTYPE html><html lang="{language}"><body><a href="#main">Skip to the text</a>
        <header><div><a href="/">Home</a></div><ul class="switch">{languages}</ul></header>
        <div role="search">Search <input></div>
        <main id="main"><div class="region">{body}<ul>{languages}</ul></div></main>
        <aside><h2>Share this page</h2><p>Tell your friends</p></aside>
        <footer role="contentinfo"><p>Terms of use</p></footer></body></html>""",
        "utf-8",
    )
    document = read_document(page)
    found = [(each.label, each.text) for each in document.paragraphs]
    assert found == [(part.paragraph.label, part.paragraph.text) for part in parts]
    assert (document.language, document.symbol) == (language, "A/RES/99/901")


def test_menus_go_and_lists_of_documents_stay() -> None:
    menu = '<ul><li><a href="/a">About</a></li><li><a href="/b">News</a><ul></ul></li></ul>'
    assert texts(f"{menu}<p>text</p>") == ["text"]
    cited = '<ul><li><a href="/a">A/RES/74/1</a></li><li><a href="/b">Note A/74/2</a></li></ul>'
    assert texts(cited) == ["A/RES/74/1", "Note A/74/2"]
    words = '<ul><li><a href="/a">One</a> of two</li><li><a href="/b">Two</a></li></ul>'
    assert texts(words) == ["One of two", "Two"]
    contents = '<ul><li><a href="#a">First part</a></li><li><a href="#b">Second</a></li></ul>'
    assert texts(contents) == ["First part", "Second"]


def test_a_revised_text_is_read_as_accepted() -> None:
    body = (
        "<p>1. The Panel <del>refused</del><ins>took note of</ins> the plan.</p><p><ins>2. It met."
        "</ins></p><p><s>3. It rose.</s></p><p>The <strike>old</strike> list<span style='color:red;"
        "text-decoration:underline line-through'> of members</span></p>"
    )
    assert texts(body) == ["1. The Panel took note of the plan.", "2. It met.", "The list"]


def test_the_reading_of_characters_is_no_text() -> None:
    body = "<p><ruby>议<rp>(</rp><rt>yì</rt><rp>)</rp>事<rt>shì</rt></ruby>规则</p>"
    assert texts(body) == ["议事规则"]


@pytest.mark.parametrize(
    "line",
    [
        '<a href="a">&#171; Previous</a> | Next &#187;',
        'Next: <a href="b">Part four</a>',
        '<a href="b" rel="next">Part four</a>',
        '<a href="c">Back to top</a>',
        '<a href="c">下一页</a>',
        '<a href="c">Page suivante</a>',
        '<a href="c">Página anterior</a> · <a href="d">Índice</a>',
        '<a href="c">Следующая глава</a>',
        '<a href="c">الصفحة التالية</a>',
        '<a href="c">Nächste Seite</a>',
        '<a href="#">↑</a>',
    ],
)
def test_lines_that_lead_to_other_pages_go(line: str) -> None:
    assert texts(f"<p>Before</p><p>{line}</p><ul><li>{line}</li></ul><p>After</p>") == [
        "Before",
        "After",
    ]


def test_links_that_are_text_stay() -> None:
    kept = ["Part four", "Next, the Panel heard Part four", "Next of kin", "A/98/903"]
    lines = [kept[0], "Next, the Panel heard <a href='b'>Part four</a>", *kept[2:]]
    links = [line if "<" in line else f"<a href='b'>{line}</a>" for line in lines]
    assert texts("".join(f"<p>{link}</p>" for link in links)) == kept


def test_bread_crumbs_go_by_their_name() -> None:
    crumbs = '<a href="/">Documents</a> › <a href="/s">Sessions</a> › Rules'
    assert texts(f'<div class="top breadcrumbs">{crumbs}</div><p>text</p>') == ["text"]
    assert texts('<div id="menu">Soup and <a href="x">bread</a></div>') == ["Soup and bread"]


def test_a_small_main_part_is_not_all_of_the_page() -> None:
    assert texts(f"<main><p>Welcome</p></main><div><p>{'text ' * 9}</p></div>") == [
        "Welcome",
        ("text " * 9).strip(),
    ]


def test_a_page_that_word_has_saved(tmp_path: Path) -> None:
    parts = resolution("en")
    body, notes = "", ""
    for part in parts:
        gap = "<span style='font:7.0pt \"Times\"'>&nbsp;&nbsp;&nbsp; </span>"
        number = f"<span style='mso-list:Ignore'>{part.number}{gap}</span>" if part.number else ""
        link, mark = "", part.mark_digits if part.note else ""
        if mark:
            own = f"<span class=MsoFootnoteReference>[{mark}]</span>"
            link = f'<a href="#_ftn{mark}" name="_ftnref{mark}">{own}</a>'
            back = f'<a href="#_ftnref{mark}" name="_ftn{mark}">{own}</a>'
            notes += f"<div id=ftn{mark}><p class=MsoFootnoteText>{back} {part.note}</p></div>"
        text = f"<span>{escape(part.before)}</span>{link}{escape(part.after)}<o:p></o:p>"
        body += f"<p class=MsoNormal>{number}{text}</p>\n"
    page = tmp_path / "page.html"
    page.write_text(
        "<html xmlns:o='urn:schemas-microsoft-com:office:office'><head><meta charset=utf-8>"
        "<!--[if gte mso 9]><xml><w:View>Normal</w:View></xml><![endif]--></head><body>"
        f"<div class=Section1>{body}</div><div><br clear=all><hr size=1>{notes}</div></body>",
        "utf-8",
    )
    paragraphs = read_document(page).paragraphs
    found = [(each.label, each.text) for each in paragraphs if each.kind is not Kind.NOTE]
    assert found == [(part.paragraph.label, part.paragraph.text) for part in parts]
    told = [each.text for each in paragraphs if each.kind is Kind.NOTE]
    assert told == [part.note for part in parts if part.note]


def test_one_line_break_parts_paragraphs_before_an_indent_or_a_number() -> None:
    assert texts("第一段。<br>\n　　第二段<br>第二段续。") == ["第一段。", "第二段第二段续。"]
    assert texts("one;<br>&nbsp;&nbsp; two<br>&nbsp;three") == ["one;", "two \xa0three"]
    assert texts("Decides:<br>(a) One;<br>b) Two;<br>3. Three") == [
        "Decides:",
        "(a) One;",
        "b) Two;",
        "3. Three",
    ]
    assert texts("in paragraph<br>3. of the report, dated<br>1/ May") == [
        "in paragraph 3. of the report, dated 1/ May"
    ]


@pytest.mark.parametrize("declared", [True, False])
@pytest.mark.parametrize(
    ("language", "encoding", "name"),
    [
        ("zh", "gb2312", "iso-8859-1"),  # a wrong one, as many pages have
        ("ar", "cp1256", "iso-8859-1"),
        ("ru", "cp1251", "windows-1252"),
        ("zh", "gb2312", "gb2312"),
        ("zh", "gb18030", "GBK"),
        ("zh", "big5", "big5"),
        ("ar", "cp1256", "windows-1256"),
        ("ru", "cp1251", "windows-1251"),
        ("ru", "koi8-r", "koi8-r"),
        ("fr", "cp1252", "iso-8859-1"),
        ("es", "cp1252", "windows-1252"),
    ],
)
def test_old_pages_in_old_encodings(
    tmp_path: Path, language: str, encoding: str, name: str, declared: bool
) -> None:
    parts = resolution(language)
    lines = "<br><br>\n".join(f"&nbsp;&nbsp;{p.number} {p.paragraph.text}" for p in parts)
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={name}">'
    page = f"<html>{meta if declared else ''}<table width=100%><tr><td>{lines}</table></html>"
    path = tmp_path / "page.htm"
    path.write_bytes(page.encode(encoding, "xmlcharrefreplace"))
    document = read_document(path)
    assert (document.symbol, document.language) == ("A/RES/99/901", language)
    assert [(each.label, each.text) for each in document.paragraphs] == [
        (part.paragraph.label, part.paragraph.text) for part in parts
    ]


def test_note_marks_are_raised_and_notes_are_known() -> None:
    body = (
        '<p>One<sup>1</sup>, two<sup><a href="#fn2">2</a></sup>, m<sup>2</sup>, 1<sup>er</sup>, '
        'three<a href="#_ftn3">[3]</a>, <a href="#part-4">4</a>.</p>'
        '<div id="ftn3"><p><a href="#_ftnref3">[3]</a> Third.</p></div>'
        '<section class="footnotes"><ol><li id="fn1"><p>First. <a href="#fnref1">↩</a></p></li>'
        "</ol></section>"
    )
    found = [(block.text, block.role, block.marker) for block in blocks(body)]
    assert found == [
        ("One¹, two², m², 1er, three³, 4.", Role.TEXT, ""),
        ("³ Third.", Role.NOTE, ""),
        ("First.", Role.NOTE, "1."),
    ]


def test_a_page_break_is_marked() -> None:
    body = '<p>a</p><p style="page-break-before: always">b</p><p>c</p>'
    assert [block.after_break for block in blocks(body)] == [False, True, False]


@pytest.mark.parametrize(
    ("page", "language"),
    [
        ('<html lang="zh-Hans"><p>x', "zh-Hans"),
        ('<html><body lang="fr"><p>x', "fr"),
        ('<html xml:lang="ru"><p>x', "ru"),
        ('<html><meta http-equiv="Content-Language" content="es"><p>x', "es"),
        ("<html><p>x", ""),
    ],
)
def test_the_declared_language(page: str, language: str) -> None:
    assert read(raw(page, HERE)).language == language


def test_entities_and_declarations_fetch_nothing(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    page = f'<!DOCTYPE html [<!ENTITY x SYSTEM "{secret.as_uri()}">]><html><p>&x; text</p></html>'
    assert "the secret" not in str(read(raw(page, HERE)).blocks("en"))


def test_a_page_nested_too_deeply_is_refused() -> None:
    with pytest.raises(DocumentError, match=r"^a page\.html: its HTML is nested too deeply"):
        blocks("<div>" * 5000 + "deep")
    # Errors of the page before it do not hide it.
    with pytest.raises(DocumentError):
        blocks("</b>" * 2000 + "<div>" * 5000 + "deep")


def test_a_large_page_is_read_in_time() -> None:
    start = time.process_time()
    assert len(blocks("<p>A paragraph of the text.</p>\n" * 8_000)) == 8_000
    assert len(blocks(f"<table>{'<tr><td>a<td>b' * 4_000}</table>")) == 8_000
    assert time.process_time() - start < 6


def test_html_in_text_stays_text() -> None:
    assert texts("<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>") == ["<script>alert(1)</script>"]


@given(st.lists(st.text(st.characters(categories=("L", "Nd"))).filter(str.strip), max_size=5))
def test_paragraphs_come_back(words: list[str]) -> None:
    assert texts("".join(f"<p>{word}</p>" for word in words)) == words


@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<ol>",
                "</ol>",
                "<li>",
                "<table>",
                "<td>",
                "<sup>",
                "</sup>",
                "<a>",
                "</a>",
                "<br>",
                "<h1>",
                "1",
                "&amp;",
                "<b>",
                "<",
                ">",
            ]
        )
    )
)
def test_any_page_gives_blocks_of_one_line(pieces: list[str]) -> None:
    for block in blocks(" ".join(pieces)):
        assert block.text.strip() == block.text != ""
        assert "\n" not in block.text
        assert "\u2028" not in block.text


@pytest.mark.parametrize(
    ("language", "articles"),
    [
        ("en", ("Article 1", "Article 2")),
        ("zh", ("第一条", "第二条")),
        ("ar", ("المادة 1", "المادة 2")),
    ],
)
def test_what_stands_below_a_rule_behind_the_last_article_is_in_none(
    language: str, articles: tuple[str, str]
) -> None:
    first, second = (f"<h2>{article}</h2><p>Lit.</p><hr>" for article in articles)
    content = read(raw(f"<body>{first}{second}<p>Done.</p><p>By us.</p></body>"))
    found = paragraphs(content.blocks(language), language)
    assert [each.label for each in found] == ["1", "1", "2", "2", "", ""]
