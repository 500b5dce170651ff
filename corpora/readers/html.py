"""Reads HTML into blocks: headings, numbered lists, tables cell by cell, notes and their marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from lxml import etree

from hexapla.corpora.errors import DocumentError
from hexapla.corpora.input.bounds import MOST_ATTRIBUTES
from hexapla.corpora.input.markup import is_crowded
from hexapla.corpora.input.raw import RawFile
from hexapla.corpora.numbers.list_numerals import format_numeral
from hexapla.corpora.numbers.note_marks import NOTE_NUMBERS, raise_digits
from hexapla.corpora.readers.content import Content
from hexapla.corpora.readers.html_grid import grid_cells
from hexapla.corpora.readers.html_navigation import NavigationLink, is_step_line, is_trail
from hexapla.corpora.readers.html_styles import ListStyles, list_style
from hexapla.corpora.structure.blocks import Block, CellPlace, Role
from hexapla.corpora.structure.kinds import is_masthead
from hexapla.corpora.symbols import find_symbol

__all__ = ["read"]

_LEFT_OUT = re.compile(
    "script|style|nav|noscript|template|svg|iframe|object|embed|audio|video|canvas|map|head|"
    "select|textarea|button|input|datalist|"
    "del|s|strike|"  # what a revision took out
    "rt|rp|rtc"  # how the characters of a ruby text are read
)
_BESIDE = ("navigation", "banner", "contentinfo", "complementary", "search")  # ARIA landmarks
_MENU_ENTRY = 60  # characters
_BLOCK = re.compile(
    "address|article|aside|blockquote|body|caption|center|dd|details|dialog|dir|div|dl|dt|"
    "fieldset|figcaption|figure|footer|form|h[1-6]|header|hr|legend|li|main|menu|ol|p|pre|"
    "section|summary|table|tbody|td|tfoot|th|thead|tr|ul"
)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_STRUCTURAL = (*_HEADINGS, "table", "ol", "ul", "article", "section", "blockquote", "header")
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|text-decoration(?:-line)?\s*:[^;]*line-through",
    re.IGNORECASE,
)
_PAGE_BREAK = re.compile(r"(?:page-)?break-before\s*:\s*(?:always|page|left|right)", re.IGNORECASE)
_NOTES = re.compile(r"^(?:_?(?:ftn|edn|fn)\d+|(?:doc-)?(?:footnotes?|endnotes?))$", re.IGNORECASE)
_NOTE_LINK = re.compile(r"#.{0,40}(?:ftn|edn|fn|note|cite)", re.IGNORECASE)
_MARK = re.compile(rf"\s*[\[(]?({NOTE_NUMBERS})[\])]?\s*")
_BACK_LINK = re.compile("\\s*[\u21a9\u2191\u2934]\ufe0e?\\s*")

_BREAK = "\u2028"  # <br>: the decoder leaves none of these in a text
_INDENT = "[\xa0\u2002\u2003\u3000]"
# What parts paragraphs: two line breaks; one before an indent, or between a stop and a number.
_PARAGRAPH = re.compile(
    rf"[ \t\n\r\f]*{_BREAK}(?:[ \t\n\r\f\xa0]*{_BREAK}\s*|[ \t\n\r\f]*{_INDENT}\s*{_INDENT}\s*"
    rf"|(?<=[.;:,!?。；：，！？]{_BREAK})\s*(?=\(?[a-z0-9]{{1,3}}[).]\s|\d{{1,3}}/\s))"
)
_CENTRED = re.compile("\n(?= {16})")  # in preformatted text
_EASTERN = "[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]"
_EASTERN_LINE_END = re.compile(
    rf"(?<={_EASTERN})[ \t\r\f]*[\n{_BREAK}][ \t\n\r\f{_BREAK}]*(?={_EASTERN})"
)
_SPACE = re.compile(rf"[ \t\n\r\f{_BREAK}]+")


def read(raw: RawFile) -> Content:
    """Read a page.

    Scripts, styles, navigation and hidden parts are left out; no entity is expanded and nothing
    is fetched. Raises DocumentError if the page is nested too deeply, or
    has too many attributes in a tag, to be read.
    """
    text, where = raw.text, raw.where
    if is_crowded(text):
        raise DocumentError(
            where, "has a tag with more than %(most)s attributes", most=MOST_ATTRIBUTES
        )
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.LxmlError as error:
        raise DocumentError(where, "not readable as HTML: %(error)s", error=str(error)) from error
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise DocumentError(where, "its HTML is nested too deeply, or has too long a text, to read")
    if root is None:
        return Content.of(())
    language = _language(root)
    styles = ListStyles.of_page(root)
    _prune(root)
    return Content.of(_PageWalk(_main(root), styles).blocks(), language=language)


def _language(root: etree._Element) -> str:
    """Return the language tag of the page or, failing that, of its body or its meta element."""
    for element in (root, root.find("body")):
        if element is not None:
            tag = element.get("lang") or element.get("{http://www.w3.org/XML/1998/namespace}lang")
            if tag or element.get("xml:lang"):
                return tag or element.get("xml:lang") or ""
    for meta in root.iter("meta"):
        if (meta.get("http-equiv") or "").lower() == "content-language":
            return meta.get("content") or ""
    return ""


def _prune(root: etree._Element) -> None:
    """Take out what is no text of the document, keeping what follows it."""
    for element in root.iterdescendants():
        hidden = element.get("hidden") is not None or _HIDDEN.search(element.get("style") or "")
        beside = (element.get("role") or "").lower() in _BESIDE
        menu = _lists_links(element) or is_trail(element)
        if hidden or beside or menu or _LEFT_OUT.fullmatch(str(element.tag)):
            element.tag = "script"
    etree.strip_elements(root, "script", with_tail=False)


def _lists_links(element: etree._Element) -> bool:
    """Return whether a list is a menu: short links to other pages, none of a symbol, no more."""
    if element.tag not in ("ul", "menu"):
        return False
    links = [link for link in element.iter("a") if link.get("href")]
    texts = [_text(link) for link in links]
    return (
        len(links) > 1
        and all(len(text) <= _MENU_ENTRY and not find_symbol(text) for text in texts)
        and not any((link.get("href") or "").startswith("#") for link in links)
        and sum(map(_count_alphanumeric, texts)) == _count_alphanumeric(_text(element))
    )


def _main(root: etree._Element) -> etree._Element:
    """Return the element that the page itself calls its main part, if most of the text is there."""
    mains = [each for each in root.iter() if each.tag == "main" or each.get("role") == "main"]
    if len(mains) != 1 or 2 * len(_text(mains[0])) < len(_text(root)):
        return root
    return mains[0]


def _text(element: etree._Element) -> str:
    return _SPACE.sub(" ", "".join(map(str, element.itertext()))).strip()


@dataclass(slots=True)
class _HtmlPlace:
    """Where the text that is being read stands: in which role, at which number, in how many."""

    role: Role = Role.TEXT
    level: int = 0
    marker: str = ""
    depth: int = 0
    cell: CellPlace | None = None


@dataclass(slots=True)
class _List:
    """An open list: the form of its numbers ("" for none), the next one, and the step."""

    form: str
    number: int = 1
    step: int = 1


@dataclass(slots=True)
class _PageWalk:
    """One walk over the tree; `blocks` gives what it found."""

    root: etree._Element
    styles: ListStyles
    found: list[Block] = field(default_factory=list)
    places: list[_HtmlPlace] = field(default_factory=lambda: [_HtmlPlace()])
    lists: list[_List] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    linked: list[NavigationLink] = field(default_factory=list)  # the links of the block
    marks: list[int] = field(default_factory=list)  # where in `text` each open <sup> or <a> began
    grids: dict[etree._Element, Mapping[etree._Element, CellPlace]] = field(default_factory=dict)
    tables: int = 0  # that hold data
    titled: bool = False
    broken: bool = False
    ruled: bool = False
    preformatted: int = 0

    def blocks(self) -> list[Block]:
        # Not recursive: the depth of a page is its author's choice.
        for event, element in etree.iterwalk(self.root, events=("start", "end")):
            if not isinstance(element.tag, str):
                self._add(element.tail if event == "end" else None)
            elif event == "start":
                self._start(element)
                self._add(element.text)
            else:
                self._end(element)
                self._add(element.tail if element is not self.root else None)
        self._flush()
        return self.found

    def _add(self, text: str | None) -> None:
        if text:
            if self.preformatted:
                text = _CENTRED.sub(_BREAK * 2, text).replace("\n", _BREAK)
            self.text.append(text)

    def _start(self, element: etree._Element) -> None:
        tag = element.tag
        if _PAGE_BREAK.search(element.get("style") or ""):
            self._flush()
            self.broken = True
        if _BLOCK.fullmatch(tag):
            self._flush()
            self.ruled = self.ruled or tag == "hr"
            self.places.append(self._place(element))
            self.preformatted += tag == "pre"
            if tag in ("ol", "ul", "menu", "dir"):
                self.lists.append(_open_list(element, _form(element, self.styles)))
        elif tag == "br":
            self.text.append(_BREAK)
        elif tag in ("sup", "a"):
            self.marks.append(len(self.text))

    def _end(self, element: etree._Element) -> None:
        tag = element.tag
        if _BLOCK.fullmatch(tag):
            self._flush()
            self.places.pop()
            self.preformatted -= tag == "pre"
            if tag in ("ol", "ul", "menu", "dir"):
                self.lists.pop()
        elif tag in ("sup", "a"):
            start = self.marks.pop()
            if tag == "a" and element.get("href"):
                self.linked.append(
                    NavigationLink("".join(self.text[start:]), element.get("rel") or "")
                )
            self._raise_mark(element, start)

    def _place(self, element: etree._Element) -> _HtmlPlace:
        """Return what the text inside a block element is; what says nothing inherits it."""
        tag, place = element.tag, self.places[-1]
        inherited = _HtmlPlace(place.role, place.level, depth=place.depth, cell=place.cell)
        if tag in _HEADINGS:
            return self._heading(int(tag[1]))
        note = place.role is Role.NOTE or any(map(_NOTES.match, _names(element)))
        if tag == "li":
            number = self._next_number(element)
            role = Role.NOTE if note else Role.ITEM
            return _HtmlPlace(role, len(self.lists), number, place.depth + bool(number))
        if note:
            return _HtmlPlace(Role.NOTE)
        if tag in ("td", "th") and (cell := self._cell(element)):
            return _HtmlPlace(Role.CELL, cell=cell)
        if tag == "article" and not any(True for _ in element.iter(*_HEADINGS)):
            number = (element.get("data-number") or "")[:12]
            return replace(inherited, marker=number, depth=place.depth + bool(number))
        return inherited

    def _cell(self, cell: etree._Element) -> CellPlace | None:
        """Return where a cell of data stands; None for one that only lays out other blocks."""
        table = next(cell.iterancestors("table"), None)
        if table is None or any(True for _ in cell.iterdescendants(*_STRUCTURAL)):
            return None
        if table not in self.grids:
            data = _is_data(table)
            self.tables += data
            cells = grid_cells(table) if data else {}
            self.grids[table] = {each: CellPlace(self.tables, *at) for each, at in cells.items()}
        return self.grids[table].get(cell)

    def _heading(self, level: int) -> _HtmlPlace:
        if level == 1 and not self.titled:
            self.titled = True
            return _HtmlPlace(Role.TITLE, 1)
        return _HtmlPlace(Role.HEADING, level)

    def _next_number(self, element: etree._Element) -> str:
        """Count a list item, and give its number as a browser prints it."""
        if not self.lists or not self.lists[-1].form:
            return ""
        current = self.lists[-1]
        current.number = _integer(element.get("value"), current.number)
        printed = _printed(current.number, _form(element, self.styles) or current.form)
        current.number += current.step
        return printed

    def _raise_mark(self, element: etree._Element, start: int) -> None:
        """Write a note's number as superscript digits: in <sup>, or in a link to a note."""
        content = "".join(self.text[start:])
        link = element.tag == "a"
        if link and not _NOTE_LINK.match(element.get("href") or ""):
            return
        if link and _BACK_LINK.fullmatch(content):
            del self.text[start:]
            return
        match = _MARK.fullmatch(content)
        if match:
            self.text[start:] = [raise_digits(match[1])]

    def _flush(self) -> None:
        """End the current block, and the paragraphs that double line breaks made in it."""
        text = "".join(self.text)
        menu = self._is_menu(text)
        self.text.clear()
        self.linked.clear()
        self.marks = [0] * len(self.marks)
        if not text or text.isspace() or menu:
            return
        for part in _PARAGRAPH.split(text):
            # Line ends of the source between Chinese characters are no spaces.
            line = _SPACE.sub(" ", _EASTERN_LINE_END.sub("", part)).strip()
            if line:
                self.found.append(self._block(line))
                self.broken = self.ruled = False

    def _is_menu(self, text: str) -> bool:
        """Return whether a row is two links or more to other pages, none of a symbol, no more.

        One link is enough where it is called "Next page" or the like.
        """
        role = self.places[-1].role
        if role in (Role.TEXT, Role.ITEM) and is_step_line(text, self.linked):
            return True
        if len(self.linked) < 2 or role is not Role.TEXT:
            return False
        words = _count_alphanumeric(text)
        texts = [link.text for link in self.linked]
        return 0 < words <= sum(map(_count_alphanumeric, texts)) and not any(
            map(find_symbol, texts)
        )

    def _block(self, line: str) -> Block:
        place = self.places[-1]
        pending = [outer for outer in self.places if outer.marker]
        *outer, marker = [outer.marker for outer in pending] or [""]
        depth = pending[-1].depth if pending else 0
        for each in pending:
            each.marker = ""
        return Block(
            line,
            place.role,
            marker,
            place.level,
            after_break=self.broken,
            begins=not self.broken,
            after_rule=self.ruled,
            depth=depth,
            outer=tuple(outer),
            cell=place.cell,
        )


def _count_alphanumeric(text: str) -> int:
    return sum(map(str.isalnum, text))


def _names(element: etree._Element) -> Iterator[str]:
    """Yield the id, classes and role of an element, by which notes are known."""
    for attribute in ("id", "class", "role"):
        yield from (element.get(attribute) or "").split()


def _is_data(table: etree._Element) -> bool:
    """Return whether a table has data: several rows and columns of short texts, or marked as such.

    Old pages hold their whole text, and their menus, in tables without borders.
    """
    if (table.get("role") or "").lower() in ("presentation", "none"):
        return False
    rows = [row for row in table.iter("tr") if next(row.iterancestors("table"), None) is table]
    cells = [cell for row in rows for cell in row.iterchildren("td", "th")]
    if len(cells) <= len(rows):
        return False
    if next(table.iter("th", "caption"), None) is not None:
        return True
    bordered = (table.get("border") or "0") != "0"
    plain = bordered or not (any(map(_holds_paragraphs, cells)) or _is_masthead(cells))
    return len(rows) > 1 and plain


def _is_masthead(cells: Sequence[etree._Element]) -> bool:
    """Return whether a few cells lay out the head of a document: organ, symbol, date, language."""
    texts = list(map(_text, cells[:13]))
    filled = list(filter(None, texts))
    return len(cells) <= 12 and 2 * sum(map(is_masthead, filled)) > len(filled)


def _holds_paragraphs(cell: etree._Element) -> bool:
    """Return whether a cell has several paragraphs of some length, as no cell of data has."""
    parted = sum(1 for _ in cell.iter("p")) > 1 or any(map(_is_doubled, cell.iter("br")))
    return parted and sum(len(text.strip()) for text in cell.itertext()) > 100


def _is_doubled(line_break: etree._Element) -> bool:
    following = line_break.getnext()
    return following is not None and following.tag == "br" and not (line_break.tail or "").strip()


def _open_list(element: etree._Element, form: str) -> _List:
    """Start a list whose numbers have a form, "" where the page names none."""
    form = form or ("decimal" if element.tag == "ol" else "none")
    if form == "none":
        return _List("")
    items = sum(1 for _ in element.iterchildren("li"))
    reverse = element.get("reversed") is not None
    start = _integer(element.get("start"), items if reverse else 1)
    return _List(form, start, -1 if reverse else 1)


_FORMS = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    **dict.fromkeys(("none", "disc", "circle", "square"), "none"),
    "decimal": "decimal",
    "decimal-leading-zero": "decimalZero",
    **dict.fromkeys(("lower-alpha", "lower-latin"), "lowerLetter"),
    **dict.fromkeys(("upper-alpha", "upper-latin"), "upperLetter"),
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
    **dict.fromkeys(
        (
            *("cjk-ideographic", "simp-chinese-informal", "trad-chinese-informal"),
            "japanese-informal",
        ),
        "chineseCounting",
    ),
    "simp-chinese-formal": "chineseLegalSimplified",
    "trad-chinese-formal": "ideographLegalTraditional",
    "cjk-decimal": "ideographDigital",
    "cjk-heavenly-stem": "ideographTraditional",
    "cjk-earthly-branch": "ideographZodiac",
    **dict.fromkeys(("arabic-indic", "persian", "urdu"), "arabicIndic"),
    # Styles that pages in Arabic and Russian define for themselves.
    **dict.fromkeys(("lower-arabic", "arabic-abjad", "abjad"), "arabicAbjad"),
    **dict.fromkeys(("lower-russian", "lower-cyrillic"), "russianLower"),
    **dict.fromkeys(("upper-russian", "upper-cyrillic"), "russianUpper"),
}


def _form(element: etree._Element, styles: ListStyles) -> str:
    """Return the style of the numbers of a list or an item, "" where it names none.

    What stands nearer to the list wins, as in a browser. A class that is called like a style has
    it, for its rules may be in a file that is not at hand.
    """
    attribute = element.get("type") or ""
    classes = [_FORMS[name] for name in _classes(element) if "-" in name and name in _FORMS]
    return (
        # Letters differ by case in the attribute, styles do not.
        _FORMS.get(list_style(element.get("style") or ""), "")
        or _FORMS.get(styles.of(element), "")
        or (_FORMS.get(attribute, "") or _FORMS.get(attribute.lower(), "") if attribute else "")
        or next(iter(classes), "")
    )


def _classes(element: etree._Element) -> list[str]:
    return (element.get("class") or "").lower().split()


def _printed(number: int, form: str) -> str:
    """Write the number of an item as a browser prints it."""
    written = format_numeral(number, form)
    if not written:
        return ""
    if form == "arabicAbjad":
        return f"{written} -"
    return f"{written}、" if form.startswith(("chinese", "ideograph")) else f"{written}."


def _integer(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"-?\d{1,6}", text) else default
