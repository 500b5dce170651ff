"""Reads plain text: one paragraph a line, or hard-wrapped lines with blank lines between."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from hexapla.corpora.input.raw import RawFile
from hexapla.corpora.numbers.numbering import Entry, number
from hexapla.corpora.numbers.readings import readings
from hexapla.corpora.readers.content import Content
from hexapla.corpora.structure.artefacts import PAGE_BREAK, page_artefacts
from hexapla.corpora.structure.blocks import Block
from hexapla.corpora.structure.boundaries import Ending, Start, ending, start
from hexapla.corpora.structure.contents import ends_with_page
from hexapla.corpora.structure.joiner import Joiner
from hexapla.corpora.structure.kinds import note_mark

__all__ = ["blocks", "read"]

_LINE_END = re.compile(r"\r\n|[\n\r\v\x85\u2028\u2029]")
_NARROWEST, _WIDEST = 24, 220  # columns of a hard-wrapped text
_SLACK = 0.9  # a line this full may be the victim of the margin


def read(raw: RawFile) -> Content:
    """Read plain text in any usual encoding; DocumentError if it is none."""
    return Content(raw.text.split("\n"), partial(blocks, raw.text))


def blocks(text: str, language: str) -> list[Block]:
    """Cut plain text into blocks, hard-wrapped lines joined and page artefacts left out.

    `language` is one of `corpora.languages.LANGUAGES`. Whether the lines are whole paragraphs or
    wrapped at a margin is told by the text itself.
    """
    lines = _lines(text)
    gone = page_artefacts(
        [line if line == PAGE_BREAK else line.strip() for line in lines], language
    )
    groups = _groups(lines, gone)
    margin = _margin([group.lines for group in groups], language)
    if margin is None:
        return [
            Block(line.strip(), after_break=group.after_break and not place)
            for group in groups
            for place, line in enumerate(group.lines)
        ]
    return _wrapped(groups, margin, language)


def _lines(text: str) -> list[str]:
    """Cut into lines, a form feed being a line of its own."""
    lines: list[str] = []
    for line in _LINE_END.split(text.lstrip("\ufeff")):
        for place, part in enumerate(line.split(PAGE_BREAK)):
            if place:
                lines.append(PAGE_BREAK)
            lines.append(part.rstrip())
    return [line if line == PAGE_BREAK else line.replace(PAGE_BREAK, "") for line in lines]


@dataclass(frozen=True, slots=True)
class _LineGroup:
    """Lines without a blank one between; `after_break` where page artefacts stood before them."""

    lines: list[str]
    after_break: bool


def _groups(lines: Sequence[str], gone: set[int]) -> list[_LineGroup]:
    groups: list[_LineGroup] = []
    current: list[str] = []
    broken = False
    for place, line in enumerate(lines):
        if place not in gone and line.strip():
            current.append(line)
            continue
        if current:
            groups.append(_LineGroup(current, broken))
            current, broken = [], False
        broken = broken or place in gone
    return [*groups, _LineGroup(current, broken)] if current else groups


def _columns(text: str) -> int:
    """Measure a text in columns, two for a full-width character."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


@dataclass(frozen=True, slots=True)
class _Margin:
    """The right margin of a hard-wrapped text, in the units of `measure`."""

    width: int
    measure: Callable[[str], int]

    def reached(self, line: str, following: str) -> bool:
        """Return whether the margin was why the line ended: the next word had no place."""
        return self.measure(line) + self.measure(_first_word(following)) >= self.width * _SLACK


def _first_word(line: str) -> str:
    word = line.split(maxsplit=1)[0] if line.strip() else ""
    # Chinese is wrapped between any two characters, save before a closing sign.
    if word and unicodedata.east_asian_width(word[0]) in "WF":
        return word[:2]
    return word[:30]


def _margin(groups: Sequence[Sequence[str]], language: str) -> _Margin | None:
    """Find the margin that the lines were wrapped at; None where each is a paragraph.

    In wrapped text every line but the last of a paragraph is as full as the next word allows;
    lines that are whole paragraphs are of all lengths. A line with a number starts a paragraph,
    so that the line before it says nothing, and the leaders of a contents list go to any margin.
    """
    pairs = [
        pair
        for lines in groups
        for pair in pairwise(lines)
        if not any(marker.strong for marker in readings(pair[1], language))
        and not ends_with_page(pair[0])
    ]
    best: tuple[float, _Margin] | None = None
    for measure in (len, _columns):
        lengths = sorted(measure(line) for line, _ in pairs)
        if not lengths:
            continue
        width = lengths[int(0.9 * (len(lengths) - 1))]
        if not _NARROWEST <= width <= _WIDEST:
            continue
        margin = _Margin(width, measure)
        full = [pair for pair in pairs if margin.reached(*pair)]
        share = len(full) / len(pairs)
        if share >= 0.7 and (best is None or share > best[0]) and _runs_on(full):
            best = share, margin
    return best[1] if best and len(pairs) >= 2 else None


def _runs_on(pairs: Sequence[tuple[str, str]]) -> bool:
    """Return whether lines go on in the next, and are no sentences that are as long by chance."""
    closed = sum(ending(line) is Ending.CLOSED for line, _ in pairs)
    starts = [start(following.strip()) for _, following in pairs]
    cased = len(starts) - starts.count(Start.UNCASED) - starts.count(Start.CLOSER)
    capitals = cased >= 5 and starts.count(Start.UPPER) > 0.95 * cased
    return 2 * closed < len(pairs) and not capitals


def _wrapped(groups: Sequence[_LineGroup], margin: _Margin, language: str) -> list[Block]:
    """Join wrapped lines into blocks."""
    lines = [line for group in groups for line in group.lines]
    joiner = Joiner.of(lines, language)
    # Without blank lines between paragraphs, numbers and indents must part them.
    dense = len(lines) > 12 * len(groups)
    starts = _numbered_lines(lines, language) if dense else set()
    found: list[Block] = []
    offset = 0
    for place, group in enumerate(groups):
        following = _resumed(groups, place)
        inside = {
            start - offset for start in range(offset, offset + len(group.lines)) if start in starts
        }
        offset += len(group.lines)
        parts = list(_parts(group.lines, margin, inside, dense=dense))
        for order, part in enumerate(parts):
            last = order + 1 == len(parts)
            found.append(
                Block(
                    joiner.join(*part),
                    after_break=group.after_break and order == 0,
                    full_width=last
                    and margin.reached(part[-1], following)
                    and not ends_with_page(part[-1]),
                )
            )
    return found


def _resumed(groups: Sequence[_LineGroup], place: int) -> str:
    """Return the line that the text goes on with after a group, behind the notes that follow it."""
    for group in groups[place + 1 : place + 40]:
        if note_mark(group.lines[0].strip()) is None:
            return group.lines[0]
    return "x"


def _numbered_lines(lines: Sequence[str], language: str) -> set[int]:
    """Find the lines that start a numbered paragraph, by the sequence of the numbers."""
    entries = [Entry(readings(line.strip(), language)) for line in lines]
    return {place for place, found in enumerate(number(entries)) if found and found.length}


def _parts(
    lines: Sequence[str], margin: _Margin, starts: set[int], *, dense: bool
) -> Iterator[list[str]]:
    """Part the lines of a group into paragraphs."""
    part: list[str] = []
    for place, line in enumerate(lines):
        if part and (
            place in starts
            or not margin.reached(part[-1], line)
            or ends_with_page(part[-1])
            or (dense and _indented(part, line))
        ):
            yield part
            part = []
        part.append(line)
    if part:
        yield part


def _indented(part: Sequence[str], line: str) -> bool:
    """Return whether an indent starts a paragraph after a line that may end one."""
    deeper = _indent(line) > _indent(part[-1])
    return deeper and ending(part[-1]) is not Ending.OPEN


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
