"""What a user sets once: a file `hexapla.toml` in the folder, or the user's own.

It says what stands in the place of the defaults of options, which go before it, as does the
environment. The file in the folder goes before the user's, setting by setting.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import click

from hexapla.cli.options import language_code
from hexapla.corpora.errors import UsageError
from hexapla.corpora.input.decoding import is_special

__all__ = ["NAME", "Settings", "defaults", "read_settings", "settings"]

NAME: Final = "hexapla.toml"
"""The name of the file."""

# Bytes of a file that are read: more than anyone has to set.
_MOST: Final = 1 << 16
_FORM: Final = 'write it as a text in quotation marks, such as "Ana"'
_LIST: Final = 'write them as a list, the source first: ["zh", "en", "fr"]'
_TABLE: Final = 'write them as a table [checks] with lines such as names = "off"'


@dataclass(frozen=True, slots=True)
class Settings:
    """The memory, the languages that are worked with, the source first, the name, the checks.

    None, and no languages and checks, where nothing is said. `checks` are such as `names=off`.
    """

    memory: str | None = None
    languages: tuple[str, ...] = ()
    name: str | None = None
    checks: tuple[str, ...] = ()


def settings() -> Settings:
    """Return the settings of the current folder and of the user.

    Raises UsageError where a file cannot be read or says what nobody understands.
    """
    own = read_settings(Path(click.get_app_dir("hexapla")) / NAME)
    here = read_settings(Path(NAME))
    return Settings(
        here.memory or own.memory,
        here.languages or own.languages,
        here.name or own.name,
        # Of one check, the last word counts.
        (*own.checks, *here.checks),
    )


def read_settings(path: Path) -> Settings:
    """Return the settings of a file, none where there is none.

    Raises UsageError, in one line with the file, as `settings` does.
    """
    if is_special(path):
        raise UsageError(f"{path}: not a file")
    try:
        with path.open("rb") as stream:
            given = tomllib.loads(stream.read(_MOST).decode("utf-8"))
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}") from error
    except ValueError as error:
        raise UsageError(f"{path}: is no TOML: {error}") from error
    for key in given:
        if key not in _READERS:
            raise UsageError(f"{path}: there is no setting {key!r}, only {', '.join(_READERS)}")
    return Settings(**{key: _READERS[key](value, key, path) for key, value in given.items()})


def _text(value: object, key: str, path: Path) -> str:
    if not isinstance(value, str) or not value.strip():
        raise UsageError(f"{path}: {key}: {_FORM}")
    return value


def _memory(value: object, key: str, path: Path) -> str:
    """Return the memory, which is looked for from the folder that the file is in."""
    text = _text(value, key, path)
    return text if "://" in text else str(path.parent / Path(text).expanduser())


def _languages(value: object, key: str, path: Path) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        raise UsageError(f"{path}: {key}: {_LIST}")
    codes = [language_code(str(each)) for each in value]
    found = tuple(dict.fromkeys(code for code in codes if code))
    if "" in codes or len(found) != len(codes):
        raise UsageError(f"{path}: {key}: no language, or the same twice, in {value}: {_LIST}")
    return found


def _severities(value: object, key: str, path: Path) -> tuple[str, ...]:
    if not isinstance(value, dict) or not all(isinstance(each, str) for each in value.values()):
        raise UsageError(f"{path}: {key}: {_TABLE}")
    return tuple(f"{name}={severity}" for name, severity in value.items())


_READERS: Final[Mapping[str, Callable[[object, str, Path], Any]]] = MappingProxyType(
    {"memory": _memory, "languages": _languages, "name": _text, "checks": _severities}
)


def defaults(chosen: Settings) -> dict[str, dict[str, Any]]:
    """Return what the settings say, as click's map of the defaults of each command.

    >>> defaults(Settings(languages=("zh", "fr")))["match"]
    {'source': 'zh', 'target': 'fr'}
    """
    found: dict[str, dict[str, Any]] = {command: {} for command in _OF_MEMORY}
    if chosen.languages:
        source, *others = chosen.languages
        for command, of_source in _OF_SOURCE.items():
            found.setdefault(command, {})[of_source] = source
        for command, (of_targets, several) in _OF_TARGETS.items() if others else ():
            value = tuple(others) if several else others[0]
            found.setdefault(command, {})[of_targets] = value
    if chosen.memory:
        for command in _OF_MEMORY:
            found[command]["memory"] = chosen.memory
        for part in ("check", "backup", "restore"):
            found.setdefault("memory", {})[part] = {"memory": chosen.memory}
    if chosen.name:
        found.setdefault("review", {})["who"] = chosen.name
    if chosen.checks:
        found["check"]["severities"] = chosen.checks
    for part in _EDITS:
        given = {"memory": chosen.memory, "who": chosen.name}
        named = {name: value for name, value in given.items() if value}
        if named:
            found.setdefault("edit", {})[part] = named
    return {command: values for command, values in found.items() if values}


_OF_MEMORY: Final = (
    *(
        "align",
        "check",
        "cite",
        "concord",
        "embed",
        "evaluate",
        "export",
        "import",
        "match",
        "merge",
    ),
    *("pretranslate", "review", "search", "serve", "sets", "undo", "watch"),
)
# What `hexapla edit` does to a memory.
_EDITS: Final = ("replace", "delete", "tags", "normalise", "anonymise", "language")
# The parameters that name the source language, and the others, in the commands that have some.
_OF_SOURCE: Final = MappingProxyType(
    {
        **dict.fromkeys(("align", "match", "export", "evaluate"), "source"),
        **dict.fromkeys(("search", "embed"), "language"),
    }
)
_OF_TARGETS: Final = MappingProxyType(
    {
        **dict.fromkeys(("match", "evaluate", "pretranslate"), ("target", False)),
        "search": ("with_language", False),
        "align": ("languages", True),
        "export": ("targets", True),
    }
)
