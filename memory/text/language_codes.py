"""The language codes of exchange formats: with a region, as CAT tools match on them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from types import MappingProxyType
from typing import Final

from hexapla.corpora.errors import UsageError
from hexapla.corpora.languages import LANGUAGES, language_named

__all__ = [
    "TMX_CODES",
    "is_traditional",
    "language_of",
    "language_rank",
    "language_required",
    "named_codes",
    "other_language",
]

TMX_CODES = MappingProxyType(
    {
        "zh": "zh-CN",
        "en": "en-US",
        "fr": "fr-FR",
        "es": "es-ES",
        "ru": "ru-RU",
        "ar": "ar-SA",
        "de": "de-DE",
    }
)

# A language tag (RFC 5646), as far as CAT tools take them.
_CODE: Final = re.compile("[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")

# The script, the places where Chinese is written in it, and what Windows called both.
_TRADITIONAL: Final = frozenset({"hant", "tw", "hk", "mo", "cht"})
_CALLED_TRADITIONAL: Final = re.compile(
    "繁|\\btrad|традиц|تقليدي|traditionell|hong ?kong|taiwan|macao"
)
_LONGEST_NAME: Final = 60  # characters

_RANKS = MappingProxyType({code: rank for rank, code in enumerate(LANGUAGES)})


def language_of(code: str) -> str:
    """Return the language of a code such as `zh-Hans-CN`, `EN_us` or `fra`, or of a name.

    A code of none of our languages is given back in lower case, without its region.

    >>> language_of("zh-Hans-CN"), language_of("FRE"), language_of("pt_BR")
    ('zh', 'fr', 'pt')
    """
    primary = code.strip().lower().replace("_", "-").partition("-")[0]
    return language_named(code) or primary


def language_required(code: str) -> str:
    """Return one of our languages by a code or name, as `language_of`; UsageError for another."""
    language = language_of(code)
    if language not in LANGUAGES:
        raise UsageError(f"{code[:20]!r} is none of {', '.join(LANGUAGES)}")
    return language


def is_traditional(code: str) -> bool:
    """Return whether a code is of Chinese in traditional characters: by its script, else its place.

    A name of the language can say it as well.

    >>> is_traditional("zh-Hant-HK"), is_traditional("zh_TW"), is_traditional("zh-Hans-TW")
    (True, True, False)
    >>> is_traditional("Chinese (Traditional)"), is_traditional("繁體中文"), is_traditional("中文")
    (True, True, False)
    """
    if _CALLED_TRADITIONAL.search(code.lower()[:_LONGEST_NAME]):
        return language_named(code) == "zh"
    primary, *rest = code.strip().lower().replace("_", "-").split("-")
    if language_named(primary) != "zh" or {"hans", "chs"} & set(rest):
        return False
    return not _TRADITIONAL.isdisjoint(rest)


def named_codes(codes: Iterable[str]) -> dict[str, str]:
    """Return some codes, such as `en-GB`, by their languages.

    Raises UsageError for what is no code of one of our languages.

    >>> named_codes(["en-GB", "zh-TW"])
    {'en': 'en-GB', 'zh': 'zh-TW'}
    """
    found = {}
    for code in codes:
        language = language_of(code)
        if language not in TMX_CODES or not _CODE.fullmatch(code):
            raise UsageError(f"{code[:20]!r} is no code of one of {', '.join(TMX_CODES)}")
        found[language] = code
    return found


def language_rank(code: str) -> tuple[int, str]:
    """Return the key that sorts languages as the United Nations lists them, German after them."""
    return _RANKS.get(code, len(_RANKS)), code


def other_language(source: str, likely: Iterable[str] = ()) -> str:
    """Return the language into which is looked up: the first likely one that is another.

    >>> other_language("zh"), other_language("en"), other_language("en", ["en", "fr"])
    ('en', 'zh', 'fr')
    """
    return next(each for each in (*likely, "en", "zh") if each != source)
