"""A term to be avoided is told, and one that is missing; whatever form it is in, it is there."""

from __future__ import annotations

import pytest

from hexapla.memory.checks.findings import CheckRules, Examination
from hexapla.memory.checks.flags import Check, Severity
from hexapla.memory.termbase import Concept, Term, TermStatus
from hexapla.memory.terms.checks import TermChecks
from hexapla.memory.terms.recognition import Recognizers
from tests.memory.factories import make_unit

REGISTER = Concept(
    (
        Term("zh", "树木名册"),
        Term("en", "register of trees", TermStatus.PREFERRED),
        Term("en", "tree register"),
        Term("en", "tree list", TermStatus.SUPERSEDED, "register of trees"),
        Term("en", "trees", TermStatus.DEPRECATED),
        Term("ru", "реестр деревьев"),
        Term("de", "Baumverzeichnis"),
    )
)
BANK = Concept((Term("zh", "银行"), Term("en", "bank")))
SHORE = Concept((Term("zh", "银行"), Term("en", "shore")))
CHECKS = TermChecks(Recognizers([REGISTER, BANK, SHORE]))


def told(source: str, target: str, language: str = "en") -> list[tuple[Check, str]]:
    return [(each.check, each.cause) for each in CHECKS(source, target, ("zh", language))]


@pytest.mark.parametrize(
    ("source", "target", "language"),
    [
        ("保留树木名册", "keep the Register of Trees", "en"),
        ("保留树木名册", "keep tree registers", "en"),
        ("保留树木名册", "о реестре деревьев", "ru"),
        ("保留树木名册", "des Baumverzeichnisses", "de"),
        ("保留树木名册", "die Straßenbaumverzeichnisse", "de"),
        ("保留树木名册", "conserver la liste", "fr"),
        ("银行", "at the shore", "en"),
        ("保留名册", "keep the list", "en"),
    ],
)
def test_a_term_that_is_said_as_it_should_be_is_not_told(
    source: str, target: str, language: str
) -> None:
    assert told(source, target, language) == []


def test_a_term_to_be_avoided_is_told_with_what_to_use() -> None:
    assert told("保留树木名册", "keep the tree lists") == [
        (Check.AVOIDED_TERM, "tree list: superseded, use register of trees")
    ]
    assert told("保留树木名册", "keep the trees") == [
        (Check.AVOIDED_TERM, "trees: deprecated, use register of trees")
    ]


def test_a_term_that_is_missing_is_told_once() -> None:
    cause = "树木名册: en has not register of trees, tree register"
    assert told("树木名册和树木名册", "the list") == [(Check.MISSING_TERM, cause)]
    assert told("银行", "money") == [(Check.MISSING_TERM, "银行: en has not bank, shore")]


def test_findings_of_terms_are_as_severe_as_the_rules_say() -> None:
    unit = make_unit("保留树木名册", "keep the tree list")

    def found(rules: CheckRules) -> list[tuple[Check, Severity]]:
        of_units = Examination(rules, terms=(CHECKS,)).of_units([unit])
        return [(each.flag.check, each.severity) for each in of_units]

    assert found(CheckRules(terms=True)) == [(Check.AVOIDED_TERM, Severity.WARNING)]
    assert found(CheckRules({Check.AVOIDED_TERM: Severity.ERROR}, terms=True)) == [
        (Check.AVOIDED_TERM, Severity.ERROR)
    ]
    assert found(CheckRules({Check.AVOIDED_TERM: None}, terms=True)) == []
    assert found(CheckRules()) == []
    assert Check.MISSING_TERM not in CheckRules().made


def test_a_term_to_be_avoided_inside_a_longer_one_of_another_concept_is_not_told() -> None:
    trees = Concept(
        (Term("zh", "树木"), Term("en", "vegetation"), Term("en", "trees", TermStatus.DEPRECATED))
    )
    lists = Concept((Term("zh", "名册"), Term("en", "list of trees")))
    checks = TermChecks(Recognizers([trees, lists]))
    assert checks("树木名册", "vegetation on the list of trees", ("zh", "en")) == []
    (flag,) = checks("树木名册", "trees on the list of trees", ("zh", "en"))
    assert flag.check is Check.AVOIDED_TERM
    # The same words of another concept do not excuse it.
    other = Concept((Term("zh", "林木"), Term("en", "trees")))
    (flag,) = TermChecks(Recognizers([trees, other]))("树木", "trees", ("zh", "en"))
    assert flag.check is Check.AVOIDED_TERM


def test_one_ideograph_that_is_a_part_of_many_words_is_not_told_as_missing() -> None:
    checks = TermChecks(Recognizers([Concept((Term("zh", "水"), Term("en", "water")))]))
    assert checks("提高水平", "raise the level", ("zh", "en")) == []
