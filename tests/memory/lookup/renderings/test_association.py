"""What goes with a term is told from what stands everywhere."""

from hypothesis import given
from hypothesis import strategies as st

from hexapla.memory.lookup.renderings.association import associated, headings
from hexapla.memory.lookup.renderings.words import words_in


def shares(hits: list[str], others: list[str], expected: float = 10) -> dict[str, float]:
    read = [(text, words_in(text, "en")) for text in hits]
    rest = [headings(words_in(text, "en")) for text in others]
    return {each.heading: each.share for each in associated(read, rest, expected)}


def test_a_phrase_of_all_units_and_no_others_has_all() -> None:
    found = shares(["Keep the rosters now", "A roster is kept"], ["A report is kept now"])
    assert found["roster"] == 1
    assert found["kept"] < found["roster"]


def test_a_phrase_is_looked_for_within_clauses_and_whole() -> None:
    found = shares(["peace security", "peace security"], ["peace; security", "peaces securitys"])
    assert found["peace security"] == 2 * 2 / (2 + 2 + 1)


@given(st.lists(st.text("ab ", min_size=1, max_size=12), min_size=1, max_size=5))
def test_shares_lie_between_none_and_all(texts: list[str]) -> None:
    assert all(0 < share <= 1 for share in shares(texts, texts, 3).values())


def test_a_phrase_of_a_longer_term_is_counted_without_it_but_where_it_is_elsewhere_too() -> None:
    texts = ["Criminal justice."] * 50 + ["Criminal cases."] * 5
    hits = [(text, words_in(text, "en")) for text in texts]
    found = associated(hits, [], 10.0, [frozenset(range(50))])
    counts = {each.heading: each.count for each in found}
    assert (counts["criminal"], counts["justice"]) == (55, 0)
    assert {each.count for each in associated(hits, [], 10.0)} == {5, 50, 55}


def test_among_many_units_what_is_in_hardly_any_of_them_is_left_out() -> None:
    texts = [f"Kept by the old registrar, {n}" for n in range(161)]
    found = shares([*texts[:158], *["Kept by the young registrar"] * 3], texts[:9])
    assert {"old registrar", "young registrar", "kept"} <= found.keys()
    assert "registrar 7" not in found
    few = shares([*texts[:70], "Kept by the young registrar"], texts[:9])
    assert {"young registrar", "registrar 7"} <= few.keys()
