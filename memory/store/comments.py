"""What people say of rows: entered one after the other, and never changed.

Entries are numbered as they are entered, and have the time at which they were made: these orders
differ where memories were merged (`memory.teamwork.Thread`).

Every function that writes works within the transaction of its caller.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from hexapla.corpora.errors import ConflictError, ForbiddenError, UsageError
from hexapla.memory.output.files import build_time
from hexapla.memory.store.connection import Connection
from hexapla.memory.store.history import Owner, read_rows
from hexapla.memory.store.journal import entered
from hexapla.memory.teamwork import LONGEST_COMMENT, Comment, Said, threads_of
from hexapla.memory.text.cleaning import clean, one_line
from hexapla.memory.units import Level

__all__ = [
    "comments_of",
    "enter",
    "every_comment",
    "join",
    "open_comments",
    "time_to_enter",
    "withdraw",
]

_Key = tuple[object, ...]

_ENTRIES: Final = (
    "SELECT id, symbol, level, reference, who, made, said, text, withdraws FROM comment"
)
_LAST: Final = "SELECT max(made) FROM comment WHERE symbol = ? AND level = ?"
# Builds that can be repeated set the clock to any time since the epoch, be it before there were
# programs for this; nobody will have said anything later than clocks differ.
_FIRST: Final = datetime(1970, 1, 1, tzinfo=UTC)
_AHEAD: Final = timedelta(days=1)


def comments_of(connection: Connection, symbol: str, level: Level) -> list[Comment]:
    """Return all that was entered about the rows of a set, in that order."""
    rows = connection.execute(
        f"{_ENTRIES} WHERE symbol = ? AND level = ? ORDER BY id", (symbol, level)
    )
    return list(map(_comment, rows))


def every_comment(connection: Connection, *, symbol: str, who: str) -> Iterator[Comment]:
    """Yield what was entered about all rows, in the order of time; "" is of every set, by all."""
    return map(_comment, entered(connection, _ENTRIES, symbol=symbol, who=who))


def open_comments(connection: Connection, level: Level) -> dict[str, int]:
    """Return how many rows of each set have a thread that is open, where any has."""
    found: dict[str, list[Comment]] = {}
    rows = connection.stream(f"{_ENTRIES} WHERE level = ? ORDER BY id", (level,))
    for each in map(_comment, rows):
        found.setdefault(each.symbol, []).append(each)
    counts = {
        symbol: sum(bool(thread.open) for thread in threads_of(entries).values())
        for symbol, entries in found.items()
    }
    return {symbol: count for symbol, count in counts.items() if count}


def time_to_enter(connection: Connection, owner: Owner) -> datetime:
    """Return the time of what is entered now: not before what was said of the rows of the set.

    So it comes last, whatever the clocks were of those who said that.
    """
    [(last,)] = connection.execute(_LAST, (owner.symbol, owner.level))
    return max(build_time(), datetime.fromisoformat(last)) if last else build_time()


def enter(
    connection: Connection,
    owner: Owner,
    reference: str,
    said: Said,
    text: str,
    *,
    who: str,
    made: datetime,
) -> Comment:
    """Enter a comment, or that a thread is resolved or open again; `made` is `time_to_enter`.

    Raises UsageError where a comment is empty or too long, or there is no such row or thread;
    ConflictError where the thread is so already.
    """
    entry = Comment(0, owner.symbol, owner.level, reference, who, made, said)
    text = clean(text).strip()
    if said is Said.COMMENT:
        if not 0 < len(text) <= LONGEST_COMMENT:
            raise UsageError("a comment has 1 to %(most)s characters", most=LONGEST_COMMENT)
        if not read_rows(connection, owner, [reference]):
            raise UsageError("this row is not there any more")
        return _insert(connection, replace(entry, text=text))
    thread = threads_of(comments_of(connection, owner.symbol, owner.level)).get(reference)
    if thread is None:
        raise UsageError("nothing is said of this row any more")
    if bool(thread.open) is not (said is Said.RESOLVE):
        raise ConflictError("somebody else has done so meanwhile")
    return _insert(connection, entry)


def withdraw(connection: Connection, owner: Owner, number: int, *, who: str) -> Comment:
    """Take a comment of `who` back.

    Raises UsageError where there is no such comment any more, ForbiddenError where it is somebody
    else's.
    """
    threads = threads_of(comments_of(connection, owner.symbol, owner.level)).values()
    standing = (each for thread in threads for each in thread.comments)
    found = next((each for each in standing if each.number == number), None)
    if found is None:
        raise UsageError("this comment is not there any more")
    if found.who != who:
        raise ForbiddenError("only who wrote a comment can take it back")
    made = time_to_enter(connection, owner)
    entry = replace(found, made=made, said=Said.WITHDRAW, text="", withdraws=number)
    return _insert(connection, entry)


def join(connection: Connection, entries: Sequence[Comment]) -> int:
    """Enter what another memory has about the rows of a set, but what is here; return how much.

    What nobody could have entered is left out. Entries are in the order in which they were entered,
    and keep their times. What is new to those who work here stands where it was said, and nothing
    that was resolved here before is resolved by that. That a thread is resolved is left out, and
    the thread stays open, where something of it is open here that had not been entered there by
    then: nobody who said so had read it.
    """
    entries = list(_sound(entries))
    if not entries:
        return 0
    here = comments_of(connection, entries[0].symbol, entries[0].level)
    known = {key: each.number for each, key in _keyed(here)}
    # By reference, the times of what is open here and was not read there.
    unread = {
        reference: {each.number: each.made for each in thread.unresolved}
        for reference, thread in threads_of(here).items()
    }
    numbers, count = dict[int, int](), 0
    for each, key in _keyed(entries):
        waiting = unread.get(each.reference, {})
        if key in known:
            numbers[each.number] = known[key]
            waiting.pop(known[key], None)
        elif each.said is Said.RESOLVE and any(made <= each.made for made in waiting.values()):
            continue
        elif not each.withdraws or each.withdraws in numbers:
            moved = replace(each, withdraws=numbers.get(each.withdraws, 0))
            numbers[each.number] = _insert(connection, moved).number
            count += 1
    return count


def _sound(entries: Iterable[Comment]) -> Iterator[Comment]:
    """Yield entries as people make them: a memory of somebody else can hold anything.

    A time without a zone is one of UTC.
    """
    written: dict[int, Comment] = {}
    latest = datetime.now(UTC) + _AHEAD
    for given in entries:
        has_zone = given.made.tzinfo is not None
        each = given if has_zone else replace(given, made=given.made.replace(tzinfo=UTC))
        text, who = clean(each.text).strip(), one_line(clean(each.who))
        if not who or (text, who) != (each.text, each.who) or not _FIRST <= each.made < latest:
            continue
        if each.said is Said.COMMENT and 0 < len(text) <= LONGEST_COMMENT:
            written[each.number] = each
            yield each
        elif each.said is Said.WITHDRAW:
            taken_back = written.get(each.withdraws)
            if taken_back and (taken_back.who, taken_back.reference) == (who, each.reference):
                yield each
        elif each.said in {Said.RESOLVE, Said.REOPEN} and not text:
            yield each


def _keyed(entries: Iterable[Comment]) -> Iterator[tuple[Comment, _Key]]:
    """Yield entries with what tells them from others in any memory, whatever their numbers are."""
    keys: dict[int, _Key] = {}
    times = Counter[tuple[object, ...]]()
    for each in entries:
        withdrawn = keys.get(each.withdraws)
        same = (each.reference, each.who, each.made, each.said, each.text, withdrawn)
        times[same] += 1
        keys[each.number] = (*same, times[same])
        yield each, keys[each.number]


def _insert(connection: Connection, entry: Comment) -> Comment:
    """Enter what was said, under the next number."""
    row = (
        *(entry.symbol, entry.level, entry.reference, entry.who),
        entry.made.astimezone(UTC).isoformat(),
        *(entry.said, entry.text, entry.withdraws),
    )
    [(number,)] = connection.execute(
        "INSERT INTO comment (symbol, level, reference, who, made, said, text, withdraws)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
        row,
    )
    return replace(entry, number=number)


def _comment(row: Sequence[Any]) -> Comment:
    number, symbol, level, reference, who, made, said, text, withdraws = row
    when = datetime.fromisoformat(made)
    return Comment(
        *(number, symbol, Level(level), reference, who, when, Said(said), text, withdraws)
    )
