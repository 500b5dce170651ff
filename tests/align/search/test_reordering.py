"""Texts that stand in different places on the two sides."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.align.aligner import align_texts, mark_crossing, split_labels
from hexapla.align.beads import Bead, Method
from hexapla.align.encoders.base import Encoder
from hexapla.align.encoders.embedded import EmbeddedEncoder
from hexapla.align.encoders.lexical import LexicalEncoder
from hexapla.align.scoring.comparison import compare, compare_reordered
from hexapla.align.scoring.similarity import encode_texts
from hexapla.align.search.path import best_steps
from tests.examples import examples

_ENCODER = EmbeddedEncoder()
# Chinese in the order of its strokes, English by the alphabet.
_STATES = (
    ("也门", "Yemen"),
    ("日本", "Japan"),
    ("巴西", "Brazil"),
    ("冰岛", "Iceland"),
    ("约旦", "Jordan"),
    ("肯尼亚", "Kenya"),
    ("法国", "France"),
    ("挪威", "Norway"),
    ("秘鲁", "Peru"),
    ("埃及", "Egypt"),
    ("意大利", "Italy"),
    ("墨西哥", "Mexico"),
)
_REPLIES = (
    ("该国设立了全国统计委员会。", "The country has set up a national statistical commission."),
    ("政府每年公布森林面积。", "The Government publishes the area of its forests every year."),
    ("已向三百所学校分发教材。", "Textbooks have been handed out to three hundred schools."),
    ("新法规定了渔船登记。", "A new law provides for the registration of fishing vessels."),
    ("两座水电站于去年启用。", "Two hydroelectric plants were opened last year."),
    ("警察接受了语言培训。", "Police officers were trained in languages."),
    ("农村诊所增加了一倍。", "The number of rural clinics has doubled."),
    ("铁路票价已经降低。", "Railway fares have been lowered."),
    ("博物馆对儿童免费开放。", "Museums are open to children free of charge."),
    ("沙漠边缘种植了树木。", "Trees were planted along the edge of the desert."),
    ("议会批准了预算。", "Parliament has approved the budget."),
    ("港口的起重机已经更换。", "The cranes in the harbour have been replaced."),
)


def _ordered(sizes: list[int]) -> st.SearchStrategy[list[int]]:
    """Return the places of texts in blocks of some sizes, the blocks in any order."""
    starts = [sum(sizes[:k]) for k in range(len(sizes))]
    blocks = [list(range(start, start + size)) for start, size in zip(starts, sizes, strict=True)]
    return st.permutations(blocks).map(lambda each: [j for block in each for j in block])


def aligned(source: list[str], target: list[str], encoder: Encoder = _ENCODER) -> list[Bead]:
    """Return the beads; every text is in one."""
    beads = align_texts(source, target, encoder=encoder, languages=("zh", "en"))
    assert sorted(i for bead in beads for i in bead.source) == list(range(len(source)))
    assert sorted(j for bead in beads for j in bead.target) == list(range(len(target)))
    return beads


def links(source: list[str], target: list[str]) -> dict[tuple[int, ...], Bead]:
    return {bead.source: bead for bead in aligned(source, target) if bead.source and bead.target}


def test_replies_stand_in_each_languages_alphabetical_order() -> None:
    replies = list(zip(_STATES, _REPLIES, strict=True))
    source = [text for state, reply in replies for text in (state[0], reply[0])]
    ordered = sorted(replies, key=lambda each: each[0][1])
    target = [text for state, reply in ordered for text in (state[1], reply[1])]
    found = links(source, target)
    place = {text: j for j, text in enumerate(target)}
    gold: dict[tuple[int, ...], tuple[int, ...]] = {
        (i,): (place[text],) for i, text in enumerate(t for s, r in replies for t in (s[1], r[1]))
    }
    right = [key for key, bead in found.items() if gold.get(key) == bead.target]
    assert len(right) >= 0.95 * len(gold)
    crossing = [bead for bead in found.values() if bead.method is Method.CROSSING]
    assert len(crossing) >= len(gold) / 2


def test_a_moved_block_is_found_and_marked(shared_data: Path) -> None:
    folder = shared_data / "sdg-targets" / "unnumbered"
    source, target = (
        (folder / f"{language}.txt").read_text("utf-8").splitlines()[:60]
        for language in ("zh", "fr")
    )
    order = [*range(10), *range(18, 45), *range(10, 18), *range(45, 60)]
    beads = align_texts(
        source, [target[j] for j in order], encoder=_ENCODER, languages=("zh", "fr")
    )
    assert {bead.source: tuple(order[j] for j in bead.target) for bead in beads} == {
        (i,): (i,) for i in range(60)
    }
    marked = {bead.source[0] for bead in beads if bead.method is Method.CROSSING}
    assert marked == set(range(10, 18))


@pytest.mark.parametrize("blocks", [(1, 0), (3, 2, 1, 0), (2, 0, 3, 1)])
def test_long_blocks_stand_in_any_order(shared_data: Path, blocks: tuple[int, ...]) -> None:
    folder = shared_data / "sdg-targets" / "unnumbered"
    source, target = (
        (folder / f"{language}.txt").read_text("utf-8").splitlines()[:120]
        for language in ("zh", "en")
    )
    size = len(source) // len(blocks)
    order = [j for block in blocks for j in range(block * size, (block + 1) * size)]
    found = links(source, [target[j] for j in order])
    right = [key for key, bead in found.items() if key == tuple(order[j] for j in bead.target)]
    assert len(right) >= 0.97 * len(source)


@examples(8)
@given(st.lists(st.integers(1, 25), min_size=2, max_size=5).flatmap(_ordered), st.integers(0, 9))
def test_every_text_stays_in_one_bead_whatever_moves(order: list[int], seed: int) -> None:
    """The texts are known by their numbers, and some of them stand on one side only."""
    dice = random.Random(seed)
    numbers = dice.sample(range(100_000, 1_000_000), len(order))
    source = [f"第{n}号报告" for n in numbers if dice.random() > 0.05]
    target = [f"Report No. {numbers[j]}" for j in order if dice.random() > 0.05]
    aligned(source, target, LexicalEncoder())


@examples(4)
@given(
    st.lists(st.tuples(st.integers(0, 196), st.integers(0, 196), st.integers(1, 3)), max_size=3),
    st.integers(0, 9),
)
def test_few_moved_texts_are_found_in_a_long_text(
    moves: list[tuple[int, int, int]], seed: int
) -> None:
    """So few that the rest is not aligned again."""
    dice = random.Random(seed)
    numbers = dice.sample(range(100_000, 1_000_000), 200)
    order = list(range(200))
    for start, to, size in moves:
        block = order[start : start + size]
        del order[start : start + size]
        order[to:to] = block
    source = [f"第{n}号报告" for n in numbers]
    target = [f"Report No. {numbers[j]}" for j in order]
    beads = aligned(source, target, LexicalEncoder())
    right = [bead for bead in beads if bead.source == tuple(order[j] for j in bead.target)]
    assert len(right) >= 196


def test_a_part_scores_as_in_the_whole(shared_data: Path) -> None:
    """But for its ends, where texts lack their neighbours."""
    folder = shared_data / "sdg-targets" / "numbered"
    sides = [
        encode_texts(
            _ENCODER,
            *split_labels((folder / f"{name}.txt").read_text("utf-8").split("\n")[:110], name),
        )
        for name in ("zh", "en")
    ]
    pair = compare(*sides)
    steps = best_steps(pair)[30:90]
    rows, columns = (
        range(getattr(steps[0], name).start, getattr(steps[-1], name).stop)
        for name in ("rows", "columns")
    )
    labels = pair.left.structure.labels, pair.right.structure.labels
    part = compare_reordered(
        pair, (sides[0], sides[1]), labels, (rows, columns), np.arange(len(sides[1]))
    )
    inside = best_steps(part)
    assert len(inside) == len(steps) > 50
    for before, after in list(zip(steps, inside, strict=True))[1:-1]:
        assert after.rows.start + rows.start == before.rows.start
        assert after.score == pytest.approx(before.score, abs=0.05)
    assert inside[0].score == pytest.approx(steps[0].score, abs=0.05)


def test_texts_in_order_stay_so(shared_data: Path) -> None:
    folder = shared_data / "sdg-targets" / "unnumbered"
    source, target = (
        (folder / f"{language}.txt").read_text("utf-8").splitlines()[:120]
        for language in ("zh", "ar")
    )
    beads = align_texts(source, target, encoder=_ENCODER, languages=("zh", "ar"))
    assert not any(bead.method is Method.CROSSING for bead in beads)


@pytest.mark.parametrize("seed", range(3))
def test_repeated_paragraphs_are_no_crossing_block(shared_data: Path, seed: int) -> None:
    folder = shared_data / "sdg-targets" / "unnumbered"
    source, target = (
        (folder / f"{language}.txt").read_text("utf-8").splitlines()[:50]
        for language in ("zh", "es")
    )
    dice = random.Random(seed)
    for place in sorted(dice.sample(range(10, 50), 5)):
        copied = dice.randrange(place - 5)
        source.insert(place, source[copied])
        target.insert(place, target[copied])
    beads = align_texts(source, target, encoder=_ENCODER, languages=("zh", "es"))
    assert [bead.indices for bead in beads] == [((i,), (i,)) for i in range(55)]


@examples(40)
@given(st.permutations(range(8)))
def test_the_fewest_beads_are_marked(order: list[int]) -> None:
    beads = mark_crossing([Bead((i,), (j,)) for i, j in enumerate(order)])
    kept = [bead.target[0] for bead in beads if bead.method is not Method.CROSSING]
    assert kept == sorted(kept)
    longest = 0
    for chosen in range(1 << len(order)):
        rising = [j for i, j in enumerate(order) if chosen >> i & 1]
        if rising == sorted(rising):
            longest = max(longest, len(rising))
    assert len(kept) == longest
