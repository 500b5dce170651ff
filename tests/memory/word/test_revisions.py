"""Tracked changes, told and accepted."""

from __future__ import annotations

from lxml import etree

from hexapla.memory.word.revisions import accept_all, tracked_changes
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
