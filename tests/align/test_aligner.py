"""The aligner on made-up defects, bad labels and odd shapes, with the real encoder."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.align.aligner import align_texts, split_labels
from hexapla.align.beads import Bead, Method
from hexapla.align.encoders.embedded import EmbeddedEncoder
from hexapla.align.evaluation import score
from scripts.dev.evaluate.defects import Line, Rates, damage, gold_beads
from tests.examples import examples

_CLEAN = Rates(dropped=0, joined=0, split=0, unnumbered=0, wrong=0)


@pytest.fixture(scope="module")
def encoder() -> EmbeddedEncoder:
    return EmbeddedEncoder()


@pytest.fixture(scope="module")
def targets(shared_data: Path) -> dict[str, list[tuple[str, str]]]:
    """The first sixty Goals and targets of each language, as (label, text)."""
    units = {}
    for language in ("zh", "en", "fr", "ar"):
        path = shared_data / "sdg-targets" / "numbered" / f"{language}.txt"
        texts, labels = split_labels(path.read_text("utf-8").splitlines()[:60], language)
        units[language] = list(zip(labels, texts, strict=True))
    return units


def align(source: list[Line], target: list[Line], pair: str, encoder: EmbeddedEncoder) -> float:
    """Align the lines and give the strict F1."""
    first, second = pair.split("-")
    beads = align_texts(
        [line.text for line in source],
        [line.text for line in target],
        encoder=encoder,
        languages=(first, second),
        source_labels=[line.label for line in source],
        target_labels=[line.label for line in target],
    )
    assert_complete(beads, len(source), len(target))
    return score(gold_beads(source, target), beads).strict.f1


def assert_complete(beads: list[Bead], rows: int, columns: int) -> None:
    """Every index once and, but for crossing beads, in order; every score a probability."""
    assert sorted(i for bead in beads for i in bead.source) == list(range(rows))
    assert sorted(j for bead in beads for j in bead.target) == list(range(columns))
    kept = [b for b in beads if b.source and b.target and b.method is not Method.CROSSING]
    for starts in ([bead.source[0] for bead in kept], [bead.target[0] for bead in kept]):
        assert starts == sorted(starts)
    assert all(0 <= bead.score <= 1 for bead in beads)


def spoil(lines: list[Line], share: float) -> list[Line]:
    """Return a share of the lines the number of some other line."""
    dice = random.Random(7)
    chosen = set(dice.sample(range(len(lines)), max(1, round(share * len(lines)))))
    labels = [line.label for line in lines]
    return [
        replace(line, label=dice.choice(labels)) if i in chosen else line
        for i, line in enumerate(lines)
    ]


@pytest.mark.parametrize("share", [0.01, 0.05, 0.2])
def test_wrong_numbers_do_no_harm(
    targets: dict[str, list[tuple[str, str]]], encoder: EmbeddedEncoder, share: float
) -> None:
    source = damage(targets["zh"], 1, _CLEAN, "zh")
    target = spoil(damage(targets["en"], 2, _CLEAN, "en"), share)
    assert align(source, target, "zh-en", encoder) == 1.0


def test_a_shifted_run_of_numbers_does_no_harm(
    targets: dict[str, list[tuple[str, str]]], encoder: EmbeddedEncoder
) -> None:
    source = damage(targets["zh"], 1, _CLEAN, "zh")
    target = damage(targets["fr"], 3, replace(_CLEAN, shifted_run=25), "fr")
    assert align(source, target, "zh-fr", encoder) == 1.0


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_where_most_is_missing_nothing_wrong_is_sure(
    targets: dict[str, list[tuple[str, str]]], encoder: EmbeddedEncoder, seed: int
) -> None:
    """A part-translation in which every other paragraph, or any at random, is left out."""
    units = [("", text) for _, text in targets["zh"]], [("", text) for _, text in targets["en"]]
    source, every = damage(units[0], 1, _CLEAN, "zh"), damage(units[1], 2, _CLEAN, "en")
    dice = random.Random(seed)
    kept = every[seed % 2 :: 2] if seed else [line for line in every if dice.random() < 0.5]
    beads = align_texts(
        [line.text for line in source],
        [line.text for line in kept],
        encoder=encoder,
        languages=("zh", "en"),
    )
    right = {bead.indices for bead in gold_beads(source, kept)}
    sure = [bead for bead in beads if bead.source and bead.target and bead.score >= 0.95]
    assert len(sure) >= 0.2 * len(kept)
    assert sum(bead.indices not in right for bead in sure) <= 1


@pytest.mark.parametrize("pair", ["zh-en", "ar-fr"])
def test_a_third_missing(
    targets: dict[str, list[tuple[str, str]]], encoder: EmbeddedEncoder, pair: str
) -> None:
    first, second = pair.split("-")
    source = damage(targets[first], 1, _CLEAN, first)
    target = damage(targets[second], 4, replace(_CLEAN, dropped=0.3), second)
    assert align(source, target, pair, encoder) >= 0.97


def test_a_missing_block_moves_nothing_else(
    targets: dict[str, list[tuple[str, str]]], encoder: EmbeddedEncoder
) -> None:
    source = damage([("", text) for _, text in targets["zh"]], 1, _CLEAN, "zh")
    target = damage([("", text) for _, text in targets["en"]], 2, _CLEAN, "en")
    target = target[:10] + target[40:]
    assert align(source, target, "zh-en", encoder) == 1.0


def test_repeated_paragraphs_are_told_apart_by_their_numbers(
    targets: dict[str, list[tuple[str, str]]], encoder: EmbeddedEncoder
) -> None:
    source = [
        Line(label, "委员会决定推迟审议这个项目。" if i % 4 == 0 else text, (i,))
        for i, (label, text) in enumerate(targets["zh"])
    ]
    target = [
        Line(label, "The Committee decided to defer the item." if i % 4 == 0 else text, (i,))
        for i, (label, text) in enumerate(targets["en"])
        if i not in (8, 21)
    ]
    assert align(source, target, "zh-en", encoder) == 1.0


def test_numbers_inside_the_lines_are_found(encoder: EmbeddedEncoder) -> None:
    source = ["1.1 消除贫困", "1.2 普及教育", "1.a 保护海洋", "1.b 清洁饮水"]
    target = ["1.1 End poverty", "1.2 Education for all", "1.a Protect the sea", "1.b Clean water"]
    beads = align_texts(source, target, encoder=encoder, languages=("zh", "en"))
    assert [bead.indices for bead in beads] == [((i,), (i,)) for i in range(4)]
    assert all(bead.method is Method.LABEL for bead in beads)


@pytest.mark.parametrize(("rows", "columns"), [(0, 0), (3, 0), (0, 2), (1, 1), (1, 9), (9, 1)])
def test_odd_shapes(encoder: EmbeddedEncoder, rows: int, columns: int) -> None:
    source = [f"第{i}项建议。" for i in range(rows)]
    target = [f"Recommendation number {i}." for i in range(columns)]
    beads = align_texts(source, target, encoder=encoder, languages=("zh", "en"))
    assert sorted(i for bead in beads for i in bead.source) == list(range(rows))
    assert sorted(j for bead in beads for j in bead.target) == list(range(columns))


@examples(10)
@given(
    st.lists(st.text(max_size=30), max_size=12),
    st.lists(st.text(max_size=30), max_size=12),
)
def test_any_texts_are_aligned_completely(source: list[str], target: list[str]) -> None:
    beads = align_texts(source, target, encoder=_ENCODER, languages=("zh", "en"))
    assert_complete(
        [bead for bead in beads if bead.source] + [bead for bead in beads if not bead.source]
        if not source or not target
        else beads,
        len(source),
        len(target),
    )


_ENCODER = EmbeddedEncoder()


def test_many_tiny_texts(encoder: EmbeddedEncoder) -> None:
    source = [f"{i}项" for i in range(400)]
    target = [f"item {i}" for i in range(400)]
    beads = align_texts(source, target, encoder=encoder, languages=("zh", "en"))
    assert_complete(beads, 400, 400)


_RESOLUTION = (
    ("zh", "en"),
    (
        "委员会注意到秘书长的报告。",
        "请缔约国在2044年6月30日以前提交答复。",
        "决定设立一个工作组，由五名专家组成。",
        "请秘书长为工作组会议提供服务。",
        "决定在下届会议上审议这个问题。",
        "主席感谢口译员。",
        "呼吁会员国自愿捐款支持信托基金。",
        "欢迎在保护森林方面取得的进展。",
    ),
    (
        "The Committee notes the report of the Secretary-General.",
        "Requests the States parties to submit their replies by 30 June 2044.",
        "Decides to establish a working group of five experts.",
        "Requests the Secretary-General to service the meetings of the working group.",
        "Decides to consider the matter at its next session.",
        "The Chair thanked the interpreters.",
        "Calls upon Member States to make voluntary contributions to the trust fund.",
        "Welcomes the progress made in the protection of forests.",
    ),
)
_HARBOUR = (
    ("fr", "en"),
    (
        "Le port ouvre à six heures.",
        "Les navires déclarent leur cargaison avant d'accoster.",
        "Un pilote monte à bord de chaque pétrolier.",
        "Les grues ne sont pas utilisées par grand vent.",
        "L'eau potable est fournie gratuitement.",
        "Les déchets sont remis au service de nettoyage.",
        "La capitainerie tient un registre des incidents.",
        "Le présent règlement remplace celui de l'année dernière.",
    ),
    (
        "The port opens at six o'clock.",
        "Ships declare their cargo before docking.",
        "A pilot boards every oil tanker.",
        "Cranes are not used in strong winds.",
        "Drinking water is supplied free of charge.",
        "Waste is handed over to the cleaning service.",
        "The harbour master keeps a register of incidents.",
        "These rules replace those of last year.",
    ),
)


@pytest.mark.parametrize(("languages", "source", "target"), [_RESOLUTION, _HARBOUR])
@pytest.mark.parametrize(
    ("here", "there"),
    [
        pytest.param("1 2 31 32 33 34 35 40", "1 2 21 22 23 24 25 40", id="a run"),
        pytest.param("1 2 3 5 6 7 8 9", "1 2 3 4 6 7 8 9", id="one slip"),
        pytest.param("1 2 3 4 5 6 20 21", "1 2 4 5 6 7 20 21", id="a shifted run"),
        pytest.param("1 2 11 12 5 21 22 8", "1 2 3 4 5 6 7 8", id="two runs"),
    ],
)
def test_texts_that_are_only_numbered_differently_are_one_another(
    languages: tuple[str, str],
    source: Sequence[str],
    target: Sequence[str],
    here: str,
    there: str,
    encoder: EmbeddedEncoder,
) -> None:
    numbered = (
        [f"{number}. {text}" for number, text in zip(numbers.split(), side, strict=True)]
        for numbers, side in ((here, source), (there, target))
    )
    beads = align_texts(*numbered, encoder=encoder, languages=languages)
    assert [(bead.source, bead.target) for bead in beads] == [((i,), (i,)) for i in range(8)]


def test_a_renumbered_run_with_one_more_text_leaves_only_this_out(encoder: EmbeddedEncoder) -> None:
    languages, source, target = _RESOLUTION
    here = [f"{n}. {text}" for n, text in zip((1, 2, 31, 32, 33, 34, 35, 40), source, strict=True)]
    more = (*target[:4], "The hall seats ninety people.", *target[4:])
    numbers = (1, 2, *range(21, 27), 40)
    there = [f"{n}. {text}" for n, text in zip(numbers, more, strict=True)]
    beads = align_texts(here, there, encoder=encoder, languages=languages)
    assert [(bead.source, bead.target) for bead in beads] == [
        *(((i,), (i,)) for i in range(4)),
        ((), (4,)),
        *(((i,), (i + 1,)) for i in range(4, 8)),
    ]


def test_texts_without_partners_take_no_sure_neighbour_in(encoder: EmbeddedEncoder) -> None:
    languages, source, target = _RESOLUTION
    other = "It requests the Secretary-General to inform the working group of its costs."
    here = [f"{n}. {text}" for n, text in zip((1, 2, 3, 4, 6, 7, 8, 9), source, strict=True)]
    changed = (*target[:3], other, *target[4:])
    there = [f"{n}. {text}" for n, text in zip((1, 2, 3, 5, 6, 7, 8, 9), changed, strict=True)]
    beads = align_texts(here, there, encoder=encoder, languages=languages)
    found = [(bead.source, bead.target) for bead in beads]
    assert [each for each in found if all(each)] == [((i,), (i,)) for i in range(8) if i != 3]


def test_texts_numbered_apart_are_not_one_another(encoder: EmbeddedEncoder) -> None:
    """Paragraph 4 stands in the source alone and 5 in the target alone, and they are much alike."""
    source = [
        "1. 委员会注意到秘书长的报告。",
        "2. 请缔约国在2044年6月30日以前提交答复。",
        "3. 决定设立一个工作组，由五名专家组成。",
        "4. 请秘书长为工作组会议提供服务。",
        "6. 决定在下届会议上审议这个问题。",
        "7. 主席感谢口译员。",
    ]
    target = [
        "1. The Committee notes the report of the Secretary-General.",
        "2. The States parties are to submit their replies by 30 June 2044.",
        "3. It decides to establish a working group of five experts.",
        "5. It requests the Secretary-General to inform the working group of its costs.",
        "6. It decides to consider the matter at its next session.",
        "7. The Chair thanked the interpreters.",
    ]
    beads = align_texts(source, target, encoder=encoder, languages=("zh", "en"))
    numbers = [(bead.source, bead.target) for bead in beads]
    assert ((3,), ()) in numbers
    assert ((), (3,)) in numbers
    # Without the numbers they could be one.
    plain = [[text[3:] for text in side] for side in (source, target)]
    beads = align_texts(*plain, encoder=encoder, languages=("zh", "en"))
    assert ((3,), (3,)) in [(bead.source, bead.target) for bead in beads]
