"""Takes the characters of a page from PDFium, in columns.

PDFium is asked for each character, but nothing here goes on for each where it can be helped: what
one object shows is one stretch of characters, of one size and mostly on one baseline.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, compress, count, repeat
from operator import and_, eq, gt, is_, lt
from typing import NamedTuple

from hexapla.corpora.readers.pdf.glyphs.causes import CROWDED_PAGE, MOST_OF_A_PAGE
from hexapla.corpora.readers.pdf.glyphs.letters import NOTHING, Letters, letters, whole_codes
from hexapla.corpora.readers.pdf.glyphs.pages import STROKE, PdfError
from hexapla.corpora.readers.pdf.glyphs.pdfium import Room, addresses, library, quick, ready
from hexapla.corpora.readers.pdf.glyphs.places import AS_IT_IS, Matrix

__all__ = ["Characters", "Glyph", "Taken", "Tally", "ink_box", "take"]

_SPACE = 0x20  # U+0020
# Of a glyph without a meaning, the code may be its number in the font. The sign 2 is PDFium's own.
_CONTROLS = frozenset((*range(2), *range(3, _SPACE)))
_HIGH, _PRIVATE = 0xD800, 0xE000  # where surrogates begin and end
_LEAST_SIZE = 0.5
_BEYOND = 2.0  # points that a character may stand beyond the edge of its page
_FARTHEST = 1e5
_NO_BLANK = 0.02  # of the size
# The blocks of Hebrew and Arabic, and of their forms.
_RIGHTWARD = (range(0x590, 0x900), range(0xFB1D, 0xFEFD), range(0x10800, 0x11000))


class Tally:
    """How many characters were read, and for how many of them no letter is known."""

    __slots__ = ("characters", "unknown")

    def __init__(self) -> None:
        self.characters = self.unknown = 0


class Glyph(NamedTuple):
    """A character: its letters, its origin, where it starts and ends, its baseline and size."""

    text: str
    x: float
    start: float
    end: float
    y: float
    size: float
    shown_by: int  # the address of what shows it, which is one piece of text with one tag


class Characters(NamedTuple):
    """Characters in parallel columns, which are those of `Glyph`."""

    texts: list[str]
    xs: list[float]
    starts: list[float]
    ends: list[float]
    ys: list[float]
    sizes: list[float]
    shown_by: list[int]

    @classmethod
    def of(cls, glyphs: Iterable[Glyph]) -> Characters:
        """Put glyphs into columns."""
        columns = [list(column) for column in zip(*glyphs, strict=True)]
        return cls(*columns) if columns else cls([], [], [], [], [], [], [])

    def glyphs(self) -> Iterator[Glyph]:
        """Yield the characters one by one."""
        return map(Glyph._make, zip(*self, strict=True))


class Taken(NamedTuple):
    """The characters of a page, where each stands in PDFium's count, and which may be strokes.

    These are pieces of text that have no meaning, by their places in the columns.
    """

    characters: Characters
    places: list[int]
    strokes: list[int]


def take(
    text: int, upright: Matrix, size: tuple[float, float], tally: Tally, *, exact: bool
) -> Taken:
    """Return the upright characters of a page in the order of the file, without added spaces.

    `text` is PDFium's page of text, `size` that of the page. Strokes are looked for in an `exact`
    file.
    """
    codes = _codes(text)
    if len(codes) > MOST_OF_A_PAGE:
        raise PdfError(CROWDED_PAGE)
    known = _meanings(codes, tally, exact=exact)
    texts = [each and each.text for each in map(known.get, codes)]
    shown_by, sizes, meaningless = _shown(text, upright, texts, known, exact=exact)
    meaningless = _with_controls(meaningless, codes, known) if exact else meaningless
    xs, ys, starts, ends = _places(text, len(codes), upright)
    marks = {code for code, each in known.items() if each.is_mark}
    marked = set(_where(map(marks.__contains__, codes))) if marks else set()
    for place in marked:
        # Where its ink is: the place of a mark may be anywhere near its letter.
        if ink := _ink_ends(text, place, upright):
            starts[place], ends[place] = ink
    for place in _where(map(gt, starts, ends)):
        starts[place], ends[place] = ends[place], starts[place]
    # The boxes of some fonts are those of the ink alone.
    for place in _where(map(gt, starts, xs)):
        if place not in marked:
            starts[place] = xs[place]
    for place in _where(map(lt, ends, xs)):
        if place not in marked:
            ends[place] = xs[place]
    kept = list(map(_LEAST_SIZE.__lt__, sizes))
    for place in _where(map(eq, texts, repeat(" "))):
        kept[place] &= ends[place] - starts[place] >= _NO_BLANK * sizes[place]
    for edge, column in zip(size, (xs, ys), strict=True):
        most = min(edge, _FARTHEST) + _BEYOND
        if not (all(map((-_BEYOND).__le__, column)) and all(map(most.__ge__, column))):
            kept = [each and -_BEYOND <= at <= most for each, at in zip(kept, column, strict=True)]
    if "" in texts:
        texts = [
            each or (STROKE if no else "") for each, no in zip(texts, meaningless, strict=True)
        ]
        kept = list(map(and_, kept, map(bool, texts)))
    found = Characters(
        [each for each in compress(texts, kept) if each],
        list(compress(xs, kept)),
        list(compress(starts, kept)),
        list(compress(ends, kept)),
        list(compress(ys, kept)),
        list(compress(sizes, kept)),
        list(compress(shown_by, kept)),
    )
    strokes = list(_where(compress(meaningless, kept)))
    return Taken(found, list(_where(kept)), strokes)


def _with_controls(
    meaningless: list[bool], codes: Sequence[int], known: Mapping[int, Letters]
) -> list[bool]:
    """Return which characters have no meaning, with those whose codes are no signs."""
    if _CONTROLS.isdisjoint(known):
        return meaningless
    return [no or code in _CONTROLS for no, code in zip(meaningless, codes, strict=True)]


def _where(flags: Iterable[object]) -> Iterator[int]:
    """Yield the places of those that are true."""
    return compress(count(), flags)


def _codes(text: int) -> list[int]:
    """Return the codes of all characters of a page, NOTHING for those that PDFium adds.

    Of those outside the basic plane, it is so for the first half.
    """
    api, page = library(), ready(text)
    length = api.FPDFText_CountChars(text)
    units = array("H", bytes(2 * (length + 1)))
    if api.FPDFText_GetText(text, 0, length, units.buffer_info()[0]) == len(units):
        codes = units[:length].tolist()
    else:
        # The text is without the characters that the file gives no meaning.
        codes = list(map(quick().FPDFText_GetUnicode, repeat(page), range(length)))
    is_generated = quick().FPDFText_IsGenerated
    for place in _where(map(_SPACE.__ge__, codes)):
        # Blanks without a place are PDFium's own guesses.
        if is_generated(page, place) == 1:
            codes[place] = NOTHING
    return whole_codes(codes) if any(_HIGH <= code < _PRIVATE for code in set(codes)) else codes


def _meanings(codes: Sequence[int], tally: Tally, *, exact: bool) -> dict[int, Letters]:
    """Return what the codes of a page mean, without those that mean nothing.

    Those without letters are among them in an `exact` file.
    """
    counts = Counter(codes)
    tally.characters += len(codes) - counts.pop(NOTHING, 0)
    found = {code: letters(code) for code in counts}
    tally.unknown += sum(counts[code] for code, each in found.items() if each.is_unknown)
    return {code: each for code, each in found.items() if each.text or exact}


def _shown(
    text: int,
    upright: Matrix,
    texts: Sequence[str | None],
    known: Iterable[int],
    *,
    exact: bool,
) -> tuple[list[int], list[float], list[bool]]:
    """Return, for each character, what shows it, its size, and whether that has no meaning.

    The size is 0 for those that are passed over.
    """
    has_no_meaning = library().FPDFText_HasUnicodeMapError
    shown_by: list[int] = []
    sizes: list[float] = []
    meaningless: list[bool] = []
    before, size, no_meaning = 0, 0.0, False
    # What PDFium takes for a stretch of such a script, it turns round, across the objects.
    mixed = any(code in block for block in _RIGHTWARD for code in known)
    for first, last, address in _stretches(text, texts, mixed=mixed):
        passed = first - len(sizes)
        if not address or address != before:
            before, size = address, _size(text, first, upright)
            no_meaning = exact and has_no_meaning(text, first) == 1
        shown_by += [0] * passed + [address] * (last - first)
        sizes += [0.0] * passed + [size] * (last - first)
        meaningless += [False] * passed + [no_meaning] * (last - first)
    passed = len(texts) - len(sizes)
    return shown_by + [0] * passed, sizes + [0.0] * passed, meaningless + [False] * passed


def _stretches(
    text: int, texts: Sequence[str | None], *, mixed: bool
) -> Iterator[tuple[int, int, int]]:
    """Yield where characters that one object shows begin and end, and its address, 0 for none."""
    shown_by, page = quick().FPDFText_GetTextObject, ready(text)

    def is_other(place: int) -> bool:
        return bool(shown_by(page, place) != address)

    first = 0
    passed = _where(map(is_, texts, repeat(None)))
    for end in chain(passed, (len(texts),)):
        while first < end:
            address = shown_by(page, first)
            last = first + 1
            if mixed:
                while address and last < end and not is_other(last):
                    last += 1
            elif address:
                last = bisect_left(range(end), True, last, key=is_other)
            yield first, last, address or 0
            first = last
        first = end + 1


def _places(
    text: int, length: int, upright: Matrix
) -> tuple[list[float], list[float], list[float], list[float]]:
    """Return the origins and baselines of all characters, and where they start and end."""
    api, rooms = quick(), _rooms()
    x_places, y_places, box_places = (room.places(length) for room in rooms)
    # Without a step of Python's for each character.
    each = repeat(ready(text)), range(length)
    deque(map(api.FPDFText_GetCharOrigin, *each, x_places, y_places), 0)
    deque(map(api.FPDFText_GetLooseCharBox, *each, box_places), 0)
    xs, ys = (room.column(length) for room in rooms[:2])
    lefts, tops, rights, bottoms = (rooms[2].column(length, edge) for edge in range(4))
    if upright == AS_IT_IS:
        return xs, ys, lefts, rights
    a, b, c, d, e, f = upright
    return (
        [a * x + c * y + e for x, y in zip(xs, ys, strict=True)],
        [b * x + d * y + f for x, y in zip(xs, ys, strict=True)],
        [a * x + c * y + e for x, y in zip(lefts, bottoms, strict=True)],
        [a * x + c * y + e for x, y in zip(rights, tops, strict=True)],
    )


@lru_cache
def _rooms() -> tuple[Room, Room, Room]:
    """Return the room for origins, baselines, and boxes: left, top, right, bottom."""
    return Room("d", 1), Room("d", 1), Room("f", 4)


def _size(text: int, place: int, upright: Matrix) -> float:
    """Return the size of a character in points; 0 where it does not run to the right."""
    api = library()
    a, b, c, d, _, _ = upright
    matrix = array("f", bytes(24))
    if not api.FPDFText_GetMatrix(text, place, matrix.buffer_info()[0]):
        return 0.0
    along = a * matrix[0] + c * matrix[1], b * matrix[0] + d * matrix[1]
    if along[0] <= 0 or abs(along[1]) > 0.05 * along[0]:
        return 0.0  # stamps and labels at the side run up or down the page
    scale: float = (matrix[2] ** 2 + matrix[3] ** 2) ** 0.5
    size: float = api.FPDFText_GetFontSize(text, place) * scale
    return size


def ink_box(text: int, place: int) -> tuple[float, float, float, float] | None:
    """Return where the ink of a character is: left, bottom, right, top."""
    edges = array("d", bytes(32))
    if not library().FPDFText_GetCharBox(text, place, *addresses(edges)):
        return None
    left, right, bottom, top = edges
    return left, bottom, right, top


def _ink_ends(text: int, place: int, upright: Matrix) -> tuple[float, float] | None:
    """Return where the ink of a character starts and ends."""
    a, _, c, _, e, _ = upright
    box = ink_box(text, place)
    if box is None:
        return None
    left, bottom, right, top = box
    return a * left + c * bottom + e, a * right + c * top + e
