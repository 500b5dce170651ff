"""Options that several commands share."""

from pathlib import Path

import click
import pytest

from hexapla.cli.main import COMMANDS, cli
from hexapla.cli.options import ExistingPath, FiniteRange, LanguageList, language_option


@pytest.mark.parametrize("name", ["fr", "fr-LU", "fre", "Français", "法文"])
def test_a_language_is_named_by_codes_and_names(name: str) -> None:
    assert language_option.convert(name, None, None) == "fr"
    assert LanguageList().convert(f" {name}, ar-MA", None, None) == ("fr", "ar")


def test_what_names_no_language_is_refused() -> None:
    for kind in (language_option, LanguageList()):
        with pytest.raises(click.BadParameter, match="'pt'"):
            kind.convert("pt", None, None)


@pytest.mark.parametrize("names", ["en fr cn", "EN,fr, CN", "English; 法文、cn", "eng  fr-CA zho"])
def test_languages_are_listed_with_commas_or_spaces(names: str) -> None:
    assert LanguageList().convert(names, None, None) == ("en", "fr", "zh")


def test_a_language_among_the_paths_says_how_several_are_named(tmp_path: Path) -> None:
    assert ExistingPath().convert(str(tmp_path), None, None) == tmp_path
    with pytest.raises(click.BadParameter, match=r"not exist \(.*: --languages en,fr\)"):
        ExistingPath().convert("fr", None, None)
    with pytest.raises(click.BadParameter, match=r"not exist\.$"):
        ExistingPath().convert("nowhere", None, None)


@pytest.mark.parametrize("given", ["nan", "inf", "-inf", "-0.1", "one"])
def test_what_is_no_number_is_within_no_bounds(given: str) -> None:
    assert FiniteRange(0)("0.5") == 0.5
    with pytest.raises(click.BadParameter):
        FiniteRange(0)(given)


def test_every_number_with_a_point_is_one() -> None:
    for name in COMMANDS:
        command = cli.get_command(click.Context(cli), name)
        assert command is not None
        every = [command, *getattr(command, "commands", {}).values()]
        kinds = [parameter.type for each in every for parameter in each.params]
        assert all(isinstance(kind, FiniteRange) for kind in kinds if is_float(kind))


def is_float(kind: click.ParamType[object]) -> bool:
    return isinstance(kind, click.types.FloatParamType)
