"""Reads what the custom properties of a Word file say of the document.

In the Word files of the United Nations, docProps/custom.xml names the symbol, the language, the
session, the items of the agenda and the title (`Symbol1`, `Language`, `Session1`, `Agenda1`,
`Agenda Title1`, `Title1` and so on).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from hexapla.corpora.input.packages import Package
from hexapla.corpora.languages import language_named
from hexapla.corpora.readers.content import Properties
from hexapla.corpora.structure.blocks import Role
from hexapla.corpora.symbols import find_symbol

__all__ = ["FileProperties", "known_line", "read_properties"]

_PROPERTY = "{http://schemas.openxmlformats.org/officeDocument/2006/custom-properties}property"
_MOST = 200  # properties that are looked at; the United Nations' files have 20
_LONGEST = 1000  # characters of a value; a title of four lines has 400
_NAME = re.compile(r"(?P<what>[A-Za-z][A-Za-z ]*?)\s?\d?")
_ROLES = {
    "session": Role.SESSION,
    "agenda": Role.AGENDA_ITEM,
    "agenda title": Role.AGENDA_ITEM,
    "title": Role.TITLE,
}
# A line break in a value, as Office writes it.
_ESCAPED = re.compile(r"_x[0-9A-Fa-f]{4}_")
_AROUND = re.compile(r"[\s*†‡]+")


@dataclass(frozen=True, slots=True)
class FileProperties:
    """What they say of the document, and the roles of the lines of its front by `known_line`."""

    said: Properties = field(default_factory=Properties)
    lines: Mapping[str, Role] = field(default_factory=dict)


def read_properties(package: Package) -> FileProperties:
    """Return the properties of a Word file; nothing where it has none.

    Raises DocumentError where that part is damaged, too large or declares a DTD.
    """
    values = list(_values(package))
    said: dict[str, str] = {}
    for name, value in values:
        said.setdefault(name, value)
    roles: dict[str, set[Role]] = {}
    for name, value in values:
        if name in _ROLES:
            roles.setdefault(known_line(value), set()).add(_ROLES[name])
    # The title of an item may be that of the document, too: which line is which, they do not say.
    lines = {line: role for line, (role, *others) in roles.items() if not others}
    properties = Properties(
        symbol=find_symbol(said.get("symbol", "")),
        language=language_named(said.get("language", "")),
        session=said.get("session", ""),
    )
    return FileProperties(properties, lines)


def known_line(text: str) -> str:
    """Return what a line and a property have in common: the text without spaces and note marks.

    >>> known_line("Items 38 and 39**") == known_line("\\tItems 38 and 39 ")
    True
    """
    return _AROUND.sub("", text).casefold()


def _values(package: Package) -> Iterator[tuple[str, str]]:
    """Yield the names of the properties without their count, in small letters, and the values."""
    part = next((r.part for r in package.relations("") if r.kind == "custom-properties"), "")
    root = package.xml(part) if part else None
    for item in islice(root.iter(_PROPERTY) if root is not None else (), _MOST):
        name = _NAME.fullmatch(item.get("name", "")[:60])
        value = "".join(str(text) for text in item.itertext())[:_LONGEST]
        value = " ".join(_ESCAPED.sub(" ", value).split())
        if name and value:
            yield name["what"].lower(), value
