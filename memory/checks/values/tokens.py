"""The words, numbers in digits and signs of a text: gone through once for all that is read."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from hexapla.memory.checks.values.literals import LITERAL
from hexapla.memory.checks.values.plain import fold_text

__all__ = ["Tokens", "tokens"]

# Words first: most tokens are, and a number begins with a digit.
_TOKEN: Final = re.compile(rf"[^\W\d_]+|(?=\d)(?:{LITERAL})|[^\w\s]")
# From right to left, the groups of 46 500 can stand as 500 46.
_TURNED: Final = r"(?<![\d.,:/])(?<!\d )\d{3}(?: \d{3})* \d{1,2}(?![\d.,:/])(?! \d)"
_ARABIC_TOKEN: Final = re.compile(rf"{_TURNED}|{_TOKEN.pattern}")


class Tokens:
    """The words, numbers in digits and signs of a text (`plain`), folded, with their places."""

    def __init__(self, text: str, language: str) -> None:
        self.text, self.language = text, language
        self.folded = fold_text(text, language)
        pattern = _ARABIC_TOKEN if language == "ar" else _TOKEN
        self._matches = list(pattern.finditer(self.folded))
        self.keys = [match[0] for match in self._matches]

    def start(self, place: int) -> int:
        """Return where a token begins in the text."""
        return self._matches[place].start()

    def end(self, place: int) -> int:
        """Return where a token ends in the text."""
        return self._matches[place].end()


@lru_cache(maxsize=4)
def tokens(text: str, language: str) -> Tokens:
    """Return the tokens of a text (`plain`); those of the last few texts are kept.

    >>> tokens("Article 47, “bis”", "en").keys
    ['article', '47', ',', '“', 'bis', '”']
    """
    return Tokens(text, language)
