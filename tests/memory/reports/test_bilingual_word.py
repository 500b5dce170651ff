"""The Word file with both languages side by side."""

from __future__ import annotations

from pathlib import Path

import docx
from docx.enum.section import WD_ORIENT

from hexapla.corpora.readers.docx.elements import W
from hexapla.memory.reports.bilingual_word import write_bilingual_word
from hexapla.memory.reports.pretranslation import Pretranslation


def test_the_page_lies_and_the_number_takes_little_of_it(
    result: Pretranslation, tmp_path: Path
) -> None:
    write_bilingual_word(tmp_path / "a.docx", result, "new", 75)
    document = docx.Document(str(tmp_path / "a.docx"))
    section = document.sections[0]
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert section.page_width is not None and section.page_height is not None
    assert section.page_width > section.page_height
    table = document.tables[0]
    number, source, target = (column.width for column in table.columns)
    assert number is not None and source is not None
    assert 8 * number < source == target
    assert table.rows[0]._tr.find(f"{W}trPr/{W}tblHeader") is not None
    assert all(row._tr.find(f"{W}trPr/{W}cantSplit") is not None for row in table.rows[1:])
    legend = next(each for each in document.paragraphs if "word for word" in each.text)
    assert "only like it" in legend.text
