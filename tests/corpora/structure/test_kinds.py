"""The words that preambular paragraphs start with."""

from __future__ import annotations

import pytest

from hexapla.corpora.structure.kinds import opens_preambular


@pytest.mark.parametrize(
    "opener", ["审查了", "敦促", "认为", "欣见", "尤其感兴趣地", "感到鼓舞", "获悉"]
)
def test_chinese_preambular_paragraphs_are_told_by_their_openers(opener: str) -> None:
    assert opens_preambular(f"{opener}各会员国的努力，", "zh")
    assert not opens_preambular("各会员国的努力，", "zh")
