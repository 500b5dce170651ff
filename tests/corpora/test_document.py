"""Documents and paragraphs as values."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace

import pytest

from hexapla.corpora.document import Detail, Document, Kind, Paragraph


def test_kinds_and_details_are_the_words_that_are_shown() -> None:
    assert f"{Kind.LIST_ITEM}, {Kind.TABLE_CELL}, {Detail.AGENDA_ITEM}" == (
        "list item, table cell, agenda item"
    )


def test_a_paragraph_is_a_value() -> None:
    paragraph = Paragraph("op-1", Kind.OPERATIVE, "1", "Decides.")
    assert paragraph == replace(paragraph) and hash(paragraph) == hash(replace(paragraph))
    assert (paragraph.detail, paragraph.level) == (None, 0)
    with pytest.raises(FrozenInstanceError):
        paragraph.text = "Recalls."  # type: ignore[misc]


def test_a_document_says_nothing_that_its_file_does_not_say() -> None:
    document = Document("", "en", ())
    assert (document.warnings, document.session) == ((), "")
