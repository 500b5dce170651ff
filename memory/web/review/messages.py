"""The words of the pages in the languages of the interface, from gettext catalogues.

English is the language of the source; `memory/locale/CODE.po` has the others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from hexapla.memory.checks.values.names import names_by_title

__all__ = ["INTERFACES", "catalogue", "preferred", "translator"]

INTERFACES: Final = MappingProxyType(
    {
        "en": "English",
        "zh": "中文",
        "fr": "Français",
        "es": "Español",
        "ru": "Русский",
        "ar": "العربية",
        "de": "Deutsch",
    }
)
"""The languages of the interface, each by its own name."""

Translator = Callable[..., str]


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """Return the messages of an interface language by their English text; none for English."""
    if language == "en":
        return MappingProxyType({})
    import polib  # noqa: PLC0415  # English needs none

    text = (files("hexapla.memory") / "locale" / f"{language}.po").read_text(encoding="utf-8")
    return MappingProxyType({entry.msgid: entry.msgstr for entry in polib.pofile(text)})


@cache
def _messages(language: str) -> Mapping[str, str]:
    """Return the messages of a language, and the names of States and bodies that they have."""
    return {**names_by_title(language), **catalogue(language)} if language != "en" else {}


def translator(language: str) -> Translator:
    """Return a function that translates a message and puts values in place of its `%(name)s`."""
    messages = _messages(language)

    def translate(message: str, **values: object) -> str:
        text = messages.get(message) or message
        return text % values if values else text

    return translate


def preferred(accepted: str) -> str:
    """Return the interface language that a browser likes best (RFC 9110, Accept-Language).

    >>> preferred("pt, fr;q=0.5, zh-CN;q=0.8")
    'zh'
    """
    wishes = []
    for rank, wish in enumerate(accepted.split(",")):
        code, _, weight = wish.strip().partition(";q=")
        try:
            wishes.append((-float(weight or 1), rank, code.partition("-")[0].lower()))
        except ValueError:
            continue
    return next((code for _, _, code in sorted(wishes) if code in INTERFACES), "en")
