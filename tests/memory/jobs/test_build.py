"""From alignments to units: spans, addresses, contexts, and what stays alone."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.align.documents import Alignment
from hexapla.corpora.document import Document, Kind, Paragraph
from hexapla.corpora.errors import AlignmentError
from hexapla.corpora.readers.shown.texts import ShownTexts
from hexapla.memory.jobs.build import aligned_set, paragraph_references
from hexapla.memory.units import AlignedSet, Level, Translation, Unit
from tests.memory.samples import (
    TEXTS,
    Paragraphs,
    beads,
    document,
    one_to_one,
    sample_alignment,
    sample_set,
    segments,
)

BODY = Kind.OPERATIVE


def plain(*texts: str | tuple[str, ...]) -> list[tuple[str, Kind, str, tuple[str, ...]]]:
    """Numbered paragraphs, each of one sentence or several."""
    return [
        (f"op-{number}", BODY, str(number), (text,) if isinstance(text, str) else text)
        for number, text in enumerate(texts, 1)
    ]


def alignment(
    source: Paragraphs,
    target: Paragraphs,
    paragraph_links: list[tuple[list[int], list[int]]],
    *,
    language: str = "en",
    segment_links: list[tuple[list[int], list[int]]] | None = None,
) -> Alignment:
    return Alignment(
        document("zh", source),
        document(language, target),
        beads(*paragraph_links),
        segments(source),
        segments(target),
        beads(*(paragraph_links if segment_links is None else segment_links)),
    )


def built(*alignments: Alignment) -> AlignedSet:
    return aligned_set("S/1", alignments, (), "f")


def at(aligned: AlignedSet, level: Level) -> dict[str, Unit]:
    return {unit.reference: unit for unit in aligned.units if unit.level is level}


def texts(unit: Unit) -> dict[str, str]:
    return {each.language: each.text for each in unit.translations}


def test_sample_gives_every_paragraph_and_sentence_in_seven_languages() -> None:
    aligned = sample_set()
    paragraphs, sentences = at(aligned, Level.PARAGRAPH), at(aligned, Level.SENTENCE)
    assert list(paragraphs) == ["title", "organ", "pp-1", "1", "2", "2(a)", "fn-1"]
    assert list(sentences) == [
        *("title.1", "organ.1", "pp-1.1", "1.1", "1.2", "2.1", "2(a).1", "fn-1.1")
    ]
    for unit in aligned.units:
        assert [each.language for each in unit.translations] == ["en", "fr", "es", "ru", "ar", "de"]
    assert paragraphs["1"].text == "决定保留树木名册。名册每年更新一次。"
    assert texts(paragraphs["1"])["en"] == " ".join(TEXTS["en"][3])
    assert (paragraphs["fn-1"].kind, paragraphs["fn-1"].label) == (Kind.NOTE, "1")
    assert aligned.unaligned == ()


def test_context_is_the_text_around_in_the_document() -> None:
    sentences = at(sample_set(), Level.SENTENCE)
    assert sentences["title.1"].before == ""
    assert sentences["1.1"].before == sentences["pp-1.1"].text
    assert sentences["1.1"].after == "名册每年更新一次。"
    assert sentences["fn-1.1"].after == ""


def test_context_is_there_even_where_the_neighbour_is_unaligned() -> None:
    source = plain("甲。", "乙。", "丙。")
    aligned = built(alignment(source, plain("A.", "C."), [([0], [0]), ([1], []), ([2], [1])]))
    assert at(aligned, Level.PARAGRAPH)["3"].before == "乙。"


def test_a_merge_in_one_language_leaves_the_rows_of_the_others() -> None:
    source = plain("甲。", "乙。", "丙。")
    english = alignment(source, plain("A.", "B.", "C."), [([0], [0]), ([1], [1]), ([2], [2])])
    french = alignment(source, plain("A et B.", "C."), [([0, 1], [0]), ([2], [1])], language="fr")
    rows = at(built(english, french), Level.PARAGRAPH)
    assert {reference: texts(unit) for reference, unit in rows.items()} == {
        "1": {"en": "A."},
        "1+2": {"fr": "A et B."},
        "2": {"en": "B."},
        "3": {"en": "C.", "fr": "C."},
    }
    assert [unit.position for unit in rows.values()] == [0, 0, 1, 2]
    assert rows["1+2"].text == "甲。乙。"
    assert rows["1+2"].label == "1+2"
    assert (rows["1+2"].before, rows["1+2"].after) == ("", "丙。")


def test_pieces_are_joined_as_their_language_joins_them() -> None:
    chinese_target = alignment(plain("甲。"), plain("乙。", "丙。"), [([0], [0, 1])], language="zh")
    assert texts(at(built(chinese_target), Level.PARAGRAPH)["1"]) == {"zh": "乙。丙。"}
    english_target = alignment(plain("甲。"), plain("B.", "C."), [([0], [0, 1])])
    assert texts(at(built(english_target), Level.PARAGRAPH)["1"]) == {"en": "B. C."}


def test_sentence_references_within_and_across_paragraphs() -> None:
    source = plain(("甲。", "乙。", "丙。"), ("丁。", "戊。"), "己。")
    target = plain("A and B.", "C and D.", "E and F.")
    links = [([0, 1], [0]), ([2, 3], [1]), ([4, 5], [2])]
    rows = at(
        built(alignment(source, target, [([0, 1, 2], [0, 1, 2])], segment_links=links)),
        Level.SENTENCE,
    )
    assert list(rows) == ["1.1-2", "1.3+2.1", "2.2+3.1"]
    assert rows["1.3+2.1"].text == "丙。丁。"


def test_a_span_with_a_gap_is_addressed_so() -> None:
    source = plain(("甲。", "乙。", "丙。"))
    links = [([0, 2], [0]), ([1], [1])]
    rows = at(
        built(
            alignment(source, plain(("A.", "B.")), [([0], [0])], segment_links=links),
        ),
        Level.SENTENCE,
    )
    assert list(rows) == ["1.1,3", "1.2"]


def test_equal_labels_are_told_apart() -> None:
    numbered = Document(
        "S/1",
        "zh",
        (
            *(Paragraph(f"op-{n}", BODY, "1", "甲。") for n in range(3)),
            Paragraph("op-x", BODY, "1~2", "甲。"),
            Paragraph("fn-1", Kind.NOTE, "1", "甲。"),
        ),
    )
    assert paragraph_references(numbered) == ("1", "1~2", "1~3", "1~2~2", "fn-1")


@given(st.lists(st.sampled_from(["1", "1~2", "1~3", "2", "1~2~2"]), max_size=12))
def test_references_are_unique_whatever_the_labels(labels: list[str]) -> None:
    paragraphs = tuple(Paragraph(f"p-{n}", BODY, label, "x") for n, label in enumerate(labels))
    references = paragraph_references(Document("S/1", "zh", paragraphs))
    assert len(set(references)) == len(labels)
    for label in set(labels):
        assert references[labels.index(label)] == label or "~" in label


def test_empty_sides_are_listed_with_their_place_and_cause() -> None:
    source = plain("甲。", "乙。", "丙。")
    target = [*plain("A.", "C."), ("p-9", Kind.BODY, "", ("Extra.",))]
    aligned = built(alignment(source, target, [([], [2]), ([0], [0]), ([1], []), ([2], [1])]))
    assert list(at(aligned, Level.PARAGRAPH)) == ["1", "3"]
    extra, missing, *sentences = aligned.unaligned
    assert {each.level for each in sentences} == {Level.SENTENCE}
    assert (extra.language, extra.target_language, extra.position) == ("en", "en", -1)
    assert extra.cause == "no counterpart found in the Chinese text"
    assert (missing.language, missing.target_language, missing.position) == ("zh", "en", 1)
    assert missing.text == "乙。"
    assert missing.cause == "no counterpart found in the English text"


def test_a_label_that_the_other_text_lacks_is_the_cause() -> None:
    source = plain("甲。", "乙。")
    aligned = built(alignment(source, plain("A."), [([0], [0]), ([1], [])]))
    assert [each.cause for each in aligned.unaligned if each.level is Level.PARAGRAPH] == [
        "no counterpart found: the English text has no paragraph 2"
    ]


def test_no_unit_has_an_empty_side_or_white_space_at_its_ends() -> None:
    source = plain(" 甲。\u3000", " \u00a0", "丙。\x07")
    target = plain("\tA.\n", "B.", "\u2028")
    links = [([0], [0]), ([1], [1]), ([2], [2])]
    aligned = built(alignment(source, target, links))
    unit = at(aligned, Level.PARAGRAPH)["1"]
    assert (unit.text, texts(unit)) == ("甲。", {"en": "A."})
    assert len(aligned.units) == 2
    assert {(each.language, each.label) for each in aligned.unaligned} == {
        *(("zh", "2"), ("en", "2"), ("zh", "3"), ("en", "3"))
    }
    assert {each.cause for each in aligned.unaligned if not each.text} == {
        "the paragraph has no text"
    }


def test_translations_keep_score_method_and_their_own_label() -> None:
    target = [("op-5", BODY, "5", ("A.",)), ("op-6", BODY, "6", ("B.",))]
    aligned = built(alignment(plain("甲。"), target, [([0], [0, 1])]))
    assert at(aligned, Level.PARAGRAPH)["1"].translations == (
        Translation("en", "A. B.", 0.9, "similarity", "5+6"),
    )


def test_refuses_no_alignment_and_different_sources() -> None:
    with pytest.raises(AlignmentError, match="no language could be aligned"):
        built()
    other = alignment(plain("乙。"), plain("B."), [([0], [0])], language="fr")
    with pytest.raises(AlignmentError, match="same source"):
        built(alignment(plain("甲。"), plain("A."), [([0], [0])]), other)


def test_refuses_two_texts_in_one_language() -> None:
    with pytest.raises(AlignmentError, match="English twice"):
        built(sample_alignment("en"), sample_alignment("en"))


@st.composite
def partitions(draw: st.DrawFn, count: int) -> list[tuple[int, ...]]:
    """Cut 0 … count - 1 into consecutive spans."""
    cuts = sorted(draw(st.sets(st.integers(1, count - 1), max_size=count - 1))) if count > 1 else []
    edges = [0, *cuts, count]
    return [tuple(range(start, end)) for start, end in pairwise(edges)]


@given(st.data(), st.integers(1, 8))
def test_every_bead_is_in_exactly_one_unit(data: st.DataObject, count: int) -> None:
    source = plain(*(f"第{n}段。" for n in range(count)))
    spans = {
        language: data.draw(partitions(count), label=language) for language in ("en", "fr", "ru")
    }
    alignments = [
        alignment(
            source,
            plain(*(f"{language} {n}." for n in range(len(cut)))),
            [(list(span), [n]) for n, span in enumerate(cut)],
            language=language,
        )
        for language, cut in spans.items()
    ]
    aligned = built(*alignments)
    for level in Level:
        units = [unit for unit in aligned.units if unit.level is level]
        assert len({unit.reference for unit in units}) == len(units)
        assert len({unit.text for unit in units}) == len(units)
        assert [unit.position for unit in units] == sorted(unit.position for unit in units)
        found = sorted((each.language, each.text) for unit in units for each in unit.translations)
        assert found == sorted(
            (language, f"{language} {n}.")
            for language, cut in spans.items()
            for n in range(len(cut))
        )


def test_fingerprint_records_and_warnings_are_kept() -> None:
    aligned = sample_set("mark")
    assert (aligned.fingerprint, aligned.warnings) == ("mark", ("a warning",))
    assert [record.language for record in aligned.documents] == list(TEXTS)
    assert replace(aligned, fingerprint="") != aligned
    assert one_to_one(0) == ()


def test_units_keep_how_a_cat_tool_shows_their_texts() -> None:
    source, target = plain(("注意到。", "感谢。")), plain(("Notes it.", "Thanks all."))
    aligned = aligned_set(
        *("S/1", [alignment(source, target, [([0], [0])], segment_links=[([0], [0]), ([1], [1])])]),
        *((), "f"),
        shown={
            "zh": ShownTexts(("1. 注意到。感谢<t0/>。",), ("1. 注意到。", "感谢<t0/>。")),
            "en": ShownTexts(("1. Notes it. Thanks all.",), ("1.", "Notes it.", "Thanks all.")),
        },
    )
    shown = {unit.reference: (unit.carried, unit.translations[0].carried) for unit in aligned.units}
    shown_texts = {
        name: tuple(each.shown if each else "" for each in carried)
        for name, carried in shown.items()
    }
    assert shown_texts == {
        "1": ("1. 注意到。感谢<t0/>。", "1. Notes it. Thanks all."),
        "1.1": ("1. 注意到。", "1. Notes it."),
        "1.2": ("感谢<t0/>。", ""),
    }


def test_a_number_that_the_tool_cuts_off_is_kept_apart() -> None:
    source, target = plain("Notes it.", "Thanks all."), plain("Prend note.", "Remercie.")
    links = [([0], [0]), ([1], [1])]
    made = Alignment(
        replace(document("zh", source), language="en"),
        document("fr", target),
        *(beads(*links), segments(source), segments(target), beads(*links)),
    )
    texts = ("1. Notes it.", "2. Thanks all.")
    shown = ShownTexts(texts, ("1.", "Notes it.", "2. Thanks all."))
    aligned = aligned_set("S/1", [made], (), "f", shown={"en": shown})
    assert [
        (unit.carried.shown, unit.carried.number) if unit.carried else None
        for unit in at(aligned, Level.SENTENCE).values()
    ] == [("", "1."), ("2. Thanks all.", "")]
