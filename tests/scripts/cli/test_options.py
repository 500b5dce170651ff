"""Options that several commands share."""

from pathlib import Path

import click
import pytest

from hexapla.cli.options import ExistingPath, LanguageList, language_option


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
