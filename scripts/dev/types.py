"""Checks the types of everything: `python -m scripts.dev.types [ARGUMENT OF MYPY …]`.

The four rooms stand at the top level but are one package when installed, which mypy cannot follow
through an editable install. They are linked as that package in build/types, where mypy finds it.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from scripts.dev.paths import ROOT

__all__ = ["lay_out"]

_PLACE: Final = ROOT / "build" / "types"
_ROOMS: Final = {"corpora": "corpora", "align": "align", "memory": "memory", "cli": "scripts/cli"}


def lay_out(place: Path = _PLACE) -> Path:
    """Link the rooms as the package `hexapla` in a folder; return that package's folder."""
    package = place / "hexapla"
    shutil.rmtree(package, ignore_errors=True)
    package.mkdir(parents=True)
    for file in (ROOT / "scripts" / "hexapla").iterdir():
        if file.is_file():
            (package / file.name).symlink_to(file)
    for name, room in _ROOMS.items():
        (package / name).symlink_to(ROOT / room, target_is_directory=True)
    return package


def main() -> None:
    """Run mypy over everything; its words name the files where they stand."""
    package = lay_out()
    done = subprocess.run(  # noqa: S603  # no shell, and the developer's own words
        [sys.executable, "-m", "mypy", *sys.argv[1:]],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    shown = done.stdout
    for name, room in _ROOMS.items():
        shown = shown.replace(f"{(package / name).relative_to(ROOT)}/", f"{room}/")
    sys.stdout.write(shown.replace(f"{package.relative_to(ROOT)}/", "scripts/hexapla/"))
    sys.stderr.write(done.stderr)
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()
