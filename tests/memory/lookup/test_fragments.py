"""Parts of a new text, and texts that contain it, with what answers them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from hexapla.memory.lookup.fragments import Span, find_fragments
from hexapla.memory.selection import Selection
from hexapla.memory.store.opening import open_store
from hexapla.memory.store.store import Store
from hexapla.memory.units import DocumentRecord, Priority, Status
from tests.memory.factories import make_unit

LONG = "回顾其第12/4号决议，请秘书处每年向各国提供技术援助，并报告进展情况；"
LONG_ENGLISH = (
    "Recalling its resolution 12/4, requests the Secretariat to provide States with technical "
    "assistance every year, and to report on progress;"
)
TITLE = "技术援助信托基金"


@pytest.fixture
def store(location: str) -> Iterator[Store]:
    with open_store(location) as opened:
        opened.add_units(
            [
                make_unit(LONG, LONG_ENGLISH),
                make_unit(TITLE, "Trust Fund for Technical Assistance", place=1),
                make_unit("第3号决议草案", "Draft resolution 3", place=2),
            ],
            DocumentRecord("zh", "a", "a", 3),
        )
        yield opened


def answered(asked: Sequence[tuple[str, Span, str]]) -> list[Span | None]:
    """Where the number of a resolution stands in each translation, if it does."""
    starts = [translation.find("resolution 12/4") for _, _, translation in asked]
    return [None if start < 0 else (start, start + len("resolution 12/4")) for start in starts]


def test_a_text_that_contains_the_new_one_is_found(store: Store) -> None:
    asked = "请秘书处每年向各国提供技术援助"
    found = find_fragments(store, asked, source="zh", target="en")
    (whole,) = found.contained
    assert (whole.kind, whole.score, whole.tuid) == ("contained", 100, "A/1#1.1")
    assert whole.source[slice(*whole.source_span)] == asked
    assert (whole.stored, whole.stored_span, whole.target) == (LONG_ENGLISH, None, "")
    assert (found.stretches, found.coverage) == ((), 100)


def test_a_text_that_contains_nearly_the_new_one_is_found(store: Store) -> None:
    asked = "请秘书处每年向各国提供资金援助，并报告进展情况"
    (whole,) = find_fragments(store, asked, source="zh", target="en").contained
    assert 85 < whole.score < 99
    assert (
        whole.source[slice(*whole.source_span)] == "请秘书处每年向各国提供技术援助，并报告进展情况"
    )
    assert not find_fragments(store, asked, source="zh", target="en", min_score=96).contained


def test_numbers_of_what_answers_are_adapted(store: Store) -> None:
    asked = "回顾其第77/31号决议并强调民间社会的作用"
    found = find_fragments(store, asked, source="zh", target="en", answers=answered)
    (fragment,) = found.stretches
    assert fragment.text == "回顾其第77/31号决议"
    assert asked[slice(*fragment.span)] == fragment.text
    assert fragment.source[slice(*fragment.source_span)] == "回顾其第12/4号决议"
    assert fragment.stored_span is not None
    assert fragment.stored[slice(*fragment.stored_span)] == "resolution 12/4"
    assert fragment.target == "resolution 77/31"


def test_a_whole_stored_text_needs_nothing_that_answers(store: Store) -> None:
    found = find_fragments(store, f"设立{TITLE}和第9号决议草案", source="zh", target="en")
    assert [(each.text, each.target) for each in found.stretches] == [
        (TITLE, "Trust Fund for Technical Assistance"),
        ("第9号决议草案", "Draft resolution 9"),
    ]
    assert [each.text for each in found.cover] == [TITLE, "第9号决议草案"]
    assert {each.in_cover for each in found.every} == {True}


def test_what_is_excluded_is_not_found(store: Store) -> None:
    asked = "请秘书处每年向各国提供"
    assert find_fragments(store, asked, source="zh", target="en").every
    assert not find_fragments(store, asked, source="zh", target="en", exclude=["A/1"]).every
    assert not find_fragments(store, asked, source="zh", target="fr").every
    store.prioritize(Selection(symbol="A/1"), Priority.EXCLUDED)
    assert not find_fragments(store, asked, source="zh", target="en").every


def test_the_reviewed_text_is_shown_of_several(store: Store) -> None:
    text = f"{TITLE}由各国自愿捐款提供资金"
    units = [make_unit(text, "Funded.", place=4, status=Status.REVIEWED, symbol="B/1")]
    store.add_units(units, DocumentRecord("zh", "b", "b", 1))
    (fragment,) = find_fragments(store, f"设立{TITLE}", source="zh", target="en").stretches
    assert (fragment.symbol, fragment.count, fragment.exact) == ("B/1", 2, True)


def test_a_fragment_is_found_from_a_translation(store: Store) -> None:
    found = find_fragments(
        store, "We request THE SECRETARIAT to provide States with aid", source="en", target="zh"
    )
    assert found.stretches[0].text == "THE SECRETARIAT to provide States with"
    assert found.stretches[0].stored == LONG
