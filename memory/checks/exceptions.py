"""Exceptions: findings that people accepted, kept in a file, and not told again.

A line of JSON an exception: the name of the finding, where it was found and what it said. It holds
as long as both texts stay as they are; whoever reads the file can delete its line.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from hexapla.corpora.errors import StoreError
from hexapla.corpora.input.decoding import is_special
from hexapla.memory.checks.findings import Finding

__all__ = ["EXCEPTIONS_NAME", "add_exceptions", "read_exceptions"]

EXCEPTIONS_NAME: Final = "hexapla-exceptions.jsonl"
"""The file, in the folder that one works in, where nobody names another."""


def read_exceptions(path: Path) -> frozenset[str]:
    """Return the names of the findings that were accepted; none where there is no file.

    Raises StoreError where the file cannot be read, or a line names no finding.
    """
    if is_special(path):
        raise StoreError(path, "not a file")
    names = set()
    try:
        with path.open(encoding="utf-8") as stream:
            for number, line in enumerate(stream, 1):
                if line.strip():
                    names.add(_name(path, number, line))
    except FileNotFoundError:
        return frozenset()
    except UnicodeDecodeError as error:
        raise StoreError(path, "is not UTF-8 text") from error
    except OSError as error:
        raise StoreError(path, error.strerror or str(error)) from error
    return frozenset(names)


def _name(path: Path, number: int, line: str) -> str:
    try:
        name = json.loads(line)["name"]
    except (ValueError, TypeError, LookupError, RecursionError) as error:
        raise StoreError(path, f"line {number} names no finding") from error
    return str(name)


def add_exceptions(path: Path, findings: Iterable[Finding]) -> int:
    """Add findings to the list of exceptions, each once; return how many were new.

    Raises StoreError where the file cannot be read or written.
    """
    known = read_exceptions(path)
    new = {each.name: each for each in findings if each.name not in known}
    lines = [
        json.dumps({"name": name, "tuid": each.tuid, "message": each.message}, ensure_ascii=False)
        for name, each in new.items()
    ]
    if lines:
        try:
            with path.open("a", encoding="utf-8") as stream:
                stream.write("\n".join(lines) + "\n")
        except OSError as error:
            raise StoreError(path, error.strerror or str(error)) from error
    return len(new)
