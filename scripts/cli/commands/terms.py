"""`hexapla terms`: the termbase of a memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Final

import click

from hexapla.cli.options import (
    ExistingPath,
    LanguageList,
    language_code,
    language_option,
    memory_option,
    not_empty,
)
from hexapla.cli.output import json_line, say, say_line
from hexapla.cli.user import user_name, who_option
from hexapla.corpora.errors import UsageError
from hexapla.corpora.languages import LANGUAGES
from hexapla.corpora.readers.registry import read as read_document
from hexapla.memory.edits import EditEntry
from hexapla.memory.formats.reading import Losses, imported_text
from hexapla.memory.formats.terms.files import read_concepts_of
from hexapla.memory.formats.terms.tbx import Edition
from hexapla.memory.lookup.renderings.meanings import known_meanings
from hexapla.memory.reports.term_files import require_terms_file, write_concepts
from hexapla.memory.store.opening import open_store
from hexapla.memory.termbase import Concept, ConceptChange, Term, TermStatus, can_be_term
from hexapla.memory.terms.joining import JoinCounts, completed_concept, join_concepts
from hexapla.memory.terms.suggestions import (
    Suggestion,
    suggest_terms,
    texts_of_document,
    texts_of_memory,
)
from hexapla.memory.text.cleaning import one_line
from hexapla.memory.text.counting import counted
from hexapla.memory.text.keys import match_key

__all__ = ["terms"]


_TERM: Final = "LANGUAGE=TERM"
_domain_option = click.option("--domain", default="", help="What the terms are about.")


@click.group()
def terms() -> None:
    """Keep the terms of the memory: import, add, list, export and extract them.

    A concept has terms in several languages: preferred, admitted, deprecated or superseded ones.
    Those that stand in a text are told by match, pretranslate, review and serve, and hexapla check
    tells where a translation has none of them, or a deprecated one.

    \b
    Example: hexapla terms import unterm.xlsx --memory memory.db
    """


@terms.command("import")
@click.argument("files", nargs=-1, required=True, type=ExistingPath(folders=False))
@click.option(
    "--languages",
    type=LanguageList(),
    default=(),
    help="Of the two columns of a glossary: zh,en.",
)
@_domain_option
@who_option
@memory_option
def import_(
    *,
    files: tuple[Path, ...],
    languages: tuple[str, ...],
    domain: str,
    who: str | None,
    memory: str,
) -> int:
    """Add the terms of FILES to the memory: TBX, XLSX, CSV, or OmegaT glossaries.

    The first row of a table names the languages, in any of the seven, and perhaps domain, status,
    source and note. What the memory has already is not added again; what a file says of it besides
    is. hexapla undo takes an import back. The exit status is 1 where something is left out.

    \b
    Example: hexapla terms import terms.xlsx glossary.txt --languages zh,en
    """
    left = False
    with open_store(memory) as store:
        for file in files:
            losses = Losses()
            found = [
                replace(each, domain=each.domain or domain)
                for each in read_concepts_of(file, languages, losses)
            ]
            action = f"import of terms of {file.name}"
            counts = join_concepts(store, found, action, who=who or user_name())
            say_line(f"{file}: {_told(counts)}")
            for loss in losses.found():
                say_line(f"{file}: left out: {loss}", err=True)
                left = True
    return 1 if left else 0


def _told(counts: JoinCounts) -> str:
    return (
        f"{counted(counts.added, 'concept')} added, {counts.merged:,} completed,"
        f" {counts.unchanged:,} known"
    )


@terms.command()
@click.argument("named", nargs=-1, metavar=f"{_TERM}...")
@click.option("--preferred", multiple=True, metavar=_TERM, help="A term to be used before others.")
@click.option("--deprecated", multiple=True, metavar=_TERM, help="A term that is not to be used.")
@click.option(
    "--superseded",
    multiple=True,
    metavar="LANGUAGE=OLD=NEW",
    help="A term in whose place another stands now.",
)
@_domain_option
@click.option("--source", default="", help="Where the terms are from: A/RES/74/177#12.")
@click.option("--note", default="", help="Anything else.")
@click.option("--to", type=click.IntRange(1), help="Add to the concept with this number.")
@who_option
@memory_option
def add(
    *,
    named: tuple[str, ...],
    preferred: tuple[str, ...],
    deprecated: tuple[str, ...],
    superseded: tuple[str, ...],
    domain: str,
    source: str,
    note: str,
    to: int | None,
    who: str | None,
    memory: str,
) -> None:
    """Add a concept, or more terms to one that is there.

    \b
    Example: hexapla terms add zh=适应气候变化 --preferred en="adaptation to climate change"
    """
    said = (
        *(_term(each, TermStatus.ADMITTED) for each in named),
        *(_term(each, TermStatus.PREFERRED) for each in preferred),
        *(_term(each, TermStatus.DEPRECATED) for each in deprecated),
        *(_term(each, TermStatus.SUPERSEDED) for each in superseded),
    )
    if not said:
        raise UsageError("name a term: zh=适应气候变化")
    symbol, _, label = source.partition("#")
    domain, symbol, label = map(_line, (domain, symbol, label))
    concept = Concept(said, domain, symbol, label, imported_text(note))
    who, action = who or user_name(), f"add {' / '.join(each.text for each in said)}"
    with open_store(memory) as store:
        if to is None:
            say_line(_told(join_concepts(store, [concept], action, who=who)))
            return

        def completed(there: list[Concept]) -> Iterator[ConceptChange]:
            old = {each.key: each for each in there}.get(to)
            if old is None:
                raise UsageError(_no_concept(to))
            if (new := completed_concept(old, concept)) != old:
                yield ConceptChange(old, new)

        entry = store.edit_concepts(completed, action, who=who)
    say_line(f"concept {to}: {'completed' if entry else 'had that already'}")


def _term(said: str, status: TermStatus) -> Term:
    language, _, text = said.partition("=")
    text, _, by = text.partition("=") if status is TermStatus.SUPERSEDED else (text, "", "")
    code, text = language_code(language), _line(text)
    if not code or not can_be_term(text):
        raise UsageError(f"{said}: write a language and a term: zh=适应气候变化")
    return Term(code, text, status, _line(by))


def _line(text: str) -> str:
    return " ".join(imported_text(text).split())


def _no_concept(number: int) -> str:
    return f"there is no concept {number}: hexapla terms list shows them"


@terms.command()
@click.argument("numbers", nargs=-1, required=True, type=click.IntRange(1))
@who_option
@memory_option
def remove(*, numbers: tuple[int, ...], who: str | None, memory: str) -> None:
    """Take out the concepts with NUMBERS, as hexapla terms list shows them.

    hexapla undo takes that back.

    \b
    Example: hexapla terms remove 12 13
    """

    def removed(there: list[Concept]) -> Iterator[ConceptChange]:
        known = {each.key: each for each in there}
        for number in dict.fromkeys(numbers):
            if number not in known:
                raise UsageError(_no_concept(number))
            yield ConceptChange(known[number], None)

    with open_store(memory, create=False) as store:
        action = f"remove {counted(len(set(numbers)), 'concept')}"
        entry = store.edit_concepts(removed, action, who=who or user_name())
    say_line(f"{counted(_size(entry), 'concept')} removed")


def _size(entry: EditEntry | None) -> int:
    return entry.size if entry else 0


@terms.command("list")
@click.argument("text", required=False, callback=not_empty)
@click.option("--language", type=language_option, help="Only concepts with a term in it.")
@click.option("--domain", callback=not_empty, help="Only of this domain.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a concept.")
@memory_option
def list_(
    *,
    text: str | None,
    language: str | None,
    domain: str | None,
    as_json: bool,
    memory: str,
) -> None:
    """List the concepts, or those with TEXT in a term.

    \b
    Example: hexapla terms list 气候
    """
    key = match_key(text or "")
    count = 0
    with open_store(memory, create=False) as store:
        for each in _of_domain(store.concepts(), domain):
            wanted = [term for term in each.terms if language in (None, term.language)]
            if any(key in match_key(term.text) for term in wanted):
                count += 1
                say(json_line(_as_object(each)) if as_json else _shown(each))
    if not count:
        say_line("there are no such terms" if text or language or domain else _EMPTY, err=True)


def _of_domain(concepts: Iterable[Concept], domain: str | None) -> Iterator[Concept]:
    """Yield the concepts of a domain, all of them where none is named."""
    key = None if domain is None else match_key(domain)
    return (each for each in concepts if key in (None, match_key(each.domain)))


_EMPTY: Final = "the memory has no terms yet: hexapla terms import adds some"


def _as_object(concept: Concept) -> dict[str, Any]:
    made = concept.made.isoformat() if concept.made else None
    return {**asdict(concept), "made": made}


def _shown(concept: Concept) -> str:
    said = (concept.domain, concept.source, concept.who)
    lines = [f"{concept.key}  {'; '.join(filter(None, said))}".rstrip()]
    for language in LANGUAGES:
        for term in concept.in_language(language):
            status = "" if term.status is TermStatus.ADMITTED else f" ({term.status})"
            by = f" → {term.superseded_by}" if term.superseded_by else ""
            lines.append(f"  {language}  {' '.join(term.text.split())}{status}{by}")
    lines += [f"      {line}" for line in concept.note.splitlines()]
    return "\n".join(lines)


@terms.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--languages", type=LanguageList(), default=(), help="Only these; two for a glossary: zh,en."
)
@click.option("--domain", callback=not_empty, help="Only of this domain.")
@click.option(
    "--edition",
    type=click.Choice([each.value for each in Edition]),
    default=Edition.FIRST.value,
    show_default=True,
    help="Of TBX: most CAT tools read the first one.",
)
@memory_option
def export(
    *, file: Path, languages: tuple[str, ...], domain: str | None, edition: str, memory: str
) -> None:
    """Write the terms to FILE: TBX-Basic, an OmegaT glossary (.utf8, .txt), CSV or XLSX.

    \b
    Example: hexapla terms export terms.tbx
    """
    with open_store(memory, create=False) as store:
        found = [
            chosen
            for each in _of_domain(store.concepts(), domain)
            if (chosen := _only(each, languages)).terms
        ]
    count = write_concepts(file, found, languages=languages, edition=Edition(edition))
    say_line(f"{file}: {counted(count, 'entry', 'entries')}")


def _only(concept: Concept, languages: tuple[str, ...]) -> Concept:
    kept = tuple(each for each in concept.terms if not languages or each.language in languages)
    return replace(concept, terms=kept)


@terms.command()
@click.argument("file", required=False, type=ExistingPath(folders=False))
@click.option("--source", type=language_option, help="Of FILE, where it is known; else zh.")
@click.option(
    "--target", "targets", type=LanguageList(), default=(), help="With how they are said in these."
)
@click.option(
    "--limit", type=click.IntRange(1, 10_000), default=100, show_default=True, help="The most."
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write them to a file of terms too, to go through and to import.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a candidate.")
@memory_option
def extract(
    *,
    file: Path | None,
    source: str | None,
    targets: tuple[str, ...],
    limit: int,
    out: Path | None,
    as_json: bool,
    memory: str,
) -> None:
    """Find what can be terms in FILE, or without it in the memory, the best first.

    Candidates are phrases that come again and again by themselves, with how often and where; with
    --target, how the memory says them in other languages, and in what part of its texts. What the
    termbase has already is left out.

    \b
    Example: hexapla terms extract A_C.3_99_L.4-ZH.docx --target en,fr --out candidates.xlsx
    """
    found: list[Suggestion] = []
    with open_store(memory, create=file is not None and not targets) as store:
        document = None if file is None else read_document(file, language=source)
        language = document.language if document else source or "zh"
        if out is not None:
            require_terms_file(out, (language, *targets)[:2])
        texts = texts_of_document(document) if document else texts_of_memory(store, language)
        # Words of Chinese are told apart, and renderings found, by the encoder; else it stays away.
        meanings = known_meanings() if targets or language == "zh" else None
        for each in suggest_terms(
            *(store, texts, language), targets=targets, limit=limit, meanings=meanings
        ):
            say(json_line(asdict(each)) if as_json else _suggested(each))
            found.append(each)
    if not found:
        say_line("no phrase comes often enough to be a term", err=True)
    if out is not None:
        concepts = [each.concept for each in found]
        count = write_concepts(out, concepts, languages=(language, *targets)[:2])
        say_line(f"{out}: {counted(count, 'entry', 'entries')}", err=as_json)


def _suggested(each: Suggestion) -> str:
    candidate = each.candidate
    line = f"{candidate.text}  {candidate.count:,}  {', '.join(candidate.places)}"
    said = [
        f"  {given.language}  "
        + "; ".join(f"{one.text} ({one.share:.0%})" for one in given.renderings)
        for given in each.renderings
        if given.renderings
    ]
    return "\n".join(map(one_line, [line, *said]))
