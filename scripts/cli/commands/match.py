"""`hexapla match`: what the memory has for a text."""

from __future__ import annotations

from dataclasses import asdict

import click

from hexapla.cli.changes import marked_changes
from hexapla.cli.options import language_option, memory_option, semantic_option
from hexapla.cli.output import json_line, say, say_line
from hexapla.corpora.errors import UsageError
from hexapla.memory.lookup.advice import why_no_matches
from hexapla.memory.lookup.match import Match, MatchKind, find_matches
from hexapla.memory.lookup.semantic import made_neighbours
from hexapla.memory.store.opening import open_store
from hexapla.memory.text.difference import difference

__all__ = ["match"]


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
@semantic_option
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
    semantic: bool,
    as_json: bool,
    memory: str,
) -> None:
    """Find TEXT and what is like it in the memory, with its translation.

    The score is 101 in the same context, 100 for the same text and less for others; --least leaves
    out what scores less. Of a fuzzy match it is shown what changed: [-stored-] {+asked for+}.

    \b
    Example: hexapla match "决定保留名册。" --target en --memory out/memory.db
    """
    if source == target:
        raise UsageError(f"source and target are the same language: {source}")
    with open_store(memory, create=False) as store:
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
        if not found:
            why = why_no_matches(store, text, source=source, target=target, min_score=min_score)
            say_line(f"no match: {why}", err=True)
    for each in found:
        say(_json(each, text) if as_json else _shown(each, text))


def _json(match: Match, asked: str) -> str:
    changes = [(piece.kind, piece.text) for piece in difference(match.source, asked)]
    return json_line(asdict(match) | {"differences": changes})


def _shown(match: Match, asked: str) -> str:
    # A cosine is on a scale of its own: beside percentages of words it would mislead.
    semantic = match.kind is MatchKind.SEMANTIC
    score = "  ~" if semantic else f"{match.score:>3}"
    head = f"{score}  {match.kind:<8} {match.tuid}  {match.status}"
    head += f"  cosine {match.score / 100:.2f}" if semantic else ""
    if match.sources > 1:
        head += f"  in {match.sources} documents"
    lines = [head, f"     {marked_changes(match.source, asked)}", f"     {match.target}"]
    if match.kind is MatchKind.ADAPTED:
        lines.append(f"     numbers adapted; the memory has: {match.stored}")
    return "\n".join(lines)
