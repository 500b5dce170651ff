"""Makes what a memory holds, with all that a test does not care about filled in."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hexapla.corpora.document import Kind
from hexapla.memory.units import Level, Status, Translation, Unit

__all__ = ["make_translation", "make_unit"]


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
