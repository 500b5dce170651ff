"""The README's transcripts are what the commands print."""

import re
import shlex
import shutil
from pathlib import Path

import pytest

from tests.commands import run
from tests.paths import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def transcripts() -> list[tuple[str, str]]:
    """Every `$ command` of the README's console blocks with the lines that it shows."""
    blocks = re.findall(r"^```console\n(.*?)^```$", README, flags=re.MULTILINE | re.DOTALL)
    steps = [step for block in blocks for step in block.split("$ ")[1:]]
    return [(command, shown) for command, _, shown in (step.partition("\n") for step in steps)]


def matches(shown: str, printed: str) -> bool:
    """Compare line by line; a line `…` of the README stands for any number of lines."""
    pattern = "".join(
        r"(?:.*\n)*?" if line.strip() == "…" else re.escape(line) + r"\n"
        for line in shown.splitlines()
    )
    return re.fullmatch(pattern, printed) is not None


def test_there_are_transcripts() -> None:
    assert len(transcripts()) >= 3


def test_the_transcripts_are_true(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "scripts" / "sample", tmp_path / "scripts" / "sample")
    for command, shown in transcripts():
        program, *arguments = shlex.split(command)
        assert program == "hexapla"
        done = run(*arguments, folder=tmp_path)
        assert (done.returncode, done.stderr) == (0, ""), command
        assert matches(shown, done.stdout), f"{command}\n{done.stdout}"


@pytest.mark.parametrize("name", [*re.findall(r"\]\(([^)#:]+)\)", README), "scripts/sample"])
def test_what_the_readme_points_to_is_there(name: str) -> None:
    assert (ROOT / name).exists()


def test_the_folders_of_the_readme_are_those_of_the_project() -> None:
    named = set(re.findall(r"^\| `(\w+)/` ", README, flags=re.MULTILINE))
    assert named == {"corpora", "align", "memory", "scripts", "tests"}
