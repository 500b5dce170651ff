"""What commands print: nothing in a document, a memory or a file name steers a terminal."""

from __future__ import annotations

import ast
import json
import re
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.cli.output import json_line, say, say_line
from tests.commands import run
from tests.paths import ROOT
from tests.processes import GUARD, started

ATTACK = "\x1b[31mRED\x9b5m\x07\u202eevil\u2066\x7f"
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@given(st.text(alphabet=st.one_of(st.sampled_from(ATTACK + "\n\u2028"), st.characters())))
def test_json_loses_nothing_and_steers_nothing(text: str) -> None:
    written = json_line({"text": text})
    assert json.loads(written) == {"text": text}
    assert not STEERING.search(written)
    assert "\n" not in written


def test_texts_keep_their_lines_and_messages_are_one(capsys: pytest.CaptureFixture[str]) -> None:
    say(f"one\ttwo\n{ATTACK}")
    say_line(f"one\n{ATTACK}\u2029", err=True)
    shown = capsys.readouterr()
    assert shown.out.startswith("one\ttwo\n\\x1b[31mRED\\x9b5m\\x07\\u202eevil")
    assert shown.err.count("\n") == 1
    assert not STEERING.search(shown.out + shown.err)


def test_commands_print_through_this_alone() -> None:
    for path in (ROOT / "scripts/cli").rglob("*.py"):
        if path.name in ("output.py", "start.py"):
            continue
        called = {
            ast.unparse(node.func)
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Call)
        }
        assert not called & {"print", "click.echo", "click.secho"}, path
        assert not any(name.endswith((".stdout.write", ".stderr.write")) for name in called), path


@pytest.fixture
def memory(tmp_path: Path) -> Path:
    """A memory with escape sequences wherever a file can have them."""
    unit = {
        "language": "zh",
        "text": f"你好{ATTACK}",
        "translations": [{"language": "en", "text": f"hello{ATTACK}", "method": ATTACK}],
        "symbol": f"A/{ATTACK}/1",
        "reference": ATTACK,
        "label": ATTACK,
        "before": ATTACK,
    }
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(unit), "utf-8")
    assert run("import", path, "--memory", tmp_path / "memory.db").returncode == 0
    return tmp_path / "memory.db"


@pytest.mark.parametrize(
    "command",
    [
        "sets",
        "sets --json",
        "edit replace hello bye --language en",
        "edit replace hello bye --language en --json",
        "search 你好 --with en --context",
        "search 你好 --json",
        "match 你好 --source zh --target en",
        "match 你好 --source zh --target en --json",
        f"cite A/{ATTACK}/1 {ATTACK}",
        f"cite A/{ATTACK}/1 {ATTACK} --format tsv",
        f"export out.tmx --symbol A/{ATTACK}/1",
        f"import no-{ATTACK}.tmx",
        f"read no-{ATTACK}.txt",
        f"align no-{ATTACK}.txt --out out",
        f"{ATTACK}",
    ],
)
def test_no_command_steers_the_terminal(memory: Path, tmp_path: Path, command: str) -> None:
    words = command.split()
    named = () if words[0] in ("read", "align", ATTACK) else ("--memory", str(memory))
    done = run(*words, *named, folder=tmp_path)
    assert done.stdout or done.stderr
    assert not STEERING.search(done.stdout + done.stderr)


@pytest.mark.parametrize("asked", [["--json", "--steps"], []], ids=["lines", "summary"])
def test_a_job_goes_on_to_its_end_when_nobody_reads_on(tmp_path: Path, asked: list[str]) -> None:
    (tmp_path / "A_99_1-ZH.txt").write_text("A/99/1\n\n1. 决定保留树木名册。\n", "utf-8")
    text = "A/99/1\n\n1. Decides to keep the register of trees.\n"
    (tmp_path / "A_99_1-EN.txt").write_text(text, "utf-8")
    out = tmp_path / "out"
    job = ("align", tmp_path, "--encoder", "none", "--out", out)
    with started("-m", "hexapla", *job, *asked, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == ""
        assert process.wait(GUARD) == 0
    assert (out / "report.html").is_file()
    assert list((out / "tmx").iterdir())


def test_what_is_asked_ends_well_when_nobody_reads_on() -> None:
    with started("-m", "hexapla", "align", "--help", stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.wait(GUARD) == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no full device")
def test_an_output_that_takes_no_more_is_one_line() -> None:
    text = next((ROOT / "scripts/sample").glob("*.txt"))
    with Path("/dev/full").open("w") as full:
        for command in (("read", str(text)), ("--help",)):
            with started("-m", "hexapla", *command, stdout=full, stderr=subprocess.PIPE) as process:
                errors = process.communicate(timeout=GUARD)[1]
            assert (process.returncode, errors) == (2, "hexapla: output: No space left on device\n")
