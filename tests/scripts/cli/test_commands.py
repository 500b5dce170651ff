"""Every command: its help with an example, its place in the README, and bad use of it."""

import subprocess
import sys

import click
import pytest

from hexapla.cli.main import COMMANDS as LISTED
from hexapla.cli.main import cli
from scripts.align_batch import align_batch
from tests.commands import run
from tests.paths import ROOT

CONTEXT = click.Context(cli)
ALL = {name: command for name in LISTED if (command := cli.get_command(CONTEXT, name))}
COMMANDS: list[tuple[str, click.Command]] = [
    *ALL.items(),
    *(
        (f"{group} {name}", command)
        for group, commands in ALL.items()
        if isinstance(commands, click.Group)
        for name, command in commands.commands.items()
    ),
    ("align_batch", align_batch),
]


@pytest.mark.parametrize(("name", "command"), COMMANDS)
def test_help_of_every_command_shows_an_example(name: str, command: click.Command) -> None:
    shown = run("--help", command=command)
    assert shown.returncode == 0
    assert "Example: " in shown.stdout
    undocumented = [
        option.name
        for option in command.params
        if isinstance(option, click.Option) and not option.help
    ]
    assert not undocumented


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_the_readme_names_every_command(name: str) -> None:
    readme = (ROOT / name).read_text(encoding="utf-8")
    assert [name for name in LISTED if f"hexapla {name}" not in readme] == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["read", "no such file.txt"],
        ["align"],
        ["align", ".", "--out", "x", "--languages", "xx"],
        ["align", "a\nb", "--out", "x"],
        ["lines", "README.md", "README.md", "--languages", "zh"],
        ["lines", "README.md", "README.md", "--languages", "zh,en", "--cache", ""],
        ["no-such-command"],
        ["undo", "9" * 30],
    ],
)
def test_bad_use_is_status_2_without_a_traceback(arguments: list[str]) -> None:
    shown = run(*arguments)
    assert shown.returncode == 2
    assert shown.stdout == ""
    assert len(shown.stderr.splitlines()) == 1


def test_ctrl_c_while_the_program_still_loads_is_one_line() -> None:
    loading = """
import sys
class Interrupted:
    def find_spec(self, name, path=None, target=None):
        if name == "hexapla.cli.main":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Interrupted())
from hexapla.cli.start import main
main()
"""
    shown = subprocess.run([sys.executable, "-c", loading], capture_output=True, encoding="utf-8")
    assert (shown.returncode, shown.stdout) == (130, "")
    assert shown.stderr == "hexapla: stopped; what was finished is kept\n"
