"""Reads damaged files: random bytes, and the files of a folder cut short and with bits flipped.

    python -m scripts.fuzz_readers scripts/sample --runs 1000 --seed 1

Files are read, 50 in turn, in a child process that may take 1 GB and 60 seconds for all of them.
A file that is refused with one of hexapla's own errors is fine; anything else is a finding, whose
file is kept in `--keep`.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

__all__ = ["damaged", "findings", "main"]

_MEMORY = 1 << 30  # bytes
_SECONDS = 60
_MOST = 10_000_000  # bytes of a file
_CHILD = (
    "import resource, sys; from pathlib import Path\n"
    f"resource.setrlimit(resource.RLIMIT_AS, ({_MEMORY}, {_MEMORY}))\n"
    "from corpora.errors import HexaplaError\n"
    "from corpora.readers import read\n"
    "for name in sys.argv[1:]:\n"
    "    print(name, file=sys.stderr, flush=True)\n"
    "    try: read(Path(name))\n"
    "    except HexaplaError as error:\n"
    "        if '\\n' in str(error): raise\n"
)


def damaged(seeds: Sequence[bytes], runs: int, seed: int) -> Iterator[bytes]:
    """Give `runs` damaged contents, the same ones for the same seed."""
    chance = random.Random(seed)  # noqa: S311  # the same damage for the same seed
    for _ in range(runs):
        content = bytearray(chance.choice(seeds)) if seeds else bytearray()
        kind = chance.choice(("random", "cut", "flipped", "cut and flipped"))
        if kind == "random" or not content:
            yield chance.randbytes(chance.randrange(5000))
            continue
        if "cut" in kind:
            del content[chance.randrange(len(content)) :]
        if "flipped" in kind and content:
            for _ in range(chance.choice((1, 10, 100))):
                content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        yield bytes(content)


def findings(paths: Sequence[Path]) -> list[tuple[Path, str]]:
    """Read files in child processes; give those that fail otherwise than with hexapla's errors."""
    found: list[tuple[Path, str]] = []
    rest = list(paths)
    while rest:
        names = [str(path) for path in rest]
        try:
            child = subprocess.run(  # noqa: S603  # this interpreter, paths as arguments
                [sys.executable, "-c", _CHILD, *names],
                capture_output=True,
                text=True,
                errors="replace",
                timeout=_SECONDS,
                check=False,
            )
            code, said = child.returncode, child.stderr
        except subprocess.TimeoutExpired as late:
            code, said = -1, (late.stderr or b"").decode(errors="replace") + "took too long"
        if code == 0:
            return found
        # The child names each file before it reads it: the last name is the one that failed.
        reached = [name for name in said.split("\n") if name in names]
        bad = names.index(reached[-1]) if reached else 0
        found.append((rest[bad], said.strip().rpartition("\n")[2]))
        rest = rest[bad + 1 :]
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Fuzz the readers; print each finding, and exit with 1 where there are any."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("seeds", type=Path, help="a folder with whole files of any format")
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, default=Path("fuzz"), help="where findings are kept")
    options = parser.parse_args(arguments)
    files = sorted(path for path in options.seeds.rglob("*") if path.is_file())
    seeds = [path.read_bytes() for path in files if path.stat().st_size < _MOST]
    count = 0
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for number, content in enumerate(damaged(seeds, options.runs, options.seed)):
            paths.append(Path(folder) / f"{options.seed}-{number}")
            paths[-1].write_bytes(content)
        for start in range(0, len(paths), 50):
            for path, cause in findings(paths[start : start + 50]):
                options.keep.mkdir(parents=True, exist_ok=True)
                (options.keep / path.name).write_bytes(path.read_bytes())
                print(f"{options.keep / path.name}: {cause}")
                count += 1
    print(f"{options.runs} files read, {count} findings")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
