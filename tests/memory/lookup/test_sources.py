"""How the place of a text is written, and read again."""

from __future__ import annotations

import pytest

from hexapla.corpora.languages import LANGUAGES
from hexapla.memory.lookup.citation import cite
from hexapla.memory.lookup.questions import Asked, question
from hexapla.memory.lookup.sources import address_line, source_line
from hexapla.memory.store.store import Store
from hexapla.memory.units import Level


@pytest.mark.parametrize(
    ("reference", "label", "said"),
    [
        ("12(a).1", "12(a)", ", para. 12(a)"),
        ("3~2", "3", ", para. 3"),
        ("h-8+3~9+3~10", "3", ", para. 3"),
        ("pp-2.1", "", ", preambular para. 2"),
        ("fn-4", "4", ", footnote 4"),
        ("en:fn-4.2", "4", ", footnote 4"),
        ("IV.B.1", "IV.B", ", sect. IV.B"),
        ("annex.1", "annex", ", annex"),
        ("annex-II.3.1", "annex-II.3", ", annex II, para. 3"),
        ("appendix.4", "appendix.4", ", appendix, para. 4"),
        ("annex.appendix-A.4", "annex.appendix-A.4", ", annex, appendix A, para. 4"),
        ("table-15.3.r2.c1", "table-15.3.r2.c1", ", table 15.3"),
        ("annex.table-2.r1", "annex.table-2.r1", ", annex, table 2"),
        ("masthead-4.1", "", ""),
        ("sig-1", "", ""),
        ("", "", ""),
    ],
)
def test_a_place_is_written_as_translators_write_it(reference: str, label: str, said: str) -> None:
    assert source_line("A/99/6", reference, label) == f"A/99/6{said}"


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "en"])
@pytest.mark.parametrize(
    ("reference", "label"),
    [
        ("12(a).1", "12(a)"),
        ("pp-2.1", ""),
        ("fn-4", "4"),
        ("annex-II.3.1", "annex-II.3"),
        ("appendix.4", "appendix.4"),
        ("table-15.3.r2.c1", "table-15.3.r2.c1"),
        ("annex.table-2.r1", "annex.table-2.r1"),
        ("title", ""),
    ],
)
def test_a_place_is_written_in_every_language_and_read_again(
    reference: str, label: str, language: str
) -> None:
    english = source_line("A/99/6", reference, label)
    line = source_line("A/99/6", reference, label, language)
    assert (line == english) is (english == "A/99/6")
    asked = question(line)
    assert (asked.asked, asked.text) == (Asked.PARAGRAPH, "A/99/6")
    assert asked.paragraph == question(english).paragraph


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "label",
    (
        *("12bis", "27.I.1", "4.A", "(a)", "12(a)(ii)", "C", "II", "A.3", "IV.B", "A.12(a)"),
        *("annex.C", "annex-II.A", "annex-II.IV.B", "annex-A.II", "appendix.B", "annex.appendix.3"),
    ),
)
def test_every_label_is_read_again_from_what_is_written(label: str, language: str) -> None:
    asked = question(source_line("A/99/6", f"{label}.1", label, language))
    assert (asked.asked, asked.text) == (Asked.PARAGRAPH, "A/99/6")
    assert asked.paragraph == label.casefold()


def test_what_is_written_is_found_again(store: Store) -> None:
    (symbol,) = {each.symbol for each in store.sets()}
    for unit in store.units(level=Level.PARAGRAPH, symbol=symbol):
        line = source_line(unit.symbol, unit.reference, unit.label)
        asked = question(line)
        assert (asked.asked, asked.text) == (Asked.PARAGRAPH, symbol), line
        if asked.paragraph:
            found = cite(store, asked.text, asked.paragraph)
            assert source_line(symbol, found.reference, found.label) == line


@pytest.mark.parametrize(
    ("reference", "label", "found"),
    [
        ("12(a).1", "12(a)", "12(a)"),
        ("pp-2.1", "", "pp-2"),
        ("h-3.1", "", "h-3"),
        ("p-4.1-2+p-5.1", "", "p-4"),
        ("3~2.1", "3", "3~2"),
        ("figure-18.1.1", "figure-18.1", "figure-18.1"),
        ("box-2.1", "box-2", "box-2"),
        ("fn-a.1", "a", "fn-a"),
        ("fn-4.1", "4", "fn-4"),
        ("table-2.r1.c1", "table-2.r1.c1", "table-2.r1.c1"),
        ("annex.table-2.r1.c3", "annex.table-2.r1.c3", "annex.table-2.r1.c3"),
        ("annex-II.3.1", "annex-II.3", "annex-ii.3"),
        ("IV.B.1", "IV.B", "iv.b"),
        ("A.3.1", "A.3", "a.3"),
        ("4+5.1", "4+5", "4"),
        ("title~2", "", "title~2"),
        ("title.1", "", ""),
        ("", "", ""),
    ],
)
def test_an_address_leads_to_the_very_paragraph(reference: str, label: str, found: str) -> None:
    asked = question(address_line("A/99/6", reference, label))
    assert (asked.asked, asked.text, asked.paragraph) == (Asked.PARAGRAPH, "A/99/6", found)
