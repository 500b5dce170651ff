"""Who has a document for a time: entered one after the other, and the last entry is what is so.

Every function that writes works within the transaction of its caller.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from hexapla.corpora.errors import ForbiddenError, UsageError
from hexapla.memory.output.files import build_time
from hexapla.memory.store.connection import Connection
from hexapla.memory.store.journal import entered
from hexapla.memory.teamwork import MOST_DAYS, Assignment

__all__ = ["assign", "assignments_of", "every_assignment", "holder_of", "holders", "refuse_held"]

_ENTRIES: Final = "SELECT id, symbol, person, ends, who, made FROM assignment"


def assign(
    connection: Connection, symbol: str, person: str, days: int, *, who: str, takes_over: bool
) -> Assignment:
    """Give a document to a person for some days, or to nobody where `person` is "".

    Raises ForbiddenError where somebody else than `who` has it and nobody `takes_over`, UsageError
    where the days are too many.
    """
    if not 1 <= days <= MOST_DAYS:
        raise UsageError("a document is assigned for 1 to %(most)s days", most=MOST_DAYS)
    if not takes_over:
        refuse_held(connection, symbol, who=who)
    now = datetime.now(UTC).replace(microsecond=0)
    made, ends = build_time(), now + timedelta(days=days)
    [(number,)] = connection.execute(
        "INSERT INTO assignment (symbol, person, ends, who, made) VALUES (?, ?, ?, ?, ?)"
        " RETURNING id",
        (symbol, person, ends.isoformat(), who, made.isoformat()),
    )
    return Assignment(number, symbol, person, ends, who, made)


def refuse_held(connection: Connection, symbol: str, *, who: str) -> None:
    """Raise ForbiddenError where somebody else than `who` has a document."""
    found = holder_of(connection, symbol)
    if found and found.person != who:
        ends = found.ends.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
        raise ForbiddenError(
            "%(person)s has this document until %(ends)s: ask them to give it back, or an"
            " administrator to take it over",
            person=found.person,
            ends=ends,
        )


def holder_of(connection: Connection, symbol: str) -> Assignment | None:
    """Return who has a document now, None where nobody has."""
    last = connection.execute(
        f"{_ENTRIES} WHERE symbol = ? ORDER BY id DESC LIMIT 1", (symbol,)
    ).fetchone()
    found = _assignment(last) if last else None
    return found if found and found.holds() else None


def holders(connection: Connection) -> dict[str, Assignment]:
    """Return who has which document now."""
    rows = connection.execute(
        f"{_ENTRIES} WHERE id IN (SELECT max(id) FROM assignment GROUP BY symbol)"  # noqa: S608
    )
    return {each.symbol: each for each in map(_assignment, rows) if each.holds()}


def assignments_of(connection: Connection, symbol: str) -> list[Assignment]:
    """Return to whom a document was given, in the order of time."""
    rows = connection.execute(f"{_ENTRIES} WHERE symbol = ? ORDER BY id", (symbol,))
    return list(map(_assignment, rows))


def every_assignment(connection: Connection, *, symbol: str, who: str) -> Iterator[Assignment]:
    """Yield who gave which document to whom, in the order of time; "" is every one, by all."""
    return map(_assignment, entered(connection, _ENTRIES, symbol=symbol, who=who))


def _assignment(row: Sequence[Any]) -> Assignment:
    number, symbol, person, ends, who, made = row
    return Assignment(
        *(number, symbol, person, datetime.fromisoformat(ends), who, datetime.fromisoformat(made))
    )
