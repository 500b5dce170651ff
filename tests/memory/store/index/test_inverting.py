"""An index that is made by sorting holds the very grams of each text."""

from __future__ import annotations

from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from hexapla.memory.store.index.inverting import invert
from hexapla.memory.store.index.packing import unpack
from hexapla.memory.text.keys import grams, match_key

SIGNS = "国际合作𠀀豈 ,（）「」·.a1-é жш ة\u0301"


@given(st.lists(st.text(st.sampled_from(SIGNS)) | st.text()))
def test_what_it_holds_are_the_grams_of_each_text(texts: list[str]) -> None:
    keys = [match_key(text) for text in texts]
    expected: dict[str, list[int]] = defaultdict(list)
    for place, key in enumerate(keys):
        for gram in grams(key):
            expected[gram].append(place)
    found = invert(keys)
    postings = [(gram, unpack(each, part).tolist()) for gram, part, each in found.postings()]
    assert postings == sorted(expected.items())
    assert found.lengths.tolist() == [len(grams(key)) for key in keys]
