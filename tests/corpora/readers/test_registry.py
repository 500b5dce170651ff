"""Reading files of any kind: the format by content, the language, the symbol, and refusals."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from hexapla.corpora.document import Kind
from hexapla.corpora.errors import DocumentError, UsageError
from hexapla.corpora.readers.registry import Identity, identify, read
from tests.corpora.readers.word_files import levels, lists, numbered, paragraph, word_file

ZH = "大会欢迎会员国为执行本决议所作的努力，并请秘书长向大会提出报告。"
EN = "The General Assembly welcomes the efforts of the Member States and asks for a report."
DE = "Die Generalversammlung begrüßt die Bemühungen der Mitgliedstaaten um die Durchführung."


def save(path: Path, content: str | bytes, encoding: str = "utf-8") -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def packed(*names: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return data.getvalue()


def test_the_format_is_told_by_content_and_not_by_name(tmp_path: Path) -> None:
    page = read(save(tmp_path / "page.txt", f"<!-- x --><!DOCTYPE html><html><p>{EN}</p></html>"))
    text = read(save(tmp_path / "text.docx", EN))
    word = read(save(tmp_path / "word", word_file(paragraph(EN))))
    assert [each.paragraphs[0].text for each in (page, text, word)] == [EN] * 3


@pytest.mark.parametrize(
    ("text", "encoding", "language"),
    [(ZH, "gb18030", "zh"), (ZH, "utf-16", "zh"), (EN, "utf-8-sig", "en"), (DE, "cp1252", "de")],
)
def test_text_in_any_encoding(tmp_path: Path, text: str, encoding: str, language: str) -> None:
    document = read(save(tmp_path / "文件 1.txt", text, encoding))
    assert document.language == language
    assert [each.text for each in document.paragraphs] == [text]


def test_a_page_in_the_encoding_that_it_declares(tmp_path: Path) -> None:
    page = f'<html><meta charset="gb2312"><p>{ZH}</p></html>'
    assert read(save(tmp_path / "a.html", page, "gb18030")).paragraphs[0].text == ZH


def test_word_numbers_become_labels(tmp_path: Path) -> None:
    body = paragraph(EN) + numbered(EN) + numbered("the first point;", depth=1) + numbered(EN)
    numbering = lists(levels(("decimal", "%1."), ("lowerLetter", "(%2)")))
    document = read(save(tmp_path / "a.docx", word_file(body, numbering=numbering)))
    assert [each.label for each in document.paragraphs] == ["", "1", "1(a)", "2"]


def test_the_language_is_the_texts_own(tmp_path: Path) -> None:
    page = save(tmp_path / "a.html", f'<html lang="fr"><p>{EN}</p></html>')
    document = read(page)
    assert document.language == "en"
    assert document.warnings == ("declared as fr, but the text reads like English",)


def test_a_given_language_is_kept_with_a_warning(tmp_path: Path) -> None:
    path = save(tmp_path / "a.txt", EN)
    document = read(path, language="fr")
    assert document.language == "fr"
    assert document.warnings == ("given as fr, but the text reads like English",)
    assert read(path, language="en").warnings == ()


def test_a_declared_language_that_goes_on_and_on_is_cut_in_the_warning(tmp_path: Path) -> None:
    page = save(tmp_path / "a.html", f'<html lang="{"fr-" * 10_000}"><p>{EN}</p></html>')
    (warning,) = read(page).warnings
    assert warning.startswith("declared as fr-fr-")
    assert warning.endswith("…, but the text reads like English")
    assert len(warning) < 100


def test_a_declared_language_serves_where_the_text_says_nothing(tmp_path: Path) -> None:
    path = save(tmp_path / "a.html", '<html lang="ar"><p>1234 (5)</p></html>')
    assert read(path).language == "ar"


def test_the_symbol_is_of_the_masthead_or_the_page_header(tmp_path: Path) -> None:
    masthead = save(tmp_path / "a.txt", f"United Nations\nA/99/L.5\n\n{EN}\n")
    cited = save(tmp_path / "b.txt", f"{EN}\n\nSee A/98/1.\n")
    header = "<w:p><w:r><w:t>United Nations A/RES/99/3</w:t></w:r></w:p>"
    word = save(tmp_path / "c.docx", word_file(paragraph(EN), header=header))
    assert [read(path).symbol for path in (masthead, cited, word)] == ["A/99/L.5", "", "A/RES/99/3"]
    assert identify(word) == Identity("A/RES/99/3", "en")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030"])
def test_a_long_file_is_identified_by_its_first_part(tmp_path: Path, encoding: str) -> None:
    path = save(tmp_path / "long.txt", "A/99/L.7\n" + (ZH + "\n") * 20_000, encoding)
    assert identify(path) == Identity("A/99/L.7", "zh")


def test_a_long_line_is_identified_too(tmp_path: Path) -> None:
    assert identify(save(tmp_path / "line.txt", EN * 3000)).language == "en"


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        (b"", "empty"),
        (b"of\n" * 200_001, "more than 200,000 lines or paragraphs"),
        (b" \n\n", "holds no text"),
        (b"12 34", "language cannot be told"),
        ("国連総会は、すべての加盟国の努力を歓迎する".encode(), "none of the seven"),
        (bytes(range(256)) * 4, "binary"),
        (b"%PDF-1.7\n...", "damaged PDF file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "no document of a word processor"),
        (b"\xffWPC", "WordPerfect"),
        (b"\x89PNG\r\n", "image"),
        (b"\x1f\x8btext", "damaged gzip"),
        (packed("xl/workbook.xml"), "spreadsheet"),
        (packed("ppt/presentation.xml"), "presentation"),
        (packed("mimetype", "content.xml"), "OpenDocument"),
        (packed("a.txt"), "zip archive"),
        (b"PK\x03\x04 damaged", "damaged"),
        (b'<?xml version="1.0"?><tmx version="1.4"/>', "translation memory"),
        (b'<?xml version="1.0"?><feed/>', "XML"),
        (b'<?xml version="1.0"?><cesAlign><linkGrp/></cesAlign>', "links between documents"),
        (b"<!-- -->" * 2000 + b"12", "language cannot be told"),
        (b"<html><body><script>x</script></body></html>", "holds no text"),
        (word_file(""), "holds no text"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_line(
    tmp_path: Path, content: bytes, cause: str
) -> None:
    path = save(tmp_path / "文件 x.txt", content)
    with pytest.raises(DocumentError, match=cause) as caught:
        read(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("content", [b"\n \n", b"<html><p> </p></html>", word_file("")])
def test_a_file_without_text_says_so(tmp_path: Path, content: bytes) -> None:
    path = save(tmp_path / "a.txt", content)
    for reading in (lambda: read(path, language="en"), lambda: identify(path)):
        with pytest.raises(DocumentError, match="holds no text"):
            reading()


def test_a_language_of_no_version_is_bad_use(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="'pt' is none of"):
        read(save(tmp_path / "a.txt", EN), language="pt")


def test_missing_files_and_folders(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.txt"):
        with pytest.raises(DocumentError):
            read(path)


def test_real_texts_are_read_in_their_languages(shared_data: Path) -> None:
    for language in ("zh", "en"):
        document = read(shared_data / "seed" / f"seed.{language}.txt")
        assert (document.language, document.warnings) == (language, ())
        assert sum(each.kind is Kind.OPERATIVE for each in document.paragraphs) == 65
    for path in sorted((shared_data / "sdg-targets/paged").iterdir()):
        document = read(path)
        assert (document.symbol, document.language) == ("A/RES/70/1", path.stem)
