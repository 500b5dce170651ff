"""The seven languages: names, scripts, direction, and how their text is joined."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

__all__ = ["LANGUAGES", "Language"]


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the United Nations, or German.

    `letter` is the one that UN file names and job numbers use (none for German). `separator` stands
    between two joined pieces of text.
    """

    code: str
    name: str
    letter: str
    direction: str = "ltr"
    separator: str = " "


LANGUAGES = MappingProxyType(
    {
        language.code: language
        for language in (
            Language("zh", "Chinese", "C", separator=""),
            Language("en", "English", "E"),
            Language("fr", "French", "F"),
            Language("es", "Spanish", "S"),
            Language("ru", "Russian", "R"),
            Language("ar", "Arabic", "A", direction="rtl"),
            Language("de", "German", ""),
        )
    }
)
