from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.corpora.input.bounds import MOST_ATTRIBUTES
from hexapla.corpora.input.markup import (
    ascii_head,
    declared_encoding,
    first_element,
    is_crowded,
)

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


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        (b'<html><meta charset="gb2312">', "gb2312"),
        (
            b"<meta http-equiv='Content-Type' content='text/html; charset=windows-1251'>",
            "windows-1251",
        ),
        (b'<?xml version="1.0" encoding="big5"?><html>', "big5"),
        (b"<html>" + b" " * 5000 + b'<meta charset="gb2312">', ""),
        (b"plain", ""),
    ],
)
def test_the_declared_encoding(head: bytes, encoding: str) -> None:
    assert declared_encoding(head) == encoding


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32", "utf-32-be", "gb18030"]
)
def test_the_first_element_in_any_encoding(encoding: str) -> None:
    text = "<?xml version='1.0'?>\n<!-- 文件 <a> --><!DOCTYPE x [<!ENTITY b 'c'>]>\n<n:TEI.2>"
    assert first_element(ascii_head(text.encode(encoding))) == "TEI.2"


@pytest.mark.parametrize("text", ["", "plain <b>", "<!-- not closed <TEI>", "< TEI>", "<!DOCTYPE"])
def test_what_begins_with_no_element_has_none(text: str) -> None:
    assert first_element(text) == ""


@given(st.binary(max_size=200))
def test_any_bytes_have_a_head(data: bytes) -> None:
    assert first_element(ascii_head(data)) == first_element(ascii_head(data)).strip()
