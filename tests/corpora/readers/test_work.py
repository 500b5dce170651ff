"""Twice as long a document takes twice the work to read, in every format and shape."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from hexapla.corpora.languages import LANGUAGES
from hexapla.corpora.readers import akoma
from hexapla.corpora.readers.pdf.glyphs.reading import read_pages
from hexapla.corpora.readers.pdf.reader import content_of
from hexapla.corpora.readers.registry import read
from hexapla.corpora.structure.paragraphs import paragraphs
from tests.corpora.readers.pdf_files import page_file, tagged_file
from tests.corpora.readers.raw_files import raw
from tests.corpora.readers.word_files import (
    levels,
    lists,
    note_reference,
    notes,
    numbered,
    paragraph,
    run,
    word_file,
)
from tests.work import LINEAR, growth, time_growth

TEXT = "The Assembly decides to keep the register of trees."

Written = Callable[[int], bytes]


def several(inner: Callable[[int], str], around: str) -> Written:
    """Return what writes so many of something into a text that stands around it."""
    return lambda count: around.replace("{}", "".join(map(inner, range(count)))).encode()


AKOMA = (
    '<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><statement><mainBody>'
    f"<p>{TEXT}</p>{{}}</mainBody></statement></akomaNtoso>"
)
TEI = f'<TEI.2 lang="en"><text><body><p>{TEXT}</p>{{}}</body></text></TEI.2>'
PAGE = f"<html><body><p>{TEXT}</p>{{}}</body></html>"


def word(inner: Callable[[int], str], around: str = "{}", **parts: str) -> Written:
    def written(count: int) -> bytes:
        given = {name: part * count for name, part in parts.items() if name != "numbering"}
        if "footnotes" in parts:
            given["footnotes"] = notes(*(f"Note {number}." for number in range(count)))
        if "numbering" in parts:
            given["numbering"] = parts["numbering"]
        body = around.replace("{}", "".join(map(inner, range(count))))
        return word_file(paragraph(run(TEXT)) + body, **given)

    return written


SHAPES: Mapping[str, tuple[str, Written]] = {
    "lines": (".txt", several(lambda n: f"{n}. {TEXT}\n\n", "{}")),
    "broken lines": (".txt", several(lambda _: "The Assembly decides to\n", "{}")),
    "letters": (".txt", several(lambda n: f"({chr(97 + n % 26)}) {TEXT}\n", "{}")),
    "contents list": (".txt", several(lambda n: f"Chapter {n} ........ {n}\n", f"{TEXT}\n{{}}")),
    "paragraphs of a page": (".html", several(lambda n: f"<p>{n}. {TEXT}</p>", PAGE)),
    "items": (".html", several(lambda _: f"<li>{TEXT}</li>", PAGE.replace("{}", "<ol>{}</ol>"))),
    "lists": (".html", several(lambda _: f"<ol><li>{TEXT}</ol>", PAGE)),
    "rows": (
        ".html",
        several(
            lambda n: f"<tr><td>{n}</td><td>a</td></tr>", PAGE.replace("{}", "<table>{}</table>")
        ),
    ),
    "cells": (
        ".html",
        several(lambda n: f"<td>{n}</td>", PAGE.replace("{}", "<table><tr>{}</tr></table>")),
    ),
    "notes of a page": (".html", several(lambda n: f"<p>{TEXT}<sup>{n + 1}</sup></p>", PAGE)),
    "spans": (".html", several(lambda _: "<b>a</b> <i>b</i>", PAGE.replace("{}", "<p>{}</p>"))),
    "breaks": (".html", several(lambda _: "a<br>", PAGE.replace("{}", "<p>{}</p>"))),
    "numbered elements": (
        ".akn",
        several(
            lambda n: f"<paragraph><num>{n}.</num><content><p>{TEXT}</p></content></paragraph>",
            AKOMA,
        ),
    ),
    "numbers before a text": (
        ".akn",
        several(
            lambda n: f"<num>{n}</num>",
            AKOMA.replace("{}", f"<paragraph>{{}}<content><p>{TEXT}</p></content></paragraph>"),
        ),
    ),
    "cells of Akoma Ntoso": (
        ".akn",
        several(lambda _: "<td><p>a</p></td>", AKOMA.replace("{}", "<table><tr>{}</tr></table>")),
    ),
    "notes of Akoma Ntoso": (
        ".akn",
        several(
            lambda _: '<authorialNote marker="1"><p>n</p></authorialNote>',
            AKOMA.replace("{}", "<p>a{}</p>"),
        ),
    ),
    "sentences of TEI": (
        ".xml",
        several(lambda _: f"<s>{TEXT}</s>", TEI.replace("{}", "<p>{}</p>")),
    ),
    "notes of TEI": (
        ".xml",
        several(lambda n: f'<note n="{n}">n</note>', TEI.replace("{}", "<p>a{}</p>")),
    ),
    "cells of TEI": (
        ".xml",
        several(lambda _: "<cell>a</cell>", TEI.replace("{}", "<table><row>{}</row></table>")),
    ),
    "paragraphs of Word": (".docx", word(lambda _: paragraph(run(TEXT)))),
    "numbers of Word": (
        ".docx",
        word(lambda _: numbered(run(TEXT)), numbering=lists(levels(("decimal", "%1.")))),
    ),
    "runs": (".docx", word(lambda _: run("a"), paragraph("{}"))),
    "cells of Word": (
        ".docx",
        word(lambda _: f"<w:tr><w:tc>{paragraph(run('a'))}</w:tc></w:tr>", "<w:tbl>{}</w:tbl>"),
    ),
    "notes of Word": (
        ".docx",
        word(lambda n: paragraph(run("Text"), note_reference(n + 1)), footnotes=""),
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_twice_as_long_takes_twice_the_work(tmp_path: Path, shape: str) -> None:
    extension, written = SHAPES[shape]
    paths = {count: tmp_path / f"{count}{extension}" for count in (100, 200)}
    for count, path in paths.items():
        path.write_bytes(written(count))
    assert growth(lambda count: read(paths[count], language="en"), 100) < LINEAR


def shown_pages(data: bytes) -> object:
    """Read a PDF file in this process, where its calls are counted."""
    content = content_of(read_pages(data, 5000))
    return [paragraphs(content.blocks(language), language) for language in LANGUAGES]


def pages(count: int) -> bytes:
    return page_file((60, 700, 10, TEXT), (60, 100, 8, "1 A note"), kids=count)


def lines_of_a_page(count: int) -> bytes:
    return page_file(*((60, 800 - 700 * n / count, 10, TEXT) for n in range(count)))


def texts_of_a_line(count: int) -> bytes:
    return page_file(*((5 * n, 700, 10, "tree ") for n in range(count)))


def texts_over_each_other(count: int) -> bytes:
    return page_file(
        *((60 + n, 700 + n % 2, 10, 3 * f"tree{chr(97 + n % 26)}s") for n in range(count))
    )


def rules_of_a_page(count: int) -> bytes:
    drawn = "".join(f"{n % 500} {n % 790} 90 0.5 re f " for n in range(count))
    return page_file((60, 700, 10, TEXT), drawn=drawn)


def tagged_paragraphs_of_a_page(count: int) -> bytes:
    return tagged_file([("P", 60, 800 - 700 * n / count, 10, TEXT) for n in range(count)])


@pytest.mark.parametrize(
    "written",
    [
        pages,
        lines_of_a_page,
        texts_of_a_line,
        texts_over_each_other,
        rules_of_a_page,
        tagged_paragraphs_of_a_page,
    ],
)
def test_twice_as_long_a_pdf_file_takes_twice_the_work(written: Callable[[int], bytes]) -> None:
    files = {count: written(count) for count in (40, 80)}
    assert growth(lambda count: shown_pages(files[count]), 40) < LINEAR


def test_what_stands_before_the_cells_of_a_table_is_not_gone_through_for_each() -> None:
    # lxml goes through it within one call, which `growth` does not see.
    def cells(count: int) -> object:
        row = f"<meta>{'<x/>' * 20 * count}</meta>{'<td>a</td>' * count}"
        return akoma.read(raw(AKOMA.replace("{}", f"<table><tr>{row}</tr></table>")))

    assert time_growth(cells, 400, times=8) < 24
