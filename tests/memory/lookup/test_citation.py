"""Paragraphs are cited by symbol and number, in every language."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.corpora.document import Kind
from hexapla.corpora.errors import MissingError, UsageError
from hexapla.memory.lookup.citation import (
    cite,
    cite_all,
    paragraph_reference,
    resolution_symbol,
)
from hexapla.memory.store.opening import open_store
from hexapla.memory.store.store import Store
from hexapla.memory.units import Level
from tests.memory.samples import SYMBOL, TEXTS, sample_set


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
    found = [each.reference for each in cite_all(tables, document, paragraph)]
    if references.endswith("*"):
        assert found == [
            *("table-15.3", "table-15.3.r1.c1", "table-15.3.r1.c2"),
            *("table-15.3.r2.c1", "table-15.3.r2.c1(2)"),
        ]
    else:
        assert found == references.split()


def test_one_cell_is_a_paragraph_and_what_is_missing_is_said(tables: Store) -> None:
    assert cite(tables, "A/98/6(Sect.15)", "table 15.3.r1.c2").label == "table-15.3.r1.c2"
    with pytest.raises(MissingError, match="no table 4"):
        cite_all(tables, "A/98/6(Sect.15)", "table 4")
    with pytest.raises(MissingError, match="no such document"):
        cite_all(tables, "A/98/7 table 4")


@pytest.fixture
def treaty(location: str) -> Iterator[Store]:
    """A memory of a treaty whose articles 1, 2 and 21 have headings; article 2 has paragraphs."""
    paragraphs = [("1", Kind.HEADING, "1"), ("1~2", Kind.BODY, "1"), ("2", Kind.HEADING, "2")]
    paragraphs += [("2.1", Kind.BODY, "2.1"), ("2.1(a)", Kind.LIST_ITEM, "2.1(a)")]
    paragraphs += [("2.2", Kind.BODY, "2.2"), ("21", Kind.HEADING, "21"), ("21~2", Kind.BODY, "21")]
    whole = sample_set()
    first = next(unit for unit in whole.units if unit.level is Level.PARAGRAPH)
    units = tuple(
        replace(first, position=place, reference=reference, label=label, kind=kind)
        for place, (reference, kind, label) in enumerate(paragraphs)
    )
    with open_store(location) as opened:
        opened.replace_set(replace(whole, units=units, unaligned=()))
        yield opened


@pytest.mark.parametrize(
    ("asked", "references"),
    [
        ("Article 1", "1 1~2"),
        ("第一条", "1 1~2"),
        ("2", "2 2.1 2.1(a) 2.2"),
        ("artículo 2", "2 2.1 2.1(a) 2.2"),
        ("article 2, para. 1", "2.1"),
        ("第二条第1款(a)项", "2.1(a)"),
        ("статья 2, пункт 1", "2.1"),
        ("المادة 2، الفقرة 1", "2.1"),
        ("Artikel 2 Abs. 1", "2.1"),
        ("artículo 2, párr. 1", "2.1"),
        ("1~2", "1~2"),
        ("статья 21", "21 21~2"),
    ],
)
def test_an_article_is_cited_with_all_that_stands_in_it(
    treaty: Store, asked: str, references: str
) -> None:
    assert [each.reference for each in cite_all(treaty, SYMBOL, asked)] == references.split()


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


@given(st.integers(1, 999), st.sampled_from(["", "(a)", "(b)(ii)"]))
def test_every_way_to_write_a_paragraph(number: int, part: str) -> None:
    wanted = f"{number}{part}"
    for text in (wanted, f"op{wanted}", f" {number} {part} ", f"第{wanted}段", f"para. {wanted}"):
        assert paragraph_reference(text) == wanted
