"""A pattern is compiled, or refused in one line."""

import pytest

from hexapla.corpora.errors import UsageError
from hexapla.memory.text.patterns import check_size, compiled, shortened


@pytest.mark.parametrize("pattern", ["(", "[a", "a**b(", "(?P<n>", r"\p{Nothing}"])
def test_what_cannot_be_read_is_refused(pattern: str) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        compiled(pattern)


@pytest.mark.parametrize("pattern", ["a{100001}", "(a{1000}){1000}", "a{9999999999}", "a" * 10_001])
def test_what_takes_too_much_memory_is_refused(pattern: str) -> None:
    with pytest.raises(UsageError):
        check_size(pattern)


def test_messages_quote_what_the_user_wrote() -> None:
    with pytest.raises(UsageError, match=r"the pattern \( cannot"):
        compiled("(?:(", of="(")
    assert shortened("a\nb" + "c" * 80) == "a\\nb" + "c" * 56 + "…"


def test_case_makes_no_difference_where_that_is_asked() -> None:
    assert compiled("abc", ignore_case=True).search("xABC")
    assert not compiled("abc").search("xABC")
