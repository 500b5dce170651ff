"""What a user sets once stands in the place of the defaults."""

from __future__ import annotations

from pathlib import Path

import pytest

from hexapla.cli.main import COMMANDS, cli
from hexapla.cli.settings import Settings, defaults, read_settings
from hexapla.corpora.errors import UsageError
from tests.commands import printed
from tests.memory.samples import sample_memory


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("HEXAPLA_MEMORY", raising=False)
    sample_memory(tmp_path / "texts" / "memory.db")
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    (work / "hexapla.toml").write_text(
        'memory = "../texts"\nlanguages = ["EN", "fr", "cn"]\nname = "Ana"\n', "utf-8"
    )
    return work


def test_the_settings_are_the_defaults_of_every_command(folder: Path) -> None:
    assert "1 of 1 shown" in printed("search", "register of trees")
    assert "no match" not in printed("match", "The register of trees", "--least", "20")
    assert printed("export", "out/all.tmx").count("units") == 2
    assert {path.name for path in (folder / "out").iterdir()} == {"all_fr.tmx", "all_zh.tmx"}
    assert "2 of 2 shown" in printed("search", "名册", "--language", "zh")


@pytest.mark.parametrize("name", ["normalise", "normalize", "anonymise", "anonymize"])
def test_edits_know_the_settings_however_they_are_spelt(folder: Path, name: str) -> None:
    assert folder.is_dir()
    assert "nothing to change" in printed("edit", name, "--symbol", "A/1/none")


def test_the_folder_goes_before_the_user_setting_by_setting(folder: Path, tmp_path: Path) -> None:
    own = tmp_path / "home" / "hexapla" / "hexapla.toml"
    own.parent.mkdir(parents=True)
    own.write_text('memory = "nowhere"\nlanguages = ["zh", "en"]\n', "utf-8")
    (folder / "hexapla.toml").write_text('memory = "../texts"\n', "utf-8")
    assert "2 of 2 shown" in printed("search", "名册")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('memroy = "a"', "there is no setting 'memroy', only memory, languages, name, checks"),
        ("memory = 3", "memory: write it as a text"),
        ('languages = "en"', "languages: write them as a list"),
        ('languages = ["en", "xx"]', "languages: no language, or the same twice"),
        ('languages = ["en", "EN"]', "languages: no language, or the same twice"),
        ('checks = "names"', r"checks: write them as a table \[checks\]"),
        ("[checks]\nnames = 1", r"checks: write them as a table \[checks\]"),
        ("name = ", "is no TOML"),
        ('name = "\udcff"', "is no TOML"),
    ],
)
def test_a_setting_that_nobody_understands_is_one_line(
    text: str, told: str, tmp_path: Path
) -> None:
    path = tmp_path / "hexapla.toml"
    path.write_text(text, "utf-8", "surrogateescape")
    with pytest.raises(UsageError, match=told) as caught:
        read_settings(path)
    assert str(path) in str(caught.value) and "\n" not in str(caught.value)


def test_defaults_are_given_to_parameters_that_there_are() -> None:
    every = defaults(Settings("m.db", ("zh", "en"), "Ana", ("names=off",)))
    for name, values in every.items():
        command = cli.get_command(cli.make_context("hexapla", [], resilient_parsing=True), name)
        assert name in COMMANDS and command is not None
        known = {each.name for each in command.params} | set(getattr(command, "commands", ()))
        assert set(values) <= known, name
