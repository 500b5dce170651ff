"""Which version the tables of a memory are of, and which programs can read them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from hexapla.corpora.errors import OutdatedError, StoreError

__all__ = ["ONLY_READ", "OWN", "VERSION", "TableVersion", "check_version"]

VERSION: Final = 14
"""The version of the tables and of the keys in them, the same in every database."""
# The oldest version whose programs read these tables. It stays where tables and indexes alone are
# added: what was there before has its form, its keys and its meaning. Else it is the new version.
_READER: Final = 14
# What a stamp has of readers is counted in these.
_READERS: Final = 1000

ONLY_READ: Final = (
    "was made by a newer version of hexapla, and this one only reads it: update hexapla to do more"
)
_OUTDATED: Final = (
    "was made by an older version of hexapla: hexapla memory upgrade brings it to this one, after a"
    " backup"
)
_CHANGED: Final = (
    "was brought to another version of hexapla while this program had it open: start it anew, with"
    " hexapla updated"
)
_NEWER: Final = "was made by a newer version of hexapla: update hexapla to open it"


@dataclass(frozen=True, slots=True)
class TableVersion:
    """The version of the tables of a memory, and the oldest whose programs read them."""

    number: int
    reader: int

    @classmethod
    def of(cls, stamp: int) -> TableVersion:
        """Return the version that a memory is stamped with.

        >>> TableVersion.of(14), TableVersion.of(14015)
        (TableVersion(number=14, reader=14), TableVersion(number=15, reader=14))
        """
        reader, number = divmod(stamp, _READERS) if stamp > _READERS else (stamp, stamp)
        return cls(number, reader)

    @property
    def stamp(self) -> int:
        """Return both as one number: databases have a place for one."""
        return self.number if self.reader == self.number else self.reader * _READERS + self.number

    @property
    def is_newer(self) -> bool:
        """Return whether a newer program than this one made the tables."""
        return self.number > VERSION

    def refuse_newer(self, place: str) -> None:
        """Raise StoreError where a newer program made the tables: this one writes none of them."""
        if self.is_newer:
            raise StoreError(place, ONLY_READ)

    def refuse_changed(self, stamp: int, place: str) -> None:
        """Raise StoreError where the stamp of a memory is not the one it had when it was opened."""
        if stamp != self.stamp:
            raise StoreError(place, _CHANGED)


OWN: Final = TableVersion(VERSION, _READER)


def check_version(version: TableVersion, place: str, *, upgrade: bool) -> None:
    """Raise StoreError where tables are of a version that this program cannot read yet.

    OutdatedError where they are of one before, and are not to be brought to this one. What is to be
    brought to this one is to be written, too.
    """
    if version.number < VERSION and not upgrade:
        raise OutdatedError(place, _OUTDATED, version.number)
    if version.reader > VERSION:
        raise StoreError(place, _NEWER)
    if upgrade:
        version.refuse_newer(place)
