"""Takes the characters of a PDF file and their places from PDFium, and makes rows of them.

Coordinates are points (1/72 inch) of the page as it is shown, with `y` upwards. On pages whose
script runs from right to left, `x` is counted from the right edge, so that text starts at small
`x` everywhere.

PDFium is native code that hostile files can hang, crash, fill the memory with or take over: this
file is the program of a process of its own, which `corpora.readers.pdf.sandbox` starts. So it
imports nothing but the standard library and PDFium's bare bindings: the process starts for every
file, and the bindings alone take as long to load as everything else together.
"""

from __future__ import annotations

import ctypes
import gc
import json
import re
import sys
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby, pairwise, repeat
from operator import and_, itemgetter, lt
from typing import Any, NamedTuple

__all__ = [
    "MOST_PAGES",
    "SCANNED",
    "STROKE",
    "UNREADABLE",
    "GlyphRow",
    "Page",
    "Part",
    "PdfError",
    "Rule",
    "packed",
    "read_pages",
]

MOST_PAGES = 5_000
SCANNED = "a PDF file without text, as scans are; run OCR over it first"
UNREADABLE = "its fonts do not say which characters they show; run OCR over it first"
# What stretches an Arabic word and is no letter of it: it closes the gap that it is drawn in.
STROKE = "\x03"
_SPACE = 0x20
_NOTHING = -1  # in place of the code of what is no character of the file
_HIGH, _LOW, _PRIVATE = 0xD800, 0xDC00, 0xE000  # where surrogates and private use begin
_LEAST_SIZE = 0.5
_BEYOND = 2  # points that a character may stand beyond the edge of its page
_FARTHEST = 1e5
_NO_BLANK = 0.02  # of the size
_MOST_CHARACTERS = 3_000_000
_MOST_OF_A_PAGE = 100_000
_MOST_MEMORY = 2**30  # bytes
_MOST_OUTPUT = 2**28  # bytes; three million characters take a quarter of it
_SAME_BASELINE = 0.2  # of the size of the characters
_LOWEST_RISE, _HIGHEST_RISE = 0.1, 0.75
_SMALL = 0.85
_CLUSTER = 0.55  # of the size: the width of an Arabic letter
_UNKNOWN_SHARE = 0.3

_ALEF_LAM = re.compile("^[\u0622\u0623\u0625\u0627]\u0644$")
# As `corpora.numbers.note_marks` has them, which this process does not load (a test compares them).
_NOTE_NUMBERS = r"\d{1,3}(?:\s?[,，、]\s?\d{1,3})*"
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
# Forms that fonts name instead of the characters themselves: ligatures, Arabic contextual forms,
# Chinese radicals and compatibility ideographs.
_FORMS = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\ufb00-\ufb06\ufb50-\ufdff\ufe70-\ufefc]")
_RADICALS = str.maketrans(
    "⺟⺠⻁⻄⻅⻆⻉⻋⻑⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳⻧⻟⻞⻡⻌⻍⻎⺼⺷",
    "母民虎西见角贝车長长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟卤饣飠首辶辶辶肉羊",
)


@dataclass(frozen=True, slots=True)
class GlyphRow:
    """Characters on one baseline, in the order of their `x`.

    `size` is that of most of them. `texts`, `starts`, `ends` and `sizes` are parallel: what a
    character is (one or more letters), from where to where it reaches, and its size in points.
    """

    y: float
    size: float
    texts: list[str]
    starts: array[float]
    ends: array[float]
    sizes: array[float]

    def part(self, first: int, last: int) -> GlyphRow:
        """Cut out the characters from `first` to before `last`, at least one."""
        cut = slice(first, last)
        sizes = self.sizes[cut]
        size = _middle(sizes)
        return GlyphRow(self.y, size, self.texts[cut], self.starts[cut], self.ends[cut], sizes)


def _middle(sizes: array[float]) -> float:
    return sorted(sizes)[len(sizes) // 2]


class Rule(NamedTuple):
    """A level line that is drawn on a page, from `start` to `end`; places as in `GlyphRow`."""

    y: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Part:
    """What a tagged file calls one paragraph, or the part of it that is on a page.

    `kind` is "H" (heading), "N" (note), "C" (cell), "P" (other text) or "" (page artefacts). A
    paragraph that is on two pages has the same `name` on both, and `begins` on the first alone.
    The rows are in the order of reading.
    """

    kind: str
    name: str
    begins: bool
    rows: list[GlyphRow]


@dataclass(frozen=True, slots=True)
class Page:
    """The rows of a page from its top to its bottom; sizes in points.

    A tagged file (PDF 32000, 14.8) says which rows are one paragraph: its pages have `parts` in
    the order of reading and no `rows`. Of others, `parts` is None, and `rules` are those of tables
    and above notes, from the top. Of an `exact` page the text is, sign by sign, what was typed.
    """

    number: int
    width: float
    height: float
    rightward: bool
    rows: list[GlyphRow]
    parts: list[Part] | None = None
    rules: Sequence[Rule] = ()
    exact: bool = False


def read_pages(data: bytes, most: int) -> list[Page]:
    """Return the first `most` pages of a PDF file, read in this process.

    Raises PdfError if the file is damaged, encrypted, too large or a scan.
    """
    api = _library()
    document = api.FPDF_LoadMemDocument64(data, len(data), None)
    try:
        # PDFium may give a document without pages for a file that is none.
        if api.FPDF_GetPageCount(document) < 1:
            raise PdfError(_CAUSES.get(api.FPDF_GetLastError(), _DAMAGED))
        if api.FPDFCatalog_IsTagged(document):
            try:
                return _pages(document, most, _Tags())
            except _UnsureTagsError:
                pass  # what stands where says more
        return _pages(document, most, None)
    finally:
        if document:
            api.FPDF_CloseDocument(document)


class PdfError(Exception):
    """Why a PDF file cannot be read, in one line."""


_DAMAGED = "a damaged PDF file, which cannot be opened"
# By the errors of PDFium (fpdfview.h): FPDF_ERR_PASSWORD and FPDF_ERR_SECURITY.
_CAUSES = {
    4: "an encrypted PDF file; save it without a password",
    5: "a PDF file encrypted in a way that is not known; save it without protection",
}


@lru_cache
def _library() -> Any:
    """Return the functions of PDFium, which is loaded with the first call."""
    # Loaded here, for the process that asks for pages has no need of it. The helpers around these
    # bindings (`pypdfium2`) take longer to load than a short file to read.
    import pypdfium2_raw as api  # noqa: PLC0415

    # FPDF_InitLibrary is to go (fpdfview.h); the second version has all that is read here.
    api.FPDF_InitLibraryWithConfig(api.FPDF_LIBRARY_CONFIG(version=2))
    return api


# What is asked for each character and each tag goes by plain addresses, and keeps the interpreter's
# lock: to make the objects that the bindings take and give is longer than most of the calls.
_ADDRESS, _INT = ctypes.c_void_p, ctypes.c_int


@lru_cache
def _direct(name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
    """Return a function of PDFium with these types; an address that is none is None."""
    address = _address(getattr(_library(), name))
    return ctypes.PYFUNCTYPE(result, *arguments)(address)


def _address(pointer: Any) -> int:
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0


def _addresses(column: array[float], step: int = 1) -> range:
    """Return the addresses of the items of an array, or of every few of them."""
    start, count = column.buffer_info()
    return range(start, start + count * column.itemsize, step * column.itemsize)


def _pages(document: Any, most: int, tags: _Tags | None) -> list[Page]:
    api = _library()
    count = api.FPDF_GetPageCount(document)
    if count > MOST_PAGES:
        raise PdfError(f"has {count} pages; at most {MOST_PAGES} are read")
    pages: list[Page] = []
    tally = _Tally()
    exact = _producer(document).startswith(_EXACT)
    for number in range(min(count, most)):
        page = api.FPDF_LoadPage(document, number)
        if not page:
            raise PdfError("a damaged PDF file: Failed to load page.")
        try:
            pages.append(_page(document, page, number, tally, tags, exact=exact))
        finally:
            api.FPDF_ClosePage(page)
        if tally.characters > _MOST_CHARACTERS:
            cause = f"has more text than {_MOST_CHARACTERS:,} characters; read it in parts"
            raise PdfError(cause)
    if tally.unknown > _UNKNOWN_SHARE * tally.characters:
        raise PdfError(UNREADABLE)
    if not tally.characters:
        raise PdfError(SCANNED)
    return pages


# LibreOffice draws the strokes that stretch Arabic lines apart from the text, each a glyph without
# meaning, and maps other glyphs to the signs that were typed for them, composed or not: 716 of 718
# marks of a French report.
_EXACT = "LibreOffice"


def _producer(document: Any) -> str:
    """Return the name of the program that made a file, "" where it does not say."""
    length = 2 * _NAME
    buffer = ctypes.create_string_buffer(length)
    size = _library().FPDF_GetMetaText(document, b"Producer", buffer, length)
    return buffer.raw[: max(0, min(size, length) - 2)].decode("utf-16-le", "replace")


_NAME = 40  # characters of a program's name that are looked at


@dataclass(slots=True)
class _Tally:
    """How many characters were read, and for how many of them no letter is known."""

    characters: int = 0
    unknown: int = 0


class _Glyph(NamedTuple):
    text: str
    x: float
    start: float
    end: float
    y: float
    size: float
    shown_by: int  # the address of what shows it, which is one piece of text with one tag


_SHOWN_BY = _Glyph._fields.index("shown_by")


def _page(
    document: Any, page: Any, number: int, tally: _Tally, tags: _Tags | None, *, exact: bool
) -> Page:
    api = _library()
    width, height = api.FPDF_GetPageWidthF(page), api.FPDF_GetPageHeightF(page)
    text = api.FPDFText_LoadPage(page)
    if not text:
        raise PdfError("a damaged PDF file: Failed to load text page.")
    try:
        size = width, height
        found, brackets, strokes = _glyphs(text, _upright(page), size, tally, exact=exact)
        rightward = _is_rightward(found)
        if rightward:
            for place in strokes:
                found[place] = found[place]._replace(text=STROKE)
            shown_by = {bracket: found[place].shown_by for place, bracket in brackets.items()}
            shown = _shown(document, page, text, shown_by)
            for place, bracket in brackets.items():
                found[place] = found[place]._replace(text=shown.get(bracket, found[place].text))
    finally:
        api.FPDFText_ClosePage(text)
    if strokes and not rightward:
        found = [glyph for glyph in found if glyph.text != STROKE]
    glyphs = _composed(_ligatures_as_written(found))
    if rightward:
        glyphs = [
            g._replace(x=width - g.x, start=width - g.end, end=width - g.start)
            for g in _quotes_as_written(glyphs)
        ]
    if tags is None:
        rules = _rules(page, width, rightward=rightward)
        rows = _rows(_runs(glyphs))
        return Page(number, width, height, rightward, rows, rules=rules, exact=exact)
    parts = _parts(page, glyphs, tags)
    return Page(number, width, height, rightward, [], parts, exact=exact)


_Matrix = tuple[float, float, float, float, float, float]
_AS_IT_IS: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _upright(page: Any) -> _Matrix:
    """Return the matrix from the coordinates of the file to the page as it is shown."""
    left, bottom, right, top = _box(page)
    turns = (
        (1.0, 0.0, 0.0, 1.0, -left, -bottom),
        (0.0, -1.0, 1.0, 0.0, -bottom, right),
        (-1.0, 0.0, 0.0, -1.0, right, top),
        (0.0, 1.0, -1.0, 0.0, top, -left),
    )
    quarter = _library().FPDFPage_GetRotation(page)
    if not 0 <= quarter < len(turns):
        raise PdfError("a damaged PDF file: Failed to get page rotation.")
    return turns[quarter]


def _box(page: Any) -> tuple[float, ...]:
    """Return the edges of what is shown of a page (left, bottom, right, top), or of its paper."""
    api = _library()
    edges = [ctypes.c_float() for _ in range(4)]
    if api.FPDFPage_GetCropBox(page, *edges) or api.FPDFPage_GetMediaBox(page, *edges):
        return tuple(edge.value for edge in edges)
    return 0.0, 0.0, 612.0, 792.0  # US letter, which PDFium takes where a page has no size


def _glyphs(
    raw: Any, upright: _Matrix, page_size: tuple[float, float], tally: _Tally, *, exact: bool
) -> tuple[list[_Glyph], dict[int, int], list[int]]:
    """Return the upright characters of the page in the order of the file, without added spaces.

    Return also where brackets are among them, each with its place in `raw`, and of an `exact` file
    where what may be strokes are: pieces of text that have no meaning.
    """
    columns = _columns(raw)
    letters = _letters_of(raw, columns.codes, tally, exact=exact)
    has_no_meaning, make = _library().FPDFText_HasUnicodeMapError, tuple.__new__
    found: list[_Glyph] = []
    brackets: dict[int, int] = {}
    strokes: list[int] = []
    shown_by, size, meaningless = -1, 0.0, False
    right, top = (min(edge, _FARTHEST) + _BEYOND for edge in page_size)
    shown = zip(letters, columns.placed, columns.objects, *columns.upright(upright), strict=True)
    # This goes on for each character: a call or a look-up more makes long files slower.
    for place, row in enumerate(shown):
        letter, placed, address, origin, baseline, start, end = row
        # Blanks without a place are PDFium's own guesses, even where it does not say so.
        if letter is None or not placed:
            continue
        text, is_mark, _ = letter
        if address != shown_by or not address:
            shown_by, size = address or 0, _size(raw, place, upright)
            meaningless = exact and has_no_meaning(raw, place) == 1
        if size <= _LEAST_SIZE or not (-_BEYOND <= origin <= right and -_BEYOND <= baseline <= top):
            continue
        if is_mark:
            # Where its ink is: the place of a mark may be anywhere near its letter.
            start, end = _ink_ends(raw, place, upright) or (start, end)
        if start > end:
            start, end = end, start
        if not is_mark:
            # The boxes of some fonts are those of the ink alone.
            if origin < start:
                start = origin
            elif origin > end:
                end = origin
        if (text == " " and end - start < _NO_BLANK * size) or not (text or meaningless):
            continue
        if meaningless:
            strokes.append(len(found))
        elif text in _BRACKETS:
            brackets[len(found)] = place
        found.append(make(_Glyph, (text or STROKE, origin, start, end, baseline, size, shown_by)))
    return found, brackets, strokes


class _Columns(NamedTuple):
    """What PDFium says of the characters of a page, in parallel columns.

    The addresses of the objects that show them are None where there is none. `boxes` has four
    numbers for each character: left, top, right and bottom. Places are those of the file.
    """

    codes: list[int]
    objects: list[int | None]
    placed: list[int]
    xs: array[float]
    ys: array[float]
    boxes: array[float]

    def upright(self, matrix: _Matrix) -> tuple[Iterable[float], ...]:
        """Return the origins and baselines of the characters, and where they start and end."""
        lefts, tops, rights, bottoms = (self.boxes[edge::4] for edge in range(4))
        if matrix == _AS_IT_IS:
            return self.xs, self.ys, lefts, rights
        a, b, c, d, e, f = matrix
        return (
            [a * x + c * y + e for x, y in zip(self.xs, self.ys, strict=True)],
            [b * x + d * y + f for x, y in zip(self.xs, self.ys, strict=True)],
            [a * x + c * y + e for x, y in zip(lefts, bottoms, strict=True)],
            [a * x + c * y + e for x, y in zip(rights, tops, strict=True)],
        )


def _columns(raw: Any) -> _Columns:
    """Ask PDFium for all characters of a page."""
    count = _library().FPDFText_CountChars(raw)
    if count > _MOST_OF_A_PAGE:
        raise PdfError(f"has more than {_MOST_OF_A_PAGE:,} characters on one page")
    xs, ys = array("d", bytes(8 * count)), array("d", bytes(8 * count))
    boxes = array("f", bytes(16 * count))
    # Without a step of Python's for each character.
    each = repeat(_address(raw)), range(count)
    origin = _direct("FPDFText_GetCharOrigin", _INT, _ADDRESS, _INT, _ADDRESS, _ADDRESS)
    box = _direct("FPDFText_GetLooseCharBox", _INT, _ADDRESS, _INT, _ADDRESS)
    has_origin = map(origin, *each, _addresses(xs), _addresses(ys))
    has_box = map(box, *each, _addresses(boxes, 4))
    return _Columns(
        _codes(raw, count),
        list(map(_direct("FPDFText_GetTextObject", _ADDRESS, _ADDRESS, _INT), *each)),
        list(map(and_, has_origin, has_box)),
        xs,
        ys,
        boxes,
    )


def _codes(raw: Any, count: int) -> list[int]:
    """Return the codes of all characters of a page."""
    units = (ctypes.c_ushort * (count + 1))()
    if _library().FPDFText_GetText(raw, 0, count, units) == len(units):
        return units[:count]
    # The text is without the characters that the file gives no meaning.
    letter = _direct("FPDFText_GetUnicode", ctypes.c_uint, _ADDRESS, _INT)
    return list(map(letter, repeat(_address(raw)), range(count)))


def _letters_of(
    raw: Any, codes: Sequence[int], tally: _Tally, *, exact: bool
) -> list[tuple[str, bool, bool] | None]:
    """Return the `_letters` of the characters of a page, None for those that PDFium adds.

    So it is for those without letters, save in an `exact` file.
    """
    generated, page = _direct("FPDFText_IsGenerated", _INT, _ADDRESS, _INT), _address(raw)
    codes = [
        _NOTHING if code <= _SPACE and generated(page, place) == 1 else code
        for place, code in enumerate(codes)
    ]
    if any(_HIGH <= code < _PRIVATE for code in set(codes)):
        codes = _whole_codes(codes)
    counts = Counter(codes)
    letters = {code: _letters(code) for code in counts}
    tally.characters += len(codes) - counts[_NOTHING]
    tally.unknown += sum(counts[code] for code, (_, _, unknown) in letters.items() if unknown)
    known = {code: each for code, each in letters.items() if each[0] or exact}
    known.pop(_NOTHING, None)
    return list(map(known.get, codes))


def _whole_codes(codes: Iterable[int]) -> list[int]:
    """Put the halves of characters outside the basic plane together, in the place of the second."""
    found: list[int] = []
    high = 0
    for code in codes:
        if _HIGH <= code < _LOW:
            high = code
            found.append(_NOTHING)
            continue
        low = _LOW <= code < _PRIVATE
        whole = 0x10000 + ((high - _HIGH) << 10) + code - _LOW if high else 0
        found.append(whole if low else code)
        if code != _NOTHING:
            high = 0
    return found


def _size(raw: Any, place: int, upright: _Matrix) -> float:
    """Return the size of a character in points; 0 where it does not run to the right."""
    api = _library()
    a, b, c, d, _, _ = upright
    matrix = api.FS_MATRIX()
    if not api.FPDFText_GetMatrix(raw, place, matrix):
        return 0.0
    along = a * matrix.a + c * matrix.b, b * matrix.a + d * matrix.b
    if along[0] <= 0 or abs(along[1]) > 0.05 * along[0]:
        return 0.0  # stamps and labels at the side run up or down the page
    scale: float = (matrix.c**2 + matrix.d**2) ** 0.5
    size: float = api.FPDFText_GetFontSize(raw, place) * scale
    return size


def _ink_box(raw: Any, place: int) -> tuple[float, float, float, float] | None:
    """Return where the ink of a character is: left, bottom, right, top."""
    left, right, bottom, top = edges = [ctypes.c_double() for _ in range(4)]
    if not _library().FPDFText_GetCharBox(raw, place, *map(ctypes.byref, edges)):
        return None
    return left.value, bottom.value, right.value, top.value


def _ink_ends(raw: Any, place: int, upright: _Matrix) -> tuple[float, float] | None:
    """Return where the ink of a character starts and ends."""
    a, _, c, _, e, _ = upright
    box = _ink_box(raw, place)
    if box is None:
        return None
    left, bottom, right, top = box
    return a * left + c * bottom + e, a * right + c * top + e


@lru_cache(maxsize=8192)
def _letters(code: int) -> tuple[str, bool, bool]:
    """Return the letters of a character, whether it is a mark, and whether it is unknown."""
    text = _plain(code)
    return text, _is_mark(text), _is_unknown(code)


def _is_unknown(code: int) -> bool:
    """Return whether the font gives a character no meaning: none, or one for private use."""
    return code in (0, 0xFFFD) or 0xE000 <= code < 0xF900


def _plain(code: int) -> str:
    """Return the letters of a character: ligatures and contextual forms as they are typed."""
    if code in (2, 0xFFFE):
        return "-"  # PDFium's sign for a hyphen at the end of a line
    char = chr(code) if 0 < code < 0x110000 else ""
    if _FORMS.match(char):
        return unicodedata.normalize("NFKC", char.translate(_RADICALS)).strip()
    if unicodedata.category(char or "\0") in ("Cc", "Cs", "Cn"):
        return " " if char in "\t\r\n" and char else ""
    return " " if char == "\xa0" else char


def _is_rightward(glyphs: Sequence[_Glyph]) -> bool:
    counts: Counter[str] = Counter()
    for text, count in Counter([g.text for g in glyphs]).items():
        counts[unicodedata.bidirectional(text[0])] += count
    return counts["R"] + counts["AL"] > counts["L"]


def _ligatures_as_written(glyphs: Sequence[_Glyph]) -> list[_Glyph]:
    """Turn the letters of ligatures, which have one place and box, where PDFium reversed them.

    It turns whole lines of Arabic, ligatures included. No letter joins an alef from behind, so
    that one before a lam in the same place tells it.
    """
    if not any(_is_arabic(text) for text in {g.text for g in glyphs}):
        return list(glyphs)
    groups = [list(group) for _, group in groupby(glyphs, key=lambda g: (g.y, g.start, g.end))]
    joined = [len(group) > 1 and all(_is_arabic(g.text) for g in group) for group in groups]
    if not any(
        any(_ALEF_LAM.search(above.text + below.text) for above, below in pairwise(group))
        for group, is_joined in zip(groups, joined, strict=True)
        if is_joined
    ):
        return list(glyphs)
    return [
        glyph
        for group, is_joined in zip(groups, joined, strict=True)
        for glyph in (reversed(group) if is_joined else group)
    ]


def _is_arabic(text: str) -> bool:
    return unicodedata.bidirectional(text[0]) in ("AL", "NSM")


def _composed(glyphs: list[_Glyph]) -> list[_Glyph]:
    """Put marks together with the letter that they share a place with, the letter first."""
    if not any(_is_mark(text) for text in {g.text for g in glyphs}):
        return glyphs
    found: list[_Glyph] = []
    places: dict[tuple[float, float], int] = {}
    for glyph in glyphs:
        if glyph.text == STROKE:
            found.append(glyph)
            continue
        spot = glyph.x, glyph.y
        other = found[places[spot]] if spot in places else None
        mark = _is_mark(glyph.text)
        if other and mark != _is_mark(other.text):
            text = other.text + glyph.text if mark else glyph.text + other.text
            start, end = min(other.start, glyph.start), max(other.end, glyph.end)
            halved = abs((other.end - other.start) - (glyph.end - glyph.start)) < 0.05 * glyph.size
            if halved and _is_rightward([other, glyph]):
                # Of a cluster, PDFium knows the place of the sign alone.
                middle, half = (start + end) / 2, _CLUSTER * glyph.size / 2
                start, end = min(start, middle - half), max(end, middle + half)
            found[places[spot]] = other._replace(text=text, start=start, end=end)
            continue
        places[spot] = len(found)
        found.append(glyph)
    return found


_QUOTES = str.maketrans("“”‘’", "”“’‘")


def _quotes_as_written(glyphs: Sequence[_Glyph]) -> list[_Glyph]:
    """Undo PDFium's swapping of quotation marks where it reads from the right.

    It takes them for mirrored characters, which they are not (Unicode, Bidi_Mirrored).
    """
    found = list(glyphs)
    for place, glyph in enumerate(glyphs):
        if glyph.text not in "“”‘’":
            continue
        before = glyphs[place - 1] if place else glyph
        after = glyphs[place + 1] if place + 1 < len(glyphs) else glyph
        near = after if after.y == glyph.y else before
        step = after.x - glyph.x if near is after else glyph.x - before.x
        if near.y == glyph.y and step < 0:
            found[place] = glyph._replace(text=glyph.text.translate(_QUOTES))
    return found


# Brackets. What a file calls `(` between Arabic letters is the bracket that was typed or the one
# that is shown, by the program that wrote it; PDFium turns it round once more where it takes a
# stretch for Arabic. Only the drawn shape is sure.

_PAIRS = ("()", "[]", "{}", "<>", "«»", "‹›")
_BRACKETS = {bracket: pair for pair in _PAIRS for bracket in pair}
_SCALE = 4.0  # pixels a point: a bracket of small print has ten in width
_MOST_PIXELS = 4_000_000  # of one piece of text
_MOST_DRAWN = 2_000  # pieces of a page


def _shown(document: Any, page: Any, raw: Any, shown_by: Mapping[int, int]) -> dict[int, str]:
    """Return the brackets of a page as they look, by their places.

    These are given with the addresses of what shows them.
    """
    api = _library()
    found: dict[int, str] = {}
    drawn, pixels, count = None, None, 0
    for place, address in shown_by.items():
        if address != drawn:
            count += 1
            if count > _MOST_DRAWN:
                break
            piece = api.FPDFText_GetTextObject(raw, place)
            drawn, pixels = address, _drawn(document, page, piece)
        box = _ink_box(raw, place)
        bulge = pixels.bulge(*box) if pixels and box else 0.0
        if bulge:
            pair = _BRACKETS[_plain(api.FPDFText_GetUnicode(raw, place))]
            found[place] = pair[0] if bulge < 0 else pair[1]
    return found


class _Pixels(NamedTuple):
    """A piece of text, drawn: its left and top edges on the page, and how opaque each pixel is."""

    left: float
    top: float
    width: int
    opacity: bytes

    def bulge(self, left: float, bottom: float, right: float, top: float) -> float:
        """Return how far the middle of a bracket is to the right of its ends; 0 if not known."""
        first, last = int((left - self.left) * _SCALE), int((right - self.left) * _SCALE) + 1
        upper, lower = int((self.top - top) * _SCALE), int((self.top - bottom) * _SCALE) + 1
        if not (0 <= first < last <= self.width and 0 <= upper < lower):
            return 0.0
        tenth = max(1.0, (lower - upper) / 10)
        centre = (upper + lower - 1) / 2
        ends: list[int] = []
        middle: list[int] = []
        for row in range(upper, min(lower, len(self.opacity) // self.width)):
            # Between middle and ends, braces swing to both sides.
            away = abs(row - centre)
            if tenth / 2 < away < centre - upper - tenth:
                continue
            ink = self.opacity[row * self.width + first : row * self.width + last]
            places = middle if away <= tenth / 2 else ends
            places += [place for place, opacity in enumerate(ink) if opacity > 127]
        if not ends or not middle:
            return 0.0
        return sum(middle) / len(middle) - sum(ends) / len(ends)


def _drawn(document: Any, page: Any, piece: Any) -> _Pixels | None:
    """Draw a piece of text; None where that cannot be done."""
    api = _library()
    left, bottom, right, top = edges = [ctypes.c_float() for _ in range(4)]
    if not piece or not api.FPDFPageObj_GetBounds(piece, *map(ctypes.byref, edges)):
        return None
    area = (right.value - left.value) * (top.value - bottom.value) * _SCALE**2
    if not 0 < area < _MOST_PIXELS:
        return None
    bitmap = api.FPDFTextObj_GetRenderedBitmap(document, page, piece, _SCALE)
    if not bitmap:
        return None
    try:
        stride, height = api.FPDFBitmap_GetStride(bitmap), api.FPDFBitmap_GetHeight(bitmap)
        data = ctypes.string_at(api.FPDFBitmap_GetBuffer(bitmap), stride * height)
        # Four bytes a pixel: blue, green, red, opacity.
        return _Pixels(left.value, top.value, stride // 4, data[3::4])
    finally:
        api.FPDFBitmap_Destroy(bitmap)


# Rows


@dataclass(slots=True)
class _Run:
    """Characters that follow one another in the file on one baseline in one size."""

    y: float
    size: float
    glyphs: list[_Glyph]

    @property
    def start(self) -> float:
        return min(g.start for g in self.glyphs)

    @property
    def end(self) -> float:
        return max(g.end for g in self.glyphs)


@dataclass(slots=True)
class _Gathered:
    """A row on its way: its baseline is that of its first, largest run."""

    y: float
    size: float
    glyphs: list[_Glyph] = field(default_factory=list)


def _rows(runs: list[_Run]) -> list[GlyphRow]:
    """Gather characters in rows, from the top; raised and lowered ones go with their row."""
    runs.sort(key=lambda run: (_is_accent(run), -run.size))
    rows: list[_Gathered] = []  # by y, upwards
    for run in runs:
        row, raised = _row_of(run, rows)
        if row is None:
            row = _Gathered(run.y, run.size)
            rows.insert(bisect_left(rows, run.y, key=lambda each: each.y), row)
        row.glyphs += _raised(run.glyphs) if raised else run.glyphs
    found = (_row(row) for row in reversed(rows))
    return [row for row in found if row.texts]


def _runs(glyphs: Sequence[_Glyph]) -> list[_Run]:
    runs: list[_Run] = []
    # Of the last run: within what its baselines, sizes and steps are.
    low = high = least = most = reach = last_x = 0.0
    own: list[_Glyph] = []
    for glyph in glyphs:
        _, x, _, _, y, size, _ = glyph
        if low <= y <= high and least <= size <= most and -reach <= x - last_x <= reach:
            own.append(glyph)
        else:
            own = [glyph]
            runs.append(_Run(y, size, own))
            low, high = y - 0.02 * size, y + 0.02 * size
            least, most, reach = 0.95 * size, 1.05 * size, 6 * size
        last_x = x
    return runs


def _row_of(run: _Run, rows: Sequence[_Gathered]) -> tuple[_Gathered | None, bool]:
    """Find the row that a run belongs to, and whether it is a raised mark in it."""
    low = bisect_left(rows, run.y - 100, key=lambda each: each.y)
    high = bisect_right(rows, run.y + 100, key=lambda each: each.y)
    near = rows[low:high]
    level = [row for row in near if abs(row.y - run.y) <= _SAME_BASELINE * min(row.size, run.size)]
    level.sort(key=lambda row: abs(row.y - run.y))
    alone = run.size > _SMALL * level[0].size and not _is_accent(run) if level else False
    if level and (alone or _touches(run, level[0])):
        return level[0], False
    for row in near:
        rise = (run.y - row.y) / row.size
        if not -0.4 < rise < _HIGHEST_RISE or not _touches(run, row):
            continue
        if _is_accent(run) or run.size <= _SMALL * row.size:
            return row, rise > _LOWEST_RISE and not _is_accent(run)
    return (level[0] if level else None), False


def _is_accent(run: _Run) -> bool:
    """Return whether a run is vowel signs set apart from their line, perhaps with their letters."""
    return len(run.glyphs) <= 3 and (
        _is_rightward(run.glyphs) or any(_is_mark(g.text[-1]) for g in run.glyphs)
    )


def _is_mark(text: str) -> bool:
    return text > "\u02ff" and unicodedata.combining(text[0]) > 0


def _touches(run: _Run, row: _Gathered) -> bool:
    """Return whether a run stands right beside a character of a row."""
    reach = 0.6 * row.size
    start, end = run.start - reach, run.end + reach
    return any(g.start <= end and g.end >= start for g in row.glyphs)


def _raised(glyphs: Sequence[_Glyph]) -> list[_Glyph]:
    """Write raised numbers, which are note marks, in superscript digits."""
    if not re.fullmatch(rf"\s*{_NOTE_NUMBERS}\s*", "".join(g.text for g in glyphs)):
        return list(glyphs)
    return [g._replace(text=g.text.translate(_RAISED)) for g in glyphs]


_WIDE = frozenset("（《〈「『【〔")


def _ink(glyph: _Glyph) -> float:
    """Return where a character begins; the empty half of a wide bracket may lie over others."""
    return glyph.x + 0.4 * glyph.size if glyph.text in _WIDE else glyph.x


def _in_order(glyphs: list[_Glyph]) -> list[_Glyph]:
    """Sort characters by their places; most rows come sorted."""
    texts, xs, *_ = zip(*glyphs, strict=True)
    if all(map(lt, [x + 0.1 for x in xs], xs[1:])) and _WIDE.isdisjoint(texts):
        return glyphs
    # The letters of a ligature have one place, and each a part of its box.
    return sorted(glyphs, key=lambda g: (round(_ink(g), 1), g.start))


def _row(gathered: _Gathered) -> GlyphRow:
    """Put the characters of a row in their order, without blanks at its ends."""
    glyphs = _in_order(gathered.glyphs)
    while glyphs and glyphs[-1].text.isspace():
        glyphs.pop()
    first = next((place for place, g in enumerate(glyphs) if not g.text.isspace()), 0)
    if not glyphs:
        return GlyphRow(gathered.y, gathered.size, [], array("f"), array("f"), array("f"))
    texts, _, starts, ends, _, sizes, _ = zip(*glyphs[first:], strict=True)
    own = array("f", sizes)
    return GlyphRow(
        gathered.y, _middle(own), list(texts), array("f", starts), array("f", ends), own
    )


# Rules

_PATH = 2  # FPDF_PAGEOBJ_PATH (fpdf_edit.h)
_MOST_OBJECTS = 20_000  # of a page; drawings with more have no rules to be found
_THICKEST = 3.0  # points
_SHORTEST = 40.0  # points
_APART = 3.0  # points, between the pieces of which a rule is made


def _rules(page: Any, width: float, *, rightward: bool) -> list[Rule]:
    """Return the level lines of a page; tables draw them in pieces, one above each cell."""
    api = _library()
    count = api.FPDFPage_CountObjects(page)
    a, b, c, d, e, f = _upright(page)
    edges = [ctypes.c_float() for _ in range(4)]  # left, bottom, right, top
    pieces: list[Rule] = []
    for place in range(count if count <= _MOST_OBJECTS else 0):
        drawn = api.FPDFPage_GetObject(page, place)
        if api.FPDFPageObj_GetType(drawn) != _PATH:
            continue
        if not api.FPDFPageObj_GetBounds(drawn, *edges):
            continue
        left, bottom, right, top = (edge.value for edge in edges)
        xs = sorted((a * left + c * bottom + e, a * right + c * top + e))
        ys = sorted((b * left + d * bottom + f, b * right + d * top + f))
        if ys[1] - ys[0] <= _THICKEST and xs[1] - xs[0] < 1e5:
            start, end = (width - xs[1], width - xs[0]) if rightward else xs
            pieces.append(Rule(ys[0], start, end))
    return [rule for rule in _whole(pieces) if rule.end - rule.start >= _SHORTEST]


def _whole(pieces: Sequence[Rule]) -> list[Rule]:
    """Put the pieces of rules together, from the top."""
    found: list[Rule] = []
    level: list[Rule] = []
    for piece in sorted(pieces, reverse=True):
        if level and level[0].y - piece.y > _THICKEST / 2:
            found += _chained(level)
            level = []
        level.append(piece)
    return found + _chained(level)


def _chained(level: Sequence[Rule]) -> list[Rule]:
    found: list[Rule] = []
    for piece in sorted(level, key=lambda rule: rule.start):
        if found and piece.start <= found[-1].end + _APART:
            found[-1] = found[-1]._replace(end=max(found[-1].end, piece.end))
        else:
            found.append(piece)
    return found


# Tags

# What is one paragraph; of inner ones, the innermost. A list item takes its label along.
_PARAGRAPHS = frozenset(
    ("P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "Title", "LI", "TD", "TH", "Caption", "TOCI")
)
_KINDS = dict.fromkeys(("H", "H1", "H2", "H3", "H4", "H5", "H6", "Title"), "H")
_KINDS |= {"Note": "N", "FENote": "N", "TD": "C", "TH": "C"}
# PDFium goes through the children of an element anew for each page, 1 µs each. The longest real
# reports have 500,000 of them on all pages together.
_MOST_CHILDREN = 3_000_000
_FAR = 200  # children of an element between two that are on one page, mostly
_LONGEST_NAME = 32
_UP = 1.5  # of the size: the next column, and no raised sign


class _UnsureTagsError(Exception):
    """The tags of a file do not say of all its text what it is."""


@dataclass(slots=True)
class _Element:
    """A paragraph of the structure, as far as it is on a page; as in `Part`."""

    kind: str
    name: str = ""
    begins: bool = True
    labelled: bool = False  # a list item of which only the label is known
    marks: list[int] = field(default_factory=list)  # the pieces of marked content in it


class _Tags:
    """The structure of a document; it is asked for the pages in their order."""

    def __init__(self) -> None:
        self._children = 0
        self._last: dict[int, int] = {}  # by depth, where the page before had its last child

    def on(self, page: Any, marks: set[int]) -> list[_Element]:
        """Return the paragraphs of a page, in their order; `marks` is all its marked content.

        Raises _UnsureTagsError if the structure is too large or does not have all of it.
        """
        api = _library()
        tree = api.FPDF_StructTree_GetForPage(page)
        try:
            for whole in (False, True):
                found = self._of_tree(tree, whole=whole) if tree else []
                if marks <= {mark for element in found for mark in element.marks}:
                    return found
        finally:
            if tree:
                api.FPDF_StructTree_Close(tree)
        raise _UnsureTagsError

    def _of_tree(self, tree: Any, *, whole: bool) -> list[_Element]:
        api = _library()
        found: list[_Element] = []
        for place in range(api.FPDF_StructTree_CountChildren(tree)):
            if child := _address(api.FPDF_StructTree_GetChildAtIndex(tree, place)):
                self._gather(child, found, _Around(whole))
        return found

    def _gather(self, node: int, found: list[_Element], around: _Around) -> None:
        """Gather the paragraphs in an element of the structure."""
        tag = _tag(node)
        count = _direct("FPDF_StructElement_CountChildren", _INT, _ADDRESS)(node)
        self._children += count
        if self._children > _MOST_CHILDREN:
            raise _UnsureTagsError
        kind = _KINDS.get(tag, around.kind)
        holder = around.holder
        if holder and holder.labelled and tag in ("P", "LBody"):
            # The text of a list item may be a paragraph of its own behind the label.
            holder.labelled = tag == "LBody"
        elif tag in _PARAGRAPHS:
            holder = _element(node, count, kind)
            holder.labelled = tag == "LI"
            found.append(holder)
        elif tag in ("Note", "FENote"):
            holder = None
        inside = _Around(around.whole, kind, around.depth + 1, holder)
        for mark, child in self._on_page(node, count, inside):
            if child:
                self._gather(child, found, inside)
                continue
            if inside.holder is None:
                inside.holder = _Element(kind)
                found.append(inside.holder)
            inside.holder.marks.append(mark)
            inside.holder.labelled = inside.holder.labelled and tag != "LBody"

    def _on_page(self, node: int, count: int, inside: _Around) -> Iterator[tuple[int, int | None]]:
        """Yield the children that are on the page: marked content, or else an element.

        PDFium gives nothing for the others. Those of a page follow one another, mostly: of many,
        those behind the last ones of the page before are looked at.
        """
        many = count > _FAR and not inside.whole
        start = last = self._last.get(inside.depth, 0) if many else 0
        while start < (end := min(count, last + _FAR + 1) if many else count):
            children = enumerate(_children(node, range(start, end)), start)
            here = [(place, each) for place, each in children if each[0] >= 0 or each[1]]
            yield from (each for _, each in here)
            last = here[-1][0] if here else last
            start = end
        if count > _FAR:
            self._last[inside.depth] = last


def _children(node: int, places: range) -> Iterator[tuple[int, int | None]]:
    """Return what is at these places in an element: marked content, below 0 for none, or else."""
    mark = _direct("FPDF_StructElement_GetChildMarkedContentID", _INT, _ADDRESS, _INT)
    child = _direct("FPDF_StructElement_GetChildAtIndex", _ADDRESS, _ADDRESS, _INT)
    each = repeat(node), places
    return zip(map(mark, *each), map(child, *each), strict=True)


@dataclass(slots=True)
class _Around:
    """What is around an element: its depth, and the kind and paragraph that it is in.

    `whole`: all children are looked at.
    """

    whole: bool
    kind: str = "P"
    depth: int = 0
    holder: _Element | None = None


def _tag(node: int) -> str:
    """Return the standard type of an element, "" where its name is longer than any of them."""
    name = (ctypes.c_ushort * _LONGEST_NAME)()
    kind = _direct("FPDF_StructElement_GetType", ctypes.c_ulong, _ADDRESS, _ADDRESS, ctypes.c_ulong)
    return _name(name, kind(node, ctypes.addressof(name), ctypes.sizeof(name)))


def _name(buffer: ctypes.Array[ctypes.c_ushort], size: int) -> str:
    """Return a name that PDFium has written into so many bytes; "" if it had no room."""
    return "".join(map(chr, buffer[: size // 2 - 1])) if 2 <= size <= 2 * len(buffer) else ""


def _element(node: int, count: int, kind: str) -> _Element:
    """Make a paragraph of an element with so many children, as far as it is on the page."""
    if count < 2 or count > _FAR:
        return _Element(kind)
    first, child = next(_children(node, range(1)))
    # Its name has the pieces of marked content of all pages.
    pieces = _direct("FPDF_StructElement_GetMarkedContentIdCount", _INT, _ADDRESS)(node)
    piece = _direct("FPDF_StructElement_GetMarkedContentIdAtIndex", _INT, _ADDRESS, _INT)
    name = ",".join(str(piece(node, place)) for place in range(min(pieces, _FAR)))
    return _Element(kind, name, first >= 0 or bool(child))


def _parts(page: Any, glyphs: Sequence[_Glyph], tags: _Tags) -> list[Part]:
    """Put the characters of a page together to the paragraphs that its tags tell.

    Raises _UnsureTagsError where they do not say of all characters what they are.
    """
    pieces = [(shown_by, list(own)) for shown_by, own in groupby(glyphs, key=itemgetter(_SHOWN_BY))]
    marks = {shown_by: _mark(shown_by) for shown_by in {shown_by for shown_by, _ in pieces}}
    elements = tags.on(page, {mark for mark in marks.values() if mark >= 0})
    owners = {mark: n for n, element in enumerate(elements) for mark in element.marks}
    owned: list[list[_Glyph]] = [[] for _ in (*elements, None)]
    for shown_by, own in pieces:
        owned[owners.get(marks[shown_by], -1)] += own
    found = [
        Part(element.kind, element.name, element.begins, _rows_in_order(own))
        for element, own in zip(elements, owned, strict=False)
    ]
    found.append(Part("", "", True, _rows(_runs(owned[-1]))))
    return [part for part in found if part.rows]


def _mark(address: int) -> int:
    """Return the marked content that an object belongs to, -1 for that of a page artefact.

    Raises _UnsureTagsError where it is neither.
    """
    if not address:
        raise _UnsureTagsError
    mark: int = _direct("FPDFPageObj_GetMarkedContentID", _INT, _ADDRESS)(address)
    if mark >= 0:
        return mark
    api = _library()
    shown_by = ctypes.cast(ctypes.c_void_p(address), api.FPDF_PAGEOBJECT)
    name, size = (ctypes.c_ushort * _LONGEST_NAME)(), ctypes.c_ulong()
    for place in range(api.FPDFPageObj_CountMarks(shown_by)):
        content = api.FPDFPageObj_GetMark(shown_by, place)
        api.FPDFPageObjMark_GetName(content, name, ctypes.sizeof(name), size)
        if _name(name, size.value) == "Artifact":
            return -1
    raise _UnsureTagsError


def _rows_in_order(glyphs: Sequence[_Glyph]) -> list[GlyphRow]:
    """Make rows of a paragraph, which may begin at the foot of one column and end in another."""
    stretches: list[list[_Run]] = []
    lowest = float("-inf")
    for run in _runs(glyphs):
        if run.y - lowest > _UP * run.size:
            stretches.append([])
            lowest = run.y
        stretches[-1].append(run)
        lowest = min(lowest, run.y)
    return [row for stretch in stretches for row in _rows(stretch)]


# The process


def packed(pages: Sequence[Page], cause: str = "") -> bytes:
    """Return pages, or the cause why there are none, as `corpora.readers.pdf.sandbox` reads them.

    A line of JSON with all but the places of the characters, which follow as floats: JSON can do
    nothing to who reads it, whatever has become of the process that writes it.
    """
    places = array("f")
    shown = []
    for page in pages:
        rows = _packed_rows(page.rows, places)
        parts = [
            (part.kind, part.name, part.begins, _packed_rows(part.rows, places))
            for part in page.parts or ()
        ]
        tagged = None if page.parts is None else parts
        shape = page.number, page.width, page.height, page.rightward
        shown.append((*shape, rows, tagged, page.rules, page.exact))
    # A letter of a damaged file can be half of a character, which JSON writes as an escape.
    return json.dumps((cause, shown)).encode("ascii") + b"\n" + places.tobytes()


def _packed_rows(
    rows: Iterable[GlyphRow], places: array[float]
) -> list[tuple[float, float, str | list[str]]]:
    """Return rows without the places of their characters, which are added to `places`.

    Where each character is one letter, as nearly everywhere, they are one string.
    """
    found = []
    for row in rows:
        texts = "".join(row.texts)
        found.append((row.y, row.size, texts if len(texts) == len(row.texts) else row.texts))
        for each in (row.starts, row.ends, row.sizes):
            places.extend(each)
    return found


def _bound(cpu_seconds: int) -> None:
    """Bound the processor time, memory and output of this process, where the system can."""
    try:
        import resource  # noqa: PLC0415  # not on Windows
    except ImportError:
        return
    # Beyond the first it ends by a signal that says so, beyond the second in any case.
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 5))
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_MOST_OUTPUT, _MOST_OUTPUT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _main(packages: str, most: int, cpu_seconds: int) -> None:
    """Read the file that is on the standard input; `packages` is the folder that has PDFium."""
    _bound(cpu_seconds)
    # Nothing here refers to itself; looking for it takes time with each character.
    gc.disable()
    sys.path.append(packages)
    try:
        answer = packed(read_pages(sys.stdin.buffer.read(), most))
    except PdfError as error:
        answer = packed((), str(error))
    except MemoryError:
        answer = packed((), "a PDF file that takes too much memory to read")
    sys.stdout.buffer.write(answer)


if __name__ == "__main__":
    _main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
