"""What is checked: files of every exchange format, two documents, a memory."""

from __future__ import annotations

from pathlib import Path

import pytest

from hexapla.corpora.errors import UsageError
from hexapla.memory.formats.reading import nobody
from hexapla.memory.formats.registry import ExportRequest, format_to_write
from hexapla.memory.jobs.checking import (
    MemoryFilter,
    align_two,
    is_aligned,
    read_documents,
    units_of_file,
    units_of_memory,
)
from hexapla.memory.selection import Selection
from hexapla.memory.store.opening import open_store
from hexapla.memory.units import Level
from tests.memory.samples import SYMBOL, sample_set
from tests.paths import ROOT

SAMPLE = ROOT / "scripts" / "sample"
PAIRS = [unit for unit in sample_set().units if unit.level is Level.SENTENCE and "en" in unit.texts]


@pytest.mark.parametrize("extension", [".tmx", ".xlf", ".po", ".xlsx", ".csv", ".tsv", ".jsonl"])
def test_files_of_aligned_texts_give_their_units(extension: str, tmp_path: Path) -> None:
    path = tmp_path / f"pairs{extension}"
    _, write = format_to_write(path)
    write(path, lambda: iter(PAIRS), ExportRequest("zh", "en"))
    assert is_aligned(path)
    texts = {tuple(unit.texts.values())[:2] for unit in units_of_file(path, (), nobody)}
    assert {(unit.texts["zh"], unit.texts["en"]) for unit in PAIRS} & texts


def test_documents_are_not_aligned_texts() -> None:
    assert not any(is_aligned(path) for path in SAMPLE.iterdir() if path.suffix != ".jsonl")


def test_two_documents_are_aligned_for_the_check() -> None:
    paths = SAMPLE / "A_RES_99_901-ES.txt", SAMPLE / "A_RES_99_901-RU.txt"
    aligned = align_two(*read_documents(paths, ()), encoder="embedded")
    assert {tuple(unit.texts) for unit in aligned.units} == {("es", "ru")}
    with pytest.raises(UsageError, match="both in es"):
        read_documents((paths[0], paths[0]), ())


def test_a_memory_gives_what_is_wanted_from_any_language_into_any(tmp_path: Path) -> None:
    with open_store(tmp_path / "memory.db") as store:
        store.replace_set(sample_set())
        every = list(units_of_memory(store, MemoryFilter(Level.PARAGRAPH)))
        assert all(unit.language == "zh" and len(unit.translations) > 1 for unit in every)
        wanted = MemoryFilter(Level.PARAGRAPH, Selection(SYMBOL), "fr", ("es", "zh"))
        for unit in units_of_memory(store, wanted):
            assert (unit.language, set(unit.texts) - {"fr"}) == ("fr", {"es", "zh"})
        assert not list(units_of_memory(store, MemoryFilter(selection=Selection("A/1"))))
