"""What a translation memory holds: units, and the aligned set that they come from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Final

from hexapla.corpora.document import Kind
from hexapla.corpora.languages import language_for
from hexapla.corpora.messages import Message, joined
from hexapla.memory.register import Fact

__all__ = [
    "MOST_PLACES",
    "REVIEW_FROM",
    "SURE_FROM",
    "AlignedSet",
    "Band",
    "Carried",
    "DocumentRecord",
    "ImportCounts",
    "Level",
    "Loss",
    "PairSummary",
    "Priority",
    "SetSummary",
    "Status",
    "Translation",
    "Unaligned",
    "Unit",
    "band_of",
    "causes_without_partner",
]

MOST_PLACES: Final = 10
"""Places that are named of what is left out of a file for one cause: there can be millions."""

SURE_FROM: Final = 0.95
"""The confidence from which a link is taken for right by itself, 0 to 1."""
REVIEW_FROM: Final = 0.7
"""The confidence under which a link is doubtful; what is between these two is for review."""


class Level(StrEnum):
    """The granularity of a unit."""

    SENTENCE = "sentence"
    PARAGRAPH = "paragraph"


class Status(StrEnum):
    """The review state of one translation of a unit."""

    AUTOMATIC = "automatic"
    REVIEWED = "reviewed"
    REJECTED = "rejected"

    @property
    def rank(self) -> int:
        """How well it is decided: of two translations, that with the higher rank stays."""
        return _RANKS[self]


_RANKS: Final = {Status.AUTOMATIC: 0, Status.REJECTED: 1, Status.REVIEWED: 2}


class Band(StrEnum):
    """How far a translation can be relied on unread."""

    SURE = "sure"
    REVIEW = "review"
    DOUBTFUL = "doubtful"


def band_of(score: float) -> Band:
    """Return the band of a confidence from 0 to 1; what is not a number is doubtful.

    >>> band_of(0.96), band_of(0.8), band_of(float("nan"))
    (<Band.SURE: 'sure'>, <Band.REVIEW: 'review'>, <Band.DOUBTFUL: 'doubtful'>)
    """
    if score >= SURE_FROM:
        return Band.SURE
    return Band.REVIEW if score >= REVIEW_FROM else Band.DOUBTFUL


class Priority(IntEnum):
    """What a set counts beside others.

    What is in an excluded set is not found by look-up and not exported, but kept and cited; of
    equal matches those from preferred sets come first.
    """

    EXCLUDED = -1
    USUAL = 0
    PREFERRED = 1


@dataclass(frozen=True, slots=True)
class Carried:
    """What a file says of a text besides: kept as it is, and given back on export.

    Of an imported file, `attributes` and `properties` are (name, value) in their order; `markup`
    is the text with its inline tags, as XML, "" where it has none. Of a document, `shown` is the
    text as a CAT tool shows it there, with its number and tags (`1. Takes note<t0/>;`), "" where
    that is the text itself, and `number` the number before it that the tool shows as a segment of
    its own (`1.` before a capital). Where the tool cuts a sentence into several segments, as after
    `para.`, these are the `pieces`, as they are shown.
    """

    attributes: tuple[tuple[str, str], ...] = ()
    properties: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    markup: str = ""
    shown: str = ""
    number: str = ""
    pieces: tuple[str, ...] = ()

    @property
    def is_imported(self) -> bool:
        """Return whether it has anything of an imported file."""
        return any((self.attributes, self.properties, self.notes, self.markup))


@dataclass(frozen=True, slots=True)
class Translation:
    """The text of a unit in one other language, and how sure the link is.

    `score` is the confidence from 0 to 1; `method` is an `align.beads.Method` value, or
    "imported"; `label` is the label that the translated paragraph itself carries.
    """

    language: str
    text: str
    score: float
    method: str
    label: str = ""
    status: Status = Status.AUTOMATIC
    carried: Carried | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """A source text with its translations, addressed by symbol and reference.

    `reference` is unique in its set and level: `12(a)`, `pp-3`, `fn-4` for a paragraph, with
    `.1`, `.2` … for its sentences. `position` is the index of its first source paragraph or
    sentence in the document; where spans overlap, several units have the same. `before` and
    `after` are the source texts that stand around it in the document, "" at the ends.
    """

    symbol: str
    level: Level
    position: int
    reference: str
    kind: Kind
    label: str
    language: str
    text: str
    translations: tuple[Translation, ...]
    before: str = ""
    after: str = ""
    carried: Carried | None = None

    @property
    def tuid(self) -> str:
        """The address of the unit in every exchange format."""
        return f"{self.symbol}#{self.reference}"

    @property
    def texts(self) -> dict[str, str]:
        """The text in each language, the source first; rejected translations are left out."""
        return {self.language: self.text} | {
            each.language: each.text
            for each in self.translations
            if each.status is not Status.REJECTED
        }

    @property
    def is_reviewed(self) -> bool:
        """Return whether somebody has reviewed one of its translations."""
        return any(each.status is Status.REVIEWED for each in self.translations)


@dataclass(frozen=True, slots=True)
class Unaligned:
    """A paragraph or sentence without partner in the pair of the source with `target_language`.

    `language` is that of the text itself. `position` is the index of the source text that it is,
    or that it follows (-1 before the first), comparable with that of the units of its level.
    `reference` is its address in its own language version.
    """

    target_language: str
    language: str
    position: int
    kind: Kind
    label: str
    text: str
    cause: str
    level: Level = Level.PARAGRAPH
    reference: str = ""


def causes_without_partner(language: str, label: str) -> tuple[Message, Message, Message]:
    """Return why a text has no partner in a language: no text, no such label, none found.

    A memory keeps what they say in English; who shows it says the one that it was.
    """
    name = Message(language_for(language).name)
    return (
        Message("the paragraph has no text"),
        Message(
            "no counterpart found: the %(language)s text has no paragraph %(label)s",
            language=name,
            label=label,
        ),
        Message("no counterpart found in the %(language)s text", language=name),
    )


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """Where a language version came from. `digest` is the SHA-256 of the file in hexadecimal."""

    language: str
    path: str
    digest: str
    paragraphs: int
    warnings: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Loss:
    """What of an imported file went into no unit, for one cause.

    `count` is how much that is; `places` are the first of the rows, lines or names where it stands.
    """

    cause: Message
    count: int
    places: tuple[Message, ...]

    @property
    def message(self) -> Message:
        """The places and the cause in one line."""
        where = joined(self.places, ", ")
        if more := self.count - len(self.places):
            where = Message("%(places)s and %(count)s more", places=where, count=more)
        return joined([where, self.cause], ": ")

    def __str__(self) -> str:
        return str(self.message)


@dataclass(frozen=True, slots=True)
class ImportCounts:
    """What became of the units of an imported file.

    `added` are new, `merged` gave a translation to a unit that was there, `known` gave nothing.
    `losses` tell what of the file is left out.
    """

    added: int
    merged: int
    known: int
    losses: tuple[Loss, ...] = ()

    def __add__(self, other: ImportCounts) -> ImportCounts:
        """Return what became of the units of two parts of a file."""
        losses = {loss.cause: loss for loss in self.losses}
        for loss in other.losses:
            before = losses.get(loss.cause, Loss(loss.cause, 0, ()))
            count, places = before.count + loss.count, before.places + loss.places
            losses[loss.cause] = Loss(loss.cause, count, places[:MOST_PLACES])
        return ImportCounts(
            self.added + other.added,
            self.merged + other.merged,
            self.known + other.known,
            tuple(losses.values()),
        )

    @property
    def left_out(self) -> int:
        """How much of the file is left out, whatever the cause."""
        return sum(loss.count for loss in self.losses)


@dataclass(frozen=True, slots=True)
class AlignedSet:
    """A document set after alignment: all that one transaction stores.

    `fingerprint` changes when a file, the encoder, an option or the version of hexapla does.
    `warnings` tell what went wrong in a pair without stopping the set; `facts` are what its
    documents say of themselves.
    """

    symbol: str
    source_language: str
    documents: tuple[DocumentRecord, ...]
    units: tuple[Unit, ...]
    unaligned: tuple[Unaligned, ...]
    fingerprint: str
    warnings: tuple[Message, ...] = ()
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class PairSummary:
    """The source and one other language of a set, counted.

    `paragraphs` and `sentences` are the translations at each level, rejected ones included;
    `reviewed` and `rejected` count both levels; `unaligned` counts paragraphs of both sides.
    """

    language: str
    paragraphs: int
    sentences: int
    reviewed: int
    rejected: int
    unaligned: int


@dataclass(frozen=True, slots=True)
class SetSummary:
    """What a memory tells of one set without its units.

    `paragraphs` and `sentences` count the units of each level.
    """

    symbol: str
    source_language: str
    fingerprint: str
    documents: tuple[DocumentRecord, ...]
    pairs: tuple[PairSummary, ...]
    paragraphs: int
    sentences: int
    warnings: tuple[Message, ...] = ()
    priority: Priority = Priority.USUAL

    @property
    def languages(self) -> tuple[str, ...]:
        """The source language, then the others."""
        return (self.source_language, *(pair.language for pair in self.pairs))
