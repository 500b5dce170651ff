"""Tells what the lines of a masthead and the closing lines say, and finds annexes and quotations.

The kind of a paragraph says how it is treated; its detail says what it is: the session, the item
of the agenda, the sponsors of a draft, how and where it was adopted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from hexapla.corpora.document import Detail, Kind
from hexapla.corpora.numbers.note_marks import RAISED_DIGITS
from hexapla.corpora.structure.kinds import is_adoption, is_meeting, is_session, names_agenda_item
from hexapla.corpora.symbols import masthead_symbol

__all__ = ["details"]

# "Austria, Belize and Chile: draft resolution", "Draft resolution submitted by the President".
_SPONSORS = re.compile(
    r".*[:：]\s?(?:"
    r"(?i:revised )?(?i:draft|amendment|working paper|proposal)|"
    r"(?i:projet|amendement|document de travail|proposition)|"
    r"(?i:proyecto|enmienda|documento de trabajo|propuesta)|"
    r"(?i:пересмотренн\w+ )?(?i:проект|поправк|рабочий документ|предложени)|"
    r"مشروع|تعديل|ورقة عمل|مقترح|"
    r"(?i:überarbeiteter )?(?:\w*[Ee]ntwurf|Änderungs|Arbeitspapier|Vorschlag)|"
    r"(?:订正)?(?:决议|决定)?(?:草案|修正案)|工作文件|提案"
    r").{0,60}|"
    r"(?:Draft|Revised draft) \w+ (?:submitted|proposed) by .*|"
    r"Projet de \w+ (?:présenté|déposé|proposé).*|Proyecto de \w+ (?:presentad|propuest).*|"
    r"Проект \w+, (?:представленн|предложенн).*|مشروع \w+ (?:مقدم|مقترح).*|"
    r"\w*[Ee]ntwurf,? (?:vorgelegt|eingereicht).*|.{2,60}提(?:交|出)的\S{0,12}草案"
)
# Quotation marks that open, each with those that close it.
_QUOTES = {"“": "”", "«": "»", "»": "«", "„": "“”", "「": "」", "『": "』", "”": "“", '"': '"'}
_END = re.compile(rf"[\s.,;:!?。，；：！？،؛{RAISED_DIGITS}*\])）]+$")
# Paragraphs of a quotation, which can be a whole treaty; one that never closes must end somewhere.
_LONGEST = 200
_QUOTING = (Kind.BODY, Kind.LIST_ITEM, Kind.OPERATIVE, Kind.PREAMBULAR)


def details(paragraphs: Sequence[tuple[Kind, str]]) -> list[Detail | None]:
    """Return the details of the paragraphs of a document, each given by its kind and its text.

    Annexes are told by their numbers, so not here.
    """
    found: list[Detail | None] = []
    for kind, text in paragraphs:
        if kind is Kind.MASTHEAD:
            found.append(_of_masthead(text, below=found[-1] if found else None))
        elif kind is Kind.SIGNATURE:
            meeting = Detail.MEETING if is_meeting(text) else None
            found.append(Detail.ADOPTION if is_adoption(text) else meeting)
        else:
            found.append(None)
    for place in _quotations(paragraphs):
        found[place] = Detail.QUOTATION
    return found


def _of_masthead(text: str, *, below: Detail | None) -> Detail | None:
    """Return what a line of the masthead says; `below` is the detail of the line above it."""
    if masthead_symbol([text]):
        return Detail.SYMBOL
    if _SPONSORS.fullmatch(text):
        return Detail.SPONSORS
    if is_adoption(text):
        return Detail.ADOPTION
    if names_agenda_item(text):
        return Detail.AGENDA_ITEM
    if is_session(text):
        return Detail.SESSION
    # The name of an item stands below its number.
    return Detail.AGENDA_ITEM if below is Detail.AGENDA_ITEM else None


def _quotations(paragraphs: Sequence[tuple[Kind, str]]) -> set[int]:
    """Find the paragraphs that are quotations from their first sign to their last.

    A quotation of several paragraphs has a mark at the start of each, and closes at the end of
    the last one.
    """
    found: set[int] = set()
    run: list[int] = []  # the paragraphs of a quotation that is not closed yet
    for place, (kind, text) in enumerate(paragraphs):
        if kind is Kind.NOTE:
            continue
        if kind not in _QUOTING or text[:1] not in _QUOTES or len(run) > _LONGEST:
            run = []
            continue
        closed = _closing(text)
        if closed is None:
            run.append(place)
        else:
            if not _END.sub("", text[closed + 1 :]):
                found.update([*run, place])
            run = []
    return found


def _closing(text: str) -> int | None:
    """Return the place of the mark that closes the first one of a text; None where none does."""
    opening, closing = text[0], _QUOTES[text[0]]
    depth = 0
    for place, sign in enumerate(text):
        if sign == opening and (sign not in closing or place == 0):
            depth += 1
        elif sign in closing:
            depth -= 1
            if depth == 0:
                return place
    return None
