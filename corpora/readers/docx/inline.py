"""Reads the text of one Word paragraph: runs, fields, tracked changes, note references, boxes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from hexapla.corpora.numbers.note_marks import NOTE_NUMBERS, raise_signs
from hexapla.corpora.readers.docx.elements import PLAIN, PROPERTIES, Look, Looks, W, value
from hexapla.corpora.readers.docx.symbol_fonts import font_text, sign

__all__ = [
    "ALTERNATIVES",
    "LINE_BREAK",
    "NOTE_KINDS",
    "OPEN",
    "PAGE_BREAK",
    "InlineText",
    "clean",
    "first_form",
    "is_on",
    "is_placeholder",
]

PAGE_BREAK = "\f"
LINE_BREAK = "\u2028"
_NOTE_NUMBER = re.compile(rf"\s*{NOTE_NUMBERS}\s*")
_NOTE_LETTER = re.compile(r"\s*[a-m]\s*")
_EASTERN = "[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]"
_EASTERN_BREAK = re.compile(rf"(?<={_EASTERN})\s*{LINE_BREAK}\s*(?={_EASTERN})")
# Single spaces, which most are, stay as they are.
_SPACE = re.compile(rf"[\t\n\r{LINE_BREAK}][ \t\n\r{LINE_BREAK}]*| [ \t\n\r{LINE_BREAK}]+")

# Wrappers whose content counts as if they were not there; of alternatives, the first.
OPEN = frozenset(
    W + name
    for name in (
        "ins",
        "moveTo",
        "hyperlink",
        "smartTag",
        "sdt",
        "sdtContent",
        "customXml",
        "bdo",
        "dir",
    )
)
ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
# Put together once: that takes longer than to compare them with the tag of each element.
_RUN, _TEXT, _FIELD, _CODE, _SIMPLE_FIELD = (
    W + name for name in ("r", "t", "fldChar", "instrText", "fldSimple")
)
_VANISH, _FONTS, _RAISED = (W + name for name in ("vanish", "rFonts", "vertAlign"))
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_MATH = frozenset(_MATH_TEXT[:-1] + name for name in ("oMath", "oMathPara"))
_SIGNS = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "cr": LINE_BREAK,
    W + "noBreakHyphen": "\u2011",
}
# Numbers that Word counts itself and keeps no text of: { AUTONUM }, as older documents have them.
_AUTOMATIC = re.compile(r"\s*AUTONUM(?:LGL)?\b")
# In Chinese, which has no italics, this typeface sets words apart.
_KAI = re.compile("楷|kai", re.IGNORECASE)
_LONGEST_CODE = 100  # characters of the code of a field
_LONGEST_NUMBER = 8  # characters that may stand before the lead verb
NOTE_KINDS = {W + "footnoteReference": "footnote", W + "endnoteReference": "endnote"}


@dataclass(slots=True)
class _Field:
    """A field that is open: its code, and whether that is still being read."""

    code: str = ""
    in_code: bool = True

    def add(self, text: str) -> None:
        """Go on with its code, of which only the first word is asked for."""
        if len(self.code) < _LONGEST_CODE:
            self.code += text


@dataclass(slots=True)
class InlineText:
    """The text of one paragraph as it is read: pieces, and what else stands at their places.

    Each piece that is a note reference holds its element in `references`; `automatic` are the
    places of numbers that Word counts itself. `runs` are first and last places of runs and their
    properties, `boxes` the contents of text boxes.
    """

    looks: Looks
    pieces: list[str] = field(default_factory=list)
    references: list[tuple[int, etree._Element]] = field(default_factory=list)
    automatic: list[int] = field(default_factory=list)
    runs: list[tuple[int, int, Look]] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    fields: list[_Field] = field(default_factory=list)
    codes: int = 0  # of the open fields, those whose code is being read

    @classmethod
    def of(cls, paragraph: etree._Element, looks: Looks) -> InlineText:
        """Read a paragraph, w:p; `looks` are the properties in its part of the file."""
        text = cls(looks)
        text._inline(paragraph)
        return text

    @property
    def joined(self) -> str:
        """The text as it stands, with line and page breaks as signs of their own."""
        return "".join(self.pieces)

    @property
    def lead(self) -> str:
        """The words set apart at the start, after a number at most; "" where all is set apart."""
        before = lead = ""
        for first, last, look in self.runs:
            text, apart = "".join(self.pieces[first:last]), _set_apart(look)
            if apart or (lead and not text.strip()):
                lead += text
            elif lead:
                return clean(lead)
            else:
                before += text
                if len(before.strip()) > _LONGEST_NUMBER:
                    return ""
        return ""

    def _inline(self, parent: etree._Element) -> None:
        for child in parent:
            if child.tag == _RUN:
                self._run(child)
            elif child.tag in OPEN and not is_placeholder(child):
                self._inline(child)
            elif child.tag == _SIMPLE_FIELD:
                if not self._counted(value(child, "instr")):
                    self._inline(child)
            elif child.tag == ALTERNATIVES:
                for choice in first_form(child):
                    self._inline(choice)
            elif child.tag in _MATH:
                self.pieces += [item.text or "" for item in child.iter(_MATH_TEXT)]

    def _run(self, run: etree._Element) -> None:
        look = self.looks.get(run, PLAIN)
        if look and is_on(look.get(_VANISH)):
            return
        first = len(self.pieces)
        self._run_content(run, value(look.get(_FONTS), "ascii") if look else "")
        self.runs.append((first, len(self.pieces), look))
        if look and value(look.get(_RAISED)) == "superscript" and self._is_mark(first):
            self.pieces[first:] = [raise_signs(piece) for piece in self.pieces[first:]]

    def _is_mark(self, first: int) -> bool:
        """Return whether the pieces from `first` are marks of notes.

        A letter at the start is that of a note below a table; elsewhere it may be an ordinal.
        """
        text = "".join(self.pieces[first:])
        at_start = not "".join(self.pieces[:first]).strip()
        return bool(_NOTE_NUMBER.fullmatch(text) or (at_start and _NOTE_LETTER.fullmatch(text)))

    def _run_content(self, run: etree._Element, font: str) -> None:
        for item in run:
            tag = item.tag
            if tag in PROPERTIES:
                continue
            if tag == _TEXT and not self.codes:
                text = item.text or ""
                self.pieces.append(font_text(text, font) if font else text)
            elif tag == _FIELD:
                self._field(value(item, "fldCharType"))
            elif tag == _CODE and self.fields:
                self.fields[-1].add(item.text or "")
            elif self.codes:
                continue
            elif tag in _SIGNS:
                self.pieces.append(_SIGNS[tag])
            elif tag in NOTE_KINDS:
                self.references.append((len(self.pieces), item))
                self.pieces.append("")
            else:
                self._embedded(item, font)

    def _embedded(self, item: etree._Element, font: str) -> None:
        """Read signs, drawings for their boxes, and one of several forms of the same content."""
        if item.tag == f"{W}sym":
            self.pieces.append(sign(value(item, "font"), value(item, "char")))
        elif item.tag == f"{W}br":
            self.pieces.append(PAGE_BREAK if value(item, "type") == "page" else LINE_BREAK)
        elif item.tag == f"{W}ruby":
            for base in item.iterchildren(f"{W}rubyBase"):
                self._inline(base)
        elif item.tag in (f"{W}drawing", f"{W}pict", f"{W}object"):
            boxes = item.iter(f"{W}txbxContent")
            self.boxes += [box for box in boxes if not _within(box, item)]
        elif item.tag == ALTERNATIVES:
            for choice in first_form(item):
                self._run_content(choice, font)

    def _field(self, kind: str) -> None:
        """Follow a field: its code is no text, its result is."""
        if kind == "begin":
            self.fields.append(_Field())
            self.codes += 1
        elif self.fields and kind == "separate":
            self.codes -= self.fields[-1].in_code
            self.fields[-1].in_code = False
        elif self.fields and kind == "end":
            ended = self.fields.pop()
            self.codes -= ended.in_code
            self._counted(ended.code)

    def _counted(self, code: str) -> bool:
        """Keep the place of a number that Word counts itself; tell whether a field is one."""
        if not _AUTOMATIC.match(code):
            return False
        self.automatic.append(len(self.pieces))
        self.pieces.append("")
        return True


def is_placeholder(element: etree._Element) -> bool:
    """Return whether nobody has filled in a content control: its text is advice to the writer."""
    return is_on(element.find(f"{W}sdtPr/{W}showingPlcHdr"))


def is_on(element: etree._Element | None) -> bool:
    """Return whether a property that is on or off is there and on."""
    return element is not None and value(element) not in ("0", "false", "off", "none")


def _set_apart(look: Look) -> bool:
    """Return whether a run is in italics, or in the Chinese typeface that stands for them."""
    slanted = look.get(f"{W}i")
    if slanted is None and f"{W}rtl" in look:
        slanted = look.get(f"{W}iCs")
    return is_on(slanted) or bool(_KAI.search(value(look.get(_FONTS), "eastAsia")))


def _within(box: etree._Element, drawing: etree._Element) -> bool:
    """Return whether a text box is inside another one of the same drawing."""
    for above in box.iterancestors():
        if above is drawing or above.tag == box.tag:
            return above is not drawing
    return False


def clean(text: str) -> str:
    """Make one line of a text: tabs and line breaks are spaces, but not between Chinese."""
    if LINE_BREAK in text:
        text = _EASTERN_BREAK.sub("", text)
    # Most texts have none of these, which is seen much sooner.
    if "  " in text or "\t" in text or "\n" in text or "\r" in text or LINE_BREAK in text:
        text = _SPACE.sub(" ", text)
    return text.strip()


def first_form(alternatives: etree._Element) -> list[etree._Element]:
    """Return the first of several forms of the same content."""
    return list(alternatives)[:1]
