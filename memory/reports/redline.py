"""What changed between two versions, as tracked changes on the old Word document.

Accepting all of them gives the new text, rejecting all the old one, paragraph by paragraph.
"""

from __future__ import annotations

import copy
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from lxml import etree

from hexapla.corpora.document import Document, Kind, Paragraph
from hexapla.corpora.languages import LANGUAGES
from hexapla.corpora.readers.docx.elements import W, first_child, value
from hexapla.memory.comparison.comparison import ChangeKind, Compared, compare_paragraphs
from hexapla.memory.comparison.likeness import NOTE_MARK, unnumbered
from hexapla.memory.text.cleaning import clean
from hexapla.memory.word.authorship import Author, Authored, Authors, renumbered
from hexapla.memory.word.package import WordPackage
from hexapla.memory.word.revisions import accept_all, drop
from hexapla.memory.word.texts import NOTE, WordText, run_text, runs, text_elements, word_texts
from hexapla.memory.word.tracking import Tracker, look

__all__ = ["plain_package", "printed_number", "redline"]

_BRACKET: Final = re.compile(r"\([^()]+\)$")
_NOTES: Final = ("footnotes", "endnotes")
# Properties of a paragraph that a copy of it in another document cannot have.
_OWN_PROPERTIES: Final = ("numPr", "sectPr", "rPr", "pPrChange")
# What hangs on other parts of its package.
_LINKED: Final = tuple(
    W + name
    for name in (
        *("drawing", "pict", "object", "footnoteReference", "endnoteReference"),
        *("commentReference", "commentRangeStart", "commentRangeEnd", "bookmarkStart"),
        *("bookmarkEnd", "sectPr", "proofErr"),
    )
)


def plain_package(document: Document) -> WordPackage:
    """Return a Word document made of the paragraphs of a version that is none."""
    import docx  # noqa: PLC0415 - the servers start without it

    made = docx.Document()
    rtl = LANGUAGES[document.language].direction == "rtl"
    for each in document.paragraphs:
        style = f"Heading {min(max(each.level, 1), 3)}" if each.kind is Kind.HEADING else None
        style = "Title" if each.kind is Kind.TITLE else style
        paragraph = made.add_paragraph(style=style)
        run = paragraph.add_run(printed_number(each) + clean(each.text))
        if rtl:
            paragraph._p.get_or_add_pPr().append(etree.Element(W + "bidi"))
            run.font.rtl = True
    return WordPackage.of_saved(made.save, Path(f"{document.symbol or 'version'}.docx"))


def printed_number(paragraph: Paragraph) -> str:
    """Return the number of a paragraph as it is printed, with a tab; "" where it has none."""
    if not paragraph.label or paragraph.kind is Kind.TABLE_CELL:
        return ""
    bracket = _BRACKET.search(paragraph.label)
    if bracket or paragraph.kind is Kind.NOTE:
        return f"{bracket[0] if bracket else paragraph.label}\t"
    return f"{paragraph.label}.\t"


def redline(
    old: WordPackage, new: WordPackage, language: str, tracker: Tracker, *, numbers: bool = True
) -> None:
    """Write into `old`, as tracked changes, all that makes its texts those of `new`.

    Tracked changes that either has already are accepted first; those of the new one keep who made
    them, and when (`memory.word.authorship`). Notes are compared one by one; the reference of a
    note that came in is not put in. Without `numbers`, as where one of them is no Word file and its
    numbers are written in another way, those of what stays are left as they are.
    """
    authors = Authors(new.body)
    for package in (old, new):
        accept_all(package.body)
    _at_usual_size(old)
    rows = compared(word_texts(old.body), word_texts(new.body), language)
    _Redline(old, new, tracker, authors, numbers=numbers).write(list(_apart(rows, authors)))
    for kind in _NOTES:
        part, other = old.part(kind), new.part(kind)
        if part is None or other is None:
            continue
        authors = Authors(other)
        for each in (part, other):
            accept_all(each)
        notes, others = (word_texts(each, kind=Kind.NOTE) for each in (part, other))
        pairs = [(before, after) for _, before, after in compared(notes, others, language)]
        kept = [(before, after) for before, after in pairs if before and after]
        authors.settle(kept, [before for before, after in pairs if before and not after], ())
        for before, after in kept:
            if before.paragraph.text != after.paragraph.text:
                tracked = authors.rewriting(after)
                tracker.rewrite(before.element, before.whole, after.whole, tracked)


def _at_usual_size(package: WordPackage) -> None:
    """Have a document opened at 100 %: it is only how it is looked at, and none of its text.

    LibreOffice 7.4 without a screen never ends where changes are accepted, or rejected, in a
    document that has another zoom.
    """
    settings = package.part("settings")
    for zoom in () if settings is None else list(settings.iterchildren(W + "zoom")):
        drop(zoom)


Row = tuple[Compared, WordText | None, WordText | None]


def compared(old: Sequence[WordText], new: Sequence[WordText], language: str) -> list[Row]:
    """Compare the texts of two documents; empty ones are left alone."""
    olds, news = ([each for each in texts if each.paragraph.text] for texts in (old, new))
    rows = compare_paragraphs(
        [each.paragraph for each in olds], [each.paragraph for each in news], language
    )
    return [
        (
            row,
            olds[row.old_place] if row.old else None,
            news[row.new_place] if row.new else None,
        )
        for row in rows
    ]


def _apart(rows: Sequence[Row], authors: Authors) -> Iterator[Row]:
    """Yield texts that stay in their places, but that somebody put in, as ones of their own.

    What the old version has already as it is, stays: a paragraph, or all the cells of a row.
    """
    others = {_put_in_with(after) for row, before, after in rows if after and _differs(row)}
    for row, before, after in rows:
        stays = before and not _comes(row)
        if after and stays and authors.put_in(after) and _put_in_with(after) in others:
            yield replace(row, change=ChangeKind.REMOVED), before, None
            yield replace(row, change=ChangeKind.ADDED), None, after
        else:
            yield row, before, after


def _put_in_with(text: WordText) -> etree._Element:
    """Return what comes in at once: the row of a table, or a paragraph."""
    row = _above(text.element, "tr")
    return text.element if row is None else row


def _differs(row: Compared) -> bool:
    """Return whether a new text is not an old one, but for its number, in a place like its own."""
    one, other = row.old, row.new
    if one is None or other is None or _comes(row):
        return True
    return (one.kind, one.text) != (other.kind, other.text)


class _Redline:
    """Writes what became of the texts of one body; `last` is where the next one comes in."""

    def __init__(
        self,
        old: WordPackage,
        new: WordPackage,
        tracker: Tracker,
        authors: Authors,
        *,
        numbers: bool,
    ) -> None:
        self.authors = authors
        self.old, self.new, self.tracker, self.numbers = old, new, tracker, numbers
        self.styles = _style_names(old)
        one, other = (package.part("numbering") for package in (old, new))
        numberings = [None if each is None else etree.tostring(each) for each in (one, other)]
        self.same_lists = numberings[0] == numberings[1]
        self.last: etree._Element | None = None
        # Of each table of the old one, how many texts that stay are still to come; those of which
        # some came already; those behind which something was put.
        self.ahead = Counter[etree._Element]()
        self.passed, self.left = set[etree._Element](), set[etree._Element]()
        self.became: dict[etree._Element, etree._Element] = {}
        self.rows = set[etree._Element]()

    def write(self, rows: Sequence[Row]) -> None:
        """Write all of them."""
        shared = Counter(
            (_above(after.element, name), _above(before.element, name))
            for row, before, after in rows
            for name in ("tbl", "tr")
            if before and after and not _comes(row)
        )
        # The table, or row, in which most cells stay that the new one has.
        for (other, one), _ in reversed(shared.most_common()):
            if one is not None and other is not None:
                self.became[other] = one
        gone = [before for row, before, _ in rows if before and _goes(row)]
        come = [after for row, _, after in rows if after and _comes(row)]
        self.rows = set(_whole_rows(come))
        gone_rows = _whole_rows(gone)
        kept = [(one, two) for row, one, two in rows if one and two and not _comes(row)]
        self.authors.settle(kept, gone, gone_rows)
        tables = (_outer_table(one.element) for one, _ in kept)
        self.ahead.update(table for table in tables if table is not None)
        for line in gone_rows:
            self.tracker.by(self.authors.removed_row(line)).mark_row(line, "del")
        for each in gone:
            self.tracker.remove(each.element, self.authors.removed(each))
        for row, before, after in rows:
            if before and not row.change.startswith("moved"):
                self._go_on(before.element)
            if before and after and not _comes(row):
                self._pass(_outer_table(before.element))
                self._rewrite(before, after)
            elif after:
                self._put_in(after)

    def _go_on(self, element: etree._Element) -> None:
        """Let what comes in stand behind an old element, but never before what came in."""
        if _outer_table(element) not in self.left:
            self.last = element

    def _pass(self, table: etree._Element | None) -> None:
        """Go on behind a text that stays, in a table."""
        if table is not None:
            self.passed.add(table)
            self.ahead[table] -= 1

    def _rewrite(self, before: WordText, after: WordText) -> None:
        wanted = after.whole if self.numbers else _wanted(before, after)
        if before.whole == wanted:
            return
        # What somebody put in, and the old version has already, can have another number.
        tracked = () if self.authors.put_in(after) else self.authors.rewriting(after)
        if tracked and wanted != after.whole:
            tracked = renumbered(tracked, after.number, before.number)
        self.tracker.rewrite(before.element, before.whole, wanted, tracked)

    def _put_in(self, text: WordText) -> None:
        row = _above(text.element, "tr")
        if row is not None and row in self.rows:
            if row not in self.became:
                self.became[row] = self._put_in_row(row)
            return
        added = self._added(text.element, self._properties(text))
        self._put(added, inside=text.is_cell)
        self.tracker.go_on(added)
        self.last = added

    def _added(
        self, paragraph: etree._Element, properties: etree._Element | None
    ) -> etree._Element:
        """Return a paragraph of the new document as one that comes in."""
        content = _copied_runs(paragraph, self.authors.adding(paragraph))
        return self.tracker.added(properties, content, self.authors.end(paragraph))

    def _put(self, element: etree._Element, *, inside: bool) -> None:
        """Put an element behind the last one, or behind the table that this is in.

        Where texts of the table are still to come, it stands before the table, or in the cell where
        others of it came before: nothing can stand between two rows.
        """
        if self.last is None:
            self.old.body.insert(0, element)
            return
        anchor = self.last
        table = _outer_table(anchor)
        if inside and _above(anchor, "tc") is not None:
            anchor.addnext(element)
        elif table is None or not self.ahead[table]:
            _behind(anchor).addnext(element)
            if table is not None:
                self.left.add(table)
        elif table not in self.passed:
            table.addprevious(element)
        else:
            anchor.addnext(element)
            if element.tag == W + "tbl":
                # A cell ends with a paragraph.
                element.addnext(self.tracker.added(None, ()))

    def _put_in_row(self, row: etree._Element) -> etree._Element:
        """Put in a whole row, in the table that its own became, or in a new one."""
        copied = copy.deepcopy(row)
        originals = dict(zip(copied.iter(W + "p"), row.iter(W + "p"), strict=True))
        for each in list(copied.iter(*_LINKED)):
            drop(each)
        for paragraph in list(copied.iter(W + "p")):
            properties = first_child(paragraph, "pPr")
            kept = None if properties is None else self._kept(properties)
            paragraph.addprevious(self._added(originals[paragraph], kept))
            drop(paragraph)
        self.tracker.by(self.authors.row(row)).mark_row(copied, "ins")
        table = _above(row, "tbl")
        place = self.became.get(table) if table is not None else None
        if place is None:
            place = etree.Element(W + "tbl")
            for name in ("tblPr", "tblGrid"):
                found = first_child(table, name)
                if found is not None:
                    place.append(copy.deepcopy(found))
            self._put(place, inside=False)
            if table is not None:
                self.became[table] = place
        before = next(
            (self.became[each] for each in row.itersiblings(preceding=True) if each in self.became),
            # What came before can stand in a row that became none, but a paragraph.
            None if self.last is None else _above(self.last, "tr"),
        )
        if before is not None and before.getparent() is place:
            before.addnext(copied)
        else:
            first = first_child(place, "tr")
            place.append(copied) if first is None else first.addprevious(copied)
        self.last = next(copied.iter(W + "p"), self.last)
        return copied

    def _properties(self, text: WordText) -> etree._Element | None:
        """Return the properties for a paragraph that comes in: its own, or its neighbour's."""
        own = first_child(text.element, "pPr")
        style = value(first_child(own, "pStyle"))
        if style in self.styles and own is not None:
            return self._kept(own)
        near = first_child(self.last, "pPr") if self.last is not None else None
        return None if near is None else _without(near, ("sectPr", "rPr", "pPrChange"))

    def _kept(self, properties: etree._Element) -> etree._Element:
        names = _OWN_PROPERTIES[1:] if self.same_lists else _OWN_PROPERTIES
        return _without(properties, names)


def _wanted(before: WordText, after: WordText) -> str:
    """Return what a text becomes that keeps its number, and its notes where they are as many."""
    if unnumbered(before.paragraph.text) == unnumbered(after.paragraph.text):
        return before.whole
    text = after.whole[len(after.number) :]
    marked = NOTE_MARK.sub(NOTE, text)
    return before.number + (marked if marked.count(NOTE) == before.whole.count(NOTE) else text)


def _goes(row: Compared) -> bool:
    return row.change in (
        ChangeKind.REMOVED,
        ChangeKind.MOVED,
        ChangeKind.MOVED_AND_CHANGED,
    )


def _comes(row: Compared) -> bool:
    return row.change in (
        ChangeKind.ADDED,
        ChangeKind.MOVED,
        ChangeKind.MOVED_AND_CHANGED,
    )


def _style_names(package: WordPackage) -> set[str]:
    styles = package.part("styles")
    if styles is None:
        return set()
    return {value(style, "styleId") for style in styles.iterchildren(W + "style")}


def _outer_table(element: etree._Element) -> etree._Element | None:
    """Return the table that an element is in, the outermost of several."""
    return next(reversed([*element.iterancestors(W + "tbl")]), None)


def _behind(anchor: etree._Element) -> etree._Element:
    """Return what an element is to stand behind: the table or the text box of the anchor."""
    for above in anchor.iterancestors():
        if above.tag in (W + "tbl", W + "txbxContent"):
            anchor = above
    if anchor.tag == W + "txbxContent":
        outer = _above(anchor, "p")
        return anchor if outer is None else outer
    return anchor


def _above(element: etree._Element, name: str) -> etree._Element | None:
    return next(element.iterancestors(W + name), None)


def _whole_rows(texts: Sequence[WordText]) -> list[etree._Element]:
    """Return the rows of tables all of whose texts are among these."""
    own = {text.element for text in texts}
    rows = dict.fromkeys(row for text in texts if (row := _above(text.element, "tr")) is not None)
    return [
        row
        for row in rows
        if all(
            paragraph in own
            for paragraph in row.iter(W + "p")
            if "".join(map(run_text, runs(paragraph))).strip()
        )
    ]


def _copied_runs(
    paragraph: etree._Element, pieces: Sequence[Authored]
) -> Iterator[tuple[etree._Element, Author | None]]:
    """Yield the runs of a paragraph with their looks, for another document, and who put them in."""
    number = used = 0
    for run in runs(paragraph):
        text = run_text(run)
        while text:
            piece = pieces[number]
            part = text[: len(piece.text) - used]
            text = text[len(part) :]
            used += len(part)
            if used == len(piece.text):
                number, used = number + 1, 0
            content = list(text_elements(part))
            if content:
                copied = etree.Element(W + "r")
                properties = look(run)
                if properties is not None:
                    copied.append(properties)
                copied.extend(content)
                yield copied, piece.author


def _without(properties: etree._Element, names: Sequence[str]) -> etree._Element:
    copied = copy.deepcopy(properties)
    for name in names:
        for each in list(copied.iterchildren(W + name)):
            copied.remove(each)
    return copied
