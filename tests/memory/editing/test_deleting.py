"""Translations go by rule, each for a cause; what is right stays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hexapla.corpora.errors import UsageError
from hexapla.memory.editing.deleting import DeletionRule, deleting, reason
from hexapla.memory.editing.relabelling import relabelling
from hexapla.memory.edits import Candidate
from hexapla.memory.units import Status
from tests.memory.editing.edited import candidate

ENGLISH = "Requests the Secretary-General to report to the Assembly."
FRENCH = "Prie le Secrétaire général de faire rapport à l’Assemblée."


def why(rule: DeletionRule, each: Candidate) -> str:
    return reason(each, each.row.cells[0], [rule])


@pytest.mark.parametrize(
    ("rule", "source", "target"),
    [
        (DeletionRule.UNTRANSLATED, ENGLISH, ENGLISH),
        (DeletionRule.UNTRANSLATED, "General Assembly", "General Assembly"),
        (DeletionRule.UNTRANSLATED, "大会", "大会"),
        (DeletionRule.WRONG_LANGUAGE, "请秘书长提出报告。", FRENCH),
        (
            DeletionRule.WRONG_LANGUAGE,
            "请秘书长提出报告。",
            "просит Генерального секретаря доложить",
        ),
        (DeletionRule.WRONG_LANGUAGE, ENGLISH, ENGLISH),
        (DeletionRule.EMPTY, "树木。", "—"),
        (DeletionRule.EMPTY, "…", "Trees."),
    ],
)
def test_what_a_rule_is_true_of_goes(rule: DeletionRule, source: str, target: str) -> None:
    each = candidate(source, target)
    assert why(rule, each)
    outcome = deleting([rule]).change(each)
    assert outcome.row is None
    assert outcome.causes["en"]


@pytest.mark.parametrize(
    ("rule", "source", "target"),
    [
        (DeletionRule.UNTRANSLATED, "A/RES/74/177", "A/RES/74/177"),
        (DeletionRule.UNTRANSLATED, "7 425.1", "7 425.1"),
        (DeletionRule.UNTRANSLATED, "UNESCO", "UNESCO"),
        (DeletionRule.UNTRANSLATED, "大会", "Assembly"),
        (DeletionRule.WRONG_LANGUAGE, "请秘书长提出报告。", ENGLISH),
        (DeletionRule.WRONG_LANGUAGE, "见《世界人权宣言》", "See La Paz, 12 de mayo"),
        (DeletionRule.EMPTY, "5", "5"),
        (DeletionRule.DOUBTFUL, "树木。", "Trees."),
        (DeletionRule.REJECTED, "树木。", "Trees."),
        (DeletionRule.DUPLICATES, "树木。", "Trees."),
    ],
)
def test_what_is_right_stays(rule: DeletionRule, source: str, target: str) -> None:
    each = candidate(source, target)
    assert not why(rule, each)
    assert deleting([rule]).change(each).row == each.row


def test_rules_of_score_and_status() -> None:
    each = candidate()
    doubtful = replace(each.row.cells[0], score=0.69)
    rejected = replace(doubtful, status=Status.REJECTED)
    reviewed = replace(doubtful, status=Status.REVIEWED)
    assert reason(each, doubtful, [DeletionRule.DOUBTFUL]) == "confidence 0.69"
    assert reason(each, rejected, [DeletionRule.REJECTED]) == "rejected"
    assert not reason(each, reviewed, [DeletionRule.DOUBTFUL, DeletionRule.REJECTED])
    same = replace(each, same_as={"en": "A/1#2"})
    assert why(DeletionRule.DUPLICATES, same) == "the same as A/1#2"
    assert deleting([DeletionRule.DUPLICATES]).finds_duplicates


def test_a_paragraph_of_a_document_stays_to_be_cited() -> None:
    each = replace(candidate("大会", "大会"), is_imported=False)
    row = deleting([DeletionRule.UNTRANSLATED]).change(each).row
    assert row is not None
    assert (row.text, row.cells) == ("大会", ())


def test_no_rule_is_bad_use() -> None:
    with pytest.raises(UsageError, match="Name rules: duplicates, untranslated"):
        deleting([])


def test_a_translation_gets_another_language() -> None:
    each = candidate(target="El árbol.", language="fr")
    row = relabelling("fr", "Spanish").change(each).row
    assert row is not None
    assert [(cell.language, cell.text) for cell in row.cells] == [("es", "El árbol.")]
    outcome = relabelling("fr", "zh").change(each)
    assert outcome.row == each.row
    assert outcome.left == {"fr": "it has a text in zh already"}
    with pytest.raises(UsageError, match="no regions"):
        relabelling("zh-Hans", "zh-CN")
