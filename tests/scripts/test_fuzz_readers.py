"""Damaged files of every format are read or refused in one line, and what fails is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts import fuzz_readers
from tests.corpora.formats import TEXT_FORMATS, write


def test_damaged_files_are_read_or_refused_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    for form in ("txt", *TEXT_FORMATS):
        write(seeds, form, "ar" if form == "html" else "zh")
    arguments = [str(seeds), "--runs", "150", "--seed", "7", "--keep", str(tmp_path / "keep")]
    assert fuzz_readers.main(arguments) == 0, capsys.readouterr().out


def test_a_failure_names_its_file_and_the_rest_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        fuzz_readers,
        "_CHILD",
        fuzz_readers._CHILD.replace("try: ", "'bad' in name and 1 / 0\n    try: "),
    )
    files = [tmp_path / name for name in ("one", "bad-1", "two", "bad-2")]
    for path in files:
        path.write_text("The Assembly met.")
    assert [(path.name, cause) for path, cause in fuzz_readers.findings(files)] == [
        ("bad-1", "ZeroDivisionError: division by zero"),
        ("bad-2", "ZeroDivisionError: division by zero"),
    ]


def test_the_same_seed_gives_the_same_damage() -> None:
    first = list(fuzz_readers.damaged([b"a text"], 20, 3))
    assert first == list(fuzz_readers.damaged([b"a text"], 20, 3))
    assert first != list(fuzz_readers.damaged([b"a text"], 20, 4))
