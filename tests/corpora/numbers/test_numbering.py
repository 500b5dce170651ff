"""Which numbers hold, by their sequence, which labels they make, and the reasons that are given."""

from __future__ import annotations

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
        found.append(Entry(outer, inner, sentence=text.endswith(".")))
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
    ],
)
def test_labels_follow_from_the_sequence(texts: tuple[str, ...], wanted: list[str | None]) -> None:
    assert labels(*texts) == wanted


def test_every_verdict_has_its_reason() -> None:
    assert reasons("1. One", "2. Two") == [(Family.NUMBER, Reason.LEADS)]
    assert reasons("1. One") == [(Family.NUMBER, Reason.STARTS)]
    assert reasons("7. Seven") == [(Family.NUMBER, Reason.SINGLE)]
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


_TEXTS = (
    *("1. A", "2. B", "3. C", "(a) a", "(b) b", "(i) i", "I. X", "A. Y", "1.1 p", "Text"),
    *("Annex", "Article 2", "2019. Y", "12 bis. Z", "一、甲", "Goal 1.", "Target 1.2 t"),
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
