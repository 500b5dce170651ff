"""Resolves Word's automatic numbers, which stand in no paragraph: numbering.xml and its counters.

The rules are those of ECMA-376 part 1, 17.9: levels and their texts, restarts, overrides of one
list instance, and numbering that comes with a style.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from hexapla.corpora.numbers.list_numerals import format_numeral
from hexapla.corpora.readers.docx.elements import W, children, first_child, value

__all__ = ["Counters", "Instance", "ListLevel", "numbering"]

_DEEPEST = 9  # levels: Word has no more
_PLACEHOLDER = re.compile(r"%([1-9])")
# The characters of a pattern that are looked at, and of a number: it would be printed each time.
_LONGEST_PATTERN = 255
_LONGEST_NUMBER = 100


@dataclass(frozen=True, slots=True)
class ListLevel:
    """One level of a list: `text` is its number's pattern (`%1.%2`), `style` its numerals.

    `restart` is the level (from 1) after which it starts again, 0 for never, None for any higher
    one. `paragraph_style` is the style that brings this level.
    """

    start: int = 1
    style: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    paragraph_style: str = ""


@dataclass(frozen=True, slots=True)
class Instance:
    """A list (w:num): whose counters it shares, its levels, and the numbers it starts anew at."""

    abstract: str
    levels: Mapping[int, ListLevel]
    starts: Mapping[int, int]

    def level_of_style(self, style: str) -> int:
        """Return the level that a paragraph style stands for, 0 if none says."""
        return next((n for n, level in self.levels.items() if level.paragraph_style == style), 0)


@dataclass(slots=True)
class Counters:
    """Counts the numbered paragraphs of one document, in the order of the text."""

    instances: Mapping[str, Instance]
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    restarted: set[tuple[str, int]] = field(default_factory=set)

    def next(self, number_id: str, depth: int) -> str:
        """Count a paragraph of list `number_id` at a level from 0; give its number as printed.

        "" for bullets, for levels without a number, and for lists that are not defined.
        """
        instance = self.instances.get(number_id)
        level = instance.levels.get(depth) if instance else None
        if instance is None or level is None:
            return ""
        counts = self.counts.setdefault(instance.abstract, {})
        for above, other in instance.levels.items():
            # A level that was skipped shows its first number, and has used it up.
            if above < depth and above not in counts:
                counts[above] = instance.starts.get(above, other.start)
                self.restarted.add((number_id, above))
        if depth in instance.starts and (number_id, depth) not in self.restarted:
            self.restarted.add((number_id, depth))
            counts[depth] = instance.starts[depth] - 1
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper, other in instance.levels.items():
            if deeper > depth and (other.restart is None or depth < other.restart):
                counts.pop(deeper, None)
        return _printed(instance, depth, counts)


def _printed(instance: Instance, depth: int, counts: Mapping[int, int]) -> str:
    level = instance.levels[depth]

    def part(match: re.Match[str]) -> str:
        place = int(match[1]) - 1
        other = instance.levels.get(place, ListLevel())
        return format_numeral(
            counts.get(place, other.start), "decimal" if level.legal else other.style
        )

    if level.style == "bullet" or not _PLACEHOLDER.search(level.text):
        return ""
    printed = _PLACEHOLDER.sub(part, level.text).strip()
    shown = len(printed) <= _LONGEST_NUMBER and any(map(str.isalnum, printed))
    return printed if shown else ""


def numbering(root: etree._Element | None) -> dict[str, Instance]:
    """Read numbering.xml: the lists by their ids; none where there is no such part."""
    if root is None:
        return {}
    abstracts = {
        value(item, "abstractNumId"): item for item in root.iterchildren(f"{W}abstractNum")
    }
    by_style = {
        _child(item, "styleLink"): name
        for name, item in abstracts.items()
        if _child(item, "styleLink")
    }
    known: dict[str, dict[int, ListLevel]] = {}  # of the lists that others take their levels from
    found: dict[str, Instance] = {}
    for item in root.iterchildren(f"{W}num"):
        name = _child(item, "abstractNumId")
        link = _child(abstracts[name], "numStyleLink") if name in abstracts else ""
        name = by_style.get(link, name)
        if name in abstracts:
            if name not in known:
                known[name] = _levels(abstracts[name])
            found[value(item, "numId")] = _instance(item, name, known[name])
    return found


def _instance(item: etree._Element, name: str, base: Mapping[int, ListLevel]) -> Instance:
    levels = dict(base)
    starts: dict[int, int] = {}
    for override in item.iterchildren(f"{W}lvlOverride"):
        depth = _integer(value(override, "ilvl"), 0)
        levels |= _levels(override)
        start = _child(override, "startOverride")
        if start:
            starts[depth] = _integer(start, 1)
    return Instance(name, levels, starts)


def _levels(parent: etree._Element) -> dict[int, ListLevel]:
    return {
        _integer(value(item, "ilvl"), 0): _level(item)
        for item in parent.iterchildren(f"{W}lvl")
        if 0 <= _integer(value(item, "ilvl"), 0) < _DEEPEST
    }


def _level(item: etree._Element) -> ListLevel:
    said = children(item)
    restart, legal = value(said.get(f"{W}lvlRestart")), said.get(f"{W}isLgl")
    return ListLevel(
        start=_integer(value(said.get(f"{W}start")), 0),
        style=value(said.get(f"{W}numFmt")) or "decimal",
        text=value(said.get(f"{W}lvlText"))[:_LONGEST_PATTERN],
        restart=_integer(restart, 0) if restart else None,
        legal=legal is not None and value(legal) not in ("0", "false", "off"),
        paragraph_style=value(said.get(f"{W}pStyle")),
    )


def _child(element: etree._Element, name: str) -> str:
    return value(first_child(element, name))


def _integer(text: str, default: int) -> int:
    return int(text) if re.fullmatch(r"-?\d{1,6}", text) else default
