"""Measures TMX and import, for `scripts.dev.bench.sizes`.

A seeded TMX file of real texts with other numbers and words (`scripts.dev.bench.large_memory`) is
written, read and imported, each in a process of its own, and so is a bare loop over the elements of
its XML that does nothing else. A loop that is given the units alone, and never sees what is in
them, stands beside it. Times are of the processor, for other programs may take the cores, and
ratios to the bare loop; memory is what the process took at its peak beyond what it had when all
was loaded.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from hexapla.corpora.document import Kind
from hexapla.corpora.input.xml import Elements
from hexapla.memory.formats.importing import import_file
from hexapla.memory.formats.tmx.reader import read_tmx
from hexapla.memory.formats.tmx.writer import write_tmx
from hexapla.memory.output.files import build_time
from hexapla.memory.store.opening import open_store
from hexapla.memory.units import Level, Translation, Unit
from scripts.dev.bench.data import passages
from scripts.dev.bench.harness import cpu_seconds, in_new_process, peak_bytes
from scripts.dev.bench.large_memory import changed_pairs

__all__ = ["GOALS", "Measured", "measure"]

GOALS: Final = {"read": 2.0, "write": 2.0, "import": 4.0}
"""Times of the bare loop that a task may take."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A task: seconds, their ratio to the bare loop, units a second, and megabytes at the peak."""

    task: str
    seconds: float
    ratio: float
    units_a_second: float
    megabytes: float


def measure(data: Path, folder: Path, units: int) -> list[Measured]:
    """Measure each task over a file of so many units, written to a folder."""
    tmx, pairs = folder / "large.tmx", folder / "pairs.jsonl"
    with pairs.open("w", encoding="utf-8") as stream:
        for pair in islice(changed_pairs(passages(data)), units):
            stream.write(json.dumps(pair) + "\n")
    tasks: dict[str, Callable[[Path, Path], None]] = {
        "units": _make,
        "write": _write,
        "bare loop": _bare,
        "units alone": _bare_units,
        "read": _read,
        "import": _import,
    }
    found = {
        name: in_new_process(_spent, task, tmx, pairs, what=name) for name, task in tasks.items()
    }
    # The units that are written are made one by one, which is no part of writing.
    made, _ = found.pop("units")
    seconds, peak = found["write"]
    found["write"] = max(seconds - made, 0.0), peak
    bare = found["bare loop"][0]
    return [
        Measured(name, seconds, seconds / bare, units / seconds, peak)
        for name, (seconds, peak) in found.items()
    ]


def _spent(task: Callable[[Path, Path], None], tmx: Path, pairs: Path) -> tuple[float, float]:
    """Run a task: seconds, and megabytes beyond what was loaded."""
    before, begun = peak_bytes(), cpu_seconds()
    task(tmx, pairs)
    # With that of the process which reads a large file for the one that stores it.
    return cpu_seconds() - begun, (peak_bytes() - before) / 2**20


def _make(_: Path, pairs: Path) -> None:
    for _unit in _units(pairs):
        pass


def _write(tmx: Path, pairs: Path) -> None:
    write_tmx(
        tmx, _units(pairs), source="zh", target="en", level=Level.SENTENCE, created=build_time()
    )


def _units(pairs: Path) -> Iterator[Unit]:
    with pairs.open(encoding="utf-8") as stream:
        for place, line in enumerate(stream):
            source, target = json.loads(line)
            yield Unit(
                *("A/99/1", Level.SENTENCE, place, f"{place + 1}.1", Kind.BODY, "", "zh", source),
                (Translation("en", target, 0.9, "similarity"),),
            )


def _bare(tmx: Path, _: Path) -> None:
    with tmx.open("rb") as stream:
        elements = Elements(stream)
        for _event, element in elements:
            if element.tag == "tu":
                elements.forget(element)


def _bare_units(tmx: Path, _: Path) -> None:
    with tmx.open("rb") as stream:
        elements = Elements(stream, tag="tu")
        for _event, element in elements:
            elements.forget(element)


def _read(tmx: Path, _: Path) -> None:
    for _unit in read_tmx(tmx):
        pass


def _import(tmx: Path, _: Path) -> None:
    with open_store(tmx.with_name("memory.db")) as store:
        import_file(store, tmx)
