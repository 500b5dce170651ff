"""Reads damaged files: random bytes, and the files of a folder cut, flipped, swelled and mixed.

    python -m scripts.dev.fuzz.readers scripts/sample --runs 1000 --seed 1

Documents are read, archives walked, TMX checked, memories looked through, reviewed tables
taken back, and what can be imported is imported, 50 files in turn in a child process that may take
1 GB, and 60 seconds for each. A file that is refused with one of
hexapla's own errors is fine; anything else is a finding, whose file is kept in `--keep`.
"""

from __future__ import annotations

import io
import random
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click

from hexapla.cli.main import run
from scripts.dev.command import command
from scripts.dev.fuzz.harness import (
    child,
    keep_option,
    report,
    runs_option,
    seed_option,
    seeds_argument,
)

__all__ = ["CHILD", "Findings", "damaged", "main", "read_files"]

_MOST = 10_000_000  # bytes of a file
_AT_ONCE = 50
CHILD = (
    "import sys; from scripts.dev.fuzz.harness import use_each; use_each(sys.argv[1], sys.argv[2:])"
)
_ZIP = b"PK\x03\x04"
# What parsers of the formats stumble over.
_TOKENS = (
    *(b"\0", b"\xff\xfe", b"\r", b"\xe2\x80\xa8", b"\xd9\xa1", b"\xc2\xb2", b"\t", b'"', b"-1"),
    *(b"99999999999999999999", b"1e999", b"NaN", b"&#0;", b"&x;", b"]]>", b"<![CDATA[", b"</"),
    *(b"<!DOCTYPE a [<!ENTITY x 'y'>]>", b"<p>", b"<table><tr><td>", b"<w:p><w:r><w:t>"),
    *(b"{\\rtf1", b"endobj", b"%%EOF"),
)


@dataclass(slots=True)
class Findings:
    """What came of reading files: those that failed, each with the cause, and the worst cost.

    `seconds` are those of the slowest file, `megabytes` the most that a process held.
    """

    failed: list[tuple[Path, str]] = field(default_factory=list)
    seconds: float = 0.0
    megabytes: float = 0.0


def damaged(
    seeds: Sequence[tuple[str, bytes]], runs: int, seed: int
) -> Iterator[tuple[str, bytes]]:
    """Yield `runs` damaged files, each with its extension; the same ones for the same seed.

    `seeds` are whole files with their extensions.
    """
    chance = random.Random(seed)  # noqa: S311  # the same damage for the same seed
    for _ in range(runs):
        extension, content = chance.choice(seeds) if seeds else ("", b"")
        if not content or chance.random() < 0.1:
            yield extension, chance.randbytes(chance.randrange(5000))
        elif content.startswith(_ZIP) and chance.random() < 0.7:
            yield extension, _with_damaged_part(content, chance)
        else:
            yield extension, _damage(content, chance)


def _damage(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    ways = (_cut, _flip, _swell, _drop, _insert)
    for way in chance.sample(ways, chance.choice((1, 1, 2))):
        if changed:
            way(changed, chance)
    return bytes(changed[:_MOST])


def _cut(content: bytearray, chance: random.Random) -> None:
    del content[chance.randrange(len(content)) :]


def _flip(content: bytearray, chance: random.Random) -> None:
    for _ in range(chance.choice((1, 10, 100))):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)


def _swell(content: bytearray, chance: random.Random) -> None:
    """Repeat a part many times, as what nests or multiplies does."""
    start = chance.randrange(len(content))
    part = content[start : start + chance.choice((1, 8, 60, 400))]
    content[start:start] = part * (chance.choice((10, 1000, 20_000)) // max(1, len(part) // 20))


def _drop(content: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(content))
    del content[start : start + chance.choice((1, 8, 60, 400))]


def _insert(content: bytearray, chance: random.Random) -> None:
    for _ in range(chance.choice((1, 5))):
        start = chance.randrange(len(content))
        content[start:start] = chance.choice(_TOKENS)


def _with_damaged_part(package: bytes, chance: random.Random) -> bytes:
    """Damage one file of a zip package, which is whole itself, so that its reader is reached."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as changed,
    ):
        names = source.namelist()
        chosen = chance.choice(names)
        for name in names:
            part = source.read(name)
            changed.writestr(
                zipfile.ZipInfo(name), _damage(part, chance) if name == chosen and part else part
            )
    return target.getvalue()


def read_files(paths: Sequence[Path], code: str = CHILD) -> Findings:
    """Read files in child processes; find those that fail otherwise than with hexapla's errors."""
    found = Findings()
    rest = list(paths)
    with tempfile.TemporaryDirectory() as folder:
        while rest:
            names = [str(path) for path in rest]
            done = child(code, Path(folder) / "memory.db", *names)
            if done.returncode == 0:
                seconds, kilobytes = map(float, done.stdout.split())
                found.seconds = max(found.seconds, seconds)
                found.megabytes = max(found.megabytes, kilobytes / 1000)
                break
            # The child names each file before it reads it: the last name is the one that failed.
            reached = [name for name in done.stderr.split("\n") if name in names]
            bad = names.index(reached[-1]) if reached else 0
            said = done.stderr.strip().rpartition("\n")[2]
            cause = f"status {done.returncode}" if said == names[bad] else said
            found.failed.append((rest[bad], cause))
            rest = rest[bad + 1 :]
    return found


@command
@seeds_argument
@runs_option(200)
@seed_option
@keep_option
def main(*, seeds: Path, runs: int, seed: int, keep: Path) -> int:
    """Read damaged files that are made of the files in SEEDS, of any format.

    \b
    Example: python -m scripts.dev.fuzz.readers scripts/sample --runs 1000
    """
    whole = [
        ("".join(path.suffixes[-2:]), path.read_bytes())
        for path in sorted(seeds.rglob("*"))
        if path.is_file() and path.stat().st_size < _MOST
    ]
    found = Findings()
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for number, (extension, content) in enumerate(damaged(whole, runs, seed)):
            paths.append(Path(folder) / f"{seed}-{number}{extension}")
            paths[-1].write_bytes(content)
        for start in range(0, len(paths), _AT_ONCE):
            some = read_files(paths[start : start + _AT_ONCE])
            for path, cause in some.failed:
                keep.mkdir(parents=True, exist_ok=True)
                (keep / path.name).write_bytes(path.read_bytes())
                click.echo(f"{keep / path.name}: {cause}")
            found.failed += some.failed
            found.seconds = max(found.seconds, some.seconds)
            found.megabytes = max(found.megabytes, some.megabytes)
    cost = f"; at most {found.seconds:.1f} seconds and {found.megabytes:.0f} MB"
    return report(f"{runs} files read", len(found.failed), cost)


if __name__ == "__main__":
    run(main)
