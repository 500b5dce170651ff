"""The reading benchmark: its help, a quick run, and what it counts as right."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hexapla.corpora.document import Kind
from hexapla.corpora.readers.registry import read
from scripts.dev.bench.reading import _shares, main
from scripts.dev.bench.reading_files import WrittenParagraph, make_pieces, write_docx, write_html
from tests.commands import run


def test_a_quick_run_reads_every_format_without_a_fault() -> None:
    done = run("--quick", "--json", command=main)
    assert (done.returncode, done.stderr) == (0, "")
    found = {(row["format"], row["tool"]): row for row in map(json.loads, done.stdout.splitlines())}
    assert {("docx", "hexapla"), ("docx", "python-docx"), ("html", "hexapla")} <= set(found)
    for (_, tool), row in found.items():
        assert row["pages_a_second"] > 0
        if tool == "hexapla":
            shares = [row[name] for name in ("whole", "numbers", "notes", "mixed", "extra")]
            assert shares == [1, 1, 1, 0, 0]
    # Automatic numbers and notes are what python-docx does not show.
    lost = found["docx", "python-docx"]
    assert (lost["whole"], lost["numbers"], lost["notes"]) == (1, 0, 0)


def test_reports_are_read_in_both_formats(shared_data: Path, tmp_path: Path) -> None:
    name = "15-pdf-hyphens/s-de-120"
    for suffix in (".pdf", ".docx"):
        source = (shared_data / "field" / name).with_suffix(suffix)
        (tmp_path / source.name).write_bytes(source.read_bytes())
    done = run("--reports", str(tmp_path), "--quick", "--json", command=main)
    assert (done.returncode, done.stderr) == (0, "")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    tools = [("pdf", "hexapla"), ("pdf", "pypdfium2"), ("docx", "hexapla")]
    assert [(row["format"], row["tool"]) for row in rows] == tools
    assert {(row["report"], row["pages"]) for row in rows} == {("s-de-120", 1)}


@pytest.mark.parametrize("language", ["zh", "en", "ar"])
def test_the_files_say_the_same(language: str, tmp_path: Path) -> None:
    pieces = make_pieces(10, language)
    assert len(pieces) == 14
    write_docx(tmp_path / "a.docx", pieces)
    write_html(tmp_path / "a.html", pieces, language)
    for path in tmp_path.iterdir():
        found = [each for each in read(path).paragraphs if each.kind is not Kind.NOTE]
        labels = [each.label.rpartition("(")[2].rstrip(")") for each in found]
        assert labels == [piece.number.strip("().") for piece in pieces]


def test_what_is_counted() -> None:
    pieces = [
        WrittenParagraph("1.", 0, "One text.", "A note."),
        WrittenParagraph("2.", 0, "Another text."),
    ]
    right = ["1. One text.¹", "2. Another text.", "1 A note."]
    assert _shares(pieces, right) == (1, 1, 1, 0, 0)
    mixed = ["One text. [1] A note.", "(2) Another text.", "A/99/902"]
    assert _shares(pieces, mixed) == (0.5, 0.5, 0, 1, 1)
