"""Which values of two texts do not answer one another."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest
from typing import Final, NamedTuple

from hexapla.memory.checks.values.contrasts import contrasts
from hexapla.memory.checks.values.grades import compared
from hexapla.memory.checks.values.hints import is_hinted, states_spoken_of
from hexapla.memory.checks.values.model import Key, Value, ValueKind
from hexapla.memory.checks.values.names import bodies
from hexapla.memory.checks.values.plain import plain
from hexapla.memory.checks.values.reading import values

__all__ = ["ValueDifference", "differences"]


@dataclass(frozen=True, slots=True)
class ValueDifference:
    """What one text states and the other does not: a value of either, or of each."""

    kind: ValueKind
    source: Value | None
    target: Value | None


def differences(source: str, target: str, languages: tuple[str, str]) -> list[ValueDifference]:
    """Return where the values of two texts differ; a value that was replaced makes one.

    A value of one text is answered by an equal one anywhere in the other. Counts are not compared:
    one language repeats a year that another states once.
    """
    return [
        *_unlike(source, target, languages),
        *(
            ValueDifference(ours.kind, ours, theirs)
            for ours, theirs in contrasts(source, target, languages)
        ),
    ]


def _unlike(source: str, target: str, languages: tuple[str, str]) -> list[ValueDifference]:
    """Return the values that one of two texts states, and the other does not, or otherwise."""
    found = values(source, languages[0]), values(target, languages[1])
    ours, theirs = compared(*found), compared(*reversed(found))
    stated = _stated(ours), _stated(theirs)
    lost, added = _unanswered(ours, stated[1]), _unanswered(theirs, stated[0])
    meant = _meant(ours, stated[1].keys), _meant(theirs, stated[0].keys)
    optional = _optional(ours, stated[1]), _optional(theirs, stated[0])
    if not lost and not added and not all(meant) and not all(optional):
        again = _AS_MANY.search(source) or _AS_MANY.search(target)
        return _conflicts(ours, theirs) or ([] if again else _replaced(ours, theirs))
    # Where a body stands on either side, one has taken the place of the other.
    loosely = not (_names(lost) and _names(added))
    rest = _without_states(source, ours), _without_states(target, theirs)
    lost = _not_hinted(lost, rest[1], languages[1], loosely=loosely)
    added = _not_hinted(added, rest[0], languages[0], loosely=loosely)
    optional = (
        _not_hinted(optional[0], rest[1], languages[1], loosely=False),
        _not_hinted(optional[1], rest[0], languages[0], loosely=False),
    )
    # A number that may be another word counts where another number stands in its place.
    if (optional[0] or _numbers(lost)) and (optional[1] or _numbers(added)):
        lost = lost if _numbers(lost) else [*lost, *optional[0]]
        added = added if _numbers(added) else [*added, *optional[1]]
    if _names(lost) and _names(added):
        return [*_paired(lost, added), *_conflicts(ours, theirs)]
    # What a text only means by an adjective counts where another stands in its place.
    meant = (
        _not_hinted(meant[0], rest[1], languages[1], loosely=True),
        _not_hinted(meant[1], rest[0], languages[0], loosely=True),
    )
    if (meant[0] or _names(lost)) and (meant[1] or _names(added)):
        lost = lost if _names(lost) else [*lost, *meant[0]]
        added = added if _names(added) else [*added, *meant[1]]
    elif _names(lost) != _names(added):
        # A State or body that one text leaves out is no error yet: one in its place is.
        other = 1 if _names(lost) else 0
        if not _is_replaced((source, target), languages, (ours, theirs), other):
            lost, added = (
                [each for each in side if each.kind is not ValueKind.NAME] for side in (lost, added)
            )
    return [*_paired(lost, added), *_conflicts(ours, theirs)]


def _not_hinted(
    found: Sequence[Value], texts: tuple[str, str], language: str, *, loosely: bool
) -> list[Value]:
    """Return the values that a text does not say in another way.

    `texts` are the text, and the text without States, where a State is looked for: the Republic of
    Korea is no hint of the Democratic People's Republic of Korea.
    """
    return [
        each
        for each in found
        if not is_hinted(each, texts[each.kind is ValueKind.NAME], language, loosely=loosely)
    ]


def _without_states(text: str, found: Sequence[Value]) -> tuple[str, str]:
    """Return a text as it is read, and once more without the States that it names for sure."""
    text = rest = plain(text)
    for each in found:
        if _is_state(each):
            rest = f"{rest[: each.start]}{' ' * (each.end - each.start)}{rest[each.end :]}"
    return text, rest


def _meant(found: Sequence[Value], keys: frozenset[Key]) -> list[Value]:
    """Return the States that a text may mean, and the other does not name, each once."""
    meant = {
        each.readings[0]: each
        for each in found
        if each.kind is ValueKind.NAME
        and not each.required
        and not any(reading[0] in keys for reading in each.readings)
    }
    return list(islice(meant.values(), _MOST))


def _optional(found: Sequence[Value], stated: _Stated) -> list[Value]:
    """Return the numbers that a text may state, and the other does not, each once."""
    optional = {
        each.readings[0]: each
        for each in found
        if each.kind is ValueKind.NUMBER
        and not each.required
        and not _says_little(each.readings[0][0])
        and not any(stated.answers(reading, of_time=False) for reading in each.readings)
    }
    return list(islice(optional.values(), _MOST))


def _says_little(key: Key) -> bool:
    """Return whether a word for a number may be an article, or say "many": dozens, thousands."""
    return isinstance(key, int) and (key in _VAGUE or key >= _MANY)


_VAGUE: Final = frozenset((1, 10, 12))
_MANY: Final = 1000
# So many values of a text are looked for in the other; no text lacks more by mistake.
_MOST: Final = 50
_FEWEST_IN_A_LIST: Final = 3


def _is_replaced(
    texts: tuple[str, str],
    languages: tuple[str, str],
    found: tuple[Sequence[Value], Sequence[Value]],
    side: int,
) -> bool:
    """Return whether the text of a side lists names, or names a State that the other does not."""
    there = {_code(each) for each in found[side] if each.kind is ValueKind.NAME}
    if len(there) >= _FEWEST_IN_A_LIST:
        return True
    here = {_code(each) for each in found[1 - side] if each.kind is ValueKind.NAME}
    # Greece was divided, by Greek geography: the other still says Greek, of another State.
    if _surely_named(found[side]) - _surely_named(found[1 - side]):
        return True
    other = (there | states_spoken_of(texts[side], languages[side])) - here
    return bool(other) and bool(other - states_spoken_of(texts[1 - side], languages[1 - side]))


def _surely_named(found: Sequence[Value]) -> set[str]:
    """Return the codes of the States that values name, and not only mean."""
    return {_code(each) for each in found if _is_sure_state(each)}


def _is_sure_state(value: Value) -> bool:
    return value.required and _is_state(value)


def _is_state(value: Value) -> bool:
    return value.kind is ValueKind.NAME and _code(value) not in bodies()


def _code(value: Value) -> str:
    return str(value.readings[0][0]).removeprefix("name ")


def _numbers(found: Sequence[Value]) -> bool:
    return any(each.kind is ValueKind.NUMBER for each in found)


def _names(found: Sequence[Value]) -> bool:
    return any(each.kind is ValueKind.NAME for each in found)


class _Stated(NamedTuple):
    """What a text states: every key; those that stand by themselves; the readings of several."""

    keys: frozenset[Key]
    single: frozenset[Key]
    joined: frozenset[tuple[Key, ...]]

    def answers(self, reading: tuple[Key, ...], *, of_time: bool) -> bool:
        """Return whether the text states a reading.

        What is written as one, such as 15.30 or 6.7, is answered by the same or by its parts apart,
        and not by parts of others: 6.7 is no answer to 7.6. `of_time`: ten past ten does not say
        ten o'clock, nor ten o'clock ten past ten.
        """
        if len(reading) == 1:
            return reading[0] in (self.single if of_time else self.keys)
        if of_time and len(set(reading)) < len(reading):
            return reading in self.joined
        return reading in self.joined or self.single.issuperset(reading)


def _stated(found: Sequence[Value]) -> _Stated:
    readings = [reading for each in found for reading in each.readings]
    return _Stated(
        frozenset(key for reading in readings for key in reading),
        frozenset(reading[0] for reading in readings if len(reading) == 1),
        frozenset(reading for reading in readings if len(reading) > 1),
    )


def _unanswered(found: Sequence[Value], stated: _Stated) -> list[Value]:
    """Return the required values that no reading of the other text answers, each once."""
    lost = {
        each.readings[0]: each
        for each in found
        if each.required
        and not any(
            stated.answers(reading, of_time=each.kind is ValueKind.TIME)
            for reading in each.readings
        )
    }
    return list(islice(lost.values(), _MOST))


def _paired(lost: Sequence[Value], added: Sequence[Value]) -> list[ValueDifference]:
    """Put what was lost and what was added together, kind by kind, in their order."""
    paired: list[ValueDifference] = []
    for kind in ValueKind:
        one, other = ([each for each in side if each.kind is kind] for side in (lost, added))
        paired += [ValueDifference(kind, *both) for both in zip_longest(one, other)]
    return paired


def _conflicts(ours: Sequence[Value], theirs: Sequence[Value]) -> list[ValueDifference]:
    """Return the numbers that count or name different things in the two texts."""
    found = []
    sides = _by_reading(ours), _by_reading(theirs)
    for reading, here in sides[0].items():
        there = sides[1].get(reading, [])
        if not there or not all(each.role for each in (*here, *there)):
            continue
        roles = [frozenset[str]().union(*(each.role for each in side)) for side in (here, there)]
        if not roles[0] & roles[1]:
            found.append(ValueDifference(ValueKind.NUMBER, here[0], there[0]))
    return found


def _replaced(ours: Sequence[Value], theirs: Sequence[Value]) -> list[ValueDifference]:
    """Return the number of one text that stands in the other in the place of another number of it.

    That is seen where texts state as many numbers, and all but one of each are the same: 3 and 4
    and 4 are not 3 and 3 and 4. Where a language repeats a year, it states more of them.
    """
    numbers = _numbers_of(ours), _numbers_of(theirs)
    # Most texts state too few, or the same.
    sizes = len(numbers[0]), len(numbers[1])
    if sizes[0] != sizes[1] or sizes[0] < _FEWEST_TO_REPLACE or numbers[0] == numbers[1]:
        return []
    counts = Counter(numbers[0]), Counter(numbers[1])
    lost, added = counts[0] - counts[1], counts[1] - counts[0]
    changed = lost + added
    if lost.total() != 1 or not all(changed.keys() <= count.keys() for count in counts):
        return []
    return [ValueDifference(ValueKind.NUMBER, _last(ours, lost), _last(theirs, added))]


# What says a number again without it: 12 hommes et autant de femmes.
_AS_MANY: Final = re.compile(
    r"\b(?:as many|the same number|autant|le même nombre|otr[oa]s tant[oa]s|igual número|"
    r"столько же|ebenso viele|genauso viele|gleich viele)\b|同样多|同等数目|نفس العدد|العدد نفسه",
    re.IGNORECASE,
)
# Two numbers, of which one stands there again.
_FEWEST_TO_REPLACE: Final = 3


def _numbers_of(found: Sequence[Value]) -> list[Key]:
    return [each.readings[0][0] for each in found if _is_plain_number(each)]


def _last(found: Sequence[Value], wanted: Counter[Key]) -> Value:
    """Return the last number of a text that is the one wanted."""
    return next(
        each for each in reversed(found) if _is_plain_number(each) and each.readings[0][0] in wanted
    )


def _is_plain_number(value: Value) -> bool:
    return value.required and len(value.readings) == 1 and isinstance(value.readings[0][0], int)


def _by_reading(found: Sequence[Value]) -> dict[Key, list[Value]]:
    numbers: dict[Key, list[Value]] = {}
    for each in found:
        if each.kind is ValueKind.NUMBER and len(each.readings[0]) == 1:
            numbers.setdefault(each.readings[0][0], []).append(each)
    return numbers
