"""Encoders by name. Each is imported when it is asked for, and loads its model in use."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from hexapla.corpora.errors import UsageError

if TYPE_CHECKING:
    # Its module needs numpy, which commands that only name an encoder do without.
    from hexapla.align.encoders.base import Encoder

__all__ = ["ENCODERS", "get_encoder"]

# How the user names them.
ENCODERS: Final = ("embedded", "none", "transformers:DIRECTORY-OR-HUB-NAME")


def get_encoder(name: str = "embedded", *, cache: Path | None = None) -> Encoder:
    """Return the encoder of that name; its model loads on its first call.

    With the folder `cache`, vectors are kept there and not computed twice. Raises UsageError where
    there is no encoder of that name, and with a cache EncoderError where it is not installed.

    >>> get_encoder("none").encode(["Resolution 74/177", "第74/177号决议"]).shape
    (2, 1024)
    """
    encoder = _encoder(name)
    if cache is None:
        return encoder
    from hexapla.align.encoders.cached import cached  # noqa: PLC0415 - only where it is used

    return cached(encoder, cache)


def _encoder(name: str) -> Encoder:
    # Each is imported by itself: the others need what it can do without.
    if name == "embedded":
        from hexapla.align.encoders.embedded import EmbeddedEncoder  # noqa: PLC0415 - see above

        return EmbeddedEncoder()
    if name == "none":
        from hexapla.align.encoders.lexical import LexicalEncoder  # noqa: PLC0415 - see above

        return LexicalEncoder()
    kind, _, model = name.partition(":")
    if kind == "transformers" and model:
        from hexapla.align.encoders.pretrained import PretrainedEncoder  # noqa: PLC0415 - see above

        return PretrainedEncoder(model)
    raise UsageError(f"no encoder is called {name!r}; there are: {', '.join(ENCODERS)}")
