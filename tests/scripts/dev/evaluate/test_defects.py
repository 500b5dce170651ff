"""Defective texts: seeded, with every defect, and gold that holds every line once."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.dev.evaluate.defects import (
    DEFECTS,
    Defects,
    Line,
    Rates,
    Units,
    damage,
    damaged,
    gold_beads,
    parallel_units,
)
from scripts.dev.evaluate.states import STATES, sort_key

WHOLE = Rates(dropped=0, joined=0, split=0, unnumbered=0, wrong=0)


def invented(language: str) -> Units:
    """Sixty numbered paragraphs, each of three clauses."""
    return [
        (f"{i}", f"{language} clause one of {i}, clause two of {i}, clause three of {i}.")
        for i in range(60)
    ]


VERSIONS = {language: invented(language) for language in ("zh", "en", "ar")}


def texts(lines: list[Line]) -> list[str]:
    return [line.text for line in lines]


@given(st.sampled_from(sorted(DEFECTS)), st.integers(0, 10_000))
def test_gold_holds_every_line_once(kind: str, seed: int) -> None:
    lines = damaged(VERSIONS, DEFECTS[kind], seed)
    for first, second in combinations(lines, 2):
        gold = gold_beads(lines[first], lines[second])
        assert sorted(i for bead in gold for i in bead.source) == list(range(len(lines[first])))
        assert sorted(j for bead in gold for j in bead.target) == list(range(len(lines[second])))


@given(st.sampled_from(sorted(DEFECTS)), st.integers(0, 10_000))
def test_gold_links_the_lines_that_share_units_directly_or_through_others(
    kind: str, seed: int
) -> None:
    lines = damaged(VERSIONS, DEFECTS[kind], seed)
    source, target = lines["zh"], lines["en"]
    place = {("zh", i): n for n, bead in enumerate(gold_beads(source, target)) for i in bead.source}
    place |= {
        ("en", j): n for n, bead in enumerate(gold_beads(source, target)) for j in bead.target
    }
    every = [*((("zh", i), line) for i, line in enumerate(source))]
    every += [*((("en", j), line) for j, line in enumerate(target))]
    # Slowly: what can be reached from a line over shared units.
    for start, line in every:
        reached, units = {start}, set(line.units)
        for _ in every:
            more = {each for each, other in every if units & set(other.units)} - reached
            if not more:
                break
            reached |= more
            units |= {unit for each, other in every if each in more for unit in other.units}
        assert {each for each in place if place[each] == place[start]} == reached


@given(st.sampled_from(sorted(DEFECTS)), st.integers(0, 10_000))
def test_the_same_seed_damages_a_version_alike_whatever_the_others_are(
    kind: str, seed: int
) -> None:
    every = damaged(VERSIONS, DEFECTS[kind], seed)
    two = damaged({language: VERSIONS[language] for language in ("zh", "ar")}, DEFECTS[kind], seed)
    assert two == {language: every[language] for language in ("zh", "ar")}


def test_another_seed_damages_otherwise() -> None:
    assert damaged(VERSIONS, Defects(), 1) != damaged(VERSIONS, Defects(), 2)


def test_nothing_happens_to_a_whole_version() -> None:
    lines = damage(VERSIONS["en"], 3, WHOLE, "en")
    assert lines == [Line(label, text, (i,)) for i, (label, text) in enumerate(VERSIONS["en"])]
    assert lines[3].written == "3. en clause one of 3, clause two of 3, clause three of 3."
    assert Line("1.a", "End poverty", (0,)).written == "1.a End poverty"
    assert Line("", "End poverty", (0,)).written == "End poverty"


def test_moved_runs_keep_their_lines() -> None:
    lines = damage(VERSIONS["en"], 3, replace(WHOLE, moved=2), "en")
    units = [line.units[0] for line in lines]
    assert sorted(units) == list(range(60))
    seams = [(a, b) for a, b in pairwise(units) if b != a + 1]
    assert 2 <= len(seams) <= 6


def test_copies_of_one_version_have_no_counterpart() -> None:
    source = damage(VERSIONS["zh"], 1, WHOLE, "zh")
    target = damage(VERSIONS["en"], 1, replace(WHOLE, copied=0.1), "en")
    assert len(target) == 66
    gold = gold_beads(source, target)
    alone = [bead.target[0] for bead in gold if not bead.source]
    assert len(alone) == 6
    assert all(texts(target).count(target[j].text) == 2 for j in alone)


def test_paragraphs_repeated_everywhere_answer_each_other() -> None:
    lines = damaged(VERSIONS, Defects(WHOLE, WHOLE, repeated=0.1), 5)
    assert [line.units for line in lines["zh"]] == [line.units for line in lines["en"]]
    assert len(lines["zh"]) == 66
    assert len(set(texts(lines["zh"]))) == 60


def test_an_interrupted_paragraph_is_one_bead_around_the_caption() -> None:
    source = damage(VERSIONS["zh"], 1, WHOLE, "zh")
    target = damage(VERSIONS["en"], 1, replace(WHOLE, interrupted=0.2), "en")
    gold = gold_beads(source, target)
    gaps = [bead for bead in gold if len(bead.target) == 2]
    assert gaps
    for bead in gaps:
        first, last = bead.target
        assert last == first + 2
        assert target[first + 1].units == ()
        assert f"{target[first].text} {target[last].text}" == VERSIONS["en"][bead.source[0]][1]


def test_lists_and_replies_of_states_stand_in_the_order_of_each_language() -> None:
    for defects in (Defects(WHOLE, WHOLE, states=30), Defects(WHOLE, WHOLE, replies=True)):
        lines = damaged(VERSIONS, defects, 8)
        for language, found in lines.items():
            names = [line.text for line in found if line.text in STATES[language]]
            assert len(names) > 10
            assert names == sorted(names, key=lambda name: sort_key(name, language))
        gold = gold_beads(lines["zh"], lines["en"])
        assert all(len(bead.source) == len(bead.target) == 1 for bead in gold)
        for bead in gold:
            name = lines["zh"][bead.source[0]].text
            if name in STATES["zh"]:
                same = STATES["en"][STATES["zh"].index(name)]
                assert lines["en"][bead.target[0]].text == same


def test_replies_keep_the_paragraphs_of_a_state_together() -> None:
    lines = damaged(VERSIONS, Defects(WHOLE, WHOLE, replies=True), 8)

    def replies(language: str) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for line in lines[language]:
            if line.text in STATES[language]:
                state = STATES[language].index(line.text)
            else:
                found.setdefault(state, []).append(line.units[0])
        return found

    assert replies("zh") == replies("en") == replies("ar")


@pytest.mark.parametrize(
    ("language", "first", "last"),
    [
        ("en", "Afghanistan", "Ukraine"),
        ("fr", "Afghanistan", "Ukraine"),
        ("de", "Afghanistan", "Zypern"),
        ("ru", "Австрия", "Япония"),
        ("ar", "الاتحاد الروسي", "اليونان"),
    ],
)
def test_states_are_sorted_as_the_language_does(language: str, first: str, last: str) -> None:
    names = sorted(STATES[language], key=lambda name: sort_key(name, language))
    assert (names[0], names[-1]) == (first, last)
    assert len(set(names)) == len(STATES["zh"])


def test_the_parallel_texts_are_parallel(shared_data: Path) -> None:
    found = parallel_units(shared_data)
    assert list(found) == ["targets", "resolution", "declaration"]
    assert set(found["resolution"]) == {"zh", "en"}
    for versions in found.values():
        assert len({len(units) for units in versions.values()}) == 1
        assert len({tuple(label for label, _ in units) for units in versions.values()}) == 1
        assert all(text for units in versions.values() for _, text in units)
