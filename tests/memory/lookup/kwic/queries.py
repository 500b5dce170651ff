"""Queries of every kind, over few words, so that they are often found."""

from __future__ import annotations

from hypothesis import strategies as st

from hexapla.memory.lookup.kwic.query import (
    Both,
    Either,
    Near,
    Pattern,
    Query,
    QueryPhrase,
    Without,
)

WORDS = {
    "en": ["tree", "register", "keep*", "the register", "secretary-general"],
    "zh": ["树木", "名册", "决定", "保留*名册", "秘书长"],
}
PATTERNS = {
    "en": [r"\btree", r"regist(er|ers)\b", r" of the ", r"[Tt]he \w+", "a/b"],
    "zh": ["树木(名|的)册", "决定", r"第\d+", "[名树]."],
}


def leaves(language: str) -> st.SearchStrategy[Query]:
    """A word, a phrase or a pattern."""
    return st.one_of(
        st.sampled_from(WORDS[language]).map(lambda text: QueryPhrase(text, language)),
        st.sampled_from(PATTERNS[language]).map(lambda text: Pattern(text, language)),
    )


def nears(language: str) -> st.SearchStrategy[Query]:
    """Two that stand near each other."""
    side = leaves(language)
    return st.builds(Near, side, side, st.integers(0, 6))


SIMPLE: st.SearchStrategy[Query] = st.one_of(
    *(leaves(language) for language in WORDS), *(nears(language) for language in WORDS)
)
QUERIES: st.SearchStrategy[Query] = st.recursive(
    SIMPLE,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: Either(tuple(parts))),
        st.builds(
            lambda first, second, denied: Both((first, Without(second) if denied else second)),
            *(inner, inner, st.booleans()),
        ),
    ),
    max_leaves=5,
)
