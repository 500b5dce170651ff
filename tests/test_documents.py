"""What the documents say is true: transcripts, commands, examples, links, and the site is built."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from hexapla.cli.main import COMMANDS
from tests.commands import run
from tests.paths import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = ROOT / "scripts" / "docs" / "pages"
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted(PAGES.rglob("*.md"))]
NAMES = [str(path.relative_to(ROOT)) for path in DOCUMENTS]
TRANSCRIBED = ["README.md", "README.zh.md"]
FOLLOWED = ["scripts/docs/pages/tutorial.md", "scripts/docs/pages/zh/tutorial.md"]


def blocks(text: str, kind: str) -> list[str]:
    """The code blocks of a kind in a document."""
    return re.findall(rf"^```{kind}\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)


def transcripts(text: str) -> list[tuple[str, str]]:
    """Every `$ command` of the console blocks of a document with the lines that it shows."""
    steps = [step for block in blocks(text, "console") for step in block.split("$ ")[1:]]
    return [(command, shown) for command, _, shown in (step.partition("\n") for step in steps)]


def matches(shown: str, printed: str) -> bool:
    """Compare line by line; a line `…` stands for any number of lines."""
    pattern = "".join(
        r"(?:.*\n)*?" if line.strip() == "…" else re.escape(line) + r"\n"
        for line in shown.splitlines()
    )
    return re.fullmatch(pattern, printed) is not None


def follow(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command as it is written, in a folder."""
    program, *arguments = shlex.split(command)
    assert program == "hexapla"
    return run(*arguments, folder=folder)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder like the project's own, to run the commands in."""
    sample = tmp_path / "scripts" / "sample"
    shutil.copytree(ROOT / "scripts" / "sample", sample)
    shutil.copy(sample / "A_RES_99_901-ZH.txt", tmp_path / "NEW.txt")
    return tmp_path


@pytest.mark.parametrize("name", TRANSCRIBED)
def test_the_transcripts_are_true_and_the_example_in_python_runs(name: str, folder: Path) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert transcripts(text)
    for command, shown in transcripts(text):
        done = follow(command, folder)
        assert (done.returncode, done.stderr) == (0, ""), command
        assert matches(shown, done.stdout), f"{command}\n{done.stdout}"
    for example in blocks(text, "python"):
        done = subprocess.run(
            [sys.executable, "-c", example], capture_output=True, encoding="utf-8", cwd=folder
        )
        assert (done.returncode, done.stderr) == (0, "")
        assert "A/RES/99/901#" in done.stdout


def commands_of(name: str) -> list[str]:
    """The commands of a tutorial, each once, that need no user."""
    text = (ROOT / name).read_text(encoding="utf-8")
    commands = [line for block in blocks(text, "sh") for line in block.splitlines()]
    commands += re.findall(r"`(hexapla pretranslate[^`]*)`", text)
    return list(dict.fromkeys(line for line in commands if "--open" not in line))


def test_the_commands_of_the_tutorials_work_as_they_are_written(folder: Path) -> None:
    followed, translated = map(commands_of, FOLLOWED)
    assert translated == followed
    assert len(followed) >= 5
    for command in followed:
        done = follow(command.replace("NEW.docx", "NEW.txt"), folder)
        assert (done.returncode, done.stderr) == (0, ""), command
        assert done.stdout


def test_the_setup_commands_of_the_readme_leave_the_environment_active() -> None:
    setups = [line for line in README.splitlines() if " -m venv " in line]
    assert len(setups) == 3
    assert all("activate" in line.lower() for line in setups)


@pytest.mark.parametrize("name", NAMES)
def test_what_a_document_points_to_is_there(name: str) -> None:
    document = ROOT / name
    for target in re.findall(r"\]\(([^)#\s]+)", document.read_text(encoding="utf-8")):
        if not re.match(r"https?:", target) and not target.startswith("commands/"):
            assert (document.parent / target).exists(), target


@pytest.mark.parametrize("name", NAMES)
def test_modules_that_a_document_names_are_there(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    for module in re.findall(r"python -m (scripts\.[\w.]+)", text):
        assert (ROOT / Path(*module.split("."))).with_suffix(".py").exists(), module
    for path in re.findall(r"`((?:corpora|align|memory|scripts|tests)/[\w./-]*)`", text):
        assert (ROOT / path).exists(), path


def test_the_folders_of_the_readme_are_those_of_the_project() -> None:
    named = set(re.findall(r"^\| `(\w+)/` ", README, flags=re.MULTILINE))
    assert named == {"corpora", "align", "memory", "scripts", "tests"}


def test_the_site_is_built_strictly_with_a_page_for_each_command(tmp_path: Path) -> None:
    done = subprocess.run(
        [
            *(sys.executable, "-m", "mkdocs", "build", "--strict"),
            *("-f", str(ROOT / "scripts" / "docs" / "mkdocs.yml"), "-d", str(tmp_path)),
        ],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    )
    assert done.returncode == 0, done.stderr
    for name in COMMANDS:
        page = (tmp_path / "commands" / name / "index.html").read_text(encoding="utf-8")
        assert f"hexapla {name}" in page
        assert "--help" in page
    assert "open_memory" in (tmp_path / "api" / "index.html").read_text(encoding="utf-8")
