"""The contract of the table of exchange formats: what was written is read again, nothing lost."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hexapla.corpora.document import Kind
from hexapla.corpora.errors import StoreError, UsageError
from hexapla.memory.formats.reading import Losses, imported_text
from hexapla.memory.formats.registry import (
    FORMATS,
    ExchangeFormat,
    ExportRequest,
    Kept,
    format_to_read,
    format_to_write,
    formats_table,
    readable_extensions,
    told_to_read,
    told_to_write,
    writable_extensions,
)
from hexapla.memory.units import Carried, Level, Status, Translation, Unit
from tests.paths import ROOT

# A glossary takes short texts that are no sentences alone (`test_glossary.py`).
ROUND_TRIPS = [each for each in FORMATS if each.read and each.write and each.name != "TBX glossary"]

# How each thing that a format may keep is read off a unit with one translation.
KEPT: dict[Kept, Callable[[Unit], Any]] = {
    Kept.STATUS: lambda unit: unit.translations[0].status,
    Kept.SCORE: lambda unit: round(unit.translations[0].score, 2),
    Kept.LEVEL: lambda unit: unit.level,
    Kept.CONTEXT: lambda unit: (unit.before, unit.after),
    Kept.STRUCTURE: lambda unit: (unit.kind, unit.label),
    Kept.NOTES: lambda unit: unit.translations[0].carried and unit.translations[0].carried.notes,
}

# Texts are kept composed; and a file can have white space alone around its texts.
TEXT = (
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=30)
    .map(imported_text)
    .filter(lambda text: bool(text) and "\r" not in text)
)
CONTROLS = re.compile(r"\\x[0-9a-f]{2}|\\u(?:feff|fff)|\\U")
WORD = st.text(st.sampled_from("abcdeжш甲乙"), min_size=1, max_size=8)


@st.composite
def units(draw: st.DrawFn, level: Level) -> list[Unit]:
    """Some pairs of Russian and German, each with all that a unit can have."""
    made = []
    for place in range(draw(st.integers(0, 4))):
        notes = tuple(draw(st.lists(WORD, min_size=1, max_size=1)))
        translation = Translation(
            *("de", draw(TEXT), draw(st.integers(0, 100)) / 100, "similarity"),
            status=draw(st.sampled_from((Status.AUTOMATIC, Status.REVIEWED))),
            carried=draw(st.sampled_from((None, Carried(notes=notes)))),
        )
        made.append(
            Unit(
                symbol=f"A/{draw(WORD)}",
                level=level,
                position=place,
                reference=f"{place + 1}.1",
                kind=draw(st.sampled_from(Kind)),
                label=draw(WORD),
                language="ru",
                text=draw(TEXT),
                translations=(translation,),
                before=draw(TEXT),
                after=draw(TEXT),
            )
        )
    return made


def spaced(unit: Unit) -> Unit:
    (translation,) = unit.translations
    text, other = (" ".join(each.split()) for each in (unit.text, translation.text))
    return replace(unit, text=text, translations=(replace(translation, text=other),))


@pytest.mark.parametrize("extension", [name for each in ROUND_TRIPS for name in each.extensions])
@settings(max_examples=30)
@given(data=st.data())
def test_what_was_written_is_read_again_with_nothing_lost(
    extension: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("trip") / f"a{extension}"
    level = data.draw(st.sampled_from(Level))
    written = data.draw(units(level))
    if extension == ".html":
        # A page has no place for controls, which show nothing.
        written = [unit for unit in written if not CONTROLS.search(f"{unit}")]
    if extension in (".tsv", ".html"):
        # Its line in the table says that white space becomes one space.
        written = [each for unit in written if (each := spaced(unit)).text]
    chosen, write = format_to_write(path)
    assert write(path, lambda: iter(written), ExportRequest("ru", "de", level)) == [
        (path, len(written))
    ]
    same, read = format_to_read(path)
    assert same is chosen
    losses = Losses()
    found = list(read(path, (), losses))
    assert losses.found() == ()
    assert [(each.tuid, each.language, each.text) for each in found] == [
        (each.tuid, each.language, each.text) for each in written
    ]
    assert [[(other.language, other.text) for other in each.translations] for each in found] == [
        [(other.language, other.text) for other in each.translations] for each in written
    ]
    for kept in chosen.keeps:
        assert list(map(KEPT[kept], found)) == list(map(KEPT[kept], written)), kept


@pytest.mark.parametrize("each", FORMATS, ids=lambda each: each.name)
def test_every_format_says_what_it_does(each: ExchangeFormat) -> None:
    assert each.read or each.write
    assert each.extensions or not each.write, "a format that is written needs an extension"
    assert not each.keeps or (each.read and each.write), "only what is read again is kept"
    for extension in (*each.extensions, *each.also_read):
        assert extension == extension.lower()
        assert extension.startswith(".")
    for extension in each.extensions:
        if each.write:
            assert format_to_write(Path(f"a{extension.upper()}"))[0] is each
    for extension in (*each.extensions, *each.also_read):
        if each.read:
            assert format_to_read(Path(f"a{extension.upper()}"))[0] is each


def test_no_extension_stands_for_two_formats() -> None:
    assert len(set(writable_extensions())) == len(writable_extensions())
    read = [name for each in FORMATS if each.read for name in each.extensions + each.also_read]
    assert sorted(set(read)) == sorted(read)


def test_a_compressed_file_is_known_by_the_extension_before() -> None:
    assert format_to_read(Path("a.b.tmx.gz"))[0].name == "TMX"
    assert format_to_read(Path("memory.zip"))[0].name == "TMX"


def test_what_no_format_has_is_refused_with_what_there_is() -> None:
    with pytest.raises(StoreError, match=r"a\.doc: is of no format that can be imported: \.tmx"):
        format_to_read(Path("a.doc"))
    with pytest.raises(UsageError, match=r"no format has the ending '\.doc', only \.tmx"):
        format_to_write(Path("a.doc"))
    with pytest.raises(UsageError, match="only"):
        format_to_write(Path("a.sdlxliff"))


def test_help_and_documentation_name_every_extension() -> None:
    table = formats_table()
    assert table.count("\n") == len(FORMATS) + 2
    assert {line.count("|") for line in table.splitlines()} == {7}
    for extension in readable_extensions():
        assert f"`{extension}`" in table
        assert extension in told_to_read()
    for extension in writable_extensions():
        assert f"`{extension}`" in table
        assert extension in told_to_write()


def test_the_table_loads_no_library_of_a_format_that_is_not_used() -> None:
    script = (
        "import sys\nimport hexapla.memory.formats.registry\n"
        "print({'openpyxl', 'polib', 'jinja2', 'numpy', 'docx'} & set(sys.modules))"
    )
    shown = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert shown.stdout == "set()\n"
