"""Makes the text of a row of characters: spaces from gaps, and the order in which it is read.

A row comes in the order of its places, which `bidi` makes that of reading where the script runs
from right to left.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import accumulate, pairwise
from operator import sub

from hexapla.corpora.numbers.note_marks import RAISED_DIGITS
from hexapla.corpora.readers.pdf.bidi import bidi_type, from_the_right
from hexapla.corpora.readers.pdf.glyphs.pages import STROKE, GlyphRow

__all__ = ["gaps", "is_closer", "is_eastern", "text_of", "writes_spaces"]

_WORD_GAP = 0.16  # of the size; typesetters make spaces no narrower than a fifth
_EASTERN_GAP = 0.75  # Chinese and Latin are set a quarter apart without a space
# LibreOffice sets them .19 to .29 apart, and PDFium gives no blank behind Chinese: where one was
# typed, they are .34 to .52 apart (three reports, less what justified lines put everywhere).
_TYPED_GAP = 0.31
_EASTERN = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")


def text_of(row: GlyphRow, *, rightward: bool, spaced: bool = False, exact: bool = False) -> str:
    """Return the text of a row in the order of reading, with single spaces.

    It is composed (NFC), and without strokes that stretch it, save where it is `exact` already.
    `spaced`: the document has spaces between Chinese and other characters.
    """
    spaces = gaps(row, spaced=spaced, exact=exact)
    if rightward:
        texts: list[str] = []
        for place in _letters_before_marks(row):
            if place in spaces:
                texts.append(" ")
            if row.texts[place] != STROKE:
                texts.append(row.texts[place])
        line = "".join(from_the_right(texts))
    else:
        words = pairwise((0, *spaces, len(row.texts)))
        line = " ".join("".join(row.texts[first:last]) for first, last in words)
        line = line.replace(STROKE, "")
    line = " ".join(line.split())
    return line if exact else _unstretched(unicodedata.normalize("NFC", line))


def gaps(row: GlyphRow, *, spaced: bool = False, exact: bool = False) -> dict[int, float]:
    """Find the characters with a gap before them that reads as a space, and its width.

    `spaced` and `exact` are as for `text_of`.
    """
    found: dict[int, float] = {}
    between = list(map(sub, row.starts[1:], accumulate(row.ends, max)))
    if not between or max(between) <= _WORD_GAP * row.size:
        return found
    positive = sorted(between)
    # Letters that are spaced out have gaps everywhere.
    usual = max(0.0, positive[len(positive) // 3]) if len(positive) > 8 else 0.0
    extra = min(usual, row.size)
    narrowest = _WORD_GAP * row.size + extra
    for place, gap in enumerate(between, start=1):
        if gap <= narrowest:
            continue
        if bidi_type(row.texts[place]) == "m" or row.texts[place] in RAISED_DIGITS:
            continue
        left, right = row.texts[place - 1], row.texts[place]
        least = _WORD_GAP
        eastern = is_eastern(left), is_eastern(right)
        if any(eastern) and (all(eastern) or not spaced):
            least = _TYPED_GAP if exact and left.isalnum() and right.isalnum() else _EASTERN_GAP
        if gap > least * row.size + extra:
            found[place] = gap
    return found


def is_eastern(text: str) -> bool:
    """Return whether a line may end anywhere between such signs, as the Chinese ones are."""
    return bool(_EASTERN.match(text))


def is_closer(text: str) -> bool:
    """Return whether this is a sign that no line begins with."""
    return text in "，。、；：？！）》〉】」』”’,.;:?!)]"


def writes_spaces(rows: Iterable[GlyphRow]) -> bool:
    """Return whether a document writes spaces between Chinese and other letters and digits.

    Where it does not, the gap that typesetters put there is none; the spaces of the file tell.
    Browsers print without spaces, and put no gap there of their own: then the gaps tell.
    """
    rows = list(rows)
    spaces = any(" " in row.texts for row in rows)
    rows = [row for row in rows if _EASTERN.search("".join(row.texts))]
    if not spaces:
        gapped = [gap > _WORD_GAP for row in rows for gap in _mixed_gaps(row)]
        return 2 * sum(gapped) > len(gapped)
    written = bare = 0
    for row in rows:
        for place in range(1, len(row.texts) - 1):
            left, text, right = row.texts[place - 1 : place + 2]
            if text == " ":
                written += is_eastern(left) != is_eastern(right)
        bare += sum(gap < _EASTERN_GAP for gap in _mixed_gaps(row))
    return written > bare


def _mixed_gaps(row: GlyphRow) -> Iterator[float]:
    """Yield the gaps, of the size, between Chinese characters and the letters beside them."""
    for place in range(1, len(row.texts)):
        left, right = row.texts[place - 1 : place + 1]
        if is_eastern(left) != is_eastern(right) and left.isalnum() and right.isalnum():
            yield (row.starts[place] - row.ends[place - 1]) / row.size


# Arabic


def _letters_before_marks(row: GlyphRow) -> list[int]:
    """Return the places of characters with vowel signs behind the letters that they stand over."""
    count = len(row.texts)
    marks = [place for place in range(count) if bidi_type(row.texts[place]) == "m"]
    if not marks:
        return list(range(count))
    above: dict[int, list[int]] = {}
    for mark in marks:
        middle = (row.starts[mark] + row.ends[mark]) / 2
        near = range(max(0, mark - 4), min(count, mark + 5))
        letters = [place for place in near if bidi_type(row.texts[place]) == "R"]
        letter = min(letters, key=lambda place: _distance(row, place, middle), default=mark)
        if _is_ligature(row, letter):
            # The half of the sign that the mark stands over tells whose it is.
            over_alef = 2 * middle > row.starts[letter] + row.ends[letter]
            letter += over_alef or row.texts[mark] == _TANWIN
        above.setdefault(letter, []).append(mark)
    order: list[int] = []
    for place in range(count):
        if bidi_type(row.texts[place]) != "m":
            order.append(place)
        # Who types a vowel sign on a doubled letter types the doubling first.
        order += sorted(above.get(place, []), key=lambda mark: row.texts[mark] != _SHADDA)
    return order


_SHADDA = "\u0651"
_TANWIN = "\u064b"  # fathatan, which is typed behind the alef that carries it


def _is_ligature(row: GlyphRow, place: int) -> bool:
    """Return whether a lam and the alef behind it are drawn as one sign."""
    pair = row.texts[place : place + 2]
    return pair == ["ل", "ا"] and row.starts[place] == row.starts[place + 1]


def _distance(row: GlyphRow, place: int, x: float) -> tuple[float, float]:
    """Return how far a character is from `x`: its box, and then its middle."""
    start, end = row.starts[place], row.ends[place]
    return max(start - x, x - end, 0.0), abs((start + end) / 2 - x)


_STRETCH = re.compile("(?<!ه)\u0640+|\u0640+(?=[^\\W\\d_])|\u0640+(?=\u0640)")


def _unstretched(line: str) -> str:
    """Take out the strokes that stretch Arabic words to the margin; `هـ` keeps its own."""
    return _STRETCH.sub("", line) if "\u0640" in line else line
