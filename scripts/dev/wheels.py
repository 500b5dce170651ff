"""Looks up whether everything installs from wheels on each system: `python -m scripts.dev.wheels`.

pip resolves hexapla with each extra for another system than this one, with wheels alone; nothing is
installed. That a wheel is there does not say that it works: the documentation tells what was tried.
"""

from __future__ import annotations

import subprocess
import sys
import tomllib
from tempfile import TemporaryDirectory
from typing import Final

from scripts.dev.paths import ROOT

__all__ = ["resolves"]

# The oldest systems that are looked at; a wheel for an older one serves, too.
_SYSTEMS: Final = {
    "Linux x86-64": ("manylinux_2_28_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64"),
    "Linux arm64": ("manylinux_2_28_aarch64", "manylinux_2_17_aarch64", "manylinux2014_aarch64"),
    "macOS arm64": ("macosx_14_0_arm64", "macosx_11_0_arm64", "macosx_11_0_universal2"),
    "macOS x86-64": ("macosx_14_0_x86_64", "macosx_10_13_x86_64", "macosx_10_9_universal2"),
    "Windows x86-64": ("win_amd64",),
}
_PYTHONS: Final = ("3.11", "3.13")


def resolves(requirements: list[str], system: str, python: str) -> str:
    """Return "" where wheels for all requirements are found, else what pip says is missing."""
    platforms = [word for name in _SYSTEMS[system] for word in ("--platform", name)]
    with TemporaryDirectory() as folder:
        done = subprocess.run(  # noqa: S603  # no shell, and our own list of packages
            [
                *(sys.executable, "-m", "pip", "install", "--dry-run", "--ignore-installed"),
                *("--quiet", "--only-binary", ":all:", "--python-version", python),
                *("--implementation", "cp", "--target", folder),
                *platforms,
                *requirements,
            ],
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
    errors = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
    return errors[-1] if done.returncode else ""


def main() -> None:
    """Print a table: what each extra lacks on each system."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = {"(base)": project["dependencies"], **project["optional-dependencies"]}
    for extra, requirements in extras.items():
        for system in _SYSTEMS:
            lacking = [
                f"Python {python}: {said}"
                for python in _PYTHONS
                if (said := resolves(requirements, system, python))
            ]
            print(f"{extra:<14}{system:<16}{'; '.join(lacking) or 'wheels for all'}", flush=True)


if __name__ == "__main__":
    main()
