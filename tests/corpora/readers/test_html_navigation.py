"""Lines of links: what leads to the next page is told from what is text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.corpora.readers.html_navigation import Link, is_step_line

STEPS = ("Next", "Précédent", "Siguiente", "Далее", "التالي", "下一页", "zurück", "→")


@given(st.lists(st.sampled_from(STEPS), min_size=1, max_size=6), st.sampled_from(" | · "))
def test_steps_in_any_language_and_order_make_a_line(steps: list[str], sign: str) -> None:
    assert is_step_line(f" {sign} ".join(steps), [Link(step) for step in steps])
    assert not is_step_line(f" {sign} ".join(steps), [])
    assert not is_step_line(f" {sign} ".join([*steps, "Mandate"]), [Link(step) for step in steps])


@pytest.mark.parametrize("relation", ["next", "PREV nofollow"])
def test_a_page_says_that_a_link_is_a_step(relation: str) -> None:
    assert is_step_line("Mandate", [Link("Mandate", relation)])
    assert not is_step_line("Mandate", [Link("Mandate", "license")])


def test_many_links_are_no_line() -> None:
    assert not is_step_line("Next " * 13, [Link("Next")] * 13)
