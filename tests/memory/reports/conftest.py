"""A new document against a memory, for those who test what is found and what is written."""

from __future__ import annotations

import pytest

from hexapla.corpora.document import Document, Kind, Paragraph
from hexapla.memory.reports.pretranslation import Pretranslation, pretranslate
from hexapla.memory.store.store import Store

HOSTILE = "<script>alert(1)</script>=1+1"


def make_document(*texts: str, language: str = "zh") -> Document:
    paragraphs = tuple(
        Paragraph(f"op-{number}", Kind.OPERATIVE, str(number), text)
        for number, text in enumerate(texts, 1)
    )
    return Document("A/RES/99/1", language, paragraphs)


@pytest.fixture
def result(store: Store) -> Pretranslation:
    document = make_document(
        "决定保留树木名册。名册每年更新一次。",
        "回顾其2044年12月7日第99/10号决议，¹",
        "名册每年更新一次。",
        "决定保留树木总名册。",
        HOSTILE,
    )
    return pretranslate(store, document, "en")
