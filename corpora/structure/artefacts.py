"""Finds what belongs to the page and not to the text: page numbers, running heads, job numbers.

A page number is known by its form, or by counting up through the document. Around it, and around
form feeds, the lines that come back at several pages are running heads. Nothing is taken away for
its form alone where the form is also that of text (`12`, `IV`, a title).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from hexapla.corpora.numbers.markers import Family
from hexapla.corpora.numbers.note_marks import RAISED_DIGITS
from hexapla.corpora.numbers.numerals import parse_roman
from hexapla.corpora.numbers.readings import readings

__all__ = ["PAGE_BREAK", "is_page_line", "is_symbol", "page_artefacts"]

PAGE_BREAK = "\f"

# The ranges change none of the 6,135 paragraphs of the gold sets that are read exactly.
# Lines within which a line has neighbours: without a bound, blank ones take quadratic time. From 3.
_FAR = 100
_LONGEST_HEAD = 160  # characters: a title of two lines in one. 20 to 1,000.
_REACH = 4  # lines of a running head on one side of a page number. 0 to 10.
_N = r"\d{1,4}"
_OF = r"(?:\s?/\s?|\s(?:of|de|sur|von|из|من)\s)"
_WORD = r"page|página|pagina|pág\.|seite|страница|стр\.|с\.|صفحة|الصفحة|p\.|页"
# 19-12345, GE.19-12345(E), V.19-12345 (E) 240719; N1912345 only with a language or a date.
_JOB = (
    r"(?:(?:[A-Z]{1,2}\.\s?)?\d{2}-\d{5,6}|[A-Z]{1,2}\d{7}(?=\s?\([A-Z]\)|\s\d{6}))"
    r"(?:\s?\([A-Z]\))?(?:\s\d{6}){0,3}|"
    r"\d{6} \([A-Z]\) \d{2}-\d{5,6}"  # where the page runs from right to left
)
_SYMBOL = (
    r"(?:[A-Z]{1,10}(?:/[A-Z0-9][A-Za-z0-9.\-]{0,19}(?:\([A-Za-z0-9.\- ]{1,12}\))?){1,8}"
    r"(?:\s?\*{1,3})?)"
)
_PAGE = (
    rf"第\s?{_N}\s?页(?:[\s,，/]*共\s?{_N}\s?页)?|共\s?{_N}\s?页|"
    rf"(?i:{_WORD})\s?{_N}(?:{_OF}{_N})?|{_N}{_OF}{_N}|[-–—]\s?{_N}\s?[-–—]"
)
_TOKEN = re.compile(
    rf"(?:(?P<page>{_PAGE})|(?P<job>{_JOB}|\*\d{{5,9}}\*)|(?P<symbol>{_SYMBOL})|"
    rf"(?P<bare>{_N})|(?P<more>/?\.\.\.|/…|[|·•]))(?:\s+|$)"
)
_HEAD_TOKEN = rf"(?:(?i:{_WORD})\s?)?{_N}(?:{_OF}{_N})?"
_HEAD_NUMBER = re.compile(
    rf"(?P<before>{_HEAD_TOKEN})\s+(?P<rest>\S.+)|(?P<head>.+?\S)\s+(?P<after>{_HEAD_TOKEN})"
)
# `A/99/6 (Sect. 3)/Part A*` is that of a section of the budget.
_SECTION = r" \([A-Z][a-z]{2,6}\. \w{1,4}\)(?:/[\w. /]{1,12})?\*{0,3}"
_SYMBOL_LINE = re.compile(rf"{_SYMBOL}(?:\s\({_SYMBOL}\)|{_SECTION})?")
_NOTE_SIGNS = f"{RAISED_DIGITS}*"
_LABELLED = (Family.ARTICLE, Family.GOAL, Family.DIVISION, Family.ANNEX, Family.APPENDIX)
_WORD_END = re.compile(r"[^\W\d_]$")
_OPEN = re.compile(r"[\w)\]”’»\u2070-\u209f²³¹,，、-]$")


def is_symbol(line: str) -> bool:
    """Return whether a line is nothing but a document symbol: `A/RES/70/1`, `S/2019/12/Rev.1`."""
    return (
        len(line) <= 60
        and bool(_SYMBOL_LINE.fullmatch(line))
        and (any(char.isdigit() for char in line))
    )


def is_page_line(line: str) -> bool:
    """Return whether a line by its form says only the page or the printing job.

    Never a bare number, which may be the number of a paragraph.

    >>> list(map(is_page_line, ["- 3 -", "A/RES/70/1 第 3 页", "19-12345 (C)", "3"]))
    [True, True, True, False]
    """
    kinds = _token_kinds(line)
    return bool(kinds & {"page", "job"}) or {"symbol", "bare"} <= kinds


def _token_kinds(line: str) -> set[str]:
    """Return the kinds of the tokens that make up a line; none where it holds anything else."""
    kinds: set[str] = set()
    if len(line) > 80:
        return kinds
    plain = line if line.isascii() else _western(line)
    position = 0
    while position < len(plain):
        match = _TOKEN.match(plain, position)
        if not match:
            return set()
        kinds.add(match.lastgroup or "")
        position = match.end()
    return kinds


def _western(text: str) -> str:
    """Return a text with the digits of any script as 0-9."""
    return "".join(str(int(c)) if c.isdecimal() and not c.isascii() else c for c in text)


def page_artefacts(lines: Sequence[str], language: str) -> set[int]:
    """Find the lines that belong to the page.

    `lines` are stripped; blank ones are "" and a form feed is a line of its own, `PAGE_BREAK`.
    Returns the places of the lines to leave out, page breaks among them.
    """
    breaks = {i for i, line in enumerate(lines) if line == PAGE_BREAK}
    pages = {i for i, line in enumerate(lines) if line and is_page_line(line)}
    gone = breaks | pages
    gone |= _numbered_heads(lines, gone, language)
    gone |= _counting(lines, gone)
    gone |= _repeated_symbols(lines, gone)
    heads = _running_heads(lines, gone, language)
    heads |= _interrupting(lines, gone | heads)
    # What makes up half of a text is no running head, whatever it looks like.
    text = sum(1 for line in lines if line) - len(gone)
    return gone | heads if 2 * len(heads) <= text else gone


def _numbered_heads(lines: Sequence[str], anchors: set[int], language: str) -> set[int]:
    """Find running heads with the page number in the same line, which counts up.

    `A/RES/70/1 The state of the archive 14/35` needs two pages. With a bare number the line must
    come back three times and name a symbol or break into a sentence: `Table 3` does not.
    """
    places: dict[tuple[str, bool], list[tuple[int, int]]] = defaultdict(list)
    for i, line in enumerate(lines):
        match = _HEAD_NUMBER.fullmatch(line) if 3 < len(line) <= _LONGEST_HEAD else None
        if match and i not in anchors and _ends(lines, i - 1) + _ends(lines, i + 1):
            token = match["before"] or match["after"]
            core = (match["rest"] or match["head"]).strip(" |·–—-")
            number = int(re.findall(r"\d+", token)[0])
            places[core, not token.isdecimal()].append((i, number))
    found: set[int] = set()
    for (core, sure), where in places.items():
        rising = len(where) >= 2 and all(a < b for (_, a), (_, b) in pairwise(where))
        if not rising or not any(c.isalpha() for c in core):
            continue
        named = any(is_symbol(word) for word in core.split())
        cutting = any(_interrupts(lines, i, anchors) for i, _ in where)
        if sure or (len(where) >= 3 and (named or cutting)):
            found.update(i for i, _ in where if not _is_text(lines[i], language))
    return found


def _counting(lines: Sequence[str], anchors: set[int]) -> set[int]:
    """Find bare page numbers (`3`, `iv`): those at page breaks, and those that count up."""
    bare = {
        i: number
        for i, line in enumerate(lines)
        if 0 < len(line) <= 6 and i not in anchors and (number := _bare_number(line))
    }
    at_breaks = [
        i for i in bare if any(lines[j] == PAGE_BREAK for j in _neighbours(lines, i, {i}, reach=1))
    ]
    counted = _longest_count([(i, bare[i]) for i in at_breaks])
    single = len(at_breaks) == 1 and bare[at_breaks[0]] < 1000
    found = set(at_breaks if single else counted if len(counted) >= 2 else ())
    chain = _longest_count([(i, bare[i]) for i in bare if _stands_alone(lines, i)])
    if _are_pages(lines, chain):
        found.update(chain)
    return found


def _are_pages(lines: Sequence[str], chain: Sequence[int]) -> bool:
    """Return whether numbers that count up, each alone in its line, are page numbers."""
    cutting = sum(_interrupts(lines, i, {i}) for i in chain)
    if len(chain) < 3:
        return bool(chain) and cutting == len(chain)
    heads = Counter(lines[j] for i in chain for j in _neighbours(lines, i, {i}, reach=1))
    if cutting >= 2 or max(heads.values(), default=0) >= max(2, 0.5 * len(chain)):
        return True
    filled = [i for i, line in enumerate(lines) if line]
    ranks = [bisect_left(filled, i) for i in chain]
    # Pages have more lines than the cells and points that count up alone in their lines.
    spaced = (ranks[-1] - ranks[0]) / (len(chain) - 1) >= 6
    return spaced and (bool(cutting) or len(chain) >= 5)


def _bare_number(line: str) -> int | None:
    if line.isdecimal():
        return int(line)
    return parse_roman(line) if line.islower() and line.isascii() else None


def _longest_count(numbers: Sequence[tuple[int, int]]) -> list[int]:
    """Find the longest run that counts up by one, in the order of the text."""
    length: dict[int, int] = {}
    before: dict[int, int] = {}
    latest: dict[int, int] = {}
    best = -1
    for place, number in numbers:
        previous = latest.get(number - 1, -1)
        before[place] = previous
        length[place] = length.get(previous, 0) + 1
        if length[place] >= length.get(latest.get(number, -1), 0):
            latest[number] = place
        if length[place] > length.get(best, 0):
            best = place
    run = []
    while best >= 0:
        run.append(best)
        best = before[best]
    return run[::-1]


def _stands_alone(lines: Sequence[str], place: int) -> bool:
    before = place == 0 or lines[place - 1] in ("", PAGE_BREAK)
    after = place + 1 >= len(lines) or lines[place + 1] in ("", PAGE_BREAK)
    return before or after


def _repeated_symbols(lines: Sequence[str], anchors: set[int]) -> set[int]:
    """Find lines with the document's own symbol that come back, save the first at the top."""
    places: dict[str, list[int]] = defaultdict(list)
    for i, line in enumerate(lines):
        if line and i not in anchors and is_symbol(line):
            places[line.rstrip("* ")].append(i)
    found: set[int] = set()
    for where in places.values():
        near = [i for i in where if any(j in anchors for j in _neighbours(lines, i, {i}))]
        first_filled = sum(1 for line in lines[: where[0]] if line)
        at_top = first_filled < 5 and where[0] not in near
        rest = where[1:] if at_top else where
        found.update(rest if len(where) >= 2 else near)
    return found


def _running_heads(lines: Sequence[str], anchors: set[int], language: str) -> set[int]:
    """Find the lines beside page numbers, page breaks and symbols that come back there."""
    clusters = list(_clusters(lines, anchors))
    before = _recurring(lines, [list(_outward(lines, first, -1)) for first, _ in clusters], -1)
    after = _recurring(lines, [list(_outward(lines, last, 1)) for _, last in clusters], 1)
    titles = _repeated_at_top(lines)
    gone = set(anchors)
    for first, last in clusters:
        symbol = any(is_symbol(lines[i]) for i in range(first, last + 1) if lines[i])
        for side, step, start in ((before, -1, first), (after, 1, last)):
            for i in _outward(lines, start, step):
                titled = symbol and lines[i] in titles and _ends(lines, i + step)
                beside = symbol and i == last + 1 and _closes_head(lines, i)
                single = step == 1 and _parts_sentence(lines, i, gone)
                known = lines[i] in side or titled or beside or single
                if not known or _is_text(lines[i], language):
                    break
                gone.add(i)
    return gone - anchors


def _repeated_at_top(lines: Sequence[str]) -> set[str]:
    """Find the first lines of the document, a title among them, that come back in it."""
    counts = Counter(line for line in lines if line)
    first = islice((line for line in lines if line), 15)
    return {line for line in first if counts[line] >= 2 and len(line) <= _LONGEST_HEAD}


def _parts_sentence(lines: Sequence[str], place: int, gone: set[int]) -> bool:
    """Return whether a line by itself after a page break parts a sentence, by its signs.

    It has a capital and no end, the text before the break has no end either, and the text after
    the line goes on with a small letter.
    """
    line, left = lines[place], _nearest(lines, place, -1, gone)
    right = _nearest(lines, place, 1, gone)
    alone = all(_ends(lines, i) or i in gone for i in (place - 1, place + 1))
    cased = len(line) <= 80 and line[0].isupper() and right[:1].islower()
    return alone and cased and bool(_WORD_END.search(left) and _WORD_END.search(line))


def _recurring(lines: Sequence[str], sides: Sequence[Sequence[int]], step: int) -> set[str]:
    """Find the lines that come back at page breaks, and not for being the end of a paragraph."""
    places: dict[str, list[int]] = defaultdict(list)
    apart: Counter[str] = Counter()
    seen: set[int] = set()
    for number, side in enumerate(sides):
        for i in side:
            if i not in seen and places[lines[i]][-1:] != [number]:
                seen.add(i)
                places[lines[i]].append(number)
                apart[lines[i]] += _ends(lines, i + step)
    found: set[str] = set()
    for line, where in places.items():
        # At nearly every page, or at some if it stands by itself: left and right pages differ, and
        # chapters have heads of their own.
        often = len(where) >= max(3, 0.8 * len(sides))
        known = len(where) >= max(2, 0.25 * len(sides)) or any(
            b - a <= 2 for a, b in pairwise(where)
        )
        if often or (known and 2 * apart[line] >= len(where) and not line[0].islower()):
            found.add(line)
    return found


def _ends(lines: Sequence[str], place: int) -> bool:
    """Return whether a block of lines ends before this place."""
    return not 0 <= place < len(lines) or not lines[place].strip()


def _is_text(line: str, language: str) -> bool:
    """Return whether a line is a numbered heading, which may stand on two pages."""
    return any(reading.family in _LABELLED for reading in readings(line, language))


def _closes_head(lines: Sequence[str], place: int) -> bool:
    """Return whether a short line hangs on the symbol line of a page head, before a blank."""
    hangs = is_symbol(lines[place - 1]) and _ends(lines, place + 1)
    return hangs and not lines[place][0].islower() and not lines[place].endswith((".", "。"))


def _clusters(lines: Sequence[str], anchors: set[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and last places of anchors that only blank lines part."""
    ordered = sorted(anchors)
    start = previous = -1
    for place in ordered:
        if start >= 0 and all(not lines[i] for i in range(previous + 1, place)):
            previous = place
            continue
        if start >= 0:
            yield start, previous
        start = previous = place
    if start >= 0:
        yield start, previous


def _outward(lines: Sequence[str], start: int, step: int) -> Iterator[int]:
    """Yield the places of the next few filled lines that a running head could be."""
    seen, i = 0, start + step
    while 0 <= i < len(lines) and seen < _REACH:
        line = lines[i]
        if line:
            if line == PAGE_BREAK or len(line) > _LONGEST_HEAD:
                return
            seen += 1
            yield i
        i += step


def _neighbours(
    lines: Sequence[str], place: int, skip: set[int], *, reach: int = 2
) -> Iterator[int]:
    """Yield the nearest filled lines on both sides of a line."""
    for step in (-1, 1):
        seen = 0
        for i in range(place + step, place + step * _FAR, step):
            if seen == reach or not 0 <= i < len(lines):
                break
            if lines[i] and i not in skip:
                seen += 1
                yield i


def _interrupting(lines: Sequence[str], gone: set[int]) -> set[int]:
    """Find lines that come back three times or more and break into sentences."""
    places: dict[str, list[int]] = defaultdict(list)
    for i, line in enumerate(lines):
        # A line inside a wrapped paragraph may well come back: only those by themselves count.
        short = 0 < len(line) <= 100 and i not in gone
        if short and all(_ends(lines, j) or j in gone for j in (i - 1, i + 1)):
            places[line].append(i)
    found: set[int] = set()
    for where in places.values():
        if len(where) >= 3:
            cuts = sum(_interrupts(lines, i, gone) for i in where)
            # The other places may be ends of paragraphs, where nothing shows that it interrupts.
            if cuts >= 2 and cuts * 4 >= len(where):
                found.update(where)
    return found


def _interrupts(lines: Sequence[str], place: int, gone: set[int]) -> bool:
    """Return whether the sentence before a line goes on after it, by its own signs."""
    left = _nearest(lines, place, -1, gone)
    right = _nearest(lines, place, 1, gone)
    if not left or not right or len(left) < 20 or lines[place] in (left, right):
        return False
    first = right[0]
    uncased = first.isalpha() and first.lower() == first.upper()
    return bool(_OPEN.search(left)) and (first.islower() or (uncased and len(right) >= 10))


def _nearest(lines: Sequence[str], place: int, step: int, gone: set[int]) -> str:
    for i in range(place + step, place + step * _FAR, step):
        if not 0 <= i < len(lines):
            break
        if lines[i] and i not in gone and lines[i][0] not in _NOTE_SIGNS:
            return lines[i]
    return ""
