"""Aligning anew what nobody has accepted yet, between the rows that somebody has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from hexapla.align.aligner import align_texts
from hexapla.align.beads import Bead
from hexapla.align.encoders.base import Encoder
from hexapla.corpora.languages import LANGUAGES, language_for
from hexapla.corpora.segmentation.sentences import segment
from hexapla.memory.rows import (
    Change,
    Grid,
    Row,
    unlinked_reference,
    unlinked_row,
    unused_reference,
)
from hexapla.memory.text.cleaning import clean
from hexapla.memory.units import Level, Status, Translation

__all__ = ["realign"]

_CAUSE: Final = "realign"


@dataclass(frozen=True, slots=True)
class _TargetText:
    """A target text that is to be aligned, with its label and the unlinked row that it had."""

    text: str
    label: str
    reference: str


def realign(grid: Grid, encoder: Encoder, *, languages: Iterable[str], level: Level) -> Change:
    """Align anew, in some languages, all that stands between two accepted rows.

    An accepted translation stays where it is, and nothing crosses it. What was merged by hand or
    by the aligner is cut into sentences again first, at the level of sentences. Two source texts
    that have one translation together get a row of their own beside theirs, as in every set.
    """
    now = grid
    for language in languages:
        changes = [_in_gap(now, gap, language, encoder, level) for gap in _gaps(now, language)]
        now = now.changed(
            Change(
                _CAUSE,
                tuple(row for change in changes for row in change.before),
                tuple(row for change in changes for row in change.after),
            )
        )
    before = {row.reference: row for row in grid.rows}
    after = {row.reference: row for row in now.rows}
    return Change(
        _CAUSE,
        tuple(row for name, row in before.items() if after.get(name) != row),
        tuple(row for name, row in after.items() if before.get(name) != row),
    )


def _gaps(grid: Grid, language: str) -> Iterator[Sequence[Row]]:
    """Yield the runs of rows between those that are accepted in a language."""
    gap: list[Row] = []
    covering = ""
    for row in grid.rows:
        cell = row.cell(language)
        if cell is not None and cell.status is Status.REVIEWED:
            covering = row.text
            if gap:
                yield gap
            gap = []
        elif row.text and row.text in covering and cell is None:
            # A part of the source of an accepted row over several.
            continue
        else:
            gap.append(row)
    if gap:
        yield gap


def _in_gap(
    grid: Grid, gap: Sequence[Row], language: str, encoder: Encoder, level: Level
) -> Change:
    spans = _spans(gap)
    sources = [row for row in gap if not row.is_unlinked and row.reference not in spans]
    pieces = [piece for row in gap for piece in _pieces(row, language, level)]
    if not sources or not pieces or len(gap) == 1:
        return Change(_CAUSE, (), ())
    beads = align_texts(
        [row.text for row in sources],
        [piece.text for piece in pieces],
        encoder=encoder,
        languages=(grid.source_language, language),
        source_labels=_first_labels(row.label for row in sources),
        target_labels=_first_labels(piece.label for piece in pieces),
    )
    touched = {
        row.reference: row for row in gap if not row.is_unlinked or row.cell(language) is not None
    }
    after = {
        name: row.with_cell(language, None) if row.cell(language) else row
        for name, row in touched.items()
        if not row.is_unlinked
    }
    kept = {name: row for name, row in after.items() if name not in spans or row.cells}
    for new in _placed(grid, kept, beads, (sources, pieces), language):
        kept[new.reference] = new
    return Change(_CAUSE, tuple(touched.values()), tuple(kept.values()))


def _placed(
    grid: Grid,
    rows: dict[str, Row],
    beads: Iterable[Bead],
    sides: tuple[Sequence[Row], Sequence[_TargetText]],
    language: str,
) -> Iterator[Row]:
    """Yield the rows that get a text by beads, and new rows for what has no place in one."""
    sources, pieces = sides
    position, last = sources[0].position - 1, sources[0].reference
    for bead in beads:
        chosen = [rows[sources[i].reference] for i in bead.source]
        texts = [pieces[j] for j in bead.target]
        if chosen:
            position, last = chosen[-1].position, chosen[-1].reference
        if not chosen:
            for piece in texts:
                own = piece.reference.removeprefix(f"{language}:") or last
                taken = [name for name in rows if name.startswith(f"{language}:")]
                name = (
                    piece.reference
                    if piece.reference and piece.reference not in taken
                    else unused_reference(grid, unlinked_reference(language, own), taken)
                )
                yield unlinked_row(
                    *(name.removeprefix(f"{language}:"), position, sources[0].kind),
                    *(language, piece.text),
                )
        elif texts:
            cell = _cell(bead, texts, language)
            if len(chosen) == 1:
                yield chosen[0].with_cell(language, _kept(grid, chosen[0], cell))
            else:
                yield _span(grid, rows, chosen).with_cell(language, cell)
                # Their translation is in the row over them all.
                for row in chosen:
                    alone = tuple(each for each in row.alone if each != language)
                    yield replace(row, alone=alone)


def _kept(grid: Grid, row: Row, cell: Translation) -> Translation:
    """Return the translation that the row has already, where aligning found no other.

    One that somebody has rejected stays so; what was put there by hand gets the new confidence.
    """
    there = grid.find(row.reference)
    old = there.cell(cell.language) if there else None
    if old is None or old.text != cell.text:
        return cell
    return cell if old.status is Status.AUTOMATIC and old.method == "manual" else old


def _cell(bead: Bead, pieces: Sequence[_TargetText], language: str) -> Translation:
    return Translation(
        language,
        language_for(language).separator.join(piece.text for piece in pieces),
        round(bead.score, 4),
        str(bead.method),
        "+".join(dict.fromkeys(piece.label for piece in pieces if piece.label)),
    )


def _span(grid: Grid, rows: dict[str, Row], chosen: Sequence[Row]) -> Row:
    """Return the row over several source texts, as it is or made new."""
    text = language_for(grid.source_language).separator.join(row.text for row in chosen)
    position = chosen[0].position
    for row in (*rows.values(), *grid.rows):
        if row.position == position and row.text == text:
            return rows.get(row.reference, row)
    name = unused_reference(grid, "+".join(row.reference for row in chosen), list(rows))
    label = "+".join(dict.fromkeys(row.label for row in chosen if row.label))
    return Row(name, position, chosen[0].kind, label, text)


def _first_labels(labels: Iterable[str]) -> list[str]:
    """Keep each label at the first text that has it: sentences share that of their paragraph."""
    seen: set[str] = set()
    kept = []
    for label in labels:
        kept.append("" if label in seen else label)
        seen.add(label)
    return kept


def _spans(gap: Sequence[Row]) -> frozenset[str]:
    """Return the rows over the source texts of others: theirs begins with one that stands there."""
    starts = [row for row in gap if not row.is_unlinked]
    return frozenset(
        row.reference
        for row in starts
        if any(
            each.position == row.position
            and len(each.text) < len(row.text)
            and row.text.startswith(each.text)
            for each in starts
        )
    )


def _pieces(row: Row, language: str, level: Level) -> Iterator[_TargetText]:
    cell = row.cell(language)
    if cell is None:
        return
    reference = row.reference if row.is_unlinked else ""
    texts = [cell.text]
    if level is Level.SENTENCE and language in LANGUAGES:
        cut = (clean(cell.text[start:end]) for start, end in segment(cell.text, language))
        texts = [text for text in cut if text] or texts
    for text in texts:
        yield _TargetText(text, cell.label, reference if text == cell.text else "")
