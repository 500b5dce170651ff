"""Tracked changes, told and accepted."""

from __future__ import annotations

import pytest
from lxml import etree

from hexapla.corpora.readers.docx.elements import W
from hexapla.memory.word.revisions import accept_all, signature, tracked_changes
from tests.memory.word.documents import NAMESPACE, texts_of

WHO = 'w:id="1" w:author="A. Delegate" w:date="2044-03-05T10:00:00Z"'


def body(content: str) -> etree._Element:
    return etree.fromstring(f"<w:body {NAMESPACE}>{content}</w:body>")


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def gone(text: str) -> str:
    return f"<w:del {WHO}><w:r><w:delText>{text}</w:delText></w:r></w:del>"


def test_who_changed_what_and_when_is_told() -> None:
    root = body(f"<w:p>{run('Takes ')}<w:ins {WHO}>{run('due ')}</w:ins>{gone('good ')}</w:p>")
    assert [
        (each.is_removed, each.text, each.author, each.date[:10]) for each in tracked_changes(root)
    ] == [
        (False, "due ", "A. Delegate", "2044-03-05"),
        (True, "good ", "A. Delegate", "2044-03-05"),
    ]


def test_accepting_keeps_what_came_in_and_drops_what_went() -> None:
    root = body(
        f"<w:p>{run('Takes ')}<w:ins {WHO}>{run('due ')}</w:ins>{gone('good ')}{run('note')}</w:p>"
    )
    assert accept_all(root)
    assert texts_of(root) == ["Takes due note"]
    assert not accept_all(root)


def test_a_paragraph_whose_mark_went_goes_on_in_the_next() -> None:
    mark = f"<w:pPr><w:rPr><w:del {WHO}/></w:rPr></w:pPr>"
    root = body(
        f"<w:p>{mark}{run('Takes ')}</w:p><w:p>{mark}{run('due ')}</w:p><w:p>{run('note')}</w:p>"
    )
    accept_all(root)
    assert texts_of(root) == ["Takes due note"]


def test_a_row_that_went_takes_its_table_along() -> None:
    cell = f"<w:tc><w:p>{gone('Posts')}</w:p></w:tc>"
    root = body(
        f"<w:tbl><w:tr><w:trPr><w:del {WHO}/></w:trPr>{cell}</w:tr></w:tbl><w:p>{run('End')}</w:p>"
    )
    accept_all(root)
    assert [child.tag.rpartition("}")[2] for child in root] == ["p"]


def told(root: etree._Element) -> list[tuple[str, str]]:
    return [(str(each.done), each.text) for each in tracked_changes(root)]


def test_what_moved_is_no_deletion_and_no_insertion() -> None:
    away = f"<w:moveFrom {WHO}><w:r><w:t>Plants trees.</w:t></w:r></w:moveFrom>"
    here = f"<w:moveTo {WHO}><w:r><w:t>Plants trees.</w:t></w:r></w:moveTo>"
    marks = [f"<w:pPr><w:rPr><w:{name} {WHO}/></w:rPr></w:pPr>" for name in ("moveFrom", "moveTo")]
    root = body(
        f"<w:p>{marks[0]}{away}</w:p><w:p>{run('Takes note.')}</w:p><w:p>{marks[1]}{here}</w:p>"
    )
    assert told(root) == [("moved away", "Plants trees.¶"), ("moved here", "Plants trees.¶")]
    accept_all(root)
    assert texts_of(root) == ["Takes note.", "Plants trees."]


def test_ends_of_paragraphs_rows_and_cells_are_told() -> None:
    mark = f"<w:pPr><w:rPr><w:ins {WHO}/></w:rPr></w:pPr>"
    cells = [f"<w:tc><w:p>{run(text)}</w:p></w:tc>" for text in ("Posts", "12")]
    row = f"<w:tr><w:trPr><w:del {WHO}/></w:trPr>{''.join(cells)}</w:tr>"
    other = f"<w:tc><w:tcPr><w:cellDel {WHO}/></w:tcPr><w:p>{run('Gone')}</w:p></w:tc>"
    root = body(
        f"<w:p>{mark}{run('Takes ')}</w:p><w:p>{run('note')}</w:p>"
        f"<w:tbl>{row}<w:tr>{cells[0]}{other}</w:tr></w:tbl>"
    )
    assert told(root) == [("put in", "¶"), ("taken out", "Posts | 12"), ("taken out", "Gone")]
    accept_all(root)
    assert texts_of(root) == ["Takes", "note", "Posts"]


def test_what_one_put_in_and_another_took_out_is_gone() -> None:
    other = WHO.replace("A. Delegate", "B. Delegate")
    root = body(
        f"<w:p>{run('Takes ')}<w:ins {WHO}>{run('due ')}"
        f"<w:del {other}><w:r><w:delText>good </w:delText></w:r></w:del></w:ins></w:p>"
    )
    assert [(str(each.done), each.text, each.author) for each in tracked_changes(root)] == [
        ("put in", "due ", "A. Delegate"),
        ("taken out", "good ", "B. Delegate"),
    ]
    assert {each.paragraph for each in tracked_changes(root)} == {"Takes due "}


def test_of_paragraphs_with_the_same_letters_it_is_told_which_one() -> None:
    put_in = f"<w:ins {WHO}>{run('note')}</w:ins>"
    cell = f"<w:tc><w:p>{run('1. Takes note')}</w:p></w:tc>"
    rows = [f"<w:tr><w:trPr><w:{name} {WHO}/></w:trPr>{cell}</w:tr>" for name in ("ins", "del")]
    root = body(
        f"<w:p>{run('2. Takes note')}</w:p><w:tbl>{''.join(rows)}</w:tbl>"
        f"<w:p>{run('Takes ')}{put_in}</w:p>"
    )
    assert [each.before for each in tracked_changes(root) if each.paragraph] == [2]


def test_a_text_box_that_is_there_in_two_forms_is_told_once() -> None:
    box = f"<w:txbxContent><w:p><w:ins {WHO}>{run('trees')}</w:ins></w:p></w:txbxContent>"
    forms = f'<mc:Choice Requires="wps">{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>'
    space = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    both = f"<w:r><mc:AlternateContent {space}>{forms}</mc:AlternateContent></w:r>"
    assert told(body(f"<w:p>{both}</w:p>")) == [("put in", "trees")]
    root = body(f"<w:p><w:ins {WHO}>{run('Plants')}{both}</w:ins></w:p>")
    assert told(root) == [("put in", "Plants"), ("put in", "trees")]


def test_a_table_in_a_row_is_told_with_it_once() -> None:
    def table(content: str) -> str:
        row = f"<w:trPr><w:del {WHO}/></w:trPr><w:tc>{content}</w:tc>"
        return f"<w:tbl><w:tr>{row}</w:tr></w:tbl>"

    inner, outer = (f"<w:p>{run(text)}</w:p>" for text in ("Posts", "Total"))
    root = body(table(table(inner) + outer))
    assert told(root) == [("taken out", "Posts Total")]


def test_breaks_hyphens_and_notes_are_told() -> None:
    signs = '<w:r><w:noBreakHyphen/></w:r><w:r><w:footnoteReference w:id="2"/><w:br/></w:r>'
    assert told(body(f"<w:p><w:ins {WHO}>{signs}</w:ins></w:p>")) == [("put in", "\u2011¹\n")]


@pytest.mark.parametrize(
    ("date", "told"),
    [
        ("2044-03-05T10:00:00Z", "2044-03-05T10:00:00Z"),
        ("2044-03-05T10:00:00.5+02:00", "2044-03-05T10:00:00.5+02:00"),
        ("no date at all", ""),
        ("", ""),
    ],
)
def test_a_name_is_as_long_as_those_of_people_and_a_date_is_one(date: str, told: str) -> None:
    mark = etree.Element(W + "ins", {W + "author": "A" * 9_000_000, W + "date": date})
    assert signature(mark) == ("A" * 255, told)
    assert signature(None) == ("", "")
