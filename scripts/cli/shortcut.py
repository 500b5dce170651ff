"""A starter that opens hexapla from the desktop or the menu of applications."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from hexapla.memory.output.files import replacing_file

__all__ = ["write_shortcut"]

_ENTRY: Final = """[Desktop Entry]
Type=Application
Name=hexapla
Comment=Align, review and look up United Nations documents
Exec={}
Terminal=true
Categories=Office;
"""
# What a quoted argument of Exec writes with a backslash; in the file, each of these is doubled.
# Source: freedesktop.org, Desktop Entry Specification, "The Exec key".
_ESCAPED: Final = re.compile(r'(["`$\\])')


def write_shortcut(command: Sequence[str], *, home: Path, system: str) -> Path:
    """Write a starter for a command where the system's users look for it; return its path.

    On Linux that is the menu of applications, on macOS and Windows the desktop; `system` is named
    as by `sys.platform`. Raises StoreError where it cannot be written.
    """
    match system:
        case "win32":
            path = home / "Desktop" / "hexapla.bat"
            text = f"@{' '.join(map(_in_batch, command))}\r\n"
        case "darwin":
            path = home / "Desktop" / "hexapla.command"
            text = f"#!/bin/sh\nexec {shlex.join(command)}\n"
        case _:
            path = home / ".local" / "share" / "applications" / "hexapla.desktop"
            text = _ENTRY.format(" ".join(map(_in_entry, command)))
    with replacing_file(path, mode=0o755) as temporary:
        temporary.write_bytes(text.encode())
    return path


def _in_batch(argument: str) -> str:
    return '"{}"'.format(argument.replace("%", "%%"))


def _in_entry(argument: str) -> str:
    quoted = _ESCAPED.sub(r"\\\1", argument).replace("%", "%%")
    return '"{}"'.format(quoted.replace("\\", "\\\\"))
