"""`hexapla memory`: checks, backs up and restores a memory, and says who may use it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from heapq import merge
from operator import attrgetter
from pathlib import Path

import click

from hexapla.cli.options import memory_option, not_empty
from hexapla.cli.output import json_line, say, say_line
from hexapla.corpora.errors import StoreError, UsageError
from hexapla.memory.rows import HistoryEntry, TextChange
from hexapla.memory.selection import Selection
from hexapla.memory.store.locations import Right, shown
from hexapla.memory.store.opening import (
    copy_memory,
    give_right,
    open_store,
    planned_upgrade,
    restore,
    take_right,
    upgrade,
)
from hexapla.memory.store.store import Store
from hexapla.memory.teamwork import Assignment, Comment

__all__ = ["memory_"]


@click.group("memory")
def memory_() -> None:
    """Check a memory, back it up, put a backup in its place, copy it to or from a database.

    \b
    Example: hexapla memory backup memory-friday.db --memory memory.db
    """


@memory_.command()
@click.option("--deep", is_flag=True, help="Look at every text and every entry of the index.")
@click.option("--repair", is_flag=True, help="Make the index anew where it is wrong.")
@memory_option
def check(*, deep: bool, repair: bool, memory: str) -> int:
    """Check that a memory is sound; list what is wrong with it.

    The exit status is 1 where something is. What texts are looked up by can be repaired; what is
    damaged otherwise comes back from a backup alone.

    \b
    Example: hexapla memory check --memory memory.db
    """
    with open_store(memory, create=False) as store:
        found = _listed(store, memory, deep=deep)
        if repair and found and all(line.startswith("index:") for line in found):
            store.rebuild()
            say_line(f"{shown(memory)}: index made anew")
            found = _listed(store, memory, deep=deep)
        if not found:
            say_line(f"{shown(memory)}: sound, {len(store.selected(Selection()))} document sets")
    return 1 if found else 0


def _listed(store: Store, memory: str, *, deep: bool) -> list[str]:
    found = []
    try:
        for line in store.problems(deep=deep):
            found.append(line)
            say_line(f"{shown(memory)}: {line}")
    except StoreError as error:
        # So damaged that not all of it can be looked at.
        found.append(error.cause)
        say_line(str(error))
    return found


@memory_.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@memory_option
def backup(*, file: Path, memory: str) -> None:
    """Write a copy of the memory to FILE, also while others work with it.

    An older backup in FILE is replaced when the new one is complete. Vectors of hexapla embed are
    not part of it: they can be made anew.

    \b
    Example: hexapla memory backup memory-friday.db --memory memory.db
    """
    with open_store(memory, create=False) as store:
        store.back_up(file)
    say_line(f"written: {file}")


@memory_.command("restore")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@memory_option
def restore_(*, file: Path, memory: str) -> None:
    """Put a copy of the backup FILE in the place of the memory.

    The memory that it replaces is kept beside it; a database must be empty. What serves or shows
    the one before goes on with the new one.

    \b
    Example: hexapla memory restore memory-friday.db --memory memory.db
    """
    kept = restore(file, memory)
    say_line(f"restored: {shown(memory)}")
    if kept is not None:
        say_line(f"the memory before: {kept}")


@memory_.command("upgrade")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@click.option(
    "--backed-up", is_flag=True, help="There is a backup of the database, as pg_dump makes one."
)
@memory_option
def upgrade_(*, dry_run: bool, backed_up: bool, memory: str) -> None:
    """Bring a memory that an older version of hexapla made to this version.

    A file is first copied, and the copy kept beside it. Programs that have it open, serve or
    review, are to be started again after it. Programs of the version before can use it no more.

    \b
    Example: hexapla memory upgrade --memory memory.db
    """
    plan = planned_upgrade(memory)
    if plan is None:
        say_line(f"{shown(memory)}: is of this version")
        return
    if not dry_run and plan.backup is None and not backed_up:
        raise UsageError("make a backup of the database first (pg_dump), and say --backed-up")
    if not dry_run:
        plan = upgrade(memory) or plan
    say_line(f"{shown(memory)}: version {plan.old} {'would become' if dry_run else '→'} {plan.new}")
    for line in plan.changes:
        say_line(f"  {line}")
    if plan.backup and not dry_run:
        say_line(f"the memory before: {plan.backup}")


@memory_.command()
@click.option("--symbol", default="", help="Of this document alone.")
@click.option("--who", default="", help="What this person did.")
@click.option("--since", type=click.DateTime(), help="From this day or time on (UTC).")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a change.")
@memory_option
def history(*, symbol: str, who: str, since: datetime | None, as_json: bool, memory: str) -> None:
    """List who changed what in review, and when, from the first change on.

    Every text that was changed is a line, with what stood there before; undone changes stand there
    as well, and so does the undoing. So do comments, also those that were taken back, and to whom
    documents were given. Edits of many rows: hexapla undo --list.

    \b
    Example: hexapla memory history --since 2026-11-01 --json --memory memory.db
    """
    begin = since.replace(tzinfo=UTC) if since else None
    with open_store(memory, create=False) as store:
        done = store.journal(symbol=symbol, who=who, since=begin)
        said = store.doings(symbol=symbol, who=who, since=begin)
        for entry in merge(done, said, key=attrgetter("made")):
            if not isinstance(entry, HistoryEntry):
                if as_json:
                    say(json_line(_recorded(entry)))
                else:
                    say_line(_line(entry))
                continue
            source = store.source_language(entry.symbol) or ""
            changes = tuple(entry.change.texts(source))
            if as_json:
                say(json_line(_journalled(entry, changes)))
                continue
            head = f"{entry.made.isoformat(timespec='seconds')}  {entry.who}  {entry.change.action}"
            for each in changes:
                place = f"{entry.symbol}#{each.reference}  {each.language}"
                say_line(f"{head}  {place}  {_became(each)}")


def _journalled(entry: HistoryEntry, changes: Iterable[TextChange]) -> dict[str, object]:
    return {
        "number": entry.number,
        "time": entry.made.isoformat(),
        "who": entry.who,
        "action": entry.change.action,
        "state": entry.state,
        "symbol": entry.symbol,
        "level": entry.level,
        "texts": [asdict(each) for each in changes],
    }


def _recorded(entry: Comment | Assignment) -> dict[str, object]:
    common = {
        "number": entry.number,
        "time": entry.made.isoformat(),
        "who": entry.who,
        "symbol": entry.symbol,
    }
    if isinstance(entry, Assignment):
        return common | {
            "action": "assign",
            "person": entry.person,
            "until": entry.ends.isoformat(),
        }
    return common | {
        "action": entry.said,
        "level": entry.level,
        "reference": entry.reference,
        "text": entry.text,
        "withdraws": entry.withdraws or None,
    }


def _line(entry: Comment | Assignment) -> str:
    head = f"{entry.made.isoformat(timespec='seconds')}  {entry.who}"
    if isinstance(entry, Assignment):
        until = f"{entry.person} until {entry.ends.isoformat(timespec='seconds')}"
        return f"{head}  assign  {entry.symbol}  {until if entry.person else '(nobody)'}"
    return f"{head}  {entry.said}  {entry.symbol}#{entry.reference}  {entry.text}".rstrip()


def _became(change: TextChange) -> str:
    """Return what became of a text: the text before and after, or its status."""
    if change.before == change.after:
        return f"{change.status_before} → {change.status_after}"
    return f"{change.before or '(none)'} → {change.after or '(none)'}"


@memory_.command("copy")
@click.argument("source", metavar="FROM", callback=not_empty)
@click.argument("target", metavar="TO", callback=not_empty)
def copy(*, source: str, target: str) -> None:
    """Copy the memory FROM, a file or a database, with all that it holds to a new memory TO.

    Nothing is overwritten: the file TO may not be there, the database must be empty. Vectors of
    hexapla embed are not part of it: they can be made anew.

    \b
    Example: hexapla memory copy memory.db postgresql://ana@server/memory
    """
    copy_memory(source, target)
    say_line(f"copied: {shown(target)}")


@memory_.command()
@click.argument("role", callback=not_empty)
@click.argument("right", type=click.Choice([each.value for each in Right]))
@memory_option
def grant(*, role: str, right: str, memory: str) -> None:
    """Let ROLE, a user of the database's server, do what RIGHT allows, and no more.

    A reader looks up and makes backups; a corrector imports, aligns, edits and reviews, too; an
    owner also upgrades the memory and gives rights. It holds for what later versions add.

    \b
    Example: hexapla memory grant boris corrector --memory postgresql://ana@server/memory
    """
    give_right(memory, role, Right(right))
    say_line(f"{role}: {right} of {shown(memory)}")


@memory_.command()
@click.argument("role", callback=not_empty)
@memory_option
def revoke(*, role: str, memory: str) -> None:
    """Take back all that ROLE, a user of the database's server, may do with the memory.

    \b
    Example: hexapla memory revoke boris --memory postgresql://ana@server/memory
    """
    take_right(memory, role)
    say_line(f"{role}: no right to {shown(memory)}")
