"""What a value in a text is: a number, a date, a State … that every translation states."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Final, NamedTuple

from hexapla.corpora.messages import Message, joined

__all__ = ["LABELS", "Key", "Value", "ValueKind", "with_role"]

# What is compared: numbers by their value; everything else by a name, such as `month 12`.
Key = int | Decimal | str
# Roles that stand before their number.
LABELS: Final = frozenset(
    [
        "article",
        "paragraph",
        "chapter",
        "annex",
        "part",
        "section",
        "table",
        "figure",
        "volume",
        "resolution",
        "session",
        "meeting",
        "goal",
    ]
)


class ValueKind(StrEnum):
    """What values are of; the names are those that findings show."""

    NUMBER = "number"
    DATE = "date"
    TIME = "time"
    SYMBOL = "symbol"
    LETTER = "letter"
    NAME = "name"
    NEGATION = "negation"
    OPPOSITE = "opposite"


class Value(NamedTuple):
    """A value that a text states, and where.

    `readings` are the ways in which it can be read, the likeliest first: each is the keys that the
    other text has to state, all of them. `role` is what a number counts or names (`percent`,
    `article`), where that is known: one of its classes. A value that is not `required`, such as
    "one", may have nothing in the other text; it answers a value there all the same.
    `whole` is what it is part of, as findings show it: 2033-11-08 for each part of that date.
    """

    kind: ValueKind
    readings: tuple[tuple[Key, ...], ...]
    start: int
    end: int
    text: str
    required: bool = True
    role: frozenset[str] = frozenset()
    whole: str = ""

    @property
    def shown(self) -> Message:
        """Return the likeliest reading, as findings show it."""
        if self.whole:
            return Message(self.whole)
        written = joined(map(_written, self.readings[0]), " ")
        role = min(self.role, default="")
        return Message(with_role(role), n=written) if role else written


def with_role(role: str) -> str:
    """Return how a number with a role is said: behind its label, or before what it counts."""
    return f"{role} %(n)s" if role in LABELS else f"%(n)s {role}"


def _written(key: Key) -> str:
    if isinstance(key, Decimal):
        return f"{key:f}"
    written = str(key)
    if written.startswith("month "):
        return Message("month %(n)s", n=written.removeprefix("month "))
    if written.startswith("time "):
        return Message("time %(n)s", n=written.removeprefix("time "))
    return written
