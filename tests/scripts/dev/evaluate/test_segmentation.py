"""How exactly sentences are found, which may only rise, and as OmegaT finds them."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from click.testing import CliRunner

from hexapla.corpora.languages import LANGUAGES
from hexapla.corpora.segmentation.abbreviations import LEXICONS
from scripts.dev.evaluate.omegat import agreement, real_paragraphs
from scripts.dev.evaluate.segmentation import Boundaries, evaluate, gold, main, segmenters
from tests.evaluations import partly
from tests.paths import ROOT

_FLOORS = json.loads((ROOT / "tests" / "segmentation_floors.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_f1_of_the_boundaries_stays_above_its_floor(language: str) -> None:
    score, wrong = evaluate(segmenters()["hexapla"], language)
    assert score.f1 >= _FLOORS["f1"][language], wrong


def test_the_floors_are_those_of_the_goal() -> None:
    assert set(_FLOORS["f1"]) == set(_FLOORS["agreement"]) == set(LANGUAGES)
    assert min(_FLOORS["f1"].values()) >= 0.98


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_gold_set_is_large_and_clean(language: str) -> None:
    paragraphs = gold(language)
    texts = {"".join(sentences) for sentences in paragraphs}
    assert len(texts) == len(paragraphs) >= 60
    assert sum(len(sentences) - 1 for sentences in paragraphs) >= 60
    assert all(sentence.strip() for sentences in paragraphs for sentence in sentences)
    assert all(text == text.strip() for text in texts)


def test_boundaries_count_at_the_same_character_white_space_aside() -> None:
    paragraphs = gold("en")
    ends = {
        "".join(sentences): [len("".join(sentences[:i]).rstrip()) for i in range(len(sentences))]
        for sentences in paragraphs
    }
    score, wrong = evaluate(lambda text, _: ends[text], "en")
    assert (score.precision, score.recall, wrong) == (1, 1, [])
    score, wrong = evaluate(lambda text, _: [], "en")
    assert (score.precision, score.recall, score.f1) == (1, 0, 0)
    assert len(wrong) == sum(len(sentences) > 1 for sentences in paragraphs)


def test_scores() -> None:
    score = Boundaries(right=3, found=4, expected=6)
    assert (score.precision, score.recall, score.f1) == (0.75, 0.5, 0.6)


def test_the_command_prints_a_line_for_each_language_and_segmenter() -> None:
    shown = CliRunner().invoke(main, ["--wrong"], catch_exceptions=False)
    lines = [line for line in shown.output.splitlines() if not line.startswith(" ")]
    assert [line.split()[:2] for line in lines] == [
        [language, name] for language in LANGUAGES for name in segmenters()
    ]


def shaken(language: str) -> list[str]:
    """Paragraphs of abbreviations, initials and stops in any order, the same on every run."""
    chance = random.Random(language)
    lexicon = LEXICONS["en" if language == "zh" else language]
    words = sorted(lexicon.bound | lexicon.numeric | lexicon.final)
    others = ["A", "B.C", "x", "Haus", "word", "12", "É", "é", "会议"]
    stops = [
        *[
            ".",
            "?",
            "!",
            "...",
            "....",
            "..",
            "?!",
            '."',
            '?"',
            ".)",
            ".»",
            ".”",
            "。",
            "？",
            "。”",
            "？！",
            "—",
            "、",
            "؟",
            "[1]",
        ],
        " »",
        "",
        "",
    ]

    def token() -> str:
        word = chance.choice(words)
        form = chance.choice([word, word.capitalize(), word.upper(), *others])
        return form + chance.choice(stops) + chance.choice([" ", " ", "\u00a0", ""])

    heads = ["1. ", "12) ", "3.4] ", "2030 ", ""]
    return [
        chance.choice(heads) + "".join(token() for _ in range(chance.randint(2, 8))) + f" q{number}"
        for number in range(1000)
    ]


@pytest.mark.usefixtures("omegat")
@pytest.mark.parametrize("language", partly(LANGUAGES, ("en",)))
def test_the_profile_of_omegat_agrees_with_omegat(
    shared_data: Path, tmp_path: Path, language: str
) -> None:
    paragraphs = ["".join(sentences) for sentences in gold(language)]
    paragraphs += [*real_paragraphs(shared_data, language), *shaken(language)]
    found = agreement(paragraphs, language, tmp_path)
    assert len(found.both) > 2000
    assert found.share >= _FLOORS["agreement"][language], (found.ours, found.theirs)
