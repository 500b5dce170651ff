"""Finds what stands in brackets or quotation marks, in which a sentence need not end.

`题为“水是生命。让我们行动！”的运动` is one sentence, as is "Some (Chad, Peru etc. See also para. 3)
agreed": the stops inside are those of the quotation or of the bracket.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import takewhile
from types import MappingProxyType

__all__ = ["BRACKETS", "QUOTES", "Enclosure", "Enclosures"]

BRACKETS: Mapping[str, str] = MappingProxyType(
    {"(": ")", "[": "]", "（": "）", "［": "］", "〔": "〕", "【": "】", "〖": "〗"}
)
"""The brackets that open, each with the one that closes it."""

QUOTES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "zh": {"“": "”", "‘": "’", "「": "」", "『": "』", '"': '"'},
        "en": {"“": "”", '"': '"'},
        "fr": {"«": "»", "“": "”", '"': '"'},
        "es": {"«": "»", "“": "”", '"': '"'},
        "ru": {"«": "»", "„": "“", "“": "”", '"': '"'},
        "ar": {"«": "»", "”": "“", "“": "”", '"': '"'},
        "de": {"„": "“", "»": "«", "“": "”", '"': '"'},
    }
)
"""The quotation marks that open in a language, each with the one that closes it."""

_DEEPEST = 8  # enclosures that are open at once; more are a slip of the keys
# Characters that are kept in one piece. A speech that is quoted at length is cut in its sentences.
_LONGEST = {"zh": 200}
_LONGEST_OTHERWISE = 300


@dataclass(frozen=True, slots=True)
class Enclosure:
    """From the place of an opening sign to that of the one that closes it."""

    start: int
    end: int
    quoted: bool

    def is_speech(self, text: str) -> bool:
        """Return whether a colon leads to it and a stop follows: its sentences are sentences.

        >>> text = "Он сказал: «Да. Согласен»."
        >>> Enclosures.of(text, "ru").found[0].is_speech(text)
        True
        """
        before = text[max(0, self.start - 3) : self.start].rstrip()
        return before.endswith((":", "：")) and text[self.end + 1 : self.end + 2] in tuple(".!?。")


@dataclass(frozen=True, slots=True)
class Enclosures:
    """The enclosures of a text that are short enough to be a part of a sentence, by their ends."""

    found: Sequence[Enclosure]
    longest: int

    @classmethod
    def of(cls, text: str, language: str) -> Enclosures:
        """Find those of a text in one of `corpora.languages.LANGUAGES`.

        >>> Enclosures.of("Some (Chad, Peru) agreed", "en").found
        (Enclosure(start=5, end=16, quoted=False),)
        """
        longest = _LONGEST.get(language, _LONGEST_OTHERWISE)
        found = (each for each in _pairs(text, language) if each.end - each.start <= longest)
        return cls(tuple(found), longest)

    def around(self, place: int) -> Iterator[Enclosure]:
        """Yield those around a place, the innermost first."""
        # Two of them never end at one place, and the ends are in order.
        first = bisect_left(self.found, place, key=_end)
        near = takewhile(lambda each: each.end <= place + self.longest, self.found[first:])
        return (each for each in near if each.start < place)

    def keep(self, place: int, start: int, goes_on: Callable[[Enclosure], bool]) -> bool:
        """Return whether a stop at a place is inside of what is a part of its sentence.

        The sentence begins at `start`. `goes_on` tells whether it goes on behind an enclosure.
        """
        return any(each.start >= start and goes_on(each) for each in self.around(place))


def _end(enclosure: Enclosure) -> int:
    return enclosure.end


@cache
def _signs(language: str) -> tuple[Mapping[str, str], re.Pattern[str]]:
    """Return the signs that open with those that close them, and a pattern for each of both."""
    signs = {**BRACKETS, **QUOTES[language]}
    return signs, re.compile(f"[{re.escape(''.join({*signs, *signs.values()}))}]")


def _pairs(text: str, language: str) -> Iterator[Enclosure]:
    """Yield the enclosures of a text in the order of their ends; what never closes is none."""
    signs, pattern = _signs(language)
    opened: list[tuple[str, int]] = []
    for match in pattern.finditer(text):
        sign, place = match[0], match.start()
        depth = next((n for n, (wanted, _) in enumerate(reversed(opened), 1) if wanted == sign), 0)
        if depth:
            start = opened[-depth][1]
            del opened[-depth:]
            yield Enclosure(start, place, text[start] not in BRACKETS)
        elif sign in signs:
            opened = [*opened[1 - _DEEPEST :], (signs[sign], place)]
