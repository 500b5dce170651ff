"""The one exception hierarchy of hexapla; every room raises from it.

    HexaplaError
    ├── UsageError        the call itself is wrong (exit status 2)
    │   ├── MissingError  what is asked for is not there
    │   └── ForbiddenError  who asks may not do it
    ├── LimitError        what is asked for takes too long
    ├── ConflictError     somebody else has changed it meanwhile
    ├── DocumentError     one document cannot be read; the batch goes on
    │   └── UnpairedError there is no other version to align it with
    ├── AlignmentError    two documents cannot be aligned; the batch goes on
    ├── EncoderError      an encoder cannot be loaded
    └── StoreError        a translation memory or an output cannot be read or written
        ├── OutdatedError a memory is to be brought to this version first
        ├── BusyError     somebody else is writing: later it can
        └── UnavailableError  the server that it is on does not answer now

`str(error)` is one line, fit to be shown to a translator as it is.
"""

from __future__ import annotations

from functools import partial
from os import PathLike, fspath
from typing import Final

from hexapla.corpora.messages import Message

__all__ = [
    "AlignmentError",
    "BusyError",
    "ConflictError",
    "DocumentError",
    "EncoderError",
    "ForbiddenError",
    "HexaplaError",
    "LimitError",
    "MissingError",
    "OutdatedError",
    "StoreError",
    "UnavailableError",
    "UnpairedError",
    "UsageError",
]

_LONGEST_CAUSE: Final = 1000  # characters of what a file says, which has any length
_SHORTEST_QUOTED: Final = 20  # characters of each text, where a cause quotes many


class HexaplaError(Exception):
    """Anything that hexapla refuses, with a one-line message.

    It is made from a message, or from the form and the values of one, so that pages and reports
    can say it in the language of their reader.
    """

    def __init__(self, form: str, /, **values: str | int) -> None:
        self.message = Message.of(form, **values)
        # What it quotes, a query or a name, can have line breaks.
        super().__init__(" ".join(self.message.splitlines()))


class UsageError(HexaplaError):
    """The user asked for something that cannot be done."""


class MissingError(UsageError):
    """What the user asked for is not there."""


class ForbiddenError(UsageError):
    """Who asks has not the right to do that here."""


class LimitError(HexaplaError):
    """What is asked for takes longer than it may."""


class ConflictError(HexaplaError):
    """What is to be changed is not as it was seen, for somebody else has changed it."""


class _LocatedError(HexaplaError):
    """An error about one file or place: `where: cause`; the cause has a form and values too."""

    def __init__(self, where: str | PathLike[str], cause: str, /, **values: str | int) -> None:
        self.where = fspath(where)
        self.cause = _shortened(Message.of(cause, **values).changed(_one_line))
        super().__init__("%(where)s: %(cause)s", where=self.where, cause=self.cause)

    def __reduce__(self) -> tuple[type[_LocatedError], tuple[str | int, ...]]:
        # Worker processes send errors back pickled; the default rebuilds from the message alone.
        return type(self), (self.where, self.cause)


def _one_line(text: str) -> str:
    """Return a text with one space for all space between words."""
    return " ".join(text.split())


def _shortened(cause: Message) -> Message:
    """Return a cause, or one that quotes the first of each long text, so that it is short itself.

    A cause of very many texts is the first of what it says in English.
    """
    most, short = _LONGEST_CAUSE, cause
    while len(short) > _LONGEST_CAUSE and most > _SHORTEST_QUOTED:
        most //= 2
        short = cause.changed(partial(_first, most=most))
    return short if len(short) <= _LONGEST_CAUSE else Message(_first(short, _LONGEST_CAUSE))


def _first(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


class DocumentError(_LocatedError):
    """A document cannot be read: empty, binary, damaged, too large."""


class UnpairedError(DocumentError):
    """A document, in a `language`, has no other version to be aligned with."""

    def __init__(self, where: str | PathLike[str], cause: str, language: str) -> None:
        super().__init__(where, cause)
        self.language = language

    def __reduce__(self) -> tuple[type[UnpairedError], tuple[str | int, ...]]:
        return type(self), (self.where, self.cause, self.language)


class AlignmentError(_LocatedError):
    """Two documents cannot be aligned, for one is no translation of the other."""


class EncoderError(_LocatedError):
    """An encoder is not installed, not found or damaged."""


class StoreError(_LocatedError):
    """A memory or an output file cannot be opened, read or written."""


class OutdatedError(StoreError):
    """A memory was made by an older version, and is not brought to this one unasked.

    `version` is that of its tables.
    """

    def __init__(self, where: str | PathLike[str], cause: str, version: int) -> None:
        super().__init__(where, cause)
        self.version = version

    def __reduce__(self) -> tuple[type[OutdatedError], tuple[str | int, ...]]:
        return type(self), (self.where, self.cause, self.version)


class BusyError(StoreError):
    """Somebody else is writing, an import for one: the same can be done when that has finished."""


class UnavailableError(StoreError):
    """The server that a memory is on does not answer, or ended meanwhile."""
