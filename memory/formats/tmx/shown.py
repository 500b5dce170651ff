"""A translation for the segment that a CAT tool shows: with its number, note marks and tags.

Where the source is shown as `1. Takes note<t0/>;`, its translation gets its own number, and the
tags where its note marks stand; other tags stand where they would in proportion, so that none is
missing. Where the tool cuts a sentence into several segments, as after `para.`, the translation
is cut where the numbers of both say it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from hexapla.corpora.numbers.note_marks import NOTE_SIGNS
from hexapla.corpora.readers.shown.texts import (
    TAG,
    bare,
    number_before,
    omegat_pieces,
    untagged,
)
from hexapla.memory.text.cleaning import clean, escaped
from hexapla.memory.units import Carried, Translation, Unit

__all__ = ["shown_markup", "shown_number", "shown_pieces"]

_MARK: Final = re.compile(f"[{re.escape(NOTE_SIGNS)}]+")
_DIGITS: Final = re.compile(r"\d{1,20}")
_WORD_ENDS: Final = re.compile(r"[\s,;:，、。；：\u3000-\u9fff]")
_BOUNDARY: Final = re.compile(r"(?<=\s)|(?=\s)|\A|\Z|(?<=[\u3000-\u9fff])|(?=[\u3000-\u9fff])")


def shown_markup(unit: Unit, translation: Translation) -> tuple[str, str] | None:
    """Return source and translation as the content of `seg`, None where they are shown as they are.

    A tag is a `<ph>` with what OmegaT shows of it (TMX 1.4b, 3.5).
    """
    shown = unit.carried.shown if unit.carried else ""
    number = number_before(shown, unit.text, unit.language) if shown else None
    if number is None or clean(shown) == unit.text:
        return None
    target = _with_tags(shown, unit.text, translation.text)
    typed = _typed(translation)
    before = (number if typed is None else typed) if number else ""
    return _markup(clean(shown)), _markup(clean(before + target))


def shown_number(unit: Unit, translation: Translation) -> tuple[str, str] | None:
    """Return the number that is shown as a segment of its own, and the translation's; or None."""
    number = unit.carried.number if unit.carried else ""
    if not number:
        return None
    return _markup(clean(number)), _markup(clean(_typed(translation) or number))


def shown_pieces(unit: Unit, translation: Translation) -> Iterator[tuple[str, str]]:
    """Yield the segments that a tool cuts a unit into, each with its piece of the translation.

    Nothing where it cuts none, or the numbers do not say where to cut the translation.
    """
    shown = unit.carried.pieces if unit.carried else ()
    own = omegat_pieces(unit.text, unit.language)
    if not shown or len(own) != len(shown):
        return
    cut = _cut_alike(translation.text, own, translation.language)
    for number, (piece, source, target) in enumerate(zip(shown, own, cut, strict=False)):
        carried = translation.carried if number == 0 else None
        if carried is not None and carried.shown:
            # What is typed before the whole stands before the first piece.
            carried = Carried(shown=(_typed(translation) or "") + target)
        yield shown_markup(
            replace(unit, text=source, carried=Carried(shown=piece)),
            replace(translation, text=target, carried=carried),
        ) or (_markup(clean(piece)), _markup(clean(target)))


def _cut_alike(text: str, pieces: Sequence[str], language: str) -> Sequence[str]:
    """Cut a translation so that its pieces have the numbers of these; () where it cannot be.

    As the tool itself cuts it, or else before the word that the numbers of the next piece begin in.

    >>> _cut_alike("见A/98/733，第5段。", ["See A/98/733, para.", "5."], "zh")
    ['见A/98/733，', '第5段。']
    """
    wanted = [_numbers(piece) for piece in pieces]
    as_cut = omegat_pieces(text, language)
    if [_numbers(piece) for piece in as_cut] == wanted:
        return as_cut
    found = list(_DIGITS.finditer(text))
    if len(found) != sum(map(len, wanted)) or not all(wanted[1:]):
        return ()
    places, count = [0], 0
    for numbers in wanted[:-1]:
        count += len(numbers)
        places.append(_word_start(text, found[count].start(), places[-1]))
    cut = [text[start:end].strip() for start, end in pairwise([*places, len(text)])]
    return cut if [_numbers(piece) for piece in cut] == wanted and all(cut) else ()


def _word_start(text: str, place: int, least: int) -> int:
    """Return where the word begins that a number stands in: `A/98/733`, `(5)`, `第5段`."""
    if text[place - 1 : place] == "第":
        return max(place - 1, least)
    while place > least and not _WORD_ENDS.match(text[place - 1]):
        place -= 1
    return place


def _numbers(text: str) -> list[int]:
    """Return the numbers of a text in order of size: languages have them in other orders."""
    return sorted(int(each) for each in _DIGITS.findall(untagged(text)))


def _typed(translation: Translation) -> str | None:
    """Return the number that stands before a translation in its own document, None for none."""
    own = translation.carried.shown if translation.carried else ""
    return number_before(own, translation.text, translation.language) if own else None


def _with_tags(shown: str, source: str, target: str) -> str:
    """Put the tags of a source, as it is shown, into its translation."""
    tags = list(_places(TAG, shown))
    marks = list(_MARK.finditer(target))
    called = [place for place, _ in _places(_MARK, source)]
    at_marks = [tag for tag in tags if tag[0] in called and not tag[1].startswith("</")]
    if len(at_marks) != len(marks) or len(marks) != len(called):
        at_marks, marks = [], []
    new = {mark.start(): tag for mark, (_, tag) in zip(marks, at_marks, strict=True)}
    text = _MARK.sub(lambda found: new.get(found.start(), found[0]), target)
    length = max(len(bare(shown)), 1)
    for place, tag in (each for each in tags if each not in at_marks):
        text = _insert(text, tag, place / length)
    return text


def _places(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, str]]:
    """Yield what a pattern matches, and how many signs of text stand before it."""
    count = end = 0
    for found in pattern.finditer(text):
        count += len(bare(text[end : found.start()]))
        end = found.end()
        yield count, found[0]


def _insert(text: str, tag: str, share: float) -> str:
    """Put a tag behind a share of a text, between two words."""
    wanted = share * len(text)
    inside = [range(found.start() + 1, found.end()) for found in TAG.finditer(text)]
    places = (
        found.start()
        for found in _BOUNDARY.finditer(text)
        if not any(found.start() in each for each in inside)
    )
    place = min(places, key=lambda each: (abs(each - wanted), -each))
    return text[:place] + tag + text[place:]


def _markup(text: str) -> str:
    """Write a text with tags as the content of `seg`."""
    pieces: list[str] = []
    end = 0
    for number, found in enumerate(TAG.finditer(text), 1):
        pieces += [escaped(text[end : found.start()])]
        pieces += [f'<ph x="{number}">{escaped(found[0])}</ph>']
        end = found.end()
    return "".join((*pieces, escaped(text[end:])))
