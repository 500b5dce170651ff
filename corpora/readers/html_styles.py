"""The styles of a page's lists: what its style sheets say of list-style-type."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from lxml import etree

__all__ = ["ListStyles", "list_style"]

_COMMENT = re.compile(r"/\*.*?(?:\*/|$)", re.DOTALL)
_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([^;!}]{1,120})", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z][\w-]*(?![\w(-])")
_URL = re.compile(r"url\([^)]*\)?|\"[^\"]*\"?", re.IGNORECASE)
_PART = re.compile(r"(\*|[a-z][a-z0-9]*)?((?:[.#][\w-]+)*)", re.IGNORECASE)
# What of a style sheet is read: pages have a few rules for lists, hostile ones as many as may be.
_LONGEST_SHEET = 200_000
_MOST_RULES = 20
_MOST_PARTS = 6
_FAR = 16  # ancestors of a list that a selector is matched with
# Words of the property that say where the sign stands, and no style.
_NO_STYLES = ("inside", "outside", "inherit", "initial", "unset", "revert")


@dataclass(frozen=True, slots=True)
class _SelectorPart:
    """A part of a selector: the name of an element, or "", and what its id and classes must be."""

    tag: str
    names: frozenset[str]

    def matches(self, element: etree._Element) -> bool:
        if self.tag not in ("", str(element.tag)):
            return False
        return not self.names or self.names <= _names(element)


@dataclass(frozen=True, slots=True)
class _StyleRule:
    """A selector, from the outermost part to the list itself, and the style that it gives."""

    parts: tuple[_SelectorPart, ...]
    style: str

    @property
    def weight(self) -> tuple[int, int]:
        """How much the rule weighs: its ids and classes, then its elements."""
        return sum(len(part.names) for part in self.parts), sum(1 for p in self.parts if p.tag)

    def matches(self, element: etree._Element) -> bool:
        *outer, last = self.parts
        if not last.matches(element):
            return False
        around = islice(element.iterancestors(), _FAR) if outer else iter(())
        # Each part is looked for from the nearest ancestor on, so that the walk is one.
        return all(any(part.matches(each) for each in around) for part in reversed(outer))


@dataclass(frozen=True, slots=True)
class ListStyles:
    """The rules of a page that name the style of lists, those that win first."""

    rules: tuple[_StyleRule, ...] = ()

    @classmethod
    def of_page(cls, root: etree._Element) -> ListStyles:
        """Read the `<style>` elements of a page; other files are never fetched.

        >>> page = etree.HTML("<style>ol ol { list-style: lower-alpha }</style><ol><ol id=x></ol>")
        >>> ListStyles.of_page(page).of(page.xpath("//*[@id='x']")[0])
        'lower-alpha'
        """
        sheet = "\n".join("".join(map(str, style.itertext())) for style in root.iter("style"))
        rules = enumerate(islice(_rules(sheet[:_LONGEST_SHEET]), _MOST_RULES))
        # Of two that weigh the same, the later one wins.
        ranked = sorted(rules, key=lambda each: (each[1].weight, each[0]), reverse=True)
        return cls(tuple(rule for _, rule in ranked))

    def of(self, element: etree._Element) -> str:
        """Return the style of a list, "" where no rule is for it."""
        return next((rule.style for rule in self.rules if rule.matches(element)), "")


def list_style(declarations: str) -> str:
    """Return the style that some declarations of CSS give to a list, "" for none.

    >>> list_style("color: red; list-style: inside Upper-Roman"), list_style("color: red")
    ('upper-roman', '')
    """
    found = _STYLE.findall(declarations)
    words = [word.lower() for word in _WORD.findall(_URL.sub("", found[-1]))] if found else []
    return next((word for word in words if word not in _NO_STYLES), "")


def _rules(sheet: str) -> Iterator[_StyleRule]:
    for rule in _COMMENT.sub("", sheet).split("}"):
        # Before the selectors of a rule may stand the condition that holds it: @media print { …
        before, _, declarations = rule.rpartition("{")
        selectors = before.rpartition("{")[2]
        style = list_style(declarations)
        for selector in selectors.split(",") if style else ():
            parts = _parts(selector)
            if parts:
                yield _StyleRule(parts, style)


def _parts(selector: str) -> tuple[_SelectorPart, ...]:
    """Return the parts of a selector; none for one of another kind than elements in elements."""
    words = selector.replace(">", " ").split()
    matches = [_PART.fullmatch(word) for word in words]
    if not all(matches) or len(words) > _MOST_PARTS:
        return ()
    parts = [
        _SelectorPart(
            (match[1] or "").lower().strip("*"), frozenset(re.findall(r"[.#][\w-]+", match[2]))
        )
        for match in matches
        if match
    ]
    # What is said of all the items of a list is said of the list.
    if len(parts) > 1 and parts[-1] == _SelectorPart("li", frozenset()):
        parts.pop()
    return tuple(parts)


def _names(element: etree._Element) -> frozenset[str]:
    """Return the id and the classes of an element as a selector writes them."""
    names = {f".{name}" for name in (element.get("class") or "").split()}
    return frozenset(names | {f"#{element.get('id')}"} if element.get("id") else names)
