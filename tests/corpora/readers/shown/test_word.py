"""Word files as OmegaT shows them; tests/scripts/test_cat_tools.py asks OmegaT itself."""

from __future__ import annotations

import pytest

from hexapla.corpora.errors import DocumentError
from hexapla.corpora.readers.shown.word import shown_paragraphs
from tests.corpora.readers.raw_files import raw
from tests.corpora.readers.word_files import word_file


def _shown(body: str, **parts: str) -> list[str]:
    return list(shown_paragraphs(raw(word_file(body, **parts))))


def _run(text: str, before: str = "") -> str:
    return f'<w:r>{before}<w:t xml:space="preserve">{text}</w:t></w:r>'


def test_whatever_stands_between_two_texts_is_one_tag() -> None:
    note = '<w:r><w:footnoteReference w:id="1"/></w:r><w:bookmarkStart/>'
    italic = _run(" is ", "<w:rPr><w:i/></w:rPr>")
    body = f"<w:p>{_run('The report')}{note}{italic}{_run('long.')}</w:p>"
    assert _shown(body) == ["The report<t0/> is <t1/>long."]


def test_markup_at_the_ends_is_no_tag() -> None:
    note = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    assert _shown(f"<w:p>{note}{_run(' ')}{_run('All.')}{note}{_run(' ')}</w:p>") == ["All."]


def test_tabs_and_line_breaks_begin_a_text_and_tab_stops_do_not() -> None:
    stops = '<w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr>'
    body = (
        f"<w:p>{stops}{_run('15.1')}<w:r><w:tab/></w:r>{_run('One')}{_run('two', '<w:br/>')}</w:p>"
    )
    assert _shown(body) == ["15.1", "One", "two"]


def test_paragraphs_of_tables_boxes_and_notes_are_texts_of_their_own() -> None:
    box = f"<w:r><w:pict><w:txbxContent><w:p>{_run('Box')}</w:p></w:txbxContent></w:pict></w:r>"
    cell = f"<w:tbl><w:tr><w:tc><w:p>{_run('Cell')}</w:p></w:tc></w:tr></w:tbl>"
    notes = f'<w:footnote w:id="1"><w:p>{_run("See above.")}</w:p></w:footnote>'
    shown = _shown(f"<w:p>{_run('Text')}{box}</w:p>{cell}", footnotes=notes)
    assert shown == ["Text", "Box", "Cell", "See above."]


def test_a_damaged_file_is_named() -> None:
    with pytest.raises(DocumentError):
        list(shown_paragraphs(raw(b"PK\x03\x04 and nothing more")))
