"""Broken lines and clauses."""

from __future__ import annotations

import pytest

from hexapla.align.scoring.surface import continues, edge_clauses


def test_a_line_after_a_pause_or_in_lower_case_goes_on() -> None:
    texts = ["Recalling its resolution,", "The Council", "and its decision", "决定延长,", "任期"]
    assert continues(texts).tolist() == [False, True, True, False, True]


def test_a_full_stop_ends_what_was_said() -> None:
    assert not continues(["The end.", "Next.", "第一段。", "第二段。"]).any()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One clause only.", ("One clause only.", "One clause only.")),
        (
            "Having met in Geneva, the Committee adopted its report, which follows below.",
            ("Having met in Geneva,", "which follows below."),
        ),
        (
            "委员会在日内瓦开会，审议了报告，随后通过了各项建议。",
            ("委员会在日内瓦开会，", "随后通过了各项建议。"),
        ),
        ("到2030年,确保所有儿童都能上学,", ("到2030年,确保所有儿童都能上学,",) * 2),
        ("A sum of 1,250,000 dollars was paid.", ("A sum of 1,250,000 dollars was paid.",) * 2),
        ("", ("", "")),
        (",,,,", (",,,,", ",,,,")),
    ],
)
def test_first_and_last_clause(text: str, expected: tuple[str, str]) -> None:
    assert edge_clauses(text) == expected
