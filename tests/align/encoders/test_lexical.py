"""The encoder without a model: what it sees, and how far it goes."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from hexapla.align.encoders.base import SummingEncoder
from hexapla.align.encoders.lexical import LexicalEncoder, surface_features
from hexapla.align.evaluation import total
from hexapla.align.scoring.similarity import span_vectors, sum_texts
from scripts.dev.evaluate.alignment import evaluate
from scripts.dev.evaluate.gold_sets import gold_pairs
from tests.evaluations import partly

DATED = {
    "zh": "回顾大会２０１９年３月８日第99/186号决议和二〇三〇年目标",
    "en": "Recalling its resolution 99/186 of 8 March 2019 and the goals for 2030",
    "fr": "rappelant sa résolution 99/186 du 8 mars 2019 et les objectifs pour 2030",
    "es": "recordando su resolución 99/186, de 8 de marzo de 2019, y los objetivos para 2030",
    "ru": "ссылаясь на свою резолюцию 99/186 от 8 марта 2019 года и цели на 2030 год",
    "ar": "إذ تشير إلى قرارها ٩٩/١٨٦ المؤرخ ٨ آذار/مارس ٢٠١٩ والأهداف لعام ٢٠٣٠",
    "de": "unter Hinweis auf ihre Resolution 99/186 vom 8. März 2019 und die Ziele für 2030",
}


def features(text: str) -> set[str]:
    return {feature for feature, _ in surface_features(text)}


@pytest.mark.parametrize("language", DATED)
def test_dates_and_resolutions_are_one_in_all_languages(language: str) -> None:
    assert {"186/99", "8", "month 3", "2019", "2030"} <= features(DATED[language])


@pytest.mark.parametrize(
    ("text", "feature"),
    [
        ("见A/99/7/Add.1号文件", "A/99/7/Add.1"),
        ("документ (A/99/7/Add.1)", "A/99/7/Add.1"),
        ("12,500 people", "12500"),
        ("12 500 человек", "12500"),
        ("12.500 Menschen", "12500"),
        ("на сумму 1,25 долл.", "1.25"),
        ("не менее 0.7", ".7"),
        ("第二十三条", "23"),
        ("儿基会(UNICEF)的报告", "unicef"),
        ("这是什么？", "?"),
        ("ما هذا؟", "?"),
        ("the decision¹²", ""),
    ],
)
def test_surface_features_are_written_in_one_way(text: str, feature: str) -> None:
    found = features(text)
    assert feature in found if feature else not found


def test_translations_are_nearer_than_other_texts() -> None:
    other = "The report A/99/7 names 12 cases in 2004."
    *vectors, last = LexicalEncoder().encode([*DATED.values(), other])
    for vector in vectors:
        assert vector @ vectors[0] > vector @ last + 0.1


def test_joined_vectors_are_those_of_the_joined_texts() -> None:
    encoder = LexicalEncoder()
    assert isinstance(encoder, SummingEncoder)
    texts = list(DATED.values())
    spans = list(span_vectors(sum_texts(encoder, texts)[0], 2))
    joined = encoder.encode([" ".join(pair) for pair in pairwise(texts)])
    # The sums are kept in half precision.
    assert (spans[1][1:] * joined).sum(axis=1).min() > 0.9999


def test_any_text_has_a_vector() -> None:
    vectors = LexicalEncoder().encode(["", "word", "12 " * 100_000, "\ud800", "９" * 50_000, "½ ²"])
    assert vectors.dtype == np.float32
    assert np.isfinite(vectors).all()
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1)
    assert LexicalEncoder().encode([]).shape == (0, vectors.shape[1])


@pytest.mark.parametrize("language", partly(("en", "fr", "es", "ru", "ar", "de"), ("en", "ar")))
def test_numbered_documents_are_aligned_without_a_model(shared_data: Path, language: str) -> None:
    name = f"sdg-numbered zh-{language}"
    (pair,) = (pair for pair in gold_pairs(shared_data) if pair.group == name)
    counts = evaluate(pair, LexicalEncoder()).counts
    assert total([counts]).strict.f1 >= 0.97
