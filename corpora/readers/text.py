"""Reads plain text: one paragraph a line, or hard-wrapped lines with blank lines between."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpora.blocks import Block
from corpora.furniture import PAGE_BREAK, furniture
from corpora.joining import Ending, Joiner, ending, joiner
from corpora.labels import Family, readings

__all__ = ["blocks"]

_LINE_END = re.compile(r"\r\n|[\n\r\v\x85\u2028\u2029]")
_NARROWEST, _WIDEST = 24, 220  # columns of a hard-wrapped text
_SLACK = 0.9  # a line this full may be the victim of the margin
_PARAGRAPH_FORMS = (Family.NUMBER, Family.PATH, Family.LETTER, Family.ROMAN, Family.BRACKETED)


def blocks(text: str, language: str) -> list[Block]:
    """Cut plain text into blocks, hard-wrapped lines joined and page furniture left out.

    `language` is one of `corpora.languages.LANGUAGES`. Whether the lines are whole paragraphs or
    wrapped at a margin is told by the text itself.
    """
    lines = _lines(text)
    gone = furniture([line.strip() for line in lines], language)
    groups = _groups(lines, gone)
    margin = _margin([group.lines for group in groups])
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
class _Group:
    """Lines without a blank one between; `after_break` where furniture stood before them."""

    lines: list[str]
    after_break: bool


def _groups(lines: Sequence[str], gone: set[int]) -> list[_Group]:
    groups: list[_Group] = []
    current: list[str] = []
    broken = False
    for place, line in enumerate(lines):
        if place not in gone and line.strip():
            current.append(line)
            continue
        if current:
            groups.append(_Group(current, broken))
            current, broken = [], False
        broken = broken or place in gone
    return [*groups, _Group(current, broken)] if current else groups


def _columns(text: str) -> int:
    """Measure a text in columns, two for a full-width character."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


@dataclass(frozen=True, slots=True)
class _Margin:
    """The right margin of a hard-wrapped text, in the units of `measure`."""

    width: int
    measure: Callable[[str], int]

    def reached(self, line: str, following: str) -> bool:
        """Tell whether the margin was why the line ended: the next word had no place."""
        return self.measure(line) + self.measure(_first_word(following)) >= self.width * _SLACK


def _first_word(line: str) -> str:
    word = line.split(maxsplit=1)[0] if line.strip() else ""
    # Chinese is wrapped between any two characters, save before a closing sign.
    if word and unicodedata.east_asian_width(word[0]) in "WF":
        return word[:2]
    return word[:30]


def _margin(groups: Sequence[Sequence[str]]) -> _Margin | None:
    """Find the margin that the lines were wrapped at; None where each is a paragraph.

    In wrapped text every line but the last of a paragraph is as full as the next word allows;
    lines that are whole paragraphs are of all lengths.
    """
    pairs = [pair for lines in groups for pair in pairwise(lines)]
    best: tuple[float, _Margin] | None = None
    for measure in (len, _columns):
        lengths = sorted(measure(line) for line, _ in pairs)
        if not lengths:
            continue
        width = lengths[int(0.9 * (len(lengths) - 1))]
        if not _NARROWEST <= width <= _WIDEST:
            continue
        margin = _Margin(width, measure)
        share = sum(margin.reached(*pair) for pair in pairs) / len(pairs)
        if share >= 0.7 and (best is None or share > best[0]):
            best = share, margin
    return best[1] if best and len(pairs) >= 2 else None


def _wrapped(groups: Sequence[_Group], margin: _Margin, language: str) -> list[Block]:
    """Join wrapped lines into blocks."""
    join = joiner((line for group in groups for line in group.lines), language)
    # Without blank lines between paragraphs, numbers and indents must part them.
    dense = sum(len(group.lines) for group in groups) > 25 * len(groups)
    found: list[Block] = []
    for place, group in enumerate(groups):
        following = groups[place + 1].lines[0] if place + 1 < len(groups) else ""
        parts = list(_parts(group.lines, margin, language, dense=dense))
        for number, part in enumerate(parts):
            last = number + 1 == len(parts)
            found.append(
                Block(
                    _joined(part, join),
                    after_break=group.after_break and number == 0,
                    full_width=last and margin.reached(part[-1], following or "x"),
                )
            )
    return found


def _parts(
    lines: Sequence[str], margin: _Margin, language: str, *, dense: bool
) -> Iterator[list[str]]:
    """Part the lines of a group into paragraphs."""
    part: list[str] = []
    for line in lines:
        if part and _starts_anew(part, line, margin, language, dense=dense):
            yield part
            part = []
        part.append(line)
    if part:
        yield part


def _starts_anew(
    part: Sequence[str], line: str, margin: _Margin, language: str, *, dense: bool
) -> bool:
    before = part[-1]
    if not margin.reached(before, line):
        return True
    if not dense or ending(before) is Ending.OPEN:
        return False
    if _indent(line) > _indent(before) and (len(part) == 1 or _indent(before) == 0):
        return True
    return any(m.strong and m.family in _PARAGRAPH_FORMS for m in readings(line.strip(), language))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _joined(lines: Sequence[str], join: Joiner) -> str:
    text = lines[0].strip()
    for line in lines[1:]:
        text = join.join(text, line.strip())
    return text
