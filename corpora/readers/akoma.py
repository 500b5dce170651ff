"""Reads Akoma Ntoso, the XML of resolutions: numbers, headings, notes, tables, annexes.

Elements: "Akoma Ntoso Version 1.0, Part 1: XML Vocabulary" (OASIS, 2018), as the "AKN4UN
Guidelines" of the United Nations apply it; version 2.0 differs in the namespace and in `id` for
`eId`. Sub-paragraphs are nested there, and the nesting makes their labels, or stand one after the
other with their numbers, and the labels follow from the sequence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

from lxml import etree

from hexapla.corpora.input.raw import RawFile
from hexapla.corpora.input.xml import LINE_BREAK, XML_LANG, local_name, one_line, parse
from hexapla.corpora.languages import language_named
from hexapla.corpora.numbers.markers import Series
from hexapla.corpora.numbers.note_marks import raise_digits
from hexapla.corpora.numbers.readings import readings
from hexapla.corpora.readers.content import Content
from hexapla.corpora.structure.blocks import Block, Role, holds_data
from hexapla.corpora.structure.heading_styles import heading_level
from hexapla.corpora.symbols import find_symbol, symbol_from_name

__all__ = ["read"]

_INLINE = re.compile(
    "a|abbr|affectedDocument|argument|b|change|concept|courtType|date|decoration|def|del"
    "|docAuthority|docCommittee|docDate|docIntroducer|docJurisdiction|docNumber|docProponent"
    "|docPurpose|docStage|docStatus|docTitle|docType|docketNumber|embeddedText|entity|event"
    "|fillIn|formulaText|i|inline|ins|judge|lawyer|legislature|location|marker|mmod|mod|mref"
    "|neutralCitation|object|omissis|opinion|organization|outcome|party|person|placeholder"
    "|process|quantity|quotedText|ref|relatedDocument|remark|rmod|role|rref|session"
    "|shortTitle|signature|span|sub|sup|term|time|u|vote"
)
_LEFT_OUT = frozenset(("meta", "toc", "img", "presentation", "eop"))
_DIVISIONS = re.compile(
    "book|chapter|division|level|part|section|subchapter|subdivision|subpart|subsection"
    "|subtitle|title|tome|article"
)
_NUMBERED = re.compile(
    "alinea|article|clause|indent|item|paragraph|point|rule|section|subclause|subparagraph"
    "|subsection|chapter|part|title"
)
_GROUPS = re.compile(
    "book|chapter|division|part|subchapter|subdivision|subpart|subtitle|title|tome"
)
_BELOW = frozenset(("alinea", "indent", "item", "point", "subclause", "subparagraph"))
_ITEMS = frozenset(("indent", "item", "li", "point"))
_HEADINGS = frozenset(("heading", "subheading", "crossHeading"))
_NUMBER_IN_ID = re.compile(r"(?:^|_)[A-Za-z]+_([0-9]+[a-z]?|[a-z]{1,4}|[IVXLC]+)$")
_PART_LETTER = re.compile(r"\d\s+([A-Z])$")  # A/RES/99/901 B; `A-C` is all of them
_STRAY_STOP = re.compile(r"[.．)）]\s+")
_NOTE_BRACKETS = re.compile(r"[()（）\s]*")
_SERIES = {"unga": "A/RES", "ga": "A/RES", "unsc": "S/RES", "sc": "S/RES", "ecosoc": "E/RES"}


def read(raw: RawFile) -> Content:
    """Read a document, or a collection of documents as one.

    Raises DocumentError if the text is not well-formed or declares entities.
    """
    root = parse(raw.text.encode(), raw.where, encoding="utf-8")
    language = _attribute(root, "FRBRlanguage", "language")
    language = language or next((tag for each in root.iter() if (tag := each.get(XML_LANG))), "")
    walk = _AkomaWalk(ids=_ids_number(root), language=language_named(language))
    walk.element(root)
    return Content.of(walk.found, language=language, symbol=_symbol(root))


def _attribute(root: etree._Element, name: str, attribute: str) -> str:
    """Return an attribute of the first element of a name, "" if there is none."""
    return next((each.get(attribute, "") for each in root.iter(f"{{*}}{name}")), "")


def _symbol(root: etree._Element) -> str:
    """Return the symbol as the document shows it, else as its identification tells it."""
    for number in root.iter("{*}docNumber"):
        text = _start(number, 100) if number.get("refersTo") == "#symbol" else ""
        if symbol := find_symbol(text):
            part = _PART_LETTER.search(text)
            return symbol + part[1] if part else symbol
    for alias in (*root.iter("{*}FRBRalias"), *root.iter("{*}FRBRnumber")):
        if symbol := find_symbol(alias.get("value", "")):
            return symbol
    parts = _attribute(root, "FRBRuri", "value").strip("/").split("/")
    return symbol_from_name(parts[-1]).symbol or _resolution(parts)


def _resolution(parts: list[str]) -> str:
    """Return the symbol of `…/unga/2024-12-20/79-100` or `…/unsc/2024-04-29/2729-2024`, else ""."""
    body = parts[-3].removeprefix("un-") if len(parts) > 2 else ""
    match = re.fullmatch(r"((?:ES-|S-)?\d+)-(\d+)([A-Z]?)(?:-[A-Z])?", parts[-1])
    series = _SERIES.get(body, "")
    if not match or not series:
        return ""
    if series == "S/RES":
        return f"{series}/{match[1]}({match[2]})"
    return f"{series}/{match[1]}/{match[2]}{match[3]}"


def _ids_number(root: etree._Element) -> bool:
    """Return whether the identifiers count the paragraphs, as they ought to.

    Those of the UN's own files count all elements, so numbers are believed first; where there is
    none at all, the first identifier must be that of a first paragraph.
    """
    if next(root.iter("{*}num"), None) is not None:
        return False
    first = next((each for each in root.iter() if _NUMBERED.fullmatch(local_name(each))), None)
    return first is not None and _id_number(first) == "1"


def _id_number(element: etree._Element) -> str:
    match = _NUMBER_IN_ID.search(element.get("eId") or element.get("id") or "")
    return match[1] if match else ""


def _text(element: etree._Element) -> str:
    return one_line("".join(map(str, element.itertext())))


def _start(element: etree._Element, length: int) -> str:
    """Return the first characters of the text of an element, about as many as `length`."""
    found: list[str] = []
    left = length
    for text in map(str, element.itertext()):
        found.append(text[:left])
        left -= len(found[-1])
        if left <= 0:
            break
    return one_line("".join(found))


@dataclass(slots=True)
class _AkomaPlace:
    """Where the text that is being read stands: inside which role, and at which number."""

    role: Role = Role.TEXT
    level: int = 0
    numbers: list[str] = field(default_factory=list)  # of the text that comes next
    depth: int = 0  # of divisions
    nested: int = 0  # in how many numbered elements
    listed: bool = False  # whether its number is one of a list, which `nested` is then the depth of


@dataclass(slots=True)
class _AkomaWalk:
    """One walk over the tree; `found` holds its blocks. The parser bounds the depth."""

    ids: bool
    language: str = "en"
    lists: dict[etree._Element, bool] = field(default_factory=dict)  # which hold one list
    tables: dict[etree._Element, bool] = field(default_factory=dict)  # which hold data
    found: list[Block] = field(default_factory=list)
    places: list[_AkomaPlace] = field(default_factory=lambda: [_AkomaPlace()])
    text: list[str] = field(default_factory=list)
    notes: list[Block] = field(default_factory=list)

    def element(self, element: etree._Element) -> None:
        """Read an element, without what follows it."""
        name = local_name(element)
        if name in _LEFT_OUT or not name:
            return
        if name == "authorialNote":
            self._note(element)
        elif name == "eol":
            self.text.append(LINE_BREAK)
        elif name == "noteRef":
            self.text.append(raise_digits(element.get("marker") or ""))
        elif name == "num":
            self._number(element)
        elif _INLINE.fullmatch(name) and not self._is_part_letter(element, name):
            # Files without white space between elements have none after the number either.
            self.text += " " if name == "docTitle" else ""
            self._inside(element)
        else:
            self._flush()
            self.places.append(self._place(element, name))
            self._inside(element)
            self._flush()
            self.places.pop()

    def _inside(self, element: etree._Element) -> None:
        if not (local_name(element) == "sup" and _is_note_bracket(element)):
            self.text.append(element.text or "")
        for child in element:
            self.element(child)
            self.text.append(child.tail or "")

    def _place(self, element: etree._Element, name: str) -> _AkomaPlace:
        """Return what the text inside a block element is; what says nothing inherits it."""
        outer = self.places[-1]
        depth = outer.depth + bool(_DIVISIONS.fullmatch(name))
        # The points of a sublist belong to the point before it.
        numbered = self._is_numbered(element, name)
        nested = outer.nested + (numbered or name == "sublist")
        listed = numbered and self._is_listed(element)
        inherited = _AkomaPlace(outer.role, outer.level, depth=depth, nested=nested, listed=listed)
        style_level = heading_level(element.get("class") or "")
        if name in _HEADINGS and element.get("refersTo") != "#preamble":
            level = outer.level if outer.role is Role.HEADING else max(1, depth)
            return _AkomaPlace(Role.HEADING, level, depth=depth, nested=nested)
        if name == "docNumber":
            return _AkomaPlace(Role.HEADING, 1, depth=depth, nested=nested)
        if name in ("p", "longTitle") and outer.role is Role.TEXT and _is_title(element):
            return _AkomaPlace(Role.TITLE, 1)
        if name in ("td", "th"):
            role = Role.CELL if self._is_data(element) else outer.role
            return _AkomaPlace(role, depth=depth, nested=nested)
        if name in _ITEMS:
            inherited.role, inherited.level = Role.ITEM, outer.level + 1
        elif name == "paragraph" and style_level and not _is_long(element):
            inherited.role, inherited.level = Role.HEADING, style_level
        if self.ids and _NUMBERED.fullmatch(name) and (number := _id_number(element)):
            inherited.numbers.append(f"({number})" if name in _BELOW else f"{number}.")
        return inherited

    def _is_part_letter(self, element: etree._Element, name: str) -> bool:
        """Return whether this is the letter of a part (`A`) above the title of the part."""
        title = self.places[-1].role is Role.TITLE and name == "docNumber"
        return title and not any(char.isdigit() for char in _text(element))

    def _is_numbered(self, element: etree._Element, name: str) -> bool:
        """Return whether an element is one of a list: numbered, and no chapter or part."""
        if _GROUPS.fullmatch(name):
            return False
        ids = self.ids and bool(_NUMBERED.fullmatch(name)) and bool(_id_number(element))
        return ids or _has_number(element)

    def _number(self, element: etree._Element) -> None:
        """Keep a number for the text after it; a bullet makes an item of it."""
        place, number = self.places[-1], _text(element)
        if any(char.isalnum() for char in number):
            if number.isalnum() and place.nested > 1:
                number = f"({number})"  # 4 in section 1 is printed as (4), c in it as (c)
            place.numbers.append(number)
        elif place.role is Role.TEXT:
            place.role, place.level = Role.ITEM, 1

    def _is_listed(self, element: etree._Element) -> bool:
        """Return whether the numbers beside the one of an element are those of one list.

        In files that nest nothing, 1., (a) and 2. stand side by side.
        """
        parent = element.getparent()
        if self.ids or parent is None:
            return self.ids
        if parent not in self.lists:
            numbers = [number for child in parent for number in child.iterchildren("{*}num")]
            self.lists[parent] = _is_list(list(map(_text, numbers)), self.language)
        return self.lists[parent]

    def _is_data(self, cell: etree._Element) -> bool:
        """Return whether a cell holds data, and is no box around text."""
        table = next(cell.iterancestors("{*}table"), None)
        if table is None:
            return holds_data(0)
        if table not in self.tables:
            cells = islice(table.iter("{*}td", "{*}th"), 2)
            self.tables[table] = holds_data(sum(1 for _ in cells))
        return self.tables[table]

    def _note(self, element: etree._Element) -> None:
        """Put the mark of a note into the text; keep the note until the paragraph ends."""
        marker = (element.get("marker") or "").strip("()[] ") or "*"
        self.text.append(raise_digits(marker))
        inner = _AkomaWalk(ids=False)
        inner.places[-1].role = Role.NOTE
        for child in element:
            inner.element(child)
        inner._flush()
        note = " ".join(block.text for block in inner.found) or _text(element)
        if note:
            self.notes.append(Block(note, Role.NOTE, marker))

    def _flush(self) -> None:
        """End the current block; the notes that it cites follow it."""
        line = one_line("".join(self.text))
        self.text.clear()
        if line:
            self.found.append(self._block(line))
        self.found += self.notes
        self.notes.clear()

    def _block(self, line: str) -> Block:
        place = self.places[-1]
        pending = [outer for outer in self.places if outer.numbers]
        *outer, marker = [" ".join(each.numbers) for each in pending] or [""]
        depth = pending[-1].nested if pending and pending[-1].listed else 0
        for each in pending:
            each.numbers.clear()
        if marker:
            line = _STRAY_STOP.sub("", line, count=1) if _STRAY_STOP.match(line) else line
        return Block(
            line, place.role, marker, place.level, begins=True, depth=depth, outer=tuple(outer)
        )


def _has_number(element: etree._Element) -> bool:
    return element.find("{*}num") is not None


def _is_list(numbers: Sequence[str], language: str) -> bool:
    """Return whether numbers can all be those of one list, in order."""
    lists: dict[Series, int] = {}
    for place, number in enumerate(numbers):
        found = {
            marker.series: marker.value
            for marker in readings(f"{number} x", language) or readings(f"{number}. x", language)
            if not place or marker.value > lists.get(marker.series, _NO_NUMBER) - marker.inserted
        }
        lists = found
        if not lists:
            return False
    return True


_NO_NUMBER = 1 << 30  # behind all that are printed


def _is_title(element: etree._Element) -> bool:
    """Return whether a paragraph of the preface holds the title."""
    preface = next(element.iterancestors("{*}preface"), None)
    return preface is not None and next(element.iter("{*}docTitle"), None) is not None


def _is_long(paragraph: etree._Element) -> bool:
    """Return whether text only looks like a heading: headings are short."""
    return len(_start(paragraph, 500)) > 400


def _is_note_bracket(raised: etree._Element) -> bool:
    """Return whether these are brackets around the mark of a note, which the mark goes without."""
    if len(raised) or not _NOTE_BRACKETS.fullmatch(raised.text or ""):
        return False
    return any(
        beside is not None and local_name(beside) == "authorialNote"
        for beside in (raised.getnext(), raised.getprevious())
    )
