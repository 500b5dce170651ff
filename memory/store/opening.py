"""Opening, copying and restoring translation memories, whatever they keep their units in."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from functools import cache
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING

from hexapla.corpora.errors import OutdatedError, UsageError
from hexapla.memory.output.files import free_path, take_path
from hexapla.memory.store.connection import OF_COMMANDS, DatabaseTimeouts
from hexapla.memory.store.locations import Right, file_of, is_database, shown
from hexapla.memory.store.sqlite.copying import back_up_file, version_of
from hexapla.memory.store.sqlite.copying import restore as restore_file
from hexapla.memory.store.sqlite.database import open_sqlite
from hexapla.memory.store.sqlite.schema import PRIVATE
from hexapla.memory.store.store import Store
from hexapla.memory.store.tables import changes_since
from hexapla.memory.store.versions import ONLY_READ, VERSION

if TYPE_CHECKING:
    from hexapla.memory.store.postgres.database import PostgresDatabase

__all__ = [
    "Upgrade",
    "copy_memory",
    "give_right",
    "open_store",
    "planned_upgrade",
    "restore",
    "take_right",
    "upgrade",
]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Upgrade:
    """What bringing a memory to this version does: from which one, and where the old one is kept.

    `changes` say what it can hold then that it could not before.
    """

    old: int
    new: int
    changes: tuple[str, ...]
    backup: Path | None


def open_store(
    location: str | PathLike[str], *, create: bool = True, timeouts: DatabaseTimeouts = OF_COMMANDS
) -> Store:
    """Open the memory at a path or URL, made new where there is none.

    URLs are `sqlite:///PATH` and `postgresql://USER:PASSWORD@HOST:PORT/DATABASE` (PostgreSQL,
    "Connection URIs"; needs the extra `postgres`). With `create=False` a memory that is not there
    is refused. `timeouts` says how long others are waited for.
    A memory that a newer version made is only read, where this one can, which is told once; with
    `create` it is refused, for it is to be written.
    Raises StoreError where it cannot be opened, is no memory, or was made by a newer version whose
    tables are others; OutdatedError where it was made by an older one: see `upgrade`.
    """
    store = _opened(location, create=create, timeouts=timeouts)
    if store.is_only_read:
        if create:
            store.close()
            store.refuse_newer()
        _tell_only_read(shown(location))
    return store


def _opened(
    location: str | PathLike[str], *, create: bool, timeouts: DatabaseTimeouts = OF_COMMANDS
) -> Store:
    if not is_database(location):
        return Store(open_sqlite(file_of(location), create=create, timeouts=timeouts))
    return Store(_open_postgres(location, create=create, timeouts=timeouts))


@cache
def _tell_only_read(place: str) -> None:
    """Tell of a memory once, however often a program opens it."""
    _log.warning("%s: %s", place, ONLY_READ)


def planned_upgrade(location: str | PathLike[str]) -> Upgrade | None:
    """Return what `upgrade` would do to the memory at a path or URL; None where it is up to date.

    Raises StoreError as `open_store` does.
    """
    try:
        with _opened(location, create=False) as store:
            store.refuse_newer()
    except OutdatedError as error:
        old = error.version
        backup = None
        if not is_database(location):
            file = Path(file_of(location))
            backup = free_path(file.parent, _backup_name(file, old))
        return Upgrade(old, VERSION, changes_since(old), backup)
    return None


def upgrade(location: str | PathLike[str]) -> Upgrade | None:
    """Bring the memory at a path or URL to this version; return what was done.

    None where it is up to date. A file is kept beside it as it was. A database is not, and whoever
    looks after it has a backup. It is brought to this version wholly or not at all. Raises
    StoreError as `open_store` does, and where it cannot be written.
    """
    plan = planned_upgrade(location)
    if plan is None:
        return None
    if plan.backup is None:
        _open_postgres(location, create=False, upgrading=True).close()
        return plan
    backup = _kept(Path(file_of(location)), plan.old)
    if backup is None:
        return None  # another program has done so meanwhile
    open_sqlite(file_of(location), create=False, upgrade=True).close()
    return replace(plan, backup=backup)


def _kept(file: Path, version: int) -> Path | None:
    """Copy a memory of a version to a name beside it that nothing has; None where it has another.

    Two programs can want the same name: it is taken before anything is copied.
    """
    backup = take_path(file.parent, _backup_name(file, version), mode=PRIVATE)
    try:
        back_up_file(file, backup)
        if version_of(backup) == version:
            return backup
    except BaseException:
        backup.unlink(missing_ok=True)
        raise
    backup.unlink()
    return None


def _backup_name(file: Path, version: int) -> str:
    return f"{file.name}.version-{version}"


def copy_memory(source: str | PathLike[str], target: str | PathLike[str]) -> None:
    """Copy a memory to another place, a file or a database, with all that it holds.

    Raises StoreError where there is something already, or either cannot be read or written; there
    is then nothing of the copy.
    """
    with open_store(source, create=False) as old:
        if is_database(target):
            old.refuse_newer()  # the copy would lack what this program does not know
            with open_store(target) as new:
                new.take_over(old)
            return
        old.back_up(Path(file_of(target)), new=True)


def restore(backup: str | PathLike[str], location: str | PathLike[str]) -> Path | None:
    """Put a backup in the place of the memory at a path or URL; return where that one is kept.

    None where there was none. Raises StoreError where the backup is no sound memory, or the memory
    is in use or cannot be written; it is then as it was. A database must be empty.
    """
    if is_database(location):
        with open_store(backup, create=False) as store:
            store.refuse_wrong_values()
        copy_memory(backup, location)
        return None
    return restore_file(Path(file_of(backup)), Path(file_of(location)))


def give_right(location: str | PathLike[str], role: str, right: Right) -> None:
    """Let a user of a database's server do with the memory what a right allows, and no more.

    Raises UsageError where the memory is in a file, there is no such user, or who asks is not the
    memory's owner.
    """
    with _served(location) as database:
        from hexapla.memory.store.postgres.rights import give  # noqa: PLC0415

        give(database, role, right)


def take_right(location: str | PathLike[str], role: str) -> None:
    """Take back all that a user of a database's server may do with the memory.

    Raises UsageError as `give_right` does.
    """
    with _served(location) as database:
        from hexapla.memory.store.postgres.rights import take_back  # noqa: PLC0415

        take_back(database, role)


@contextmanager
def _served(location: str | PathLike[str]) -> Iterator[PostgresDatabase]:
    """Open a memory in a database on a server. Raises UsageError where it is in a file."""
    if not is_database(location):
        raise UsageError(f"{location}: who may read or write a file is said by its permissions")
    with closing(_open_postgres(location, create=False)) as database, database.errors():
        database.version.refuse_newer(database.location)
        yield database


def _open_postgres(
    location: str | PathLike[str],
    *,
    create: bool,
    timeouts: DatabaseTimeouts = OF_COMMANDS,
    upgrading: bool = False,
) -> PostgresDatabase:
    try:
        from hexapla.memory.store.postgres.database import open_postgres  # noqa: PLC0415  # an extra
    except ImportError as error:
        raise UsageError("a database needs pip install 'hexapla[postgres]'") from error
    return open_postgres(fspath(location), create=create, timeouts=timeouts, upgrade=upgrading)
