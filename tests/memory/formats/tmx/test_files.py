"""TMX files cut, joined and recoded hold the same units as before."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.corpora.errors import HexaplaError, StoreError, UsageError
from hexapla.memory.formats.tmx.files import (
    by_symbol,
    by_units,
    by_year,
    join_tmx,
    recode_tmx,
    split_tmx,
)
from hexapla.memory.formats.tmx.reader import TmxUnit, read_tmx
from hexapla.memory.text.cleaning import xml_attribute, xml_text
from tests.examples import examples

HEADER = (
    '<header creationtool="t" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en"'
    ' srclang="zh-Hans" datatype="plaintext"><prop type="p">v</prop></header>'
)
ROOT = f'<tmx version="1.4">{HEADER}<body>'
HEAD = f'<?xml version="1.0"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n{ROOT}'
TAIL = "</body></tmx>"


def tu(zh: str, en: str, attributes: str = "", before: str = "") -> str:
    return (
        f'<tu {attributes}>{before}<tuv xml:lang="zh-Hans"><seg>{zh}</seg></tuv>'
        f'<tuv xml:lang="en"><seg>{en}</seg></tuv></tu>'
    )


def written(path: Path, *units: str, head: str = HEAD) -> Path:
    path.write_text(f"{head}{''.join(units)}{TAIL}", "utf-8")
    return path


TEXT = (
    st.text(
        st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="\ufffe\uffff"),
        min_size=1,
        max_size=12,
    )
    .map(xml_text)
    .filter(bool)
)
UNITS = st.lists(
    st.builds(
        tu,
        TEXT,
        st.builds("{}<ph x='1'>&lt;br&gt;</ph><hi>b</hi>{}".format, TEXT, TEXT),
        st.builds(
            'tuid="{}#1" changedate="{}0101T000000Z"'.format,
            TEXT.map(xml_attribute),
            st.integers(1990, 1999),
        ),
        st.builds("<note>{}</note><prop type='x'>{}</prop>".format, TEXT, TEXT),
    ),
    max_size=12,
)


@examples(20)
@given(UNITS, st.sampled_from([by_units(1), by_units(5), by_symbol, by_year]))
def test_what_is_cut_and_joined_has_the_same_units(units: list[str], part: object) -> None:
    with TemporaryDirectory() as name:
        whole = written(Path(name) / "all.tmx", *units)
        parts = split_tmx(whole, Path(name) / "parts", part)  # type: ignore[arg-type]
        before = list(read_tmx(whole))
        assert sum(count for _, count in parts) == len(before)
        if not parts:
            return
        again = Path(name) / "again.tmx"
        assert join_tmx([path for path, _ in parts], again) == len(before)
        if part not in (by_symbol, by_year):
            assert list(read_tmx(again)) == before
        assert in_any_order(read_tmx(again)) == in_any_order(before)


def in_any_order(units: Iterable[TmxUnit]) -> list[str]:
    return sorted(repr(replace(each, line=0)) for each in units)


def test_parts_are_named_by_what_they_hold(tmp_path: Path) -> None:
    units = [
        tu("一", "1", 'tuid="A/RES/74/1#1"'),
        tu("二", "2", 'tuid="a/res/74/1#1"'),
        tu("三", "3", 'changedate="20110203T000000Z"'),
        tu("四", "4"),
    ]
    whole = written(tmp_path / "all.tmx", *units)
    names = [path.name for path, _ in split_tmx(whole, tmp_path, by_symbol)]
    assert names == ["all_A_RES_74_1.tmx", "all_a_res_74_1-2.tmx", "all_other.tmx"]
    names = [path.name for path, _ in split_tmx(whole, tmp_path, by_year)]
    assert names == ["all_2019.tmx", "all_other.tmx", "all_2011.tmx"]
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_units_of_files_with_other_headers_say_so(tmp_path: Path) -> None:
    one = written(tmp_path / "1.tmx", tu("一", "1"))
    other = written(
        tmp_path / "2.tmx",
        tu("二", "2"),
        head=HEAD.replace("zh-Hans", "en").replace("sentence", "paragraph"),
    )
    join_tmx([one, other], tmp_path / "all.tmx")
    assert [(each.source_code, each.segtype) for each in read_tmx(tmp_path / "all.tmx")] == [
        ("zh-Hans", "sentence"),
        ("en", "paragraph"),
    ]
    with pytest.raises(UsageError, match="into itself"):
        join_tmx([one, other], one)


def test_codes_are_changed_and_nothing_else(tmp_path: Path) -> None:
    units = (
        tu("一", "1"),
        tu("二", "2").replace("zh-Hans", "zh-Hant"),
        tu("三", "3", 'srclang="ZH_hans"'),
    )
    path = tmp_path / "a.tmx.gz"
    path.write_bytes(gzip.compress(f"{HEAD}{''.join(units)}{TAIL}".encode()))
    goal = tmp_path / "b.tmx"
    assert recode_tmx(path, goal, ["zh-CN", "en=en-GB"]) == {
        "zh-Hans": ("zh-CN", 2),
        "en": ("en-GB", 3),
    }
    old, new = list(read_tmx(path)), list(read_tmx(goal))
    assert [each.source_code for each in new] == ["zh-CN"] * 3
    assert [variant.code for each in new for variant in each.variants] == [
        *("zh-CN", "en-GB", "zh-Hant", "en-GB", "zh-CN", "en-GB")
    ]
    plain = [
        replace(each, source_code="", variants=tuple(replace(v, code="") for v in each.variants))
        for each in (*old, *new)
    ]
    assert plain[:3] == plain[3:]


def test_names_of_a_name_space_stay(tmp_path: Path) -> None:
    path = tmp_path / "a.tmx"
    text = f"{HEAD}{tu('一', '1')}{TAIL}".replace("<tmx ", '<tmx xmlns="urn:x" ')
    path.write_text(text, "utf-8")
    ((part, _),) = split_tmx(path, tmp_path, by_units(9))
    assert list(read_tmx(part)) == list(read_tmx(path))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<html><body/></html>", "is no TMX"),
        (f"{HEAD}<tu>", "not well-formed"),
        ("plain", "not well-formed"),
        ('<tmx version="1.4"><header/></tmx>', "has no units"),
        (f'<!DOCTYPE tmx [<!ENTITY e "x">]>{ROOT}<tu>&e;</tu>{TAIL}', "entity"),
    ],
)
def test_files_that_cannot_be_read_leave_nothing(text: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / "a.tmx"
    path.write_text(text, "utf-8")
    out = tmp_path / "out"
    for done in (
        lambda: split_tmx(path, out, by_units(1)),
        lambda: join_tmx([path], out / "b.tmx"),
        lambda: recode_tmx(path, out / "b.tmx", ["en-GB"]),
    ):
        with pytest.raises(StoreError, match=told):
            done()
    assert not out.exists() or not list(out.iterdir())


@pytest.mark.parametrize("code", ["", "=", "a=", "zh-CN=!", "x" * 30, "en=<x>"])
def test_what_is_no_code_is_refused(code: str, tmp_path: Path) -> None:
    path = written(tmp_path / "a.tmx", tu("一", "1"))
    with pytest.raises(HexaplaError, match="neither a code"):
        recode_tmx(path, tmp_path / "b.tmx", [code])
    with pytest.raises(UsageError):
        by_units(0)
