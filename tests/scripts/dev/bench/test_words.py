"""Look-ups of words are measured in a memory that is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from hexapla.corpora.errors import UsageError
from hexapla.memory.store.opening import open_store
from scripts.dev.bench.words import main, measure
from tests.commands import run
from tests.memory.factories import make_set

PARTS = (
    "大会请秘书长向会员国报告各项决议的执行情况并继续提供技术援助和咨询服务",
    "促请各国加强合作交流信息并在其职权范围内采取一切必要措施保护城市树木",
    "决定在下届会议上审议名册的更新以及为此设立的信托基金的管理和使用情况",
)
PAIRS = [(f"{one}，{other}。", "Trees.") for one in PARTS for other in PARTS]


def test_each_kind_of_look_up_is_measured(tmp_path: Path) -> None:
    path = tmp_path / "memory.db"
    with open_store(path) as store:
        store.replace_set(make_set("A/1", *PAIRS))
        figures, recall = measure(store, queries=3, compared=3)
    assert [each.count for each in figures] == [3] * 5
    assert all(0 < each.p50 <= each.p95 for each in figures)
    assert recall == 1.0
    shown = run(path, "--queries", "2", "--compared", "1", command=main)
    assert shown.returncode == 0
    assert "stretches found of those that reading all texts finds: 1.000" in shown.stdout


def test_a_memory_without_long_sentences_is_refused(tmp_path: Path) -> None:
    with open_store(tmp_path / "memory.db") as store, pytest.raises(UsageError):
        measure(store, queries=1, compared=0)
