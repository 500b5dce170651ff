"""Where a memory is: in a file, or in a database on a server."""

from __future__ import annotations

import os
from enum import StrEnum
from os import PathLike, fspath
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from hexapla.corpora.errors import StoreError, UsageError

__all__ = ["MEMORY_NAME", "Right", "file_of", "is_database", "shown"]

MEMORY_NAME: Final = "memory.db"
"""The file that a memory is in where nobody says otherwise."""

_SQLITE = "sqlite:///"
_POSTGRES = ("postgresql://", "postgres://")


class Right(StrEnum):
    """What a user is let do with a memory, each more than the one before.

    A reader looks up and makes backups; a corrector imports, aligns, edits and reviews; an owner
    upgrades the memory, too, and gives rights.
    """

    READER = "reader"
    CORRECTOR = "corrector"
    OWNER = "owner"


def is_database(location: str | PathLike[str]) -> bool:
    """Return whether a memory is in a database on a server, not in a file."""
    return fspath(location).startswith(_POSTGRES)


def file_of(location: str | PathLike[str]) -> str:
    """Return the file of a memory: in a folder, it is memory.db.

    Raises StoreError where the location is of another kind.
    """
    path = fspath(location)
    scheme, separator, _ = path.partition("://")
    if path.startswith(_SQLITE):
        path = path.removeprefix(_SQLITE)
    elif separator and scheme.isalnum():
        raise StoreError(path, f"memories of the kind {scheme}:// are not supported")
    is_folder = path.endswith(("/", os.sep)) or Path(path).is_dir()
    return str(Path(path) / MEMORY_NAME) if is_folder else path


def shown(location: str | PathLike[str]) -> str:
    """Name a memory for messages: of a database, neither the password nor the options.

    Raises UsageError where that is no URL.
    """
    path = fspath(location)
    if not is_database(path):
        return path
    try:
        parts = urlsplit(path)
    except ValueError as error:
        # Nothing of it is told: there can be a password in it.
        raise UsageError(f"the URL of the memory cannot be read: {error}") from error
    user, _, host = parts.netloc.rpartition("@")
    name = user.partition(":")[0]
    return f"{parts.scheme}://{f'{name}@' if name else ''}{host}{parts.path}"
