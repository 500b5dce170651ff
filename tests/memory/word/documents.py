"""Small Word documents for tests, and the texts that are in one."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import docx
from lxml import etree

from hexapla.corpora.readers.docx.elements import W
from hexapla.memory.word.package import WordPackage
from hexapla.memory.word.revisions import accept_all
from hexapla.memory.word.texts import NOTE, word_texts

NAMESPACE = f'xmlns:w="{W[1:-1]}"'


def package_of(*texts: str, rows: Iterable[tuple[str, ...]] = ()) -> WordPackage:
    """A document of paragraphs, and of a table behind them where there are rows."""
    document = docx.Document()
    for text in texts:
        document.add_paragraph(text)
    listed = list(rows)
    if listed:
        table = document.add_table(rows=0, cols=len(listed[0]))
        for cells in listed:
            for cell, text in zip(table.add_row().cells, cells, strict=True):
                cell.text = text
    return WordPackage.of_saved(document.save, Path("test.docx"))


def paragraph(content: str) -> etree._Element:
    """A w:p of its content as XML."""
    return etree.fromstring(f"<w:p {NAMESPACE}>{content}</w:p>")


def texts_of(root: etree._Element) -> list[str]:
    """The texts that are not empty, without notes."""
    found = [text.whole.replace(NOTE, "").strip() for text in word_texts(root)]
    return [text for text in found if text]


def package_at(path: Path) -> WordPackage:
    """The package that a file is."""
    return WordPackage.of(path.read_bytes(), path)


def again(package: WordPackage) -> WordPackage:
    """A package as it is read after it was saved."""
    return WordPackage.of(package.saved(), package.package.where)


def accepted(package: WordPackage) -> list[str]:
    """The texts with all tracked changes accepted."""
    root = again(package).body
    accept_all(root)
    return texts_of(root)


def rejected(package: WordPackage) -> list[str]:
    """The texts with all tracked changes rejected: what came in goes, what went stays."""
    root = again(package).body
    swapped = {W + "ins": W + "del", W + "del": W + "ins", W + "delText": W + "t"}
    for element in list(root.iter(*swapped)):
        element.tag = swapped[str(element.tag)]
    accept_all(root)
    return texts_of(root)
