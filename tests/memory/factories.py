"""Makes what a memory holds, with all that a test does not care about filled in."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hexapla.corpora.document import Kind
from hexapla.memory.units import AlignedSet, Level, Status, Translation, Unit
from tests.memory.samples import sample_set

__all__ = ["big_set", "make_set", "make_translation", "make_unit"]


def make_translation(text: str = "Trees.", language: str = "en", **changes: Any) -> Translation:
    """Return an automatic translation that is as sure as can be."""
    return replace(Translation(language, text, 1.0, "imported"), **changes)


def make_unit(
    text: str = "树木。",
    translation: str = "Trees.",
    *,
    target: str = "en",
    status: Status = Status.AUTOMATIC,
    place: int = 0,
    **changes: Any,
) -> Unit:
    """Return a sentence in Chinese with one translation; `place` numbers it in its set."""
    made = Unit(
        symbol="A/1",
        level=Level.SENTENCE,
        position=place,
        reference=f"{place + 1}.1",
        kind=Kind.BODY,
        label="",
        language="zh",
        text=text,
        translations=(make_translation(translation, target, status=status),),
    )
    return replace(made, **changes)


def make_set(symbol: str, *pairs: tuple[str, str], fingerprint: str = "f") -> AlignedSet:
    """Return a set of Chinese sentences with their English, none of them sure."""
    units = tuple(
        make_unit(
            text,
            symbol=symbol,
            place=place,
            label=str(place + 1),
            translations=(make_translation(english, score=0.5, method="similarity"),),
        )
        for place, (text, english) in enumerate(pairs)
    )
    return AlignedSet(symbol, "zh", (), units, (), fingerprint)


def big_set(mark: str, count: int = 1500) -> AlignedSet:
    """A set whose every text bears the mark, so that a mixture of two would show."""
    (unit,) = (each for each in sample_set().units if each.reference == "1")
    units = tuple(
        replace(
            unit,
            position=number,
            reference=str(number),
            text=f"{mark}第{number}段。" * 20,
            translations=(Translation("en", f"{mark} {number}. " * 20, 0.5, "label"),),
        )
        for number in range(count)
    )
    return replace(sample_set(mark), units=units)
