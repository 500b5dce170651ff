"""Numbers of parts are told from terms."""

from __future__ import annotations

import pytest

from hexapla.memory.text.numbered import is_numbered


@pytest.mark.parametrize(
    "text",
    [
        "第一条",
        "第 12 段",
        "Article 1",
        "ARTICLE IV",
        "Section 3",
        "Artículo 2",
        "Статья 5",
        "المادة ١",
        "Annex",
        "附件二",
        "12",
        "Artikel 7",
        "المادة الأولى",
    ],
)
def test_numbers_of_parts_are_told(text: str) -> None:
    assert is_numbered(text)


@pytest.mark.parametrize(
    "text", ["条约", "article of trade", "Annexation", "part of it", "target group", "第三世界国家"]
)
def test_terms_are_none(text: str) -> None:
    assert not is_numbered(text)
