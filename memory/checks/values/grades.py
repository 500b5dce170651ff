"""Grades of posts: P-4, С-4, ف-4; D-1, Д-1, مد-1.

Languages write them in their own letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from types import MappingProxyType
from typing import Final

from hexapla.memory.checks.values.literals import Readings
from hexapla.memory.checks.values.model import Value, ValueKind

__all__ = ["compared", "grades"]

_GRADE_KEY: Final = "grade "

# Professional, Director, General Service, Field Service, by the letters of each language.
_CATEGORIES: Final = MappingProxyType(
    {
        **dict.fromkeys(("P", "С", "ف"), "P"),
        **dict.fromkeys(("D", "Д", "مد"), "D"),
        **dict.fromkeys(("G", "GS", "О", "ОО", "خ ع"), "G"),
        **dict.fromkeys(("FS", "SM", "ПС", "خ م"), "FS"),
    }
)
# Arabic writes "and", "to" and "of" in one with them, Chinese all that stands beside them.
_GRADE: Final = re.compile(
    rf"(?<![^\W_\u4e00-\u9fff])(?<![/.-])[ولب]?({'|'.join(_CATEGORIES)})\s?-\s?([1-7])"
    r"(?![^\W\u4e00-\u9fff]|[./-]\d)"
)
# Groups of States are written as grades are, the G-7 and the G-5 Sahel; where the other text has no
# grade, the P-5 may be one.
_STATES: Final = re.compile(r"G-\d")
_STATES_OR_GRADES: Final = re.compile(r"G-\d|P-[35]")


def grades(text: str) -> Iterator[Value]:
    """Yield the grades that a text (`plain`) names, as they are written in English.

    Where the other text has none that is known as one, its numbers answer.

    >>> [(each.text, each.shown) for each in grades("2 должности С-4")]
    [('С-4', 'P-4')]
    """
    for match in _GRADE.finditer(text) if "-" in text else ():
        start, end = match.start(1), match.end()
        grade = f"{_CATEGORIES[match[1]]}-{match[2]}"
        readings: Readings = ((f"{_GRADE_KEY}{grade}",), (int(match[2]),))
        yield Value(ValueKind.SYMBOL, readings, start, end, text[start:end], whole=grade)


def compared(found: Sequence[Value], other: Sequence[Value]) -> Sequence[Value]:
    """Return values whose grades are answered by grades alone, where the other text has as many.

    One that has fewer writes some of them in another way.
    """
    counts = sum(map(_is_grade, found)), sum(map(_is_grade, other))
    if not counts[0] or counts[0] < counts[1]:
        return found
    if counts[0] == counts[1]:
        return [
            each._replace(readings=each.readings[:1]) if _is_grade(each) else each for each in found
        ]
    states = _STATES if counts[1] else _STATES_OR_GRADES
    return [
        each._replace(required=False) if states.fullmatch(each.shown) else each for each in found
    ]


def _is_grade(value: Value) -> bool:
    return value.kind is ValueKind.SYMBOL and str(value.readings[0][0]).startswith(_GRADE_KEY)
