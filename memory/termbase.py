"""Terms as people decided on them: concepts, each with its terms in several languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

__all__ = ["Concept", "ConceptChange", "Term", "TermStatus", "can_be_term"]


class TermStatus(StrEnum):
    """What was decided on a term, by the names of ISO 30042 (administrative status)."""

    PREFERRED = "preferred"
    ADMITTED = "admitted"
    DEPRECATED = "deprecated"
    SUPERSEDED = "superseded"

    @property
    def is_usable(self) -> bool:
        """Whether a translation may have the term."""
        return self in {TermStatus.PREFERRED, TermStatus.ADMITTED}


@dataclass(frozen=True, slots=True)
class Term:
    """A term in one language; `superseded_by` is the term that stands in its place now, or ""."""

    language: str
    text: str
    status: TermStatus = TermStatus.ADMITTED
    superseded_by: str = ""


@dataclass(frozen=True, slots=True)
class Concept:
    """What is meant, with the terms that mean it.

    `symbol` and `label` are the document and the paragraph that the terms are from, `who` and
    `made` tell who changed the concept last, and when. `key` is the one in the memory, 0 for none.
    """

    terms: tuple[Term, ...]
    domain: str = ""
    symbol: str = ""
    label: str = ""
    note: str = ""
    who: str = ""
    made: datetime | None = None
    key: int = 0

    @property
    def source(self) -> str:
        """Where the terms are from: `A/RES/74/177#12`, or what the user wrote; "" for nowhere."""
        return f"{self.symbol}#{self.label}" if self.label else self.symbol

    def in_language(self, language: str) -> Iterator[Term]:
        """Yield the terms in a language, the preferred ones first."""
        order = list(TermStatus)
        found = (each for each in self.terms if each.language == language)
        yield from sorted(found, key=lambda each: order.index(each.status))


def can_be_term(text: str) -> bool:
    """Return whether a text has a letter or digit: tables have a dash where there is no term.

    >>> can_be_term("CO₂"), can_be_term(" – ")
    (True, False)
    """
    return any(map(str.isalnum, text))


@dataclass(frozen=True, slots=True)
class ConceptChange:
    """A concept as it was and as it shall be: None for one that is not there."""

    before: Concept | None
    after: Concept | None
