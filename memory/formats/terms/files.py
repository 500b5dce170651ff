"""The kinds of files of terms, by their names: read into concepts, written from them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from hexapla.corpora.errors import StoreError, UsageError
from hexapla.corpora.input import bounds
from hexapla.corpora.input.processor_time import processor_time
from hexapla.corpora.messages import Message
from hexapla.memory.formats.glossary import GlossaryTerm, write_omegat_glossary
from hexapla.memory.formats.reading import LeftOut, at_line, imported_text, nobody, reading
from hexapla.memory.formats.tables import has_heading, opened_lines, opened_table
from hexapla.memory.formats.terms.tables import (
    read_term_table,
    read_term_workbook,
)
from hexapla.memory.formats.terms.tbx import read_tbx_concepts
from hexapla.memory.termbase import Concept, Term, can_be_term

__all__ = ["READABLE", "read_concepts_of", "usable_pairs", "write_glossary"]

READABLE: Final = (".tbx", ".xlsx", ".csv", ".tsv", ".txt", ".utf8", ".tab")
"""The extensions of files of terms."""
_GLOSSARIES: Final = frozenset({".txt", ".utf8", ".tab", ".tsv"})


def read_concepts_of(
    path: Path, languages: Sequence[str] = (), left_out: LeftOut = nobody
) -> list[Concept]:
    """Return the concepts of a file.

    `languages` are those of the first two columns of a glossary, which does not say them itself.
    Terms of more than `bounds.LONGEST_TERM` characters are left out with their concepts. Raises
    UsageError where the name is of no file of terms, or languages are missing; StoreError where the
    file cannot be read, or more comes out of it than its size allows, or reading takes more
    processor time.
    """
    if path.suffix.lower() not in READABLE:
        raise UsageError(f"{path}: no file of terms, which are {', '.join(READABLE)}")
    with reading(path):
        size = path.stat().st_size
        with processor_time(bounds.cpu_seconds(size)):
            return list(_bounded(_concepts_of(path, languages, left_out), path, size, left_out))


def _bounded(
    concepts: Iterator[Concept], path: Path, size: int, left_out: LeftOut
) -> Iterator[Concept]:
    most_text, most_terms = bounds.most_text(size), bounds.most_translations(size)
    text = terms = 0
    for place, concept in enumerate(concepts, 1):
        terms += len(concept.terms)
        text += sum(len(each.text) + len(each.superseded_by) for each in concept.terms)
        text += len(concept.note) + len(concept.domain) + len(concept.source)
        if text > most_text:
            raise StoreError(
                path, "refused: %(most)s characters of text come out of it", most=f"{most_text:,}"
            )
        if terms > most_terms:
            raise StoreError(path, "refused: %(most)s terms come out of it", most=f"{most_terms:,}")
        named = (text for each in concept.terms for text in (each.text, each.superseded_by))
        if any(len(text) > bounds.LONGEST_TERM for text in named):
            most = f"{bounds.LONGEST_TERM:,}"
            cause = Message("a term has more than %(most)s characters", most=most)
            left_out(Message("concept %(place)s", place=place), cause)
        else:
            yield concept


def _concepts_of(path: Path, languages: Sequence[str], left_out: LeftOut) -> Iterator[Concept]:
    """Yield the concepts of a file, whatever they hold."""
    kind = path.suffix.lower()
    if kind == ".tbx":
        yield from read_tbx_concepts(path, left_out)
    elif kind == ".xlsx":
        yield from read_term_workbook(path, left_out)
    elif kind in _GLOSSARIES and _is_glossary(path):
        yield from _read_glossary(path, languages, left_out)
    else:
        yield from read_term_table(path, left_out)


def _is_glossary(path: Path) -> bool:
    """Return whether the first row of a table names no languages."""
    with opened_table(path) as rows:
        first = next(iter(rows), None)
    return first is None or not has_heading(first.cells)


def _read_glossary(path: Path, languages: Sequence[str], left_out: LeftOut) -> Iterator[Concept]:
    """Yield the lines of an OmegaT glossary: term, translation and comment, with tabs."""
    if len(languages) != 2:
        raise UsageError(f"{path}: a glossary says no languages: add --languages zh,en")
    with opened_lines(path) as lines:
        for number, line in enumerate(lines, 1):
            if line.startswith("#") or not line.strip():
                continue
            cells = [imported_text(cell) for cell in line.rstrip("\r\n").split("\t")]
            if len(cells) < 2 or not all(map(can_be_term, cells[:2])):
                left_out(at_line(number), Message("has not a term and its translation"))
                continue
            terms = tuple(map(Term, languages, cells))
            yield Concept(terms, note="\n".join(filter(None, cells[2:])))


def usable_pairs(
    concepts: Sequence[Concept], source: str, target: str
) -> Iterator[tuple[Term, Term, Concept]]:
    """Yield each term of a language with each usable one of another, the preferred ones first."""
    for concept in concepts:
        for ours in concept.in_language(source):
            for theirs in concept.in_language(target):
                if theirs.status.is_usable:
                    yield ours, theirs, concept


def write_glossary(path: Path, concepts: Sequence[Concept], source: str, target: str) -> int:
    """Write the terms of two languages as an OmegaT glossary; return how many lines.

    Raises StoreError where the file cannot be written.
    """
    return write_omegat_glossary(
        path,
        (
            GlossaryTerm(ours.text, theirs.text, _comment(theirs, concept))
            for ours, theirs, concept in usable_pairs(concepts, source, target)
        ),
    )


def _comment(term: Term, concept: Concept) -> str:
    said = (str(term.status), concept.domain, concept.source, concept.note)
    return "; ".join(" ".join(each.split()) for each in said if each)
