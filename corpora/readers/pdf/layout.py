"""Finds the lines of text in the order of reading: page artefacts out, notes last.

What stands at the same height of several pages and says the same, save for the numbers, belongs to
the page. Small lines at the foot that begin with a mark are notes.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, count, groupby, pairwise

from hexapla.corpora.numbers.note_marks import (
    RAISED_DIGITS,
    RAISED_LETTERS,
    lower_signs,
    raise_digits,
    raise_signs,
)
from hexapla.corpora.numbers.numerals import parse_roman
from hexapla.corpora.readers.pdf.columns import stretches
from hexapla.corpora.readers.pdf.glyphs.pages import DrawnRule, GlyphRow, Page
from hexapla.corpora.readers.pdf.reading_order import (
    gaps,
    is_closer,
    is_eastern,
    text_of,
    writes_spaces,
)
from hexapla.corpora.readers.pdf.side_by_side import ListLayout, is_set_as
from hexapla.corpora.readers.pdf.tables import Table, parted, rows_of_heads
from hexapla.corpora.structure.artefacts import is_page_line, is_symbol
from hexapla.corpora.structure.boundaries import Ending, ending
from hexapla.corpora.structure.kinds import is_surely_masthead

__all__ = ["NOTE_MARK", "Layout", "Line", "citations", "layout", "with_marks"]

_DEPTH = 6  # rows at each end of a page that can be page artefacts
_WIDE_GAP = 3.0  # of the size
_SAME_HEIGHT = 3.0  # points
_MOST_ALIKE = 500  # rows that are compared
_NUMERAL = re.compile(r"\d+|\b[ivxlc]+\b")
_SMALL = 0.95  # of the size of most text, at most, for that of notes
_TABLE_SHARE = 0.8  # of the lines of a page, small in tables that fill it
_APART = 1.5  # of the size: more than lines of a paragraph are, mostly
_MARK_RISE = (0.1, 0.75)  # of the size, over the line of the note
_PAIR = 2  # columns of a list that does not go on beside itself
_RAISED_SIZE = 0.85  # of the size of the note, for its mark
_LONGEST_MARK = 3  # digits
_MARK_LETTERS = tuple("abcdefghijklm")
_LETTER_GAP = 0.15  # of the size, behind a mark that is a letter
_SHORT_RULE = 0.5  # of the width of the column: the rule above notes
_FOOT = 12  # lines at the end of a column that can be notes of the size of the text
_RAISED_MARK = rf"[{RAISED_DIGITS}]{{1,3}}|\*{{1,3}}|[†‡]"
_MARK = rf"(?:{_RAISED_MARK}|\d{{1,3}}(?!\d|[.,:/-]\d))(?=.)\s*"
_FOOT_MARK = re.compile(_MARK)
# Notes of tables, which have letters, may stand at the foot of a page, and tell no such foot.
NOTE_MARK = re.compile(rf"{_MARK}|[{RAISED_LETTERS[:13]}]\s+(?=.)")
# `7 425.1` is a figure, and `7.` the number of a row, or of a note that the text cites as 7.
_FIGURE = re.compile(r"\d{1,3}(?: \d{3}(?!\d)|(\.)(?:\s|$))")
_LEVEL = re.compile(r"(\d{1,3})(?:\s+[^\W\d_]|[\u2e80-\u9fff])")
_RAISED = re.compile(_RAISED_MARK)
# Behind a raised minus stands the exponent of a unit, or the last mark of several.
_CITED = re.compile(f"(?<=[^{RAISED_DIGITS}])(?<![^{RAISED_DIGITS}]⁻)[{RAISED_DIGITS}]+")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text in its column; places and sizes in points, `x` in the direction of reading.

    `left` and `right` are the edges of the column, `first_word` is the width of the first word.
    `region` counts the stretches of text without a break of page or column; `note` tells the notes
    at the foot; `cell` counts the cells of tables, 0 outside of them; `bold` tells lines in bold.
    `number` is a number at the end that stands apart, as pages do in contents lists.
    """

    text: str
    page: int
    region: int
    y: float
    size: float
    start: float
    end: float
    left: float
    right: float
    first_word: float
    note: bool = False
    cell: int = 0
    bold: bool = False
    number: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """The lines of a document in the order of reading, and the texts of its page artefacts."""

    lines: list[Line]
    page_artefacts: list[str]


def layout(pages: Sequence[Page]) -> Layout:
    """Find the lines of text of all pages; the notes of a page follow its text."""
    gone = _page_artefacts(pages)
    texts = [
        text_of(page.rows[place], rightward=page.rightward, exact=page.exact)
        for page in pages
        for place in sorted(gone[page.number])
    ]
    body = _usual_size(pages)
    sheets = [
        with_marks([row for n, row in enumerate(page.rows) if n not in gone[page.number]])
        for page in pages
    ]
    parts = _parts(pages, sheets)
    edges = _edges(parts)
    spaced = writes_spaces(row for rows in sheets for row in rows)
    lines: list[Line] = []
    notes: list[Line] = []
    cells = count(1)
    printed = [
        (part, list(_lines(part, region, edges[part.place], cells, spaced=spaced)))
        for region, part in enumerate(parts, 1)
    ]
    marks = citations(chain.from_iterable(found for _, found in printed))
    # Without a first note, raised figures are those of units.
    counted = any("1" in cited for cited in marks.values())
    for number, of_page in groupby(printed, key=lambda each: each[0].page.number):
        last = notes[-1] if notes else None
        notes = []
        near = _cited_near(marks, number) if counted else None
        for place, (part, found) in enumerate(of_page):
            in_table = near is None and not place and _is_table_page(found, body)
            cited = set() if in_table else near
            # A note goes on at the foot of the next column, or of the next page.
            before = notes[-1] if notes else last
            first = _first_note(found, body, before, cited)
            first = min(first, _below_rule(found, part.page.rules))
            lines += found[:first]
            notes += [replace(line, note=True) for line in found[first:]]
        lines += notes
    return Layout(lines, list(dict.fromkeys(texts)))


def citations(lines: Iterable[Line]) -> Mapping[int, set[str]]:
    """Return the figures of notes that are cited on each page, raised behind the text."""
    found: dict[int, set[str]] = defaultdict(set)
    for line in lines:
        found[line.page].update(map(lower_signs, _CITED.findall(line.text)))
    return found


def _cited_near(marks: Mapping[int, set[str]], page: int) -> set[str]:
    """Return the figures of notes that a page may have.

    Those are cited on it, or on the page before or after. A note whose own citation is not raised
    is known by those before and behind it in the sequence.
    """
    near = chain.from_iterable(marks.get(n, ()) for n in (page - 1, page, page + 1))
    cited = [int(mark) for mark in near if len(mark) <= _LONGEST_MARK]
    return {str(mark + step) for mark in cited for step in (-1, 0, 1)}


# Page artefacts


@dataclass(frozen=True, slots=True)
class _Edge:
    """A row near the top or bottom of a page: what it says, and the numbers in it."""

    page: int
    y: float
    text: str
    numbers: tuple[int, ...]

    def recurs(self, other: _Edge) -> bool:
        """Return whether a row of another page is the same, its numbers counting the pages."""
        steps = {b - a for a, b in zip(self.numbers, other.numbers, strict=True)}
        return abs(self.y - other.y) <= _SAME_HEIGHT and steps <= {0, other.page - self.page}


def _page_artefacts(pages: Sequence[Page]) -> dict[int, set[int]]:
    """Find the rows of each page, by their places from its top, that belong to the page."""
    edges = {page.number: _edge_rows(page) for page in pages}
    alike: dict[str, list[_Edge]] = defaultdict(list)
    same: dict[str, list[_Edge]] = defaultdict(list)
    for rows in edges.values():
        for edge in rows.values():
            alike[_NUMERAL.sub("#", edge.text)].append(edge)
            same[edge.text].append(edge)
    few = max(2, min(len(pages) // 5, 4))
    gone: dict[int, set[int]] = {}
    for page in pages:
        own = edges[page.number]
        found = {
            place
            for place, edge in own.items()
            if is_page_line(edge.text)
            or edge.text == str(page.number + 1)
            or (is_symbol(edge.text) and _says_again(own, place))
        }
        again = {
            place
            for place in own.keys() - found
            if _recurs(own[place], alike[_NUMERAL.sub("#", own[place].text)], few)
        }
        if again and page.rules:
            # A head of a table counts no pages, and names no document.
            words = {
                place
                for place in again
                if _recurs(own[place], same[own[place].text], few)
                and not any(map(is_symbol, own[place].text.split()))
            }
            again -= _rows_of_heads(page, words, found | again - words)
        found |= again
        count = len(page.rows)
        top = next((n for n in range(count) if n not in found), count)
        foot = next((n for n in reversed(range(count)) if not _at_foot(page.rows, n, found)), -1)
        gone[page.number] = {*range(top), *(n for n in found if n > foot)}
    return gone


def _rows_of_heads(page: Page, words: set[int], gone: set[int]) -> set[int]:
    """Find the rows of the heads of tables among `words`, with none beside them that is `gone`."""
    rest = [place for place in range(len(page.rows)) if place not in gone]
    found: set[int] = set()
    for head in rows_of_heads([page.rows[place] for place in rest], page.rules):
        rows = [page.rows[rest[n]] for n in head]
        if not any(abs(page.rows[n].y - row.y) < row.size for n in gone for row in rows):
            found.update(rest[n] for n in head)
    return found & words


def _at_foot(rows: Sequence[GlyphRow], place: int, found: Collection[int]) -> bool:
    """Return whether a row is a page artefact of those `found`, or one above it is printed over.

    Notes that are too long for their page reach into its foot.
    """
    if place in found:
        return True
    row = rows[place]
    above = (n for n in found if n < place and rows[n].y - row.y < row.size)
    return any(_is_beside(rows[n], row) for n in above)


def _is_beside(row: GlyphRow, other: GlyphRow) -> bool:
    return row.starts[0] < max(other.ends) and other.starts[0] < max(row.ends)


def _says_again(rows: dict[int, _Edge], place: int) -> bool:
    """Return whether a row further in says the same, as the masthead repeats the running head."""
    return any(place < other <= 5 and rows[other].text == rows[place].text for other in rows)


def _recurs(edge: _Edge, alike: Sequence[_Edge], few: int) -> bool:
    """Return whether a row stands on `few` pages at least."""
    pages: set[int] = set()
    for other in alike[:_MOST_ALIKE]:
        if edge.recurs(other):
            pages.add(other.page)
            if len(pages) >= few:  # no further ones: a running head is on thousands of pages
                return True
    return False


def _edge_rows(page: Page) -> dict[int, _Edge]:
    count = len(page.rows)
    outer = {*range(min(_DEPTH, count)), *range(max(0, count - _DEPTH), count)}
    found: dict[int, _Edge] = {}
    for place in outer:
        row = page.rows[place]
        text = text_of(row, rightward=page.rightward, exact=page.exact)
        numbers = (_number(token) for token in _NUMERAL.findall(text))
        found[place] = _Edge(page.number, row.y, text, tuple(numbers))
    return found


def _number(token: str) -> int:
    return int(token[:9]) if token.isdecimal() else parse_roman(token) or 0


def _usual_size(pages: Sequence[Page]) -> float:
    """Return the commonest size of the characters, in half points."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for row in page.rows:
            sizes[_half(row.size)] += len(row.texts)
    return max(sizes, key=lambda size: sizes[size], default=10.0)


def _half(size: float) -> float:
    return round(2 * size) / 2


# Lines


@dataclass(frozen=True, slots=True)
class _PageStretch:
    """A stretch of a page; `place` names the column on all pages of one width.

    `stretches` are its rows, as text and tables.
    """

    page: Page
    place: tuple[int, int, int]
    rows: list[GlyphRow]
    stretches: list[list[GlyphRow] | Table]


def _parts(pages: Sequence[Page], sheets: Sequence[Sequence[GlyphRow]]) -> list[_PageStretch]:
    """Part pages, of which `sheets` are the rows of text, into their columns."""
    columns = [
        (page, place, column)
        for page, of_page in zip(pages, stretches(sheets), strict=True)
        for place, column in enumerate(of_page)
    ]
    insides = [list(parted(column.rows, page.rules)) for page, _, column in columns]
    layouts = _list_layouts(insides)
    found: list[_PageStretch] = []
    head: list[str] = []  # of the last table of the page before
    on_page: list[str] = []
    for (page, place, column), first in zip(columns, insides, strict=True):
        inside = first
        if not place:
            head, on_page = on_page, []
        if any(is_set_as(row, layout) for row in _rows_of_no_list(inside) for layout in layouts):
            inside = list(parted(column.rows, page.rules, layouts))
        for n, table in enumerate(inside):
            if isinstance(table, Table):
                on_page = _words(table.cells[: table.head])
                # A table that goes on has its head once more.
                if place == n == 0 and on_page and on_page == head:
                    inside[0] = Table(table.cells[table.head :])
        found.append(_PageStretch(page, (round(page.width), *column.column), column.rows, inside))
    return found


def _rows_of_no_list(inside: Iterable[list[GlyphRow] | Table]) -> Iterator[GlyphRow]:
    """Yield the rows of text, and of tables that are no lists of mandates."""
    for each in inside:
        if not isinstance(each, Table):
            yield from each
        elif each.layout is None:
            yield from chain.from_iterable(each.cells)


def _list_layouts(insides: Iterable[Iterable[list[GlyphRow] | Table]]) -> list[ListLayout]:
    """Return how the lists of mandates of a document are set, nearly like ones once.

    Those of a pair of columns alone are left out: what is set like them may be any text.
    """
    found: dict[tuple[int, ...], ListLayout] = {}
    for table in chain.from_iterable(insides):
        layout = table.layout if isinstance(table, Table) else None
        if layout and len(layout.starts) > _PAIR:
            found.setdefault(tuple(map(round, (2 * layout.size, *layout.starts))), layout)
    return list(found.values())


def _words(cells: Iterable[Sequence[GlyphRow]]) -> list[str]:
    return ["".join(text for row in cell for text in row.texts) for cell in cells]


def _edges(parts: Sequence[_PageStretch]) -> dict[tuple[int, int, int], tuple[float, float]]:
    """Find the edges of each column over all pages; few lines may stand out of them."""
    starts: dict[tuple[int, int, int], list[float]] = defaultdict(list)
    ends: dict[tuple[int, int, int], list[float]] = defaultdict(list)
    for part in parts:
        starts[part.place] += [row.starts[0] for row in part.rows]
        ends[part.place] += [_end(row) for row in part.rows]
    return {
        place: (
            _left_edge(starts[place]),
            sorted(ends[place])[-1 - len(ends[place]) // 50],
        )
        for place in starts
        if starts[place]
    }


def _left_edge(starts: Sequence[float]) -> float:
    """Return the least place where a tenth of the lines start."""
    counts = Counter(round(start) for start in starts)
    often = [start for start, count in counts.items() if count >= 0.1 * len(starts)]
    least = min(often, default=round(min(starts)))
    return min(start for start in starts if round(start) == least)


def _lines(
    part: _PageStretch,
    region: int,
    edges: tuple[float, float],
    cells: Iterator[int],
    *,
    spaced: bool,
) -> Iterator[Line]:
    for stretch in part.stretches:
        if isinstance(stretch, Table):
            for each in stretch.cells:
                yield from _text_lines(part, each, region, edges, next(cells), spaced=spaced)
        else:
            yield from _text_lines(part, stretch, region, edges, 0, spaced=spaced)


def _text_lines(
    part: _PageStretch,
    rows: Iterable[GlyphRow],
    region: int,
    edges: tuple[float, float],
    cell: int,
    *,
    spaced: bool,
) -> Iterator[Line]:
    for row in chain.from_iterable(_side_by_side(row, part) for row in rows):
        text = text_of(row, rightward=part.page.rightward, spaced=spaced, exact=part.page.exact)
        if text:
            yield Line(
                text=text,
                page=part.page.number,
                region=region,
                y=row.y,
                size=row.size,
                start=row.starts[0],
                end=_end(row),
                left=edges[0],
                right=edges[1],
                first_word=_first_word(row),
                cell=cell,
                bold=row.bold,
                number="" if cell else _number_apart(row, text),
            )


def _side_by_side(row: GlyphRow, part: _PageStretch) -> list[GlyphRow]:
    """Part a row of the first page that has a line of the masthead beside another one.

    In a narrow column, the words of a line may be as far apart.
    """
    page = part.page
    if page.number or any(part.place[1:]):
        return [row]
    cuts = _wide_gaps(row)
    if not cuts:
        return [row]
    pieces = [row.part(*places) for places in pairwise((0, *cuts, len(row.texts)))]
    texts = [text_of(piece, rightward=page.rightward, exact=page.exact) for piece in pieces]
    # Before the words of a note stands its mark.
    worded = all(sum(map(str.isalpha, text)) > 1 for text in texts)
    return pieces if worded and any(map(is_surely_masthead, texts)) else [row]


def _number_apart(row: GlyphRow, text: str) -> str:
    """Return the number at the end of a line, behind white space wider than justified lines have.

    Behind leaders, the text says itself that it stands apart.
    """
    last = text.rsplit(maxsplit=1)[-1]
    if last == text or not last.isdecimal():
        return ""
    wide = _wide_gaps(row)
    alone = wide and sum(map(str.isalnum, row.texts[wide[-1] :])) == len(last)
    return last if alone else ""


def _wide_gaps(row: GlyphRow) -> list[int]:
    """Return the characters with white space before them wider than justified lines have."""
    return [place for place, gap in gaps(row).items() if gap > _WIDE_GAP * row.size]


def _end(row: GlyphRow) -> float:
    """Return where a line ends; a full-width sign at its end may hang over the margin."""
    hangs = is_eastern(row.texts[-1]) and is_closer(row.texts[-1])
    return row.starts[-1] + 0.5 * row.size if hangs else max(row.ends)


def _first_word(row: GlyphRow) -> float:
    """Measure what a line begins with that cannot be parted: a word, or a Chinese character."""
    end = min((*gaps(row), len(row.texts)))
    eastern = is_eastern(row.texts[0])
    for place, text in enumerate(row.texts[:end]):
        if place and (text == " " or (is_eastern(text) and not is_closer(text))):
            end = place
            break
        if place and eastern and not is_closer(text):
            end = place
            break
    return max(row.ends[:end]) - row.starts[0]


# Notes


def _is_raised_note(lines: Sequence[Line], place: int) -> bool:
    """Return whether a note of the size of the text begins, which lines above cite."""
    if lines[place].cell:
        return False
    match = _RAISED.match(lines[place].text)
    mark = match[0] if match else _level_mark(lines[place].text)
    above = lines[place - 1]
    apart = above.y - lines[place].y > _APART * lines[place].size
    if not mark or (ending(above.text) is not Ending.CLOSED and not apart):
        return False
    # Of numbers that are not raised, all must be marks: else they are those of paragraphs.
    marks = [mark] if match else filter(None, (_level_mark(line.text) for line in lines[place:]))
    return all(any(each in line.text[1:] for line in lines[:place]) for each in marks)


def _level_mark(text: str) -> str:
    """Return the mark, raised, of what may be a note whose own mark is not raised; "" if none."""
    match = _LEVEL.match(text)
    return raise_digits(match[1]) if match else ""


def with_marks(rows: Sequence[GlyphRow]) -> list[GlyphRow]:
    """Put raised marks that stand far before their notes into the rows of these.

    Those of letters, as notes below tables have them, are raised also where they are in the row.
    """
    found: list[GlyphRow] = []
    for row in rows:
        mark = found[-1] if found else row
        rise = (mark.y - row.y) / row.size
        before = _MARK_RISE[0] < rise < _MARK_RISE[1] and mark.ends[-1] <= row.starts[0]
        if before and mark.size < _RAISED_SIZE * row.size and _is_mark(mark.texts):
            texts = [raise_signs(text) for text in mark.texts] + row.texts
            starts, ends, sizes = (a + b for a, b in zip(_places(mark), _places(row), strict=True))
            found[-1] = row._replace(texts=texts, starts=starts, ends=ends, sizes=sizes)
        elif _begins_with_letter(row):
            texts = [raise_signs(row.texts[0]), *row.texts[1:]]
            found.append(row._replace(texts=texts))
        else:
            found.append(row)
    return found


def _is_mark(texts: Sequence[str]) -> bool:
    letter = len(texts) == 1 and texts[0] in _MARK_LETTERS
    return letter or (len(texts) <= _LONGEST_MARK and all(map(str.isdecimal, texts)))


def _begins_with_letter(row: GlyphRow) -> bool:
    """Return whether a row begins with a small letter by itself, which is the mark of a note."""
    if len(row.texts) < 3 or row.texts[0] not in _MARK_LETTERS:
        return False
    apart = row.texts[1].isspace() or row.starts[1] - row.ends[0] > _LETTER_GAP * row.size
    return apart and row.sizes[0] < _RAISED_SIZE * row.size


def _places(row: GlyphRow) -> tuple[array[float], array[float], array[float]]:
    return row.starts, row.ends, row.sizes


def _below_rule(lines: Sequence[Line], rules: Sequence[DrawnRule]) -> int:
    """Find where notes begin below a short rule: with a mark, and small to the end of the page."""
    for rule in rules:
        first = next((n for n, line in enumerate(lines) if line.y < rule.y), len(lines))
        if first == len(lines) or not _FOOT_MARK.match(lines[first].text) or lines[first].cell:
            continue
        line = lines[first]
        short = rule.end - rule.start < _SHORT_RULE * (line.right - line.left)
        if short and first and line.size < _SMALL * lines[first - 1].size:
            return first
    return len(lines)


def _begins_note(text: str, cited: Collection[str] | None) -> bool:
    """Return whether the text of a small line begins with the mark of a note, and with no figure.

    A figure that is not raised is a mark where it is among those `cited`; None where the
    document does not show what it cites.
    """
    figure = _FIGURE.match(text)
    mark = _FOOT_MARK.match(text)
    if not mark or (figure and not figure[1]):
        return False
    level = mark[0].strip()
    if not (level.isascii() and level.isdecimal()) or (cited is None and not figure):
        return True
    return cited is not None and level in cited


def _is_table_page(lines: Sequence[Line], body: float) -> bool:
    """Return whether lines are small from the top of a page nearly to its foot, as in tables."""
    small = [line.size < _SMALL * body for line in lines]
    return bool(small) and small[0] and sum(small) > _TABLE_SHARE * len(small)


def _first_note(
    lines: Sequence[Line], body: float, last: Line | None, cited: Collection[str] | None
) -> int:
    """Find where the notes at the foot begin: small lines to the end, or such with raised marks.

    `last` is the last line of the notes before, whose note may go on here; `cited` are the notes
    that the page may have.
    """
    small = len(lines)
    while small and lines[small - 1].size < _SMALL * body and not lines[small - 1].cell:
        small -= 1
    if small < len(lines) and last and last.right - last.end < lines[small].first_word + last.size:
        return small
    foot = max(0, len(lines) - _FOOT)
    marked = [n for n in range(small, len(lines)) if _begins_note(lines[n].text, cited)]
    marked += [n for n in range(max(1, foot), len(lines)) if _is_raised_note(lines, n)]
    return min(marked, default=len(lines))
