"""What people say to each other of the rows of a document, and who has a document for a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from operator import attrgetter
from typing import Final

from hexapla.memory.units import Level

__all__ = [
    "LONGEST_COMMENT",
    "MOST_DAYS",
    "Assignment",
    "Comment",
    "Said",
    "Thread",
    "threads_of",
]

LONGEST_COMMENT: Final = 2_000
"""Characters of a comment: what is longer is a document of its own."""
MOST_DAYS: Final = 60
"""Days for which a document can be assigned at once: who is away longer has no use of it."""


class Said(StrEnum):
    """What an entry about a row does."""

    COMMENT = "comment"
    """Says something."""
    RESOLVE = "resolve"
    """Says that nothing is left to do about what was said."""
    REOPEN = "reopen"
    """Says that something is, after all."""
    WITHDRAW = "withdraw"
    """Takes a comment back."""


@dataclass(frozen=True, slots=True)
class Comment:
    """An entry about a row, which is never changed; `withdraws` is the number of another, or 0."""

    number: int
    symbol: str
    level: Level
    reference: str
    who: str
    made: datetime
    said: Said
    text: str = ""
    withdraws: int = 0


@dataclass(frozen=True, slots=True)
class Thread:
    """What was said of a row and stands, in the order of time.

    Entries of other references are of rows that stand in this one's place no more. Numbers have
    another order where memories were merged: what came from elsewhere was entered after what was
    here, whenever it was said.
    """

    entries: tuple[Comment, ...]

    @property
    def comments(self) -> tuple[Comment, ...]:
        """Return the comments alone."""
        return tuple(each for each in self.entries if each.said is Said.COMMENT)

    @property
    def version(self) -> str:
        """Return what differs after anything more was said or taken back."""
        return f"{len(self.entries)}:{max(each.number for each in self.entries)}"

    @property
    def unresolved(self) -> tuple[Comment, ...]:
        """Return the entries that nobody has resolved.

        To say that nothing is left to do is to say it of what was there to be read: of what was
        said before, and had been entered by then in the memory in which that was said. A memory
        that has more to be read takes that over from no other (`memory.store.comments.join`).
        """
        resolved, left = defaultdict[str, int](int), list[Comment]()
        for each in reversed(self.entries):
            if each.said is Said.RESOLVE:
                resolved[each.reference] = max(resolved[each.reference], each.number)
            elif each.number > resolved[each.reference]:
                left.append(each)
        return tuple(reversed(left))

    @property
    def open(self) -> tuple[str, ...]:
        """Return the references of which something stands that nobody has resolved."""
        return tuple(dict.fromkeys(each.reference for each in self.unresolved))


def _itself(reference: str) -> str:
    return reference


def threads_of(
    entries: Iterable[Comment], row_of: Callable[[str], str] = _itself
) -> Mapping[str, Thread]:
    """Return the threads of the rows by their references, of entries in any order.

    `row_of` tells which row a reference stands for now.
    """
    given = sorted(entries, key=attrgetter("made", "number"))
    gone = {each.withdraws for each in given}
    found: dict[str, list[Comment]] = defaultdict(list)
    for each in given:
        if each.said is not Said.WITHDRAW and each.number not in gone:
            found[row_of(each.reference)].append(each)
    threads = {reference: Thread(tuple(kept)) for reference, kept in found.items()}
    return {reference: thread for reference, thread in threads.items() if thread.comments}


@dataclass(frozen=True, slots=True)
class Assignment:
    """A document given to a person until a time, by somebody; to nobody where `person` is ""."""

    number: int
    symbol: str
    person: str
    ends: datetime
    who: str
    made: datetime

    def holds(self, now: datetime | None = None) -> bool:
        """Return whether somebody has the document: an assignment ends by itself."""
        return bool(self.person) and (now or datetime.now(UTC)) < self.ends
