import json
from pathlib import Path

import pytest

from corpora.errors import UsageError
from corpora.manifest import read_manifest


def test_csv_lines_become_sets_with_paths_from_the_manifests_folder(tmp_path: Path) -> None:
    manifest = tmp_path / "list.csv"
    manifest.write_text(
        "path,symbol,language\n"
        "zh 1.txt,A/RES/99/1,zh\nen1.html,A/RES/99/1,en\nfr.txt,A/RES/99/1,fr\n"
    )
    (found,) = read_manifest(manifest).sets
    assert found.symbol == "A/RES/99/1"
    assert found.source.path == tmp_path / "zh 1.txt"
    assert [target.language for target in found.targets] == ["en", "fr"]


def test_json_lines_and_csv_give_the_same(tmp_path: Path) -> None:
    rows = [("S/1", "zh", "a.txt"), ("S/1", "ar", "b.txt"), ("S/2", "zh", "c"), ("S/2", "de", "d")]
    (tmp_path / "m.csv").write_text(
        "﻿symbol,language,path\n" + "".join(",".join(row) + "\n" for row in rows), encoding="utf-8"
    )
    (tmp_path / "m.jsonl").write_text(
        "".join(
            json.dumps(dict(zip(("symbol", "language", "path"), row, strict=True))) + "\n"
            for row in rows
        )
    )
    from_csv = read_manifest(tmp_path / "m.csv")
    assert from_csv == read_manifest(tmp_path / "m.jsonl")
    assert [found.symbol for found in from_csv.sets] == ["S/1", "S/2"]


def test_one_bad_line_does_not_stop_the_rest(tmp_path: Path) -> None:
    manifest = tmp_path / "m.jsonl"
    good = [{"symbol": "S/1", "language": code, "path": f"{code}.txt"} for code in ("zh", "en")]
    bad = [
        '{"symbol": "S/1", "language": "xx", "path": "x"}',
        '{"symbol": "S/1", "language": "en", "path": "again.txt"}',
        '{"symbol": 5, "language": "en"}',
        "{broken",
        "[1]",
    ]
    manifest.write_text("\n".join([*map(json.dumps, good), *bad]))
    found = read_manifest(manifest)
    assert len(found.sets) == 1
    causes = [refusal.cause for refusal in found.refused]
    assert [cause.split(":")[0] for cause in causes] == [f"line {n}" for n in range(3, 8)]
    assert "'xx'" in causes[0]
    assert "already" in causes[1]


def test_a_set_without_source_or_without_any_other_language_is_refused(tmp_path: Path) -> None:
    manifest = tmp_path / "m.csv"
    manifest.write_text("symbol,language,path\nS/1,en,a\nS/1,fr,b\nS/2,zh,c\n")
    found = read_manifest(manifest)
    assert not found.sets
    assert [refusal.cause for refusal in found.refused] == [
        "S/1: no document in the source language (zh)",
        "S/2: no document in any language but zh",
    ]


def test_languages_and_source_choose(tmp_path: Path) -> None:
    manifest = tmp_path / "m.csv"
    manifest.write_text("symbol,language,path\nS/1,en,a\nS/1,fr,b\nS/1,zh,c\n")
    (found,) = read_manifest(manifest, source="en", languages=["zh"]).sets
    assert found.source.language == "en"
    assert [target.language for target in found.targets] == ["zh"]


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\xff\xfe\x00bad"])
def test_what_is_no_manifest_is_refused_with_its_name(tmp_path: Path, content: bytes) -> None:
    manifest = tmp_path / "m.csv"
    manifest.write_bytes(content)
    with pytest.raises(UsageError, match=r"m\.csv"):
        read_manifest(manifest)
