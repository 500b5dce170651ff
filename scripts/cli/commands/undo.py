"""`hexapla undo`: takes an edit of a memory back."""

from __future__ import annotations

from dataclasses import asdict

import click

from hexapla.cli.options import memory_option
from hexapla.cli.output import json_line, say_line
from hexapla.cli.user import user_name, who_option
from hexapla.memory.edits import EditEntry
from hexapla.memory.store.opening import open_store
from hexapla.memory.text.counting import counted

__all__ = ["undo"]


@click.command()
@click.argument("number", type=click.IntRange(1, 2**63 - 1), required=False)
@click.option("--list", "lists", is_flag=True, help="List the edits, the newest first.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object an edit.")
@who_option
@memory_option
def undo(*, number: int | None, lists: bool, as_json: bool, who: str | None, memory: str) -> int:
    """Take an edit of yours back: the last one, or that with NUMBER.

    Those of others stay, unless you say --as whose they are. A unit that somebody has changed since
    is left as it is and named; the exit status is then 1.

    \b
    Example: hexapla undo --memory memory.db
    """
    with open_store(memory, create=False) as store:
        if lists:
            for each in store.edit_entries():
                say_line(_json(each) if as_json else _line(each))
            return 0
        found = store.take_back(number, who=who or user_name())
    if found is None:
        say_line("there is no edit of yours to take back", err=True)
        return 0
    for address in found.left:
        say_line(f"{address}: left as it is: changed since", err=True)
    if as_json:
        say_line(_json(found.entry, restored=found.restored, left=found.left))
    else:
        told = f"taken back: edit {found.entry.number}, {found.entry.action}"
        left = f", {len(found.left):,} left" if found.left else ""
        say_line(f"{told}: {counted(found.restored, _what(found.entry))} as before{left}")
    return 1 if found.left else 0


def _json(entry: EditEntry, **more: object) -> str:
    found = {**asdict(entry), "made": entry.made.isoformat(), **more}
    return json_line(found)


def _line(entry: EditEntry) -> str:
    made = entry.made.strftime("%Y-%m-%d %H:%M")
    size = counted(entry.size, _what(entry)) + ("  (taken back)" if entry.is_undone else "")
    return f"{entry.number}  {made}  {entry.who}  {entry.action}: {size}"


def _what(entry: EditEntry) -> str:
    return "concept" if entry.of_terms else "document" if entry.of_register else "unit"
