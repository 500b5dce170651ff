"""Finds for the texts of a document how OmegaT shows them.

A match is exact only where a memory holds the very signs that the tool shows: `1. ` before the
text, a tag where a note is called. What a document says is compared without these.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final
from unicodedata import normalize

from hexapla.corpora.input.raw import RawFile
from hexapla.corpora.numbers.note_marks import NOTE_SIGNS
from hexapla.corpora.numbers.readings import readings
from hexapla.corpora.segmentation.sentences import segment

__all__ = [
    "TAG",
    "ShownTexts",
    "bare",
    "cut_shown",
    "match_shown",
    "number_before",
    "omegat_pieces",
    "shown_by_text",
    "shown_texts",
    "untagged",
]

TAG: Final = re.compile(r"</?(?:br|[a-z])\d{1,4}/?>")
"""A tag as OmegaT shows it: `<t0/>`, `<i1>`, `</i1>`."""

_LEFT_OUT: Final = re.compile(
    rf"[\s{re.escape(NOTE_SIGNS)}\u00ad\u200b-\u200f\u2010\u2011\ufeff-]+"
)

_LEADING_MARK: Final = re.compile(rf"[{re.escape(NOTE_SIGNS)}]+\s*")


def untagged(text: str) -> str:
    """Return a text without tags.

    >>> untagged("The report<t0/>;")
    'The report;'
    """
    return TAG.sub("", text)


def bare(text: str) -> str:
    """Return what is compared of a text: no tags, note marks, hyphens and white space.

    >>> bare("Takes note of the report;²") == bare("Takes note<t0/> of the report<t1/>;")
    True
    """
    return normalize("NFC", _LEFT_OUT.sub("", untagged(text)))


def number_before(shown: str, text: str, language: str) -> str | None:
    """Return the number or mark before a shown text, "" for none, None if it is not this text.

    >>> number_before("1. Takes note of the report;", "Takes note of the report;", "en")
    '1. '
    """
    plain, wanted = untagged(shown), bare(text)
    if bare(plain) == wanted:
        mark = _LEADING_MARK.match(plain)
        return mark[0] if mark and not text.startswith(mark[0].strip()) else ""
    ends = (marker.length for marker in readings(plain, language))
    return next((plain[:end] for end in ends if bare(plain[end:]) == wanted), None)


@dataclass(frozen=True, slots=True)
class ShownTexts:
    """The paragraphs and segments of a document as OmegaT shows them, in their order."""

    paragraphs: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()


def shown_texts(raw: RawFile, language: str) -> ShownTexts:
    """Return the texts of a document as OmegaT shows them; none of a format that it does not read.

    Raises DocumentError where the file is damaged.
    """
    # The readers of all formats, which nobody needs who only asks how a text is shown.
    from hexapla.corpora.readers.formats import detect_format  # noqa: PLC0415

    shown = detect_format(raw).shown
    paragraphs = () if shown is None else tuple(shown(raw))
    segments = (piece for text in paragraphs for piece in omegat_pieces(text, language))
    return ShownTexts(paragraphs, tuple(segments))


def shown_by_text(shown: Iterable[str], language: str) -> dict[str, list[str]]:
    """Return texts as they are shown, by what is compared of the texts that they can be."""
    found: dict[str, list[str]] = {}
    for each in shown:
        for key in _keys(each, language):
            found.setdefault(key, []).append(each)
    return found


def match_shown(texts: Sequence[str], known: Mapping[str, Sequence[str]]) -> list[str]:
    """Return for each text how it is shown, "" where it is not; `known` is of `shown_by_text`.

    Texts that are alike take what is shown in turn, the last as often as it is needed.

    >>> known = shown_by_text(["1. It is so.", "2. Why<t0/>?"], "en")
    >>> match_shown(["It is so.", "Why?"], known)
    ['1. It is so.', '2. Why<t0/>?']
    """
    turns: Counter[str] = Counter()

    def take(text: str) -> str:
        key = bare(text)
        found = known.get(key, ("",))
        turns[key] += 1
        return found[min(turns[key], len(found)) - 1]

    return [take(text) for text in texts]


def cut_shown(
    texts: Sequence[str], known: Mapping[str, Sequence[str]], language: str
) -> list[tuple[str, ...]]:
    """Return for each text the segments that OmegaT cuts it into, as they are shown.

    () where it is one segment, or not all of them are shown.

    >>> known = shown_by_text(["¹ See A/98/733, para.", "5."], "en")
    >>> cut_shown(["See A/98/733, para. 5."], known, "en")
    [('¹ See A/98/733, para.', '5.')]
    """
    cut = [omegat_pieces(text, language) for text in texts]
    found = iter(match_shown([each for pieces in cut for each in pieces], known))
    as_shown = [tuple(islice(found, len(pieces))) for pieces in cut]
    return [each if len(each) > 1 and all(each) else () for each in as_shown]


def omegat_pieces(text: str, language: str) -> list[str]:
    """Return the segments that OmegaT cuts a text into, without white space at their ends."""
    places = segment(text, language, profile="omegat")
    return [piece for start, end in places if (piece := text[start:end].strip())]


def _keys(text: str, language: str) -> Iterator[str]:
    """Yield what is compared of a text, and of what follows each number that it may begin with."""
    plain = untagged(text)
    keys = [bare(plain), *(bare(plain[m.length :]) for m in readings(plain, language) if m.length)]
    yield from filter(None, dict.fromkeys(keys))
