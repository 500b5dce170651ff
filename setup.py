"""Says which version this is: that of a tag, or one that no other sources have.

A commit with the tag `v0.2.0` is version 0.2.0; the seventh after it is on the way to the next, as
`0.2.1.dev7+g1a2b3c4`. Where something is changed that no commit has, or nobody can say which commit
this is, a digest of what is installed tells one from another. A source distribution stays what it
was made as.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence
from email import message_from_bytes
from hashlib import sha256
from pathlib import Path
from typing import Final

from setuptools import setup

_ROOT: Final = Path(__file__).resolve().parent
# What is installed, and what says so.
_INSTALLED: Final = (
    *("corpora", "align", "memory", "scripts/hexapla", "scripts/cli"),
    *("pyproject.toml", "setup.py"),
)
# `git archive` puts the commit and its tag here.
_ARCHIVED: Final = "$Format:%h %(describe:tags=true,match=v[0-9]*)$"
_TAGS: Final = "v[0-9]*"
# The version before there were tags.
_FIRST: Final = "0.1.0"


def version_of(root: Path, *, archived: str = _ARCHIVED) -> str:
    """Return the version of the sources in a folder (PyPA, "Version specifiers")."""
    distributed = root / "PKG-INFO"
    if distributed.is_file():
        return str(message_from_bytes(distributed.read_bytes())["Version"])
    if "$" not in archived:
        commit, _, told = archived.partition(" ")
        return _version(told, commit, 0, "")
    try:
        return _version_in_git(root)
    except (OSError, subprocess.CalledProcessError):
        return _version("", "", 0, digest_of(root))


def _version_in_git(root: Path) -> str:
    """Raise OSError where there is no git, and CalledProcessError where this is no checkout."""
    _git(root, "ls-files", "--error-unmatch", "setup.py")
    commit = _git(root, "rev-parse", "--short", "HEAD")
    count = int(_git(root, "rev-list", "--count", "HEAD"))
    is_changed = _git(root, "status", "--porcelain", "--", *_INSTALLED)
    digest = digest_of(root) if is_changed else ""
    is_tagged = _git(root, "tag", "--list", _TAGS, "--merged", "HEAD")
    told = _git(root, "describe", "--tags", "--match", _TAGS) if is_tagged else ""
    return _version(told, commit, count, digest)


def _version(told: str, commit: str, count: int, digest: str) -> str:
    """Return a version by what `git describe` tells, or by the number of commits, and the rest."""
    described = re.search(r"-(\d+)-g[0-9a-f]+$", told)
    tag = told[: described.start()].removeprefix("v") if described else told.removeprefix("v")
    if tag and not described and not digest:
        return tag
    following = re.sub(r"\d+$", lambda last: str(int(last[0]) + 1), tag or _FIRST)
    # A part of figures alone would be taken for a number.
    local = ".".join(f"{mark}{each[:12]}" for mark, each in (("g", commit), ("d", digest)) if each)
    after = int(described[1]) if described else 0 if tag else count
    return f"{following}.dev{after}+{local}"


def digest_of(root: Path) -> str:
    """Return what differs where what is installed does (SHA-256, hexadecimal)."""
    found = sha256()
    for name in _INSTALLED:
        place = root / name
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if path.is_file() and path.suffix != ".pyc":
                data = path.read_bytes()
                found.update(f"{path.relative_to(root).as_posix()} {len(data)}\n".encode())
                found.update(data)
    return found.hexdigest()


def _git(root: Path, *words: str) -> str:
    command: Sequence[str] = ("git", "-C", str(root), *words)
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)  # noqa: S603
    return done.stdout.strip()


if __name__ == "__main__":
    setup(version=version_of(_ROOT))
