"""Which hexapla a process runs: what its results depend on, and who shares a job must have too."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Final

__all__ = ["OF_ALIGNMENT", "digest_of_sources"]

OF_ALIGNMENT: Final = ("hexapla.corpora", "hexapla.align")
"""What paragraphs and beads depend on."""

# What the results of a job depend on; texts of the pages are told apart by nobody.
_ROOMS: Final = (*OF_ALIGNMENT, "hexapla.memory")
_KINDS: Final = frozenset({".json", ".py", ".tsv", ".txt"})


@cache
def digest_of_sources(rooms: tuple[str, ...] = _ROOMS) -> str:
    """Return what differs where the modules or tables of some rooms do (SHA-256, hexadecimal).

    Versions are those of the day of the installation: a checkout that is installed as it stands
    (`pip install -e`) changes without a new one.
    """
    found = sha256()
    for room in rooms:
        folder = Path(str(import_module(room).__file__)).parent
        for path in sorted(each for each in folder.rglob("*") if each.suffix in _KINDS):
            data = path.read_bytes()
            name = path.relative_to(folder).as_posix()
            found.update(f"{room} {name} {len(data)}\n".encode())
            found.update(data)
    return found.hexdigest()
