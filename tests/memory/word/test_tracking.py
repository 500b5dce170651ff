"""Changes that are written as tracked ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.corpora.readers.docx.elements import W
from hexapla.memory.text.difference import DiffKind
from hexapla.memory.word.authorship import Author, Authored
from hexapla.memory.word.revisions import tracked_changes
from hexapla.memory.word.texts import word_texts
from hexapla.memory.word.tracking import Tracker
from tests.memory.word.documents import accepted, package_of, paragraph, rejected
from tests.work import LINEAR, growth, lines_of

DATE = "2044-03-05T10:00:00Z"
TEXTS = st.lists(st.sampled_from(["one", " ", "two", "\t", "、", "12"]), max_size=8).map("".join)


@given(TEXTS, TEXTS)
def test_accepting_gives_the_new_text_and_rejecting_the_old(old: str, new: str) -> None:
    package = package_of(f"a{old}z")
    (found,) = word_texts(package.body)
    Tracker("me", DATE).rewrite(found.element, found.whole, f"a{new}z")
    assert accepted(package) == [f"a{new}z"]
    assert rejected(package) == [f"a{old}z"]


def test_a_change_has_its_author_its_time_and_a_number_of_its_own() -> None:
    package = package_of("keep the list")
    (found,) = word_texts(package.body)
    Tracker("me", DATE).rewrite(found.element, found.whole, "keep a list")
    assert {(each.author, each.date) for each in tracked_changes(package.body)} == {("me", DATE)}
    numbers = [str(each.get(W + "id")) for each in package.body.iter(W + "ins", W + "del")]
    assert sorted(numbers) == ["1", "2"]


def test_the_last_paragraph_of_a_cell_keeps_its_mark() -> None:
    package = package_of("Text", rows=[("Posts", "10")])
    tracker = Tracker("me", DATE)
    for text in word_texts(package.body):
        tracker.remove(text.element)
    marks = [text.element.find(f"{W}pPr/{W}rPr/{W}del") for text in word_texts(package.body)]
    assert [mark is not None for mark in marks] == [True, False, False]
    assert accepted(package) == []
    assert rejected(package) == ["Text", "Posts", "10"]


@pytest.mark.parametrize("between", ["", "trees "])
def test_work_grows_with_the_changes_of_several_authors_and_no_faster(between: str) -> None:
    authors = Author("Ana", DATE), Author("Boris", DATE)

    def rewrite(size: int) -> None:
        text = f"The {between * size}"
        kept = [Authored(DiffKind.SAME, between)] if between else []
        pieces = [Authored(DiffKind.SAME, "The ")]
        for number in range(size):
            pieces += [Authored(DiffKind.ADDED, f"{number} ", authors[number % 2]), *kept]
        element = paragraph(f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>')
        Tracker("me", DATE).rewrite(element, text, "".join(each.text for each in pieces), pieces)

    assert growth(rewrite, 300, lines_of) < LINEAR
