import json
import sqlite3
import tracemalloc
from dataclasses import replace
from pathlib import Path

import pytest

from hexapla.corpora.errors import UsageError
from hexapla.corpora.files.manifest import read_manifest


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
    from_json = read_manifest(tmp_path / "m.jsonl")
    assert list(from_csv.sets) == list(from_json.sets)
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
    causes = [error.cause for error in found.errors]
    assert [cause.split(":")[0] for cause in causes] == [f"line {n}" for n in range(3, 8)]
    assert "'xx'" in causes[0]
    assert "already" in causes[1]


def test_a_set_without_source_or_without_any_other_language_is_refused(tmp_path: Path) -> None:
    manifest = tmp_path / "m.csv"
    manifest.write_text("symbol,language,path\nS/1,en,a\nS/1,fr,b\nS/2,zh,c\n")
    found = read_manifest(manifest)
    assert not found.sets
    assert [error.cause for error in found.errors] == [
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


@pytest.mark.parametrize("header", ["Symbol,Language,Path", " SYMBOL , language,Path "])
def test_headers_in_any_case_and_with_spaces(tmp_path: Path, header: str) -> None:
    manifest = tmp_path / "m.csv"
    manifest.write_text(f"{header}\nS/1,ZH, a.txt\n\nS/1, en-US ,b.txt\n")
    found = read_manifest(manifest)
    assert found.errors == ()
    (first,) = found.sets
    assert [file.path.name for file in (first.source, *first.targets)] == [
        "a.txt",
        "b.txt",
    ]
    (tmp_path / "m.jsonl").write_text(
        '{"Symbol": "S/1", "Language": "zh", "Path": "a.txt"}\n'
        '{"SYMBOL": "S/1", " language": "EN", "path": "b.txt"}\n'
    )
    assert list(read_manifest(tmp_path / "m.jsonl").sets) == [first]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030"])
def test_separators_and_encodings_of_spreadsheets(
    tmp_path: Path, separator: str, encoding: str
) -> None:
    rows = [
        ("Path", "Symbol", "Language"),
        ("决议 草案,1.txt", "A/99/1", "zh"),
        ('"b;2.txt"', "A/99/1", "en"),
    ]
    text = "\r\n".join(separator.join(row) for row in rows).replace(
        "决议 草案,1.txt", '"决议 草案,1.txt"'
    )
    (tmp_path / "m.csv").write_bytes(f"{text}\r\n".encode(encoding))
    (found,) = read_manifest(tmp_path / "m.csv").sets
    assert found.source.path == tmp_path / "决议 草案,1.txt"
    assert [target.path.name for target in found.targets] == ["b;2.txt"]


def test_formulas_and_numbers_are_text(tmp_path: Path) -> None:
    manifest = tmp_path / "m.csv"
    manifest.write_text(
        "symbol,language,path\n007,zh,=1+1.txt\n007,en,@SUM.txt\n+1,zh,a\n+1,en,-b\n"
    )
    found = read_manifest(manifest)
    assert found.errors == ()
    assert [each.symbol for each in found.sets] == ["007", "+1"]
    assert next(iter(found.sets)).source.path == tmp_path / "=1+1.txt"


def test_a_manifest_that_is_not_there_or_too_deep_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"):
        read_manifest(tmp_path / "none.csv")
    (tmp_path / "deep.jsonl").write_text('{"symbol": ' + "[" * 100_000 + "\n")
    assert "missing" in read_manifest(tmp_path / "deep.jsonl").errors[0].cause


def test_lines_of_a_set_need_not_stand_together(tmp_path: Path) -> None:
    manifest = tmp_path / "m.csv"
    rows = [f"S/{n},{code},{n}.{code}\n" for code in ("en", "zh", "fr") for n in (2, 1, 3)]
    manifest.write_text("symbol,language,path\n" + "".join(rows))
    sets = read_manifest(manifest).sets
    assert [each.symbol for each in sets] == ["S/2", "S/1", "S/3"]
    assert [[file.path.name for file in each.targets] for each in sets] == [
        [f"{n}.en", f"{n}.fr"] for n in (2, 1, 3)
    ]
    assert list(sets)[1] in sets
    assert replace(next(iter(sets)), symbol="S/4") not in sets


def test_halves_of_characters_in_a_name_stay_what_they_are(tmp_path: Path) -> None:
    (tmp_path / "m.jsonl").write_text(
        r'{"symbol": "S/\ud800", "language": "zh", "path": "\udcff.txt"}'
        "\n"
        r'{"symbol": "S/\ud800", "language": "en", "path": "b"}'
    )
    (found,) = read_manifest(tmp_path / "m.jsonl").sets
    assert (found.symbol, found.source.path.name) == ("S/\ud800", "\udcff.txt")


def test_a_full_disk_for_the_order_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    manifest = tmp_path / "m.csv"
    manifest.write_text("symbol,language,path\nS/1,zh,a\nS/1,en,b\n")

    def full(*_: object) -> str:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("hexapla.corpora.files.manifest._ManifestSets.add", full)
    with pytest.raises(UsageError, match=r"m\.csv: it cannot be put in order.*disk is full"):
        read_manifest(manifest)


def test_a_long_manifest_is_not_held_in_memory(tmp_path: Path) -> None:
    manifest = tmp_path / "m.csv"
    codes = ("zh", "en", "fr", "es", "ru", "ar")
    manifest.write_text(
        "symbol,language,path\n"
        + "".join(
            f"A/RES/{n},{code},folder/{n}-{code}.txt\n" for n in range(5000) for code in codes
        )
    )
    tracemalloc.start()
    try:
        sets = read_manifest(manifest).sets
        assert len(sets) == sum(1 for each in sets if len(each.targets) == 5) == 5000
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    # The sets themselves would take about 15 MB; two chunks of a file are held.
    assert peak < 10e6
