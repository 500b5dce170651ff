"""The process that reads PDF files: what it refuses, and what it says if it is taken over."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

from hexapla.corpora.errors import DocumentError, HexaplaError
from hexapla.corpora.input.children import Finished
from hexapla.corpora.numbers import note_marks
from hexapla.corpora.readers.pdf import glyphs, sandbox
from hexapla.corpora.readers.pdf.glyphs import rows
from hexapla.corpora.readers.pdf.glyphs.pages import GlyphRow
from hexapla.corpora.readers.pdf.glyphs.reading import read_pages
from hexapla.corpora.readers.pdf.sandbox import extract
from hexapla.corpora.readers.registry import read
from tests.corpora.readers.pdf_files import (
    multiplying_file,
    page_file,
)

HERE = Path("a file.pdf")
SENTENCE = "The register is open to all who wish to read in it."


def refusal(data: bytes, where: Path = HERE, language: str = "") -> str:
    with pytest.raises(DocumentError) as caught:
        extract(data, where, language=language)
    assert "\n" not in str(caught.value)
    return caught.value.cause


def test_a_scan_is_refused_with_advice() -> None:
    cause = refusal(page_file())
    assert "run OCR over it first: ocrmypdf --language eng in.pdf out.pdf (in other" in cause
    assert "chi_sim" in cause


def test_the_advice_is_for_the_language_that_is_known() -> None:
    assert refusal(page_file(), language="zh").endswith("--language chi_sim in.pdf out.pdf")
    assert refusal(page_file(), Path("A_81_6-AR.pdf")).endswith("--language ara in.pdf out.pdf")


def test_characters_of_private_use_are_refused_with_advice() -> None:
    cause = refusal(page_file((60, 700, 10, "\ue001\ue002\ue003")), language="ru")
    assert "run OCR over it first: ocrmypdf --force-ocr --language rus" in cause


def test_too_many_pages_are_refused() -> None:
    cause = refusal(page_file((60, 700, 10, SENTENCE), kids=5001))
    assert cause == "has 5001 pages; at most 5000 are read"


def test_too_much_on_one_page_is_refused() -> None:
    # PDFium takes the same text in nearly the same place for a bold one.
    texts = ["".join(chr(0x4E00 + 7 * n + place) for place in range(110)) for n in range(1000)]
    shows = [(5.0, 20 + 0.8 * n, 10.0, text) for n, text in enumerate(texts)]
    assert "100,000 characters on one page" in refusal(page_file(*shows))


def test_a_file_that_multiplies_is_refused() -> None:
    assert "too much memory" in refusal(multiplying_file())


@pytest.mark.parametrize("tail", [b"", b"%PDF-1.7\n", bytes(range(256)) * 20])
def test_rubbish_is_refused_in_one_line(tail: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.4\n" + tail)
    with pytest.raises(HexaplaError, match="damaged PDF file") as caught:
        read(path)
    assert "\n" not in str(caught.value)


# The process


def test_the_process_loads_the_standard_library_and_its_own_modules_alone() -> None:
    """And so little of that, that it starts at once."""
    (folder,) = glyphs.__path__
    loaded = {
        name
        for path in Path(folder).glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name in (
            [each.name for each in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    others = {name for name in loaded if not name.startswith(f"{glyphs.__name__}.")}
    assert {name.partition(".")[0] for name in others} <= {"__future__", *sys.stdlib_module_names}
    assert not others & {"dataclasses", "enum", "inspect", "logging"}


def test_it_says_again_what_it_does_not_load() -> None:
    assert rows.NOTE_NUMBERS == note_marks.NOTE_NUMBERS
    assert "0123456789".translate(rows.RAISED) == note_marks.raise_digits("0123456789")


def test_pages_come_back_as_they_were_taken() -> None:
    data = page_file((60, 700, 10, SENTENCE), (60, 680, 9, "大会 ¹²"), (60, 660, 10, "لم"))
    pages = extract(data, HERE)
    assert pages == read_pages(data, 1)
    assert [type(row) for row in pages[0].rows] == [GlyphRow] * 3


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\x80\x04\x95 a pickle",
        b"[]\n",
        b'["", [[0, 1, 1, false, [[1, 1, ["a"]]]]]]\n',  # no places follow
        b'["", [[0, 1, 1, false, [[1, 1, [7]]]]]]\n' + bytes(12),
        b'["", [[0, "wide", 1, false, []]]]\n',
        b'["", [[1e999, 1, 1, false, []]]]\n',
        b"[" * 100_000,
        b'{"a": 1}\n',
        b"[[], []]\n",
    ],
)
def test_whatever_the_process_says_is_pages_or_one_line(
    answer: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "run_child", lambda *_, **__: Finished(answer, 0))
    with pytest.raises(DocumentError, match="damaged PDF file, or one that takes too much memory"):
        extract(b"%PDF-", HERE)


@pytest.mark.skipif(sys.platform == "win32", reason="processor time is bounded on POSIX only")
def test_a_file_that_takes_too_much_processor_time_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sandbox, "_CPU_SECONDS", 1)
    cause = refusal(multiplying_file())
    assert cause == "a PDF file that takes more than 1 seconds of processor time to read"
