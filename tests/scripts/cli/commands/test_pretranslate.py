"""A new document against a memory that was imported, and what the memory is worth."""

import json
from pathlib import Path

from tests.commands import run


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
