"""Which documents a request is about: the same names in addresses, bodies and tools."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from hexapla.memory.selection import Selection, span_of_dates

__all__ = ["NARROWING", "narrowing", "selection_of"]

NARROWING: Final = ("symbol", "body", "session", "subject", "agenda", "date")
"""The names of what chooses documents."""

_LONGEST: Final = 500  # characters of each


def narrowing(given: Mapping[str, object]) -> dict[str, str]:
    """Return what is said of documents in a request, without what is empty."""
    said = {name: str(given.get(name) or "").strip()[:_LONGEST] for name in NARROWING}
    return {name: text for name, text in said.items() if text}


def selection_of(given: Mapping[str, object]) -> Selection:
    """Return the documents that a request is about. Raises UsageError where its date is none."""
    said = narrowing(given)
    date = said.get("date")
    return Selection(
        said.get("symbol"),
        body=said.get("body"),
        session=said.get("session"),
        subject=said.get("subject"),
        agenda=said.get("agenda"),
        dates=span_of_dates(date) if date else None,
    )
