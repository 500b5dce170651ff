"""What becomes of a document set in a job."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from hexapla.corpora.messages import Message

__all__ = ["Error", "Outcome", "State", "refused"]

Error = tuple[str, Message]
"""What went wrong: where (a file, or a set by its symbol), and the cause in one line."""


class State(StrEnum):
    """What became of a document set."""

    ALIGNED = "aligned"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One document set, done.

    `paragraphs` counts those read in all its languages, `seconds` the time it took to read and
    align. `errors` are those of the documents left out, or of the whole set.
    """

    symbol: str
    state: State
    paragraphs: int = 0
    seconds: float = 0.0
    errors: tuple[Error, ...] = ()
    warnings: tuple[Message, ...] = ()


def refused(symbol: str, errors: Iterable[Error]) -> Outcome:
    """Return the outcome of a set of which nothing is stored."""
    return Outcome(symbol, State.REFUSED, errors=tuple(errors))
