"""Rows over several languages, one of which has a wrong text."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from hexapla.align.beads import Method
from hexapla.align.consistency import mark_disputed
from hexapla.align.documents import align_encoded, encode_document
from hexapla.align.encoders.embedded import EmbeddedEncoder
from hexapla.corpora.document import Document, Kind, Paragraph

COMPARES_ENCODINGS = True

_ENCODER = EmbeddedEncoder()
_LANGUAGES = ("zh", "en", "fr", "ru")


@pytest.fixture(scope="module")
def documents(shared_data: Path) -> dict[str, Document]:
    """Sixty targets in four languages, numbered from 1."""
    made = {}
    for language in _LANGUAGES:
        path = shared_data / "sdg-targets" / "unnumbered" / f"{language}.txt"
        lines = path.read_text("utf-8").splitlines()[:60]
        made[language] = Document(
            "",
            language,
            tuple(
                Paragraph(f"op-{n}", Kind.OPERATIVE, str(n), line)
                for n, line in enumerate(lines, 1)
            ),
        )
    return made


def disputed(
    documents: dict[str, Document], wrong: dict[str, Document]
) -> set[tuple[str, tuple[int, ...]]]:
    """Align documents, compare the rows of wrong ones; return the language and row of disputes."""
    source, *right = (encode_document(documents[code], _ENCODER) for code in _LANGUAGES)
    alignments = align_encoded(source, right)
    targets = [
        encode_document(wrong[code], _ENCODER) if code in wrong else target
        for code, target in zip(_LANGUAGES[1:], right, strict=True)
    ]
    found = mark_disputed(source, targets, alignments)
    for before, after in zip(alignments, found, strict=True):
        for old, new in zip(before.paragraph_beads, after.paragraph_beads, strict=True):
            assert old.indices == new.indices
            assert new == old or new.score <= 0.5
        for bead in after.segment_beads:
            paragraphs = {after.source_segments[i].paragraph for i in bead.source}
            rows = {
                i
                for each in after.paragraph_beads
                if each.method is Method.DISPUTED
                for i in each.source
            }
            assert (bead.method is Method.DISPUTED) == bool(bead.target and paragraphs & rows)
    return {
        (each.target.language, bead.source)
        for each in found
        for bead in each.paragraph_beads
        if bead.method is Method.DISPUTED
    }


def test_versions_that_agree_are_not_disputed(documents: dict[str, Document]) -> None:
    assert disputed(documents, {}) == set()


def test_the_language_that_differs_is_disputed_alone(documents: dict[str, Document]) -> None:
    french = documents["fr"]
    paragraphs = list(french.paragraphs)
    paragraphs[20] = replace(paragraphs[20], text=paragraphs[41].text)
    wrong = {"fr": replace(french, paragraphs=tuple(paragraphs))}
    assert disputed(documents, wrong) == {("fr", (20,))}


def test_two_languages_are_too_few_to_dispute(documents: dict[str, Document]) -> None:
    french = documents["fr"]
    paragraphs = list(french.paragraphs)
    paragraphs[20] = replace(paragraphs[20], text=paragraphs[41].text)
    source = encode_document(documents["zh"], _ENCODER)
    target = encode_document(replace(french, paragraphs=tuple(paragraphs)), _ENCODER)
    alignments = align_encoded(source, [target])
    assert mark_disputed(source, [target], alignments) == alignments
