"""New Word documents in their own layout, with what the memory has in them."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import docx
import pytest
from lxml import etree

from hexapla.corpora.document import Document, Kind, Paragraph
from hexapla.corpora.numbers.note_marks import RAISED_DIGITS
from hexapla.corpora.readers.docx.elements import W, first_child, value
from hexapla.corpora.readers.registry import read
from hexapla.corpora.segmentation.sentences import segment
from hexapla.memory.lookup.match import Match, MatchKind
from hexapla.memory.reports.pretranslation import Draft, Pretranslation
from hexapla.memory.reports.translated_word import translated_word
from hexapla.memory.units import Level, Status
from hexapla.memory.word.package import WordPackage
from hexapla.memory.word.revisions import accept_all
from hexapla.memory.word.texts import NOTE, run_text, runs, word_texts
from tests.evaluations import partly
from tests.memory.reports.test_redline import NAMES
from tests.memory.word.documents import package_at, package_of, texts_of

MARKS = re.compile(f"[{RAISED_DIGITS}]+")


def match(kind: MatchKind, source: str, target: str) -> Match:
    score = 100 if kind is MatchKind.EXACT else 85
    return Match(
        kind,
        score,
        source,
        target,
        target,
        "A/1",
        "1.1",
        "1",
        Level.SENTENCE,
        Status.AUTOMATIC,
        0.9,
    )


def pretranslation(document: Document, target: str, matches: dict[str, Match]) -> Pretranslation:
    drafts = [
        Draft(
            0, place, each.label, each.kind, text, (found,) if (found := matches.get(text)) else ()
        )
        for place, each in enumerate(document.paragraphs)
        for start, end in segment(each.text, document.language)
        if (text := each.text[start:end].strip())
    ]
    return Pretranslation(document, target, tuple(drafts), (), None)


def translated(texts: tuple[str, ...], target: str, matches: dict[str, Match]) -> WordPackage:
    paragraphs = tuple(
        Paragraph(str(at), Kind.OPERATIVE, "", text.partition("\t")[2] or text)
        for at, text in enumerate(texts)
    )
    result = pretranslation(Document("", "en", paragraphs), target, matches)
    return translated_word(package_of(*texts), result)


KNOWN = {
    "Decides to wait.": match(MatchKind.EXACT, "Decides to wait.", "Décide d’attendre."),
    "Asks for a report.": match(MatchKind.FUZZY, "Asks for reports.", "Demande des rapports."),
}


def test_numbers_stay_and_what_is_not_in_the_memory_is_marked() -> None:
    made = translated(
        ("1.\tDecides to wait. Asks for a report. Notes it.", "2.\tNotes it."), "fr", KNOWN
    )
    assert texts_of(made.body) == [
        "1.\tDécide d’attendre. Demande des rapports. Notes it.",
        "2.\tNotes it.",
    ]
    coloured = {
        run_text(run).strip(): value(first_child(first_child(run, "rPr"), name), attribute)
        for run in made.body.iter(W + "r")
        for name, attribute in (("highlight", "val"), ("shd", "fill"))
        if first_child(first_child(run, "rPr"), name) is not None
    }
    assert coloured == {"Demande des rapports.": "DCE9F9", "Notes it.": "yellow"}


def test_comments_say_what_the_colours_mean_and_what_is_only_alike() -> None:
    made = translated(("1.\tDecides to wait. Asks for a report.",), "fr", KNOWN)
    comments = [each.text for each in docx.Document(BytesIO(made.saved())).comments]
    assert comments[0].startswith("Pretranslated by hexapla into French")
    assert comments[1:] == ["85 % fuzzy, A/1#1.1: Asks for reports."]


def test_arabic_goes_from_right_to_left_and_what_stays_english_does_not() -> None:
    known = {"Decides to wait.": match(MatchKind.EXACT, "Decides to wait.", "تقرر الانتظار.")}
    made = translated(("Decides to wait. Notes it.",), "ar", known)
    (text,) = word_texts(made.body)
    assert text.element.find(f"{W}pPr/{W}bidi") is not None
    turned = [
        run_text(run).strip()
        for run in runs(text.element)
        if run.find(f"{W}rPr/{W}rtl") is not None
    ]
    assert turned == ["تقرر الانتظار."]
    assert made.body.find(f"{W}sectPr/{W}bidi") is not None


def facts(body: etree._Element) -> list[object]:
    """What a translation leaves as it is."""
    paragraphs = [
        (
            value(first_child(first_child(text.element, "pPr"), "pStyle")),
            text.number,
            text.whole.count(NOTE),
            text.is_cell,
        )
        for text in word_texts(body)
    ]
    notes = [value(each, "id") for each in body.iter(W + "footnoteReference")]
    counts = [sum(1 for _ in body.iter(W + name)) for name in ("tbl", "tr", "drawing", "sectPr")]
    return [paragraphs, notes, counts]


@pytest.mark.parametrize("name", partly(NAMES, ("A_80_604_Add.1", "A_81_6_Sect.13")))
def test_real_documents_keep_their_layout(name: str, shared_data: Path) -> None:
    path = shared_data / "un-reports" / f"{name}.docx"
    document = read(path)
    pieces = {
        each.text[start:end].strip()
        for each in document.paragraphs
        for start, end in segment(each.text, "en")
    }
    known = {
        text: match(MatchKind.EXACT, text, f"تقرر ذلك{''.join(MARKS.findall(text))}.")
        for place, text in enumerate(sorted(pieces))
        if place % 4
    }
    old = package_at(path)
    accept_all(old.body)
    made = translated_word(package_at(path), pretranslation(document, "ar", known))
    assert facts(made.body) == facts(old.body)
    translated_ones = [text for text in word_texts(made.body) if "تقرر" in text.whole]
    assert (
        len(translated_ones)
        > 0.4 * sum(bool(text.paragraph.text) for text in word_texts(old.body)) / 2
    )
    assert all(text.element.find(f"{W}pPr/{W}bidi") is not None for text in word_texts(made.body))
