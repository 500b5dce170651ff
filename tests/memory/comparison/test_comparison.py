"""What became of the paragraphs of small texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.corpora.document import Kind, Paragraph
from hexapla.memory.comparison.comparison import ChangeKind, compare_paragraphs

KEEP = "Decides to keep the register of trees in the cities of Member States;"
REPORT = "Requests the Secretary-General to report on the present resolution;"
PLANT = "Invites Governments to plant trees along the main roads of their capitals;"
STORMS = "Notes with regret that many old oaks fell in the storms of last winter;"
ALSO = "Decides also to remain seized of the matter."


def paragraphs(*texts: str, kind: Kind = Kind.OPERATIVE) -> list[Paragraph]:
    return [
        Paragraph(f"op-{number}", kind, str(number), text) for number, text in enumerate(texts, 1)
    ]


def changes(
    old: Sequence[Paragraph], new: Sequence[Paragraph], language: str = "en"
) -> list[tuple[str, str, str]]:
    return [
        (str(row.change), row.old.label if row.old else "", row.new.label if row.new else "")
        for row in compare_paragraphs(old, new, language)
    ]


def test_another_number_alone_is_no_change() -> None:
    assert changes(paragraphs(KEEP, REPORT), paragraphs(REPORT)) == [
        ("removed", "1", ""),
        ("same", "2", "1"),
    ]


@pytest.mark.parametrize(
    ("language", "heading"),
    [("en", "Article {}"), ("zh", "第{}条"), ("ar", "المادة {}"), ("ru", "Статья {}")],
)
def test_a_heading_that_is_its_number_alone_goes_with_its_text(language: str, heading: str) -> None:
    def articles(*texts: str) -> list[Paragraph]:
        return [
            Paragraph(f"{number}{kind}", kind, str(number), text)
            for number, each in enumerate(texts, 1)
            for kind, text in ((Kind.HEADING, heading.format(number)), (Kind.BODY, each))
        ]

    assert changes(articles(KEEP, REPORT, PLANT), articles(STORMS, KEEP, PLANT), language) == [
        *(("added", "", "1"), ("added", "", "1")),
        *(("same", "1", "2"), ("same", "1", "2")),
        *(("removed", "2", ""), ("removed", "2", "")),
        *(("same", "3", "3"), ("same", "3", "3")),
    ]


@pytest.mark.parametrize("kind", [Kind.TABLE_CELL, Kind.LIST_ITEM, Kind.NOTE])
def test_another_number_is_a_change_where_it_is_no_heading(kind: Kind) -> None:
    def texts(*cited: str) -> list[Paragraph]:
        return [
            Paragraph(f"table-1.r{number}.c{column}", own, "", text)
            for number, each in enumerate(cited, 1)
            for column, (own, text) in enumerate(((Kind.TABLE_CELL, KEEP), (kind, each)), 1)
        ]

    rows = compare_paragraphs(texts("Article 5", "Annex II"), texts("Article 7", "Annex IV"), "en")
    assert {row.change for row in rows if row.new and row.new.text == KEEP} == {ChangeKind.SAME}
    assert ChangeKind.SAME not in {row.change for row in rows if row.new and row.new.text != KEEP}


def test_a_number_that_was_left_in_the_text_is_none_of_it() -> None:
    old, new = paragraphs(f"21.1. {KEEP}", REPORT), paragraphs(KEEP, REPORT)
    (row, _) = compare_paragraphs([replace(each, label="") for each in old], new, "en")
    assert row.change is ChangeKind.SAME
    assert row.old and (row.old.label, row.old.text) == ("21.1", KEEP)


def test_the_mark_of_a_note_and_the_way_of_printing_are_no_change() -> None:
    old = paragraphs("Recalling the “Convention”,¹ and its Protocol,")
    new = paragraphs('Recalling the "Convention",² and its  Protocol,')
    assert changes(old, new) == [("same", "1", "1")]


def test_numbers_and_case_are_changes() -> None:
    old = paragraphs(KEEP, "Recalling its resolution 97/8 of 5 March 2043,")
    new = paragraphs(
        KEEP.replace("States", "states"), "Recalling its resolution 98/12 of 7 April 2044,"
    )
    assert changes(old, new) == [("changed", "1", "1"), ("changed", "2", "2")]


def test_as_few_as_possible_have_moved() -> None:
    old, new = paragraphs(KEEP, REPORT, PLANT, ALSO), paragraphs(PLANT, KEEP, REPORT, ALSO)
    assert changes(old, new) == [
        ("moved", "3", "1"),
        ("same", "1", "2"),
        ("same", "2", "3"),
        ("same", "4", "4"),
    ]


def test_what_moved_can_have_changed_as_well() -> None:
    after = PLANT.replace("Governments", "all Member States")
    assert changes(paragraphs(KEEP, REPORT, PLANT), paragraphs(after, KEEP, REPORT))[0] == (
        "moved and changed",
        "3",
        "1",
    )


def test_another_text_in_the_same_place_is_no_change_of_the_old_one() -> None:
    assert changes(paragraphs(KEEP, PLANT, REPORT), paragraphs(KEEP, STORMS, REPORT)) == [
        ("same", "1", "1"),
        ("removed", "2", ""),
        ("added", "", "2"),
        ("same", "3", "3"),
    ]


def test_short_lines_that_are_repeated_stay_where_they_are() -> None:
    old = paragraphs("Annex", KEEP, "Annex", REPORT, "Annex", PLANT)
    new = paragraphs("Annex", KEEP, "Annex", PLANT)
    assert [kind for kind, *_ in changes(old, new)].count("moved") == 0
    assert [kind for kind, *_ in changes(old, new)].count("removed") == 2


def test_a_paragraph_that_was_cut_in_two_is_changed_and_something_came_in() -> None:
    old = paragraphs(f"{KEEP} {STORMS}", REPORT)
    new = paragraphs(KEEP, STORMS, REPORT)
    assert [kind for kind, *_ in changes(old, new)] in (
        ["changed", "added", "same"],
        ["added", "changed", "same"],
    )


def test_a_note_goes_with_its_paragraph() -> None:
    def note(mark: str, text: str) -> Paragraph:
        return Paragraph(f"fn-{mark}", Kind.NOTE, mark, text)

    one, two, three = paragraphs(KEEP, REPORT, PLANT)
    old = [one, note("1", "See A/97/20."), two, note("2", "See A/97/21."), three]
    new = [one, three, note("1", "See A/97/20."), two, note("2", "See A/97/21.")]
    found = compare_paragraphs(old, new, "en")
    assert [str(row.change) for row in found if row.new and row.new.kind is Kind.NOTE] == [
        "same"
    ] * 2


def test_chinese_texts_are_compared_by_their_signs() -> None:
    rest = ("回顾其以往关于城市树木的各项决议，", "请秘书长就本决议的执行情况提出报告；")
    old = paragraphs("决定保留树木名册，并请会员国每年提交资料；", *rest)
    new = paragraphs(*rest, "决定保留树木总名册，并请各会员国每年提交资料；")
    assert ("moved and changed", "1", "3") in changes(old, new, "zh")


WORDS = ("trees", "roads", "cities", "States", "report", "notes", "storms", "winter", "oaks")


@given(st.integers(0, 10_000))
def test_every_paragraph_is_told_once_and_in_order(seed: int) -> None:
    dice = Random(seed)
    old, new = (
        paragraphs(*(" ".join(dice.choices(WORDS, k=dice.randint(1, 9))) for _ in range(8)))
        for _ in range(2)
    )
    new += dice.sample(old, 4)
    rows = compare_paragraphs(old, new, "en")
    assert [row.new_place for row in rows if row.new] == list(range(len(new)))
    assert sorted(row.old_place for row in rows if row.old) == list(range(len(old)))
    assert all((row.old is None) is (row.change is ChangeKind.ADDED) for row in rows)
    assert all((row.new is None) is (row.change is ChangeKind.REMOVED) for row in rows)


@given(st.lists(st.sampled_from([KEEP, REPORT, "Annex", "1 204", ""]), max_size=12))
def test_a_text_is_the_same_as_itself(texts: list[str]) -> None:
    rows = compare_paragraphs(paragraphs(*texts), paragraphs(*texts), "en")
    assert {row.change for row in rows} <= {ChangeKind.SAME}
    assert compare_paragraphs([], [], "en") == ()
