"""`hexapla match`: what the memory has for a text."""

from __future__ import annotations

from dataclasses import asdict

import click

from hexapla.cli.changes import marked_changes
from hexapla.cli.options import language_option, memory_option, semantic_option
from hexapla.cli.output import json_line, say, say_line
from hexapla.cli.where import where_options
from hexapla.corpora.errors import UsageError
from hexapla.memory.lookup.advice import why_no_matches
from hexapla.memory.lookup.fragments import Fragment, FragmentKind, Fragments, Span, find_fragments
from hexapla.memory.lookup.match import Match, MatchKind, find_matches
from hexapla.memory.lookup.renderings.answering import Answering
from hexapla.memory.lookup.semantic import made_neighbours
from hexapla.memory.selection import Selection
from hexapla.memory.store.opening import open_store
from hexapla.memory.terms.recognition import FoundTerm, find_terms
from hexapla.memory.text.cleaning import one_line
from hexapla.memory.text.counting import counted
from hexapla.memory.text.difference import difference

__all__ = ["match"]

# From here on a match is of the very text: parts of it tell nothing more.
_THE_SAME = 99
# Signs that are shown beside a fragment.
_AROUND = 40


@click.command()
@click.argument("text")
@click.option(
    "--source", type=language_option, default="zh", show_default=True, help="Language of TEXT."
)
@click.option(
    "--target", type=language_option, default="en", show_default=True, help="The language wanted."
)
@click.option("--before", help="The text before it, to find matches in the same context.")
@click.option("--after", help="The text after it.")
@click.option(
    "--limit",
    type=click.IntRange(1, 100),
    default=5,
    show_default=True,
    help="The most matches to show.",
)
@click.option(
    "--least",
    "min_score",
    type=click.IntRange(0, 101),
    default=60,
    show_default=True,
    help="The lowest score to show.",
)
@click.option(
    "--fragments/--no-fragments",
    "with_fragments",
    default=True,
    show_default=True,
    help="Whether to look for parts of TEXT, and for texts that contain it, too.",
)
@semantic_option
@where_options
@click.option("--json", "as_json", is_flag=True, help="One JSON object a match.")
@memory_option
def match(
    *,
    text: str,
    source: str,
    target: str,
    before: str | None,
    after: str | None,
    limit: int,
    min_score: int,
    with_fragments: bool,
    semantic: bool,
    where: Selection,
    as_json: bool,
    memory: str,
) -> None:
    """Find TEXT and what is like it in the memory, with its translation.

    The score is 101 in the same context, 100 for the same text and less for others; --least leaves
    out what scores less. Of a fuzzy match it is shown what changed: [-stored-] {+asked for+}.

    Where the very text is not there, texts that contain it follow, and the longest stretches of it
    that the memory has: at least six Chinese characters, or three words. They stand in brackets
    where they are, as what answers them does; the score is the part of TEXT that they cover. Terms
    of the termbase (hexapla terms) that stand in TEXT are told with their renderings.

    \b
    Example: hexapla match "决定保留名册。" --target en --memory out/memory.db
    """
    if source == target:
        raise UsageError(f"source and target are the same language: {source}")
    with open_store(memory, create=False) as store, store.within(where):
        found = find_matches(
            store,
            text,
            source=source,
            target=target,
            before=before,
            after=after,
            limit=limit,
            min_score=min_score,
            neighbours=made_neighbours(memory, source) if semantic else None,
        )
        parts = Fragments()
        if with_fragments and not any(each.score >= _THE_SAME for each in found):
            parts = find_fragments(
                *(store, text),
                source=source,
                target=target,
                min_score=min_score,
                answers=Answering((source, target)),
            )
        terms = find_terms(store, text, source=source, target=target)
        if not found and not parts.every:
            why = why_no_matches(store, text, source=source, target=target, min_score=min_score)
            say_line(f"no match: {why}", err=True)
    for each in _ranked(found, parts.contained):
        say(_json(each, text) if as_json else _shown(each, text))
    for part in parts.every:
        if as_json and part.kind is FragmentKind.FRAGMENT:
            say(json_line(asdict(part)))
    for term in terms:
        say(json_line({"kind": "term", **asdict(term)}) if as_json else _term_shown(term))
    if not as_json and parts.cover and not any(each.score >= _THE_SAME for each in parts.contained):
        say(_covered(parts))


def _ranked(matches: list[Match], contained: tuple[Fragment, ...]) -> list[Match | Fragment]:
    """Return whole matches and texts that contain the text, best first, the semantic ones last."""
    return sorted(
        (*matches, *contained),
        key=lambda each: (each.kind is MatchKind.SEMANTIC, -each.score),
    )


def _term_shown(term: FoundTerm) -> str:
    """Return a term of the termbase with its renderings, and those to be avoided."""
    line = f"term     {term.text}  {term.said or '(no rendering)'}"
    if term.avoided:
        line += f"  (not {'; '.join(each.text for each in term.avoided)})"
    about = "; ".join(filter(None, (term.domain, term.source)))
    return one_line(f"{line}  {about}".rstrip())


def _covered(parts: Fragments) -> str:
    """Return the fragments that cover the text, in its order."""
    lines = [
        f"{parts.coverage} % of the text is covered by {counted(len(parts.cover), 'fragment')}:"
    ]
    return "\n".join([*lines, *map(_fragment_shown, parts.cover)])


def _fragment_shown(fragment: Fragment) -> str:
    head = f"{fragment.score:>3}  {fragment.kind:<8} {fragment.tuid}  {fragment.status}"
    if fragment.count > 1:
        head += f"  in {'' if fragment.exact else 'about '}{counted(fragment.count, 'text')}"
    stored = fragment.stored
    if fragment.stored_span is not None:
        stored = _bracketed(stored, fragment.stored_span)
    source = _bracketed(fragment.source, fragment.source_span)
    lines = [head, f"     {source}", f"     {stored}"]
    own = "" if fragment.stored_span is None else fragment.stored[slice(*fragment.stored_span)]
    if fragment.target != own:
        lines.append(f"     numbers adapted: {fragment.target}")
    return "\n".join(lines)


def _bracketed(text: str, span: Span) -> str:
    """Return a span of a text in brackets, with what stands near it."""
    start, end = span
    before, after = text[:start], text[end:]
    if len(before) > _AROUND:
        before = f"…{before[-_AROUND:]}"
    if len(after) > _AROUND:
        after = f"{after[:_AROUND]}…"
    return f"{before}[{text[start:end]}]{after}"


def _json(match: Match | Fragment, asked: str) -> str:
    if isinstance(match, Fragment):
        return json_line(asdict(match))
    changes = [(piece.kind, piece.text) for piece in difference(match.source, asked)]
    return json_line(asdict(match) | {"differences": changes})


def _shown(match: Match | Fragment, asked: str) -> str:
    if isinstance(match, Fragment):
        return _fragment_shown(match)
    # A cosine is on a scale of its own: beside percentages of words it would mislead.
    semantic = match.kind is MatchKind.SEMANTIC
    score = "  ~" if semantic else f"{match.score:>3}"
    head = f"{score}  {match.kind:<8} {match.tuid}  {match.status}"
    head += f"  cosine {match.score / 100:.2f}" if semantic else ""
    if match.sources > 1:
        head += f"  in {match.sources} documents"
    head += f"  replaced by {match.replaced_by}" if match.replaced_by else ""
    lines = [head, f"     {marked_changes(match.source, asked)}", f"     {match.target}"]
    if match.kind is MatchKind.ADAPTED:
        lines.append(f"     numbers adapted; the memory has: {match.stored}")
    return "\n".join(lines)
