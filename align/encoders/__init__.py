"""Encoders by name."""

from __future__ import annotations

from align.encoders.base import Encoder
from align.encoders.embedded import EmbeddedEncoder
from corpora.errors import UsageError

__all__ = ["get_encoder"]


def get_encoder(name: str = "embedded") -> Encoder:
    """Give the encoder of that name; it loads on its first call.

    Raises UsageError where there is none of that name.
    """
    if name == "embedded":
        return EmbeddedEncoder()
    raise UsageError(f"no encoder is called {name!r}; there is: embedded")
