"""Files of other programs taken into a memory, and given back."""

from __future__ import annotations

import os
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hexapla.corpora.errors import StoreError
from hexapla.corpora.files.bitexts import Bitext
from hexapla.memory.formats.importing import Imported, import_bitexts, import_file
from hexapla.memory.formats.reading import Losses, at_line, no_text
from hexapla.memory.formats.registry import format_to_read, readable_extensions
from hexapla.memory.formats.tables import write_table
from hexapla.memory.formats.tmx.units import read_units
from hexapla.memory.formats.tmx.writer import write_tmx
from hexapla.memory.lookup.match import find_matches
from hexapla.memory.store.store import Store
from hexapla.memory.units import ImportCounts, Level, Loss, Status, Unit
from tests.memory.samples import SYMBOL, sample_set

CREATED = datetime(2026, 11, 23, 9, 0, 0, tzinfo=UTC)
FOREIGN = """<?xml version="1.0" encoding="UTF-8"?>
<tmx version="1.4"><header srclang="en-GB" segtype="sentence" creationtool="other"/><body>
<tu creationdate="20200102T030405Z" creationid="ann"><note>kept</note>
<prop type="client">city</prop>
<tuv xml:lang="EN-GB"><seg>Trees of <bpt i="1">{b}</bpt>the city<ept i="1">{/b}</ept>.</seg></tuv>
<tuv xml:lang="zh-Hans"><prop type="x-own">1</prop><seg>城市的树木。</seg></tuv></tu>
<tu><tuv xml:lang="EN-GB"><seg>Alone</seg></tuv></tu>
</body></tmx>
"""


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    path = tmp_path / "old.tmx"
    path.write_text(FOREIGN, "utf-8")
    return path


ALONE = (Loss(no_text(["en"]), 1, (at_line(7),)),)


def all_units(store: Store) -> list[Unit]:
    return list(store.units(level=Level.SENTENCE))


def test_units_of_another_tool_are_found(store: Store, foreign: Path) -> None:
    assert import_file(store, foreign) == ImportCounts(1, 0, 0, ALONE)
    (match,) = find_matches(store, "城市的树木。", source="zh", target="en")
    assert (match.score, match.target, match.symbol) == (100, "Trees of the city.", "old")


def test_both_of_two_translations_are_kept(store: Store, tmp_path: Path) -> None:
    second = '<tuv xml:lang="en"><seg>The trees of the city.</seg></tuv></tu>'
    path = tmp_path / "two.tmx"
    path.write_text(FOREIGN.replace("</tuv></tu>", f"</tuv>{second}", 1), "utf-8")
    import_file(store, path, languages=("zh",))
    found = find_matches(store, "城市的树木。", source="zh", target="en")
    assert {match.target for match in found} == {"Trees of the city.", "The trees of the city."}


def test_importing_twice_changes_nothing(store: Store, foreign: Path) -> None:
    import_file(store, foreign)
    before = all_units(store)
    assert import_file(store, foreign) == ImportCounts(0, 0, 1, ALONE)
    assert all_units(store) == before


def test_what_a_file_says_is_given_back(store: Store, foreign: Path, tmp_path: Path) -> None:
    import_file(store, foreign)
    path = tmp_path / "back.tmx"
    write_tmx(
        path, all_units(store), source="en", target="zh", level=Level.SENTENCE, created=CREATED
    )
    text = path.read_text("utf-8")
    for piece in (
        'creationdate="20200102T030405Z" creationid="ann"',
        "<note>kept</note>",
        '<prop type="client">city</prop>',
        '<prop type="x-own">1</prop>',
        '<seg>Trees of <bpt i="1">{b}</bpt>the city<ept i="1">{/b}</ept>.</seg>',
    ):
        assert piece in text
    assert [unit.carried for unit in read_units(path)] == [
        replace(
            all_units(store)[0].carried or pytest.fail(),
            attributes=next(read_units(path)).carried.attributes,  # type: ignore[union-attr]
            properties=next(read_units(path)).carried.properties,  # type: ignore[union-attr]
        )
    ]


def test_a_file_that_breaks_off_leaves_nothing(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "half.tmx"
    path.write_text(FOREIGN.partition("<tu><tuv")[0], "utf-8")
    with pytest.raises(StoreError, match="not well-formed"):
        import_file(store, path)
    assert all_units(store) == []


def test_reviewed_translations_come_back_to_their_units(store: Store, tmp_path: Path) -> None:
    aligned = sample_set()
    store.replace_set(aligned)
    path = tmp_path / "review.csv"
    units = list(store.units(level=Level.SENTENCE, source="zh", target="en"))
    write_table(path, units, source="zh", targets=("en",))
    text = path.read_text("utf-8")
    changed = text.replace(
        "automatic,决定保留树木名册。,Decides", "reviewed,决定保留树木名册。,DECIDES"
    )
    assert changed != text
    path.write_text(changed, "utf-8")
    counts = import_file(store, path)
    assert counts == ImportCounts(0, 1, len(units) - 1)
    (unit,) = [each for each in all_units(store) if each.reference == "1.1"]
    (english,) = [each for each in unit.translations if each.language == "en"]
    assert english.text == "DECIDES to keep the register of trees."
    assert english.status is Status.REVIEWED
    assert unit.symbol == SYMBOL


def test_another_translation_is_kept_as_a_variant(store: Store, tmp_path: Path) -> None:
    store.replace_set(sample_set())
    path = tmp_path / "other.tsv"
    path.write_text(f"id\tzh\ten\n{SYMBOL}#1.1\t决定保留树木名册。\tKeeps the register.\n", "utf-8")
    assert import_file(store, path).added == 1
    found = find_matches(store, "决定保留树木名册。", source="zh", target="en")
    assert {match.target for match in found if match.score >= 100} == {
        "Decides to keep the register of trees.",
        "Keeps the register.",
    }
    assert import_file(store, path) == ImportCounts(0, 0, 1)


def test_aligning_later_keeps_what_was_imported(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "first.tsv"
    path.write_text(f"id\tzh\ten\n{SYMBOL}#9.1\t独有。\tOnly here.\n", "utf-8")
    import_file(store, path)
    store.replace_set(sample_set())
    assert [each.symbol for each in store.sets()] == [SYMBOL, f"{SYMBOL} (imported)"]
    assert find_matches(store, "独有。", source="zh", target="en")[0].target == "Only here."


@pytest.mark.parametrize(
    ("name", "content", "cause"),
    [
        ("a.doc", "x", "no format"),
        ("a.tsv", "eins\tzwei\n", "names no languages"),
        ("a.csv", b"zh,en\n\x81\xff,a\n", "encoding is not recognised"),
        ("a.csv", "", "no rows"),
        ("a.po", "msgid", "PO"),
        ("a.xlsx", b"PK\x03\x04no", "workbook"),
        ("a.xlf", "<html/>", "no XLIFF"),
        ("a.xlf", "<no:xliff/>", "no XLIFF"),
        ("a.tmx", "<no:tmx/>", "not well-formed"),
        ("a.xlf", "<xliff version='1.2'>", "not well-formed"),
        ("a.tmx.gz", b"\x1f\x8bno", "unpacked"),
        ("a.tmx.zip", b"PK\x03\x04no", "unpacked"),
    ],
)
def test_bad_files_are_one_line(
    name: str, content: str | bytes, cause: str, store: Store, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(StoreError, match=cause) as caught:
        import_file(store, path)
    assert "\n" not in str(caught.value)
    assert name in str(caught.value)


def test_a_job_adds_each_file_once_with_the_pivot_as_source(store: Store, foreign: Path) -> None:
    table = foreign.with_name("texts.tsv")
    table.write_text("en\tzh\nThe register is out.\t登记册已经公布。\n", "utf-8")
    pairs = foreign.with_name("en-zh.tsv")
    pairs.write_text("The door is open.\t门是开的。\n", "utf-8")
    bad = foreign.with_name("bad.xlf")
    bad.write_text("<xliff version='1.2'>", "utf-8")
    with zipfile.ZipFile(foreign.with_name("all.zip"), "w") as archive:
        archive.writestr("in/other.tmx", FOREIGN.replace("城市", "乡村"))
    member = foreign.with_name("all.zip") / "in" / "other.tmx"
    bitexts = [*map(Bitext, (foreign, table, member, bad)), Bitext(pairs, ("en", "zh"))]
    first = list(import_bitexts(store, bitexts, source="zh"))
    counts = [each.counts for each in first]
    assert counts[:3] == [ImportCounts(1, 0, 0, losses) for losses in (ALONE, (), ALONE)]
    assert counts[3] is None and "not well-formed" in str(first[3].cause)
    assert counts[4] == ImportCounts(1, 0, 0)
    assert sorted((each.language, each.text) for each in all_units(store)) == [
        ("zh", "乡村的树木。"),
        ("zh", "城市的树木。"),
        ("zh", "登记册已经公布。"),
        ("zh", "门是开的。"),
    ]
    again = list(import_bitexts(store, bitexts, source="zh"))
    assert [each for each in again if not each.cause] == [
        Imported(each.path) for each in bitexts if each.path != bad
    ]
    assert len(all_units(store)) == 4


def test_a_file_that_has_changed_adds_what_is_new(store: Store, foreign: Path) -> None:
    def job() -> ImportCounts | None:
        return next(import_bitexts(store, [Bitext(foreign)], source="zh")).counts

    assert job() == ImportCounts(1, 0, 0, ALONE)
    more = '<tu><tuv xml:lang="EN-GB"><seg>Alone</seg></tuv><tuv xml:lang="zh"><seg>一个</seg>'
    foreign.write_text(FOREIGN.replace("</body>", f"{more}</tuv></tu></body>"), "utf-8")
    assert job() == ImportCounts(1, 0, 1, ALONE)


@pytest.mark.parametrize("name", readable_extensions())
def test_a_pipe_is_refused_for_it_may_never_end(store: Store, tmp_path: Path, name: str) -> None:
    pipe = tmp_path / f"a{name}"
    os.mkfifo(pipe)
    with pytest.raises(StoreError, match="not a file"):
        import_file(store, pipe)
    _, read = format_to_read(pipe)
    with pytest.raises(StoreError, match="not a file"):
        list(read(pipe, (), Losses()))
