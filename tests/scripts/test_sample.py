"""The bundled sample is read, file by file, exactly as its gold says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hexapla.align.documents import align_documents
from hexapla.align.encoders.base import Encoder
from hexapla.align.encoders.registry import get_encoder
from hexapla.corpora.document import Document, Kind, Paragraph
from hexapla.corpora.languages import LANGUAGES
from hexapla.corpora.readers.registry import read
from hexapla.corpora.segmentation.sentences import segment
from tests.paths import SAMPLE

GOLD = [
    json.loads(line) for line in (SAMPLE / "gold.jsonl").read_text(encoding="utf-8").splitlines()
]
FILES = sorted(SAMPLE.glob("A_RES_99_901-*"))


def test_the_sample_has_every_language_and_format() -> None:
    assert {path.stem[-2:].lower() for path in FILES} == set(LANGUAGES)
    assert {path.suffix for path in FILES} == {".txt", ".html", ".docx"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_version_is_read_as_its_gold_says(path: Path) -> None:
    document = read(path)
    assert (document.symbol, document.language) == ("A/RES/99/901", path.stem[-2:].lower())
    found = [(p.id, str(p.kind), p.label, p.text) for p in document.paragraphs]
    gold = [(row["id"], row["kind"], row["label"], row[document.language]) for row in GOLD]
    # A note stands where its page ends, which every version puts at another place.
    for kept in (True, False):
        assert [row for row in found if (row[1] == Kind.NOTE) is kept] == [
            row for row in gold if (row[1] == Kind.NOTE) is kept
        ]


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_version_has_the_sentences_of_the_chinese(language: str) -> None:
    counts = [len(segment(row["zh"], "zh")) for row in GOLD]
    assert max(counts) == 3
    for row, count in zip(GOLD, counts, strict=True):
        assert len(segment(row[language], language)) == count, row["id"]


@pytest.mark.parametrize("language", ["ar", "en", "zh"])
def test_the_note_has_four_numbered_paragraphs(language: str) -> None:
    document = read(SAMPLE / "note" / f"{language}.txt")
    assert (document.symbol, document.language) == ("A/99/902", language)
    numbered = [paragraph for paragraph in document.paragraphs if paragraph.label]
    assert [paragraph.label for paragraph in numbered] == ["1", "2", "3", "4"]
    assert all(len(segment(paragraph.text, language)) == 2 for paragraph in numbered)


def gold_document(language: str) -> Document:
    """The gold as a reader gives it, so that the test of the alignment depends on no reader."""
    rows = [Paragraph(row["id"], Kind(row["kind"]), row["label"], row[language]) for row in GOLD]
    return Document("A/RES/99/901", language, tuple(rows))


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return get_encoder()


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - {"zh"}))
def test_every_paragraph_and_sentence_finds_its_own(language: str, encoder: Encoder) -> None:
    found = align_documents(gold_document("zh"), gold_document(language), encoder=encoder)
    paragraphs = [bead.indices for bead in found.paragraph_beads]
    assert paragraphs == [((i,), (i,)) for i in range(len(GOLD))]
    segments = [bead.indices for bead in found.segment_beads]
    assert segments == [((i,), (i,)) for i in range(len(found.source_segments))]
