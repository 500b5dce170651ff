"""What is checked: files of every exchange format, two documents, a memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

import pytest

from hexapla.corpora.errors import UsageError
from hexapla.memory.checks.findings import CheckRules, Examination, TextPair, check_here
from hexapla.memory.formats.reading import nobody
from hexapla.memory.formats.registry import ExportRequest, format_to_write
from hexapla.memory.jobs.checking import (
    MemoryFilter,
    align_two,
    check_with,
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


def many_pairs() -> Iterator[TextPair]:
    for number in range(900):
        right = TextPair(f"{number}名代表", f"{number} representatives", ("zh", "en"))
        yield right._replace(target=f"{number + 1} representatives") if number % 7 == 0 else right


def test_several_processes_find_the_same_in_the_same_order() -> None:
    found = list(check_with(2, few=100)(many_pairs()))
    assert found == list(check_here(many_pairs()))
    assert sum(map(bool, found)) >= 900 // 7


def test_what_is_few_and_what_stops_early_needs_no_process() -> None:
    assert list(check_with(8)(islice(many_pairs(), 9))) == list(check_here(islice(many_pairs(), 9)))
    examined = Examination(CheckRules(), check=check_with(2, few=100))
    with closing(examined.of_units(PAIRS)) as found:
        assert next(found, None) is None
    assert examined.units == len(PAIRS)


def test_a_cause_that_ends_the_reading_is_told_from_several_processes() -> None:
    def broken() -> Iterator[TextPair]:
        yield from many_pairs()
        raise UsageError("broken off")

    found = check_with(2, few=100)(broken())
    with pytest.raises(UsageError, match="broken off"):
        list(found)
