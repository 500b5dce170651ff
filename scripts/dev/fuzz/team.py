"""Lets a team work through two servers at once, and accounts for everything that was done.

    python -m scripts.dev.fuzz.team --actions 100000 --seconds 240 --postgres

A translator, a reviewer and an administrator edit, accept, reject, join, split, move and unlink,
find and replace, take back, bring back reviewed files, bring translations of their own, comment,
resolve, give documents to each other and take them over on the pages (`hexapla review`, two
processes), and add confirmed units (`hexapla serve`), all drawn with a seed, none waiting for the
others.
Afterwards what `hexapla memory history` tells must be what was answered with a yes, by whom and how
often, no more and no less; the logs of the servers must have every request; and the memory must be
sound. With `--postgres` the memory is in a database on a server of its own.
"""

from __future__ import annotations

import json
import math
import random
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import click

from hexapla.cli.main import run
from hexapla.memory.rows import Row
from hexapla.memory.store.opening import open_store
from hexapla.memory.teamwork import threads_of
from hexapla.memory.units import Level
from hexapla.memory.web.accounts import AccountRole, new_account, write_accounts
from scripts.dev.bench.harness import serving
from scripts.dev.command import command
from scripts.dev.fuzz.asking import ask, told_answers
from scripts.dev.fuzz.kill_jobs import finish
from scripts.dev.local.postgres import local_postgres
from scripts.dev.paths import SAMPLE

__all__ = ["Worked", "main", "worked"]

_SYMBOL: Final = "A/RES/99/901"
_LEVEL: Final = Level.SENTENCE
_LANGUAGES: Final = ("en", "fr", "es")
# The source text too: rows are joined and cut by it.
_ROWED: Final = ("zh", *_LANGUAGES)
_PEOPLE: Final = {
    "Boris": AccountRole.TRANSLATOR,
    "Chen": AccountRole.REVIEWER,
    "Dalia": AccountRole.ADMINISTRATOR,
}
_ROWS: Final = (
    *("edit", "edit", "accept", "reject", "undo", "undo", "redo"),
    *("merge-next", "merge-previous", "split", "move-next", "unlink"),
)
_OTHERS: Final = (
    *("comment", "comment", "resolve", "withdraw", "assign", "free", "added"),
    *("replace", "return", "bring"),
)
# What leaves a text of its own behind.
_NEW_TEXTS: Final = frozenset({"edit", "comment", "added", "bring", "return"})
_OF_TEXTS: Final = frozenset({"added", "bring", "return", "replace"})
# What goes into sets of a person's own. The history tells nothing of what was brought.
_OWN_SETS: Final = {"added": "confirmed by {0}", "bring": "brought by {0} (zh)"}
_RETURN: Final = "/set/return?" + urlencode(
    {"symbol": _SYMBOL, "level": str(_LEVEL), "languages": ",".join(_LANGUAGES), "name": "a.tsv"}
)
_HALF: Final = 0.5
_TIMEOUT: Final = 120  # seconds of the clock that an answer may take
# Refused by role, by somebody who has the document, by what others changed, or nothing to do.
_REFUSED: Final = frozenset({400, 403, 409, 503})

Told = Counter[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Worked:
    """What a team did: how often each did what, how often each status was answered, faults."""

    told: Told
    answers: Counter[int]
    faults: tuple[str, ...]


@dataclass(slots=True)
class _Person:
    name: str
    token: str
    dice: random.Random
    told: Told = field(default_factory=Counter)
    answers: Counter[int] = field(default_factory=Counter)
    texts: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a team works: the memory, the pages, the server for tools."""

    memory: str
    pages: str
    tools: str


def worked(*, actions: int, seed: int, seconds: float = math.inf, postgres: bool = False) -> Worked:
    """Let each of a team do so much in the sample, or for so long, and account for it."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        memory = str(folder / "memory.db")
        if postgres:
            memory = stack.enter_context(local_postgres(folder / "server"))
        align = ("align", str(SAMPLE), "--encoder", "none", "--out", str(folder))
        finish((*align, "--memory", memory), folder)
        accounts = folder / "accounts.json"
        made = [new_account(who, role) for who, role in _PEOPLE.items()]
        write_accounts(accounts, [account for account, _ in made])
        everyone = [
            _Person(account.name, token, random.Random(seed + number))  # noqa: S311
            for number, (account, token) in enumerate(made)
        ]
        common = ("--port", "0", "--accounts", str(accounts))
        pages = ("review", memory, *common, "--workers", "2", "--log", str(folder / "pages"))
        tools = ("serve", "--memory", memory, *common, "--log", str(folder / "tools"))
        with serving(*pages) as first, serving(*tools) as second, ThreadPoolExecutor(3) as pool:
            place = _Place(memory, first, second)
            end = time.monotonic() + seconds
            for each in [pool.submit(_work, place, person, actions, end) for person in everyone]:
                each.result()
        told = sum((each.told for each in everyone), Counter())
        answers = sum((each.answers for each in everyone), Counter[int]())
        return Worked(told, answers, tuple(_faults(folder, memory, everyone, told, answers)))


def _work(place: _Place, person: _Person, actions: int, end: float) -> None:
    for number in range(actions):
        if time.monotonic() > end:
            break
        action = person.dice.choice((*_ROWS, *_OTHERS))
        text = f"{person.name} says {number}."
        status, said = _done(place, person, action, text)
        if status in {200, 201, 303} and said:
            person.told[person.name, said] += 1
            person.texts += [text] if action in _NEW_TEXTS else []


def _done(place: _Place, person: _Person, action: str, text: str) -> tuple[int, str]:
    """Do something; return the status of the answer, and what the history is to tell of it."""
    dice = person.dice
    shown: dict[str, object] = {
        "symbol": _SYMBOL,
        "level": str(_LEVEL),
        "languages": list(_LANGUAGES),
    }
    with open_store(place.memory, create=False) as store:
        grid, entries = store.review(_SYMBOL, _LEVEL), store.comments(_SYMBOL, _LEVEL)
    assert grid is not None
    row = dice.choice([each for each in grid.rows if each.text and each.cells])
    if action in _OF_TEXTS:
        return _texts_given(place, person, action, text=text, row=row, shown=shown)
    if action in {"assign", "free"}:
        form = {"symbol": _SYMBOL, "level": str(_LEVEL), "days": "1"}
        form["person"] = dice.choice(list(_PEOPLE)) if action == "assign" else ""
        status, _ = _ask(place.pages, "/set/assign", person, urlencode(form))
        return status, "assign"
    if action in _ROWS:
        asked = {"action": action, "reference": row.reference, "language": dice.choice(_ROWED)}
        versions = {each.reference: each.version for each in grid.rows}
        seen = {"text": text, "at": 1, "versions": versions}
        status, answer = _ask(place.pages, "/set/change", person, shown | asked | seen)
        told = json.loads(answer) if status == 200 else {}
        # Without rows, nothing was to be taken back, or to be done again.
        return status, _said(told["message"].replace(": ", " ", 1)) if "rows" in told else ""
    threads = threads_of(entries)
    comments = (each for thread in threads.values() for each in thread.comments)
    own = [each for each in comments if each.who == person.name]
    reference, number = row.reference, 0
    if action == "resolve" and threads:
        reference = dice.choice(list(threads))
        action = "resolve" if threads[reference].open else "reopen"
    if action == "withdraw" and own:
        number = dice.choice(own).number
    said = {"action": action, "reference": reference, "text": text, "number": number}
    status, _ = _ask(place.pages, "/set/comment", person, shown | said)
    return status, action


def _texts_given(
    place: _Place,
    person: _Person,
    action: str,
    *,
    text: str,
    row: Row,
    shown: Mapping[str, object],
) -> tuple[int, str]:
    """Add translations of one's own, bring back a reviewed row, or replace words in all rows."""
    if action == "added":
        unit = {"source": "zh", "target": "en", "text": f"第{text}", "translation": text}
        status, _ = _ask(place.tools, "/units", person, unit)
    elif action == "bring":
        table = f"zh\ten\n第{text}\t{text}\n"
        status, _ = _ask(place.pages, "/bring?name=a.tsv", person, table)
    elif action == "return":
        status, answer = _ask(place.pages, _RETURN, person, _table(row, text))
        if status == 200 and not json.loads(answer)["reload"]:
            return status, ""  # somebody has changed the row meanwhile
    else:
        status = _replaced(place, person, shown)
    return status, action


def _table(row: Row, text: str) -> str:
    """Return a row of the document as a reviewed file has it, with another text."""
    (cell, *_) = row.cells
    texts = (f"{_SYMBOL}#{row.reference}", "reviewed", row.text, text)
    return f"id\tstatus\tzh\t{cell.language}\n" + "\t".join(texts) + "\n"


def _replaced(place: _Place, person: _Person, shown: Mapping[str, object]) -> int:
    """Replace a name by another in all rows, after it was shown what becomes of them."""
    old = person.dice.choice(list(_PEOPLE))
    wanted = {**shown, "language": "en", "find": f"{old} says", "replacement": f"{old} wrote"}
    if person.dice.random() < _HALF:
        wanted["find"], wanted["replacement"] = wanted["replacement"], wanted["find"]
    status, answer = _ask(place.pages, "/set/replace", person, wanted)
    if status == 200:
        wanted["version"] = json.loads(answer)["version"]
        status, _ = _ask(place.pages, "/set/replace", person, wanted)
    return status


def _ask(
    server: str, path: str, person: _Person, content: Mapping[str, object] | str
) -> tuple[int, bytes]:
    asked = ask(server.rstrip("/"), path, person.token, content, timeout=_TIMEOUT)
    person.answers[asked[0]] += 1
    return asked


def _faults(
    folder: Path, memory: str, everyone: list[_Person], told: Told, answers: Counter[int]
) -> Iterator[str]:
    """Yield what the history, the logs and the memory do not account for."""
    if not sum(told.values()):
        yield "nothing was answered with a yes: nothing was tried"
    for status in answers.keys() - _REFUSED - {200, 201, 303}:
        yield f"{answers[status]} answers with {status}"
    history = finish(("memory", "history", "--json", "--memory", memory), folder)
    lines = [json.loads(line) for line in history.splitlines()]
    logged = Counter((each["who"], _said(each["action"])) for each in lines)
    asked = Counter({key: count for key, count in told.items() if key[1] != "bring"})
    for who, what in sorted({*logged, *asked}):
        if logged[who, what] != asked[who, what]:
            yield f"{who}: {what}: {asked[who, what]} answered, {logged[who, what]} in the history"
    with open_store(memory, create=False) as store:
        kept = set[str]()
        for name, (what, symbol) in product(_PEOPLE, _OWN_SETS.items()):
            units = list(store.units(level=_LEVEL, symbol=symbol.format(name)))
            kept |= {cell.text for unit in units for cell in unit.translations}
            if len(units) != told[name, what]:
                yield f"{name}: {what}: {told[name, what]} answered, {len(units)} kept"
        yield from store.problems(deep=True)
    for person in everyone:
        lost = [each for each in person.texts if each not in history and each not in kept]
        if lost:
            yield f"{person.name}: {len(lost)} texts are nowhere: {lost[0]}"
    requests = sum(
        len((folder / log).read_text("utf-8").splitlines()) for log in ("pages", "tools")
    )
    if requests != sum(answers.values()):
        yield f"{sum(answers.values())} requests, {requests} in the logs"


def _said(action: str) -> str:
    """Return what a page tells of an action: `undo edit` is `undo: edit` there.

    Of the words that were replaced, nothing: each time they are others.
    """
    step, name = action.split(" ", 1) if action.startswith(("undo ", "redo ")) else ("", action)
    name = "replace" if name.startswith("replace ") else name
    return f"{step}: {name}" if step else name


@command
@click.option("--actions", type=click.IntRange(min=1), default=1000, show_default=True)
@click.option("--seconds", type=click.FloatRange(min=1), default=math.inf, help="No longer.")
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--postgres", is_flag=True, help="Keep the memory in a PostgreSQL server.")
def main(*, actions: int, seconds: float, seed: int, postgres: bool) -> int:
    """Let three people do ACTIONS each through two servers, and account for each of them.

    \b
    Example: python -m scripts.dev.fuzz.team --actions 1000
    """
    found = worked(actions=actions, seconds=seconds, seed=seed, postgres=postgres)
    for fault in found.faults:
        click.echo(fault)
    what = Counter[str]()
    for (_, said), count in found.told.items():
        what[said] += count
    click.echo(", ".join(f"{said} {count}" for said, count in sorted(what.items())))
    told = told_answers(found.answers)
    click.echo(f"{found.answers.total()} requests of three people: {told}")
    return 1 if found.faults else 0


if __name__ == "__main__":
    run(main)
