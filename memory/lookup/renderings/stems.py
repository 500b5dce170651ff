"""Light stemming: what is left of a word without the endings that inflect it.

Forms of one rendering are brought together by it, not words of one family: it takes off number,
case, gender and the article, never what makes another word. The rules are those of light stemmers
(Savoy, "Light stemming approaches for the French, Portuguese, German and Hungarian languages",
SAC 2006; Dolamic and Savoy, "Indexing and searching strategies for the Russian language", JASIST
2009; Larkey, Ballesteros and Connell, "Light stemming for Arabic information retrieval", 2007),
over words folded by `memory.text.keys.match_key`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from types import MappingProxyType
from typing import Final

__all__ = ["inflects", "stem", "without_article"]

# Letters that stay of a word at the least.
_SHORTEST: Final = 3
# Words whose stems are kept: more than the vocabulary of the sentences of one look-up.
_REMEMBERED: Final = 1 << 16

# Endings, the longest first; one is taken off. A word that would be too short keeps its own.
_ENDINGS: Final = MappingProxyType(
    {
        "fr": r"(?:ees|ee|es|s|x|e)",
        "es": r"(?:es|os|as|o|a|e)",
        "de": r"(?:ern|em|en|er|es|e|n|s)",
        "ru": r"(?:иями|ями|ами|иях|иям|ием|иею|ого|его|ому|ему|ыми|ими|ией|"
        r"ах|ях|ам|ям|ом|ем|ой|ей|ою|ею|ов|ев|ый|ий|ая|яя|ое|ее|ые|ие|ых|их|ым|им|ую|юю|"
        r"ия|ию|ии|ью|ья|ье|ьи|а|я|о|е|ы|и|у|ю|ь|й)",
        "ar": r"(?:هما|ها|ان|ات|ون|ين|يه|هم|نا|ه|ي|ا)",
    }
)
_PATTERNS: Final = MappingProxyType(
    {
        language: re.compile(rf"(?<=\w{{{_SHORTEST}}}){endings}$")
        for language, endings in _ENDINGS.items()
    }
)
# The article, with what is written before it. A letter without it (and, in, for) may be the first
# of the word itself.
_ARABIC_ARTICLE: Final = re.compile(r"^(?:[وف]?[بك]?ال|[وف]?لل)(?=\w\w)")
_ENGLISH: Final = (
    (re.compile(r"(?<=\w\w)ies$"), "y"),
    (re.compile(r"(?<=ss|sh|ch)es$"), ""),
    (re.compile(r"(?<=\wx)es$"), ""),
    (re.compile(r"(?<=\w\w)(?<![sui])s$"), ""),
)
_FRENCH_PLURAL: Final = re.compile(r"(?<=\w\w)aux$")


def inflects(language: str) -> bool:
    """Return whether words of a language have endings that are known."""
    return language == "en" or language in _PATTERNS


def without_article(word: str) -> str:
    """Return a folded word of Arabic without its article, and what is written before that."""
    return _ARABIC_ARTICLE.sub("", word)


@lru_cache(maxsize=_REMEMBERED)
def stem(word: str, language: str) -> str:
    """Return the stem of a folded word (`memory.text.keys.match_key`).

    >>> stem("countries", "en"), stem("entwicklungslandern", "de")
    ('country', 'entwicklungsland')
    >>> stem("развивающихся", "ru") == stem("развивающиеся", "ru")
    True
    >>> stem("البلدان", "ar") == stem("بلدان", "ar")
    True
    """
    if language == "en":
        for pattern, plain in _ENGLISH:
            found, count = pattern.subn(plain, word)
            if count:
                return found
        return word
    if language == "fr":
        word = _FRENCH_PLURAL.sub("al", word)
    elif language == "ru":
        word = re.sub(r"(?<=\w{3})(?:ся|сь)$", "", word)
    elif language == "ar":
        word = without_article(word)
    endings = _PATTERNS.get(language)
    return endings.sub("", word) if endings else word
