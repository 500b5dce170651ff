"""Findings: the flags of units and of documents, each with its place and how severe it is."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from itertools import tee
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from hexapla.corpora.document import Document
from hexapla.corpora.messages import Message, joined
from hexapla.memory.checks.consistency import inconsistencies
from hexapla.memory.checks.flags import SEVERITIES, Check, Flag, Severity
from hexapla.memory.checks.pair import check_pair
from hexapla.memory.checks.texts import TEXT_CHECKS, check_text
from hexapla.memory.checks.values.model import Value
from hexapla.memory.checks.values.plain import origins
from hexapla.memory.text.counting import counted
from hexapla.memory.units import Status, Unit

__all__ = [
    "CheckOfPairs",
    "CheckOfTerms",
    "CheckRules",
    "Examination",
    "Finding",
    "TextPair",
    "check_here",
    "marks",
    "stated",
    "without_terms",
]

_ORDER: Final = tuple(Severity)
# Hexadecimal digits of a finding's name: two of a million findings share one by chance only.
_DIGITS: Final = 12


class TextPair(NamedTuple):
    """A source text and its translation, with their languages."""

    source: str
    target: str
    languages: tuple[str, str]


CheckOfPairs = Callable[[Iterable[TextPair]], Generator[list[Flag], None, None]]
"""Yields what is worth a look in each pair, in their order (`pair.check_pair`)."""


def check_here(pairs: Iterable[TextPair]) -> Generator[list[Flag], None, None]:
    """Yield what is worth a look in each pair, one after the other."""
    for pair in pairs:
        yield check_pair(*pair)


CheckOfTerms = Callable[[str, str, tuple[str, str]], list[Flag]]
"""Returns what is wrong with the terms of a translation of a source text, in two languages.

Or with titles: with what a memory says of the texts.
"""


def without_terms(source: str, target: str, languages: tuple[str, str]) -> list[Flag]:
    """Return nothing: there is no termbase to check by."""
    del source, target, languages
    return []


@dataclass(frozen=True, slots=True)
class CheckRules:
    """Which checks are made, and how severe what they find is.

    A check that `severities` sets to None is not made; one that it does not name is as it is by
    itself. With `only`, no other checks are made; what is less severe than `least` is not told.
    `consistency` compares the units of a file or memory with one another as well; `terms` says that
    there is a termbase to check by, `titles` that there are titles of documents.
    """

    severities: Mapping[Check, Severity | None] = field(
        default_factory=lambda: MappingProxyType({})
    )
    only: frozenset[Check] = frozenset()
    least: Severity = Severity.REMARK
    consistency: bool = False
    terms: bool = False
    titles: bool = False

    def severity(self, check: Check) -> Severity | None:
        """Return how severe what a check finds is, None where it is not told."""
        found = self.severities.get(check, SEVERITIES[check])
        if found is None or (self.only and check not in self.only):
            return None
        if (
            (check is Check.CONSISTENCY and not self.consistency)
            or (check.is_of_terms and not self.terms)
            or (check is Check.TITLES and not self.titles)
        ):
            return None
        return found if _ORDER.index(found) <= _ORDER.index(self.least) else None

    @property
    def made(self) -> tuple[Check, ...]:
        """The checks whose findings are told."""
        return tuple(check for check in Check if self.severity(check))


@dataclass(frozen=True, slots=True)
class Finding:
    """A flag of a unit, or of a paragraph of one document, with its texts (NFC).

    `languages` and `texts` are those of the source and the translation, or of the one text.
    """

    tuid: str
    label: str
    languages: tuple[str, ...]
    texts: tuple[str, ...]
    flag: Flag
    severity: Severity

    @property
    def name(self) -> str:
        """What the finding is called: the same wherever the same texts have it."""
        told = [self.flag.check, self.flag.cause, *self.languages, *self.texts]
        digest = hashlib.sha256(json.dumps(told).encode())
        return digest.hexdigest()[:_DIGITS]

    @property
    def message(self) -> str:
        """The check and the cause, in one line."""
        return f"{self.flag.check}: {self.flag.cause}"

    @property
    def evidence(self) -> tuple[tuple[tuple[int, int], ...], ...]:
        """Where in each text the values that differ stand: start and end, in order."""
        values: tuple[list[Value], ...] = tuple([] for _ in self.texts)
        for each in self.flag.differences:
            for place, value in enumerate((each.source, each.target)):
                if value is not None:
                    values[place].append(value)
        return tuple(marks(text, here) for text, here in zip(self.texts, values, strict=True))

    def as_json(self) -> dict[str, Any]:
        """Return the finding as an object of JSON, with the values that differ and their words."""
        return {
            "tuid": self.tuid,
            "message": self.message,
            "check": self.flag.check,
            "severity": self.severity,
            "remark": self.severity is Severity.REMARK,
            "name": self.name,
            "label": self.label,
            "languages": self.languages,
            "differences": [
                {"kind": each.kind, "source": stated(each.source), "target": stated(each.target)}
                for each in self.flag.differences
            ],
        }


def stated(value: Value | None) -> dict[str, str] | None:
    """Return a value and its words as an object of JSON, None for none."""
    return None if value is None else {"value": value.shown, "text": value.text}


def marks(text: str, values: Iterable[Value]) -> tuple[tuple[int, int], ...]:
    """Return where values stand in the text (NFC) that they were read from, without overlaps."""
    found: list[tuple[int, int]] = []
    places = origins(text)
    for value in sorted(values, key=lambda each: (each.start, each.end)):
        if value.end > value.start >= 0 and value.end <= len(places):
            start, end = places[value.start], places[value.end - 1] + 1
            if found and start < found[-1][1]:
                found[-1] = found[-1][0], max(end, found[-1][1])
            else:
                found.append((start, end))
    return tuple(found)


class Examination:
    """Units or documents gone through: what was found in how many, without what was accepted.

    `known` are the names of findings that are not told again. `terms` check source and
    translation, in two languages, against a memory; `check` all else, in several processes
    perhaps.
    """

    def __init__(
        self,
        rules: CheckRules,
        known: frozenset[str] = frozenset(),
        terms: Collection[CheckOfTerms] = (),
        check: CheckOfPairs = check_here,
    ) -> None:
        self.rules, self._known, self._check = rules, known, check
        self._terms = terms if rules.terms or rules.titles else ()
        self.units = self.paragraphs = self.accepted = 0
        self.severities: Counter[Severity] = Counter()

    @property
    def made(self) -> tuple[Check, ...]:
        """The checks that were made: of a document alone, those of one text."""
        alone = self.paragraphs and not self.units
        return tuple(each for each in self.rules.made if not alone or each in TEXT_CHECKS)

    @property
    def found(self) -> int:
        """How many findings were told."""
        return self.severities.total()

    @property
    def summary(self) -> Message:
        """What was found in how much, in one line."""
        there = self.severities
        told = joined((counted(there[each], each) for each in Severity if there[each]), ", ")
        findings = joined((counted(self.found, "finding"), " (", told, ")"))
        found = findings if told else Message("nothing found")
        units, paragraphs = counted(self.units, "unit"), counted(self.paragraphs, "paragraph")
        if not self.paragraphs:
            size = units
        elif self.units:
            size = Message("%(units)s and %(paragraphs)s", units=units, paragraphs=paragraphs)
        else:
            size = paragraphs
        said = Message("%(found)s in %(size)s", found=found, size=size)
        if not self.accepted:
            return said
        return joined((said, Message("%(n)s accepted before", n=f"{self.accepted:,}")), "; ")

    def add(self, other: Examination) -> None:
        """Count what another has gone through."""
        self.units += other.units
        self.paragraphs += other.paragraphs
        self.accepted += other.accepted
        self.severities += other.severities

    def of_units(self, units: Iterable[Unit]) -> Generator[Finding, None, None]:
        """Yield what the checks find in units: each source beside its translations."""
        pairs, again = tee(self._pairs(units))
        with closing(self._check(pair for _, pair in again)) as checked:
            for found, (place, pair) in zip(checked, pairs, strict=False):
                flags = [*found, *(flag for check in self._terms for flag in check(*pair))]
                yield from self._told(flags, place, pair.languages, (pair.source, pair.target))

    def _pairs(self, units: Iterable[Unit]) -> Iterator[tuple[tuple[str, str], TextPair]]:
        """Yield id and label of each unit with a pair of its texts, for each translation."""
        for unit in units:
            self.units += 1
            for other in unit.translations:
                if other.status is not Status.REJECTED:
                    languages = unit.language, other.language
                    yield (unit.tuid, unit.label), TextPair(unit.text, other.text, languages)

    def of_usage(self, units: Callable[[], Iterable[Unit]]) -> Iterator[Finding]:
        """Yield what is not translated as usual, where the rules want it.

        `units` gives the units anew each time.
        """
        wanted = self.rules.severity(Check.CONSISTENCY)
        for each, flag in inconsistencies(units) if wanted else ():
            yield from self._told([flag], (each.tuid, each.label), each.languages, each.texts)

    def of_document(self, document: Document) -> Iterator[Finding]:
        """Yield what is worth a look in a document by itself, before it is translated."""
        for each in document.paragraphs:
            self.paragraphs += 1
            place = f"{document.symbol}#{each.label or each.id}", each.label
            flags = check_text(each.text, document.language)
            yield from self._told(flags, place, (document.language,), (each.text,))

    def _told(
        self,
        flags: Collection[Flag],
        place: tuple[str, str],
        languages: tuple[str, ...],
        texts: tuple[str, ...],
    ) -> Iterator[Finding]:
        composed = tuple(unicodedata.normalize("NFC", text) for text in texts) if flags else ()
        for flag in flags:
            severity = self.rules.severity(flag.check)
            if severity is None:
                continue
            finding = Finding(*place, languages, composed, flag, severity)
            # To name a finding takes longer than to look at most pairs.
            if self._known and finding.name in self._known:
                self.accepted += 1
            else:
                self.severities[severity] += 1
                yield finding
