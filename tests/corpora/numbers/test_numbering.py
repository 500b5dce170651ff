"""Which numbers hold, by their sequence, which labels they make, and the reasons that are given."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.corpora.languages import LANGUAGES
from hexapla.corpora.numbers.markers import Family, Marker
from hexapla.corpora.numbers.numbering import Entry, Rank, Reason, decide, number
from hexapla.corpora.numbers.readings import readings


def entries(*texts: str, language: str = "en") -> list[Entry]:
    """Blocks of running text, each with what can be read behind its number."""
    found = []
    for text in texts:
        outer = readings(text, language)
        inner = readings(text[outer[0].length :], language) if outer and outer[0].length else ()
        small = bool(outer) and text[outer[0].length :][:1].islower()
        found.append(Entry(outer, inner, sentence=text.endswith("."), small=small))
    return found


def labels(*texts: str, language: str = "en") -> list[str | None]:
    return [found.label if found else None for found in number(entries(*texts, language=language))]


def reasons(text: str, *around: str) -> list[tuple[Family, Reason]]:
    """The verdicts on the first of some texts."""
    first = decide(entries(text, *around))[0]
    return [(verdict.marker.family, verdict.reason) for verdict in first.verdicts]


@pytest.mark.parametrize(
    ("texts", "wanted"),
    [
        (("1. One", "2. Two", "3. Three"), ["1", "2", "3"]),
        (("1. One", "(a) A", "(b) B", "2. Two"), ["1", "1(a)", "1(b)", "2"]),
        (
            ("1. One", "(a) A", "(i) I", "(ii) II", "(b) B"),
            ["1", "1(a)", "1(a)(i)", "1(a)(ii)", "1(b)"],
        ),
        (("(h) H", "(i) I", "(j) J"), ["(h)", "(i)", "(j)"]),
        (("1. One", "2. Two", "2 bis. Put in", "3. Three"), ["1", "2", "2bis", "3"]),
        (("1. (a) A", "(b) B", "2. Two"), ["1(a)", "1(b)", "2"]),
        (("I. Head", "1. One", "II. Head", "2. Two"), ["I", "1", "II", "2"]),
        (("1.1 A", "1.2 B", "2.1 C", "2.2 D"), ["1.1", "1.2", "2.1", "2.2"]),
        (("Annex II", "1. One", "2. Two"), ["annex-II", "annex-II.1", "annex-II.2"]),
        (("1. One", "2019. That year", "2. Two"), ["1", None, "2"]),
        (
            ("27.I.1 A", "27.I.2 B", "(a) a", "(b) b", "27.I.3 C", "27.II.1 D", "27.II.2 E"),
            ["27.I.1", "27.I.2", "27.I.2(a)", "27.I.2(b)", "27.I.3", "27.II.1", "27.II.2"],
        ),
        # Most lists have but one number: they are believed in their order.
        (("1.1.1 A", "1.b.1 B", "8.2.1 C", "12.a.1 D"), ["1.1.1", "1.b.1", "8.2.1", "12.a.1"]),
        (
            ("1. A", "1.1 B", "1.1.1 C", "1.b.1 D", "2. E", "8.2.1 F", "12.a.1 G", "3. H"),
            ["1", "1.1", "1.1.1", "1.b.1", "2", "8.2.1", "12.a.1", "3"],
        ),
        # So is the list of the contents, which comes again.
        (("1.1.1 A", "2.1.1 B", "3.4.1 C") * 2, ["1.1.1", "2.1.1", "3.4.1"] * 2),
        (("A. Head", "A.1 One", "B. Head", "B.1 One"), ["A", "A.1", "B", "B.1"]),
        (("12. A", "12a. B", "12b. C", "13. D"), ["12", "12a", "12b", "13"]),
        (("1a. A", "1b. B", "2. C", "3a. D", "4. E"), ["1a", "1b", "2", "3a", "4"]),
        (("(1) A", "(2) B", "(2a) C", "(3) D"), ["(1)", "(2)", "(2a)", "(3)"]),
        (("(1) А", "(1б) Б", "(2) В"), ["(1)", "(1b)", "(2)"]),
        (("15.1 A", "15.2 B", "15.2a C", "15.3 D"), ["15.1", "15.2", "15.2a", "15.3"]),
    ],
)
def test_labels_follow_from_the_sequence(texts: tuple[str, ...], wanted: list[str | None]) -> None:
    assert labels(*texts) == wanted


@pytest.mark.parametrize(
    "text",
    [
        *("1.5 million people", "10.30 a.m.", "1.2.3 is the version", "V.1 is the version"),
        *("12.1.26 was the day", "C.1 is a form", "29D.1 is a paragraph", "3D. Printing"),
    ],
)
def test_what_no_sequence_bears_out_is_text(text: str) -> None:
    assert labels("1. One", "2. Two", text, "3. Three") == ["1", "2", None, "3"]


def test_a_figure_or_a_reference_does_not_take_the_place_of_a_paragraph() -> None:
    assert labels("1.3 A", "1.4 B", "1.5 million", "1.5 C") == ["1.3", "1.4", None, "1.5"]
    assert labels("27.I.4 A", "27.I.9 says so", "27.I.2 says so", "27.I.5 B", "27.I.6 C") == [
        *("27.I.4", None, None, "27.I.5", "27.I.6"),
    ]
    dates = ("12.1.26 A", "14.1.26 B", "3.2.26 C", "5.2.26 D")
    assert labels(*dates) == [None] * 4


def test_the_alphabet_of_a_letter_follows_from_the_others() -> None:
    own = ("А.1 А", "А.2 Б", "Б.1 В", "В.1 Г", "В.2 Д", "Г.1 Е")
    assert labels(*own, language="ru") == ["A.1", "A.2", "B.1", "C.1", "C.2", "D.1"]
    latin = ("А.1 А", "А.2 Б", "В.1 В", "В.2 Г", "С.1 Д", "D.1 Е", "D.2 Ж")
    assert labels(*latin, language="ru") == ["A.1", "A.2", "B.1", "B.2", "C.1", "D.1", "D.2"]


def test_every_verdict_has_its_reason() -> None:
    assert reasons("1. One", "2. Two") == [(Family.NUMBER, Reason.LEADS)]
    assert reasons("1. One") == [(Family.NUMBER, Reason.STARTS)]
    assert reasons("7. Seven") == [(Family.NUMBER, Reason.SINGLE)]
    assert reasons("1.1.1 A", "1.b.1 B", "8.2.1 C") == [(Family.PATH, Reason.ORDERED)]
    assert reasons("7. Seven", "Text") == [(Family.NUMBER, Reason.ALONE)]
    assert reasons("(i) One", "(ii) Two") == [
        (Family.ROMAN, Reason.STARTS),
        (Family.LETTER, Reason.OUTWEIGHED),
    ]
    assert reasons("1. (a) A", "(b) B") == [
        (Family.NUMBER, Reason.STARTS),
        (Family.LETTER, Reason.INNER),
    ]
    assert reasons("Article 12. Definitions") == [(Family.ARTICLE, Reason.WORDED)]


def test_a_number_waits_for_the_one_before_it() -> None:
    decisions = decide(entries("1. One", "3. March was cold", "2. Two", "3. Three"))
    assert [decision.numbered is not None for decision in decisions] == [True, False, True, True]
    assert [verdict.reason for verdict in decisions[1].verdicts] == [Reason.PENDING]


def test_a_moved_paragraph_takes_no_number_from_those_that_it_was_moved_behind() -> None:
    assert labels("1. A", "3. C", "4. D", "2. B", "5. E") == ["1", "3", "4", "2", "5"]
    assert labels("1. A", "4. D", "5. E", "2. B", "3. C", "6. F") == ["1", "4", "5", "2", "3", "6"]
    assert labels("1.1 A", "1.3 C", "1.4 D", "1.2 B") == ["1.1", "1.3", "1.4", "1.2"]
    dates = ("1. A", "25. Mai", "26. Mai", "2. B", "3. C")
    assert labels(*dates, language="de") == ["1", None, None, "2", "3"]


def test_what_the_format_gives_is_believed() -> None:
    given_seven = Entry(readings("7. x", "en"), given=True)
    (decision,) = decide([given_seven])
    assert decision.numbered is not None
    assert (decision.numbered.label, decision.numbered.rank) == ("7", Rank.PARAGRAPH)
    assert decision.verdicts[0].reason is Reason.GIVEN


def test_text_below_an_article_has_its_label() -> None:
    found = number(entries("Article 1", "States shall help.", "Article 2"))
    assert [(each.label, each.rank) for each in found if each] == [
        ("1", Rank.HEADING),
        ("1", Rank.TEXT),
        ("2", Rank.HEADING),
    ]


def test_sections_are_articles_where_they_are_one_list_whose_numbers_start_again() -> None:
    assert labels("Section 1. Aim", "(a) A", "Section 2. Scope", "1. B") == [
        "1",
        "1(a)",
        "2",
        "2.1",
    ]
    # One alone is a chapter, as are those that start again in each part.
    assert labels("Section 27", "27.1 A", "27.2 B") == ["XXVII", "27.1", "27.2"]
    parts = ("Part I", "Section 1", "Section 2", "Part II", "Section 1", "Section 2")
    assert labels(*parts) == ["I", "I.I", "I.II", "II", "II.I", "II.II"]
    # So are those that paragraphs number through, and those that hold articles.
    through = ("Section 1", "1. A", "2. B", "Section 2", "3. C", "4. D")
    assert labels(*through) == ["I", "1", "2", "II", "3", "4"]
    assert labels("Section 1", "Article 1", "Section 2", "Article 2") == ["I", "1", "II", "2"]


def _texts(*texts: str, heading: str) -> list[str | None]:
    found = [
        replace(entry, titled=text == heading)
        for text, entry in zip(texts, entries(*texts), strict=True)
    ]
    return [each.label if each else None for each in number(found)]


def test_what_has_a_heading_behind_the_last_article_is_in_none() -> None:
    closing = ("Notice", "The Board is no party.", "(a) It may be told.")
    texts: tuple[str, ...] = (
        "Article 1",
        "States shall help.",
        "Article 2",
        "They shall tell.",
        *closing,
    )
    assert _texts(*texts, heading="Notice") == ["1", "1", "2", "2", None, None, "(a)"]
    texts = ("Article 1", "(a) Help", "Article 2", "1. Tell", "2. Ask", *closing)
    assert _texts(*texts, heading="Notice") == ["1", "1(a)", "2", "2.1", "2.2", None, None, "(a)"]
    # A heading within the last article is in it, for its numbers go on.
    texts = ("Article 1", "Help.", "Article 2", "1. Tell", "Notice", "2. Ask", "3. Write")
    assert _texts(*texts, heading="Notice") == ["1", "1", "2", "2.1", None, "2.2", "2.3"]


def test_nesting_that_the_format_tells_decides() -> None:
    given = (("1.", 1), ("a.", 2), ("1.", 3), ("A.", 4), ("2.", 3), ("b.", 2), ("i.", 3), ("2.", 1))
    found = number([Entry(readings(f"{m} x", "en"), given=True, depth=d) for m, d in given])
    assert [each.label for each in found if each] == [
        *("1", "1(a)", "1(a)(1)", "1(a)(1)(A)", "1(a)(2)", "1(b)", "1(b)(i)", "2"),
    ]


def test_letters_in_letters_are_capitals_in_scripts_that_have_none() -> None:
    given = (("أ -", 1), ("1.", 2), ("أ -", 3), ("ب -", 3), ("ب -", 1))
    found = number(
        [Entry(readings(f"{m} x", "ar"), given=True, depth=d, uncased=m > "z") for m, d in given]
    )
    assert [each.label for each in found if each] == [
        *("(a)", "(a)(1)", "(a)(1)(A)", "(a)(1)(B)", "(b)"),
    ]
    # Where the text alone tells, they are where the letters around are small.
    assert labels("1. One", "(a) a", "(i) i", "(A) A", "(B) B", "(ii) ii", "(b) b")[-4:] == [
        *("1(a)(i)(A)", "1(a)(i)(B)", "1(a)(ii)", "1(b)"),
    ]
    assert labels("1. One", "(A) A", "(B) B") == ["1", "1(a)", "1(b)"]


_TEXTS = (
    *("1. A", "2. B", "3. C", "(a) a", "(b) b", "(i) i", "I. X", "A. Y", "1.1 p", "Text"),
    *("Annex", "Article 2", "2019. Y", "12 bis. Z", "一、甲", "Goal 1.", "Target 1.2 t"),
    *("27.I.1 A", "27.I.2 B", "А.1 Б", "В.1 Г", "1.b.1 C", "8.2.1 D", "12a. E", "1.2a F"),
)


@given(st.lists(st.sampled_from(_TEXTS), max_size=12), st.sampled_from(sorted(LANGUAGES)))
def test_a_number_is_the_one_reading_that_holds(texts: list[str], language: str) -> None:
    blocks = entries(*texts, language=language)
    decisions = decide(blocks)
    assert [decision.numbered for decision in decisions] == number(blocks)
    for entry, decision in zip(blocks, decisions, strict=True):
        taken = [v.marker for v in decision.verdicts if v.reason.holds]
        tried = [v.marker for v in decision.verdicts if v.reason is not Reason.INNER]
        assert sorted(map(repr, tried)) == sorted(map(repr, entry.readings))
        own = decision.numbered is not None and decision.numbered.family is not None
        assert bool(taken) == own
        if own and decision.numbered:
            assert decision.numbered.length == sum(marker.length for marker in taken)


_NAMES = st.sampled_from(["1", "12", "29A", "27", "I", "II", "b", "xii", "bis", "²", "٣"])


@given(
    st.lists(
        st.builds(
            Marker,
            st.sampled_from([Family.PATH, Family.ARTICLE, Family.NUMBER, Family.GOAL]),
            st.integers(0, 30),
            _NAMES,
            st.integers(0, 5),
            st.booleans(),
            st.lists(_NAMES, max_size=3).map(tuple),
        ),
        max_size=10,
    )
)
def test_parents_may_be_any_names(markers: list[Marker]) -> None:
    found = number([Entry((marker,)) for marker in markers])
    assert len(found) == len(markers)
    for marker, numbered in zip(markers, found, strict=True):
        if numbered and numbered.family is Family.PATH:
            assert numbered.label.endswith(".".join((*marker.parents, marker.name)))


def test_a_heading_that_only_names_an_article_is_no_parent_of_the_paragraphs() -> None:
    texts = ("1. Notes it.", "2. Asks why.", "Article 26", "3. Thanks all.", "4. Goes on.")
    assert labels(*texts) == ["1", "2", None, "3", "4"]
    listed = ("1. Notes it.", "2. Asks why.", "Article 26", "1. Rooms", "3. Thanks all.", "4. On.")
    assert labels(*listed)[:3] == ["1", "2", None]
    assert labels(*listed)[4:] == ["3", "4"]
    budget = (
        "3.1 Notes it.",
        "3.2 Asks why.",
        "Article 26",
        "3.3 Thanks all.",
        "Article 9",
        "3.4 On.",
    )
    assert labels(*budget) == ["3.1", "3.2", None, "3.3", None, "3.4"]
    treaty = ("Article 1", "1. Notes it.", "2. Asks why.", "Article 2", "1. Thanks all.")
    assert labels(*treaty) == ["1", "1.1", "1.2", "2", "2.1"]


def test_the_numbers_before_an_article_go_on_behind_it_without_its_label() -> None:
    report = ("1. Notes it.", "2. Asks why.", "Article 1", "3. Thanks all.", "4. Goes on.")
    assert labels(*report) == ["1", "2", None, "3", "4"]
    quoted = ("1. Notes it.", "Article 1", "1. Rooms", "2. Fees", "Article 2", "1. Ink", "2. End.")
    assert labels(*quoted) == ["1", "1", "1.1", "1.2", "2", "2.1", "2.2"]
    around = (
        "1. Notes it.",
        "2. Asks.",
        "Article 1",
        "1. Ink",
        "Article 2",
        "3. Thanks.",
        "4. On.",
    )
    assert labels(*around) == ["1", "2", "1", "1.1", "2", "3", "4"]


def test_an_article_whose_title_stands_in_its_line_may_be_a_heading_of_the_format() -> None:
    texts = ("Article 1 Rooms", "1. Notes it.", "Article 2 Fees", "1. Asks why.")
    found = [
        replace(each, titled=each.readings[0].family is Family.ARTICLE) for each in entries(*texts)
    ]
    assert [each.label for each in number(found) if each] == ["1", "1.1", "2", "2.1"]
