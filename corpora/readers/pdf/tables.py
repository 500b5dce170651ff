"""Finds tables among the rows of a printed page, between rules and by white space.

Between rules of one length, one above the other, rows with wide gaps are a table. Elsewhere, rows
with wide gaps that follow one another are a table where what stands between the gaps lies in
columns that never touch, and begins or ends at the same places. Numbers that hang before their
paragraphs, the head of a document and contents with dots are none.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise, zip_longest

from hexapla.corpora.numbers.note_marks import RAISED_LETTERS
from hexapla.corpora.readers.pdf.glyphs.pages import DrawnRule, GlyphRow
from hexapla.corpora.readers.pdf.reading_order import gaps
from hexapla.corpora.readers.pdf.side_by_side import (
    ListLayout,
    begun_symbols,
    end_of_run,
    is_set_as,
    list_layout,
    mandates,
)
from hexapla.corpora.structure.kinds import is_masthead, is_table_note, note_mark

__all__ = ["Table", "parted", "rows_of_heads"]

_CELL_GAP = 1.5  # between cells at least, of the size
_NARROW_GAP = 0.6  # where other lines show the column
_TIGHT = 1.6  # between lines of a cell at most, of the size
_LEVEL = 0.5  # of the size
_APART = 1.2  # between rows of cells at least, of the least distance of lines, where any are
_SAME = 3.0  # points
_FEWEST_ROWS = 3  # of a table
_MOST_LINES = 100  # more than a page has
_MOST_PARTS = 2_000  # of a page, where tables are looked for
_MOST_TRIES = 40  # to find a table in one stretch of text
_RULED_SHARE = 0.3  # of the lines between rules, that have two cells or more
_DOUBLE = 6.0  # points between two rules that are one, as below the head that a page repeats
_LARGER = 1.15  # of the size of most rows: no words of a table
_MOST_RULES = 500  # of a page
_MOST_HEAD_LINES = 6  # over the first row of figures
_SMALLER = 0.92  # of the size of the other rows of a table, for its head
_FEWEST_OF_CHART = 8  # lines of nothing but figures in no columns: those of axes and bars
_MOST_OF_RUNNING_HEAD = 3  # cells side by side
_FULL_ROWS = 0.7  # of them, that have two cells or more
_FARTHEST = 4.0  # between lines of a table, of the size
_STEP_SLACK = 0.5  # points that like steps differ
_STEP = 1.5  # between cells of a head, of the least distance of lines in a column of it
_FIGURE = re.compile(r"(?=.*\d|[–—−-]+$)[\d().,:%$€£=÷×+\s/*–—−-]+")
# Figures and the groups of a figure are a space apart: `43 684.7` is one.
_GROUPED = re.compile(r"(?<!\d)\d{1,3} \d{3}(?!\d)")
_SPACE = 0.25  # between words, of the size
_LEAST_STEP = 0.7  # of the size, between lines; a sign may stand a little higher than its line
_HEAD_EDGE = 2.0  # points that words of a head and the column below differ at most
_EDGE = 1.0  # points that the edges of figures in a column differ at most
_FEWEST_FULL = 3
_FULL_LINES = 0.5  # of the pairs of lines, where cells of several lines fill their columns
_LABEL = re.compile(r"\W*\w{1,4}\W*")
_NUMBER = re.compile(r"\W*\w{1,4}(?:\.\w{1,4})*\W*")
# The number of a row, from either side: `12.`, `B.`, `(c)`, `-7`.
_ROW_NUMBER = re.compile(r"\w{1,4}[.)-]|[.(-]\w{1,4}|[(]\w{1,4}[)]")
_FEWEST_ACROSS = 2  # lines that go on across the gap behind the number of a row
_LEADERS = re.compile(r"(?:\. ?){4}|…{2}|_{4}")


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its cells in the order of reading, each the rows of characters in it.

    The first `head` of them are above the rule below its head. `layout` is that of a list of
    mandates.
    """

    cells: list[list[GlyphRow]]
    head: int = 0
    layout: ListLayout | None = None


@dataclass(frozen=True, slots=True)
class _Lines:
    """Rows of a page that may be a table, each as the parts between its wide gaps."""

    rows: list[list[GlyphRow]]
    columns: list[tuple[float, float]]

    def column(self, part: GlyphRow) -> int:
        """Return the column that a part stands in, or begins in."""
        start, end = part.starts[0], max(part.ends)
        shared = [min(end, right) - max(start, left) for left, right in self.columns]
        inside = [n for n, share in enumerate(shared) if share > 0]
        if len(inside) > 1:
            return inside[0]
        return max(range(len(shared)), key=shared.__getitem__)

    def by_column(self) -> list[list[GlyphRow]]:
        """Return the parts in each column, from the top."""
        found: list[list[GlyphRow]] = [[] for _ in self.columns]
        for part in chain.from_iterable(self.rows):
            found[self.column(part)].append(part)
        return found


def parted(
    rows: Sequence[GlyphRow],
    rules: Sequence[DrawnRule] = (),
    layouts: Sequence[ListLayout] = (),
) -> Iterator[list[GlyphRow] | Table]:
    """Part the rows of a column, from its top, into text and tables; `rules` from the top, too.

    The figures of a chart are left out, as they are where a file says that it is a drawing.
    `layouts` are those of the lists of mandates that the document surely has.
    """
    done = 0
    for first, last, marks in _ruled(rows, rules):
        yield from _unruled(rows[done:first], layouts)
        yield _ruled_table(rows[first:last], marks, rules)
        done = last
    yield from _unruled(rows[done:], layouts)


# Between rules


def rows_of_heads(rows: Sequence[GlyphRow], rules: Sequence[DrawnRule]) -> list[range]:
    """Find the heads of tables between rules, each as the places of its rows.

    A table that goes on has its head at the top of several pages, as running heads are. Unlike
    those, it has smaller letters than the rows below or a rule at their foot, and many cells, or
    one over each column of several rows, save that of the labels.
    """
    found: list[range] = []
    for first, last, marks in _ruled(rows, rules):
        end = next((n for n in range(first, last) if rows[n].y < marks[1]), last)
        head, body = rows[first:end], rows[end:last]
        if not (head and body):
            continue
        above = next(rule for rule in rules if rule.y == marks[0])
        closed = any(rule.y < body[-1].y and _is_same(above, rule) for rule in rules)
        small = _is_head(head, body, above)
        many = _most_cells(head) > _MOST_OF_RUNNING_HEAD and _most_cells(body) > 1
        if (many and small and closed) or (
            (small or closed) and _is_over_columns(head, body, rules)
        ):
            found.append(range(first, end))
    return found


def _most_cells(rows: Sequence[GlyphRow]) -> int:
    """Return how many cells are side by side at most."""
    return max(sum(len(_parts(row)) for row in line) for line in _level(rows))


def _is_over_columns(
    head: Sequence[GlyphRow], body: Sequence[GlyphRow], rules: Sequence[DrawnRule]
) -> bool:
    """Return whether a head has a cell over each column of several rows, save the labels."""
    lines = _lines_of(body)
    columns = _sure_columns(lines)
    if min(len(lines), len(columns)) < 2 or len(_logical(_Lines(lines, columns))) < 2:
        return False
    own: set[int] = set()
    for part in chain.from_iterable(_cut_head(_lines_of(head), lines, rules)):
        left, right = part.starts[0], max(part.ends)
        over = [n for n, (start, end) in enumerate(columns) if left < end and start < right]
        if len(over) != 1:
            return False
        start, end = columns[over[0]]
        if min(abs(left - start), abs(right - end)) > _SAME:
            return False
        own.update(over)
    return len(own) >= max(2, len(columns) - 1)


def _lines_of(rows: Sequence[GlyphRow]) -> list[list[GlyphRow]]:
    """Return the cells of level rows, side by side."""
    level = _level(rows)
    parts = [_in_order(_parts(row) for row in line) for line in level]
    return _cut_again(level, [part.starts[0] for line in parts for part in line])


def _ruled(
    rows: Sequence[GlyphRow], rules: Sequence[DrawnRule]
) -> Iterator[tuple[int, int, list[float]]]:
    """Find tables between rules: their first row, what follows them, and where their rules are."""
    first, last, marks = 0, 0, [0.0]
    pairs = list(_framed(rules))
    for (above, below), following in zip_longest(pairs, pairs[1:]):
        inside = [n for n, row in enumerate(rows) if above.y > row.y > below.y and n >= last]
        if not inside:
            continue
        framed = [rows[n] for n in inside]
        follows = last == inside[0] and 0 <= marks[-1] - above.y < _DOUBLE
        # Below the head that a page repeats, the rest of one cell may stand alone.
        alone = _are_narrow(framed, above) or _is_head(rows[first:last], framed, above)
        rest = follows and len(marks) == 2 and alone and not _has_heading(framed)
        if not rest and not _holds_cells(framed, above):
            next_below = following[1].y if following and following[0] is below else below.y
            text = [row for row in rows if below.y > row.y > next_below]
            if follows or not _is_head(framed, text, above):
                continue
        if follows:
            last, marks = inside[-1] + 1, [*marks, below.y]
            continue
        if last:
            yield first, _goes_on(rows, rules, last, marks), marks
        first, last, marks = inside[0], inside[-1] + 1, [above.y, below.y]
    if last:
        yield first, _goes_on(rows, rules, last, marks), marks


def _is_head(head: Sequence[GlyphRow], rows: Sequence[GlyphRow], rule: DrawnRule) -> bool:
    """Return whether rows are the head of a table whose other `rows` are below a rule.

    A table may have a single column, or words across all of them: its head is in smaller letters.
    """
    if not 0 < len(head) <= _MOST_HEAD_LINES or not rows:
        return False
    usual = sorted(row.size for row in rows)[len(rows) // 2]
    smaller = all(row.size < _SMALLER * usual for row in head)
    return smaller and not any(_stands_out(row, rule) for row in (*head, *rows))


def _stands_out(row: GlyphRow, rule: DrawnRule) -> bool:
    return row.starts[0] < rule.start - _SAME or max(row.ends) > rule.end + _SAME


def _are_narrow(rows: Sequence[GlyphRow], rule: DrawnRule) -> bool:
    """Return whether rows are as narrow as cells, one above the other."""
    left, right = min(row.starts[0] for row in rows), max(max(row.ends) for row in rows)
    return 2 * (right - left) < rule.end - rule.start


def _goes_on(
    rows: Sequence[GlyphRow], rules: Sequence[DrawnRule], last: int, marks: Sequence[float]
) -> int:
    """Find the end of a table: of one with rules at its head alone, the last small row of cells."""
    if len(marks) > 2 or last == len(rows):
        return last
    head = next(rule for rule in rules if rule.y == marks[1])
    foot = next((rule.y for rule in rules if rule.y < head.y and _is_same(head, rule)), 0.0)
    end = next(
        (
            n
            for n in range(last, len(rows))
            if rows[n].size > _LARGER * rows[last].size or rows[n].y < foot
        ),
        len(rows),
    )
    wide = [n for n in range(last, end) if len(_parts(rows[n])) > 1]
    if not wide or len(wide) < _RULED_SHARE * (wide[-1] + 1 - last):
        return last
    done = wide[-1] + 1
    # To the rule at its foot, or to the end of the page, what stands alone in its row is in it too.
    if end == len(rows) or rows[end].y < foot:
        return _before_notes(rows, rules, done, end)
    # The last cells may have further lines.
    starts = [part.starts[0] for row in rows[last:done] for part in _parts(row)[1:]]
    while done < end and _is_further_line(rows[done], rows[done - 1], starts):
        done += 1
    return done


def _is_further_line(row: GlyphRow, above: GlyphRow, starts: Sequence[float]) -> bool:
    """Return whether a row stands close below another, where cells begin that are not the first."""
    close = above.y - row.y <= _TIGHT * row.size and not row.bold
    return close and any(abs(row.starts[0] - start) < _SAME for start in starts)


def _before_notes(
    rows: Sequence[GlyphRow], rules: Sequence[DrawnRule], first: int, last: int
) -> int:
    """Return the first row of the notes between two places, which a rule may part from the rest."""
    for place in range(first, last):
        text = "".join(rows[place].texts)
        parted = any(rows[place - 1].y > rule.y > rows[place].y for rule in rules)
        if parted or note_mark(text) or is_table_note(text):
            return place
    return last


def _framed(rules: Sequence[DrawnRule]) -> Iterator[tuple[DrawnRule, DrawnRule]]:
    """Yield each rule with the next one below it of the same length and place."""
    above: dict[tuple[int, int], DrawnRule] = {}
    for rule in rules[:_MOST_RULES]:
        # The rule below the running head may be nearly as long: the nearest one counts.
        same = (each for each in above if _is_same(above[each], rule))
        place = min(same, key=lambda each: above[each].y, default=None)
        if place is not None:
            yield above.pop(place), rule
        above[round(rule.start), round(rule.end)] = rule


def _is_same(above: DrawnRule, below: DrawnRule) -> bool:
    return abs(above.start - below.start) < 2 * _SAME and abs(above.end - below.end) < 2 * _SAME


def _holds_cells(rows: Sequence[GlyphRow], rule: DrawnRule) -> bool:
    """Return whether rows below a rule are cells side by side, and none stands out of it."""
    if any(_stands_out(row, rule) for row in rows):
        return False
    lines = [_in_order(_parts(row) for row in line) for line in _level(rows)]
    texts = ["".join(part.texts) for part in chain.from_iterable(lines)]
    if len(texts) > _MOST_PARTS or 2 * sum(map(is_masthead, texts)) > len(texts):
        return False
    whole = [_unstretched(line, lines) for line in lines]
    if _has_heading(rows):
        return False
    labelled = [line for line in whole if _is_number(line[0])]
    wide = sum(len(line) > 1 for line in whole)
    numbered = len(labelled) == wide and all(len(line) == 2 for line in labelled)
    return wide >= _RULED_SHARE * len(lines) and not numbered


def _has_heading(rows: Sequence[GlyphRow]) -> bool:
    """Return whether one of these rows is larger than most of them."""
    sizes = sorted(row.size for row in rows)
    return sizes[-1] > _LARGER * sizes[len(sizes) // 2]


def _is_number(parts: Sequence[GlyphRow]) -> bool:
    return len(parts) == 1 and bool(_NUMBER.fullmatch("".join(parts[0].texts)))


def _unstretched(
    line: Sequence[GlyphRow], lines: Sequence[Sequence[GlyphRow]]
) -> list[Sequence[GlyphRow]]:
    """Put the parts of a line together that only the margin set apart.

    Most other lines go on across such a gap, or most of those that are long enough, and hardly
    any across one between columns.
    """
    found = [line[:1]]
    for left, right in pairwise(line):
        middle = (max(left.ends) + right.starts[0]) / 2
        across = sum(_covers(other, middle) for other in lines)
        reach = [each for each in lines if each[0].starts[0] < middle < max(each[-1].ends)]
        most = 2 * across > len(lines) - 1 or (across > 2 and 2 * across > len(reach))
        if across > 1 and most:
            found[-1] = [*found[-1], right]
        else:
            found.append([right])
    return found


def _covers(line: Sequence[GlyphRow], x: float) -> bool:
    return any(part.starts[0] < x < max(part.ends) for part in line)


def _ruled_table(
    rows: Sequence[GlyphRow], marks: Sequence[float], rules: Sequence[DrawnRule]
) -> Table:
    """Make a table of rows between rules; what is above the second rule is its head."""
    lines = _lines_of(rows)
    heads = sum(line[0].y > marks[1] for line in lines)
    heads = heads if heads < len(lines) else 0
    lines[:heads] = _cut_head(lines[:heads], lines[heads:], rules)
    head, body = lines[:heads], lines[heads:]
    columns = _Lines(lines, _with_head(_sure_columns(body), head))
    # Below it, words may go across all of its columns.
    of_head = max(columns.columns, _sure_columns(head), key=len)
    top = _head(_Lines(head, of_head), rules) if head else []
    found = list(top)
    if body:
        rest = _Lines(body, columns.columns)
        found += chain.from_iterable(_logical(rest) if len(body) > 1 else _one(rest))
    cells = [cell for cell in found if cell]
    return Table(cells, len(top))


def _cut_head(
    head: Sequence[list[GlyphRow]], body: Sequence[list[GlyphRow]], rules: Sequence[DrawnRule]
) -> list[list[GlyphRow]]:
    """Cut the words of a head also where figures of the body end or its columns begin.

    Its letters are small, and its columns no further apart than words; what stands alone over a
    rule is over several columns.
    """
    columns = _Lines(list(body), _sure_columns(body))
    figures: list[float] = []
    starts: list[float] = []
    for (left, right), parts in zip(columns.columns, columns.by_column(), strict=True):
        if 2 * sum(map(_is_figure, parts)) > len(parts):
            figures.append(right)
        else:
            starts.append(left)

    def is_over(part: GlyphRow, rule: DrawnRule) -> bool:
        close = 0 < part.y - rule.y < _TIGHT * part.size
        return close and rule.start < part.starts[0] and max(part.ends) < rule.end

    def cuts(part: GlyphRow, line: Sequence[GlyphRow]) -> list[int]:
        under = [rule for rule in rules if is_over(part, rule)]
        if any(sum(is_over(other, rule) for other in line) == 1 for rule in under):
            return []
        found: list[int] = []
        for place in gaps(part):
            before = _stripped(part.part(0, place))
            ends = before and any(abs(max(before.ends) - x) < _HEAD_EDGE for x in figures)
            begins = any(abs(part.starts[place] - x) < _HEAD_EDGE for x in starts)
            if ends or (begins and not _is_figure(part)):
                found.append(place)
        return found

    return [[each for part in line for each in _cut(part, cuts(part, line))] for line in head]


def _head(lines: _Lines, rules: Sequence[DrawnRule]) -> list[list[GlyphRow]]:
    """Return the cells of a head: of each column, what no rule and no wide step parts."""
    columns = lines.by_column()
    step = _STEP * _least_step(columns)
    found: list[list[list[GlyphRow]]] = []  # of each column, from the foot of the head
    for parts in columns:
        cells: list[list[GlyphRow]] = []
        for part in reversed(parts):
            below = cells[-1][0] if cells else part
            if not cells or part.y - below.y > step or _are_parted(part, below, rules):
                cells.append([])
            cells[-1].insert(0, part)
        found.append(cells)
    most = max(map(len, found))
    return [cells[n] for n in reversed(range(most)) for cells in found if n < len(cells)]


def _are_parted(above: GlyphRow, below: GlyphRow, rules: Sequence[DrawnRule]) -> bool:
    """Return whether a rule goes between two parts of a column."""
    between = (rule for rule in rules if above.y > rule.y > below.y)
    return any(rule.start < max(above.ends) and above.starts[0] < rule.end for rule in between)


def _least_step(columns: Sequence[Sequence[GlyphRow]]) -> float:
    """Return the least distance of lines that stand one above the other in a column."""
    steps = (
        above.y - below.y
        for parts in columns
        for above, below in pairwise(parts)
        if above.y - below.y > _LEAST_STEP * below.size
    )
    return min(steps, default=float("inf"))


def _one(lines: _Lines) -> list[list[list[GlyphRow]]]:
    return [lines.by_column()]


def _sure_columns(lines: Sequence[Sequence[GlyphRow]]) -> list[tuple[float, float]]:
    """Return the columns that most parts make; what lies across two of them makes none."""
    spans = sorted(
        ((part.starts[0], max(part.ends)) for line in lines for part in line),
        key=lambda span: span[1] - span[0],
    )
    found: list[tuple[float, float]] = []
    for start, end in spans:
        touched = [n for n, (left, right) in enumerate(found) if start < right and left < end]
        if len(touched) < 2:
            others = [found[n] for n in range(len(found)) if n not in touched]
            own = [found[n] for n in touched]
            left, right = min([start, *(x for x, _ in own)]), max([end, *(x for _, x in own)])
            if not any(left < b and a < right for a, b in others):
                found = [*others, (left, right)]
    return sorted(found)


def _with_head(
    columns: Sequence[tuple[float, float]], head: Sequence[Sequence[GlyphRow]]
) -> list[tuple[float, float]]:
    """Return the columns of a body with those that the head alone has words in."""
    found = list(columns)
    for start, end in _sure_columns(head):
        if not any(start < right and left < end for left, right in found):
            found.append((start, end))
    return sorted(found)


# By white space


def _unruled(
    rows: Sequence[GlyphRow], layouts: Sequence[ListLayout]
) -> Iterator[list[GlyphRow] | Table]:
    """Part rows without rules into text and tables, without the figures of charts."""
    lines = _level(rows)
    parts = [_in_order(_parts(row) for row in line) for line in lines]
    left = min((row.starts[0] for row in rows), default=0.0)
    right = max((max(row.ends) for row in rows), default=0.0)
    text: list[GlyphRow] = []
    place = tries = searched = 0
    while place < len(lines):
        known = [each for each in layouts if is_set_as(lines[place][0], each)]
        if place >= searched and (known or len(parts[place]) > 1):
            searched = end_of_run(lines, place)
            run = list(chain.from_iterable(lines[place:searched]))
            cells = mandates(run, known)
            if cells is not None:
                if text:
                    yield text
                    text = []
                yield Table(cells, layout=list_layout(run))
                place = searched
                continue
        end = _end(parts, place)
        table = None
        stretched = _is_stretched(parts[place:end], left, right)
        if end - place >= _FEWEST_ROWS and tries < _MOST_TRIES and not stretched:
            tries += 1
            starts = [part.starts[0] for line in parts[place:end] for part in line[1:]]
            table = _table(_cut_again(lines[place:end], starts))
        if table is None:
            chart = _end_of_figures(parts, place)
            if chart - place < _FEWEST_OF_CHART:
                text += lines[place]
                chart = place + 1
            place = chart
            continue
        if text:
            yield text
            text = []
        yield table
        place = end
    if text:
        yield text


def _end_of_figures(parts: Sequence[Sequence[GlyphRow]], place: int) -> int:
    """Return the place behind the lines that hold nothing but figures."""
    while place < len(parts) and all(map(_is_figure, parts[place])):
        place += 1
    return place


def _level(rows: Sequence[GlyphRow]) -> list[list[GlyphRow]]:
    """Put rows side by side that are nearly level: fonts differ in where they set their lines."""
    found: list[list[GlyphRow]] = []
    for row in rows:
        beside = found[-1] if found else []
        if beside and beside[0].y - row.y < _LEVEL * row.size and not _overlaps(row, beside):
            beside.append(row)
        else:
            found.append([row])
    return found


def _overlaps(row: GlyphRow, others: Iterable[GlyphRow]) -> bool:
    """Return whether a part of a row lies over one of another row."""
    taken = [(part.starts[0], max(part.ends)) for other in others for part in _parts(other)]
    own = [(part.starts[0], max(part.ends)) for part in _parts(row)]
    return any(start < other[1] and other[0] < end for start, end in own for other in taken)


def _in_order(parts: Iterable[list[GlyphRow]]) -> list[GlyphRow]:
    return sorted((part for each in parts for part in each), key=lambda part: part.starts[0])


def _parts(row: GlyphRow) -> list[GlyphRow]:
    return _cut(row, [place for place, gap in gaps(row).items() if gap >= _CELL_GAP * row.size])


def _cut_again(lines: Sequence[list[GlyphRow]], begun: Iterable[float]) -> list[list[GlyphRow]]:
    """Cut at narrower gaps, too, where lines above and below show that a column begins.

    `begun` are the places at which their parts begin. Figures may be as close as words: other
    figures that end, or begin, at the same place tell where theirs do.
    """
    starts = sorted(begun)
    figures = [part for line in lines for row in line for part in _parts(row) if _is_figure(part)]
    edges = sorted(part.starts[0] for part in figures), sorted(max(part.ends) for part in figures)

    def parts_columns(row: GlyphRow, place: int, gap: float) -> bool:
        if gap >= _CELL_GAP * row.size:
            return True
        if gap >= _NARROW_GAP * row.size and _count_near(starts, row.starts[place], _SAME) > 1:
            return True
        before = _stripped(row.part(0, place))
        end = max(before.ends) if before else row.starts[place]
        near = (
            _count_near(edges[0], row.starts[place], _EDGE),
            _count_near(edges[1], end, _EDGE),
        )
        return max(near) > 1 and _is_between_figures(row, place)

    def cuts(row: GlyphRow) -> list[int]:
        return [place for place, gap in gaps(row).items() if parts_columns(row, place, gap)]

    return _numbered([_in_order(_cut(row, cuts(row)) for row in line) for line in lines])


def _numbered(lines: Sequence[list[GlyphRow]]) -> list[list[GlyphRow]]:
    """Put the numbers of rows before their words, where other lines go on across the gap.

    Numbers that have a column of their own have nothing across it.
    """
    return [_with_number(line, lines) for line in lines]


def _with_number(line: Sequence[GlyphRow], lines: Sequence[Sequence[GlyphRow]]) -> list[GlyphRow]:
    if len(line) < 2 or not _ROW_NUMBER.fullmatch("".join(line[0].texts)) or _is_figure(line[1]):
        return list(line)
    middle = (max(line[0].ends) + line[1].starts[0]) / 2
    across = sum(_covers(other, middle) for other in lines)
    if across < _FEWEST_ACROSS or any(_has_words_before(other, middle) for other in lines):
        return list(line)
    number, words = line[0], line[1]
    joined = GlyphRow.of(
        words.y,
        number.texts + words.texts,
        number.starts + words.starts,
        number.ends + words.ends,
        number.sizes + words.sizes,
        bold=words.bold,
    )
    return [joined, *line[2:]]


def _has_words_before(line: Sequence[GlyphRow], place: float) -> bool:
    """Return whether a cell that is no number of a row, as a heading, stands before a place."""
    parted = len(line) > 1 and max(line[0].ends) < place < line[1].starts[0]
    return parted and not _ROW_NUMBER.fullmatch("".join(line[0].texts))


def _is_figure(part: GlyphRow) -> bool:
    return bool(_FIGURE.fullmatch("".join(part.texts)))


def _is_between_figures(row: GlyphRow, place: int) -> bool:
    """Return whether words of a row on both sides of a gap are figures, and not of one figure."""
    words = sorted({0, *gaps(row), len(row.texts)})
    middle = words.index(place)
    left = "".join(row.texts[words[middle - 1] : place]).strip()
    right = "".join(row.texts[place : words[middle + 1]]).strip()
    if not (_FIGURE.fullmatch(left) and _FIGURE.fullmatch(right)):
        return False
    left, right = left.split()[-1], right.split()[0]
    # Where the page runs from the right, so do the digits of its rows.
    both = f"{left} {right}", f"{left[::-1]} {right[::-1]}"
    return not any(map(_GROUPED.search, both))


def _count_near(ordered: Sequence[float], x: float, slack: float) -> int:
    return bisect_left(ordered, x + slack) - bisect_left(ordered, x - slack)


def _cut(row: GlyphRow, cuts: Sequence[int]) -> list[GlyphRow]:
    edges = [0, *sorted(cuts), len(row.texts)]
    parts = (_stripped(row.part(first, last)) for first, last in pairwise(edges))
    return [part for part in parts if part is not None]


def _stripped(part: GlyphRow) -> GlyphRow | None:
    inked = [place for place, text in enumerate(part.texts) if not text.isspace()]
    return part.part(inked[0], inked[-1] + 1) if inked else None


def _end(parts: Sequence[list[GlyphRow]], place: int) -> int:
    """Find where the lines end that may be one table with the line at `place`.

    The first line of a cell may stand alone, as far below the row above as that below its own, if
    its figures come with the next one.
    """
    if len(parts[place]) < 2:
        return place
    second = min(parts[place][1].starts)
    first = parts[place][0].starts[0]
    end = sure = place + 1
    widest = 0.0  # step between rows
    while end < min(len(parts), place + _MOST_LINES):
        above, below = parts[end - 1][0], parts[end]
        step = above.y - below[0].y
        if not 0 < step <= _FARTHEST * above.size:
            break
        alone = len(below) == 1
        if alone:
            in_first = max(below[0].ends) < second
            tight = step <= _TIGHT * above.size
            loose = not tight and step <= widest and abs(below[0].starts[0] - first) < _SAME
            if not (in_first and (tight or loose)) and below[0].starts[0] < second - _SAME:
                break
        else:
            loose = False
            widest = max(widest, step + _STEP_SLACK)
            second = min(second, below[1].starts[0])
        end += 1
        if not alone or (sure == end - 1 and not loose):
            sure = end
    end = sure
    while end > place and len(parts[end - 1]) < 2 and _reaches_back(parts[end - 1][0], second):
        end -= 1
    return end


def _reaches_back(part: GlyphRow, second: float) -> bool:
    return part.starts[0] < second - _SAME and max(part.ends) > second


def _table(parts: Sequence[list[GlyphRow]]) -> Table | None:
    if sum(map(len, parts)) > _MOST_PARTS:
        return None
    lines = _Lines(list(parts), _columns(parts))
    if len(lines.columns) < 2 or not _aligned(lines):
        return None
    rows = _logical(lines)
    full = sum(sum(map(bool, row)) > 1 for row in rows)
    if len(rows) < _FEWEST_ROWS or full < _FULL_ROWS * len(rows):
        return None
    texts = [[" ".join("".join(part.texts) for part in cell) for cell in row] for row in rows]
    cells = [text for row in texts for text in row if text]
    labels = sum(bool(_LABEL.fullmatch(row[0])) for row in texts)
    heads = sum(map(is_masthead, cells))
    if (len(lines.columns) == 2 and 2 * labels > len(rows)) or 2 * heads > len(cells):
        return None
    if any(map(_LEADERS.search, cells)):
        return None
    return Table([cell for row in rows for cell in row if cell])


def _is_stretched(parts: Sequence[list[GlyphRow]], left: float, right: float) -> bool:
    """Return whether lines are a few long words set wide apart to reach both margins, no cells.

    Figures, which stand at the right margin of many tables, are not taken for words.
    """
    wide = [line for line in parts if len(line) > 1]
    flush = [
        line
        for line in wide
        if line[0].starts[0] < left + _SAME
        and max(line[-1].ends) > right - _SAME
        and not any(map(str.isdecimal, line[-1].texts))
    ]
    return 2 * len(flush) > len(wide)


def _columns(parts: Sequence[list[GlyphRow]]) -> list[tuple[float, float]]:
    """Return the columns that parts which overlap make."""
    found: list[tuple[float, float]] = []
    for start, end in sorted((part.starts[0], max(part.ends)) for row in parts for part in row):
        if found and start < found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found


def _aligned(lines: _Lines) -> bool:
    """Return whether most parts of each column begin or end where others of it do."""
    for own in lines.by_column():
        starts = [part.starts[0] for part in own]
        ends = [max(part.ends) for part in own]
        most = max(_most_together(starts), _most_together(ends))
        if most < max(2, 0.6 * len(own)):
            return False
    return True


def _most_together(edges: Sequence[float]) -> int:
    """Count the most edges that lie within the same few points."""
    ordered = sorted(edges)
    return max(bisect_left(ordered, x + 2 * _SAME) - n for n, x in enumerate(ordered))


def _logical(lines: _Lines) -> list[list[list[GlyphRow]]]:
    """Put lines together to rows of cells, each the parts of the lines in one column."""
    steps = [above[0].y - below[0].y for above, below in pairwise(lines.rows)]
    least = max(min(steps), min(_least_step(lines.by_column()), max(steps)))
    gapped = max(steps) > _APART * least and least <= _TIGHT * lines.rows[0][0].size
    full = [_is_full(lines, above, below) for above, below in pairwise(lines.rows)]
    filled = sum(full) >= max(_FEWEST_FULL, _FULL_LINES * len(full))
    begun = begun_symbols(lines.by_column()[0])
    note: GlyphRow | None = None
    rows: list[list[list[GlyphRow]]] = []
    for line, step, goes_on in zip(lines.rows, [float("inf"), *steps], [False, *full], strict=True):
        begins = step > _TIGHT * line[0].size or (len(line) > 1 and not lines.column(line[0]))
        rest = filled and goes_on and line[0].y not in begun
        begins = begins and not (rest and step <= _TIGHT * line[0].size)
        apart = step > _APART * least if gapped else begins
        if note and not _begins_note(line[0]) and _goes_on_with_note(line, note, step):
            rows[-1][0] += line
            continue
        note = line[0] if _begins_note(line[0]) else None
        if apart or not rows or note:
            rows.append([[] for _ in lines.columns])
        for part in line:
            rows[-1][0 if note else lines.column(part)].append(part)
    return rows


def _goes_on_with_note(line: Sequence[GlyphRow], note: GlyphRow, step: float) -> bool:
    """Return whether a line is one of the note of a table that begins above: words, no cells."""
    level = abs(line[0].size - note.size) < (_LARGER - 1) * note.size
    return level and step <= _TIGHT * note.size and not any(map(_is_figure, line))


def _begins_note(part: GlyphRow) -> bool:
    """Return whether a note of the table begins, whose mark is a letter."""
    return part.texts[0] in RAISED_LETTERS


def _is_full(lines: _Lines, above: Sequence[GlyphRow], below: Sequence[GlyphRow]) -> bool:
    """Return whether the first word of a cell's line had no place in the line above.

    Figures do not tell, for each is one word.
    """
    words = {lines.column(part): part for part in below if not _is_figure(part)}
    for part in above:
        number = lines.column(part)
        if number in words and not _is_figure(part):
            under = words[number]
            end = min((*gaps(under), len(under.texts)))
            first = max(under.ends[:end]) - under.starts[0]
            if lines.columns[number][1] - max(part.ends) < first + _SPACE * part.size:
                return True
    return False
