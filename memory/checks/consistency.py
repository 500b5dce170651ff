"""One text translated in several ways, and several texts in one way, with what is usual.

The units are gone through twice: once to find the texts that are not always translated alike, by
numbers that stand for them, and once to keep these. So a file of any length can be checked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from hexapla.corpora.messages import Message
from hexapla.memory.checks.flags import Check, Flag
from hexapla.memory.text.keys import key_number, match_key, words
from hexapla.memory.units import Status, Unit

__all__ = ["TranslatedText", "inconsistencies"]

# Figures and single words have no one translation.
_FEWEST_LETTERS: Final = 4
# What is kept of texts that are not translated alike: nobody goes through more.
_MOST: Final = 50_000
_LONGEST_SHOWN: Final = 80


@dataclass(frozen=True, slots=True)
class TranslatedText:
    """A text of a unit with its translation."""

    tuid: str
    label: str
    languages: tuple[str, str]
    texts: tuple[str, str]


def inconsistencies(units: Callable[[], Iterable[Unit]]) -> Iterator[tuple[TranslatedText, Flag]]:
    """Yield the renderings that are not the usual one; `units` gives the units anew each time.

    Case, accents and punctuation make no difference. Where no rendering is the commonest, all but
    the first are told.
    """
    first: dict[int, int] = {}
    differing: set[int] = set()
    for each in _renderings(units()):
        for key, other in _keys(each):
            if first.setdefault(key, other) != other:
                differing.add(key)
    groups: dict[int, list[tuple[int, TranslatedText]]] = {}
    kept = 0
    for each in _renderings(units()) if differing else ():
        for key, other in _keys(each):
            if key in differing and kept < _MOST:
                kept += 1
                groups.setdefault(key, []).append((other, each))
    for group in groups.values():
        yield from _unusual(group)


def _renderings(units: Iterable[Unit]) -> Iterator[TranslatedText]:
    for unit in units:
        for other in unit.translations:
            if other.status is not Status.REJECTED:
                languages, texts = (unit.language, other.language), (unit.text, other.text)
                yield TranslatedText(unit.tuid, unit.label, languages, texts)


def _keys(each: TranslatedText) -> Iterator[tuple[int, int]]:
    """Yield the numbers of source and translation, and of translation and source."""
    source, target = map(_words, each.texts)
    for ours, theirs, way in ((source, target, ">"), (target, source, "<")):
        if sum(map(str.isalpha, ours)) >= _FEWEST_LETTERS:
            yield key_number(f"{way}{'-'.join(each.languages)} {ours}"), key_number(theirs)


def _words(text: str) -> str:
    return " ".join(words(match_key(text)))


def _unusual(group: list[tuple[int, TranslatedText]]) -> Iterator[tuple[TranslatedText, Flag]]:
    counts = Counter(other for other, _ in group)
    (usual, most), (_, next_most) = counts.most_common(2)
    sources = {_words(each.texts[0]) for _, each in group}
    side = 1 if len(sources) == 1 else 0
    text = next(each.texts[side] for other, each in group if other == usual)
    shown = text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
    if side and most > next_most:
        cause = Message(
            "the source is translated otherwise %(n)s times: %(text)s", n=most, text=shown
        )
    elif side:
        cause = Message("the source is translated otherwise elsewhere: %(text)s", text=shown)
    elif most > next_most:
        cause = Message(
            "the translation stands for another text %(n)s times: %(text)s", n=most, text=shown
        )
    else:
        cause = Message("the translation stands for another text elsewhere: %(text)s", text=shown)
    for other, each in group:
        if other != usual:
            yield each, Flag(Check.CONSISTENCY, cause)
