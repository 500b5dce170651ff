"""Damaged files of every format are read or refused in one line, and what fails is found."""

from __future__ import annotations

import signal
import zipfile
from pathlib import Path

import pytest

from hexapla.memory.formats.importing import import_file
from hexapla.memory.formats.po import write_po
from hexapla.memory.formats.tables import write_table
from hexapla.memory.formats.workbook import write_workbook
from hexapla.memory.formats.xliff.document import write_xliff
from hexapla.memory.store.opening import open_store
from hexapla.memory.units import Level
from scripts.dev.fuzz import readers as fuzz_readers
from tests.commands import run
from tests.corpora.readers.formats import TEXT_FORMATS, write
from tests.corpora.readers.pdf_files import page_file
from tests.evaluations import partly
from tests.memory.formats.test_importing import FOREIGN

SENTENCE = "The register is open to all who wish to read in it."


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A whole file of every format that needs no other program."""
    folder = tmp_path_factory.mktemp("seeds")
    for form in ("txt", *TEXT_FORMATS):
        write(folder, form, "ar" if form == "html" else "zh")
    (folder / "page.pdf").write_bytes(page_file((60, 700, 10, SENTENCE), (60, 100, 8, "1 A note")))
    with zipfile.ZipFile(folder / "all.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for path in folder.glob("*-zh.*"):
            archive.write(path, path.name)
    tmx = folder / "old.tmx"
    tmx.write_text(FOREIGN, "utf-8")
    with open_store(folder / "memory.db") as store:
        import_file(store, tmx)
        units = list(store.units(level=Level.SENTENCE))
    write_xliff(folder / "a.xlf", units, source="en", target="zh")
    write_po(folder / "a.po", units, source="en", target="zh")
    write_workbook(folder / "a.xlsx", units, source="en", targets=["zh"])
    for name in ("a.tsv", "a.csv"):
        write_table(folder / name, units, source="en", targets=["zh"])
    return folder


@pytest.mark.parametrize("runs", partly((30, 300), (30,)))
def test_damaged_files_are_read_or_refused_in_one_line(
    seeds: Path, tmp_path: Path, runs: int
) -> None:
    shown = run(
        *(seeds, "--runs", str(runs), "--seed", "7", "--keep", tmp_path / "keep"),
        command=fuzz_readers.main,
    )
    assert shown.returncode == 0, shown.stdout
    assert shown.stdout.startswith(f"{runs} files read, 0 findings; at most ")


# What stands before the code of a child process, to make some files do harm.
HARMFUL = """
import time
from scripts.dev.fuzz import harness
used = harness.use
def use(path, store):
    {}
    used(path, store)
harness.use = use
"""


def test_a_failure_names_its_file_and_the_rest_is_read(tmp_path: Path) -> None:
    code = HARMFUL.format("'bad' in path.name and 1 / 0") + fuzz_readers.CHILD
    files = [tmp_path / name for name in ("one", "bad-1", "two", "bad-2")]
    for path in files:
        path.write_text("The Assembly met.")
    assert [(path.name, cause) for path, cause in fuzz_readers.read_files(files, code).failed] == [
        ("bad-1", "ZeroDivisionError: division by zero"),
        ("bad-2", "ZeroDivisionError: division by zero"),
    ]


def test_what_takes_too_long_is_ended_and_found(tmp_path: Path) -> None:
    code = "\n".join(
        (HARMFUL.format("while True: pass"), "harness._SECONDS = 0.2", fuzz_readers.CHILD)
    )
    path = tmp_path / "late.txt"
    path.write_text("The Assembly met.")
    ((found, cause),) = fuzz_readers.read_files([path], code).failed
    assert found == path
    assert cause in (f"status {-signal.SIGPROF}", f"status {-signal.SIGALRM}")


def test_the_same_seed_gives_the_same_damage(seeds: Path) -> None:
    whole = [(".docx", next(seeds.glob("*.docx")).read_bytes()), (".txt", b"a text")]
    first = list(fuzz_readers.damaged(whole, 20, 3))
    assert first == list(fuzz_readers.damaged(whole, 20, 3))
    assert first != list(fuzz_readers.damaged(whole, 20, 4))
