"""A document set in concord: what its language versions state differently, have more, or lack."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, NamedTuple

from hexapla.corpora.document import Kind
from hexapla.corpora.messages import Message
from hexapla.memory.checks.concord import Discord, discords, told_readings
from hexapla.memory.checks.findings import marks
from hexapla.memory.checks.flags import SEVERITIES, Severity
from hexapla.memory.checks.values.reading import values
from hexapla.memory.lookup.citation import stored_symbol
from hexapla.memory.lookup.snapshots import in_snapshot
from hexapla.memory.store.store import Store
from hexapla.memory.text.language_codes import language_rank
from hexapla.memory.units import Level, Status, Unaligned, Unit

__all__ = [
    "ConcordFinding",
    "ConcordParagraph",
    "ConcordTexts",
    "compared",
    "concord",
    "concord_texts",
]

# What belongs to the page, and is often in one version only.
_OF_THE_PAGE: Final = frozenset({Kind.MASTHEAD, Kind.CONTENTS})
_MISSING: Final = "missing"
_THERE: Final = "there"
_NUMBERING: Final = "numbering"
_LONGEST_SHOWN: Final = 60


@dataclass(frozen=True, slots=True)
class ConcordFinding:
    """What language versions of a paragraph, or of a sentence of it, differ in.

    `check` is a check of quality, `missing` (a paragraph or sentence that a version lacks, or has
    alone) or `numbering`. `readings` has what each language states, "" for nothing; `odd` are the
    languages that stand against the rest, none where as many are for each reading. `marked` is
    where the values that differ stand in the text of each language.
    """

    check: str
    severity: Severity
    readings: Mapping[str, str]
    odd: tuple[str, ...]
    message: Message
    marked: Mapping[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ConcordParagraph:
    """A paragraph in all its languages, with what each states and what differs.

    `texts` and `stated` are by language, the texts composed (NFC).
    """

    tuid: str
    label: str
    texts: Mapping[str, str]
    stated: Mapping[str, tuple[str, ...]]
    findings: tuple[ConcordFinding, ...]

    def as_json(self) -> Iterator[dict[str, Any]]:
        """Yield an object of JSON for each finding."""
        for each in self.findings:
            yield {
                "tuid": self.tuid,
                "label": self.label,
                "check": each.check,
                "severity": each.severity,
                "values": {code: text or None for code, text in each.readings.items()},
                "odd": each.odd,
                "message": each.message,
                "words": {
                    code: [self.texts[code][start:end] for start, end in spans]
                    for code, spans in each.marked.items()
                    if spans
                },
            }


@dataclass(frozen=True, slots=True)
class ConcordTexts:
    """What of a document is compared, as the memory has it.

    `languages` are those that are wanted, of the `present` ones.
    """

    symbol: str
    source: str
    languages: tuple[str, ...]
    present: tuple[str, ...]
    units: tuple[Unit, ...]
    alone: tuple[Unaligned, ...]


def concord(
    store: Store, document: str, *, languages: Collection[str] = ()
) -> list[ConcordParagraph]:
    """Return the paragraphs of a document in order, in all languages or some, compared.

    `document` is named as for `lookup.citation.cite`. Raises MissingError where the memory has no
    such document.
    """
    return compared(concord_texts(store, document, languages=languages))


@in_snapshot
def concord_texts(store: Store, document: str, *, languages: Collection[str] = ()) -> ConcordTexts:
    """Return what `concord` compares, and raise what it does: all that asks the memory."""
    symbol, found = stored_symbol(store, document)
    present = tuple(sorted(found, key=language_rank))
    levels = (Level.PARAGRAPH, Level.SENTENCE)
    return ConcordTexts(
        symbol,
        store.source_language(symbol) or "",
        tuple(code for code in present if code in (languages or present)),
        present,
        tuple(store.units(level=Level.PARAGRAPH, symbol=symbol)),
        tuple(each for level in levels for each in store.unaligned(symbol, level=level)),
    )


def compared(texts: ConcordTexts) -> list[ConcordParagraph]:
    """Return the paragraphs of a document in order, compared."""
    whole = {
        unit.reference: _ParagraphRow(unit.position, 0, paragraph)
        for unit in texts.units
        if unit.kind not in _OF_THE_PAGE
        and (paragraph := _compared(unit, texts.languages)) is not None
    }
    rows = []
    for row in _alone(texts):
        if row.of in whole:
            # What some versions lack is shown with the texts of those that have it.
            there = whole[row.of]
            findings = (*row.paragraph.findings, *there.paragraph.findings)
            merged = replace(there.paragraph, findings=findings)
            whole[row.of] = there._replace(paragraph=merged)
        else:
            rows.append(row)
    return [row.paragraph for row in sorted((*whole.values(), *rows), key=lambda row: row[:2])]


def _compared(unit: Unit, languages: Sequence[str]) -> ConcordParagraph | None:
    """Return a unit compared in its languages, None where it has only one of them."""
    texts = {
        code: unicodedata.normalize("NFC", text)
        for code, text in unit.texts.items()
        if code in languages
    }
    texts = {code: texts[code] for code in languages if code in texts}
    if len(texts) < 2:
        return None
    found = [_of_values(each, texts) for each in discords(texts)]
    if numbering := _numbering(unit, languages):
        found.insert(0, numbering)
    stated = {code: _stated(text, code) for code, text in texts.items()}
    return ConcordParagraph(unit.tuid, unit.label, texts, stated, tuple(found))


def _of_values(discord: Discord, texts: Mapping[str, str]) -> ConcordFinding:
    marked = {code: marks(texts[code], found) for code, found in discord.evidence.items()}
    severity = SEVERITIES[discord.check]
    return ConcordFinding(
        *(discord.check, severity, discord.readings, discord.odd, discord.message, marked)
    )


def _numbering(unit: Unit, languages: Sequence[str]) -> ConcordFinding | None:
    """Return where a paragraph has another number in some languages."""
    labels = {unit.language: unit.label} if unit.language in languages else {}
    labels |= {
        each.language: each.label
        for each in unit.translations
        if each.language in languages and each.label and each.status is not Status.REJECTED
    }
    if unit.kind is Kind.NOTE or not unit.label or len(set(labels.values())) < 2:
        return None
    counts = sorted(labels.values(), key=list(labels.values()).count, reverse=True)
    tied = counts.count(counts[0]) * 2 <= len(counts)
    odd = () if tied else tuple(code for code, label in labels.items() if label != counts[0])
    message = told_readings(labels, odd)
    return ConcordFinding(_NUMBERING, Severity.WARNING, labels, odd, message)


class _ParagraphRow(NamedTuple):
    """A paragraph with its place; `of` is the reference of the source paragraph that it is."""

    place: int
    rank: int
    paragraph: ConcordParagraph
    of: str = ""


def _alone(known: ConcordTexts) -> Iterator[_ParagraphRow]:
    """Yield the paragraphs and sentences that versions lack, or have alone, with their places.

    A sentence of a paragraph that stands alone itself is not told again.
    """
    places = {unit.reference: unit.position for unit in known.units}
    whole: set[tuple[str, str, str]] = set()
    lacking: dict[tuple[Level, str, str], tuple[Unaligned, list[str]]] = {}
    added: dict[tuple[Level, str, str], dict[str, Unaligned]] = {}
    ranks: Counter[tuple[str, Kind, int]] = Counter()
    for each in known.alone:
        other = known.source if each.language != known.source else each.target_language
        if each.kind in _OF_THE_PAGE or not {each.language, other} <= set(known.languages):
            continue
        reference = each.reference or each.label
        paragraph = reference.rpartition(".")[0] if each.level is Level.SENTENCE else reference
        key = each.target_language, each.language, paragraph
        if each.level is Level.PARAGRAPH:
            whole.add(key)
        elif key in whole:
            continue
        if each.language == known.source:
            lacking.setdefault((each.level, each.language, reference), (each, []))[1].append(other)
        else:
            ranks[each.language, each.kind, each.position] += 1
            rank = ranks[each.language, each.kind, each.position]
            same = (each.level, *_place_in_all(each, reference, rank))
            added.setdefault(same, {})[each.language] = each

    def place_of(level: Level, reference: str, own: int) -> int:
        is_part = level is Level.SENTENCE
        return places.get(reference.rpartition(".")[0], own) if is_part else own

    for (level, _, reference), (each, others) in lacking.items():
        place = place_of(level, reference, each.position)
        of = reference if level is Level.PARAGRAPH else ""
        yield _ParagraphRow(place, 1, _missing(known, each, reference, others), of)
    for (level, *_), there in added.items():
        reference = next(each.reference or each.label for each in there.values())
        place = place_of(level, reference, min(each.position for each in there.values()))
        yield _ParagraphRow(place, 1, _added(known, there, reference))


def _place_in_all(each: Unaligned, reference: str, rank: int) -> tuple[str, str]:
    """Return where a text that the source lacks stands, the same for what translates it.

    Versions number such paragraphs alike, and have one organ. What is counted in its own version
    alone, such as preambular paragraphs, is known by the text of the source that it follows, and
    by how many of its kind do. Sentences stand for themselves.
    """
    if each.level is Level.SENTENCE:
        return reference, each.language
    if each.label or not any(map(str.isdigit, reference)):
        return reference, ""
    return f"{each.kind} after {each.position}", str(rank)


def _missing(
    known: ConcordTexts, each: Unaligned, reference: str, others: Sequence[str]
) -> ConcordParagraph:
    """Return a text of the source that some versions lack."""
    have = [code for code in known.languages if code not in others]
    readings = {code: _THERE if code in have else "" for code in known.languages}
    told = Message(
        "%(level)s missing in %(languages)s: %(text)s",
        level=Message(each.level),
        languages=", ".join(others),
        text=_short(each.text),
    )
    finding = ConcordFinding(_MISSING, Severity.WARNING, readings, _odd(have, others), told)
    texts = {each.language: unicodedata.normalize("NFC", each.text)}
    return ConcordParagraph(
        f"{known.symbol}#{reference}", each.label, texts, {each.language: ()}, (finding,)
    )


def _added(known: ConcordTexts, there: Mapping[str, Unaligned], reference: str) -> ConcordParagraph:
    """Return a text that versions have and the source lacks, compared in these versions.

    Of the other versions it is not known whether they lack it.
    """
    have = [code for code in known.languages if code in there]
    first = there[have[0]]
    readings = {**dict.fromkeys(have, _THERE), known.source: ""}
    odd = (known.source,) if len(have) > 1 else (first.language,)
    one = Message("%(languages)s alone", languages=have[0])
    told = Message(
        "%(level)s in %(languages)s, without a partner in %(source)s: %(text)s",
        level=Message(first.level),
        languages=one if len(have) == 1 else ", ".join(have),
        source=known.source,
        text=_short(first.text),
    )
    finding = ConcordFinding(_MISSING, Severity.WARNING, readings, odd, told)
    texts = {code: unicodedata.normalize("NFC", there[code].text) for code in have}
    stated = {code: _stated(text, code) for code, text in texts.items()}
    found = [_of_values(each, texts) for each in discords(texts)]
    return ConcordParagraph(
        f"{known.symbol}#{reference}", first.label, texts, stated, (finding, *found)
    )


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


def _stated(text: str, language: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.shown for each in values(text, language) if each.required))


def _odd(have: Sequence[str], lack: Sequence[str]) -> tuple[str, ...]:
    if len(have) == len(lack):
        return ()
    return tuple(lack if len(have) > len(lack) else have)
