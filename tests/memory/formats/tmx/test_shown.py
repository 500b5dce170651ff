"""A translation takes the number and the tags that its source is shown with."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from hexapla.corpora.document import Kind
from hexapla.corpora.readers.shown.texts import omegat_pieces
from hexapla.memory.formats.profiles import ALIGNED
from hexapla.memory.formats.tmx.shown import shown_markup, shown_pieces
from hexapla.memory.formats.tmx.units import read_units
from hexapla.memory.formats.tmx.writer import write_tmx
from hexapla.memory.units import Carried, Level, Translation, Unit
from tests.examples import examples


def _unit(text: str, shown: str, translation: str, own: str = "") -> Unit:
    carried = Carried(shown=own) if own else None
    return Unit(
        *("S/1", Level.SENTENCE, 0, "1.1", Kind.OPERATIVE, "1", "zh", text),
        (Translation("en", translation, 0.9, "similarity", carried=carried),),
        carried=Carried(shown=shown) if shown else None,
    )


def _tag(number: int, tag: str) -> str:
    return f'<ph x="{number}">&lt;{tag}&gt;</ph>'


@pytest.mark.parametrize(
    ("unit", "source", "target"),
    [
        (_unit("注意到；", "1. 注意到；", "Notes;"), "1. 注意到；", "1. Notes;"),
        (
            _unit("注意到；", "（一） 注意到；", "Notes;", "(a) Notes;"),
            "（一） 注意到；",
            "(a) Notes;",
        ),
        (
            _unit("注意到¹报告；²", "注意到<t0/>报告；<t1/>", "Notes the report;² see¹"),
            f"注意到{_tag(1, 't0/')}报告；{_tag(2, 't1/')}",
            f"Notes the report;{_tag(1, 't0/')} see{_tag(2, 't1/')}",
        ),
        (
            _unit("大会，", "<i0>大会</i0>，", "The Assembly,"),
            f"{_tag(1, 'i0')}大会{_tag(2, '/i0')}，",
            f"{_tag(1, 'i0')}The {_tag(2, '/i0')}Assembly,",
        ),
        (_unit("R&D，", "1. R&D，", "<R&D>"), "1. R&amp;D，", "1. &lt;R&amp;D&gt;"),
    ],
)
def test_the_translation_has_number_and_tags(unit: Unit, source: str, target: str) -> None:
    assert shown_markup(unit, unit.translations[0]) == (source, target)


@pytest.mark.parametrize(
    ("text", "shown", "language", "translation", "pieces"),
    [
        (
            "See A/98/733, paras. 3–5.",
            ("¹ See A/98/733, paras.", "3–5."),
            *("zh", "见A/98/733，第3至5段。", ["¹ 见A/98/733，", "第3至5段。"]),
        ),
        (
            "It cites A/99/1, para. 4.",
            ("2. It cites A/99/1, para.", "4."),
            *("fr", "Il cite A/99/1, par. 4.", ["2. Il cite A/99/1, par.", "4."]),
        ),
        (
            "It cites A/99/1, para. 4.",
            ("It cites A/99/1, para.", "4."),
            *("ar", "يستشهد بالوثيقة A/99/1، الفقرة ٤.", ["يستشهد بالوثيقة A/99/1، الفقرة", "٤."]),
        ),
        # Where the numbers do not say where to cut, nothing is guessed.
        ("See para. 4.", ("See para.", "4."), "zh", "见该段。", []),
        ("See the op. cit. work.", ("See the op.", "cit.", "work."), "zh", "见前引书。", []),
        ("See para. 4.", ("See para.", "4."), "zh", "第4段见此。", []),
    ],
)
def test_a_sentence_that_a_tool_cuts_is_cut_in_both_languages(
    text: str, shown: tuple[str, ...], language: str, translation: str, pieces: list[str]
) -> None:
    unit = Unit(
        *("S/1", Level.SENTENCE, 0, "1.1", Kind.NOTE, "1", "en", text),
        (Translation(language, translation, 0.9, "similarity"),),
        carried=Carried(pieces=shown),
    )
    found = list(shown_pieces(unit, unit.translations[0]))
    assert [target for _, target in found] == pieces
    assert [source for source, _ in found] == (list(shown) if pieces else [])


@pytest.mark.parametrize(
    "unit",
    [_unit("注意到；", "", "Notes;"), _unit("又一；", "1. 注意到；", "Notes;")],
    ids=["shown as it is", "another text"],
)
def test_nothing_is_written_twice_without_need(unit: Unit) -> None:
    assert shown_markup(unit, unit.translations[0]) is None


@given(
    st.text("甲乙，；¹²", min_size=1, max_size=12),
    st.text("ab ,;¹²", min_size=1, max_size=20),
    st.lists(st.integers(0, 12), max_size=4),
)
@examples(100)
def test_no_tag_is_lost_and_no_word(text: str, translation: str, places: list[int]) -> None:
    shown = text
    for number, place in enumerate(sorted(places, reverse=True)):
        cut = min(place, len(text))
        shown = f"{shown[:cut]}<t{number}/>{shown[cut:]}"
    unit = _unit(text, f"7. {shown}", translation)
    found = shown_markup(unit, unit.translations[0])
    if found is None:
        return
    tags = [sorted(re.findall(r"&lt;t\d+/&gt;", each)) for each in found]
    assert tags[0] == tags[1]
    words = [re.sub(r"<ph.*?</ph>|[^ab]", "", each) for each in (found[1], translation)]
    assert words[0] == words[1]


def test_the_file_has_both_forms_and_gives_one_back(tmp_path: Path) -> None:
    path = tmp_path / "a.tmx"
    unit = _unit("注意到¹；", "1. 注意到<t0/>；", "Notes¹;")
    created = datetime(2026, 11, 23, 9, tzinfo=UTC)
    count = write_tmx(
        path,
        [unit],
        source="zh",
        target="en",
        level=Level.SENTENCE,
        created=created,
        profile=ALIGNED,
    )
    assert count == 1
    written = etree.parse(path)
    assert written.xpath("string(/tmx/header/@creationtool)") == "OmegaT"
    assert written.xpath("//tu/@tuid") == ["S/1#1.1", "S/1#1.1@shown"]
    assert [each.xpath("string(prop[@type='x-variant'])") for each in written.iter("tu")] == [
        "",
        "shown",
    ]
    (back,) = read_units(path)
    assert (back.text, back.translations[0].text) == ("注意到¹；", "Notes¹;")


def test_a_number_of_its_own_stands_in_the_file_once(tmp_path: Path) -> None:
    path = tmp_path / "a.tmx"
    carried = Carried(number="1.")
    units = [
        replace(_unit("甲", "", "One", "1) One"), reference="1.1", carried=carried),
        replace(_unit("乙", "", "Two", "1) Two"), reference="1~2.1", carried=carried),
        replace(_unit("丙", "", "Three"), reference="1~3.1", carried=carried),
    ]
    created = datetime(2026, 11, 23, 9, tzinfo=UTC)
    count = write_tmx(path, units, source="zh", target="en", level=Level.SENTENCE, created=created)
    assert count == 3
    numbers = [
        [each.xpath("string(seg)") for each in unit.iter("tuv")]
        for unit in etree.parse(path).iter("tu")
        if str(unit.attrib["tuid"]).endswith("@number")
    ]
    assert numbers == [["1.", "1)"], ["1.", "1."]]
    assert [unit.text for unit in read_units(path)] == ["甲", "乙", "丙"]


def test_codes_of_other_tools_are_left_out_for_omegat(tmp_path: Path) -> None:
    path = tmp_path / "a.tmx"
    unit = replace(_unit("甲乙", "", "Two"), carried=Carried(markup="<ph>{b}</ph>甲乙"))
    write_tmx(
        path,
        [unit],
        source="zh",
        target="en",
        level=Level.SENTENCE,
        created=datetime(2026, 11, 23, 9, tzinfo=UTC),
        profile=ALIGNED,
    )
    assert "{b}" not in path.read_text("utf-8")


@given(
    st.lists(st.sampled_from(("See", "para.", "5.", "6–7.", "A/99/1,", "It", "No.")), max_size=9),
    st.lists(st.sampled_from(("见", "第5段", "6至7。", "A/99/1，", "它", " ")), max_size=9),
)
@examples(100)
def test_what_is_cut_is_all_of_the_text(words: list[str], others: list[str]) -> None:
    text, translation = " ".join(words), "".join(others)
    unit = Unit(
        *("S/1", Level.SENTENCE, 0, "1.1", Kind.NOTE, "1", "en", text),
        (Translation("zh", translation, 0.9, "similarity"),),
        carried=Carried(pieces=tuple(omegat_pieces(text, "en"))),
    )
    found = list(shown_pieces(unit, unit.translations[0]))
    if found:
        sources, targets = zip(*found, strict=True)
        assert " ".join(sources) == text
        assert "".join(targets).replace(" ", "") == translation.replace(" ", "")
