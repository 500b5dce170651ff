"""What is written, and where, and what is said where nothing is."""

from pathlib import Path

import pytest

from hexapla.corpora.errors import UsageError
from hexapla.memory.formats.tmx.rules import check_tmx
from tests.commands import printed


def test_export_writes_what_is_chosen(memory: str, tmp_path: Path) -> None:
    path = tmp_path / "fr_de.tmx"
    given = ("--source", "fr", "--target", "de", "--memory", memory)
    assert printed("export", str(path), *given, "--tool", "omegat") == f"{path}: 8 units\n"
    only = ("--only", "reviewed", "--without-flag", "any", "--symbol", "A/*")
    assert printed("export", str(path), *given, *only).startswith(f"{path}: 0 units\nwarning: ")
    with pytest.raises(UsageError, match="no format"):
        printed("export", str(tmp_path / "a.doc"), *given)


def test_several_targets_have_a_file_each_in_folders_that_are_made(
    memory: str, tmp_path: Path
) -> None:
    path = tmp_path / "new" / "folder" / "all.tmx"
    printed("export", str(path), "--target", "EN", "--target", "fr, ru", "--memory", memory)
    names = ["all_en.tmx", "all_fr.tmx", "all_ru.tmx"]
    assert sorted(each.name for each in path.parent.iterdir()) == names
    for name in names:
        assert list(check_tmx(path.with_name(name))) == []


def test_nothing_is_exported_with_a_warning_that_says_why(memory: str, tmp_path: Path) -> None:
    shown = printed(
        "export", str(tmp_path / "a.tmx"), "--target", "en", "--symbol", "S/9", "--memory", memory
    )
    assert "0 units" in shown and "no document set has the symbol S/9" in shown
