"""Options that several commands share."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

import click

from hexapla.corpora.languages import LANGUAGES, language_named

__all__ = [
    "FolderName",
    "LanguageChoice",
    "LanguageList",
    "language_option",
    "memory_option",
    "not_empty",
    "semantic_option",
]


class LanguageList(click.ParamType[tuple[str, ...]]):
    """Languages with commas between them, by their codes or names: `en,fr`."""

    name = "codes"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        """Split at the commas; fail on what names none of the seven languages."""
        if isinstance(value, tuple):
            return value
        names = [name.strip() for name in str(value).split(",") if name.strip()]
        for name in names:
            if not language_named(name):
                self.fail(f"{name!r} is none of {', '.join(LANGUAGES)}", param, ctx)
        return tuple(map(language_named, names))


class LanguageChoice(click.Choice[str]):
    """One of the seven languages, by its code, a tag such as `ar-MA` or a name."""

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """Return its code."""
        return super().convert(language_named(str(value)) or str(value), param, ctx)


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


semantic_option = click.option(
    "--semantic",
    is_flag=True,
    help="Texts of a like meaning as well, marked as semantic; hexapla embed makes them ready.",
)
language_option = LanguageChoice(tuple(LANGUAGES))
memory_option = click.option(
    "--memory",
    default="memory.db",
    show_default=True,
    envvar="HEXAPLA_MEMORY",
    callback=not_empty,
    help="The memory: a file, or postgresql://USER@HOST/DATABASE. HEXAPLA_MEMORY can name it too.",
)
