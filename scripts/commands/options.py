"""Options that several commands share."""

from __future__ import annotations

import click

from corpora.languages import LANGUAGES

__all__ = ["LanguageList", "language_option"]


class LanguageList(click.ParamType[tuple[str, ...]]):
    """Language codes with commas between them: `en,fr`."""

    name = "codes"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        """Split at the commas; fail on a code that is not one of the seven languages."""
        if isinstance(value, tuple):
            return value
        codes = tuple(code.strip() for code in str(value).split(",") if code.strip())
        for code in codes:
            if code not in LANGUAGES:
                self.fail(f"{code!r} is none of {', '.join(LANGUAGES)}", param, ctx)
        return codes


language_option = click.Choice(tuple(LANGUAGES))
