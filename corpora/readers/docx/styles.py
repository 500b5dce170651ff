"""The paragraph styles of a Word document, each with what it inherits from those it is based on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from lxml import etree

from hexapla.corpora.readers.docx.elements import W, children, value
from hexapla.corpora.structure.blocks import Role
from hexapla.corpora.structure.heading_styles import front_role, heading_level

__all__ = ["Style", "Styles", "read_styles"]

_CONTENTS = re.compile(r"toc \d|toc heading|table of figures")


@dataclass(frozen=True, slots=True)
class Style:
    """What the paragraphs of a style have, its own or inherited; "" or None where nothing says.

    `number_id` is the list, which the style `numbered_by` names, `depth` its level; `role` is a
    role with its level; `outline` counts from 0, where there is no role.
    """

    based_on: str = ""
    number_id: str = ""
    numbered_by: str = ""
    depth: str = ""
    role: tuple[Role, int] | None = None
    outline: str = ""

    def over(self, base: Style) -> Style:
        """Return this style with what it inherits from another one."""
        numbered = self if self.number_id else base
        return replace(
            self,
            number_id=numbered.number_id,
            numbered_by=numbered.numbered_by,
            depth=self.depth if self.number_id else self.depth or base.depth,
            role=self.role or base.role,
            outline=self.outline or base.outline,
        )


@dataclass(frozen=True, slots=True)
class Styles:
    """The paragraph styles by their ids, and that of paragraphs that name none."""

    by_id: Mapping[str, Style]
    default: str

    def of(self, name: str) -> Style:
        """Return the style that a paragraph names, or the usual one."""
        return self.by_id.get(name) or self.by_id.get(self.default) or Style()


def read_styles(root: etree._Element | None) -> Styles:
    """Read styles.xml; none where there is no such part."""
    found: dict[str, Style] = {}
    default = ""
    for item in root.iterchildren(f"{W}style") if root is not None else ():
        if value(item, "type") != "paragraph":
            continue
        name, said = value(item, "styleId"), children(item)
        look = children(said.get(f"{W}pPr"))
        numbered = children(look.get(f"{W}numPr"))
        number_id = value(numbered.get(f"{W}numId"))
        found[name] = Style(
            based_on=value(said.get(f"{W}basedOn")),
            number_id=number_id,
            numbered_by=name if number_id else "",
            depth=value(numbered.get(f"{W}ilvl")),
            role=_role(value(said.get(f"{W}name")).lower()),
            outline=value(look.get(f"{W}outlineLvl")),
        )
        if value(item, "default") in ("1", "true", "on"):
            default = name
    return Styles(_inherited(found), default)


def _role(name: str) -> tuple[Role, int] | None:
    if _CONTENTS.fullmatch(name):
        return Role.CONTENTS, 0
    if role := front_role(name):
        return role, 1 if role is Role.TITLE else 0
    level = heading_level(name)
    return (Role.HEADING, level) if level else None


def _inherited(styles: Mapping[str, Style]) -> dict[str, Style]:
    """Return each style with what it inherits, however long the chains are; circles are cut."""
    done: dict[str, Style] = {}
    for name in styles:
        chain: dict[str, None] = {}  # in order, and quick to look into
        current = name
        while current in styles and current not in done and current not in chain:
            chain[current] = None
            current = styles[current].based_on
        for each in reversed(chain):
            done[each] = styles[each].over(done.get(styles[each].based_on, Style()))
    return done
