"""Page artefacts: page numbers, running heads and job numbers, and text that looks like them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.corpora.structure.artefacts import PAGE_BREAK, is_page_line, is_symbol, page_artefacts


@pytest.mark.parametrize(
    "line",
    [
        *("14/35", "- 3 -", "– 3 –", "Page 3", "page 3 of 9", "3/5 19-12345", "19-12345 (C)"),
        *("第3页", "A/RES/99/1 Page 3", "*1912345*", "صفحة 3", "Seite 3", "страница 3", "١٤/٣٥"),
    ],
)
def test_page_lines(line: str) -> None:
    assert is_page_line(line)


@pytest.mark.parametrize(
    "line", ["12", "iv", "A/RES/99/1", "12. Text", "3/4 of them", "Page", "2019", "I", ""]
)
def test_lines_that_may_be_text(line: str) -> None:
    assert not is_page_line(line)


def test_symbols() -> None:
    assert is_symbol("A/RES/99/901") and is_symbol("A/C.3/99/L.5/Rev.1")
    assert is_symbol("S/RES/9999(2035)")
    assert not is_symbol("and/or") and not is_symbol("A/B") and not is_symbol("Text")


@given(st.lists(st.sampled_from(["", PAGE_BREAK, "1/2", "A/99/1", "Text here", "3"]), max_size=40))
def test_page_artefacts_are_among_the_lines(lines: list[str]) -> None:
    gone = page_artefacts(lines, "en")
    assert all(0 <= place < len(lines) and lines[place] for place in gone)


def pages(head: str, *, count: int = 6) -> list[str]:
    """Some pages of text with a line between them, `{}` in it standing for the page number."""
    lines: list[str] = []
    for page in range(1, count + 1):
        sentence = f"This is the text of the page, which has its number {page} in the middle of it."
        lines += [sentence, "", f"{sentence} It ends.", "", head.format(page), ""]
    return lines


@pytest.mark.parametrize(
    "head", ["{}/9", "Page {}", "A/99/12 Page {}", "- {} -", "A/99/12 The state of the tapes {}/9"]
)
def test_lines_with_page_numbers_are_found(head: str) -> None:
    lines = pages(head)
    wanted = {place for place, line in enumerate(lines) if place % 6 == 4}
    assert page_artefacts(lines, "en") == wanted


def test_running_heads_beside_page_breaks_are_found() -> None:
    lines = pages("The state of the tapes")
    for place in range(len(lines) - 1, -1, -1):
        if lines[place].startswith("The state"):
            lines.insert(place, PAGE_BREAK)
    gone = {lines[place] for place in page_artefacts(lines, "en")}
    assert gone == {PAGE_BREAK, "The state of the tapes"}


@pytest.mark.parametrize("head", ["Article {}", "Case {}", "{} people came"])
def test_numbered_text_is_none(head: str) -> None:
    assert page_artefacts(pages(head), "en") == set()
