"""Joins the pieces of a cut text: with a space, with a hyphen, or with nothing between them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from hexapla.corpora.languages import LANGUAGES
from hexapla.corpora.numbers.note_marks import RAISED_DIGITS
from hexapla.corpora.structure.invisible_signs import SOFT_HYPHEN

__all__ = ["Joiner"]

_CJK = r"\u2e80-\u2fff\u3000-\u9fff\uf900-\ufaff\uff00-\uffef"
# Characters that show how a document writes: a report of 100 pages. More would cost time only.
_SAMPLE = 300_000
# "Kultur- und Bildungspolitik": the hyphen stays and a space follows.
_SUSPENDED = re.compile(r"(?:und|oder|bzw\.?|sowie|and|or|et|ou|y|e|o|u|и|или|to|bis)\b")
_WORD_TAIL = re.compile(r"((?:[^\W\d_]+[-‐])*[^\W\d_]+)[-‐]$")
_WORD = re.compile(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*")


class _Words:
    """The words of some texts, found where one is first asked for: most documents need none."""

    __slots__ = ("_texts", "_words")

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self._words: set[str] = set()

    def __contains__(self, word: str) -> bool:
        for text in self._texts:
            self._words.update(_WORD.findall(text.lower().replace("‐", "-")))
        self._texts = ()
        return word in self._words


@dataclass(frozen=True, slots=True)
class Joiner:
    """Joins pieces the way that one document writes.

    `spaced` names the pairs of character classes between which the document, in Chinese, mostly
    puts a space (`第 70/1 号` against `第70/1号`). `words` are the words of the document, with
    and without hyphens, to judge a hyphen at a line end by.
    """

    language: str
    spaced: frozenset[tuple[str, str]]
    words: _Words

    @classmethod
    def of(cls, texts: Iterable[str], language: str) -> Joiner:
        """Learn from the texts of a document how it writes.

        KeyError where `language` is none of `corpora.languages.LANGUAGES`.
        """
        sample = _sample(texts)
        if LANGUAGES[language].separator == "":
            return cls(language, _habits(sample), _Words(()))
        return cls(language, frozenset(), _Words(tuple(sample)))

    def join(self, *parts: str) -> str:
        """Return the text of one paragraph, put together from its pieces.

        >>> english = Joiner.of(["the cooperation of all", "a co-operative"], "en")
        >>> english.join("in cooper-", "ation with the", "co-", "operative")
        'in cooperation with the co-operative'
        >>> Joiner.of(["大会"], "zh").join("请秘", "书长")
        '请秘书长'
        """
        done: list[str] = []
        left = ""
        for part in parts:
            right = part.strip()
            if not left or not right:
                left = left or right
                continue
            kept, glue = self._seam(left, right)
            done += (kept, glue)
            left = right
        return "".join((*done, left))

    def _seam(self, left: str, right: str) -> tuple[str, str]:
        """Return what stays of the left piece, and what stands between the two."""
        if left[-1] == SOFT_HYPHEN:
            return left[:-1], ""
        if left[-1] in "-‐" and left[-2:-1].isalnum() and right[0].isalnum():
            return self._hyphenated(left, right)
        return left, self._glue(left, right)

    def _glue(self, left: str, right: str) -> str:
        if LANGUAGES[self.language].separator == "":
            pair = (_class(left[-1]), _class(right[0]))
            return " " if pair in self.spaced else ""
        if right[0] in ",.)]" or (left[-1] in "([/—–" and not left[-2:-1].isspace()):
            return ""
        return " "

    def _hyphenated(self, left: str, right: str) -> tuple[str, str]:
        """Keep the hyphen, unless the document elsewhere writes the word without it."""
        if _SUSPENDED.match(right):
            return left, " "
        tail, head = _WORD_TAIL.search(left), _WORD.match(right)
        if tail and head:
            whole = (tail[1] + head[0]).lower()
            parted = f"{tail[1]}-{head[0]}".lower()
            if whole in self.words and parted not in self.words:
                return left[:-1], ""
        return left, ""


def _sample(texts: Iterable[str]) -> Iterator[str]:
    """Take as much of a document as its habits show in."""
    left = _SAMPLE
    for text in texts:
        if left <= 0:
            return
        yield text[:left]
        left -= len(text)


_CLASSES = (
    ("han", re.compile(rf"[{_CJK}]")),
    ("mark", re.compile(f"[{RAISED_DIGITS}]")),
    ("digit", re.compile(r"\d")),
    ("letter", re.compile(r"[^\W\d_]")),
)
_PAIR = re.compile(rf"(?=([{_CJK}{RAISED_DIGITS}\w])( ?)([{_CJK}\w]))")
_NUMBERED = re.compile(r"\S{1,8}\s+")
_FULL_STOP = "，。；：、！？）」』》）〉】”’（「『《〈【“‘"


@lru_cache(maxsize=4096)
def _class(char: str) -> str:
    if char in _FULL_STOP:
        return "sign"
    return next((name for name, pattern in _CLASSES if pattern.match(char)), "sign")


def _habits(texts: Iterable[str]) -> frozenset[tuple[str, str]]:
    """Count, pair by pair, whether a space stands between characters of two classes."""
    with_space: Counter[tuple[str, str]] = Counter()
    without: Counter[tuple[str, str]] = Counter()
    for text in texts:
        # The space after a paragraph's own number says nothing about the text.
        for left, space, right in _PAIR.findall(_NUMBERED.sub("", text, count=1)):
            (with_space if space else without)[_class(left), _class(right)] += 1
    spaced = {pair for pair, count in with_space.items() if count > without[pair]}
    # Two words of a cased script are two words; what stands inside one word does not count.
    return frozenset((spaced | {("letter", "letter")}) - {("han", "han"), ("digit", "digit")})
