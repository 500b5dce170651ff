"""One resolution in every format and in seven languages: one contract, the same paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from hexapla.corpora.document import Document, Kind, Paragraph
from hexapla.corpora.input.raw import RawFile
from hexapla.corpora.languages import language_named
from hexapla.corpora.numbers.note_marks import lower_signs, raise_digits
from hexapla.corpora.readers import office
from hexapla.corpora.readers.formats import FORMATS, detect_format, read_content
from hexapla.corpora.readers.registry import Identity, identify, read, read_word
from hexapla.corpora.structure.blocks import Role
from tests.corpora.readers.formats import (
    FORMS,
    LANGUAGES,
    OFFICE_FORMATS,
    TEXT_FORMATS,
    as_docx,
    convert,
    resolution,
    write,
)
from tests.evaluations import partly


@pytest.fixture(scope="session")
def office_files(tmp_path_factory: pytest.TempPathFactory) -> Mapping[tuple[str, str], Path]:
    """The resolution as .doc, .rtf, .odt and .pdf, by format and language."""
    folder = tmp_path_factory.mktemp("office")
    words = {language: write(folder, "docx", language) for language in LANGUAGES}
    # LibreOffice reads the Arabic letters of automatic numbers from RTF, but writes none.
    typed = folder / "typed-ar.docx"
    typed.write_bytes(as_docx(resolution("ar"), "ar", typed=True))
    sources = {"doc": words, "rtf": words | {"ar": typed}, "odt": words, "pdf": words}
    return {
        (form, language): path
        for form in OFFICE_FORMATS
        for language, path in convert(
            {each: sources[form][each] for each in _OLDER.get(form, LANGUAGES)}, form, folder
        ).items()
    }


def exact(document: Document, wanted: Document, *, printed: bool = False) -> float:
    """Return the share of paragraphs that are the same in all but the id; notes may stand apart.

    A file that is `printed` does not say which of its spaces are no-break ones.
    """
    spaces = {0xA0: " ", 0x202F: " "} if printed else {}
    found, asked = _counted(document, spaces), _counted(wanted, spaces)
    assert _order(document) == _order(wanted)
    return (found & asked).total() / max(found.total(), asked.total())


def _counted(document: Document, changed: Mapping[int, str]) -> Counter[Paragraph]:
    return Counter(
        replace(each, id="", text=each.text.translate(changed)) for each in document.paragraphs
    )


def _order(document: Document) -> list[str]:
    return [each.label for each in document.paragraphs if each.label and each.kind is not Kind.NOTE]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_plain_text_itself_is_read_as_it_was_written(tmp_path: Path, language: str) -> None:
    parts = resolution(language)
    document = read(write(tmp_path, "txt", language))
    texts = [each for each in document.paragraphs if each.kind is not Kind.NOTE]
    assert [each.text for each in texts] == [part.paragraph.text for part in parts]
    assert [each.label for each in texts] == [part.paragraph.label for part in parts]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", TEXT_FORMATS)
def test_formats_give_the_paragraphs_of_the_text(tmp_path: Path, form: str, language: str) -> None:
    path = write(tmp_path, form, language)
    document = read(path)
    assert exact(document, read(write(tmp_path, "txt", language))) == 1
    assert (document.symbol, document.language) == ("A/RES/99/901", language)
    assert document.warnings == ()
    assert identify(path) == Identity("A/RES/99/901", language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_tracked_changes_are_taken_as_accepted(tmp_path: Path, language: str) -> None:
    path = tmp_path / "changed.docx"
    path.write_bytes(as_docx(resolution(language), language, changed=True))
    assert exact(read(path), read(write(tmp_path, "txt", language))) == 1


@pytest.fixture(scope="module", autouse=True)
def _converted_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(office, "to_docx", cache(office.to_docx))
        yield


# A call of LibreOffice takes two seconds: each older format once in a writing of its own kind, and
# each language once, of which the tests take one and the evaluations all. What LibreOffice gives is
# a Word file, which is read in all of them above.
_OLDER = {"doc": ("ar", "zh", "fr"), "rtf": ("en", "ar", "ru"), "odt": ("zh", "es", "de")}
_OFFICE = [(form, each) for form in OFFICE_FORMATS for each in _OLDER.get(form, LANGUAGES)]
_TESTED = {
    (form, language)
    for form in FORMS.values()
    for language in (_OLDER[form][:1] if form in _OLDER else LANGUAGES)
}


@pytest.mark.parametrize(("form", "language"), partly(_OFFICE, _TESTED))
def test_office_formats_give_the_paragraphs_of_the_text(
    tmp_path: Path, office_files: Mapping[tuple[str, str], Path], form: str, language: str
) -> None:
    document = read(office_files[form, language])
    wanted = read(write(tmp_path, "txt", language))
    assert exact(document, wanted, printed=form == "pdf") == 1
    assert (document.symbol, document.language) == ("A/RES/99/901", language)


@pytest.mark.parametrize("form", ["docx", *_OLDER])
def test_a_word_file_comes_with_what_is_read_of_it(
    tmp_path: Path, office_files: Mapping[tuple[str, str], Path], form: str
) -> None:
    path = write(tmp_path, form, "en") if form == "docx" else office_files[form, _OLDER[form][0]]
    document, word = read_word(path)
    assert document == read(path)
    assert word is not None
    (tmp_path / "word.docx").write_bytes(word)
    assert read(tmp_path / "word.docx") == document
    assert read_word(write(tmp_path, "txt", "en"))[1] is None


# The contract of all readers


def test_every_format_that_is_read_is_held_to_the_contract() -> None:
    assert [each.name for each in FORMATS if each.read is not None] == list(FORMS)


_CONTRACTS = [
    (form, language)
    for form in FORMS.values()
    for language in ("zh", "en", "ar")
    if language in _OLDER.get(form, language)
]


@pytest.mark.parametrize(("form", "language"), partly(_CONTRACTS, _TESTED))
def test_every_reader_keeps_the_contract(
    tmp_path: Path, office_files: Mapping[tuple[str, str], Path], form: str, language: str
) -> None:
    path = office_files.get((form, language)) or write(tmp_path, form, language)
    raw = RawFile(path.read_bytes(), path)
    assert FORMS[detect_format(raw).name] == form
    content = read_content(raw)
    blocks = content.blocks(language)

    assert all(block.text == block.text.strip() != "" for block in blocks)
    assert not any(re.search("[\n\r\v\f\x85\u2028\u2029\t]", block.text) for block in blocks)
    assert not any(block.begins and block.after_break for block in blocks)
    # Numbers as printed: apart from the text, or typed in it; a bullet is none.
    assert all(any(map(str.isalnum, block.marker)) for block in blocks if block.marker)
    printed = [f"{block.marker} {block.text}".strip() for block in blocks]
    assert sum(bool(re.match(r"\(?\w{1,2}[.)]|\w{1,2} ?-", text)) for text in printed) == 21

    notes = [(place, block) for place, block in enumerate(blocks) if block.role is Role.NOTE]
    marks = [lower_signs(block.marker or block.text[:1]) for _, block in notes]
    assert marks == ([] if form == "txt" else ["1", "2"])
    for (place, note), mark in zip(notes, marks, strict=True):
        cited = next(at for at, block in enumerate(blocks) if raise_digits(mark) in block.text)
        assert cited < place
        # Only pages keep their notes apart.
        assert place == cited + 1 or form in ("pdf", "html")
        assert bool(note.marker) == (form != "html")

    assert language_named(content.language) in ("", language)
    assert content.symbol in ("", "A/RES/99/901")
    assert content.warnings == ()
    assert any("A/RES/99/901" in line for line in (*content.lines, *content.headers))
    assert not any("A/RES/99/901" in header for header in content.headers if header in printed)
