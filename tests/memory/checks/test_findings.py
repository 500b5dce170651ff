"""Findings: their places, severities and marks; and what was accepted."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.corpora.document import Document, Kind, Paragraph
from hexapla.corpora.errors import StoreError
from hexapla.memory.checks.exceptions import add_exceptions, read_exceptions
from hexapla.memory.checks.findings import CheckRules, Examination
from hexapla.memory.checks.flags import Check, Severity
from hexapla.memory.checks.values.plain import origins, plain
from hexapla.memory.units import Level, Status, Translation, Unit

UNIT = Unit(
    *("A/98/7", Level.SENTENCE, 0, "3.1", Kind.OPERATIVE, "3", "zh"),
    "请第９２届会议审议，其中３８％已缴。",
    (
        Translation(
            "en", "Requests it to consider at its ninety-second session, with 83% paid.", 1, "label"
        ),
        Translation(
            "fr",
            "Le prie d’examiner à sa session, (38 % payés.",
            1,
            "label",
            status=Status.REJECTED,
        ),
    ),
)


def test_a_finding_has_its_place_its_severity_and_marks_in_both_texts() -> None:
    examined = Examination(CheckRules())
    (finding,) = examined.of_units([UNIT])
    assert (finding.tuid, finding.label, finding.languages) == ("A/98/7#3.1", "3", ("zh", "en"))
    assert finding.severity is Severity.ERROR
    marked = [
        [text[start:end] for start, end in spans]
        for text, spans in zip(finding.texts, finding.evidence, strict=True)
    ]
    assert marked == [["３８"], ["83"]]
    assert examined.summary == "1 finding (1 error) in 1 unit"
    told = finding.as_json()
    assert (told["tuid"], told["check"], told["remark"]) == ("A/98/7#3.1", "numbers", False)
    assert [each["source"]["value"] for each in told["differences"]] == ["38 percent"]


def test_checks_are_turned_off_and_weighed_as_the_user_says() -> None:
    wrong = replace(UNIT, text="请审议（3）  38项。")
    rules = CheckRules({Check.NUMBERS: None, Check.SPACES: Severity.ERROR}, least=Severity.WARNING)
    assert {each.flag.check for each in Examination(rules).of_units([wrong])} == {Check.SPACES}
    only = CheckRules(only=frozenset({Check.DATES}))
    assert not list(Examination(only).of_units([wrong]))
    assert only.made == (Check.DATES,)


def test_a_document_alone_is_looked_at_paragraph_by_paragraph() -> None:
    paragraphs = (
        Paragraph("op-1", Kind.OPERATIVE, "1", "Decides (as before to keep it;"),
        Paragraph("pp-1", Kind.PREAMBULAR, "", "Recalling it,"),
    )
    examined = Examination(CheckRules())
    (finding,) = examined.of_document(Document("A/98/7", "en", paragraphs))
    assert (finding.tuid, finding.languages, finding.flag.check) == (
        *("A/98/7#1", ("en",)),
        Check.BRACKETS,
    )
    assert examined.summary == "1 finding (1 warning) in 2 paragraphs"


def test_what_was_accepted_is_not_told_again_until_a_text_changes(tmp_path: Path) -> None:
    path = tmp_path / "exceptions.jsonl"
    assert read_exceptions(path) == frozenset()
    found = list(Examination(CheckRules()).of_units([UNIT]))
    assert (add_exceptions(path, found), add_exceptions(path, found)) == (1, 0)
    examined = Examination(CheckRules(), read_exceptions(path))
    assert list(examined.of_units([UNIT])) == []
    assert examined.summary == "nothing found in 1 unit; 1 accepted before"
    changed = replace(UNIT, text="现" + UNIT.text)
    assert len(list(examined.of_units([changed]))) == len(found)


@pytest.mark.parametrize("line", ["{", "[]", '"name"', '{"tuid": "A/1#1"}'])
def test_a_list_that_is_none_is_one_line(line: str, tmp_path: Path) -> None:
    path = tmp_path / "exceptions.jsonl"
    path.write_text(f"\n{line}\n", encoding="utf-8")
    with pytest.raises(StoreError, match="line 2 names no finding"):
        read_exceptions(path)


@given(st.text(max_size=40))
def test_every_sign_that_is_read_comes_from_one_of_the_text(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    places = origins(composed)
    assert len(places) == len(plain(composed))
    assert places == sorted(places) and all(0 <= place < len(composed) for place in places)
