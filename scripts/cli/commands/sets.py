"""`hexapla sets`: the document sets of a memory, and which of them count."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

import click

from hexapla.cli.options import memory_option, not_empty
from hexapla.cli.output import json_line, say, say_line
from hexapla.cli.where import where_options
from hexapla.corpora.errors import UsageError
from hexapla.memory.output.files import build_time, take_path
from hexapla.memory.selection import Selection
from hexapla.memory.store.locations import file_of, is_database
from hexapla.memory.store.opening import open_store
from hexapla.memory.store.store import Store
from hexapla.memory.text.cleaning import on_terminal, one_line
from hexapla.memory.units import Level, Priority, SetSummary, Status

__all__ = ["sets"]

_ACTIONS = {
    "exclude": Priority.EXCLUDED,
    "include": Priority.USUAL,
    "prefer": Priority.PREFERRED,
}


@click.command()
@where_options
@click.option("--file", callback=not_empty, help="From this file, by its name or path; * as above.")
@click.option(
    "--status",
    type=click.Choice([each.value for each in Status]),
    help="With --remove: only translations of this status.",
)
@click.option("--exclude", "action", flag_value="exclude", help="Find and export them no more.")
@click.option("--prefer", "action", flag_value="prefer", help="Put their matches first.")
@click.option("--include", "action", flag_value="include", help="Take either back.")
@click.option("--remove", "action", flag_value="remove", help="Take them out of the memory.")
@click.option("--dry-run", is_flag=True, help="With --remove: only say what would go.")
@click.option("--yes", is_flag=True, help="With --remove: do not ask, however many they are.")
@click.option("--json", "as_json", is_flag=True, help="List them as one JSON object a set.")
@memory_option
def sets(
    *,
    where: Selection,
    file: str | None,
    status: str | None,
    action: str | None,
    dry_run: bool,
    yes: bool,
    as_json: bool,
    memory: str,
) -> None:
    """List the document sets of the memory, or exclude, prefer or remove some.

    What is excluded stays in the memory and can be cited, and stays excluded when it is aligned
    again: so a document that was withdrawn does not come back. What was imported under the symbol
    of a document goes with it. Before several sets that no one named are removed, or all there are,
    or what somebody has reviewed, you are asked; a script says --yes. What was reviewed is first
    written to a file beside the memory, which hexapla import puts back.

    \b
    Example: hexapla sets --symbol "A/RES/74/*" --exclude --memory out/memory.db
    """
    selection = replace(where, file=file, status=Status(status) if status else None)
    if action and selection == Selection():
        raise UsageError(f"--{action} what? Give --symbol, --body, --file or --status")
    if (status or dry_run) and action != "remove":
        raise UsageError(f"{'--status' if status else '--dry-run'} goes with --remove")
    with open_store(memory, create=False) as store:
        if action == "remove" and dry_run:
            _say_what_would_go(store, selection)
        elif action == "remove":
            decided = store.reviewed(selection)
            if not yes:
                _ask(store, selection, sum(decided.values()))
            if decided:
                kept = _keep(store, list(decided), memory)
                say_line(f"kept: {kept}; hexapla import {kept.name} puts it back", err=True)
            say(f"removed: {store.remove(selection)} translations")
        elif action:
            many = store.prioritize(selection, _ACTIONS[action])
            say(f"{action}: {many} document sets")
        else:
            _list(store, selection, as_json=as_json)


def _say_what_would_go(store: Store, selection: Selection) -> None:
    """List the sets that would be removed, or lose translations, with what is reviewed of them."""
    decided = store.reviewed(selection)
    for symbol in store.selected(selection):
        known = decided.get(symbol, 0)
        say_line(f"{symbol}  {known} reviewed" if known else symbol)


def _keep(store: Store, symbols: Sequence[str], memory: str) -> Path:
    """Write the units of some sets to a new file beside the memory; return it."""
    folder = Path() if is_database(memory) else Path(file_of(memory)).parent
    stamp = build_time().strftime("%Y%m%dT%H%M%SZ")
    path = take_path(folder, f"removed-{stamp}", ".jsonl")
    units = (
        unit
        for symbol in symbols
        for level in Level
        for unit in store.units(level=level, symbol=symbol)
    )
    # What writes files is loaded only where something reviewed goes.
    from hexapla.memory.formats.json_lines import write_json_lines  # noqa: PLC0415

    try:
        write_json_lines(path, units)
    except BaseException:
        path.unlink(missing_ok=True)  # nothing is removed, and nothing kept
        raise
    return path


def _ask(store: Store, selection: Selection, reviewed: int) -> None:
    """Ask before several sets are removed, or all, or what is reviewed.

    Raises UsageError where nobody can answer.
    """
    named = selection.symbol is not None and "*" not in selection.symbol
    if named and not reviewed:
        return
    chosen = store.selected(selection)
    alone = len(chosen) == 1 and len(store.selected(Selection())) > 1
    if not chosen or (alone and not reviewed):
        return
    what = f"translations that are {selection.status} of" if selection.status else "all of"
    told = f"{what} {len(chosen)} document set{'s' if len(chosen) > 1 else ''}"
    told += f", {chosen[0]} to {chosen[-1]}" if len(chosen) > 1 else f", {chosen[0]}"
    told += f", with {reviewed} reviewed translations" if reviewed else ""
    if not sys.stdin.isatty():
        raise UsageError(f"this would remove {told}: add --yes if that is meant")
    click.confirm(on_terminal(one_line(f"Remove {told}?")), abort=True, err=True)


def _list(store: Store, selection: Selection, *, as_json: bool) -> None:
    chosen = set(store.selected(selection))
    found = [each for each in store.sets() if each.symbol in chosen]
    entries = store.each_registered(each.symbol for each in found)
    for each, entry in zip(found, entries, strict=True):
        if as_json:
            say_line(json_line({**asdict(each), "register": entry.as_json()}))
        else:
            say_line("  ".join(filter(None, (_line(each), entry.date, entry.title("en")))))


def _line(each: SetSummary) -> str:
    kept = "" if each.priority is Priority.USUAL else f"  {each.priority.name.lower()}"
    languages = ",".join(each.languages)
    counts = f"{each.paragraphs} paragraphs, {each.sentences} sentences"
    return f"{each.symbol}  {languages}  {counts}{kept}"
