"""Lines of links: what leads to the next page is told from what is text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.corpora.readers.html_navigation import NavigationLink, is_step_line

STEPS = ("Next", "Précédent", "Siguiente", "Далее", "التالي", "下一页", "zurück", "→")


@given(st.lists(st.sampled_from(STEPS), min_size=1, max_size=6), st.sampled_from(" | · "))
def test_steps_in_any_language_and_order_make_a_line(steps: list[str], sign: str) -> None:
    assert is_step_line(f" {sign} ".join(steps), [NavigationLink(step) for step in steps])
    assert not is_step_line(f" {sign} ".join(steps), [])
    assert not is_step_line(
        f" {sign} ".join([*steps, "Mandate"]), [NavigationLink(step) for step in steps]
    )


@pytest.mark.parametrize("relation", ["next", "PREV nofollow"])
def test_a_page_says_that_a_link_is_a_step(relation: str) -> None:
    assert is_step_line("Mandate", [NavigationLink("Mandate", relation)])
    assert not is_step_line("Mandate", [NavigationLink("Mandate", "license")])


def test_many_links_are_no_line() -> None:
    assert not is_step_line("Next " * 13, [NavigationLink("Next")] * 13)


@pytest.mark.parametrize(
    "text",
    [
        "Next: Chapter 2 »",
        "« Previous: Chapter 1",
        "« Précédent : Chapitre premier",
        "Chapitre 2 : suivant →",
        "Siguiente: Capítulo 2 »",
        "Следующая глава: Мандат →",
        "التالي: الفصل الثاني",
        "下一章：任务",
        "下一章：任务 »",
        "Weiter – Kapitel 2 »",
        "Zurück: Kapitel 1",
    ],
)
def test_a_step_may_name_what_it_leads_to(text: str) -> None:
    assert is_step_line(text, [NavigationLink(text)])
    assert not is_step_line(text, [])


@pytest.mark.parametrize("text", ["Mandate: the next report", "Report « Next »", "A/99/901 → top"])
def test_a_link_with_such_a_word_elsewhere_is_text(text: str) -> None:
    assert not is_step_line(f"See {text}", [NavigationLink(text)])


@pytest.mark.parametrize(
    "text",
    [
        "Home: a place for all",
        "Start: 5 May 2024",
        "Contents: The report",
        "Index | Human development",
        "Top: Countries",
        "Forward - Looking strategies",
        "Next - Generation EU",
        "Inicio: los bosques",
        "首页：森林",
        "Далее – всем",
    ],
)
def test_a_title_that_begins_with_such_a_word_is_text(text: str) -> None:
    assert not is_step_line(text, [NavigationLink(text)])
    assert is_step_line(text, [NavigationLink(text, "next")])
