"""Options that several commands share."""

from __future__ import annotations

import re
from math import isfinite
from os import PathLike
from pathlib import Path
from types import MappingProxyType
from typing import Final

import click

from hexapla.corpora.languages import LANGUAGES, language_named
from hexapla.memory.store.locations import MEMORY_NAME

__all__ = [
    "MEMORY_VARIABLE",
    "ExistingPath",
    "FiniteRange",
    "FolderName",
    "LanguageChoice",
    "LanguageList",
    "figures_left_out",
    "figures_option",
    "language_code",
    "language_option",
    "memory_option",
    "not_empty",
    "semantic_option",
    "symbol_option",
]


MEMORY_VARIABLE: Final = "HEXAPLA_MEMORY"
"""The variable of the environment that names the memory."""

# A country that many write for its language. In the name of a file, CN is a commission.
_COUNTRIES: Final = MappingProxyType({"cn": "zh"})


def language_code(name: str) -> str:
    """Return the code of a language that a user names, "" for none of ours."""
    return language_named(_COUNTRIES.get(name.strip().lower(), name))


class LanguageList(click.ParamType[tuple[str, ...]]):
    """Languages with commas or spaces between them, by their codes or names: `en,fr`."""

    name = "codes"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        """Split at the commas and spaces; fail on what names none of the seven languages."""
        if isinstance(value, tuple):
            return value
        names = [name.strip() for name in re.split("[,;，、]", str(value)) if name.strip()]
        # A name can have spaces in it as well.
        parts = [
            part for each in names for part in ([each] if language_code(each) else each.split())
        ]
        for part in parts:
            if not language_code(part):
                self.fail(f"{part!r} is none of {', '.join(LANGUAGES)}", param, ctx)
        return tuple(map(language_code, parts))


class LanguageChoice(click.Choice[str]):
    """One of the seven languages, by its code, a tag such as `ar-MA` or a name."""

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """Return its code."""
        return super().convert(language_code(str(value)) or str(value), param, ctx)


class ExistingPath(click.Path):
    """A file that is there, or a folder where these are taken; as a `Path`."""

    def __init__(self, *, folders: bool = True) -> None:
        super().__init__(exists=True, dir_okay=folders, path_type=Path)

    def convert(
        self,
        value: str | PathLike[str],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> str | bytes | PathLike[str]:
        """Check that it is there; say how several languages are named where it is one of them."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter as error:
            if not language_code(str(value)):
                raise
            together = "several languages go together, with commas"
            self.fail(
                f"{error.message.rstrip('.')} ({together}: --languages en,{value})", param, ctx
            )


class FiniteRange(click.FloatRange):
    """A number within bounds; what is none, as `nan`, is within all that click compares it with."""

    def convert(
        self, value: float, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Return the number; fail where it is none, or has no end."""
        number: float = super().convert(value, param, ctx)
        if not isfinite(number):
            self.fail(f"{value} is no number", param, ctx)
        return number


class FolderName(click.Path):
    """A folder to write in, as a `Path`; "" is refused, for `Path("")` is the current folder."""

    def __init__(self) -> None:
        super().__init__(file_okay=False, path_type=Path)

    def convert(
        self,
        value: str | PathLike[str],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> str | bytes | PathLike[str]:
        """Check that there is a name before it becomes a path."""
        if not str(value).strip():
            self.fail("the name of the folder is empty", param, ctx)
        return super().convert(value, param, ctx)


def not_empty(_: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """Refuse an option that is given and empty, as from a variable that is not set."""
    if value is not None and not value.strip():
        raise click.BadParameter("the value is empty", param=parameter)
    return value


def figures_left_out(count: int) -> str:
    """Return what to tell of cells of tables that are not in the files."""
    cells = f"{count} cell{'s' if count > 1 else ''} of tables"
    return f"{cells} without words left out (--figures keeps them)"


semantic_option = click.option(
    "--semantic",
    is_flag=True,
    help="Texts of a like meaning as well, marked as semantic; hexapla embed makes them ready.",
)
figures_option = click.option(
    "--figures",
    is_flag=True,
    help="Also cells of tables that only hold a figure, a symbol or a date.",
)
language_option = LanguageChoice(tuple(LANGUAGES))
symbol_option = click.option(
    "--symbol", callback=not_empty, help="Of this symbol; * stands for anything."
)
memory_option = click.option(
    "--memory",
    default=MEMORY_NAME,
    show_default=True,
    envvar=MEMORY_VARIABLE,
    callback=not_empty,
    help="The memory: a file, a folder with a memory.db, or postgresql://USER@HOST/DATABASE."
    f" {MEMORY_VARIABLE} or hexapla.toml can name it too.",
)
