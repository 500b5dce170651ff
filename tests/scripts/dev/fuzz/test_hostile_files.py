"""Hostile files through every reader, importer and check, and through the command that aligns."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from hexapla.corpora.errors import DocumentError
from hexapla.corpora.input.raw import RawFile
from hexapla.corpora.readers.formats import detect_format, is_read
from hexapla.memory.formats.registry import format_to_read
from hexapla.memory.store.opening import open_store
from hexapla.memory.units import Level
from scripts.dev.fuzz.hostile_files import SECRET, write_hostile_files
from scripts.dev.fuzz.readers import read_files
from tests.commands import run
from tests.evaluations import partly


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Path]]:
    paths = write_hostile_files(tmp_path_factory.mktemp("attack") / "hostile")
    # On these LibreOffice works until it is ended, as tests.corpora.readers.test_office has it be.
    long = {"binary.rtf", "fields.rtf"}
    for path in paths:
        if path.name in long:
            path.unlink()
    yield [path for path in paths if path.name not in long]


def test_the_attacks_are_what_they_say(files: list[Path]) -> None:
    names = {path.name for path in files}
    assert len(names) == len(files) > 400
    assert {"entities.tmx", "bomb.zip", "external.docx", "zeros.csv", "circle.pdf"} <= names
    (secret,) = files[0].parent.parent.glob("*-secret.txt")
    assert secret.read_text("utf-8") == SECRET
    assert secret.as_uri().encode() in (files[0].parent / "external.tmx").read_bytes()


_SLOW = frozenset({".rtf", ".odt", ".doc"})  # LibreOffice starts for each
# What is cut in half has no directory of its parts, which says what the package is.
NO_PACKAGE = frozenset({"cut.docx", "cut.odt"})


def test_every_file_reaches_the_reader_that_it_is_named_for(files: list[Path]) -> None:
    astray = {
        path.name
        for path in files
        if is_read(path.suffix) and path.suffix not in extensions_of(path)
    }
    assert astray == NO_PACKAGE
    others = [path for path in files if not is_read(path.suffix) and path.suffix != ".zip"]
    assert len(others) > 100
    for path in others:
        format_to_read(path)


def extensions_of(path: Path) -> tuple[str, ...]:
    """Return the extensions of the format that the content of a document shows, if any."""
    try:
        return detect_format(RawFile(path.read_bytes(), path)).extensions
    except DocumentError:
        return ()


@pytest.mark.parametrize("every", partly((False, True), (False,)))
def test_no_reader_importer_or_check_is_harmed(files: list[Path], every: bool) -> None:
    # A child process that may take 1 GB, and a minute for a file, does all with each of them.
    tried = files if every else [path for path in files if is_quick(path)]
    assert len(tried) > 200
    found = read_files(tried)
    assert [(path.name, cause) for path, cause in found.failed] == []


def is_quick(path: Path) -> bool:
    """Return whether a file is no large one, and none that LibreOffice opens again and again."""
    small = path.stat().st_size < 50_000 and not path.name.startswith("much-")
    return small and path.suffix not in _SLOW


def test_a_folder_of_hostile_files_harms_no_batch(files: list[Path], tmp_path: Path) -> None:
    documents = tmp_path / "documents"
    documents.mkdir()
    # One of every attack, in each format in turn: the test above reads the small ones in all.
    attacks: dict[str, list[Path]] = {}
    for path in files:
        if path.suffix not in _SLOW and not path.name.startswith("much-"):
            attacks.setdefault("" if path.suffix == ".pdf" else path.stem, []).append(path)
    for turn, same in enumerate(attacks.values()):
        chosen = same[turn % len(same)]
        (documents / chosen.name).hardlink_to(chosen)
    before = sorted(tmp_path.iterdir())
    done = run("align", "documents", "--out", "out", folder=tmp_path)
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    *told, advice = done.stderr.splitlines()
    assert all(line.startswith(("refused: ", "A")) for line in told)
    assert advice.startswith("versions of one document find each other by symbol")
    assert sorted(tmp_path.iterdir()) == sorted([*before, tmp_path / "out"])
    for path in (tmp_path / "out").rglob("*"):
        assert path.is_dir() or SECRET.encode() not in path.read_bytes(), path
    with open_store(tmp_path / "out" / "memory.db", create=False) as store:
        assert list(store.problems(deep=True)) == []
        assert not any("\0" in unit.text for unit in store.units(level=Level.SENTENCE))
