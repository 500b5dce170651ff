"""The language codes of exchange formats: with a region, as CAT tools match on them."""

from __future__ import annotations

from types import MappingProxyType

from corpora.languages import LANGUAGES

__all__ = ["TMX_CODES", "language_of", "language_rank"]

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

# ISO 639-2 codes, bibliographic ones included, that some tools write for our languages.
_THREE_LETTERS = MappingProxyType(
    {
        "zho": "zh",
        "chi": "zh",
        "cmn": "zh",
        "eng": "en",
        "fra": "fr",
        "fre": "fr",
        "spa": "es",
        "rus": "ru",
        "ara": "ar",
        "deu": "de",
        "ger": "de",
    }
)

_RANKS = MappingProxyType({code: rank for rank, code in enumerate(LANGUAGES)})


def language_of(code: str) -> str:
    """Give the language of a code such as `zh-Hans-CN`, `EN_us` or `fra`.

    A code of none of our languages is given back in lower case, without its region.
    """
    primary = code.strip().lower().replace("_", "-").partition("-")[0]
    return _THREE_LETTERS.get(primary, primary)


def language_rank(code: str) -> tuple[int, str]:
    """Give the key that sorts languages as the United Nations lists them, German after them."""
    return _RANKS.get(code, len(_RANKS)), code
