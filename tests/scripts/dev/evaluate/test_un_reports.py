"""Real reports are scored as by hand; a Word file keeps its layout under other words."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner

from hexapla.corpora.document import Document, Kind, Paragraph
from hexapla.corpora.errors import UsageError
from hexapla.corpora.languages import LANGUAGES
from hexapla.corpora.readers.registry import read
from scripts.dev.command import convert
from scripts.dev.evaluate.defects import parallel_units
from scripts.dev.evaluate.translated_reports import gold_of, translate
from scripts.dev.evaluate.translated_reports import main as translated_reports
from scripts.dev.evaluate.un_reports import (
    Comparison,
    Numbered,
    Score,
    compare_kinds,
    main,
    read_gold,
    score_numbered,
    typed_paragraphs,
)
from tests.corpora.readers.word_files import word_file

_TEXT = "The Committee notes that the estimates have been prepared on the basis of last year."


def _paragraph(*runs: str) -> str:
    return f"<w:p>{''.join(f'<w:r>{run}</w:r>' for run in runs)}</w:p>"


def _text(text: str) -> str:
    return f'<w:t xml:space="preserve">{text}</w:t>'


_BODY = "".join(
    (
        _paragraph(_text("Proposed budget for the coming year")),
        _paragraph(_text("3.1"), "<w:tab/>", _text("Outlook")),
        _paragraph(_text("3.2"), "<w:tab/>", _text(_TEXT), _text(" It asks why.")),
        _paragraph(_text("A/99/7/Add.1"), "<w:tab/>", _text("12 345.6")),
        _paragraph(_text("Table 3.1")),
        f"<w:p><w:del><w:r>{_text('9')}<w:tab/>{_text(_TEXT)}</w:r></w:del></w:p>",
    )
)


def _document(*rows: tuple[Kind, str, str]) -> Document:
    paragraphs = [
        Paragraph(str(i), kind, label, text) for i, (kind, label, text) in enumerate(rows)
    ]
    return Document("", "en", tuple(paragraphs))


def test_typed_numbers_are_told_and_headings_among_them() -> None:
    found = typed_paragraphs(word_file(_BODY))
    assert found == [Numbered("3.1", "Outlook"), Numbered("3.2", f"{_TEXT} It asks why.")]
    assert [each.is_heading for each in found] == [True, False]


def test_numbered_paragraphs_count_whole_and_with_their_label() -> None:
    gold = [Numbered("1", "Area in m2."), Numbered("2", "Self-help."), Numbered("3", "A third.")]
    document = _document(
        (Kind.BODY, "1", "Area in m²."), (Kind.BODY, "", "Selfhelp.¹"), (Kind.BODY, "3", "A")
    )
    assert score_numbered(gold, document) == Score(3, 2, 1)


def test_what_became_of_each_kind_is_counted() -> None:
    long = "a long enough text of words that a page break cut in two"
    word = _document(
        (Kind.BODY, "1", "Same."),
        (Kind.BODY, "2", long),
        (Kind.BODY, "3", "Nowhere."),
        (Kind.NOTE, "1", "See above."),
    )
    printed = _document(
        (Kind.BODY, "1", "Same."),
        (Kind.BODY, "1", "Same."),
        (Kind.BODY, "2", long[:30]),
        (Kind.BODY, "", long[30:]),
        (Kind.HEADING, "", "See above."),
    )
    found = compare_kinds(word, printed)
    assert found == {
        Kind.BODY: Comparison(same=1, cut=1, lost=1, extra=3),
        Kind.NOTE: Comparison(other_kind=1),
        Kind.HEADING: Comparison(extra=1),
    }
    assert found[Kind.BODY].f1 == pytest.approx(2 / 7)


def test_the_command_prints_files_and_kinds(tmp_path: Path) -> None:
    (tmp_path / "gold").mkdir()
    (tmp_path / "a.docx").write_bytes(word_file(_BODY))
    convert(tmp_path / "a.docx", folder=tmp_path)
    gold = {"label": "3.2", "text": f"{_TEXT} It asks why."}
    (tmp_path / "gold" / "a.jsonl").write_text(json.dumps(gold) + "\n", encoding="utf-8")
    result = CliRunner().invoke(main, [str(tmp_path)])
    assert result.exit_code == 0, result.output
    lines = {line[:28].strip(): line[28:].split() for line in result.output.splitlines()[:4]}
    assert lines.keys() == {"a.docx", "a.pdf", "all .docx", "all .pdf"}
    assert all(
        line == ["1", "numbered", "1.0000", "whole", "1.0000", "labelled"]
        for line in lines.values()
    )


def test_gold_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"label": "1"}\n', encoding="utf-8")
    with pytest.raises(UsageError, match=r"a\.jsonl: no gold"):
        read_gold(tmp_path / "a.jsonl")


@pytest.mark.parametrize("language", [each for each in LANGUAGES if each != "en"])
def test_other_words_stand_in_the_same_layout(
    language: str, tmp_path: Path, shared_data: Path
) -> None:
    texts = [text for _, text in parallel_units(shared_data)["targets"][language]]
    original = word_file(_BODY)
    new = translate(original, language, texts)
    assert (
        new == translate(original, language, texts) != translate(original, language, texts, seed=1)
    )
    (gold,) = gold_of(original, new)
    assert gold.label == "3.2"
    (tmp_path / "a.docx").write_bytes(new)
    document = read(tmp_path / "a.docx")
    assert document.language == language
    assert score_numbered([gold], document) == Score(1, 1, 1)
    read_texts = [each.text for each in document.paragraphs]
    assert any("12 345.6" in text for text in read_texts)
    assert not any("Outlook" in text or "Committee" in text for text in read_texts)


def test_a_session_is_named_in_the_language_where_it_is_that_of_the_reports() -> None:
    body = "".join(_paragraph(_text(f"{nth} session")) for nth in ("Eighty-first", "Eighth"))
    with zipfile.ZipFile(BytesIO(translate(word_file(body), "fr", ["mots divers"]))) as file:
        text = file.read("word/document.xml").decode()
    assert text.count("Quatre-vingt-unième session") == 1


def test_reports_are_not_written_in_their_own_language(tmp_path: Path) -> None:
    done = CliRunner().invoke(translated_reports, [str(tmp_path), "en", str(tmp_path / "out")])
    assert isinstance(done.exception, UsageError)
    assert "name another language" in str(done.exception)


def test_the_command_writes_documents_and_their_gold(tmp_path: Path, shared_data: Path) -> None:
    for name in ("sdg-targets", "seed", "udhr"):
        (tmp_path / name).symlink_to(shared_data / name)
    (tmp_path / "un-reports").mkdir()
    for name in ("a.docx", "b.docx"):
        (tmp_path / "un-reports" / name).write_bytes(word_file(_BODY))
    out = tmp_path / "out"
    arguments = [str(tmp_path), "ar", str(out), "--only"]
    assert CliRunner().invoke(translated_reports, [*arguments, "b."]).exit_code == 0
    assert {path.name for path in out.iterdir()} == {"b.docx", "b.pdf", "gold"}
    (gold,) = read_gold(out / "gold" / "b.jsonl")
    assert score_numbered([gold], read(out / "b.docx")) == Score(1, 1, 1)
    refused = CliRunner().invoke(translated_reports, [*arguments, "c."])
    assert isinstance(refused.exception, UsageError)
