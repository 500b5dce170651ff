"""The index leaves out nothing that answers a query."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from hexapla.memory.lookup.kwic.candidates import find_candidates, sure_grams
from hexapla.memory.lookup.kwic.evaluation import Matcher
from hexapla.memory.lookup.kwic.parsing import parse
from hexapla.memory.lookup.kwic.query import Pattern, written
from hexapla.memory.store.store import Store
from hexapla.memory.text.keys import grams, match_key
from hexapla.memory.units import Level
from tests.memory.lookup.kwic.queries import PATTERNS


@pytest.mark.parametrize(
    ("pattern", "wanted"),
    [
        (r"\bclimate (change|action)", ["climate"]),
        (r"\bclimate changes? ", ["climate", "change*"]),
        (r"climate change\b", ["change"]),
        (r" the tree", ["the", "tree*"]),
        ("适应(气候|变化)的能力", ["适应", "的能", "能力"]),
        (r"\bstate[s]\b", ["state*"]),
        (r"\bx{2,3}y\b", []),
        *[(each, []) for each in ("a|b", "(?i)abc def ghi", r"\x41 bcd ", r" \p{Lu} ", "", "树")],
    ],
)
def test_only_what_is_sure_is_taken_of_a_pattern(pattern: str, wanted: list[str]) -> None:
    assert sure_grams(pattern) == wanted


SIGNS = st.sampled_from([*"ab 中国,.*+?|()[]{}2\\", r"\b", " ab ", "中国", "(a|b)", "[ab]"])
TEXTS = st.text(st.sampled_from("aabb  中国,."), max_size=20)


@given(st.lists(SIGNS, max_size=8).map("".join), st.lists(TEXTS, max_size=8))
def test_every_text_with_a_match_holds_the_grams(pattern: str, texts: list[str]) -> None:
    try:
        compiled = regex.compile(pattern, regex.IGNORECASE)
    except regex.error:
        return
    wanted = sure_grams(pattern)
    for text in texts:
        if compiled.search(text):
            held = grams(match_key(text))
            for gram in wanted:
                begins = gram.removesuffix("*")
                assert any(
                    each == begins or (gram.endswith("*") and each.startswith(begins))
                    for each in held
                )


@pytest.mark.parametrize("indexed", [False, True])
@pytest.mark.parametrize("level", Level)
def test_no_unit_that_answers_is_left_out(store: Store, level: Level, indexed: bool) -> None:
    if indexed:
        store.rebuild()
    units = list(store.units(level=level))
    patterns = [Pattern(text, code) for code, some in PATTERNS.items() for text in some]
    asked = list(map(written, patterns))
    asked += ["名册", "zh:名册 NOT en:annually", "树木 OR en:secretary", "register NEAR/3 trees"]
    asked += ["en:(register NEAR/4 tree*)", "zh:/名/ AND en:/[aeiou]{2}/", "fr:/\\bregistre/"]
    for text in asked:
        query = parse(text, "zh")
        matcher = Matcher(query)
        answering = {unit.reference for unit in units if matcher(unit.texts)}
        found = store.units_of(find_candidates(store, query, level).tolist())
        assert answering <= {unit.reference for unit in found}, text
