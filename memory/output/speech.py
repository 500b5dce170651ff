"""The language in which a written page speaks to its reader."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

__all__ = ["ENGLISH", "Speech"]


def _as_it_is(message: str, **values: object) -> str:
    return message % values if values else message


@dataclass(frozen=True, slots=True)
class Speech:
    """A language of the interface, and what puts a message into it, with values in their places."""

    language: str = "en"
    translate: Callable[..., str] = _as_it_is


ENGLISH: Final = Speech()
"""What messages are written in."""
