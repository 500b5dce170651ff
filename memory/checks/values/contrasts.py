"""Words that exclude one another: Monday and Tuesday, increase and decrease, imports and exports.

Where one text has only words for one of them, and the other only words for another, one of the
texts says something else. What either text lacks is no difference: a language may leave out the
day of the week, or say "grow" in a way that the table has not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final, NamedTuple

from hexapla.memory.checks.values.model import Value, ValueKind
from hexapla.memory.checks.values.plain import plain
from hexapla.memory.checks.values.tables import raw_cell, rows

__all__ = ["contrasts"]

# Patterns of the languages, in small letters, for each member of a group; a word begins with each.
_TABLE: Final = "contrasts.tsv"
_WEEKDAYS: Final = "weekday"
# What is reduced by at least a tenth comes to at most nine: such bounds are not compared.
_BOUNDS: Final = "bound"
_CHANGES: Final = "change"
_LESS: Final = "decrease"
# Longer texts say one thing and its opposite in ways that no table has.
_LONGEST: Final = 400


def contrasts(
    source: str, target: str, languages: tuple[str, str]
) -> Iterator[tuple[Value, Value]]:
    """Yield the words of two texts that exclude one another, one pair for each group.

    They are placed in the texts as they are read (`plain`).

    >>> [(one.text, other.text) for one, other in contrasts("进口增加", "Exports", ("zh", "en"))]
    [('进口', 'Exports')]
    """
    ours = _said(plain(source), languages[0])
    theirs = _said(plain(target), languages[1]) if ours else {}
    is_long = max(len(source), len(target)) > _LONGEST
    is_less = any(_LESS in said.get(_CHANGES, ()) for said in (ours, theirs))
    for group, members in ours.items():
        others = theirs.get(group)
        if not others or members.keys() & others.keys():
            continue
        if (is_long and group != _WEEKDAYS) or (is_less and group == _BOUNDS):
            continue
        yield next(iter(members.values())), next(iter(others.values()))


# A text is compared with each of its translations.
@lru_cache(maxsize=256)
def _said(text: str, language: str) -> dict[str, dict[str, Value]]:
    """Return what a text (`plain`) says of each group: the first word for each of its members."""
    found: dict[str, dict[str, Value]] = {}
    folded, (anything, patterns) = text.lower(), _patterns(language)
    # Two texts of three have none of the words.
    if len(folded) != len(text) or not anything.search(folded):
        return found
    for group, member, pattern in patterns:
        if match := pattern.search(folded):
            kind = ValueKind.DATE if group == _WEEKDAYS else ValueKind.OPPOSITE
            found.setdefault(group, {})[member] = Value(
                kind,
                ((f"{group} {member}",),),
                *match.span(),
                text[slice(*match.span())],
                required=False,
                whole=member,
            )
    return found


class _ContrastWords(NamedTuple):
    """What finds the words of a language: any of them, and those of each member of a group."""

    anything: re.Pattern[str]
    members: tuple[tuple[str, str, re.Pattern[str]], ...]


@cache
def _patterns(language: str) -> _ContrastWords:
    cells = [(*row[:2], raw_cell(_TABLE, row, language)) for row in rows(_TABLE)]
    cells = [each for each in cells if each[2]]
    # Chinese has no words apart, and Arabic writes "and", "the" and "to" in one with them.
    start = "" if language in ("zh", "ar") else r"\b"
    return _ContrastWords(
        re.compile(f"{start}(?:{'|'.join(cell for *_, cell in cells)})" if cells else "(?!)"),
        tuple((group, member, re.compile(f"{start}(?:{cell})")) for group, member, cell in cells),
    )
