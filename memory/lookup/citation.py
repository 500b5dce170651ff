"""The official text of a paragraph in every language, by symbol and number."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from itertools import chain, takewhile
from typing import Any, Final

from hexapla.corpora.document import Kind
from hexapla.corpora.errors import MissingError
from hexapla.corpora.numbers.labels import split_label
from hexapla.corpora.symbols import find_symbol
from hexapla.memory.lookup.places import (
    TABLE,
    likely_references,
    paragraph_reference,
    possible_references,
    reference_spans,
)
from hexapla.memory.lookup.revisions import replaced_by
from hexapla.memory.lookup.snapshots import in_snapshot
from hexapla.memory.register import FactKind
from hexapla.memory.selection import Selection
from hexapla.memory.store.store import Store
from hexapla.memory.text.keys import match_key
from hexapla.memory.text.language_codes import language_rank
from hexapla.memory.units import Level, Unit

__all__ = [
    "Citation",
    "cite",
    "resolution_symbol",
    "stored_symbol",
]

_WITH_TABLE: Final = re.compile(rf"(?P<document>\S.*?)[\s,，]+(?P<table>{TABLE.pattern})\s*", re.I)
# A table, a figure or a box stands in a section.
_CAPTION: Final = re.compile(r"(?:^|\.)(?:table|figure|box)-")
# How the organs number their resolutions.
_RESOLUTIONS: Final = (
    ("A", re.compile(r"(?<![\d/])(\d{1,3}/\d{1,4}(?:[a-z](?![a-z]))?)(?![\d/])")),
    ("E", re.compile(r"(?<![\d/])((?:19|20)\d\d/\d{1,3})(?![\d/])")),
    ("A", re.compile(r"(?<!\d)(\d{1,4})(?:\s?[a-z])?\s?(\([ivxlc]+\))")),
    ("S", re.compile(r"(?<!\d)(\d{1,4})\s?(\((?:19|20)\d\d\))")),
)


@dataclass(frozen=True, slots=True)
class Citation:
    """One paragraph in every language that the memory has it in.

    `texts` are language and text, in the usual order of the languages. `missing` are those
    asked for, or else all of the document, that lack this paragraph on its own. `replaced_by` is
    the revision in the memory that takes the place of the document, "" for none. `titles` are those
    of the document, as (language, title), and `date` is as exact as it is known. `under` is what
    stands under it, in its order: the rest of an article, a section, an annex or a table.
    """

    symbol: str
    reference: str
    label: str
    texts: tuple[tuple[str, str], ...]
    missing: tuple[str, ...] = ()
    replaced_by: str = ""
    titles: tuple[tuple[str, str], ...] = ()
    date: str = ""
    under: tuple[Citation, ...] = ()

    @property
    def every(self) -> tuple[Citation, ...]:
        """Itself and what stands under it."""
        return (replace(self, under=()), *self.under)

    @property
    def tuid(self) -> str:
        """The address of the paragraph in every exchange format."""
        return f"{self.symbol}#{self.reference}"

    def as_json(self) -> dict[str, Any]:
        """Return it as an object of JSON."""
        plain = {each.name: getattr(self, each.name) for each in fields(self)}
        return plain | {"tuid": self.tuid, "under": [each.as_json() for each in self.under]}


@in_snapshot
def cite(
    store: Store,
    document: str,
    paragraph: str = "title",
    *,
    languages: Collection[str] | None = None,
) -> Citation:
    """Return a paragraph of a document in every language, or in some.

    Of an article, a section or an annex it is the heading, with all that stands under it; of a
    table, or of several paragraphs (`paras. 3-5`, `第3和第5段`), the first of them, with the rest.
    `document` is a symbol, in any case, or names a resolution (`第73/186号决议`). `paragraph` names
    a place in any language, as `lookup.places` reads it (`12(a)`, `序言第3段`, `article 13`,
    `table 15.3.r2.c1`), or is a reference of the memory; a table may stand in `document`, behind
    the symbol. Rejected translations are left out. Raises MissingError where the memory has no such
    document or paragraph.
    """
    parted = _WITH_TABLE.fullmatch(document) if paragraph == "title" else None
    if parted:
        document, paragraph = parted["document"], parted["table"]
    symbol, present = stored_symbol(store, document)
    units = list(store.units(level=Level.PARAGRAPH, symbol=symbol))
    if table := TABLE.fullmatch(paragraph.strip()):
        annex, number = (table["annex"] or "").casefold(), table["number"].casefold().rstrip(".")
        found = [unit for unit in units if _is_of_table(unit.reference.casefold(), annex, number)]
        if not found:
            raise MissingError(
                "%(symbol)s: there is no %(table)s", symbol=symbol, table=paragraph.strip()
            )
    else:
        found = _named(units, symbol, paragraph)
    first, *others = _citations(store, found, languages or present)
    return replace(first, under=tuple(others))


def _named(units: Sequence[Unit], symbol: str, paragraph: str) -> list[Unit]:
    """Return what is named: a paragraph, what stands under it, or several in the order named.

    Raises MissingError where there is none.
    """
    place = _place(units, possible_references(paragraph))
    if place is not None:
        return _with_what_is_under(units, place)
    spans = reference_spans(paragraph_reference(paragraph))
    if len(spans) == 1 and spans[0][0] == spans[0][1]:
        raise _lacking(symbol, paragraph)
    parts = (_between(units, symbol, first, last) for first, last in spans)
    return list({each.reference: each for part in parts for each in part}.values())


def _between(units: Sequence[Unit], symbol: str, first: str, last: str) -> list[Unit]:
    """Return the paragraphs from one to another, with what stands under the last.

    Raises MissingError where there are none.
    """
    start, stop = (_place(units, likely_references(end)) for end in (first, last))
    if start is None or stop is None or stop < start:
        lacking = last if start is not None and stop is None else first
        raise _lacking(symbol, lacking)
    end = _with_what_is_under(units, stop)
    if len(end) == 1:
        inner = (f"{_own_label(end[0])}(", f"{_own_label(end[0])}.")
        end += takewhile(lambda unit: _own_label(unit).startswith(inner), units[stop + 1 :])
    of_notes = units[stop].kind is Kind.NOTE
    return [each for each in (*units[start:stop], *end) if (each.kind is Kind.NOTE) is of_notes]


def _lacking(symbol: str, number: str) -> MissingError:
    return MissingError(
        "%(symbol)s: there is no paragraph %(number)s", symbol=symbol, number=number
    )


def _with_what_is_under(units: Sequence[Unit], place: int) -> list[Unit]:
    """Return the paragraph in a place; if it is a heading, with all that stands under it.

    This goes on to the next number beyond that of the heading, whose own headings without a number
    before it are left to it. Notes are cited by themselves.
    """
    heading = units[place]
    label = _own_label(heading)
    if heading.kind is not Kind.HEADING or not label or _CAPTION.search(label):
        return [heading]
    rest = takewhile(lambda unit: not _is_beyond(unit, label), units[place + 1 :])
    found = [heading, *(unit for unit in rest if unit.kind is not Kind.NOTE)]
    while found[-1].kind is Kind.HEADING and not found[-1].label:
        found.pop()
    return found


def _is_beyond(unit: Unit, label: str) -> bool:
    """Return whether a paragraph behind a heading stands no longer under it.

    Paragraphs that are counted through all sections of a document say nothing of theirs.
    """
    own = _own_label(unit)
    if unit.kind in (Kind.SIGNATURE, Kind.MASTHEAD):
        return True
    if unit.kind is Kind.NOTE or not own or _CAPTION.search(own):
        return False
    if own == label or own.startswith((f"{label}.", f"{label}(")):
        return False
    (annexes, numbers), (own_annexes, own_numbers) = _parted(label), _parted(own)
    if unit.kind is Kind.HEADING or annexes != own_annexes or not numbers or not own_numbers:
        return True
    return numbers[0][0].isdigit() or not own_numbers[0][0].isdigit()


def _own_label(unit: Unit) -> str:
    """Return the label of a unit; where it has several paragraphs, that of the first."""
    return unit.label.partition("+")[0]


def _parted(label: str) -> tuple[list[str], list[str]]:
    """Return the annexes that a label names, and what is numbered in them."""
    parts = split_label(label)
    annexes = list(takewhile(lambda part: part.startswith(("annex", "appendix")), parts))
    return annexes, list(parts[len(annexes) :])


def _is_of_table(reference: str, annex: str, number: str) -> bool:
    """Return whether a reference is that of a table, or of a row or cell of it."""
    before, named, own = reference.rpartition("table-")
    whole = own == number or own.startswith((f"{number}.r", f"{number}.c", f"{number}("))
    return bool(named) and whole and before.endswith(annex)


def stored_symbol(store: Store, document: str) -> tuple[str, Sequence[str]]:
    """Return the symbol that a document has in the memory, and its languages.

    `document` is a symbol, in any case, or names a resolution. Raises MissingError where the memory
    has no such document.
    """
    symbol = resolution_symbol(document)
    present = _languages(store, symbol)
    if not present:
        symbol = _in_any_case(store, symbol)
        present = _languages(store, symbol)
    if not present:
        raise MissingError(
            "%(document)s: the memory has no such document", document=symbol or document
        )
    return symbol, present


def _citations(
    store: Store, units: Sequence[Unit], languages: Collection[str]
) -> Iterator[Citation]:
    """Yield units of one document, cited with what is known of it."""
    symbol = units[0].symbol
    later = replaced_by(store, [symbol]).get(symbol, "")
    entry = store.registered([symbol])[symbol]
    titles = {each.language: each.text for each in entry.facts if each.kind is FactKind.TITLE}
    wanted = sorted(languages, key=language_rank)
    for unit in units:
        texts = unit.texts
        yield Citation(
            unit.symbol,
            unit.reference,
            unit.label,
            tuple((language, texts[language]) for language in wanted if language in texts),
            tuple(language for language in wanted if language not in texts),
            later,
            tuple((language, titles[language]) for language in wanted if language in titles),
            entry.date,
        )


def resolution_symbol(text: str) -> str:
    """Return the symbol in a text, or that of the resolution that it names by number, or the text.

    A bare number (`73/186`, `2200 A (XXI)`) is a resolution of the General Assembly's; one with a
    year is of the Security Council's (`1325 (2000)`) or the Economic and Social Council's
    (`1996/31`).

    >>> resolution_symbol("第73/186号决议"), resolution_symbol("a/c.3/74/l.5")
    ('A/RES/73/186', 'A/C.3/74/L.5')
    >>> resolution_symbol("第1325(2000)号决议"), resolution_symbol("2200 A (XXI)")
    ('S/RES/1325(2000)', 'A/RES/2200(XXI)')
    >>> resolution_symbol("resolution 1996/31")
    'E/RES/1996/31'
    """
    symbol = find_symbol(text) or find_symbol(text.upper())
    if symbol:
        return symbol
    key = match_key(text)
    for organ, pattern in _RESOLUTIONS:
        if number := pattern.search(key):
            return f"{organ}/RES/{''.join(number.groups()).upper()}"
    return text.strip()


def _in_any_case(store: Store, symbol: str) -> str:
    """Return the symbol of the memory that differs in case alone, or the symbol itself."""
    folded = symbol.casefold()
    return next((each for each in store.selected(Selection()) if each.casefold() == folded), symbol)


def _languages(store: Store, symbol: str) -> list[str]:
    """Return the languages of a document, none where there is no such document."""
    own = store.source_language(symbol)
    if own is None:
        return []
    every = {own, *(record.language for record in store.documents(symbol))}
    return sorted(every, key=language_rank)


def _place(units: Sequence[Unit], references: Iterable[str]) -> int | None:
    """Return where the first paragraph of these references is, None where there is none."""
    places = (_places(units, each.casefold()) for each in references)
    return next(chain.from_iterable(places), None)


def _places(units: Sequence[Unit], folded: str) -> Iterator[int]:
    """Yield where a reference is, or a label; then what is joined to others, or is in a chapter."""
    yield from (at for at, unit in enumerate(units) if unit.reference.casefold() == folded)
    yield from (at for at, unit in enumerate(units) if unit.label.casefold() == folded)
    yield from (
        at for at, unit in enumerate(units) if folded in unit.reference.casefold().split("+")
    )
    yield from (
        at
        for at, unit in enumerate(units)
        if unit.kind is Kind.HEADING and unit.label.casefold().endswith(f".{folded}")
    )
