"""TMX as each CAT tool wants it."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree

from hexapla.corpora.document import Kind
from hexapla.memory.formats.profiles import PROFILES, ambiguous_sources, omegat_profile
from hexapla.memory.formats.tmx.reader import read_tmx
from hexapla.memory.formats.tmx.rules import check_tmx
from hexapla.memory.formats.tmx.units import read_units
from hexapla.memory.formats.tmx.writer import write_tmx, write_tmx_files
from hexapla.memory.units import Carried, Level, Status, Translation, Unit
from tests.memory.samples import sample_set

CREATED = datetime(2026, 11, 23, 9, 0, 0, tzinfo=UTC)
UNITS = [unit for unit in sample_set().units if unit.level is Level.SENTENCE]


def made(place: int, text: str, translation: str, before: str = "", after: str = "") -> Unit:
    return Unit(
        *("S/1", Level.SENTENCE, place, f"{place}.1", Kind.BODY, "", "zh", text),
        (Translation("en", translation, 0.9, "similarity"),),
        before=before,
        after=after,
    )


def written(path: Path, name: str, units: list[Unit] = UNITS) -> str:
    write_tmx(
        path,
        units,
        source="zh",
        target="en",
        level=Level.SENTENCE,
        created=CREATED,
        profile=PROFILES[name],
    )
    return path.read_text("utf-8")


@pytest.mark.parametrize("name", [name for name in PROFILES if name != "lokalize"])
def test_every_profile_is_valid_and_finds_its_units_again(name: str, tmp_path: Path) -> None:
    path = tmp_path / "a.tmx"
    written(path, name)
    tool = name if name in ("omegat", "trados") else ""
    assert [each for each in check_tmx(path) if each.tool in ("", tool)] == []
    read = list(read_units(path))
    assert [each.text for each in read] == [each.text for each in UNITS]
    assert [each.tuid for each in read] == [each.tuid for each in UNITS]


@pytest.mark.parametrize(
    ("name", "there", "absent"),
    [
        ("plain", ['<tuv xml:lang="zh-CN">'], ["<prop"]),
        ("omegat", ['<prop type="x-tuid">A/RES/98/12#title.1</prop>'], ["tuid=", "x-Symbol"]),
        (
            "trados",
            ["x-ConfirmationLevel", "x-Score:Integer", "x-Symbol"],
            ["x-context", "aligned"],
        ),
        ("memoq", ["x-document", "aligned", "x-context-pre"], ["x-Score"]),
        ("wordfast", ['<tuv xml:lang="ZH-CN">', 'srclang="ZH-CN"', '"EN-US"'], ["<prop"]),
        ("lokalize", ['<tuv xml:lang="en">', "x-context", "x-file"], ["x-Score"]),
    ],
)
def test_profiles_have_what_their_tool_reads(
    name: str, there: list[str], absent: list[str], tmp_path: Path
) -> None:
    text = written(tmp_path / "a.tmx", name)
    assert [each for each in there if each not in text] == []
    assert [each for each in absent if each in text] == []


def test_lengths_and_files_are_those_of_the_tool(tmp_path: Path) -> None:
    units = [
        made(1, "甲", "x" * 2001),
        made(2, "乙", "y" * 8001),
        *(made(n, f"丙{n}", "C") for n in range(3, 8)),
    ]
    assert written(tmp_path / "a.tmx", "trados", units).count("<tu ") == 5
    assert written(tmp_path / "a.tmx", "wordfast", units).count("<tu ") == 6
    assert written(tmp_path / "a.tmx", "memoq", units).count("<tu ") == 7
    files = write_tmx_files(
        tmp_path / "zh.tmx",
        units,
        source="zh",
        target="en",
        level=Level.SENTENCE,
        created=CREATED,
        profile=replace(PROFILES["trados"], most=2),
    )
    assert [(path.name, count) for path, count in files] == [
        *(("zh.tmx", 2), ("zh-2.tmx", 2), ("zh-3.tmx", 1))
    ]
    assert [unit.tuid for path, _ in files for unit in read_tmx(path)] == [
        f"S/1#{n}.1" for n in range(3, 8)
    ]
    (single,) = write_tmx_files(
        tmp_path / "none.tmx", [], source="zh", target="en", level=Level.SENTENCE, created=CREATED
    )
    assert single == (tmp_path / "none.tmx", 0)


def test_omegat_gets_the_context_of_texts_with_several_translations(tmp_path: Path) -> None:
    units = [
        *(made(1, "同上。", "Ditto.", "甲。", "乙。"), made(2, "同上。", "Idem.", "乙。", "")),
        *(made(3, "甲。", "A.", "", "同上。"), made(4, "甲。", "A.", "乙。", "")),
    ]
    several = ambiguous_sources(units)
    write_tmx(
        tmp_path / "a.tmx",
        units,
        source="zh",
        target="en",
        level=Level.SENTENCE,
        created=CREATED,
        profile=omegat_profile(several),
    )
    contexts = [
        {name: text for name, text in unit.properties if name in ("prev", "next")}
        for unit in read_tmx(tmp_path / "a.tmx")
    ]
    assert contexts == [{"prev": "甲。", "next": "乙。"}, {"prev": "乙。"}, {}, {}]
    assert ambiguous_sources([]) == frozenset()


@pytest.mark.parametrize(
    ("given", "status", "kept"),
    [
        ("ApprovedSignOff", Status.REVIEWED, "ApprovedSignOff"),
        ("Translated", Status.AUTOMATIC, "Translated"),
        ("Translated", Status.REVIEWED, "ApprovedTranslation"),
    ],
)
def test_a_state_of_trados_is_kept_while_it_is_true(
    given: str, status: Status, kept: str, tmp_path: Path
) -> None:
    unit = replace(
        made(1, "甲。", "A."),
        translations=(Translation("en", "A.", 1.0, "imported", status=status),),
        carried=Carried(properties=(("x-ConfirmationLevel", given),)),
    )
    text = written(tmp_path / "a.tmx", "trados", [unit])
    assert f'<prop type="x-ConfirmationLevel">{kept}</prop>' in text
    assert text.count("x-ConfirmationLevel") == 1


def test_translate_toolkit_reads_every_profile(translate_toolkit: str, tmp_path: Path) -> None:
    for name in PROFILES:
        written(tmp_path / f"{name}.tmx", name)
    script = (
        "import sys\nfrom translate.storage import tmx\n"
        "for name in sys.argv[1:]:\n print(len(tmx.tmxfile.parsefile(name).units))\n"
    )
    paths = [str(tmp_path / f"{name}.tmx") for name in PROFILES]
    shown = subprocess.run(
        [translate_toolkit, "-c", script, *paths], capture_output=True, encoding="utf-8"
    )
    assert shown.stdout.split() == [str(len(UNITS))] * len(PROFILES), shown.stderr


def test_the_codes_of_lokalize_are_those_it_compares_with(tmp_path: Path) -> None:
    turned = [
        replace(
            each,
            language="en",
            text=each.translations[0].text,
            translations=(Translation("zh", each.text, 1.0, ""),),
        )
        for each in UNITS
    ]
    path = tmp_path / "a.tmx"
    write_tmx(
        path,
        turned,
        source="en",
        target="zh",
        level=Level.SENTENCE,
        created=CREATED,
        profile=PROFILES["lokalize"],
    )
    variants = etree.parse(path).iterfind(".//tuv")
    assert {each.get("{http://www.w3.org/XML/1998/namespace}lang") for each in variants} == {
        "en",
        "zh_CN",
    }
