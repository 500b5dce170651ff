from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.corpora.input.markup import MOST_ATTRIBUTES, is_crowded

MANY = range(MOST_ATTRIBUTES + 1)


@pytest.mark.parametrize(
    "page",
    [
        f"<p {' '.join(f'a{n}=1' for n in MANY)}>",
        f"<p {' '.join(f'a{n}' for n in MANY)}",
        f"<script {' '.join(f'a{n}' for n in MANY)}>1 < 2</script>",
        f"<p {'/'.join(f'a{n}' for n in MANY)}",
        f"""text ' " < <p x=">" {" ".join(f'a{n}=">"' for n in MANY)}>""",
        f"""<p " {" ".join(f"a{n}" for n in MANY)}>""",
    ],
)
def test_tags_with_very_many_attributes_are_crowded(page: str) -> None:
    assert is_crowded(page)


@pytest.mark.parametrize(
    "page",
    [
        f'<img src="data:image/png;base64,{"A" * 100_000}" alt="{"word " * 9000}">',
        f"<p>{'a word ' * 9000}</p><pre>{' x=1' * 9000}</pre>",
        f"1 < 2 {'a word ' * 9000}",
        "<p a=1>" * 9000,
        f"<script>for(var i=0;i<n;i++){{}} var d = [{', '.join(map(str, MANY))}];</script>",
        f"<!-- 1 <b {' '.join(f'a{n}' for n in MANY)}> -->",
        f"<b {' '.join(f'a{n}=1' for n in range(MOST_ATTRIBUTES - 100))}>",
        f'<a href=x title="{"it is " * 9000}',
    ],
)
def test_long_values_and_texts_are_not(page: str) -> None:
    assert not is_crowded(page)


@given(st.text(alphabet="<>a =\"'/", max_size=200))
def test_any_text_is_looked_at(page: str) -> None:
    assert not is_crowded(page)


def test_what_never_ends_is_looked_at_in_a_time_of_its_length() -> None:
    for part in ("<a", '="', "='", "<a =", " ", '<a="', "<a =\"'", "<!--", "<script>"):
        assert is_crowded(part * 100_000) in (True, False)
