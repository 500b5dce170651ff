"""Lets several people review one set at once, and accounts for every change.

    python -m scripts.dev.fuzz.reviewers --people 3 --changes 300 --ends 5 [--database]

Each has a token of `hexapla review`, edits, accepts, rejects, takes back and makes again what they
did, in rows drawn with a seed, and never waits for the others. In the middle the server is ended
with SIGKILL and started again; with `--database` it goes on, and the PostgreSQL server that the
memory is on is ended as if its machine went down. Nobody may be answered with 500. Afterwards the
history, gone through from the rows at the start, must give the rows that are there, each change on
what it was made on, and have every change that was answered with a yes; those that got no answer
may be there or not.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from typing import Final

import click

from hexapla.cli.main import run
from hexapla.corpora.errors import UnavailableError
from hexapla.memory.rows import Grid, HistoryEntry, Row
from hexapla.memory.store.opening import copy_memory, open_store
from hexapla.memory.units import Level
from hexapla.memory.web.accounts import AccountRole, new_account, write_accounts
from scripts.dev.command import command
from scripts.dev.fuzz.asking import ask, told_answers
from scripts.dev.fuzz.kill_jobs import environment, finish
from scripts.dev.local.ports import free_port
from scripts.dev.local.postgres import LocalServer, local_server
from scripts.dev.paths import SAMPLE

__all__ = ["Reviewed", "faults", "main", "reviewed"]

_SYMBOL: Final = "A/RES/99/901"
_LEVEL: Final = Level.SENTENCE
_LANGUAGES: Final = ("en", "fr", "es")
_ACTIONS: Final = ("edit", "edit", "edit", "accept", "reject", "undo", "undo", "redo")
_TIMEOUT: Final = 60  # seconds of the clock that a request may take
_ALL: Final = 1 << 30


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What came of a review: the texts that each person's yes stands for, and how many answers.

    `answers` counts them by status, 0 for none.
    """

    kept: Mapping[str, Sequence[str]]
    answers: Counter[int] = field(default_factory=Counter)
    faults: tuple[str, ...] = ()


def reviewed(
    *, people: int, changes: int, ends: int, seed: int, database: bool = False
) -> Reviewed:
    """Let people review the sample at once, and end the server so many times meanwhile.

    With `database`, that is the server of the database which the memory is in.
    """
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        finish(("align", str(SAMPLE), "--encoder", "none", "--out", str(folder)), folder)
        memory = str(folder / "memory.db")
        ended: LocalServer | None = None
        if database:
            ended = stack.enter_context(local_server(folder / "server"))
            copy_memory(memory, ended.url)
            memory = ended.url
        before = _grid(memory)
        made = [new_account(f"person {number}", AccountRole.REVIEWER) for number in range(people)]
        write_accounts(folder / "accounts.json", [account for account, _ in made])
        everyone = [
            # The same changes for the same seed, as far as the others let them.
            _Person(account.name, token, random.Random(seed + number))  # noqa: S311
            for number, (account, token) in enumerate(made)
        ]
        with (
            _server(memory, folder / "accounts.json") as server,
            ThreadPoolExecutor(people) as pool,
        ):
            asked = [pool.submit(_review, server, memory, each, changes) for each in everyone]
            _end_between(server, ended or server, people * changes, ends=ends, asked=asked)
            for each in asked:
                each.result()
        kept = {person.name: person.kept for person in everyone}
        with open_store(memory, create=False) as store:
            history = store.history(_SYMBOL, _LEVEL, limit=_ALL)[::-1]
            found = [*faults(before, history, _grid(memory), kept), *store.problems(deep=True)]
        counts = sum((person.answers for person in everyone), Counter[int]())
        if counts[500]:
            found.append(f"{counts[500]} requests were answered with 500")
        if not counts[200]:
            found.append("no change was answered with a yes: nothing was tried")
        return Reviewed(kept, counts, tuple(found))


def faults(
    before: Grid, history: Sequence[HistoryEntry], after: Grid, kept: Mapping[str, Sequence[str]]
) -> Iterator[str]:
    """Yield what a history, oldest first, does not account for.

    `kept` are the texts that each person was told are kept.
    """
    rows: dict[str, Row] = {row.reference: row for row in before.rows}
    for entry in history:
        for row in entry.change.before:
            if rows.pop(row.reference, None) != row:
                yield f"change {entry.number} was made on a row that was another one"
        rows |= {row.reference: row for row in entry.change.after}
    if rows != {row.reference: row for row in after.rows}:
        yield "the rows are not those that the history leaves"
    for who, texts in kept.items():
        made = {
            cell.text
            for entry in history
            if entry.who == who
            for row in entry.change.after
            for cell in row.cells
        }
        lost = [text for text in texts if text not in made]
        if lost:
            yield f"{len(lost)} changes of {who} are lost: {lost[0]}"


def _grid(memory: str) -> Grid:
    """Return the rows as they are; while the database is away, as they are then."""
    deadline = time.monotonic() + _TIMEOUT
    while True:
        try:
            with open_store(memory, create=False) as store:
                found = store.review(_SYMBOL, _LEVEL)
        except UnavailableError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            assert found is not None
            return found


class _Server:
    """The server of the review, at one address however often it is started."""

    def __init__(self, memory: str, accounts: Path) -> None:
        self.port = free_port()
        self.asked = 0
        self.there = threading.Event()
        self._command = [
            *(sys.executable, "-m", "hexapla", "review", memory),
            *("--port", str(self.port), "--accounts", str(accounts)),
        ]
        self.start()

    def start(self) -> None:
        """Start it; it answers then."""
        self._process = subprocess.Popen(  # noqa: S603  # this interpreter, arguments of ours
            self._command,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
        )
        assert self._process.stdout is not None
        if not self._process.stdout.readline():
            self.end()
            raise RuntimeError("the server does not start")
        self.there.set()

    def end(self) -> None:
        """End it at once, whatever it does."""
        self.there.clear()
        self._process.kill()
        self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()


@contextmanager
def _server(memory: str, accounts: Path) -> Iterator[_Server]:
    server = _Server(memory, accounts)
    try:
        yield server
    finally:
        server.end()


def _end_between(
    server: _Server,
    ended: _Server | LocalServer,
    asked_for: int,
    *,
    ends: int,
    asked: Sequence[Future[None]],
) -> None:
    """End it after each part of what a server is asked for, and start it again."""
    for number in range(1, ends + 1):
        while server.asked < asked_for * number // (ends + 1):
            if any(each.done() for each in asked):
                return  # one failed, or there is no more to come
            time.sleep(0.01)
        ended.end()
        ended.start()


@dataclass(slots=True)
class _Person:
    """Somebody who reviews, the texts that they were told are kept, and all answers by status."""

    name: str
    token: str
    dice: random.Random
    kept: list[str] = field(default_factory=list)
    answers: Counter[int] = field(default_factory=Counter)


def _review(server: _Server, memory: str, person: _Person, changes: int) -> None:
    """Make so many changes, and note what is answered."""
    dice = person.dice
    for number in range(changes):
        rows = [row for row in _grid(memory).rows if row.text and row.cells]
        row, language = dice.choice(rows), dice.choice(_LANGUAGES)
        action = dice.choice(_ACTIONS)
        text = f"{person.name} {number}." if action == "edit" else ""
        status = _ask(
            server,
            person.token,
            {
                "symbol": _SYMBOL,
                "level": str(_LEVEL),
                "languages": list(_LANGUAGES),
                "action": action,
                "reference": row.reference,
                "language": language,
                "text": text,
                "versions": {row.reference: row.version},
            },
        )
        server.asked += 1
        person.answers[status] += 1
        if status == 200 and text:
            person.kept.append(text)


def _ask(server: _Server, token: str, given: Mapping[str, object]) -> int:
    """Ask for a change; return the status of the answer, 0 where there is none."""
    if not server.there.wait(_TIMEOUT):
        raise TimeoutError("the server is not started again")
    try:
        base = f"http://127.0.0.1:{server.port}"
        return ask(base, "/set/change", token, given, timeout=_TIMEOUT)[0]
    except (OSError, HTTPException):  # it was ended before all of the answer came
        return 0


@command
@click.option("--people", type=click.IntRange(min=1), default=3, show_default=True)
@click.option("--changes", type=click.IntRange(min=1), default=300, show_default=True)
@click.option("--ends", type=click.IntRange(min=0), default=5, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--database", is_flag=True, help="The memory is in PostgreSQL, whose server ends.")
def main(*, people: int, changes: int, ends: int, seed: int, database: bool) -> int:
    """Let PEOPLE make CHANGES each in one set at once, and end the server ENDS times meanwhile.

    \b
    Example: python -m scripts.dev.fuzz.reviewers --people 3 --changes 300
    """
    found = reviewed(people=people, changes=changes, ends=ends, seed=seed, database=database)
    for fault in found.faults:
        click.echo(fault)
    kept = sum(map(len, found.kept.values()))
    told = told_answers(found.answers)
    click.echo(f"{people * changes} changes by {people} people, {kept} texts kept: {told}")
    return 1 if found.faults else 0


if __name__ == "__main__":
    run(main)
