"""What the front of a document says of it, for the register (`memory.register`)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from hexapla.corpora.document import Detail, Document, Kind
from hexapla.corpora.structure.kinds import leading_organ, names_agenda_item
from hexapla.memory.checks.values.model import ValueKind
from hexapla.memory.checks.values.plain import plain
from hexapla.memory.checks.values.reading import values
from hexapla.memory.register import Fact, FactKind, agenda_items, symbol_session

__all__ = ["FRONT", "facts_of_document", "facts_of_documents"]

FRONT: Final = 60
"""Paragraphs in which a document introduces itself.

A title of several lines and items are among them, and of resolutions and reports none stands
further back.
"""

_DATE: Final = re.compile(r"\d{4}(?:-\d\d){0,2}")
# Marks of notes, and the signs that end a line.
_AROUND: Final = " \t*†‡,，،:：."
# The most items of an agenda that one document is for, and signs of the name of one.
_MOST_ITEMS: Final = 20
_LONGEST: Final = 500


def facts_of_documents(documents: Iterable[Document]) -> tuple[Fact, ...]:
    """Return what several language versions of a document say, each thing once."""
    found = (fact for document in documents for fact in facts_of_document(document))
    return tuple(_of_one_date(dict.fromkeys(found)))


def _of_one_date(facts: Iterable[Fact]) -> Iterator[Fact]:
    """Yield facts, of several dates and sessions only the first: versions come out on other days.

    An item that one version tells more exactly stands for itself: 70(b) and not 70.
    """
    facts = list(facts)
    exact = {each.text.partition("(")[0] for each in facts if _is_exact_item(each)}
    seen: set[FactKind] = set()
    for fact in facts:
        if fact.kind in (FactKind.DATE, FactKind.SESSION):
            if fact.kind in seen:
                continue
            seen.add(fact.kind)
        if fact.kind is FactKind.AGENDA and not fact.language and fact.text in exact:
            continue
        yield fact


def _is_exact_item(fact: Fact) -> bool:
    return fact.kind is FactKind.AGENDA and not fact.language and "(" in fact.text


def facts_of_document(document: Document) -> Iterator[Fact]:
    """Yield what one language version says: its organ, session, items of the agenda and date.

    The date is that of its adoption, where it says one. Its title is a text of the memory.
    """
    front = document.paragraphs[:FRONT]
    language = document.language
    begins = (leading_organ(each.text) for each in front if each.kind is Kind.ORGAN)
    if organ := document.organ or next(filter(None, begins), ""):
        yield Fact(FactKind.BODY, " ".join(organ.split()), language)
    # A special session is numbered apart, which its symbol tells.
    if not symbol_session(document.symbol) and (session := _session(document.session, language)):
        yield Fact(FactKind.SESSION, session)
    for line in [each.text for each in front if each.detail is Detail.AGENDA_ITEM][:_MOST_ITEMS]:
        yield from _agenda(line, language)
    adopted = (each.text for each in document.paragraphs if each.detail is Detail.ADOPTION)
    dates = (_date(text, language) for text in (*adopted, document.date))
    if date := next(filter(None, dates), ""):
        yield Fact(FactKind.DATE, date)


def _session(text: str, language: str) -> str:
    """Return the number of a session that a line names.

    >>> _session("Second regular session", "en"), _session("Вторая очередная сессия", "ru")
    ('2', '2')
    >>> _session("第四十届会议", "zh"), _session("Segundo período ordinario de sesiones", "es")
    ('40', '2')
    """
    found = (each for each in values(text, language) if "session" in each.role)
    return next((str(each.readings[0][0]) for each in found), "")


def _agenda(line: str, language: str) -> Iterator[Fact]:
    text = " ".join(line.split()).strip(_AROUND)[:_LONGEST]
    if not names_agenda_item(line):
        yield Fact(FactKind.AGENDA, text, language)
        return
    for item in agenda_items(plain(text)):
        yield Fact(FactKind.AGENDA, item)


def _date(text: str, language: str) -> str:
    """Return the first date of a line, as exact as it is.

    >>> _date("Resolution adopted by the General Assembly on 3 November 2044", "en")
    '2044-11-03'
    """
    dated = (each.whole for each in values(text, language) if each.kind is ValueKind.DATE)
    return next((date for date in dated if _DATE.fullmatch(date)), "")
