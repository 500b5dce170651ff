"""Titles are said as the memory has them."""

from __future__ import annotations

import pytest

from hexapla.memory.checks.flags import Check
from hexapla.memory.checks.titles import TitleChecks

CHECKS = TitleChecks(
    [
        {"en": "Keeping the register of trees", "fr": "Tenue du registre des arbres"},
        {
            "zh": "保存树木名册",
            "en": "Keeping the register of trees",
            "ru": "Ведение реестра деревьев",
        },
        {"en": "Report", "fr": "Rapport"},
    ]
)


@pytest.mark.parametrize(
    ("languages", "source", "target"),
    [
        (
            "en fr",
            "entitled “Keeping the register of trees”,",
            "intitulé « Inventaire des arbres »,",
        ),
        ("en fr", "“Keeping the Register of Trees.”", "« La tenue des registres »"),
        ("zh en", "题为“保存树木名册”的决议", "the resolution entitled “Preserving tree lists”"),
        ("zh ru", "题为《保存树木名册》的决议", "резолюция «Сохранение списков»"),
        ("fr en", "« Tenue du registre des arbres »", "Holding registers"),
    ],
)
def test_a_title_that_is_said_otherwise_is_told(languages: str, source: str, target: str) -> None:
    one, other = languages.split()
    (flag,) = CHECKS(source, target, (one, other))
    assert flag.check is Check.TITLES
    assert f"{other} has not “" in flag.cause


@pytest.mark.parametrize(
    ("languages", "source", "target"),
    [
        ("en fr", "“Keeping the register of trees”", "« TENUE DU REGISTRE DES ARBRES »"),
        ("zh en", "“保存树木名册”", "“keeping the register of trees”"),
        ("en fr", "“Report”", "« Compte rendu »"),
        ("en fr", "the keeping of the register of trees", "la tenue des registres"),
        ("en es", "“Keeping the register of trees”", "«Llevanza»"),
        ("en fr", "“unclosed", "«»"),
    ],
)
def test_what_is_no_title_or_said_so_is_left_alone(
    languages: str, source: str, target: str
) -> None:
    one, other = languages.split()
    assert CHECKS(source, target, (one, other)) == []


def test_without_titles_there_is_nothing_to_check_by() -> None:
    assert TitleChecks([{"en": "Report"}]).is_empty and not CHECKS.is_empty
