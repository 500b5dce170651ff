"""The official translation of an old text, with what has to change for the new one marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from lxml import etree

from hexapla.corpora.languages import LANGUAGES
from hexapla.corpora.readers.docx.elements import W
from hexapla.memory.comparison.comparison import ChangeKind, Compared
from hexapla.memory.comparison.projection import Projection
from hexapla.memory.reports.comparison_page import ComparisonRow, page_rows
from hexapla.memory.reports.redline import printed_number
from hexapla.memory.word.package import WordPackage
from hexapla.memory.word.texts import text_elements
from hexapla.memory.word.tracking import Tracker

__all__ = ["projected_redline"]

_LEGEND: Final = (
    "What has to change in the {target} text. Tracked changes are certain: numbers and dates, and"
    " paragraphs that fell out or moved. On yellow stands what has to be translated anew, with the"
    " new words of the {source} text behind it in brackets. On grey stands what the memory does not"
    " have in {target}."
)


def projected_redline(
    rows: Sequence[Compared],
    projections: Mapping[int, Projection | None],
    languages: tuple[str, str],
    tracker: Tracker,
) -> WordPackage:
    """Return a Word document of the old translation with its changes, in the order of the new text.

    `projections` are by the places of the old paragraphs. Rejecting all tracked changes gives the
    old translation, paragraph by paragraph.
    """
    package = _empty(languages)
    body = package.body
    section = body.find(f"{W}sectPr")
    for paragraph in list(body.iterchildren(W + "p")):
        body.remove(paragraph)
    writer = _RedlineWriter(projections, languages, tracker)
    for each in page_rows(rows):
        paragraph = writer.paragraph(each)
        if section is None:
            body.append(paragraph)
        else:
            section.addprevious(paragraph)
    return package


def _empty(languages: tuple[str, str]) -> WordPackage:
    import docx  # noqa: PLC0415 - the servers start without it

    made = docx.Document()
    names = [LANGUAGES[code].name for code in languages]
    header = made.sections[0].header.paragraphs[0]
    header.text = _LEGEND.format(source=names[0], target=names[1])
    return WordPackage.of_saved(made.save, Path("translation.docx"))


class _RedlineWriter:
    """Writes the paragraphs of the translation."""

    def __init__(
        self,
        projections: Mapping[int, Projection | None],
        languages: tuple[str, str],
        tracker: Tracker,
    ) -> None:
        self.projections, self.tracker = projections, tracker
        self.source_rtl, self.rtl = (LANGUAGES[code].direction == "rtl" for code in languages)

    def paragraph(self, each: ComparisonRow) -> etree._Element:
        """Return the paragraph of a row."""
        row = each.row
        own = self.projections.get(row.old_place) if row.old else None
        if row.new is not None and row.old is None:
            content = [self._run(f"{printed_number(row.new)}{row.new.text}", "yellow", plain=True)]
            return self._added(self.source_rtl, content)
        old = row.old or row.new
        assert old is not None  # a row has one of both
        rtl = self.source_rtl if own is None else self.rtl
        if own is None:
            content = [self._run(f"{printed_number(old)}{old.text}", "lightGray", plain=True)]
        elif each.left or row.change is ChangeKind.REMOVED:
            content = [self._run(printed_number(old) + own.text)]
        else:
            content = list(
                self._marked(printed_number(old), own, tracked=row.change is ChangeKind.CHANGED)
            )
        if row.change in (ChangeKind.MOVED, ChangeKind.MOVED_AND_CHANGED) and not each.left:
            return self._added(rtl, content)
        paragraph = etree.Element(W + "p")
        paragraph.append(self._properties(rtl))
        paragraph.extend(content)
        if each.left or row.change is ChangeKind.REMOVED:
            self.tracker.remove(paragraph)
        return paragraph

    def _added(self, rtl: bool, content: Iterable[etree._Element]) -> etree._Element:
        runs = ((run, None) for run in content)
        return self.tracker.added(self._properties(rtl), runs)

    def _marked(self, number: str, own: Projection, *, tracked: bool) -> Iterator[etree._Element]:
        """Yield the runs of a translation with its marks; what comes in is `tracked` by itself."""
        yield self._run(number)
        at = 0
        for mark in own.marks:
            yield self._run(own.text[at : mark.start])
            at = mark.end
            gone = own.text[mark.start : mark.end]
            if mark.is_certain:
                if tracked:
                    yield from self._change("del", self._run(gone))
                    yield from self._change("ins", self._run(mark.answer))
                else:
                    yield self._run(mark.answer)
                continue
            yield self._run(gone, "yellow")
            if mark.new.strip():
                said = self._run(f"[{mark.new.strip()}]", "yellow", plain=True)
                yield from self._change("ins", said) if tracked else [said]
        yield self._run(own.text[at:])
        for old, new in own.unplaced:
            said = self._run(f" [{old} → {new}]", "yellow", plain=True)
            yield from self._change("ins", said) if tracked else [said]

    def _change(self, name: str, run: etree._Element) -> Iterator[etree._Element]:
        if not len(run):
            return
        change = self.tracker.change(name)
        change.append(run)
        if name == "del":
            for text in run.iter(W + "t"):
                text.tag = W + "delText"
        yield change

    def _properties(self, rtl: bool) -> etree._Element:
        properties = etree.Element(W + "pPr")
        if rtl:
            etree.SubElement(properties, W + "bidi")
        return properties

    def _run(self, text: str, colour: str = "", *, plain: bool = False) -> etree._Element:
        """Return a run; what is `plain` is in the source language."""
        run = etree.Element(W + "r")
        look = etree.SubElement(run, W + "rPr")
        if colour:
            etree.SubElement(look, W + "highlight", {W + "val": colour})
        if self.source_rtl if plain else self.rtl:
            etree.SubElement(look, W + "rtl")
        run.extend(text_elements(text))
        return run
