"""The best alignment of texts in the order in which they stand."""

from __future__ import annotations

import pytest

from hexapla.align.encoders.registry import get_encoder
from hexapla.align.scoring.comparison import PairFeatures, compare
from hexapla.align.scoring.similarity import encode_texts
from hexapla.align.search import path
from hexapla.align.search.path import PathStep, best_steps, best_steps_inside

SOURCE = [f"{n}: A/RES/{60 + n}/{100 + n}, {1990 + n}, {n * 137} UNICEF" for n in range(24)]


@pytest.fixture(scope="module")
def pair() -> PairFeatures:
    """Texts of which the target lacks two."""
    return compared(SOURCE[:6] + SOURCE[8:])


def compared(target: list[str]) -> PairFeatures:
    encoder = get_encoder("none")
    return compare(*(encode_texts(encoder, side, [""] * len(side)) for side in (SOURCE, target)))


def spans(steps: list[PathStep]) -> list[tuple[list[int], list[int]]]:
    return [(list(step.rows), list(step.columns)) for step in steps]


def test_each_text_stands_in_one_step_in_order(pair: PairFeatures) -> None:
    steps = best_steps(pair)
    assert [i for step in steps for i in step.rows] == list(range(24))
    assert [j for step in steps for j in step.columns] == list(range(22))
    assert all(0 <= step.posterior <= 1 for step in steps)


def test_what_is_missing_is_left_alone(pair: PairFeatures) -> None:
    found = spans(best_steps(pair))
    assert ([6], []) in found
    assert ([7], []) in found
    assert sum(len(rows) == len(columns) == 1 for rows, columns in found) == 22


def test_texts_can_be_left_out_more_readily(pair: PairFeatures) -> None:
    found, more = best_steps(pair), best_steps(pair, more=1.0)
    assert spans(found) == spans(more)
    assert [step.score for step in found] == pytest.approx([step.score for step in more])
    before, after = ([s.posterior for s in steps if not s.columns] for steps in (found, more))
    assert min(after) > min(before)


@pytest.mark.parametrize(("lacks", "surer"), [(2, False), (8, True)])
def test_where_much_is_left_out_it_is_surer(
    lacks: int, surer: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = compared(SOURCE[:6] + SOURCE[6 + lacks :])
    found = best_steps(pair)
    monkeypatch.setattr(path, "LEFT_OUT", 0.0)
    before = best_steps(pair)
    assert spans(found) == spans(before)
    assert [step.score for step in found] == pytest.approx([step.score for step in before])
    now, earlier = (
        [step.posterior for step in steps if not step.columns] for steps in (found, before)
    )
    assert len(now) == len(earlier) == lacks
    assert (min(now) > min(earlier)) is surer


def test_parts_are_aligned_each_by_itself(pair: PairFeatures) -> None:
    parts = [(range(4), range(4)), (range(4, 10), range(4, 8)), (range(10, 24), range(8, 22))]
    found = list(best_steps_inside(pair, parts))
    assert len(found) == 3
    for (rows, columns), steps in zip(parts, found, strict=True):
        alone = best_steps(pair.part(rows, columns))
        assert spans(steps) == spans(alone)
        assert [step.posterior for step in steps] == pytest.approx(
            [step.posterior for step in alone], abs=1e-3
        )


def test_no_parts_have_no_steps(pair: PairFeatures) -> None:
    assert list(best_steps_inside(pair, [])) == []
