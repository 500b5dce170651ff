"""The TMX files of a job, read from the memory once a level."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from hexapla.corpora.document import Kind
from hexapla.corpora.errors import StoreError
from hexapla.memory.formats.profiles import ALIGNED
from hexapla.memory.formats.tmx.writer import write_tmx
from hexapla.memory.jobs.export import export_tmx
from hexapla.memory.output.files import build_time
from hexapla.memory.selection import Selection
from hexapla.memory.store.opening import open_store
from hexapla.memory.store.store import Store
from hexapla.memory.units import Level, Priority, Status
from tests.memory.samples import sample_memory, sample_set


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795424400")
    with open_store(sample_memory(tmp_path / "memory.db")) as opened:
        yield opened


def test_a_file_is_written_for_each_pair_and_level(store: Store, tmp_path: Path) -> None:
    written = export_tmx(store, tmp_path / "out", source="zh").paths
    assert [path.relative_to(tmp_path).as_posix() for path in written] == [
        f"out/{folder}/zh_{language}.tmx"
        for folder in ("tmx", "tmx-paragraphs")
        for language in ("en", "fr", "es", "ru", "ar", "de")
    ]
    for path, count, segtype in ((written[0], 8, "sentence"), (written[-1], 7, "paragraph")):
        tmx = etree.parse(path).getroot()
        assert len(tmx.findall("body/tu")) == count
        assert tmx[0].attrib["segtype"] == segtype


@pytest.mark.parametrize("figures", [False, True])
def test_cells_without_words_are_left_out_and_counted(
    figures: bool, store: Store, tmp_path: Path
) -> None:
    whole = sample_set()
    units = tuple(
        replace(
            each,
            kind=Kind.TABLE_CELL,
            text="7 425.1",
            translations=tuple(replace(other, text="7 425.1") for other in each.translations),
        )
        if each.reference in ("1", "1.1")
        else each
        for each in whole.units
    )
    store.replace_set(replace(whole, units=units))
    exported = export_tmx(store, tmp_path / "out", source="zh", figures=figures)
    tmx = etree.parse(exported.paths[0]).getroot()
    texts = [unit.findtext("tuv/seg") for unit in tmx.findall("body/tu")]
    assert (texts.count("7 425.1"), exported.figures) == ((1, 0) if figures else (0, 1))


@pytest.mark.parametrize("min_score", [0.0, 0.9])
def test_one_pass_writes_what_a_pass_for_each_pair_would(
    min_score: float, store: Store, tmp_path: Path
) -> None:
    exported = export_tmx(store, tmp_path / "out", source="zh", min_score=min_score)
    for path in exported.paths:
        if "doubtful" in path.parts:
            continue
        level = Level.SENTENCE if path.parent.name == "tmx" else Level.PARAGRAPH
        target = path.stem.removeprefix("zh_")
        units = store.units(level=level, source="zh", target=target)
        alone = tmp_path / "alone.tmx"
        write_tmx(
            alone,
            units,
            source="zh",
            target=target,
            level=level,
            created=build_time(),
            profile=ALIGNED,
            min_score=min_score,
        )
        assert path.read_bytes() == alone.read_bytes()


def test_what_is_out_of_date_is_removed_and_nothing_else(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "tmx"
    folder.mkdir()
    for name in ("zh_de.tmx", "en_de.tmx", "my own.tmx"):
        (folder / name).touch()
    aligned = sample_set()
    store.replace_set(
        replace(
            aligned,
            units=tuple(
                replace(
                    unit,
                    translations=tuple(
                        replace(each, status=Status.REJECTED) if each.language == "de" else each
                        for each in unit.translations
                    ),
                )
                for unit in aligned.units
            ),
        )
    )
    export_tmx(store, tmp_path, source="zh")
    names = {path.name for path in folder.iterdir()}
    assert "zh_de.tmx" not in names
    assert {"en_de.tmx", "my own.tmx", "zh_en.tmx"} <= names


def test_an_excluded_set_is_in_no_file(store: Store, tmp_path: Path) -> None:
    store.prioritize(Selection(sample_set().symbol), Priority.EXCLUDED)
    assert export_tmx(store, tmp_path, source="zh").paths == ()
    assert list((tmp_path / "tmx").iterdir()) == []


def test_the_same_memory_gives_the_same_bytes(store: Store, tmp_path: Path) -> None:
    first = [path.read_bytes() for path in export_tmx(store, tmp_path / "a", source="zh").paths]
    store.replace_set(sample_set())
    second = [path.read_bytes() for path in export_tmx(store, tmp_path / "b", source="zh").paths]
    assert first == second
    assert b'creationdate="20261123T090000Z"' in first[0]


def test_a_file_in_the_place_of_the_folder_is_one_line(store: Store, tmp_path: Path) -> None:
    (tmp_path / "out").touch()
    with pytest.raises(StoreError, match="tmx: Not a directory"):
        export_tmx(store, tmp_path / "out", source="zh")


def test_what_is_doubtful_is_kept_apart_and_counted(store: Store, tmp_path: Path) -> None:
    whole = export_tmx(store, tmp_path / "a", source="zh")
    assert whole.doubtful == 0
    assert not (tmp_path / "a" / "doubtful").exists()
    parted = export_tmx(store, tmp_path / "b", source="zh", min_score=0.99)
    assert parted.doubtful > 0
    for path in whole.paths:
        parts = (
            tmp_path / "b" / rest / path.relative_to(tmp_path / "a") for rest in ("", "doubtful")
        )
        addresses = [
            each.attrib["tuid"]
            for part in parts
            if part.exists()
            for each in etree.parse(part).iter("tu")
        ]
        assert sorted(addresses) == sorted(
            each.attrib["tuid"] for each in etree.parse(path).iter("tu")
        )
    # What is no longer doubtful is no longer there.
    export_tmx(store, tmp_path / "b", source="zh")
    assert not (tmp_path / "b" / "doubtful").exists()
