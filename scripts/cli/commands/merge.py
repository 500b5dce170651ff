"""`hexapla merge`: what another memory has that ours has not."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import asdict

import click

from hexapla.cli.options import memory_option, not_empty
from hexapla.cli.output import json_line, say, say_line
from hexapla.cli.user import user_name
from hexapla.corpora.errors import UsageError
from hexapla.memory.merge import MergeCounts, merge_memories
from hexapla.memory.store.opening import open_store
from hexapla.memory.terms.joining import JoinCounts
from hexapla.memory.text.counting import counted

__all__ = ["merge"]


@click.command()
@click.argument("other")
@click.option(
    "--base", callback=not_empty, help="The memory that both were copied from: a three-way merge."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@memory_option
def merge(*, other: str, base: str | None, as_json: bool, memory: str) -> int:
    """Take over from the memory OTHER what ours has not: sets, languages, reviewed texts, terms.

    What a catalogue says of documents is taken over where ours has nothing from one, and what
    people said of rows where ours has not got it. Assignments and histories stay in OTHER.

    With --base, what only they changed since then becomes theirs, and what only we changed stays.
    Where both reviewed the same translation differently, ours stays and the conflict is listed;
    the exit status is then 1, as where something is left out.

    \b
    Example: hexapla merge colleague.db --base january.db --memory memory.db
    """
    if other == memory:
        raise UsageError("a memory cannot be merged with itself")
    with (
        open_store(other, create=False) as theirs,
        open_store(base, create=False) if base else nullcontext() as common,
        open_store(memory) as ours,
    ):
        counts = merge_memories(ours, theirs, common, who=user_name())
    if as_json:
        say(json_line(asdict(counts)))
    else:
        _show(counts)
    return 1 if counts.conflicts or counts.losses else 0


def _show(counts: MergeCounts) -> None:
    for each in counts.conflicts:
        ours = each.ours or "(no place for it)"
        shown = f"conflict: {each.tuid} {each.language}: ours: {ours} theirs: {each.theirs}"
        say_line(shown)
    for loss in counts.losses:
        say_line(f"left out: {loss}")
    terms = counts.terms
    if terms != JoinCounts():
        say(
            f"concepts: {terms.added:,} added, {terms.merged:,} merged,"
            f" {terms.unchanged:,} unchanged"
        )
    if counts.registered:
        say(f"register: {counted(counts.registered, 'document')}")
    if counts.comments:
        say(f"comments: {counts.comments:,}")
    say(
        f"document sets: {counts.added} added, {counts.merged} merged,"
        f" {counts.unchanged} unchanged; {len(counts.conflicts)} conflicts"
    )
