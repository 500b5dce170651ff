"""What the language versions of one text state differently, and which of them is the odd one out.

Every version is compared with every other. Of the statements that contradict one another, that
which the fewest versions contradict is taken for right, as editors take the reading that most
witnesses have (Maas, "Textkritik", 1927, § 8); where two have as many behind them, none is odd.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

from hexapla.align.search.disjoint_set import DisjointSet
from hexapla.corpora.messages import Message, joined
from hexapla.memory.checks.flags import Check
from hexapla.memory.checks.pair import KINDS
from hexapla.memory.checks.values.comparison import differences
from hexapla.memory.checks.values.modality import modality
from hexapla.memory.checks.values.model import Value, ValueKind

__all__ = ["NOT_STATED", "Discord", "discords", "told_readings"]

NOT_STATED = Message("not stated")


@dataclass(frozen=True, slots=True)
class Discord:
    """What versions of one text state differently.

    `readings` has what each language states, "" where it states nothing of the kind; languages
    that say it in other words, and contradict nobody, have the reading of the most. `odd` are the
    languages that stand against it, none where no reading has the most behind it. `evidence` are
    the values of each language, where they stand.
    """

    check: Check
    readings: Mapping[str, Message]
    odd: tuple[str, ...]
    evidence: Mapping[str, tuple[Value, ...]]

    @property
    def reading(self) -> str | None:
        """What most languages state, "" for nothing; None where no reading has most."""
        if not self.odd:
            return None
        return next(text for code, text in self.readings.items() if code not in self.odd)

    @property
    def message(self) -> Message:
        """The readings, the odd ones first: `ar: 2033-11-08, the 5 others: 2033-11-07`."""
        return told_readings(self.readings, self.odd)


def told_readings(readings: Mapping[str, str], odd: Sequence[str]) -> Message:
    """Return what languages state in one line, the odd ones first.

    >>> told_readings({"zh": "7", "en": "7", "fr": "", "ru": "7"}, ["fr"])
    'fr: not stated, the 3 others: 7'
    >>> told_readings({"zh": "7", "en": "8"}, [])
    'zh: 7, en: 8 (as many for each)'
    """
    by_reading: dict[str, list[str]] = {}
    for code in (*odd, *(code for code in readings if code not in odd)):
        by_reading.setdefault(readings[code], []).append(code)
    groups = list(by_reading.items())
    told = []
    for place, (text, codes) in enumerate(groups):
        last = place and place == len(groups) - 1 and len(codes) > 1 and odd
        who = Message("the %(n)s others", n=len(codes)) if last else ", ".join(codes)
        told.append(joined([who, text or NOT_STATED], ": "))
    every = joined(told, ", ")
    return every if odd else joined([every, " (", Message("as many for each"), ")"])


class _Statement(NamedTuple):
    """A statement of one language: equal ones of several stand for the same."""

    language: str
    kind: ValueKind
    shown: Message


def discords(texts: Mapping[str, str]) -> list[Discord]:
    """Return what the versions of a text, language → text (NFC), state differently.

    >>> found = discords({"en": "by 7 May", "fr": "avant le 7 mai", "ru": "к 8 мая"})
    >>> [(each.odd, each.message) for each in found]
    [(('ru',), 'ru: 05-08, the 2 others: 05-07')]
    """
    against: dict[_Statement, set[str]] = {}
    stated: dict[_Statement, list[Value]] = {}
    sets: DisjointSet[_Statement] = DisjointSet()
    for pair in combinations(texts, 2):
        for each in differences(texts[pair[0]], texts[pair[1]], pair):
            nodes = []
            for side, value in enumerate((each.source, each.target)):
                if value is None:
                    continue
                node = _Statement(pair[side], each.kind, value.shown)
                against.setdefault(node, set()).add(pair[1 - side])
                stated.setdefault(node, []).append(value)
                nodes.append(node)
            sets.union(nodes)
    # The same statement in two languages is one.
    same: dict[tuple[ValueKind, str], _Statement] = {}
    for node in stated:
        sets.union([same.setdefault((node.kind, node.shown), node), node])
    groups: dict[_Statement, list[_Statement]] = {}
    for node in stated:
        groups.setdefault(sets.find(node), []).append(node)
    found = [_discord(nodes, against, stated, tuple(texts)) for nodes in groups.values()]
    return [*found, *_denials(texts)]


def _discord(
    nodes: Sequence[_Statement],
    against: Mapping[_Statement, set[str]],
    stated: Mapping[_Statement, Sequence[Value]],
    languages: tuple[str, ...],
) -> Discord:
    """Return what one group of statements that contradict one another comes to."""
    order = {code: place for place, code in enumerate(languages)}
    best = min(nodes, key=lambda node: (len(against[node]), order[node.language]))
    opposed = against[best]
    speaking = {node.language for node in nodes}
    silent = opposed - speaking
    agreed = [code for code in languages if code not in opposed]
    reading = best.shown
    if len(agreed) > len(opposed):
        odd = [code for code in languages if code in opposed]
    elif len(silent) > len(agreed):
        # Most say nothing of the kind: who says it stands alone.
        odd = [code for code in languages if code in speaking]
        reading = Message("")
    else:
        odd = []
    readings: dict[str, Message] = {}
    for code in languages:
        own = [node.shown for node in nodes if node.language == code]
        if code in odd or not odd:
            readings[code] = joined(dict.fromkeys(own), "; ") or (
                Message("") if code in opposed else best.shown
            )
        else:
            readings[code] = reading
    evidence = {
        code: tuple(
            dict.fromkeys(
                value for node in nodes if node.language == code for value in stated[node]
            )
        )
        for code in languages
    }
    return Discord(KINDS[best.kind], readings, tuple(odd), evidence)


def _denials(texts: Mapping[str, str]) -> Iterator[Discord]:
    """Yield the languages whose text alone denies, demands or permits, or alone does not."""
    counts: Counter[str] = Counter()
    said: dict[str, Message] = {}
    found: dict[str, list[Value]] = {code: [] for code in texts}
    for pair in combinations(texts, 2):
        if stances := modality(texts[pair[0]], texts[pair[1]], pair):
            counts.update(pair)
            for code, stance in zip(pair, stances, strict=True):
                said[code] = Message(stance.does)
                found[code] += [stance.value] if stance.value else []
    odd = tuple(code for code in texts if counts[code] > (len(texts) - 1) / 2)
    evidence = {code: tuple(dict.fromkeys(each)) for code, each in found.items()}
    if len(texts) > 2 and len(odd) == 1:
        other = next((told for code, told in said.items() if code != odd[0]), Message(""))
        readings = {code: said.get(code, other) if code in odd else other for code in texts}
        yield Discord(Check.NEGATION, readings, odd, evidence)
    elif len(texts) == 2 and counts:
        yield Discord(Check.NEGATION, said, (), evidence)
