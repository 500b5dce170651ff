"""Encoders by name."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from hexapla.align.encoders.base import Encoder
from hexapla.align.encoders.cached import cached
from hexapla.align.encoders.embedded import EmbeddedEncoder
from hexapla.align.encoders.lexical import LexicalEncoder
from hexapla.align.encoders.pretrained import PretrainedEncoder
from hexapla.corpora.errors import UsageError

__all__ = ["ENCODERS", "get_encoder"]

# How the user names them.
ENCODERS: Final = ("embedded", "none", "transformers:DIRECTORY-OR-HUB-NAME")


def get_encoder(name: str = "embedded", *, cache: Path | None = None) -> Encoder:
    """Return the encoder of that name; it loads on its first call.

    With the folder `cache`, vectors are kept there and not computed twice. Raises UsageError where
    there is no encoder of that name, and with a cache EncoderError where it is not installed.
    """
    encoder = _encoder(name)
    return cached(encoder, cache) if cache else encoder


def _encoder(name: str) -> Encoder:
    if name == "embedded":
        return EmbeddedEncoder()
    if name == "none":
        return LexicalEncoder()
    kind, _, model = name.partition(":")
    if kind == "transformers" and model:
        return PretrainedEncoder(model)
    raise UsageError(f"no encoder is called {name!r}; there are: {', '.join(ENCODERS)}")
