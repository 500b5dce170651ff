"""Documents: notes apart, sentences inside paragraphs, texts that are no translations."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from hexapla.align import documents, shelf
from hexapla.align.beads import Bead
from hexapla.align.documents import (
    Alignment,
    align_documents,
    align_encoded,
    encode_document,
)
from hexapla.align.encoders.embedded import EmbeddedEncoder
from hexapla.corpora.document import Document, Kind, Paragraph
from hexapla.corpora.errors import AlignmentError
from hexapla.corpora.languages import LANGUAGES
from scripts.dev.evaluate.defects import Rates, damage, gold_beads, parallel_units

COMPARES_ENCODINGS = True


@pytest.fixture(scope="module")
def encoder() -> EmbeddedEncoder:
    return EmbeddedEncoder()


@pytest.fixture(scope="module")
def seed(shared_data: Path) -> dict[str, Document]:
    """The seed in both languages, each paragraph as the gold has it."""
    path = shared_data / "seed" / "paragraphs.jsonl"
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    kinds = {kind.value: kind for kind in Kind}
    return {
        language: Document(
            "A/RES/1/1",
            language,
            tuple(
                Paragraph(
                    row["id"],
                    Kind.NOTE if row["id"].startswith("fn") else kinds.get(row["kind"], Kind.BODY),
                    str(row["number"] or ""),
                    row[language],
                )
                for row in rows
            ),
        )
        for language in ("zh", "en")
    }


def document(language: str, *texts: str) -> Document:
    """A document of plain paragraphs."""
    paragraphs = (Paragraph(f"p-{i}", Kind.BODY, "", text) for i, text in enumerate(texts))
    return Document("", language, tuple(paragraphs))


def pairs(alignment: Alignment) -> list[tuple[list[str], list[str]]]:
    """Name the paragraphs of each bead."""
    source, target = alignment.source.paragraphs, alignment.target.paragraphs
    return [
        ([source[i].id for i in bead.source], [target[j].id for j in bead.target])
        for bead in alignment.paragraph_beads
    ]


def assert_complete(alignment: Alignment) -> None:
    for beads, source, target in (
        (
            alignment.paragraph_beads,
            alignment.source.paragraphs,
            alignment.target.paragraphs,
        ),
        (alignment.segment_beads, alignment.source_segments, alignment.target_segments),
    ):
        assert sorted(i for bead in beads for i in bead.source) == list(range(len(source)))
        assert sorted(j for bead in beads for j in bead.target) == list(range(len(target)))


def test_every_paragraph_of_the_seed_finds_its_own(
    seed: dict[str, Document], encoder: EmbeddedEncoder
) -> None:
    alignment = align_documents(seed["zh"], seed["en"], encoder=encoder)
    assert_complete(alignment)
    assert all(left == right for left, right in pairs(alignment))


def test_notes_may_stand_elsewhere(seed: dict[str, Document], encoder: EmbeddedEncoder) -> None:
    source, target = (replace(each, paragraphs=each.paragraphs[:64]) for each in seed.values())
    paragraphs = target.paragraphs
    notes = tuple(each for each in paragraphs if each.kind is Kind.NOTE)
    rest = tuple(each for each in paragraphs if each.kind is not Kind.NOTE)
    moved = Document("", "en", rest + notes)
    alignment = align_documents(source, moved, encoder=encoder)
    assert_complete(alignment)
    assert len(notes) > 10
    assert all(left == right for left, right in pairs(alignment))


def test_contents_lists_stand_in_no_bead(
    seed: dict[str, Document], encoder: EmbeddedEncoder
) -> None:
    source, target = (replace(each, paragraphs=each.paragraphs[:12]) for each in seed.values())
    lines = tuple(
        Paragraph(f"contents-{place}", Kind.CONTENTS, "", f"{each.text[:40]} ........ {place}")
        for place, each in enumerate(target.paragraphs, 1)
    )
    listed = replace(target, paragraphs=lines + target.paragraphs)
    plain, alignment = (align_documents(source, each, encoder=encoder) for each in (target, listed))
    assert pairs(alignment) == pairs(plain)
    texts = [alignment.target_segments[j] for b in alignment.segment_beads for j in b.target]
    assert all(each.paragraph >= len(lines) for each in texts)


def test_a_part_is_still_a_translation(seed: dict[str, Document], encoder: EmbeddedEncoder) -> None:
    part = Document("", "en", seed["en"].paragraphs[30:50])
    alignment = align_documents(seed["zh"], part, encoder=encoder)
    assert_complete(alignment)
    found = [(left, right) for left, right in pairs(alignment) if left and right]
    assert len(found) == 20
    assert all(left == right for left, right in found)


def test_sentences_stay_inside_their_paragraphs(encoder: EmbeddedEncoder) -> None:
    source = document("zh", "委员会审议了报告。委员会通过了建议。", "会议于下午闭幕。")
    target = document(
        "en",
        "The Committee considered the report. It adopted the recommendations.",
        "The meeting closed in the afternoon.",
    )
    alignment = align_documents(source, target, encoder=encoder)
    assert [bead.indices for bead in alignment.segment_beads] == [
        ((0,), (0,)),
        ((1,), (1,)),
        ((2,), (2,)),
    ]
    assert [piece.number for piece in alignment.source_segments] == [1, 2, 1]


def test_halves_of_an_interrupted_paragraph_are_one_bead(
    shared_data: Path, encoder: EmbeddedEncoder
) -> None:
    targets = parallel_units(shared_data)["targets"]
    plain = Rates(dropped=0, joined=0, split=0, unnumbered=1)
    whole = damage(targets["zh"][:100], 1, plain, "zh")
    cut = damage(targets["fr"][:100], 3, replace(plain, interrupted=0.2), "fr")
    gold = {bead.indices for bead in gold_beads(whole, cut)}
    source = document("zh", *(line.text for line in whole))
    target = document("fr", *(line.text for line in cut))
    for alignment in (
        align_documents(source, target, encoder=encoder),
        _turned(align_documents(target, source, encoder=encoder)),
    ):
        assert_complete(alignment)
        found = {bead.indices for bead in alignment.paragraph_beads}
        interrupted = {bead for bead in found if len(bead[1]) == 2 and bead[1][1] - bead[1][0] == 2}
        assert len(interrupted) >= 5
        assert interrupted <= gold
        # What stands between has no counterpart, and the sentences stay with their halves.
        assert {((), (bead[1][0] + 1,)) for bead in interrupted} <= found
        inside = {
            index: number
            for number, bead in enumerate(alignment.paragraph_beads)
            for index in bead.target
        }
        for bead in alignment.segment_beads:
            paragraphs = {alignment.target_segments[j].paragraph for j in bead.target}
            assert len({inside[paragraph] for paragraph in paragraphs}) <= 1


def test_vectors_that_are_composed_where_they_are_needed_are_those_that_are_held(
    shared_data: Path, encoder: EmbeddedEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    targets = parallel_units(shared_data)["targets"]
    plain = Rates(dropped=0.1, joined=0.1, split=0.1, unnumbered=1)
    versions = [
        document(
            language, *(line.text for line in damage(targets[language][:30], k, plain, language))
        )
        for k, language in enumerate(("zh", "en", "fr"))
    ]
    found = []
    for most in (2000, 0):
        monkeypatch.setattr(documents, "_HELD", most)
        monkeypatch.setattr(shelf, "_IN_MEMORY", most or 1)
        source, *others = (encode_document(version, encoder) for version in versions)
        assert (source.text.held is None) is (most == 0)
        aligned = align_encoded(source, others)
        found.append([(each.paragraph_beads, each.segment_beads) for each in aligned])
    assert found[0] == found[1]


def _turned(alignment: Alignment) -> Alignment:
    """Exchange the sides."""

    def turned(beads: Sequence[Bead]) -> tuple[Bead, ...]:
        return tuple(replace(bead, source=bead.target, target=bead.source) for bead in beads)

    return Alignment(
        alignment.target,
        alignment.source,
        turned(alignment.paragraph_beads),
        alignment.target_segments,
        alignment.source_segments,
        turned(alignment.segment_beads),
    )


def test_a_paragraph_of_many_sentences_takes_little_memory(encoder: EmbeddedEncoder) -> None:
    count = 300
    source = document("zh", "".join(f"第{n}号文件于{1700 + n}年印发。" for n in range(count)))
    target = document(
        "en", " ".join(f"Document No. {n} was issued in {1700 + n}." for n in range(count))
    )
    encoder.encode(["the weights are loaded beforehand"])
    tracemalloc.start()
    alignment = align_documents(source, target, encoder=encoder)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    # The features of all pairs of sentences would take 290 MB.
    assert peak < 150e6
    assert_complete(alignment)
    right = sum(bead.source == bead.target for bead in alignment.segment_beads)
    assert right >= 0.9 * count


@pytest.mark.parametrize("language", ["en", "fr", "ru", "ar", "de"])
def test_another_text_is_refused(
    seed: dict[str, Document], shared_data: Path, encoder: EmbeddedEncoder, language: str
) -> None:
    lines = (shared_data / "sdg-targets" / "unnumbered" / f"{language}.txt").read_text("utf-8")
    other = document(language, *lines.splitlines()[:40])
    part = replace(seed["zh"], paragraphs=seed["zh"].paragraphs[:60])
    name = LANGUAGES[language].name
    with pytest.raises(AlignmentError, match=f"the {name} text is no translation"):
        align_documents(part, other, encoder=encoder)


def test_short_texts(encoder: EmbeddedEncoder) -> None:
    source = document("zh", "大会决定将该项目列入下届会议议程。")
    same = document("en", "The Assembly decides to include the item in its next agenda.")
    other = document("en", "Two cups of flour, one egg and a little salt.")
    assert len(align_documents(source, same, encoder=encoder).paragraph_beads) == 1
    with pytest.raises(AlignmentError):
        align_documents(source, other, encoder=encoder)


def test_an_empty_side_is_left_unaligned(encoder: EmbeddedEncoder) -> None:
    alignment = align_documents(document("zh", "第一段。"), document("en"), encoder=encoder)
    assert_complete(alignment)
