"""Several targets aligned with one source, each helped by the others."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import overload

import numpy as np
import pytest

from hexapla.align.aligner import align_sides, split_labels
from hexapla.align.beads import Bead
from hexapla.align.calibration import calibrated
from hexapla.align.encoders.base import Encoder
from hexapla.align.encoders.registry import get_encoder
from hexapla.align.evaluation import count, total
from hexapla.align.joint import align_languages
from hexapla.align.resources import single_threaded
from hexapla.align.scoring.similarity import EncodedTexts, encode_texts
from scripts.dev.evaluate.defects import DEFECTS, Line, damaged, gold_beads, parallel_units
from tests.evaluations import partly

_TARGETS = ("en", "fr", "es", "ru", "ar", "de")
_LINES = 50


@pytest.fixture(scope="module", params=["embedded", "none"])
def encoder(request: pytest.FixtureRequest) -> Encoder:
    return get_encoder(request.param)


@pytest.fixture(scope="module")
def units(shared_data: Path) -> dict[str, list[tuple[str, str]]]:
    """The first Goals and targets of each language, as (label, text)."""
    found = {}
    for language in ("zh", *_TARGETS):
        path = shared_data / "sdg-targets" / "numbered" / f"{language}.txt"
        texts, labels = split_labels(path.read_text("utf-8").splitlines()[:_LINES], language)
        found[language] = list(zip(labels, texts, strict=True))
    return found


def as_texts(encoder: Encoder, lines: Sequence[Line]) -> EncodedTexts:
    return encode_texts(encoder, [line.text for line in lines], [line.label for line in lines])


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    with single_threaded():
        yield


def right(versions: Mapping[str, Sequence[Line]], found: Mapping[str, Sequence[Bead]]) -> float:
    """Return the strict F1 over all targets."""
    return total(
        count(gold_beads(versions["zh"], versions[language]), beads)
        for language, beads in found.items()
    ).strict.f1


def assert_complete(beads: Sequence[Bead], rows: int, columns: int) -> None:
    assert sorted(i for bead in beads for i in bead.source) == list(range(rows))
    assert sorted(j for bead in beads for j in bead.target) == list(range(columns))
    assert all(0 <= bead.score <= 1 for bead in beads)


@pytest.mark.parametrize(
    ("kind", "seed", "gained"),
    partly(
        (
            ("third-missing-unnumbered", 33, 0.02),
            ("third-missing-unnumbered", 34, 0.04),
            ("replies", 32, 0.0),
        ),
        (("third-missing-unnumbered", 34, 0.04),),
    ),
)
def test_the_others_make_each_better(
    units: dict[str, list[tuple[str, str]]], kind: str, seed: int, gained: float
) -> None:
    encoder = get_encoder("embedded")
    versions = damaged(units, DEFECTS[kind], seed)
    source, *targets = (as_texts(encoder, lines) for lines in versions.values())
    alone = [align_sides(source, target) for target in targets]
    vectors = [each.copy() for each in source.spans.joined]
    together = align_languages([source, *targets])
    assert all(np.array_equal(x, y) for x, y in zip(vectors, source.spans.joined, strict=True))
    for target, beads in zip(targets, together, strict=True):
        assert_complete(beads, len(source), len(target))
    before, after = (
        right(versions, dict(zip(_TARGETS, found, strict=True))) for found in (alone, together)
    )
    assert after > before + gained
    # What the others have changed is to be looked at: it is below the band of what is sure.
    changed = [
        bead
        for first, second in zip(alone, together, strict=True)
        for bead in second
        if bead.indices not in {each.indices for each in first}
    ]
    assert changed
    assert all(bead.score < 0.95 for bead in changed)


def test_one_wrong_text_does_not_mislead_the_others(
    units: dict[str, list[tuple[str, str]]],
) -> None:
    encoder = get_encoder("embedded")
    versions = damaged(units, DEFECTS["third-missing-unnumbered"], 33)
    versions["fr"] = versions["fr"][::-1]  # its links mean nothing
    source, *targets = (as_texts(encoder, lines) for lines in versions.values())
    found = dict(zip(_TARGETS, align_languages([source, *targets]), strict=True))
    alone = {
        language: align_sides(source, target)
        for language, target in zip(_TARGETS, targets, strict=True)
    }
    del found["fr"], alone["fr"]
    assert right(versions, found) >= right(versions, alone)


def test_what_is_in_no_doubt_stays(units: dict[str, list[tuple[str, str]]]) -> None:
    encoder = get_encoder("embedded")
    source, *targets = (
        encode_texts(encoder, [text for _, text in each], [label for label, _ in each])
        for each in units.values()
    )
    alone = [align_sides(source, target) for target in targets]
    assert all(bead.score >= 0.9 for beads in alone for bead in beads)
    assert align_languages([source, *targets]) == alone


def test_one_language_has_no_others(units: dict[str, list[tuple[str, str]]]) -> None:
    encoder = get_encoder("embedded")
    versions = damaged(
        {code: units[code] for code in ("zh", "en")}, DEFECTS["third-missing-unnumbered"], 34
    )
    source, target = (as_texts(encoder, lines) for lines in versions.values())
    assert align_languages([source, target]) == [calibrated(align_sides(source, target))]
    assert align_languages([source]) == []


@pytest.mark.parametrize("size", range(9))
def test_short_and_empty_sides(
    units: dict[str, list[tuple[str, str]]], encoder: Encoder, size: int
) -> None:
    texts = {code: [text for _, text in units[code][:size]] for code in ("zh", "en", "fr", "ru")}
    texts["fr"] = []
    texts["ru"] = [*texts["ru"][2:], "Собака спит."]
    source, *targets = (encode_texts(encoder, each, [""] * len(each)) for each in texts.values())
    for target, beads in zip(targets, align_languages([source, *targets]), strict=True):
        assert_complete(beads, len(source), len(target))


def test_what_two_versions_join_differently_is_one_bead(
    units: dict[str, list[tuple[str, str]]],
) -> None:
    """The source has the second and third of three paragraphs in one, Arabic the first two."""
    encoder = get_encoder("embedded")
    codes = ("zh", "en", "fr", "ar")
    sides = {code: [text for _, text in units[code][:20]] for code in codes}
    for code, first in (("zh", 17), ("ar", 16)):
        sides[code][first : first + 2] = [" ".join(sides[code][first : first + 2])]
    encoded = [encode_texts(encoder, each, [""] * len(each)) for each in sides.values()]
    assert ((16, 17), (16, 17)) in {bead.indices for bead in align_languages(encoded)[2]}


@pytest.mark.evaluation
def test_two_that_part_what_belongs_together_are_outvoted(shared_data: Path) -> None:
    """English and French leave a text out that the source has in one with the next, unsurely."""
    encoder = get_encoder("embedded")
    versions = damaged(parallel_units(shared_data)["targets"], DEFECTS["mixed"], 81)
    source, *targets = (as_texts(encoder, lines) for lines in versions.values())
    found = dict(zip(_TARGETS, align_languages([source, *targets]), strict=True))
    assert right(versions, {"es": found["es"]}) == 1


# Alone, four languages take up the text in place 24, four that in place 40, and none that in 17.
# All take up the heading in place 0, which the text below it nearly repeats.
@pytest.mark.parametrize("lacking", partly(range(1, _LINES), (17, 24, 40)))
def test_what_the_source_lacks_is_taken_up_by_nobody(
    units: dict[str, list[tuple[str, str]]], lacking: int
) -> None:
    encoder = get_encoder("embedded")
    sides = {code: [text for _, text in each] for code, each in units.items()}
    del sides["zh"][lacking]
    source, *targets = (encode_texts(encoder, each, [""] * len(each)) for each in sides.values())
    for beads in align_languages([source, *targets]):
        assert ((), (lacking,)) in [bead.indices for bead in beads]


# Alone, each of these pairs the one with the other; so it did beside the others before they told.
@pytest.mark.parametrize("lacking", partly((5, 14), (14,)))
@pytest.mark.parametrize("language", partly(("en", "fr", "es", "ru"), ("fr",)))
def test_two_texts_that_each_version_lacks_are_not_paired(
    units: dict[str, list[tuple[str, str]]], lacking: int, language: str
) -> None:
    encoder = get_encoder("embedded")
    codes = ("zh", "en", "fr", "es", "ru")
    sides = {code: [text for _, text in units[code][:20]] for code in codes}
    del sides["zh"][lacking], sides[language][lacking + 1]
    encoded = [encode_texts(encoder, each, [""] * len(each)) for each in sides.values()]
    beads = align_languages(encoded)[codes.index(language) - 1]
    alone = {((lacking,), ()), ((), (lacking,))}
    assert alone <= {bead.indices for bead in beads}


class _MadeWhenAsked(Sequence[EncodedTexts]):
    """Versions that are made when they are asked for, and how many are held then."""

    def __init__(self, make: Callable[[int], EncodedTexts], count: int) -> None:
        self._make = make
        self._count = count
        self._made: list[weakref.ref[object]] = []
        self.held: list[int] = []

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, index: int) -> EncodedTexts: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[EncodedTexts]: ...
    def __getitem__(self, index: int | slice) -> EncodedTexts | Sequence[EncodedTexts]:
        assert isinstance(index, int)
        if index >= self._count:
            raise IndexError(index)
        self.held.append(sum(each() is not None for each in self._made))
        made = self._make(index)
        self._made.append(weakref.ref(made.spans.joined[0]))
        return made


# Lines that are alike, of which each version has another number, are in doubt: rows are found.
@pytest.mark.parametrize("alike", [False, True])
def test_two_versions_are_held_at_a_time(encoder: Encoder, *, alike: bool) -> None:
    def encoded(number: int) -> EncodedTexts:
        texts = [f"Decision {place} on item {7 * place}" for place in range(8)]
        if alike:
            texts = ["The same decision"] * (6 + number)
        return encode_texts(encoder, texts, [""] * len(texts))

    versions = _MadeWhenAsked(encoded, 4)
    align_languages(versions)
    assert versions.held[:4] == [0, 1, 1, 1]
    assert (len(versions.held) > 4) is alike
    assert max(versions.held) == 1
