"""Measures commands that go through a whole memory, for `scripts.dev.bench.sizes`.

Each runs in a process of its own. Time is of the processor, of all that the command starts too;
memory is what its process took at its peak beyond what it had before.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from hexapla.cli.main import cli
from hexapla.memory.store.opening import open_store
from hexapla.memory.units import Level
from scripts.dev.bench.data import SEED
from scripts.dev.bench.harness import cpu_seconds, in_new_process, peak_bytes
from scripts.dev.bench.memory import changed_text

__all__ = ["DRAFT", "Spent", "measure"]

DRAFT: Final = "a draft of 200 segments"
"""What `measure` calls the pre-translation of a new document."""

_SEGMENTS: Final = 200


@dataclass(frozen=True, slots=True)
class Spent:
    """What a command took: seconds of the processor, and megabytes at its peak."""

    name: str
    seconds: float
    megabytes: float


def measure(memory: Path) -> Iterator[Spent]:
    """Run each command over a memory, one after the other; yield what it took."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        draft = folder / "draft.txt"
        draft.write_text("\n\n".join(_draft(memory)), encoding="utf-8")
        for named, arguments in _commands(draft, folder).items():
            asked = (*arguments, "--memory", str(memory))
            yield Spent(named, *in_new_process(_spent, asked, what=named))


def _commands(draft: Path, folder: Path) -> Mapping[str, Sequence[str]]:
    pack = ("--source", "zh", "--target", "en", "--out", str(folder / "pack"))
    return {
        "sets": ("sets",),
        "export": ("export", str(folder / "all.tmx"), "--target", "en"),
        "backup": ("memory", "backup", str(folder / "backup.db")),
        "check": ("memory", "check"),
        DRAFT: ("pretranslate", str(draft), *pack),
    }


def _draft(memory: Path) -> list[str]:
    """Return texts of the memory, each with other words."""
    dice = random.Random(SEED)
    with open_store(memory, create=False) as store:
        keys = store.spread("zh", level=Level.SENTENCE, limit=_SEGMENTS)[:_SEGMENTS]
        texts = [text for _, text in store.texts("zh", keys)]
    return [changed_text(text, "zh", texts, dice) for text in texts]


def _spent(arguments: Sequence[str]) -> tuple[float, float]:
    """Run a command: seconds, and megabytes."""
    before, begun = peak_bytes(), cpu_seconds()
    with redirect_stdout(StringIO()):
        cli(list(arguments), standalone_mode=False)
    return cpu_seconds() - begun, (peak_bytes() - before) / 2**20
