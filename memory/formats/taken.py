"""What is taken of a file for a memory: read to its end before anybody waits, and within bounds.

While units are added, nobody else can write. So a file is read before that, into a temporary one;
what is wrong with it is found then, and so is what it holds too much of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from hexapla.corpora.errors import StoreError
from hexapla.corpora.input import bounds
from hexapla.corpora.input.processor_time import processor_time
from hexapla.corpora.messages import Message
from hexapla.memory.formats.reading import LeftOut, reading, too_long
from hexapla.memory.output.spooled import spooled
from hexapla.memory.units import Carried, Unit

__all__ = ["read_ahead", "within_bounds"]


@contextmanager
def read_ahead(units: Iterable[Unit], path: Path, left_out: LeftOut) -> Iterator[Iterator[Unit]]:
    """Read all units of a file, then give them one after the other.

    Units with a text of more than `bounds.LONGEST_TEXT` characters are left out. Raises StoreError
    where more comes out of the file than its size allows, or reading takes more processor time.
    """
    with ExitStack() as bounded:
        taken = bounded.enter_context(within_bounds(units, path, left_out))
        with spooled(taken) as found:
            # What is written of them, and how long that takes, is no matter of the file.
            bounded.close()
            yield found


@contextmanager
def within_bounds(units: Iterable[Unit], path: Path, left_out: LeftOut) -> Iterator[Iterator[Unit]]:
    """Read the units of a file in the block, within the bounds that `read_ahead` tells."""
    with reading(path):
        size = path.stat().st_size
    with reading(path), processor_time(bounds.cpu_seconds(size)):
        yield _bounded(units, path, size, left_out)


def _bounded(units: Iterable[Unit], path: Path, size: int, left_out: LeftOut) -> Iterator[Unit]:
    most_text, most_translations = bounds.most_text(size), bounds.most_translations(size)
    text = translations = 0
    for place, unit in enumerate(units, 1):
        longest = len(unit.text)
        text += longest + len(unit.before) + len(unit.after) + _length(unit.carried)
        for each in unit.translations:
            length = len(each.text)
            longest = max(longest, length)
            text += length + _length(each.carried)
        translations += len(unit.translations)
        if text > most_text:
            raise StoreError(
                path, "refused: %(most)s characters of text come out of it", most=f"{most_text:,}"
            )
        if translations > most_translations:
            raise StoreError(
                path,
                "refused: %(most)s translations come out of it",
                most=f"{most_translations:,}",
            )
        if longest > bounds.LONGEST_TEXT:
            left_out(Message("unit %(place)s", place=place), too_long(bounds.LONGEST_TEXT))
        else:
            yield unit


def _length(carried: Carried | None) -> int:
    """Return how many characters are carried with a text."""
    if carried is None:
        return 0
    pairs = (*carried.attributes, *carried.properties)
    return (
        len(carried.markup)
        + len(carried.shown)
        + sum(map(len, carried.notes))
        + sum(len(name) + len(value) for name, value in pairs)
    )
