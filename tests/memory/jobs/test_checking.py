"""What is checked: files of every exchange format, two documents, a memory."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import NoReturn

import pytest

from hexapla.corpora.errors import HexaplaError, UsageError
from hexapla.memory.checks.findings import CheckRules, Examination, TextPair, check_here
from hexapla.memory.checks.flags import Flag
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
from tests.memory.samples import SYMBOL, sample_memory, sample_set
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
    with open_store(sample_memory(tmp_path / "memory.db")) as store:
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


def test_what_is_few_needs_no_process() -> None:
    assert list(check_with(8)(islice(many_pairs(), 9))) == list(check_here(islice(many_pairs(), 9)))
    examined = Examination(CheckRules(), check=check_with(2, few=100))
    with closing(examined.of_units(PAIRS)) as found:
        assert next(found, None) is None
    assert examined.units == len(PAIRS)


def test_a_check_that_is_left_early_leaves_no_process() -> None:
    with closing(check_with(2, few=100)(many_pairs())) as found:
        assert len(list(islice(found, 101))) == 101
        assert multiprocessing.active_children()
    assert not multiprocessing.active_children()


def until_error(found: Iterator[list[Flag]], cause: str) -> list[list[Flag]]:
    """Return what is found before an error."""
    before: list[list[Flag]] = []
    with pytest.raises(HexaplaError, match=cause):
        before.extend(found)
    return before


@pytest.mark.parametrize("read", [900, 100, 30])
def test_what_was_read_before_an_error_is_checked_in_several_processes(read: int) -> None:
    def broken() -> Iterator[TextPair]:
        yield from islice(many_pairs(), read)
        raise UsageError("broken off")

    here = until_error(check_here(broken()), "broken off")
    assert len(here) == read
    assert until_error(check_with(2, few=100)(broken()), "broken off") == here


class Deadly(TextPair):
    """Ends the process that it is brought to."""

    def __reduce__(self) -> tuple[Callable[[int], NoReturn], tuple[int]]:
        return os._exit, (1,)


def test_a_pair_that_ends_its_process_is_named_and_does_not_end_this_one() -> None:
    pairs = list(many_pairs())
    pairs[700] = Deadly(*pairs[700])
    # The first hundred here, then in batches of 250.
    found = until_error(
        check_with(2, few=100)(iter(pairs)), "250 pairs .*“600名代表” to “849名代表”"
    )
    assert found == list(check_here(pairs[:600]))
