"""TMX as CAT tools want it, checked by the DTD, the XSD, and independent readers."""

from __future__ import annotations

import re
import subprocess
import tracemalloc
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from hexapla.corpora.document import Kind
from hexapla.corpora.errors import StoreError
from hexapla.memory.formats.profiles import GENERAL
from hexapla.memory.formats.tmx.writer import write_tmx
from hexapla.memory.text.cleaning import clean
from hexapla.memory.text.language_codes import TMX_CODES
from hexapla.memory.units import Level, Status, Translation, Unit
from tests.evaluations import partly
from tests.examples import examples
from tests.memory.samples import TEXTS, sample_set
from tests.processes import GUARD

CREATED = datetime(2026, 11, 23, 9, 0, 0, tzinfo=UTC)
OTHERS = [language for language in TEXTS if language != "zh"]
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def sample_units(level: Level = Level.SENTENCE) -> list[Unit]:
    return [unit for unit in sample_set().units if unit.level is level]


def unit(text: str, translation: str, **changes: Any) -> Unit:
    made = Unit(
        *("S/1", Level.SENTENCE, 0, "1.1", Kind.BODY, "1", "zh", text),
        (Translation("en", translation, 0.9, "similarity"),),
    )
    return replace(made, **changes)


def write(
    path: Path, units: Iterable[Unit], *, target: str = "en", longest: int | None = 2000
) -> int:
    return write_tmx(
        path,
        units,
        source="zh",
        target=target,
        level=Level.SENTENCE,
        created=CREATED,
        profile=replace(GENERAL, longest=longest),
    )


def parsed(path: Path) -> etree._Element:
    return etree.parse(path, etree.XMLParser(load_dtd=False, no_network=True)).getroot()


def pairs(path: Path) -> list[tuple[str, str]]:
    found = []
    for tu in parsed(path).iterfind("body/tu"):
        source, target = (seg.text or "" for seg in tu.iterfind("tuv/seg"))
        found.append((source, target))
    return found


def properties(element: etree._Element) -> dict[str, str]:
    return {str(prop.attrib["type"]): prop.text or "" for prop in element.iterfind("prop")}


@pytest.mark.parametrize(
    ("target", "level"),
    partly(
        [*((target, Level.SENTENCE) for target in OTHERS), ("ar", Level.PARAGRAPH)],
        (("en", Level.SENTENCE), ("ru", Level.SENTENCE), ("ar", Level.PARAGRAPH)),
    ),
)
def test_passes_every_checker_without_warning(
    target: str, level: Level, tmp_path: Path, shared_tools: Path
) -> None:
    path = tmp_path / f"zh_{target}.tmx"
    units = sample_units(level)
    count = write_tmx(path, units, source="zh", target=target, level=level, created=CREATED)
    assert count == len(units)
    shown = subprocess.run(
        [shared_tools / "tmx_check", path, "zh-CN", TMX_CODES[target]],
        capture_output=True,
        encoding="utf-8",
        timeout=GUARD,
        check=True,
    ).stdout
    assert "warn" not in shown
    assert f"units={count} with both sides={count}" in shown
    assert re.search(rf"tus={count} .*{TMX_CODES[target]}={count}", shown)
    assert re.search(rf"tus={count} .*zh-CN={count}", shown)


def test_valid_by_dtd_and_schema_with_every_peculiar_text(
    tmp_path: Path, shared_tools: Path
) -> None:
    path = tmp_path / "odd.tmx"
    odd = [
        "<a> & \"b\" 'c' ]]>",
        "一\x00二\x0b三\ud800四\ufffe",
        "\u202eمرحبا\u202c",
        "a\r\nb\tc",
        "𠀀",
    ]
    units = [unit(text, text, symbol=text, reference=text, before=text, after=text) for text in odd]
    assert write(path, units) == len(odd)
    document = etree.parse(path)
    dtd = etree.DTD(shared_tools / "tmx14.dtd")
    assert dtd.validate(document), dtd.error_log
    schema = etree.XMLSchema(file=str(shared_tools / "tmx14.xsd"))
    assert schema.validate(document), schema.error_log


@pytest.mark.parametrize("segmented", ["true", "false"])
def test_omegat_takes_every_segment(segmented: str, tmp_path: Path, shared_tools: Path) -> None:
    level = Level.SENTENCE if segmented == "true" else Level.PARAGRAPH
    path, source = tmp_path / "zh_en.tmx", tmp_path / "source.txt"
    units = sample_units(level)
    write_tmx(path, units, source="zh", target="en", level=level, created=CREATED)
    source.write_text("\n\n".join("".join(sentences) for sentences in TEXTS["zh"]), "utf-8")
    shown = subprocess.run(
        [shared_tools / "omegat_check", path, "zh-CN", "en-US", source],
        capture_output=True,
        encoding="utf-8",
        env={"SEG": segmented, "PATH": "/usr/bin:/bin", "TIMEOUT": str(GUARD)},
        timeout=GUARD,
        check=True,
    ).stdout
    assert f"segments={len(units)} from_tmx={len(units)} untranslated=0" in shown


def test_head_names_pair_level_tool_and_date(tmp_path: Path) -> None:
    path = tmp_path / "a.tmx"
    write(path, sample_units())
    start = path.read_bytes().splitlines()
    assert start[0] == b'<?xml version="1.0" encoding="UTF-8"?>'
    assert start[1] == b'<!DOCTYPE tmx SYSTEM "tmx14.dtd">'
    header = parsed(path)[0].attrib
    assert {
        key: header[key] for key in ("segtype", "adminlang", "srclang", "datatype", "o-tmf")
    } == {
        "segtype": "sentence",
        "adminlang": "en-US",
        "srclang": "zh-CN",
        "datatype": "plaintext",
        "o-tmf": "hexapla",
    }
    assert header["creationtool"] == "hexapla"
    assert header["creationtoolversion"]
    assert header["creationdate"] == "20261123T090000Z"
    assert parsed(path).get("version") == "1.4"


def test_paragraphs_say_so(tmp_path: Path) -> None:
    path = tmp_path / "a.tmx"
    units = sample_units(Level.PARAGRAPH)
    write_tmx(path, units, source="zh", target="fr", level=Level.PARAGRAPH, created=CREATED)
    assert parsed(path)[0].attrib["segtype"] == "paragraph"


def test_unit_carries_address_origin_state_and_context(tmp_path: Path) -> None:
    path = tmp_path / "a.tmx"
    write(path, sample_units())
    tu = parsed(path).find("body/tu[@tuid='A/RES/98/12#2(a).1']")
    assert tu is not None
    assert [child.tag for child in tu] == ["note", *["prop"] * 5, "tuv", "tuv"]
    assert tu.findtext("note") == "A/RES/98/12, list item 2(a)"
    assert properties(tu) == {
        "x-document": "A/RES/98/12",
        "x-Symbol:SingleString": "A/RES/98/12",
        "x-Score:Integer": "90",
        "x-ConfirmationLevel": "Draft",
        "aligned": "yes",
    }
    source, target = tu.iterfind("tuv")
    assert (source.attrib[XML_LANG], target.attrib[XML_LANG]) == ("zh-CN", "en-US")
    assert properties(source) == {
        "x-context-pre": "<seg>请秘书长：</seg>",
        "x-context-post": "<seg>见A/97/20，第三章。</seg>",
    }
    assert source.findtext("seg") == "就本决议的执行情况提出报告，列明“A & B”<两类>费用；"
    assert {tu.attrib[name] for name in ("creationdate", "changedate")} == {"20261123T090000Z"}


def test_reviewed_says_so_and_rejected_is_left_out(tmp_path: Path) -> None:
    first, second, *_ = sample_units()
    reviewed, rejected = (
        replace(each, translations=(replace(each.translations[0], status=status, score=1.0),))
        for each, status in ((first, Status.REVIEWED), (second, Status.REJECTED))
    )
    assert write(tmp_path / "a.tmx", [reviewed, rejected]) == 1
    (tu,) = parsed(tmp_path / "a.tmx").iterfind("body/tu")
    found = properties(tu)
    assert found["x-ConfirmationLevel"] == "ApprovedTranslation"
    assert (found["x-Score:Integer"], found["aligned"]) == ("100", "no")


@pytest.mark.parametrize(("score", "shown"), [(0, "0"), (0.29, "29"), (0.9999, "99"), (1, "100")])
def test_score_is_a_whole_percentage_rounded_down(score: float, shown: str, tmp_path: Path) -> None:
    scored = replace(unit("甲", "A"), translations=(Translation("en", "A", score, "label"),))
    write(tmp_path / "a.tmx", [scored])
    (tu,) = parsed(tmp_path / "a.tmx").iterfind("body/tu")
    assert properties(tu)["x-Score:Integer"] == shown


def test_order_is_kept_so_that_the_newest_duplicate_is_last(tmp_path: Path) -> None:
    write(tmp_path / "a.tmx", [unit("甲", "Old"), unit("乙", "B"), unit("甲", "New")])
    assert pairs(tmp_path / "a.tmx") == [("甲", "Old"), ("乙", "B"), ("甲", "New")]


def test_what_does_not_fit_the_pair_is_left_out(tmp_path: Path) -> None:
    units = [
        unit("甲", "A", language="en"),
        unit(" \x00 ", "B"),
        unit("丙", "\u3000"),
        replace(unit("丁", "D"), translations=(Translation("fr", "D", 0.9, "label"),)),
        unit(" 戊\u2029", "\u00a0E "),
    ]
    assert write(tmp_path / "a.tmx", units) == 1
    assert pairs(tmp_path / "a.tmx") == [("戊", "E")]


def test_sides_longer_than_a_cloud_takes_are_left_out_and_counted(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    units = [unit("甲", "x" * 2000), unit("乙", "&" * 401), unit("丙" * 2001, "C")]
    assert write(tmp_path / "a.tmx", units) == 1
    assert caplog.messages == [
        f"{tmp_path / 'a.tmx'}: units with a side of over 2000 characters left out: 2"
    ]
    assert write(tmp_path / "b.tmx", units, longest=None) == 3


def test_dates_are_in_universal_time(tmp_path: Path) -> None:
    east = datetime(2026, 11, 23, 1, 30, tzinfo=timezone(timedelta(hours=8)))
    write_tmx(tmp_path / "a.tmx", [], source="zh", target="en", level=Level.SENTENCE, created=east)
    assert parsed(tmp_path / "a.tmx")[0].attrib["creationdate"] == "20261122T173000Z"


def test_same_units_give_same_bytes(tmp_path: Path) -> None:
    for name in ("a.tmx", "b.tmx"):
        write(tmp_path / name, sample_units())
    assert (tmp_path / "a.tmx").read_bytes() == (tmp_path / "b.tmx").read_bytes()


def test_a_failure_in_the_middle_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    def failing() -> Iterator[Unit]:
        yield unit("甲", "A")
        raise StoreError("memory.db", "is damaged")

    path = tmp_path / "zh_en.tmx"
    path.write_text("old")
    with pytest.raises(StoreError, match="damaged"):
        write(path, failing())
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_is_made(tmp_path: Path) -> None:
    write(tmp_path / "none" / "zh_en.tmx", [])
    assert (tmp_path / "none" / "zh_en.tmx").is_file()
    with pytest.raises(StoreError, match=r"zh_en\.tmx"):
        write(tmp_path / "none" / "zh_en.tmx" / "inside", [])


def test_memory_stays_constant(tmp_path: Path) -> None:
    def peak(count: int) -> int:
        units = (
            unit(f"第{number}段。" * 20, f"Paragraph {number}." * 20) for number in range(count)
        )
        tracemalloc.start()
        write(tmp_path / "a.tmx", units)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    few, many = peak(50), peak(2000)
    assert many < few + 200_000


ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=30)


@examples(100)
@given(st.lists(st.tuples(ANY_TEXT, ANY_TEXT), max_size=5))
def test_any_text_comes_back_from_an_xml_parser(
    tmp_path_factory: pytest.TempPathFactory, texts: list[tuple[str, str]]
) -> None:
    path = tmp_path_factory.mktemp("any", numbered=True) / "a.tmx"
    units = [
        unit(source, target, symbol=target, reference=source, label=source, before=target)
        for source, target in texts
    ]
    cleaned = [(clean(source), clean(target)) for source, target in texts]
    expected = [pair for pair in cleaned if all(pair)]
    assert write(path, units) == len(expected)
    assert pairs(path) == expected
    assert b"\r" not in path.read_bytes()
