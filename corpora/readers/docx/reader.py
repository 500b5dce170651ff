"""Reads Word documents (.docx) into blocks: automatic numbers, notes, tables, tracked changes.

It works on the XML itself (ECMA-376 part 1, 17), for the usual library shows neither automatic
numbers nor notes. Text boxes follow the paragraph that they hang on. Headers and footers are left
out, save that the symbol and the session are read from them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from hexapla.corpora.errors import DocumentError
from hexapla.corpora.input import bounds
from hexapla.corpora.input.packages import Package, open_package
from hexapla.corpora.input.raw import RawFile
from hexapla.corpora.numbers.list_numerals import format_numeral
from hexapla.corpora.numbers.note_marks import raise_signs
from hexapla.corpora.readers.content import Content
from hexapla.corpora.readers.docx.elements import (
    PLAIN,
    Look,
    Looks,
    W,
    children,
    first_child,
    looks,
    value,
)
from hexapla.corpora.readers.docx.grid import grid_cells
from hexapla.corpora.readers.docx.inline import (
    ALTERNATIVES,
    LINE_BREAK,
    NOTE_KINDS,
    OPEN,
    PAGE_BREAK,
    InlineText,
    clean,
    first_form,
    is_on,
    is_placeholder,
)
from hexapla.corpora.readers.docx.list_numbers import Counters, numbering
from hexapla.corpora.readers.docx.properties import known_line, read_properties
from hexapla.corpora.readers.docx.styles import Style, Styles, read_styles
from hexapla.corpora.structure.blocks import Block, CellPlace, Role, holds_data

__all__ = ["read"]

# Put together once: paragraphs are many.
_PARAGRAPH, _TABLE = W + "p", W + "tbl"
_NUMBERED, _STYLE, _MARK, _SECTION, _OUTLINE = (
    W + name for name in ("numPr", "pStyle", "rPr", "sectPr", "outlineLvl")
)
_DELETED, _MOVED, _VANISH = (W + name for name in ("del", "moveFrom", "vanish"))
_MOST_HEADERS = 30  # parts that are read for a symbol: each section can have three
_PEEKED = 200  # paragraphs and tables that say what a document is
_FRONT = 60  # blocks within which the lines stand that the properties name
_LONGEST_PAGE = 40  # characters of a page number behind its tab
_TABBED_PAGE = re.compile(r"\S\s*\t\s*(\d{1,4}|[ivxl]{1,7})\s*$")


def read(raw: RawFile) -> Content:
    """Read a .docx file; DocumentError if it is damaged, protected or a bomb."""
    package = open_package(raw.data, raw.where)
    main = next((r.part for r in package.relations("") if r.kind == "officeDocument"), "")
    root = package.xml(main or "word/document.xml")
    body = root.find(f"{W}body") if root is not None else None
    if body is None:
        raise DocumentError(raw.where, "damaged: the package holds no Word document")
    parts: dict[str, list[str]] = {}
    for relation in package.relations(main or "word/document.xml"):
        parts.setdefault(relation.kind, []).append(relation.part)

    def part(kind: str) -> etree._Element | None:
        return package.xml(parts[kind][0]) if kind in parts else None

    said = read_properties(package)
    settings = part("settings")
    if raw.peek:
        del body[_PEEKED:]
    walk = _BodyWalk(
        where=raw.where,
        looks=looks(body),
        styles=read_styles(part("styles")),
        counters=Counters(numbering(part("numbering"))),
        notes={kind: _notes(part(f"{kind}s"), kind, settings) for kind in ("footnote", "endnote")},
        front=said.lines,
    )
    walk.walk(body)
    walk.finish()
    margins = [*parts.get("header", []), *parts.get("footer", [])]
    headers = _headers(package, margins)
    return Content.of(walk.found, headers=headers, properties=said.said)


def _headers(package: Package, parts: list[str]) -> list[str]:
    lines: list[str] = []
    for part in parts[:_MOST_HEADERS]:
        root = package.xml(part)
        own = looks(root)
        items = root.iter(_PARAGRAPH) if root is not None else ()
        texts = (clean(InlineText.of(item, own).joined) for item in items)
        lines += filter(None, texts)
    return lines


# Notes


@dataclass(slots=True)
class _Notes:
    """The footnotes or endnotes by their ids, and how their marks are counted."""

    texts: Mapping[str, str]
    style: str
    start: int
    by_section: bool
    count: int = 0
    given: set[str] = field(default_factory=set)

    def take(self, name: str) -> str | None:
        """Return the text of a note where it is cited first, "" later, None where it is none."""
        text = self.texts.get(name)
        if text is None or name not in self.given:
            self.given.add(name)
            return text
        return ""

    def mark(self) -> str:
        """Count a reference and give its mark."""
        self.count += 1
        return format_numeral(self.start + self.count - 1, self.style)

    def end_section(self) -> None:
        """Start the count again, where it goes by sections."""
        self.count = 0 if self.by_section else self.count


def _notes(root: etree._Element | None, kind: str, settings: etree._Element | None) -> _Notes:
    own = looks(root)
    texts = {
        value(item, "id"): _note_text(item, own)
        for item in (root.iterchildren(W + kind) if root is not None else ())
        if value(item, "type") in ("", "normal")
    }
    numbers = settings.find(f"{W}{kind}Pr") if settings is not None else None
    style, start, restart = (
        value(numbers.find(W + name)) if numbers is not None else ""
        for name in ("numFmt", "numStart", "numRestart")
    )
    usual = "decimal" if kind == "footnote" else "lowerRoman"
    first = int(start) if re.fullmatch(r"\d{1,4}", start) else 1
    return _Notes(texts, style or usual, first, restart == "eachSect")


def _note_text(item: etree._Element, own: Looks) -> str:
    """Return the text of a note in one line, its paragraphs joined."""
    texts = (InlineText.of(each, own).joined for each in item.iter(_PARAGRAPH))
    return clean(LINE_BREAK.join(texts).replace(PAGE_BREAK, " "))


# Paragraphs


@dataclass(slots=True)
class _BodyWalk:
    """One walk over the body; `found` holds its blocks."""

    where: Path
    looks: Looks
    styles: Styles
    counters: Counters
    notes: Mapping[str, _Notes]
    front: Mapping[str, Role] = field(default_factory=dict)
    found: list[Block] = field(default_factory=list)
    broken: bool = False  # a page break stands before the next block
    carried: list[str] = field(default_factory=list)  # text whose paragraph mark was deleted
    listed: bool = False  # inside an automatic table of contents
    automatic: int = 0  # the last number of those that Word counts itself
    tables: int = 0  # that hold data
    paragraphs: int = 0

    def walk(self, parent: etree._Element, *, cell: CellPlace | None = None) -> None:
        """Read paragraphs and tables at any depth of wrappers."""
        for child in parent:
            if child.tag == _PARAGRAPH:
                self._paragraph(child, cell=cell)
            elif child.tag == _TABLE:
                self._table(child, cell=cell)
            elif child.tag == ALTERNATIVES:
                for choice in first_form(child):
                    self.walk(choice, cell=cell)
            elif child.tag in OPEN and not is_placeholder(child):
                listed, self.listed = self.listed, self.listed or _is_contents(child)
                self.walk(child, cell=cell)
                self.listed = listed

    def finish(self) -> None:
        """Add what a deleted paragraph mark at the very end left over."""
        self._emit("".join(self.carried), Role.TEXT)

    def _table(self, table: etree._Element, *, cell: CellPlace | None) -> None:
        cells = grid_cells(table, self.looks)
        data = holds_data(len(cells))
        self.tables += data and cell is None
        for each, row, column in cells:
            # A box inside a cell is a part of it.
            place = CellPlace(self.tables, row, column) if data else None
            self.walk(each, cell=cell or place)

    def _paragraph(self, paragraph: etree._Element, *, cell: CellPlace | None) -> None:
        # Empty ones count as well: they give no block, and take as long.
        self.paragraphs += 1
        if self.paragraphs > bounds.MOST_PIECES:
            raise DocumentError(
                self.where, "has more than %(most)s paragraphs", most=f"{bounds.MOST_PIECES:,}"
            )
        properties = self.looks.get(paragraph, PLAIN)
        text = InlineText.of(paragraph, self.looks)
        self._count(text)
        notes = self._refer(text)
        own = text.joined
        self.carried.append(own)
        if _MARK in properties and _is_gone(children(properties[_MARK])):
            # The paragraph goes on in the next one, whose properties it takes.
            self.found += notes
            return
        style = self.styles.of(value(properties.get(_STYLE)))
        number_id, depth = self._numbering(properties, style)
        marker = self.counters.next(number_id, depth) if number_id else ""
        whole = "".join(self.carried)
        self.carried.clear()
        role, level = self._role(properties, style)
        if role is Role.TEXT and number_id and not marker:
            role, level = Role.ITEM, depth + 1
        lead = text.lead if whole == own and not cell else ""
        if cell and role is not Role.CONTENTS:
            role = Role.CELL
        elif role is Role.TEXT and not marker:
            role = self._named(whole) or role
        self._emit(whole, role, marker, level, lead=lead, cell=cell)
        self.found += notes
        if _SECTION in properties:
            for each in self.notes.values():
                each.end_section()
        for box in text.boxes:
            self.walk(box, cell=cell)

    def _named(self, text: str) -> Role | None:
        """Return what the properties of the file say of a line in the front, None for nothing."""
        return self.front.get(known_line(text)) if len(self.found) < _FRONT else None

    def _emit(
        self,
        text: str,
        role: Role,
        marker: str = "",
        level: int = 0,
        *,
        lead: str = "",
        cell: CellPlace | None = None,
    ) -> None:
        """Add the blocks of a paragraph: one, or more where page breaks stand in it."""
        for place, part in enumerate(text.split(PAGE_BREAK)):
            self.broken = self.broken or place > 0
            line = clean(part)
            if line:
                broken, self.broken = self.broken, False
                block = Block(
                    line,
                    role,
                    marker,
                    level,
                    after_break=broken,
                    begins=not broken,
                    lead=lead,
                    page=_tabbed_page(part) if "\t" in part else "",
                    cell=cell,
                )
                self.found.append(block)
                marker = lead = ""

    def _count(self, text: InlineText) -> None:
        """Write the numbers that Word counts itself."""
        for place in text.automatic:
            self.automatic += 1
            text.pieces[place] = f"{self.automatic}. "

    def _refer(self, text: InlineText) -> list[Block]:
        """Put the marks of notes into a text; give the notes themselves."""
        blocks: list[Block] = []
        for place, reference in text.references:
            notes = self.notes[NOTE_KINDS[str(reference.tag)]]
            note = notes.take(value(reference, "id"))
            if note is None:
                continue
            own = value(reference, "customMarkFollows") in ("1", "true", "on")
            mark = "".join(text.pieces[place + 1 : place + 2]).strip() if own else ""
            if mark:
                note = note.removeprefix(mark).lstrip()
            else:
                # LibreOffice gives blanks for the own marks of notes that it knows none of.
                mark = notes.mark()
                text.pieces[place] = raise_signs(mark)
            if note:
                blocks.append(Block(note, Role.NOTE, mark))
        return blocks

    def _numbering(self, properties: Look, style: Style) -> tuple[str, int]:
        """Return the list and level (from 0) of a paragraph, its own or its style's; "" if none."""
        own = properties.get(_NUMBERED)
        if own is None and not style.number_id:
            return "", 0
        number_id, depth = value(first_child(own, "numId")), value(first_child(own, "ilvl"))
        if not number_id:
            number_id, depth = style.number_id, depth or style.depth
            instance = self.counters.instances.get(number_id)
            if not depth and instance:
                return number_id, instance.level_of_style(style.numbered_by)
        return ("" if number_id == "0" else number_id), int(depth) if depth.isdecimal() else 0

    def _role(self, properties: Look, style: Style) -> tuple[Role, int]:
        """Return the role and level of a paragraph, by its styles and outline levels."""
        if self.listed:
            return Role.CONTENTS, 0
        if style.role:
            return style.role
        outline = value(properties.get(_OUTLINE)) or style.outline
        return (
            (Role.HEADING, int(outline) + 1)
            if outline in "012345678" and outline
            else (Role.TEXT, 0)
        )


def _is_contents(element: etree._Element) -> bool:
    """Return whether this is an automatic table of contents."""
    gallery = element.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return value(gallery) == "Table of Contents"


def _is_gone(mark: Look) -> bool:
    """Return whether a paragraph mark of these properties was deleted, moved away or hidden."""
    return _DELETED in mark or _MOVED in mark or is_on(mark.get(_VANISH))


def _tabbed_page(text: str) -> str:
    """Return the page number at the end of a line, behind a tab; "" where there is none."""
    page = _TABBED_PAGE.search(text[-_LONGEST_PAGE:])
    return page[1] if page else ""
