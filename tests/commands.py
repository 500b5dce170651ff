"""Runs commands in this process as the console would: what they print, and their exit status."""

from __future__ import annotations

import subprocess
import sys
from contextlib import chdir
from pathlib import Path
from unittest.mock import patch

import click
from click.testing import CliRunner

from hexapla.cli.main import cli
from hexapla.cli.main import run as run_as_program


def run(
    *arguments: str | Path, command: click.Command = cli, folder: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command, in another folder where one is given.

    A process of its own, which takes a second to start, is only for what concerns processes.
    """
    given = ["hexapla", *map(str, arguments)]
    status: str | int | None = 0
    with (
        CliRunner().isolation() as (output, errors, _),
        patch.object(sys, "argv", given),
        chdir(folder or Path.cwd()),
    ):
        try:
            run_as_program(command)
        except SystemExit as ended:
            status = ended.code
        sys.stdout.flush()
        sys.stderr.flush()
        shown = [stream.getvalue().decode() for stream in (output, errors)]
    assert isinstance(status, int)
    return subprocess.CompletedProcess(given, status, *shown)


def printed(*arguments: str | Path) -> str:
    """Return what a command prints; what it raises goes through."""
    given = list(map(str, arguments))
    return CliRunner().invoke(cli, given, catch_exceptions=False, standalone_mode=False).output
