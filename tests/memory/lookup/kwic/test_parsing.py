"""What is typed is read as it is meant, or refused in one line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.corpora.errors import UsageError
from hexapla.memory.lookup.kwic.parsing import is_query, parse, pattern_query
from hexapla.memory.lookup.kwic.query import (
    Both,
    Either,
    Near,
    Pattern,
    Query,
    QueryPhrase,
    Without,
    languages_of,
    written,
)
from tests.memory.lookup.kwic.queries import QUERIES

A, B, C = (QueryPhrase(text, "en") for text in ("aa", "bb", "cc"))


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("climate change", QueryPhrase("climate change", "en")),
        (
            '"climate change" adapt*',
            Both((QueryPhrase("climate change", "en"), QueryPhrase("adapt*", "en"))),
        ),
        ("aa OR bb cc", Either((A, QueryPhrase("bb cc", "en")))),
        ("aa OR bb AND cc", Either((A, Both((B, C))))),
        ("(aa OR bb) AND cc", Both((Either((A, B)), C))),
        ("aa NOT bb", Both((A, Without(B)))),
        ("aa NEAR/5 bb NEAR/3 cc", Near(Near(A, B, 5), C, 3)),
        ("(aa OR bb) NEAR/0 cc", Near(Either((A, B)), C, 0)),
        ("zh:合作 en:aa", Both((QueryPhrase("合作", "zh"), A))),
        ("zh:(合作 OR 协作)", Either((QueryPhrase("合作", "zh"), QueryPhrase("协作", "zh")))),
        ("ZH：“合作 协作”", QueryPhrase("合作 协作", "zh")),
        ("（aa OR bb）", Either((A, B))),
        ("«aa»", A),
        ("„aa bb“ OR cc", Either((QueryPhrase("aa bb", "en"), C))),
        ("„aa” NEAR/0005 bb", Near(A, B, 5)),
        ("/adapt(s|ed)?/", Pattern("adapt(s|ed)?", "en")),
        (r"/a\/b (c)/ aa", Both((Pattern("a/b (c)", "en"), A))),
        ("paragraph 12(a)", QueryPhrase("paragraph 12(a)", "en")),
        ("and/or not near", QueryPhrase("and/or not near", "en")),
        ('"say ""yes"""', QueryPhrase('say "yes"', "en")),
    ],
)
def test_what_is_typed_is_read(text: str, query: Query) -> None:
    assert parse(text, "en") == query


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "(", ")", "()", "aa OR", "AND aa", "aa NEAR/5", "aa NEAR/999 bb", '"aa'),
        *("NOT aa", "aa OR NOT bb", "aa NEAR/2 (bb AND cc)", "aa NEAR/2 NOT bb", "…", "aa NOT *"),
        *("aa NEAR/1000 bb", f"aa NEAR/{'9' * 3900} bb", "„aa"),
        *("zh:合作 NEAR/2 en:aa", "/(/", "/a{99999999}/", "zh:(aa", "(" * 99 + "aa" + ")" * 99),
        *("NOT " * 99 + "aa", "aa OR " * 60 + "aa", "a" * 5000, "**", "a*b*c*d*e*f*g*h*i*j*k*l*"),
        "zh:" * 90 + "aa",
    ],
)
def test_what_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(UsageError) as refused:
        parse(text, "en")
    assert "\n" not in str(refused.value)


@given(QUERIES)
def test_a_query_written_and_read_again_is_the_same(query: Query) -> None:
    assert parse(written(query), "fr") == query


@given(st.text(st.sampled_from('aA中*"“”„«/\\()[]{2}|?:.,; \t\nANDORTE/5zhens'), max_size=60))
def test_nothing_that_is_typed_is_more_than_refused(text: str) -> None:
    try:
        query = parse(text, "en")
    except UsageError:
        return
    assert languages_of(query)
    assert parse(written(query), "en") == query


def test_a_pattern_is_taken_whole() -> None:
    assert pattern_query("a OR (b)/", "en") == Pattern("a OR (b)/", "en")
    for wrong in ("", "("):
        with pytest.raises(UsageError):
            pattern_query(wrong, "en")


@pytest.mark.parametrize(
    ("text", "more"),
    [
        *[("climate change", False), ("TERMS AND CONDITIONS", False), ("aa NOT", False)],
        *[("合作 AND 发展", True), ("aa NEAR/3 bb", True), ("/aa+/", True)],
    ],
)
def test_a_query_is_told_from_a_phrase(text: str, more: bool) -> None:
    assert is_query(text) is more
