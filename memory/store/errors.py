"""What a memory in any database says when it fails, in one line for the translator."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from os import PathLike
from typing import Final, TypeVar

from hexapla.corpora.errors import StoreError

__all__ = [
    "DAMAGED",
    "DAMAGED_INDEX",
    "EMPTY",
    "FORBIDDEN",
    "LOCKED",
    "NOT_A_MEMORY",
    "NOT_THERE",
    "REMOVED",
    "REPLACED",
    "as_store_errors",
]

EMPTY: Final = "is empty, for a run ended before it began: align or import again, or remove it"
DAMAGED: Final = "is damaged: put a backup in its place with hexapla memory restore"
DAMAGED_INDEX: Final = "its index is damaged: mend it with hexapla memory check --deep --repair"
FORBIDDEN: Final = "no permission to write here"
LOCKED: Final = "locked by another program: try again when that has finished"
NOT_A_MEMORY: Final = "is not a translation memory of hexapla"
NOT_THERE: Final = "there is no translation memory here"
REMOVED: Final = "was removed while it was open: put it, or a backup, in its place again"
REPLACED: Final = "was replaced while it was open: begin again with the new one"

_Error = TypeVar("_Error", bound=Exception)
_Told = tuple[type[StoreError], str]


@contextmanager
def as_store_errors(
    place: str | PathLike[str], kind: type[_Error], told: Callable[[_Error], _Told]
) -> Iterator[None]:
    """Raise the errors of a database, and of texts that it cannot hold, as a StoreError.

    `told` says of an error of the database which kind of StoreError it is, and the cause.
    """
    try:
        yield
    except kind as error:
        raised, cause = told(error)
        raise raised(place, cause) from error
    except UnicodeDecodeError as error:
        # Of a damaged memory, even what the database says of it can be no text.
        raise StoreError(place, DAMAGED) from error
    except UnicodeEncodeError as error:
        raise StoreError(place, "a text holds characters that are not Unicode") from error
