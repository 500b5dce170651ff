"""The starter on the desktop."""

from __future__ import annotations

import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

import pytest

from hexapla.cli.shortcut import write_shortcut

HARD = ["a b", "100 %", 'say "so"', "$HOME", "`ls`", "back\\slash", "文件"]
SAID = [sys.executable, "-c", "import sys; print(*sys.argv[1:], sep='\\n')", *HARD]


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script, for macOS")
def test_a_starter_for_macos_runs_the_command(tmp_path: Path) -> None:
    path = write_shortcut(SAID, home=tmp_path, system="darwin")
    assert path == tmp_path / "Desktop" / "hexapla.command"
    shown = subprocess.run([path], capture_output=True, encoding="utf-8", check=True)
    assert shown.stdout.splitlines() == HARD


def test_a_starter_for_linux_names_the_command(tmp_path: Path) -> None:
    path = write_shortcut(HARD, home=tmp_path, system="linux")
    assert path.is_relative_to(tmp_path / ".local")
    entry = ConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[method-assign,assignment]
    entry.read(path, encoding="utf-8")
    # Undone in the order of the specification: of the file, of the quotes, of the field codes.
    value = entry["Desktop Entry"]["Exec"].replace("\\\\", "\\")
    assert _arguments(value) == HARD
    assert entry["Desktop Entry"]["Type"] == "Application"


def _arguments(value: str) -> list[str]:
    found, rest = [], iter(value)
    for sign in rest:
        if sign == '"':
            argument = ""
            while (inner := next(rest)) != '"':
                argument += next(rest) if inner == "\\" else inner
            found.append(argument.replace("%%", "%"))
    return found


def test_a_starter_for_windows_quotes_what_it_starts(tmp_path: Path) -> None:
    path = write_shortcut([r"C:\A b\python.exe", "-m", "100 %"], home=tmp_path, system="win32")
    assert path.read_bytes() == b'@"C:\\A b\\python.exe" "-m" "100 %%"\r\n'
