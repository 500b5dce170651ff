"""Every command: its help with an example, and a real run."""

import json
import subprocess
import sys
from pathlib import Path

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


def test_the_readme_names_every_command() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in LISTED if f"hexapla {name}" not in readme] == []


def test_read_gives_one_json_object_a_paragraph(tmp_path: Path) -> None:
    document = tmp_path / "文 件.txt"
    document.write_text("1. 决定保留其档案；\n\n2. 请秘书长提出报告。\n", encoding="utf-8")
    shown = run("read", document, "--language", "zh", "--json")
    paragraphs = [json.loads(line) for line in shown.stdout.splitlines()]
    assert [paragraph["label"] for paragraph in paragraphs] == ["1", "2"]
    assert paragraphs[1]["text"] == "请秘书长提出报告。"
    assert list(paragraphs[0]) == ["id", "kind", "label", "text", "language"]


def test_read_says_more_behind_the_keys_that_all_paragraphs_have(tmp_path: Path) -> None:
    document = tmp_path / "A_93_L.5-EN.txt"
    lines = ["A/93/L.5", "Ninety-third session", "Recordings", "The General Assembly,"]
    lines += [
        "Recalling its resolution 88/15,",
        "1. Decides to keep them.",
        "Annex",
        "1. So be it.",
    ]
    document.write_text("\n\n".join(lines), encoding="utf-8")
    plain = run("read", document, "--language", "en", "--json")
    keys = ["id", "kind", "label", "text", "language"]
    assert all(list(json.loads(line)) == keys for line in plain.stdout.splitlines())
    shown = run("read", document, "--language", "en", "--json", "--details")
    paragraphs = {row["id"]: row for row in map(json.loads, shown.stdout.splitlines())}
    assert {tuple(row)[:5] for row in paragraphs.values()} == {tuple(keys)}
    assert list(paragraphs["op-1"]) == keys
    assert paragraphs["masthead-2"]["detail"] == "session"
    assert paragraphs["h-1"]["level"] == 1
    assert paragraphs["pp-1"]["links"] == [{"start": 25, "end": 30, "symbol": "A/RES/88/15"}]
    assert run("read", document, "--details").returncode == 2


def test_read_explains_the_number_of_each_paragraph(tmp_path: Path) -> None:
    document = tmp_path / "A_93_L.5-EN.txt"
    texts = ("1. Decides to keep them:", "(i) In a dry place;", "(ii) In order.", "7. October.")
    document.write_text("\n\n".join(texts), encoding="utf-8")
    plain = run("read", document, "--language", "en", "--json")
    shown = run("read", document, "--language", "en", "--json", "--explain")
    paragraphs = [json.loads(line) for line in shown.stdout.splitlines()]
    readings = [paragraph.pop("readings") for paragraph in paragraphs]
    assert paragraphs == [json.loads(line) for line in plain.stdout.splitlines()]
    assert [paragraph["label"] for paragraph in paragraphs] == ["1", "1(i)", "1(ii)", ""]
    assert [(r["text"], r["form"], r["value"], r["taken"]) for r in readings[1]] == [
        ("(i)", "small Roman numeral", 1, True),
        ("(i)", "letter", 9, False),
    ]
    assert [reading["taken"] for reading in readings[3]] == [False]
    told = run("read", document, "--language", "en", "--explain").stdout.splitlines()
    place = next(place for place, line in enumerate(told) if "In a dry place" in line)
    assert "“(i)” as small Roman numeral 1" in told[place + 1]
    assert "not taken" in told[place + 2]
    assert readings[1][1]["reason"] in told[place + 2]


def test_read_of_a_bad_file_is_one_line_and_status_1(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    shown = run("read", tmp_path / "empty.txt")
    assert (shown.returncode, shown.stdout) == (1, "")
    assert len(shown.stderr.splitlines()) == 1
    assert "empty.txt" in shown.stderr


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


def test_lines_prints_beads_and_nothing_else_and_score_reads_them(tmp_path: Path) -> None:
    chinese = ["大会通过了这项决议。", "秘书长将提交一份报告。", "会议于星期五结束。"]
    english = [
        "The General Assembly adopted the resolution.",
        "The Secretary-General will submit a report.",
        "The meeting ended on Friday.",
    ]
    (tmp_path / "zh").write_text("\n".join(chinese) + "\n", encoding="utf-8")
    (tmp_path / "en").write_text("\n".join(english) + "\n", encoding="utf-8")
    (tmp_path / "gold").write_text("[0]:[0]\n[1]:[1]\n[2]:[2]\n")
    aligned = run("lines", tmp_path / "zh", tmp_path / "en", "--languages", "zh,en")
    assert aligned.returncode == 0
    (tmp_path / "mine").write_text(aligned.stdout)
    scored = run("score", tmp_path / "gold", tmp_path / "mine", "--json")
    assert json.loads(scored.stdout)["strict_f1"] == 1.0
    table = run("score", tmp_path / "gold", tmp_path / "mine")
    assert "1.000" in table.stdout
    assert table.returncode == 0


def test_score_names_the_line_that_is_no_bead(tmp_path: Path) -> None:
    (tmp_path / "gold").write_text("[0]:[0]\nnonsense\n")
    shown = run("score", tmp_path / "gold", tmp_path / "gold")
    assert shown.returncode == 2
    assert "gold: line 2" in shown.stderr


def test_what_is_imported_is_exported_and_pretranslates(tmp_path: Path) -> None:
    memory = tmp_path / "memory.db"
    (tmp_path / "old.tsv").write_text(
        "id\tzh\ten\nA/RES/99/1#1.1\t决定保留树木名册。\tDecides to keep the register of trees.\n",
        encoding="utf-8",
    )
    (tmp_path / "bad.csv").write_text("x,y\n", encoding="utf-8")
    imported = run("import", tmp_path / "bad.csv", tmp_path / "old.tsv", "--memory", memory)
    assert imported.returncode == 1
    assert imported.stdout.endswith("old.tsv: 1 added, 0 merged, 0 known already, 0 left out\n")
    assert imported.stderr.count("\n") == 1
    assert "bad.csv" in imported.stderr
    for name in ("a.tmx", "a.xlf", "a.po", "a.csv", "a.tsv"):
        exported = run("export", tmp_path / name, "--target", "en", "--memory", memory)
        assert (exported.returncode, exported.stderr) == (0, "")
        assert "Decides to keep the register" in (tmp_path / name).read_text("utf-8")
    refused = run("export", tmp_path / "a.docx", "--target", "en", "--memory", memory)
    assert (refused.returncode, refused.stdout) == (2, "")
    new = tmp_path / "new.txt"
    new.write_text("1. 决定保留树木总名册。\n", encoding="utf-8")
    options = ("--source", "zh", "--target", "en", "--memory", memory, "--out", tmp_path / "pack")
    table = run("pretranslate", new, *options)
    assert (table.returncode, table.stderr) == (0, "")
    assert "85-94                1         9          10" in table.stdout
    prompts = ("--prompts", tmp_path / "prompts.jsonl")
    found = json.loads(run("pretranslate", new, *options, *prompts, "--json").stdout)
    assert "Decides to keep" in json.loads(prompts[1].read_text("utf-8"))["prompt"]
    assert found["analysis"]["85-94"]["segments"] == 1
    assert found["closest"] == "A/RES/99/1"
    scored = json.loads(run("evaluate", "--target", "en", "--memory", memory, "--json").stdout)
    assert [band["segments"] for band in scored["bands"] if band["band"] == "none"] == [1]
    assert run("evaluate", "--target", "en", "--memory", memory, "--year", "1950").returncode == 2
    missing = run("pretranslate", new, *options[:-3], tmp_path / "none.db", *options[-2:])
    assert (missing.returncode, missing.stdout) == (2, "")
    assert "no translation memory here" in missing.stderr


def test_check_tells_what_is_wrong_and_where(tmp_path: Path) -> None:
    bad = tmp_path / "bad.tmx"
    bad.write_text(
        '<tmx version="1.4">\n<header srclang="zh-CN"/>\n<body>\n<tu tuid="A/1#1">'
        '<tuv xml:lang="zh-CN"><seg>12项。</seg></tuv>'
        '<tuv xml:lang="en"><seg>13 items. </seg></tuv></tu>\n</body>\n</tmx>\n',
        encoding="utf-8",
    )
    shown = run("check", bad, "--quality")
    assert (shown.returncode, shown.stderr) == (1, "")
    assert "bad.tmx:2: error: <header> without adminlang" in shown.stdout
    assert "bad.tmx:4: omegat: white space at an end" in shown.stdout
    assert "A/1#1: numbers: zh: 12, en: 13" in shown.stdout
    one = run("check", bad, "--tool", "trados", "--json")
    assert {json.loads(line)["tool"] for line in one.stdout.splitlines()} == {""}
    assert run("check", tmp_path / "none.tmx").returncode == 2


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
