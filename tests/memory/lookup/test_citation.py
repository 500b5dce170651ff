"""Paragraphs are cited by symbol and number, in every language."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from hexapla.corpora.document import Kind
from hexapla.corpora.errors import MissingError, UsageError
from hexapla.memory.lookup.citation import cite, resolution_symbol
from hexapla.memory.store.opening import open_store
from hexapla.memory.store.store import Store
from hexapla.memory.units import Level
from tests.memory.samples import SYMBOL, TEXTS, sample_set
from tests.work import lines_of


@pytest.mark.parametrize(
    ("asked", "reference", "place"),
    [
        ("2(a)", "2(a)", 5),
        ("２（a）", "2(a)", 5),
        ("pp1", "pp-1", 2),
        ("PP 1", "pp-1", 2),
        ("title", "title", 0),
        ("fn1", "fn-1", 6),
    ],
)
def test_a_paragraph_in_every_language(
    store: Store, asked: str, reference: str, place: int
) -> None:
    found = cite(store, SYMBOL, asked)
    assert (found.symbol, found.reference, found.missing) == (SYMBOL, reference, ())
    assert dict(found.texts) == {language: texts[place][0] for language, texts in TEXTS.items()}
    assert [language for language, _ in found.texts] == list(TEXTS)


@pytest.fixture
def tables(location: str) -> Iterator[Store]:
    """A memory of a report with tables 15.3, 15.30 and A.1, the last one in the annex."""
    labels = ["table-15.3", "table-15.3.r1.c1", "table-15.3.r1.c2", "table-15.3.r2.c1"]
    labels += ["table-15.3.r2.c1(2)", "table-15.30.r1.c1", "annex.table-A.1.r1.c1"]
    whole = sample_set()
    first = next(unit for unit in whole.units if unit.level is Level.PARAGRAPH)
    units = tuple(
        replace(first, position=place, reference=label, label=label, symbol="A/98/6(Sect.15)")
        for place, label in enumerate(labels)
    )
    with open_store(location) as opened:
        opened.replace_set(replace(whole, symbol="A/98/6(Sect.15)", units=units, unaligned=()))
        yield opened


@pytest.mark.parametrize(
    ("document", "paragraph", "references"),
    [
        ("A/98/6 (Sect. 15) table 15.3", "title", "table-15.3*"),
        ("A/98/6 (Sect. 15)", "Table 15.3", "table-15.3*"),
        ("A/98/6(Sect.15)", "表15.3", "table-15.3*"),
        ("A/98/6(Sect.15)", "table-15.3.r1", "table-15.3.r1.c1 table-15.3.r1.c2"),
        ("A/98/6(Sect.15)", "cuadro 15.3.r2.c1", "table-15.3.r2.c1 table-15.3.r2.c1(2)"),
        ("A/98/6 (Sect. 15), tableau A.1", "title", "annex.table-A.1.r1.c1"),
        ("A/98/6(Sect.15)", "annex.table-A.1", "annex.table-A.1.r1.c1"),
    ],
)
def test_a_table_is_cited_cell_by_cell(
    tables: Store, document: str, paragraph: str, references: str
) -> None:
    found = [each.reference for each in cite(tables, document, paragraph).every]
    if references.endswith("*"):
        assert found == [
            *("table-15.3", "table-15.3.r1.c1", "table-15.3.r1.c2"),
            *("table-15.3.r2.c1", "table-15.3.r2.c1(2)"),
        ]
    else:
        assert found == references.split()


def test_one_cell_is_a_paragraph_and_what_is_missing_is_said(tables: Store) -> None:
    cell = cite(tables, "A/98/6(Sect.15)", "table 15.3.r1.c2")
    assert cell.label == "table-15.3.r1.c2"
    with pytest.raises(MissingError, match="no table 4"):
        cite(tables, "A/98/6(Sect.15)", "table 4")
    with pytest.raises(MissingError, match="no such document"):
        cite(tables, "A/98/7 table 4")


def document_of(location: str, paragraphs: str) -> Store:
    """Return a memory of a document whose paragraphs are given as `reference:kind:label`."""
    whole = sample_set()
    first = next(unit for unit in whole.units if unit.level is Level.PARAGRAPH)
    units = tuple(
        replace(first, position=place, reference=reference, kind=Kind(kind), label=label)
        for place, line in enumerate(paragraphs.split())
        for reference, kind, label in [line.replace("_", " ").split(":")]
    )
    opened = open_store(location)
    opened.replace_set(replace(whole, units=units, unaligned=()))
    return opened


# Articles 1, 2 and 21 have headings, article 2 headings of its own and a closing text; the heading
# before article 21 is that of a part.
TREATY = """
1:heading:1 1~2:body:1 2:heading:2 h-3:heading: 2.1:body:2.1 2.1(a):list_item:2.1(a) fn-1:note:1
h-4:heading: 2.2+2.3:body:2.2+2.3 p-1:body: h-5:heading: 21:heading:21 21~2:body:21 22:body:22
sig-1:signature:
"""
# Paragraphs are counted through all sections; the second annex has sections and a table.
REPORT = """
I:heading:I 1:body:1 II:heading:II II.A:heading:II.A 2:body:2 2(a):list_item:2(a) h-4:heading:
3:body:3 figure-1:heading:figure-1 table-1:heading:table-1 table-1.r1.c1:table_cell:table-1.r1.c1
II.B:heading:II.B 4+5:body:4+5 III:heading:III 6:body:6 sig-1:signature:
fn-1:note:1 fn-2:note:2 annex-I:heading:annex-I h-9:heading: annex-I.1:body:annex-I.1
annex-II:heading:annex-II annex-II.I:heading:annex-II.I annex-II.1:body:annex-II.1
annex-II.II:heading:annex-II.II annex-II.2:body:annex-II.2
"""


# Each section counts its own.
LETTERED = "3:body:3 A:heading:A A.3:body:A.3 B:heading:B B.3:body:B.3"


@pytest.mark.parametrize(
    ("paragraphs", "asked", "references"),
    [
        (TREATY, "Article 1", "1 1~2"),
        (TREATY, "第二条", "2 h-3 2.1 2.1(a) h-4 2.2+2.3 p-1"),
        (TREATY, "article 2, para. 1", "2.1"),
        (TREATY, "第2条第3款", "2.2+2.3"),
        (TREATY, "1~2", "1~2"),
        (TREATY, "h-3", "h-3"),
        (TREATY, "статья 21", "21 21~2"),
        (REPORT, "sect. I", "I 1"),
        (REPORT, "第二节", "II II.A 2 2(a) h-4 3 figure-1 table-1 table-1.r1.c1 II.B 4+5"),
        (REPORT, "section II.A", "II.A 2 2(a) h-4 3 figure-1 table-1 table-1.r1.c1"),
        (REPORT, "section II, para. 3", "3"),
        (REPORT, "sect. B", "II.B 4+5"),
        (REPORT, "para. 5", "4+5"),
        (REPORT, "III", "III 6"),
        (REPORT, "figure-1", "figure-1"),
        (REPORT, "annex 1", "annex-I h-9 annex-I.1"),
        (REPORT, "附件二第一节", "annex-II.I annex-II.1"),
        (REPORT, "paras. 2-3", "2 2(a) h-4 3"),
        (REPORT, "paras. 1 and 3", "1 3"),
        (REPORT, "第6、第2和第3段", "6 2 2(a) 3"),
        (REPORT, "脚注2和1", "fn-2 fn-1"),
        (REPORT, "section II, paras. 3 to 6", "3 figure-1 table-1 table-1.r1.c1 II.B 4+5 III 6"),
        (LETTERED, "A.3", "A.3"),
        (LETTERED, "#A.3", "A.3"),
        (LETTERED, "3", "3"),
        (LETTERED, "sect. A", "A A.3"),
        (REPORT, "脚注1至2", "fn-1 fn-2"),
        (REPORT, "1–2", "1 II II.A 2 2(a)"),
        (TREATY, "第二条至第21条", "2 h-3 2.1 2.1(a) h-4 2.2+2.3 p-1 h-5 21 21~2"),
        (REPORT, "annexe II", "annex-II annex-II.I annex-II.1 annex-II.II annex-II.2"),
    ],
)
def test_a_heading_is_cited_with_all_that_stands_under_it(
    location: str, paragraphs: str, asked: str, references: str
) -> None:
    with document_of(location, paragraphs) as opened:
        assert [each.reference for each in cite(opened, SYMBOL, asked).every] == references.split()


@pytest.mark.parametrize(
    ("asked", "lacking"),
    [
        ("2-7", "7"),
        ("2, 7 and 8", "7"),
        ("7-8", "7"),
        ("9", "9"),
        ("3-2", "3-2"),
        ("3(a)-5", r"3\(a\)-5"),
    ],
)
def test_paragraphs_that_are_not_there_are_named(location: str, asked: str, lacking: str) -> None:
    with (
        document_of(location, REPORT) as opened,
        pytest.raises(MissingError, match=f"no paragraph {lacking}$"),
    ):
        cite(opened, SYMBOL, asked)


@pytest.mark.parametrize(
    "asked",
    [
        "1-" * 5000 + "2",
        "1" * 5000 + "-" + "2" * 5000,
        "1" * 50_000,
        "table 1 " * 5000,
        "a 1" * 5000,
        "x" * 50_000,
        "annex." * 5000 + "1",
        "第一" * 5000,
    ],
)
def test_what_is_too_long_for_a_place_is_none(store: Store, asked: str) -> None:
    def ask(text: str) -> None:
        with pytest.raises(MissingError):
            cite(store, SYMBOL, text)

    ask(asked[:199])
    assert lines_of(lambda: ask(asked)) <= 1.2 * lines_of(lambda: ask("x" * 201))


def test_a_resolution_by_its_number(store: Store) -> None:
    assert cite(store, "第98/12号决议").texts[0] == ("zh", TEXTS["zh"][0][0])
    assert cite(store, "resolution 98/12").texts[1] == ("en", TEXTS["en"][0][0])


def test_a_symbol_in_any_case(store: Store) -> None:
    store.replace_set(replace(sample_set(), symbol="E/CN.4/Sub.2/98/L.1"))
    assert cite(store, SYMBOL.lower()).symbol == SYMBOL
    assert cite(store, "e/cn.4/sub.2/98/l.1").symbol == "E/CN.4/Sub.2/98/L.1"


@pytest.mark.parametrize(
    ("document", "paragraph", "cause"),
    [
        (SYMBOL, "99", "no paragraph 99"),
        ("A/RES/1/1", "1", "no such document"),
        ("nonsense", "1", "no such document"),
    ],
)
def test_what_is_not_there_is_refused(
    store: Store, document: str, paragraph: str, cause: str
) -> None:
    with pytest.raises(UsageError, match=cause):
        cite(store, document, paragraph)


@pytest.mark.parametrize(
    ("text", "symbol"),
    [
        ("第73/186号决议", "A/RES/73/186"),
        ("A/RES/74/177", "A/RES/74/177"),
        ("its resolution 2200 A (XXI)", "A/RES/2200(XXI)"),
        ("3314 (XXIX)", "A/RES/3314(XXIX)"),
        ("القرار ٧٣/١٨٦", "A/RES/73/186"),
    ],
)
def test_symbols_of_resolutions(text: str, symbol: str) -> None:
    assert resolution_symbol(text) == symbol
