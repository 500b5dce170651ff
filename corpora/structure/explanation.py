"""Why a paragraph has its number: the readings that were tried, as a translator can follow them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hexapla.corpora.document import Paragraph
from hexapla.corpora.numbers.markers import Family, Marker
from hexapla.corpora.numbers.numbering import Decision, Reason

__all__ = ["FORMS", "Explanation", "Reading", "tried"]

FORMS = {
    Family.NUMBER: "number",
    Family.PATH: "number of several parts",
    Family.BRACKETED: "number in brackets",
    Family.LETTER: "letter",
    Family.ROMAN: "small Roman numeral",
    Family.CAPITAL: "capital letter",
    Family.CAPITAL_ROMAN: "Roman numeral",
    Family.HAN: "Chinese numeral",
    Family.ARTICLE: "article",
    Family.GOAL: "goal or target",
    Family.DIVISION: "chapter or part",
    Family.ANNEX: "annex",
    Family.APPENDIX: "appendix",
    Family.CAPTION: "caption",
    Family.PREAMBULAR: "number of a draft's preamble",
}
"""What each way of numbering is called."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of the signs before a paragraph, and why it was taken or not.

    `text` is what is read, as it is printed; `form` is one of `FORMS`; `value` is the place in the
    list, from 1 (0 for an annex without a number).
    """

    text: str
    form: str
    value: int
    taken: bool
    reason: Reason


@dataclass(frozen=True, slots=True)
class Explanation:
    """A paragraph with the readings of its number, in the order in which they were tried.

    The readings of what was joined to the paragraph follow: a number that was taken for text.
    """

    paragraph: Paragraph
    readings: tuple[Reading, ...]


def tried(decisions: Sequence[tuple[str, Decision]]) -> tuple[Reading, ...]:
    """Return the readings of the texts that make up a paragraph; each text is with its number."""
    return tuple(reading for text, decision in decisions for reading in _readings(text, decision))


def _readings(text: str, decision: Decision) -> Iterator[Reading]:
    outer: Marker | None = None
    for verdict in decision.verdicts:
        marker, reason = verdict.marker, verdict.reason
        start = outer.length if outer and reason is Reason.INNER else 0
        printed = text[start : start + marker.length] if marker.length else text
        yield Reading(printed.strip(), FORMS[marker.family], marker.value, reason.holds, reason)
        outer = outer or (marker if reason.holds else None)
