"""Tells the hyphens of the author from those that a typesetter put at line ends.

The document itself says most: it writes the word elsewhere, whole or with its hyphen. Of the other
hyphens, all are the author's where the document does not part words at all, as the Word files of
the United Nations do not: nowhere does a line end part a word that stands whole elsewhere. Where it
does part words, those of the author join words, or begin or end with a part that is used for
nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from types import MappingProxyType

from hexapla.corpora.readers.pdf.layout import Line

__all__ = ["without_soft_hyphens"]

_LETTERS = r"[^\W\d_]+"
_CUT_WORD = re.compile(rf"((?:{_LETTERS}[-‐])*)({_LETTERS})[-‐]$")
_REST = re.compile(rf"({_LETTERS})((?:[-‐]{_LETTERS})*)")
_WORD = re.compile(rf"{_LETTERS}(?:[-‐]{_LETTERS})*")
# `Ein- und | -ausfuhr` may be cut behind its second hyphen.
_SUSPENDED = re.compile(r"\b(?:und|oder|sowie|bzw\.|and|or|et|ou|y|e|o|u|и|или) [-‐]$")
_CONJUNCTIONS = frozenset(("und", "oder", "sowie", "and", "или"))  # no word is parted before these
# Letters of a word that says anything of the parts of another, and of those of `day-to-day`.
_SHORTEST, _SHORTEST_OF_THREE = 3, 2
# Beginnings of compounds, joined by a hyphen as a rule; most are also syllables, so that what
# follows must be a word.
_FIRST: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        language: frozenset(parts.split())
        for language, parts in {
            "en": "all anti cross co ex full half high inter long low mid multi non pre post pro"
            " quasi semi short socio sub under vice",
            "fr": "anti après arrière au auto avant co contre demi entre ex haut inter mi moyen non"
            " nouveau nouvelle post pré quasi semi socio sous sud nord vice",
            "es": "anti ex norte pre post socio sub sur vice",
            "ru": "во кое мини нео пол по пост северо юго",
            "de": "ex nord ost pro semi süd west",
        }.items()
    }
)
# Beginnings that only short ends make part of another word: `wellness`, `selfish`.
_SURE_FIRST = frozenset(("self", "non", "well", "nicht", "вице", "экс"))
_LONG = 5
# Ends of compounds, which no other word ends with.
_LAST: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        language: frozenset(parts.split())
        for language, parts in {
            "en": "based driven led related",
            "fr": "ci elle elles eux là lui même mêmes ce il ils on",
            "ru": "либо нибудь таки то за под",
        }.items()
    }
)
# `социально-экономического`: a short adjective before an adjective.
_ADJECTIVES = re.compile(
    r"[а-яё]{4,}[внск]о-[а-яё]{3,}(?:[ыио]й|[ая]я|[ое]е|[ыи]е|[ое]го|[ое]му|[ыи]м|[ыи]ми|[ыи]х|[ую]ю)$"
)


def without_soft_hyphens(lines: Sequence[Line], language: str) -> list[Line]:
    """Turn the hyphens that part words at line ends into soft ones, which vanish on joining.

    `language` is one of `corpora.languages.LANGUAGES`.
    """
    cuts = list(_cuts(lines))
    found = list(lines)
    if cuts:
        words = _UncutWords.of(lines, cuts, language)
        for cut in _soft(cuts, words):
            found[cut.place] = replace(found[cut.place], text=found[cut.place].text[:-1] + "\u00ad")
    for place, (line, following) in enumerate(pairwise(found)):
        if _SUSPENDED.search(line.text) and following.text[:1].islower():
            found[place] = replace(line, text=line.text[:-2])
            found[place + 1] = replace(following, text=line.text[-1] + following.text)
    return found


@dataclass(frozen=True, slots=True)
class _Cut:
    """A word that a line end cuts behind a hyphen, in small letters.

    `head` and `tail` are what is beside the hyphen, `before` and `behind` the other parts of a
    compound, with their hyphens.
    """

    place: int
    before: str
    head: str
    tail: str
    behind: str

    @property
    def whole(self) -> str:
        return f"{self.before}{self.head}{self.tail}{self.behind}"

    @property
    def compound(self) -> str:
        return f"{self.before}{self.head}-{self.tail}{self.behind}"


def _cuts(lines: Sequence[Line]) -> Iterator[_Cut]:
    """Yield the words that line ends cut behind a hyphen, before a small letter."""
    for place, (line, following) in enumerate(pairwise(lines)):
        if line.text[-1:] not in ("-", "‐") or line.note != following.note:
            continue
        head, tail = _CUT_WORD.search(line.text), _REST.match(following.text)
        if head and tail and tail[0][0].islower():
            parts = (head[1], head[2], tail[1], tail[2])
            yield _Cut(place, *(part.lower().replace("‐", "-") for part in parts))


@dataclass(frozen=True, slots=True)
class _UncutWords:
    """The words of a document that no line end cuts, in small letters, and parts of compounds."""

    language: str
    words: frozenset[str]
    first: frozenset[str]
    last: frozenset[str]
    compounds: int

    @classmethod
    def of(cls, lines: Sequence[Line], cuts: Iterable[_Cut], language: str) -> _UncutWords:
        texts = [line.text for line in lines]
        for cut in cuts:
            texts[cut.place] = texts[cut.place][: -1 - len(cut.before + cut.head)]
            texts[cut.place + 1] = _REST.sub("", texts[cut.place + 1], count=1)
        everything = "\n".join(texts).lower().replace("‐", "-")
        found = _WORD.findall(everything)
        compounds = [word.split("-") for word in found if "-" in word]
        return cls(
            language,
            frozenset(found),
            frozenset(parts[0] for parts in compounds),
            frozenset(parts[-1] for parts in compounds),
            len(compounds),
        )

    def join(self, cut: _Cut) -> bool:
        """Return whether the parts of a word are such as authors join with a hyphen."""
        head, tail = cut.head, cut.tail
        if min(len(head), len(tail)) == 1 or tail in _CONJUNCTIONS:
            return True
        if tail in _LAST.get(self.language, ()) or (head in self.first and tail in self.last):
            return True
        sure = head in _SURE_FIRST and len(tail) >= _LONG
        if sure or (head in _FIRST.get(self.language, ()) and tail in self.words):
            return True
        if self.language == "ru" and _ADJECTIVES.match(f"{head}-{tail}"):
            return True
        # German writes words together, where others have a hyphen.
        least = _SHORTEST_OF_THREE if cut.before or cut.behind else _SHORTEST
        short = min(len(head), len(tail)) < least
        return not short and self.language != "de" and {head, tail} <= self.words


def _soft(cuts: Sequence[_Cut], words: _UncutWords) -> list[_Cut]:
    """Return the cuts whose hyphen is not the author's."""
    doubtful = [cut for cut in cuts if not {cut.whole, cut.compound} & words.words]
    soft = [cut for cut in cuts if cut.whole in words.words and cut.compound not in words.words]
    hard = len(cuts) - len(doubtful) - len(soft)
    joined = [cut for cut in doubtful if words.join(cut)]
    # A line end hits a hyphen of the author about once in ten: where more words are cut than are
    # joined by hyphens inside lines, the typesetter cut them. Measured on 13 reports in English and
    # 240 paragraphs in five languages: 0 to 1 in 4 without parting, 3 and more with it.
    others = len(doubtful) - len(joined)
    parts_words = len(soft) > hard or (
        not soft and not hard and others > 2 * (words.compounds + len(joined))
    )
    if parts_words:
        soft += [cut for cut in doubtful if cut not in joined]
    return soft
