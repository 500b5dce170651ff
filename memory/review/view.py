"""What of the rows of a set is shown: marks, filters, windows, and the next row to look at."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from hexapla.align.beads import Method
from hexapla.corpora.document import Kind
from hexapla.corpora.languages import LANGUAGES, language_for
from hexapla.memory.checks.findings import CheckOfTerms, without_terms
from hexapla.memory.checks.flags import Flag
from hexapla.memory.checks.pair import check_pair
from hexapla.memory.lookup.places import paragraph_reference, possible_references, reference_spans
from hexapla.memory.review.actions import original_of
from hexapla.memory.review.marks import Mark
from hexapla.memory.rows import Grid, Row
from hexapla.memory.teamwork import Thread
from hexapla.memory.text.keys import match_key
from hexapla.memory.units import Band, Status, Translation, band_of

__all__ = [
    "WINDOW",
    "CellView",
    "RowView",
    "RowWindow",
    "SetProgress",
    "find_paragraph",
    "next_row",
    "progress_of",
    "title_of",
    "view_of",
    "window",
]

WINDOW: Final = 40
"""The rows that are shown at once; `scripts.dev.bench.review` measures how long they take."""

# Of them, those above the row that was asked for: the page tells the server the versions of 12
# rows to both sides (review.js, `versions`), for a correction can reach its neighbours.
_ABOVE: Final = 12
# Nothing is said of any row.
_NO_THREADS: Final[Mapping[str, Thread]] = MappingProxyType({})
_OF_BANDS: Final = {
    Band.SURE: Mark.SURE,
    Band.REVIEW: Mark.REVIEW,
    Band.DOUBTFUL: Mark.DOUBTFUL,
}
_LOOK: Final = frozenset({Mark.DOUBTFUL, Mark.UNALIGNED})
_PENDING: Final = _LOOK | {Mark.REVIEW, Mark.SURE}


@dataclass(frozen=True, slots=True)
class CellView:
    """A text in one language as it is shown; `percent` is its confidence, None where it has none.

    `flags` are what the checks of quality say; `original` is the text from before it was edited.
    """

    language: str
    direction: str
    text: str
    mark: Mark
    percent: int | None = None
    label: str = ""
    method: str = ""
    original: str = ""
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)
class RowView:
    """A row as it is shown; `index` is its place in the set, `look` tells that it needs a look."""

    row: Row
    index: int
    cells: tuple[CellView, ...]
    look: bool


@dataclass(frozen=True, slots=True)
class RowWindow:
    """Some neighbouring rows of those that a filter lets through.

    `first` is the number of the first among them, from 0, `total` how many they are; `earlier`
    and `later` are the references to go to for the windows beside this one, "" at the ends.
    """

    rows: tuple[RowView, ...]
    first: int
    total: int
    earlier: str
    later: str


@dataclass(frozen=True, slots=True)
class SetProgress:
    """How far the review of a set is, in the languages in sight.

    Of the `total` of translations and texts without a partner, people have `decided` on some, and
    some are `to_look_at`: doubtful, or without a partner.
    """

    decided: int
    to_look_at: int
    total: int


def progress_of(grid: Grid, languages: Sequence[str]) -> SetProgress:
    """Count what is decided in some languages, and what needs a look."""
    wanted = frozenset(languages)
    marks = Counter(
        _mark_of(row, cell) for row in grid.rows for cell in row.cells if cell.language in wanted
    )
    marks[Mark.UNALIGNED] += sum(len(wanted.intersection(row.alone)) for row in grid.rows)
    return SetProgress(
        decided=marks[Mark.REVIEWED] + marks[Mark.REJECTED],
        to_look_at=sum(marks[mark] for mark in _LOOK),
        total=marks.total(),
    )


def title_of(grid: Grid, language: str) -> tuple[str, str]:
    """Return the title of a set and the language of it: this one, else that of the source.

    Both are "" where the set has no title.
    """
    row = next((row for row in grid.rows if row.kind is Kind.TITLE and row.text), None)
    if row is None:
        return "", ""
    cell = row.cell(language)
    return (cell.text, language) if cell else (row.text, grid.source_language)


def view_of(
    grid: Grid, index: int, languages: Sequence[str], terms: CheckOfTerms = without_terms
) -> RowView:
    """Return a row with the columns of some target languages; `terms` checks its terms."""
    row = grid.rows[index]
    cells = tuple(_cell_view(grid, row, language, terms) for language in languages)
    return RowView(row, index, cells, any(cell.mark in _LOOK for cell in cells))


def window(
    grid: Grid,
    languages: Sequence[str],
    show: str,
    query: str,
    at: str,
    *,
    terms: CheckOfTerms = without_terms,
    threads: Mapping[str, Thread] = _NO_THREADS,
) -> RowWindow:
    """Return the rows around the one with reference `at` that a filter and a search let through.

    `terms` checks their terms, `threads` are what is said of them, by their references.
    """
    indices = list(_shown(grid, languages, show, query, terms=terms, threads=threads))
    here = grid.index_of(at)
    nearest = next((n for n, index in enumerate(indices) if here is not None and index >= here), 0)
    first = max(0, min(nearest - _ABOVE, len(indices) - WINDOW))
    chosen = indices[first : first + WINDOW]
    end = first + len(chosen)
    return RowWindow(
        rows=tuple(view_of(grid, index, languages, terms) for index in chosen),
        first=first,
        total=len(indices),
        earlier=grid.rows[indices[max(0, first - WINDOW + _ABOVE)]].reference if first else "",
        later=grid.rows[indices[min(end + _ABOVE, len(indices) - 1)]].reference
        if end < len(indices)
        else "",
    )


def next_row(grid: Grid, languages: Sequence[str], start: str, step: int) -> str | None:
    """Return the nearest row that needs a look, after a row or before it; None where there is none.

    From no row, the first or the last of the set.
    """
    here = grid.index_of(start)
    if here is None:
        here = -1 if step > 0 else len(grid)
    indices = range(here + 1, len(grid)) if step > 0 else range(here - 1, -1, -1)
    for index in indices:
        if _needs_look(grid.rows[index], languages):
            return grid.rows[index].reference
    return None


def find_paragraph(grid: Grid, wanted: str) -> int | None:
    """Return the row that somebody means by `12(a)`, `pp3`, `fn4` or a row's number in the set.

    Of several, as `3-5`, it is the first.
    """
    first, _ = reference_spans(paragraph_reference(wanted))[0]
    likely = (each for text in (wanted, first) for each in possible_references(text))
    # One place is named twice: by the text, and by the first of what it names.
    return next((place for each in dict.fromkeys(likely) for place in _places(grid, each)), None)


def _places(grid: Grid, reference: str) -> Iterator[int]:
    """Yield the rows of a reference, of a label, and of the sentences of a paragraph."""
    folded = reference.casefold()
    for found in (grid.index_of(reference), grid.labels.get(folded)):
        if found is not None:
            yield found
    for index, row in enumerate(grid.rows):
        if row.reference.casefold().startswith(f"{folded}."):
            yield index


def _shown(
    grid: Grid,
    languages: Sequence[str],
    show: str,
    query: str,
    *,
    terms: CheckOfTerms,
    threads: Mapping[str, Thread],
) -> Iterator[int]:
    key = match_key(query)
    for index, row in enumerate(grid.rows):
        if row.is_unlinked and row.cells[0].language not in languages:
            continue
        thread = threads.get(row.reference)
        if not _passes(grid, row, languages, show, terms) or not _is_said(thread, show):
            continue
        said = [each.text for each in thread.comments] if thread else []
        if not key or any(key in match_key(text) for text in (*_texts(row, languages), *said)):
            yield index


def _texts(row: Row, languages: Collection[str]) -> Iterator[str]:
    yield row.text
    yield from (each.text for each in row.cells if each.language in languages)


def _is_said(thread: Thread | None, show: str) -> bool:
    """Return whether a row has what is asked for of comments, if anything is."""
    if show == "open":
        return thread is not None and bool(thread.open)
    return show != "commented" or thread is not None


def _passes(grid: Grid, row: Row, languages: Sequence[str], show: str, terms: CheckOfTerms) -> bool:
    """Return whether a row is one of those that are asked for."""
    match show:
        case "look":
            return _needs_look(row, languages)
        case "pending":
            return any(_mark(row, language) in _PENDING for language in languages)
        case "edited":
            return any(original_of(each) for each in row.cells if each.language in languages)
        case "flagged":
            return any(
                _flags_of(grid, row, each, terms)
                for each in row.cells
                if each.language in languages
            )
        case "sure" | "review" | "doubtful" | "reviewed" | "rejected" | "unaligned":
            return any(_mark(row, language) == show for language in languages)
        case _:
            return True


def _needs_look(row: Row, languages: Collection[str]) -> bool:
    return any(_mark(row, language) in _LOOK for language in languages)


def _mark(row: Row, language: str) -> Mark:
    cell = row.cell(language)
    if cell is None:
        return Mark.UNALIGNED if language in row.alone else Mark.COVERED
    return _mark_of(row, cell)


def _mark_of(row: Row, cell: Translation) -> Mark:
    if row.is_unlinked:
        return Mark.UNALIGNED
    if cell.status is Status.REVIEWED:
        return Mark.REVIEWED
    if cell.status is Status.REJECTED:
        return Mark.REJECTED
    if cell.method == Method.DISPUTED:
        return Mark.DOUBTFUL
    return _OF_BANDS[band_of(cell.score)]


def _cell_view(grid: Grid, row: Row, language: str, terms: CheckOfTerms) -> CellView:
    cell = row.cell(language)
    direction = language_for(language).direction
    if cell is None:
        return CellView(language, direction, "", _mark(row, language))
    return CellView(
        language=language,
        direction=direction,
        text=cell.text,
        mark=_mark(row, language),
        # Rounded down, as in the report.
        percent=None if row.is_unlinked else math.floor(100 * cell.score + 1e-9),
        label=cell.label if cell.label != row.label else "",
        method=_method(cell),
        original=original_of(cell),
        flags=_flags_of(grid, row, cell, terms),
    )


def _method(cell: Translation) -> str:
    return cell.method if cell.method in {"manual", Method.DISPUTED, Method.CROSSING} else ""


def _flags_of(grid: Grid, row: Row, cell: Translation, terms: CheckOfTerms) -> tuple[Flag, ...]:
    """Return what the checks say of a translation, those of terms behind the others."""
    if not row.text:
        return ()
    languages = grid.source_language, cell.language
    return (*_flags(row.text, cell.text, *languages), *terms(row.text, cell.text, languages))


@lru_cache(maxsize=1 << 16)
def _flags(source: str, target: str, *languages: str) -> tuple[Flag, ...]:
    one, other = languages
    if one not in LANGUAGES or other not in LANGUAGES:
        return ()
    return tuple(check_pair(source, target, (one, other)))
