"""The values that the readers give and every later room takes: documents and their paragraphs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from hexapla.corpora.messages import Message

__all__ = ["Detail", "Document", "Kind", "Paragraph"]


class Kind(StrEnum):
    """What a paragraph is in the structure of a United Nations document.

    CONTENTS is a line of a contents list, with its heading: it is not aligned, and has no label.
    """

    MASTHEAD = "masthead"
    CONTENTS = "contents"
    TITLE = "title"
    ORGAN = "organ"
    PREAMBULAR = "preambular"
    OPERATIVE = "operative"
    HEADING = "heading"
    BODY = "body"
    LIST_ITEM = "list item"
    TABLE_CELL = "table cell"
    NOTE = "note"
    SIGNATURE = "signature"


class Detail(StrEnum):
    """What a paragraph says, where its kind alone does not tell.

    The masthead has symbols, sessions, items of the agenda, sponsors and how a text was adopted;
    the signature has how and at which meeting; annexes are headings; a quotation can be of the
    kinds of running text.
    """

    SYMBOL = "symbol"
    SESSION = "session"
    AGENDA_ITEM = "agenda item"
    SPONSORS = "sponsors"
    ADOPTION = "adoption"
    MEETING = "meeting"
    ANNEX = "annex"
    QUOTATION = "quotation"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One logical paragraph, whole, whatever page breaks and notes did to it.

    `id` is unique in the document (`title`, `pp-3`, `op-12(a)`, `fn-4`). `label` is the number as
    a path, the same in all languages (`12`, `12(a)`, `I.A`, `annex.3`), or "" where there is none;
    a note's label is its mark. `text` is without the number, and keeps the note marks. `level` is
    the depth of a heading, from 1; 0 for other paragraphs and the captions of tables.
    """

    id: str
    kind: Kind
    label: str
    text: str
    detail: Detail | None = None
    level: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """One language version of a document.

    `symbol` is "" where the text names none. `language` is one of `corpora.languages.LANGUAGES`.
    `warnings` are one-line remarks of the reader. `session` is that of the organ, `organ` its name,
    `date` when the document came out, as the masthead or the page headers say them, "" where they
    do not.
    """

    symbol: str
    language: str
    paragraphs: tuple[Paragraph, ...]
    warnings: tuple[Message, ...] = ()
    session: str = ""
    organ: str = ""
    date: str = ""
